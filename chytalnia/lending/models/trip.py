"""The library bus: routes with their stops as readers are told of them, and the trips that were made."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.core.stages import Machine, Move, Stage, Staged, StagedQuerySet

RIGHT = "lending.trip"


class Weeks(models.TextChoices):
    EVERY = "every", _("every week")
    ODD = "odd", _("in odd weeks of the year")
    EVEN = "even", _("in even weeks of the year")


class Route(models.Model):
    """A round of the bus, on a day of the week."""

    unit = models.ForeignKey("network.Unit", models.PROTECT, related_name="bus_routes", verbose_name=_("library"))
    name = models.CharField(_("route"), max_length=120)
    vehicle = models.CharField(_("vehicle"), max_length=120, blank=True)
    weekday = models.PositiveSmallIntegerField(_("day of the week"), choices=list(WEEKDAYS.items()))
    weeks = models.CharField(_("how often"), max_length=5, choices=Weeks.choices, default=Weeks.EVERY)
    is_active = models.BooleanField(_("in service"), default=True)

    class Meta:
        verbose_name = _("route of the library bus")
        verbose_name_plural = _("routes of the library bus")
        ordering = ["weekday", "name"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="route_on_a_day_of_the_week"),
            models.UniqueConstraint(fields=["unit", "name"], name="one_route_of_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def runs_on(self, day: date) -> bool:
        if day.weekday() != self.weekday:
            return False
        return self.weeks == Weeks.EVERY or (day.isocalendar().week % 2 == 1) == (self.weeks == Weeks.ODD)

    def next_after(self, day: date) -> date:
        """The first day on which the bus comes, that day or later. Three weeks hold every pattern, also at the turn of a year
        whose last week and the next one's first are both odd."""
        days = (day + timedelta(days=n) for n in range(22))
        return next(each for each in days if self.runs_on(each))


class Stop(models.Model):
    route = models.ForeignKey(Route, models.CASCADE, related_name="stops", verbose_name=_("route"))
    place = models.CharField(_("place"), max_length=160)
    at = models.TimeField(_("comes at"))
    minutes = models.PositiveSmallIntegerField(_("stays, minutes"), default=30, validators=[MaxValueValidator(600)])

    class Meta:
        verbose_name = _("stop")
        verbose_name_plural = _("stops")
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["route", "at"], name="one_stop_at_a_time")]

    def __str__(self) -> str:
        return f"{self.at:%H:%M} {self.place}"


def _service(name: str) -> Any:
    def run(trip: Trip, **words: Any) -> Any:
        from chytalnia.lending.services import trips

        return getattr(trips, name)(trip, **words)

    return run


class Trip(Staged):
    """One day's round. What is lent «from the library bus» while it is under way belongs to it; closed, it is counted."""

    machine = Machine(
        [
            Stage("planned", pgettext_lazy("a trip", "planned"), "neutral"),
            Stage("under_way", pgettext_lazy("a trip", "under way"), "progress", days=0),
            Stage("closed", pgettext_lazy("a trip", "closed and counted"), "good"),
            Stage("cancelled", pgettext_lazy("a trip", "did not take place"), terminal=True),
        ],
        [
            Move("leave", "planned", "under_way", _("The bus leaves"), RIGHT, _service("why_not_leave"), _service("left")),
            Move("close", "under_way", "closed", _("Close and count"), RIGHT, _service("why_not_close"), _service("closed")),
            Move("reopen", "closed", "under_way", _("Open again"), RIGHT, _service("why_not_leave"), _service("reopened")),
            Move("cancel", "planned", "cancelled", _("Did not take place"), RIGHT),
        ],
    )  # fmt: skip

    unit = models.ForeignKey("network.Unit", models.PROTECT, related_name="bus_trips", verbose_name=_("library"))
    route = models.ForeignKey(
        Route, models.SET_NULL, null=True, blank=True, related_name="trips", verbose_name=_("route")
    )
    on = models.DateField(_("day"))
    name = models.CharField(_("where to"), max_length=120)
    vehicle = models.CharField(_("vehicle"), max_length=120, blank=True)
    crew = models.CharField(_("who goes"), max_length=200, blank=True)
    #: [{"place", "at", "minutes", "held"}], as planned when the trip was made; `held` says whether the bus stopped there.
    stops: Any = models.JSONField(default=list, blank=True)
    km = models.PositiveIntegerField(_("kilometres"), null=True, blank=True)
    guests = models.PositiveIntegerField(
        _("people served without a card"), default=0, help_text=_("Besides those whose cards were scanned.")
    )
    events = models.PositiveIntegerField(_("events held"), default=0)
    event_guests = models.PositiveIntegerField(_("people at the events"), default=0)
    is_online = models.BooleanField(_("there was a connection"), default=True)
    note = models.TextField(_("note"), blank=True)
    left_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = StagedQuerySet.as_manager()

    class Meta:
        verbose_name = _("trip of the library bus")
        verbose_name_plural = _("trips of the library bus")
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["unit"], condition=Q(stage="under_way"), name="one_trip_under_way_a_unit"),
            models.UniqueConstraint(
                fields=["route", "on"],
                condition=Q(route__isnull=False) & ~Q(stage="cancelled"),
                name="one_trip_a_route_and_day",
            ),
            models.CheckConstraint(
                condition=~Q(stage="closed") | Q(km__isnull=False), name="a_closed_trip_has_kilometres"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.on:%d.%m.%Y}"

    def get_absolute_url(self) -> str:
        return reverse("desk_lending:trip", args=[self.pk])

    @property
    def stops_held(self) -> int:
        return sum(bool(stop.get("held", True)) for stop in self.stops)
