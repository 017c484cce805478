"""The library bus: a trip is planned from its route, leaves, lends, is closed and counted."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from chytalnia.core.stages import RefusedMoveError
from chytalnia.journal import services as journal
from chytalnia.journal.models import Fact
from chytalnia.journal.periods import is_closed
from chytalnia.lending import queries
from chytalnia.lending.errors import TripPlanned
from chytalnia.lending.models import Route, Trip
from chytalnia.network.models import Unit
from chytalnia.people import access


@transaction.atomic
def plan(*, unit: Unit, on: date, by: Any = None, route: Route | None = None, **form: Any) -> Trip:
    """Plan a trip, by a route or by hand. Raises TripPlanned when the route has one that day already; PermissionDenied."""
    if by is not None:
        access.require(by, "lending.trip", unit)
    if route is not None:
        stops = [
            {"place": stop.place, "at": f"{stop.at:%H:%M}", "minutes": stop.minutes, "held": True}
            for stop in route.stops.all()
        ]
        form = {"name": route.name, "vehicle": route.vehicle, "stops": stops, **form}
    try:
        with transaction.atomic():
            return Trip.objects.create(unit=unit, on=on, route=route, due=on, **form)
    except IntegrityError as error:
        raise TripPlanned(_("The route has a trip on that day already.")) from error


@transaction.atomic
def change(*, trip: Trip, by: Any, **form: Any) -> Trip:
    """What the crew writes down. A trip that is counted is opened again first. Raises RefusedMoveError, PermissionDenied."""
    found = Trip.objects.select_for_update().select_related("unit").get(pk=trip.pk)
    access.require(by, "lending.trip", found.unit)
    if found.stage not in ("planned", "under_way"):
        raise RefusedMoveError(_("The trip is counted already: open it again first."))
    for name, value in form.items():
        setattr(found, name, value)
    found.save()
    return found


def under_way(unit: Unit) -> Trip | None:
    """The trip to which what is lent «from the library bus» belongs now."""
    return Trip.objects.filter(unit=unit, stage="under_way").first()


# What the moves ask and do; `trip` is locked and stored by the move itself


def why_not_leave(trip: Trip) -> str:
    other = Trip.objects.filter(unit=trip.unit_id, stage="under_way").exclude(pk=trip.pk).first()
    if other is not None:
        return _("Another trip is under way: %(trip)s. Close it first.") % {"trip": other}
    today = timezone.localdate()
    if (
        trip.on > today
        and trip.route_id
        and Trip.objects.filter(route=trip.route_id, on=today).exclude(pk=trip.pk).exclude(stage="cancelled").exists()
    ):
        return _("The route has a trip on that day already.")
    if trip.stage == "closed" and is_closed(trip.unit, trip.on):
        return _("The day of the trip is in a closed period.")
    return ""


def left(trip: Trip, *, by: Any, note: str) -> None:
    trip.left_at = timezone.now()
    # One that leaves before its day went today: nothing is counted on a day that has not come.
    trip.on = min(trip.on, timezone.localdate())


def why_not_close(trip: Trip) -> str:
    if trip.km is None:
        return _("Write the kilometres first.")
    if trip.event_guests and not trip.events:
        return _("People at events are written down, but no event.")
    return ""


def closed(trip: Trip, *, by: Any, note: str) -> None:
    """Count what is not counted by lending itself: the trip, its stops, its way, those served without a card."""
    trip.closed_at = timezone.now()
    assert trip.km is not None
    counted = {
        "bus.trips": 1, "bus.stops": trip.stops_held, "bus.kilometres": trip.km,
        "bus.visits": queries.visits_of_trip(trip) + trip.guests + trip.event_guests, "bus.guests": trip.guests,
        "bus.events": trip.events, "bus.event_visits": trip.event_guests,
    }  # fmt: skip
    for kind, quantity in counted.items():
        if quantity:
            place = "" if kind in ("bus.trips", "bus.stops", "bus.kilometres") else "outside"
            journal.record(
                kind, unit=trip.unit, quantity=quantity, at=_moment(trip), place=place, source=trip, late=True
            )


def _moment(trip: Trip) -> Any:
    """When it is counted: while the bus was out, on the day of the trip."""
    at = trip.left_at
    if at is not None and timezone.localdate(at) == trip.on:
        return at
    return timezone.make_aware(datetime.combine(trip.on, time(12)))


def reopened(trip: Trip, *, by: Any, note: str) -> None:
    """What the closing counted is taken back; the next closing counts anew."""
    trip.closed_at = None
    for fact in facts_of(trip):
        journal.reverse(fact, by=by, note=_("the trip was opened again"))


def facts_of(trip: Trip) -> QuerySet[Fact]:
    return Fact.objects.standing().filter(source_kind=trip._meta.label_lower, source_id=str(trip.pk))
