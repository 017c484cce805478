"""Who comes: places, enrolments, the queue behind them, the organiser's questions."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.core.translated import TranslatedField


class Part(models.TextChoices):
    ONSITE = "onsite", _("at the place")
    ONLINE = "online", _("online")


class Seats(models.Model):
    """The places of an event at its place, or online. The row is where everybody who enrols waits for each other; that no
    more are given than there are is the database's own promise."""

    occasion = models.ForeignKey("programmes.Occasion", models.CASCADE, related_name="seats")
    part = models.CharField(max_length=6, choices=Part.choices, default=Part.ONSITE)
    #: Nothing is no limit.
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)
    taken = models.PositiveIntegerField(default=0, editable=False)
    waiting = models.PositiveIntegerField(default=0, editable=False)
    next_number = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("places")
        verbose_name_plural = _("places")
        constraints = [
            models.UniqueConstraint(fields=["occasion", "part"], name="seats_once_a_part"),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(taken__lte=F("capacity")), name="never_one_over_the_places"
            ),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="seats_part_known"),
        ]

    def __str__(self) -> str:
        return f"{self.occasion_id} {self.part}: {self.taken}/{self.capacity}"

    @property
    def free(self) -> int | None:
        return None if self.capacity is None else self.capacity - self.taken

    def fits(self, number: int) -> bool:
        return self.capacity is None or self.taken + number <= self.capacity


class EnrolmentKind(models.TextChoices):
    PERSON = "person", pgettext_lazy("who enrols", "one person")
    FAMILY = "family", pgettext_lazy("who enrols", "a family")
    GROUP = "group", pgettext_lazy("who enrols", "a group")
    CLASS = "class", pgettext_lazy("who enrols", "a school class")


class EnrolmentState(models.TextChoices):
    BOOKED = "booked", pgettext_lazy("an enrolment", "enrolled")
    WAITING = "waiting", pgettext_lazy("an enrolment", "in the queue")
    CAME = "came", pgettext_lazy("an enrolment", "came")
    MISSED = "missed", pgettext_lazy("an enrolment", "did not come")
    CANCELLED = "cancelled", pgettext_lazy("an enrolment", "given up")


#: States that hold places.
HOLDING = (EnrolmentState.BOOKED, EnrolmentState.CAME, EnrolmentState.MISSED)
LIVE = (EnrolmentState.BOOKED, EnrolmentState.WAITING)


def _token() -> str:
    return secrets.token_urlsafe(15)


class Enrolment(models.Model):
    """Somebody's places at an event, or their place in the queue. `number` is the order in which they asked.

    `token` opens the ticket to whoever has it, so that no account is needed; `code` is its short form on paper.
    """

    occasion = models.ForeignKey("programmes.Occasion", models.CASCADE, related_name="enrolments")
    part = models.CharField(max_length=6, choices=Part.choices, default=Part.ONSITE)
    number = models.PositiveIntegerField(_("number"), editable=False)
    kind = models.CharField(
        pgettext_lazy("who enrols", "who"), max_length=6, choices=EnrolmentKind.choices, default=EnrolmentKind.PERSON
    )
    state = models.CharField(_("state"), max_length=9, choices=EnrolmentState.choices)
    seats = models.PositiveSmallIntegerField(_("how many people"), default=1)
    children = models.PositiveSmallIntegerField(_("of them children"), default=0)
    reader = models.ForeignKey(
        "people.Reader", models.SET_NULL, null=True, blank=True, related_name="enrolments", verbose_name=_("reader")
    )
    household = models.ForeignKey("people.Household", models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(pgettext_lazy("a person", "name"), max_length=200, blank=True)
    group_name = models.CharField(_("school and class, or name of the group"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=2, blank=True)
    needs = models.CharField(_("what would help"), max_length=300, blank=True)
    answers: Any = models.JSONField(default=dict, blank=True)
    token = models.CharField(max_length=24, default=_token, unique=True, editable=False)
    code = models.CharField(max_length=8, editable=False)
    key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    placed_at = models.DateTimeField(_("when"))
    moved_up_at = models.DateTimeField(_("got a place from the queue"), null=True, blank=True)
    came_at = models.DateTimeField(null=True, blank=True)
    came_seats = models.PositiveSmallIntegerField(_("came"), default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["occasion", "part", "number"], name="one_number_an_enrolment"),
            models.UniqueConstraint(fields=["occasion", "code"], name="one_code_an_enrolment"),
            models.UniqueConstraint(
                fields=["occasion", "reader"],
                condition=Q(state__in=LIVE, reader__isnull=False),
                name="one_live_enrolment_a_reader",
            ),
            models.CheckConstraint(condition=Q(state__in=EnrolmentState.values), name="enrolment_state_known"),
            models.CheckConstraint(condition=Q(seats__gte=1, children__lte=F("seats")), name="enrolment_has_people"),
        ]
        indexes = [
            # the queue, and the list at the door
            models.Index(fields=["occasion", "part", "state", "number"], name="enrolments_in_order"),
            models.Index(
                fields=["reader", "-placed_at"], condition=Q(reader__isnull=False), name="enrolments_of_a_reader"
            ),
        ]

    def __str__(self) -> str:
        return self.who

    def get_absolute_url(self) -> str:
        return reverse("programmes:ticket", args=[self.token])

    @property
    def who(self) -> str:
        if self.kind in (EnrolmentKind.GROUP, EnrolmentKind.CLASS) and self.group_name:
            return self.group_name
        return self.name or (str(self.reader) if self.reader else self.code)

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def is_waiting(self) -> bool:
        return self.state == EnrolmentState.WAITING


class QuestionKind(models.TextChoices):
    TEXT = "text", pgettext_lazy("a question", "a few words")
    CHOICE = "choice", pgettext_lazy("a question", "one of several")
    YES = "yes", pgettext_lazy("a question", "yes or no")
    NUMBER = "number", pgettext_lazy("a question", "a number")


class Question(models.Model):
    """What the organiser asks those who enrol. `choices` are lines, one an answer."""

    occasion = models.ForeignKey("programmes.Occasion", models.CASCADE, related_name="questions")
    text = TranslatedField(_("question"))
    kind = models.CharField(
        pgettext_lazy("a question", "kind"), max_length=6, choices=QuestionKind.choices, default=QuestionKind.TEXT
    )
    choices = models.TextField(_("answers to choose from, one a line"), blank=True)
    required = models.BooleanField(_("must be answered"), default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return str(self.text)

    @property
    def options(self) -> list[str]:
        return [line.strip() for line in self.choices.splitlines() if line.strip()]
