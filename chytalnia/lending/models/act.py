"""Act: the desk's log. Each act has one fact; an undone one has one reversal."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ActKind(models.TextChoices):
    LEND = "lend", _("lent")
    TAKE_BACK = "take_back", pgettext_lazy("a line of the journal", "taken back")
    RENEW = "renew", _("renewed")
    IN_HOUSE = "in_house", _("read in the library")
    VISIT = "visit", _("visit")
    REGISTER = "register", pgettext_lazy("a line of the journal", "registered")
    HOLD = "hold", _("hold placed")
    FILL = "fill", _("hold given to the reader")
    CANCEL_HOLD = "cancel_hold", _("hold cancelled")
    EXPIRE_HOLD = "expire_hold", _("hold expired")
    SUSPEND_HOLD = "suspend_hold", _("hold suspended")
    RESUME_HOLD = "resume_hold", _("hold resumed")
    SHELVE = "shelve", _("put on the shelf for the reader")
    SEND = "send", _("sent to another branch")
    RECEIVE = "receive", _("arrived from another branch")
    CLAIM = "claim", _("said to be returned")
    LOSE = "lose", pgettext_lazy("an item", "lost")
    FIND = "find", pgettext_lazy("an item", "found")
    REPLACE = "replace", _("replaced")
    PAY = "pay", pgettext_lazy("a loss", "paid")
    FORGIVE = "forgive", pgettext_lazy("a loss", "forgiven")
    CHARGE = "charge", _("to be paid")
    PRICE = "price", _("price of a lost copy")
    MONEY = "money", _("money taken")
    WAIVE = "waive", _("not to be paid any more")
    PLEDGE = "pledge", _("pledge taken")
    PLEDGE_BACK = "pledge_back", _("pledge given back")
    FORFEIT = "forfeit", _("pledge kept by the rules")
    ILL_SEND = "ill_send", _("ordered from another library")
    ILL_RECEIVE = "ill_receive", _("has come from another library")
    ILL_LEND = "ill_lend", _("lent, of another library")
    ILL_BACK = "ill_back", _("taken back, of another library")
    ILL_LOSE = "ill_lose", _("lost, of another library")
    ILL_RETURN = "ill_return", _("sent back to its library")
    ILL_COPY = "ill_copy", _("electronic copy given")
    HOME_VISIT = "home_visit", _("visit at home")


class Channel(models.TextChoices):
    DESK = "desk", _("at the desk")
    WEB = "web", _("on the site")
    PHONE = "phone", _("by phone")
    SIP2 = "sip2", _("at a machine")
    API = "api", _("by another program")
    SYSTEM = "system", _("by itself")


class Act(models.Model):
    """Something that was done with copies, loans and holds: written with the change itself, in one transaction.

    `key` comes from the one who asks, so that a repeated request is the same act. `part_of` is the act that brought this one
    about (a visit by coming for a loan); undoing that one undoes its parts. `changes` says what rows the act made and what
    it set, before and after: undoing reads it backwards, and refuses when something has happened since.
    """

    key = models.UUIDField(_("key"), unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=ActKind.choices)
    unit = models.ForeignKey(
        "network.Unit", models.PROTECT, related_name="+", db_index=False, verbose_name=_("library")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("by"),
    )
    device = models.CharField(_("device"), max_length=60, blank=True)
    channel = models.CharField(_("how"), max_length=6, choices=Channel.choices, default=Channel.DESK)
    at = models.DateTimeField(_("when"))
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now, editable=False)
    reader = models.ForeignKey(
        "people.Reader", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    item = models.ForeignKey("catalogue.Item", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    loan = models.ForeignKey("lending.Loan", models.PROTECT, null=True, blank=True, related_name="acts")
    hold = models.ForeignKey("lending.Hold", models.PROTECT, null=True, blank=True, related_name="acts", db_index=False)
    part_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts", db_index=False)
    fact = models.OneToOneField("journal.Fact", models.PROTECT, related_name="+")
    reversal = models.OneToOneField("journal.Fact", models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    detail: Any = models.JSONField(default=dict, blank=True)
    changes: Any = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at=None, reversal=None) | Q(undone_at__isnull=False, reversal__isnull=False),
                name="an_undone_act_is_reversed",
            ),
        ]
        indexes = [
            # the last acts of a desk
            models.Index(fields=["unit", "-id"], name="acts_of_a_unit"),
            # what happened to a copy, a hold
            models.Index(fields=["item", "-id"], condition=Q(item__isnull=False), name="acts_of_an_item"),
            models.Index(fields=["hold"], condition=Q(hold__isnull=False), name="acts_of_a_hold"),
            models.Index(fields=["part_of"], condition=Q(part_of__isnull=False), name="acts_in_parts"),
            # whom to forget, and what a reader's export tells
            models.Index(fields=["reader", "at"], condition=Q(reader__isnull=False), name="acts_of_a_reader"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"


class Visit(models.Model):
    """That a reader came to a unit on a day, so that it is counted once. Deleted after a while."""

    reader = models.ForeignKey("people.Reader", models.CASCADE, related_name="+", db_index=False)
    unit = models.ForeignKey("network.Unit", models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "unit", "day"], name="one_visit_a_day")]
        indexes = [models.Index(fields=["day"], name="visits_to_forget")]

    def __str__(self) -> str:
        return f"{self.day} {self.unit_id}"
