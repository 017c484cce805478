"""Receptions: a specialist receives people by slots and in a live queue. There is no field for a reason, by intent.

Title, day and place of a reception are those of its occasion; whoever books is an enrolment there, with a name only if they like.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.core import codes


class Kind(models.TextChoices):
    LAWYER = "lawyer", pgettext_lazy("a reception", "lawyer")
    PSYCHOLOGIST = "psychologist", pgettext_lazy("a reception", "psychologist")
    SOCIAL = "social", pgettext_lazy("a reception", "social and pension questions")
    DEPUTY = "deputy", pgettext_lazy("a reception", "deputy")
    ESERVICE = "eservice", pgettext_lazy("a reception", "help with e-services")
    OTHER = "other", pgettext_lazy("a reception", "other specialist")


class Theme(models.TextChoices):
    HOUSING = "housing", pgettext_lazy("theme of a reception", "housing and land")
    FAMILY = "family", pgettext_lazy("theme of a reception", "family")
    WORK = "work", pgettext_lazy("theme of a reception", "work")
    BENEFITS = "benefits", pgettext_lazy("theme of a reception", "pensions and benefits")
    DOCUMENTS = "documents", pgettext_lazy("theme of a reception", "documents")
    TOWN = "town", pgettext_lazy("theme of a reception", "town and services")
    OTHER = "other", pgettext_lazy("theme of a reception", "other")


class BookingState(models.TextChoices):
    BOOKED = "booked", pgettext_lazy("a booking", "booked")
    WAITING = "waiting", pgettext_lazy("a booking", "waits in the live queue")
    CALLED = "called", pgettext_lazy("a booking", "called")
    SERVED = "served", pgettext_lazy("a booking", "received")
    MISSED = "missed", pgettext_lazy("a booking", "did not come")
    CANCELLED = "cancelled", pgettext_lazy("a booking", "given up")


#: States that keep a slot.
HOLDING = ("booked", "called", "served", "missed")


def new_code() -> str:
    return codes.made(6)


def new_token() -> str:
    return secrets.token_urlsafe(15)


class Series(models.Model):
    """What a specialist does in a library over time."""

    programme = models.OneToOneField("programmes.Programme", models.CASCADE, primary_key=True, related_name="reception")
    kind = models.CharField(pgettext_lazy("a reception", "kind"), max_length=12, choices=Kind.choices)
    specialist = models.CharField(_("who receives"), max_length=200)
    slot_minutes = models.PositiveSmallIntegerField(_("minutes for one"), default=30)
    has_queue = models.BooleanField(_("live queue for those who come without a booking"), default=True)
    agreement = models.CharField(_("agreed with, and on what terms"), max_length=300, blank=True)
    #: Opens the calendar of the specialist, who has no account.
    token = models.CharField(max_length=24, unique=True, default=new_token, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("receptions over time", "series of receptions")
        verbose_name_plural = pgettext_lazy("receptions over time", "series of receptions")
        constraints = [
            models.CheckConstraint(
                condition=Q(slot_minutes__gte=5, slot_minutes__lte=240), name="reception_slot_is_sane"
            ),
            models.CheckConstraint(
                condition=~Q(kind="deputy") | ~Q(agreement=""), name="deputy_receives_by_an_agreement"
            ),
        ]

    def __str__(self) -> str:
        return str(self.programme)


class Day(models.Model):
    """One day of receptions. Tickets of the live queue are given from its row, locked."""

    occasion = models.OneToOneField("programmes.Occasion", models.CASCADE, primary_key=True, related_name="reception")
    series = models.ForeignKey(Series, models.PROTECT, related_name="days")
    next_ticket = models.PositiveSmallIntegerField(default=1, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    services_done = models.PositiveSmallIntegerField(_("e-services done"), default=0)
    services_not = models.PositiveSmallIntegerField(_("e-services not done"), default=0)

    class Meta:
        verbose_name = _("day of receptions")
        verbose_name_plural = _("days of receptions")

    def __str__(self) -> str:
        return str(self.occasion)


class Slot(models.Model):
    """A time for one person, told from the beginning of the day's reception, so that it moves with it."""

    day = models.ForeignKey(Day, models.CASCADE, related_name="slots")
    offset = models.PositiveSmallIntegerField(_("minutes from the beginning"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    is_off = models.BooleanField(_("called off"), default=False)

    class Meta:
        verbose_name = pgettext_lazy("of a reception", "slot")
        verbose_name_plural = pgettext_lazy("of a reception", "slots")
        ordering = ["offset"]
        constraints = [models.UniqueConstraint(fields=["day", "offset"], name="reception_one_slot_at_once")]

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}"

    @property
    def begins(self) -> datetime:
        return self.day.occasion.begins + timedelta(minutes=self.offset)

    @property
    def ends(self) -> datetime:
        return self.begins + timedelta(minutes=self.minutes)


class Booking(models.Model):
    """Somebody's slot, or a ticket of the live queue. Name and phone, if told, stand in the enrolment and are forgotten."""

    day = models.ForeignKey(Day, models.CASCADE, related_name="bookings")
    slot = models.ForeignKey(Slot, models.PROTECT, null=True, blank=True, related_name="bookings")
    enrolment = models.OneToOneField(
        "programmes.Enrolment", models.CASCADE, null=True, blank=True, related_name="reception_booking"
    )
    ticket = models.PositiveSmallIntegerField(_("number of the ticket"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=BookingState.choices)
    code = models.CharField(_("code"), max_length=6, default=new_code, editable=False)
    token = models.CharField(max_length=24, unique=True, default=new_token, editable=False)
    key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)
    served_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("of a reception", "booking")
        verbose_name_plural = pgettext_lazy("of a reception", "bookings")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["slot"], condition=Q(state__in=HOLDING), name="reception_one_person_a_slot"
            ),
            models.UniqueConstraint(fields=["day", "ticket"], name="reception_one_ticket_a_number"),
            models.CheckConstraint(
                condition=Q(slot__isnull=False, ticket=None) | Q(slot=None, ticket__isnull=False),
                name="reception_slot_or_ticket",
            ),
            models.CheckConstraint(condition=Q(state__in=BookingState.values), name="reception_state_known"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_live(self) -> bool:
        return self.state in ("booked", "waiting", "called")

    @property
    def called_by(self) -> str:
        """By which the specialist calls in: what the person told, or the code."""
        told = self.enrolment.name if self.enrolment is not None else ""
        return told or (f"№ {self.ticket}" if self.ticket else self.code)


class ThemeCount(models.Model):
    """How many came with a theme of a class on a day; nothing leads from here to a person."""

    day = models.ForeignKey(Day, models.CASCADE, related_name="themes")
    theme = models.CharField(_("theme"), max_length=10, choices=Theme.choices)
    number = models.PositiveSmallIntegerField(_("how many"), default=0)

    class Meta:
        verbose_name = pgettext_lazy("of receptions", "theme")
        verbose_name_plural = pgettext_lazy("of receptions", "themes")
        constraints = [models.UniqueConstraint(fields=["day", "theme"], name="reception_theme_once_a_day")]

    def __str__(self) -> str:
        return f"{self.get_theme_display()}: {self.number}"
