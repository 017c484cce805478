"""Space: what can be booked – a room, a zone, a table; bookings of it, and the quarter-hours they hold."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.core import codes
from chytalnia.core.stages import Machine, Move, Stage, Staged, StagedQuerySet
from chytalnia.core.translated import TranslatedField

DECIDE = "spaces.decide"
#: Bookings that hold their quarter-hours.
HOLDING = ("asked", "booked", "here")


class Approval(models.TextChoices):
    AT_ONCE = "at_once", _("at once")
    LIBRARIAN = "librarian", _("a librarian says yes")


class Equipment(models.TextChoices):
    PROJECTOR = "projector", _("projector")
    SCREEN = "screen", _("screen")
    TELEVISION = "television", _("television set")
    BOARD = "board", _("board")
    COMPUTER = "computer", _("computer")
    SOUND = "sound", _("microphone and loudspeakers")
    LOOP = "loop", _("induction loop")
    PIANO = "piano", _("piano")
    KITCHEN = "kitchen", _("kettle and cups")
    WIFI = "wifi", _("wireless network")
    SOCKETS = "sockets", _("sockets at the tables")


def new_code() -> str:
    return codes.made(6)


def new_token() -> str:
    return secrets.token_urlsafe(9)


class SpaceQuerySet(models.QuerySet["Space"]):
    def open(self) -> SpaceQuerySet:
        return self.filter(is_open=True)

    def for_readers(self) -> SpaceQuerySet:
        return self.filter(is_open=True, readers_may=True)


class Space(models.Model):
    """A room, a zone or a table that is booked. Occasions in its zone hold it by themselves."""

    unit = models.ForeignKey("network.Unit", models.CASCADE, related_name="spaces", verbose_name=_("library"))
    zone = models.ForeignKey(
        "network.Zone",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="spaces",
        verbose_name=_("zone"),
        help_text=_("Events that are planned in this zone hold the room."),
    )
    name: Any = TranslatedField(_("name"), blank=False)
    about: Any = TranslatedField(_("what it is good for"))
    rules: Any = TranslatedField(_("what to keep to"))
    equipment: Any = models.JSONField(_("equipment"), default=list, blank=True)
    seats = models.PositiveSmallIntegerField(_("people at most"))
    area = models.DecimalField(_("area, m²"), max_digits=7, decimal_places=1, null=True, blank=True)
    norm = models.DecimalField(
        _("norm, m² for one person"),
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        help_text=_("Left empty, the norm of the library holds."),
    )
    readers_may = models.BooleanField(_("people with an account may book"), default=True)
    approval = models.CharField(_("how it is booked"), max_length=9, choices=Approval.choices, default=Approval.AT_ONCE)
    most_minutes = models.PositiveSmallIntegerField(_("minutes at most"), default=120)
    ahead_days = models.PositiveSmallIntegerField(_("days ahead at most"), default=30)
    needs_check_in = models.BooleanField(
        _("given to others when nobody comes"), default=True, help_text=_("Who comes says so by the code at the door.")
    )
    is_open = models.BooleanField(_("in use"), default=True)
    #: In the code at the door: who has it before the eyes stands there.
    door_token = models.CharField(max_length=24, unique=True, default=new_token, editable=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = SpaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["unit", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seats__gte=1), name="space_has_seats", violation_error_message=_("At least one person.")
            ),
            models.CheckConstraint(
                condition=Q(most_minutes__gte=15, most_minutes__lte=1440), name="space_length_known",
                violation_error_message=_("From a quarter of an hour to a day."),
            ),
            models.CheckConstraint(condition=Q(norm=None) | Q(norm__gt=0), name="space_norm_above_nothing"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("spaces:space", args=[self.pk])

    @property
    def equipment_words(self) -> list[str]:
        return [str(Equipment(code).label) for code in self.equipment if code in Equipment.values]

    @property
    def door_url(self) -> str:
        return reverse("spaces:door", args=[self.door_token])

    def by_norm(self, norm: Decimal) -> int | None:
        """How many people the area has room for."""
        if self.area is None:
            return None
        return max(1, int(self.area / (self.norm or norm)))


class Weekly(models.Model):
    """A booking that comes back every week until a day, but for the days left out."""

    space = models.ForeignKey(Space, models.CASCADE, related_name="weeklies")
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    begins = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))
    left_out: Any = models.JSONField(default=list)
    purpose = models.CharField(_("what for"), max_length=120)

    class Meta:
        verbose_name = _("weekly booking")
        verbose_name_plural = _("weekly bookings")
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="weekly_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.begins:%H:%M}–{self.ends:%H:%M}"


def _free(booking: Any, **_about: Any) -> None:
    Slot.objects.filter(booking=booking).delete()


class BookingQuerySet(StagedQuerySet):
    def holding(self) -> BookingQuerySet:
        return self.filter(stage__in=HOLDING)

    def touching(self, first: datetime, last: datetime) -> BookingQuerySet:
        return self.filter(starts_at__lt=last, ends_at__gt=first)


class Booking(Staged):
    """Somebody has a space from one moment to another. While it holds, its quarter-hours are rows of `Slot`, and the
    database lets each of them be held once."""

    machine = Machine(
        [
            Stage("asked", pgettext_lazy("a booking", "waits for a yes"), "attention", days=2),
            Stage("booked", pgettext_lazy("a booking", "booked"), "progress"),
            Stage("here", pgettext_lazy("a booking", "they are here"), "good"),
            Stage("over", pgettext_lazy("a booking", "over"), terminal=True),
            Stage("refused", pgettext_lazy("a booking", "refused"), "bad", terminal=True),
            Stage("cancelled", pgettext_lazy("a booking", "called off"), "bad", terminal=True),
            Stage("released", pgettext_lazy("a booking", "nobody came"), "bad", terminal=True),
        ],
        [
            Move("approve", "asked", "booked", pgettext_lazy("a booking", "Say yes"), right=DECIDE),
            Move("refuse", "asked", "refused", pgettext_lazy("a booking", "Say no"), right=DECIDE, then=_free),
            Move(
                "cancel", ("asked", "booked", "here"), "cancelled", pgettext_lazy("a booking", "Call off"), then=_free,
                system=True,
            ),
            Move("come", "booked", "here", pgettext_lazy("a booking", "They are here"), system=True),
            Move("release", "booked", "released", pgettext_lazy("a booking", "Nobody came"), then=_free, system=True),
            Move("end", ("booked", "here"), "over", pgettext_lazy("a booking", "It is over"), system=True),
        ],
    )  # fmt: skip

    space = models.ForeignKey(Space, models.PROTECT, related_name="bookings", verbose_name=_("room"))
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    #: The day by the clock of the library, and that clock.
    day = models.DateField(editable=False)
    time_zone = models.CharField(max_length=40, editable=False)
    persons = models.PositiveSmallIntegerField(_("number of people"), default=1)
    purpose = models.CharField(_("what for"), max_length=120, blank=True)
    reader = models.ForeignKey(
        "people.Reader", models.SET_NULL, null=True, blank=True, related_name="space_bookings", verbose_name=_("reader")
    )
    name = models.CharField(_("who"), max_length=150, blank=True)
    occasion = models.ForeignKey(
        "programmes.Occasion", models.CASCADE, null=True, blank=True, related_name="space_bookings", verbose_name=_("event")
    )  # fmt: skip
    weekly = models.ForeignKey(Weekly, models.SET_NULL, null=True, blank=True, related_name="bookings")
    code = models.CharField(max_length=6, default=new_code, unique=True, editable=False)
    #: Since when it has its time: who takes a room for the hour that goes on is not late from the beginning of that hour.
    timed_at = models.DateTimeField(default=timezone.now, editable=False)
    came_at = models.DateTimeField(null=True, blank=True, editable=False)
    reason = models.CharField(_("why"), max_length=300, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="booking_ends_after_it_begins",
                violation_error_message=_("It ends before it begins."),
            ),
            models.CheckConstraint(condition=Q(persons__gte=1), name="booking_of_somebody"),
            models.UniqueConstraint(
                fields=["occasion", "space"], condition=Q(stage__in=HOLDING), name="one_booking_of_an_event"
            ),
        ]  # fmt: skip
        indexes = [
            # the day of a library: its spaces and their hours
            models.Index(fields=["space", "day"], name="bookings_of_a_day"),
            # what nobody came to, and what is over
            models.Index(fields=["stage", "starts_at"], name="bookings_by_stage"),
        ]

    def __str__(self) -> str:
        return f"{self.space}, {self.begins:%d.%m.%Y %H:%M}–{self.ends:%H:%M}"

    @property
    def unit(self) -> Any:
        return self.space.unit

    @property
    def clock(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def begins(self) -> datetime:
        """By the clock of the library."""
        return self.starts_at.astimezone(self.clock)

    @property
    def ends(self) -> datetime:
        return self.ends_at.astimezone(self.clock)

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def waited_from(self) -> datetime:
        """From when people are waited for."""
        return max(self.starts_at, self.timed_at)

    @property
    def holds(self) -> bool:
        return self.stage in HOLDING

    @property
    def whose(self) -> str:
        """What the desk calls it: the event, or who and what for."""
        if self.occasion_id and self.occasion is not None:
            return str(self.occasion.title)
        return " · ".join(part for part in (self.name, self.purpose) if part)

    def is_on(self, day: date) -> bool:
        return self.day == day


class Slot(models.Model):
    """A quarter of an hour of a space. One row each: two bookings cannot have it, whatever the program does."""

    space = models.ForeignKey(Space, models.CASCADE, related_name="slots")
    at = models.DateTimeField()
    booking = models.ForeignKey(Booking, models.CASCADE, related_name="slots")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "at"], name="one_booking_of_a_quarter_hour")]

    def __str__(self) -> str:
        return f"{self.space_id} {self.at:%d.%m.%Y %H:%M}"
