"""Desks that go on without a line: the devices that may, what their journals told, and what a person has to look at."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Deed(models.TextChoices):
    LEND = "lend", pgettext_lazy("what was done", "loan")
    TAKE_BACK = "take_back", pgettext_lazy("what was done", "return")
    RENEW = "renew", pgettext_lazy("what was done", "renewal")
    REGISTER = "register", pgettext_lazy("what was done", "registration")


class Outcome(models.TextChoices):
    RECORDED = "recorded", _("Written down all the same.")
    AFTER_RETURN = "after_return", _("The loan to the other reader was ended, and this one written down.")
    ENDED = "ended", _("The loan was written down as ended: the book was given out or seen elsewhere after it.")
    ALREADY = "already", _("It was so already; nothing was changed.")
    NOT_RECORDED = "not_recorded", _("It could not be written down. Look for the book and its reader.")


class OfflineDesk(models.Model):
    """A browser that keeps a branch's minimum and may send what was done without a line.

    `code` opens it once, for some minutes; `token` is what it speaks with from then on. Both are kept as hashes only.
    """

    name = models.CharField(_("name"), max_length=60)
    unit = models.ForeignKey("network.Unit", models.PROTECT, related_name="+", verbose_name=_("library"))
    code = models.CharField(max_length=64, blank=True, editable=False)
    code_until = models.DateTimeField(null=True, blank=True, editable=False)
    token = models.CharField(max_length=64, blank=True, editable=False)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("registered by")
    )
    registered_at = models.DateTimeField(_("registered"), default=timezone.now, editable=False)
    opened_at = models.DateTimeField(_("opened on the device"), null=True, blank=True, editable=False)
    seen_at = models.DateTimeField(_("last contact"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("shut"), null=True, blank=True, editable=False)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("desk without a line")
        verbose_name_plural = _("desks without a line")
        ordering = ["revoked_at", "unit__path", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["token"], condition=~Q(token=""), name="a_token_opens_one_desk"),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="a_code_opens_one_desk"),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | Q(token="", code=""), name="a_shut_desk_has_no_token"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def device(self) -> str:
        """What acts are marked with."""
        return f"{self.pk} {self.name}"[:60]


class Received(models.Model):
    """A line of such a desk's journal, as it came: the same line again gets the same answer.

    `told` holds what is needed should a later line put this one right; it is emptied when nothing may follow from it.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    desk = models.ForeignKey(OfflineDesk, models.PROTECT, related_name="lines")
    deed = models.CharField(max_length=10, choices=Deed.choices)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    problems: Any = models.JSONField(default=list, blank=True)
    item = models.ForeignKey("catalogue.Item", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    act = models.ForeignKey("lending.Act", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    told: Any = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("line of a journal")
        verbose_name_plural = _("lines of journals")
        ordering = ["-id"]
        indexes = [
            # what else came about the same copy
            models.Index(fields=["item", "happened_at"], condition=Q(item__isnull=False), name="lines_about_an_item"),
            # loans that were not written down, for a registration that puts them right: few, so that what is kept of them
            # as JSON needs no index of its own
            models.Index(fields=["outcome", "deed"], name="lines_by_outcome"),
            # what may be forgotten by now
            models.Index(fields=["recorded_at"], condition=~Q(told={}), name="lines_to_forget"),
        ]

    def __str__(self) -> str:
        return f"{self.deed} {self.happened_at:%Y-%m-%d %H:%M}"


#: What stands against a deed of the past, in the past tense; codes that are not here are told by lending's own words.
PROBLEMS = {
    "unknown_card": _("The card is not known."),
    "unknown_item": _("The book is not known."),
    "not_on_loan": _("The book was not on loan to this reader."),
    "lent_since": _("The book was lent again since."),
    "card_blocked": _("The card is blocked."),
    "blocked": _("The reader is blocked."),
    "expired_registration": _("The reader is not registered for this year."),
    "no_surety": _("Nobody stands surety for the child."),
    "unsettled_loss": _("A lost book is not settled."),
    "overdue": _("The reader had overdue books."),
    "debt": _("The reader owes money."),
    "withdrawn": _("The copy is withdrawn from the stock."),
    "electronic": _("The copy is electronic."),
    "on_loan_to_another": _("The book was on loan to another reader."),
    "on_loan_to_reader": _("The reader has this book already."),
    "held_for_another": _("Another reader waited for the book."),
    "in_transit": _("The book was on its way to another library."),
    "not_ready": _("The copy was not ready to be lent."),
    "not_this_unit": _("The copy belongs to another library."),
    "not_lent_home": _("The copy is not lent home."),
    "too_many_loans": _("The reader had as many books as the rules allow."),
    "too_many_renewals": _("The loan had been renewed as often as the rules allow."),
    "too_early": _("It was too early to renew."),
    "age_mark": _("The book is not for readers of this age."),
    "min_age": _("The book is not for readers of this age."),
    "pledge": _("A pledge is needed."),
    "reader_closed": _("The reader's account is closed."),
    "not_confirmed": _("The reader's registration is not confirmed."),
    "not_out": _("The copy is not on loan."),
    "lent_to_another_later": _("The book was lent to another reader later."),
    "card_taken": _("The card belongs to somebody else; the reader was registered with a new number."),
    "registered_twice": _("This may be somebody who is registered already; look, and merge the two."),
    "data_refused": _("The data cannot be kept as they are."),
    "no_right": _("The person at the desk has no right to do this here."),
    "clock": _("The clock of the device was wrong."),
}


class Conflict(models.Model):
    """What was done without a line, at a machine or a desk, and rules or the state of things spoke against: a line of one
    list, for a person. `problems` are codes; `card` and `told` are kept only until somebody has settled it.

    `device` is what acts are marked with; `key` is the line of a desk's journal, nothing for a machine, which has no keys.
    """

    key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    device = models.CharField(max_length=60, blank=True)
    device_name = models.CharField(_("machine or desk"), max_length=120, blank=True)
    unit = models.ForeignKey("network.Unit", models.PROTECT, related_name="+", verbose_name=_("library"))
    deed = models.CharField(_("what was done"), max_length=10, choices=Deed.choices)
    happened_at = models.DateTimeField(_("when"))
    card = models.CharField(_("card"), max_length=40, blank=True)
    barcode = models.CharField(_("barcode"), max_length=40, blank=True)
    problems: Any = models.JSONField(_("problems"), default=list)
    outcome = models.CharField(_("what was decided"), max_length=12, choices=Outcome.choices)
    #: a registration that could not be kept, to be entered by hand
    told = models.JSONField(default=dict, blank=True)
    act = models.ForeignKey("lending.Act", models.SET_NULL, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(_("received"), default=timezone.now)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("deed to look at")
        verbose_name_plural = _("deeds to look at")
        ordering = ["settled_at", "-recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["device", "deed", "happened_at", "card", "barcode"],
                condition=Q(settled_at=None, key=None),
                name="a_conflict_of_a_machine_is_listed_once",
            )
        ]
        indexes = [
            # what waits for somebody in a branch
            models.Index(fields=["unit", "-recorded_at"], condition=Q(settled_at=None), name="deeds_to_look_at")
        ]

    def __str__(self) -> str:
        return f"{self.get_deed_display()} {self.barcode}"

    @property
    def sentences(self) -> list[str]:
        return [str(PROBLEMS.get(code, code)) for code in self.problems]
