"""What is asked about children in care."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils import timezone

from chytalnia.network.paths import under
from chytalnia.people import rules

from .models import CAMP, Application, Keeper, Place, Session


def with_all() -> QuerySet[Session]:
    return Session.objects.select_related("occasion__unit", "occasion__programme", "occasion__zone").prefetch_related(
        "occasion__seats"
    )


def coming(unit: Any = None) -> QuerySet[Session]:
    """Sessions that parents may apply for; of a camp its first day only."""
    found = with_all().filter(
        occasion__stage="registration",
        occasion__starts_at__gt=timezone.now(),
        occasion__is_public=True,
        finished_at=None,
    )
    if unit is not None:
        found = found.filter(under([unit.path], "occasion__unit__path"))
    first = Q(occasion__programme__first_day=F("occasion__day"))
    return found.filter(~Q(occasion__programme__kind=CAMP) | first).order_by("occasion__starts_at", "pk")


def days_of(session: Session) -> list[Session]:
    """What an application for this session is for: itself, or all days of its shift."""
    if not session.is_camp:
        return [session]
    rows = with_all().filter(occasion__programme=session.occasion.programme_id).exclude(occasion__stage="cancelled")
    return list(rows.filter(occasion__starts_at__gte=session.occasion.starts_at).order_by("occasion__starts_at"))


def of_reader(reader: Any) -> list[Application]:
    """Children a parent has entered, with their days that are not over."""
    ahead = (
        Place.objects.filter(session__forgotten_at=None).exclude(enrolment__state="cancelled")
        .select_related("session__occasion__unit", "session__occasion__programme", "enrolment")
        .order_by("session__occasion__starts_at")
    )  # fmt: skip
    rows = Application.objects.filter(reader=reader).prefetch_related(Prefetch("places", ahead, to_attr="days"))
    return [row for row in rows.order_by("-pk") if row.days]  # type: ignore[attr-defined]


def on_programme(programme: Any) -> dict[str, Any] | None:
    first = with_all().filter(occasion__programme=programme).order_by("occasion__starts_at").first()
    return {"session": first, "blocks": list(first.blocks.all())} if first else None


def may_see(user: Any, session: Session) -> bool:
    """Whether somebody may see who the children are: the head of the library, and whoever is on duty at this very session, until
    its day is over and the last child gone."""
    if rules.may(user, "care.head", session.occasion.unit):
        return True
    here = timezone.now().astimezone(session.occasion.clock).date()
    return (
        (session.inside > 0 or here <= session.occasion.last_day)
        and rules.may(user, "care.keep", session.occasion.unit)
        and Keeper.objects.filter(session=session, person=user.pk).exists()
    )


def children(session: Session) -> list[Place]:
    """The children of a session with all that the door has to know."""
    rows = Place.objects.filter(session=session, application__isnull=False).exclude(enrolment__state="cancelled")
    found = list(
        rows.select_related("application", "enrolment").prefetch_related("application__adults", "calls", "application__consents")
        .order_by("application__child_name", "pk")
    )  # fmt: skip
    for place in found:
        place.session = session
    return found
