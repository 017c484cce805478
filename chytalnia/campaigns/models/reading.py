"""Who takes part, and the log of what they read."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.journal.kinds import Audience

from .campaign import Campaign
from .library import Member, Part


class Kind(models.TextChoices):
    PERSON = "person", pgettext_lazy("a participant", "a person")
    FAMILY = "family", pgettext_lazy("a participant", "a family")
    GROUP = "group", pgettext_lazy("a participant", "a class or a group")


class Participant(models.Model):
    """Who reads: a person, a family or a class as one team, shown to everybody by the nick alone.

    `total`, `lines` and `books` are tallies of the log. Who left is shown no more, but what was read stays read.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="participants", db_index=False)
    member = models.ForeignKey(Member, models.PROTECT, related_name="people", verbose_name=_("library"))
    kind = models.CharField(_("who"), max_length=6, choices=Kind, default=Kind.PERSON)
    reader = models.ForeignKey("people.Reader", models.SET_NULL, null=True, blank=True, related_name="+")
    household = models.ForeignKey("people.Household", models.SET_NULL, null=True, blank=True, related_name="+")
    number = models.PositiveIntegerField(_("number"))
    nick = models.CharField(_("nick"), max_length=40)
    #: The nick as it is compared: no two alike in a campaign.
    nick_key = models.CharField(max_length=40, editable=False)
    people = models.PositiveSmallIntegerField(_("how many people"), default=1)
    audience = models.CharField(_("age"), max_length=12, choices=Audience, blank=True)
    counts_loans = models.BooleanField(_("count the books I borrow"), default=False)
    #: Books borrowed from then on count.
    loans_since = models.DateTimeField(null=True, blank=True, editable=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    left_at = models.DateTimeField(null=True, blank=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    total = models.PositiveIntegerField(default=0, editable=False)
    lines = models.PositiveIntegerField(default=0, editable=False)
    books = models.PositiveIntegerField(default=0, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["-total", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "reader"], condition=Q(reader__isnull=False, left_at=None, kind="person"),
                name="reader_once_in_a_campaign",
            ),
            models.UniqueConstraint(
                fields=["campaign", "household"], condition=Q(household__isnull=False, left_at=None),
                name="family_once_in_a_campaign",
            ),
            models.UniqueConstraint(fields=["campaign", "number"], name="participant_number_once"),
            models.UniqueConstraint(
                fields=["campaign", "nick_key"], condition=Q(left_at=None), name="nick_once_in_a_campaign"
            ),
            models.CheckConstraint(condition=Q(people__gte=1), name="somebody_takes_part"),
        ]  # fmt: skip
        indexes = [
            # the best of a library; whom a draw is among
            models.Index(fields=["member", "-total"], name="participants_of_a_library"),
            # whose loans count
            models.Index(fields=["reader"], condition=Q(counts_loans=True), name="participants_who_borrow"),
        ]

    def __str__(self) -> str:
        return self.nick

    @property
    def is_here(self) -> bool:
        return self.left_at is None


class Source(models.TextChoices):
    SELF = "self", _("written by the reader")
    DESK = "desk", _("by a librarian")
    LOAN = "loan", _("borrowed")
    PART = "part", _("part collected")


class LineQuerySet(models.QuerySet["Line"]):
    def live(self) -> LineQuerySet:
        return self.filter(removed_at=None)


class Line(models.Model):
    """A line of the log. `amount` is in the campaign's unit of score, `books` how many books were read to the end.

    One removed stays, so that a phone that sends it again from its memory does not bring it back.
    """

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="log", db_index=False)
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    day = models.DateField(_("day"))
    amount = models.PositiveIntegerField(_("how much"))
    books = models.PositiveSmallIntegerField(_("books read to the end"), default=0)
    work = models.ForeignKey("catalogue.Work", models.SET_NULL, null=True, blank=True, related_name="+")
    title = models.CharField(_("book"), max_length=300, blank=True)
    author = models.CharField(_("author"), max_length=200, blank=True)
    knowledge = models.CharField(max_length=8, blank=True, editable=False)
    review = models.TextField(_("a few words about it"), max_length=2000, blank=True)
    who = models.CharField(_("who has read"), max_length=40, blank=True)
    source = models.CharField(max_length=4, choices=Source, default=Source.SELF)
    loan = models.ForeignKey("lending.Loan", models.SET_NULL, null=True, blank=True, related_name="+")
    part = models.ForeignKey(Part, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    fact = models.ForeignKey(
        "journal.Fact", models.PROTECT, null=True, blank=True, related_name="+", db_index=False, editable=False
    )

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of a reading log")
        verbose_name_plural = _("lines of a reading log")
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "key"], name="log_line_once"),
            models.UniqueConstraint(
                fields=["participant", "loan"], condition=Q(loan__isnull=False), name="loan_counts_once"
            ),
            models.UniqueConstraint(
                fields=["participant", "part"], condition=Q(part__isnull=False, removed_at=None), name="part_collected_once"
            ),
            models.CheckConstraint(condition=Q(amount__gte=1), name="log_line_counts_something"),
        ]  # fmt: skip
        # a participant's log by days; the limit of a day
        indexes = [models.Index(fields=["participant", "day"], name="campaign_log_by_days")]

    def __str__(self) -> str:
        return f"{self.day} {self.amount}"
