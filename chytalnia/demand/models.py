"""Refusals: what was asked for and not given. Wants: what refusals and wishes ask the library to buy."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.core.stages import Machine, Move, Stage, Staged, StagedQuerySet
from chytalnia.journal.kinds import Audience, DocumentKind, Knowledge


class Reason(models.TextChoices):
    """Why it was not given, in the order of the keys 1 … 9 at the desk."""

    ON_LOAN = "on_loan", _("all copies are out")
    NOT_OWNED = "not_owned", _("the network does not have it")
    OWNED_ELSEWHERE = "owned_elsewhere", _("only in another branch")
    MISSING = "missing", _("not in its place")
    LOST_WITHDRAWN = "lost_withdrawn", _("lost or written off")
    IN_PROCESS = "in_process", _("in binding or being catalogued")
    RESTRICTED = "restricted", _("not by age, or not lent")
    NOT_PUBLISHED = "not_published", _("no such book, wrong data")
    NO_SERVICE = "no_service", _("the service is not offered")


#: Reasons that speak for buying; the others are mended in other ways.
FOR_BUYING = (Reason.ON_LOAN, Reason.NOT_OWNED, Reason.OWNED_ELSEWHERE, Reason.MISSING, Reason.LOST_WITHDRAWN)


class Channel(models.TextChoices):
    DESK = "desk", _("at the desk")
    PHONE = "phone", _("by phone")
    WEB = "web", _("wish from the account")
    SEARCH = "search", _("search that found nothing")
    HOLD = "hold", _("hold that was not filled")
    ILL = "ill", _("interlibrary loan")
    OTHER = "other", pgettext_lazy("a channel", "another way")


class Purpose(models.TextChoices):
    UNKNOWN = "", _("not said")
    STUDY = "study", _("for study")
    WORK = "work", _("for work")
    LEISURE = "leisure", _("for leisure")


class Want(Staged):
    """A title or topic that people ask a library system for: all its refusals and wishes together, once.

    `system` is the balance holder's system (or the unit itself without one): who would buy it. `key` is «work:ID» or
    the folded words, so that the same request is the same want.
    """

    machine = Machine(
        [
            Stage("noticed", _("noticed"), "attention"),
            Stage("proposed", _("proposed to buy"), "progress", days=60),
            Stage("ordered", _("ordered"), "progress", days=90),
            Stage("received", _("received"), "good", terminal=True),
            Stage("declined", _("will not be bought"), terminal=True),
        ],
        [
            Move("propose", "noticed", "proposed", _("Propose to buy"), right="demand.propose"),
            Move("order", ("noticed", "proposed"), "ordered", _("Ordered"), right="demand.decide"),
            Move("receive", ("noticed", "proposed", "ordered"), "received", _("Received"), right="demand.decide"),
            Move("decline", ("noticed", "proposed"), "declined", _("Decline"), right="demand.decide"),
        ],
    )

    system = models.ForeignKey("network.Unit", models.CASCADE, related_name="wants", verbose_name=_("who would buy"))
    key = models.CharField(max_length=250, editable=False)
    text = models.CharField(_("author, title or topic"), max_length=300)
    work = models.ForeignKey(
        "catalogue.Work", models.SET_NULL, null=True, blank=True, related_name="wants", verbose_name=_("work")
    )
    isbn = models.CharField("ISBN", max_length=13, blank=True)
    knowledge = models.CharField(_("branch of knowledge"), max_length=12, choices=Knowledge.choices, blank=True)
    document_kind = models.CharField(_("kind of document"), max_length=14, choices=DocumentKind.choices, blank=True)
    language = models.CharField(_("language"), max_length=3, blank=True)
    first_at = models.DateTimeField(_("first asked for"))
    last_at = models.DateTimeField(_("last asked for"))

    objects = StagedQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("to buy", "want")
        verbose_name_plural = _("what to buy")
        constraints = [models.UniqueConstraint(fields=["system", "key"], name="one_want_a_thing_and_system")]

    def __str__(self) -> str:
        return self.text

    @property
    def stage_unit(self) -> Any:
        return self.system


class Refusal(models.Model):
    """One line of the register of refusals (зошит відмов). Facts keep age band and number; the reader stays here only until
    told, and is forgotten with the rest of what is personal."""

    want = models.ForeignKey(Want, models.PROTECT, related_name="refusals", verbose_name=_("what was asked for"))
    unit = models.ForeignKey("network.Unit", models.PROTECT, related_name="refusals", verbose_name=_("library"))
    at = models.DateTimeField(_("when"))
    channel = models.CharField(_("how it was asked"), max_length=6, choices=Channel.choices, default=Channel.DESK)
    reason = models.CharField(_("reason"), max_length=16, choices=Reason.choices)
    purpose = models.CharField(_("purpose"), max_length=8, choices=Purpose.choices, blank=True)
    offered = models.CharField(_("what was offered instead"), max_length=300, blank=True)
    audience = models.CharField(_("age"), max_length=12, choices=Audience.choices, blank=True)
    #: Words as asked, where they say more than the want.
    text = models.CharField(_("as it was asked"), max_length=300, blank=True)
    #: A day's searches for the same words are one line with their number.
    times = models.PositiveIntegerField(_("times"), default=1)
    reader = models.ForeignKey(
        "people.Reader", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("whom to tell")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    fact = models.OneToOneField("journal.Fact", models.PROTECT, related_name="+")
    reversal = models.OneToOneField("journal.Fact", models.PROTECT, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=120, unique=True, editable=False)

    class Meta:
        verbose_name = _("refusal")
        verbose_name_plural = _("refusals")
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(times__gte=1), name="refused_at_least_once"),
            models.CheckConstraint(condition=Q(reason__in=Reason.values), name="refusal_reason_known"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="refusal_channel_known"),
        ]
        indexes = [
            # the register of a library by time
            models.Index(fields=["unit", "-at"], name="refusals_of_a_unit"),
            # the wishes a reader sees in the account
            models.Index(fields=["reader", "-at"], condition=Q(reader__isnull=False), name="refusals_of_a_reader"),
        ]

    def __str__(self) -> str:
        return f"{self.want} – {self.get_reason_display()}"

    @property
    def is_void(self) -> bool:
        return self.reversal_id is not None


class EmptySearch(models.Model):
    """Words that the search did not find, counted by day and place; nobody's name, no session. Words that look like a
    phone number, an address or a long number are not kept at all."""

    day = models.DateField()
    unit = models.ForeignKey("network.Unit", models.CASCADE, related_name="+")
    words = models.CharField(max_length=200)
    shown = models.CharField(max_length=200)
    language = models.CharField(max_length=3, blank=True)
    times = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("search that found nothing")
        verbose_name_plural = _("searches that found nothing")
        constraints = [models.UniqueConstraint(fields=["day", "unit", "words"], name="empty_search_once_a_day")]

    def __str__(self) -> str:
        return self.shown
