"""What is asked about clubs. Lists take the same few queries whatever their length."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from chytalnia.network.models import Unit
from chytalnia.network.paths import under
from chytalnia.people.models import Reader
from chytalnia.programmes.models import Headcount, Link, Occasion, Photo

from .models import Club, Membership, Profile, Reading
from .services.night import HELD

#: Meetings that are still to come, announced or not.
AHEAD = ("planned", "announced", "registration")


def clubs() -> QuerySet[Club]:
    return Club.objects.select_related("programme__unit", "programme__photo", "programme__leader")


def counted() -> QuerySet[Club]:
    """Clubs with how many members they have, when they meet next and when they met last."""
    members = (
        Membership.objects.filter(club=OuterRef("pk"), left_on=None).order_by().values("club").annotate(n=Count("pk"))
    )
    meetings = Occasion.objects.filter(programme=OuterRef("pk")).order_by().values("programme")
    ahead = meetings.filter(stage__in=AHEAD, ends_at__gte=timezone.now())
    nearest = Occasion.objects.filter(programme=OuterRef("pk"), stage__in=AHEAD, ends_at__gte=timezone.now()).order_by(
        "starts_at"
    )
    return clubs().annotate(
        members=Coalesce(Subquery(members.values("n")), 0),
        next_at=Subquery(ahead.annotate(at=Min("starts_at")).values("at")),
        next_zone=Subquery(nearest.values("time_zone")[:1]),
        last_day=Subquery(meetings.filter(stage__in=HELD).annotate(at=Max("day")).values("at")),
    )


def shown() -> QuerySet[Any]:
    """What readers see in the list: clubs that live."""
    return counted().filter(programme__stage="running", programme__is_public=True)


def chosen(told: Mapping[str, str]) -> tuple[QuerySet[Club], dict[str, Any]]:
    """Clubs that an address asks for, by library, age and interest; what cannot be read is left out."""
    found = shown()
    code, age, profile = told.get("branch", "")[:40], told.get("age", ""), told.get("interest", "")
    unit = Unit.objects.filter(code=code).first() if code else None
    if unit:
        found = found.filter(under([unit.path], "programme__unit__path"))
    years = int(age) if age.isdecimal() and len(age) < 4 else None
    if years is not None:
        found = found.filter(
            Q(programme__age_from=None) | Q(programme__age_from__lte=years),
            Q(programme__age_to=None) | Q(programme__age_to__gte=years),
        )
    if profile in Profile.values:
        found = found.filter(profile=profile)
    asked = {
        "branch": unit.code if unit else "",
        "age": years,
        "interest": profile if profile in Profile.values else "",
    }
    return found.order_by("programme__unit__path", "pk"), asked


def of_unit(unit: Unit) -> QuerySet[Club]:
    return shown().filter(under([unit.path], "programme__unit__path")).order_by("pk")


def of_readers(people: Iterable[Reader]) -> list[Membership]:
    """Where these readers belong now, with what each club reads."""
    today = timezone.localdate()
    rows = Membership.objects.filter(reader__in=list(people), left_on=None, club__programme__stage="running")
    reads = Reading.objects.filter(first_day__lte=today).filter(Q(last_day=None) | Q(last_day__gte=today))
    return list(
        rows.select_related("club__programme__unit", "reader").prefetch_related(
            Prefetch("club__readings", reads.select_related("work"), to_attr="now")
        )
    )


def read_now(club: Club, day: date | None = None) -> QuerySet[Reading]:
    """What is read on a day, and what comes after it."""
    day = day or timezone.localdate()
    rows = club.readings.filter(Q(last_day=None) | Q(last_day__gte=day)).select_related("work")
    return rows.order_by("first_day", "pk")


def readings_of_work(work: Any) -> list[Reading]:
    """Clubs that read a book now."""
    day = timezone.localdate()
    rows = Reading.objects.filter(work=work, first_day__lte=day, club__programme__stage="running")
    rows = rows.filter(Q(last_day=None) | Q(last_day__gte=day), club__programme__is_public=True)
    return list(rows.select_related("club__programme__unit")[:6])


def photos(club: Club, most: int = 8) -> list[Photo]:
    """Photos of past meetings that readers may see, the latest first."""
    rows = Photo.objects.filter(
        occasion__programme=club.pk, occasion__is_public=True, occasion__stage__in=("reported", "archived")
    )
    return list(rows.select_related("asset", "occasion").order_by("-occasion__starts_at", "order")[:most])


def present_on(club: Club, day: date) -> QuerySet[Membership]:
    """Who was a member on a day, by name."""
    rows = club.memberships.filter(joined_on__lte=day).filter(Q(left_on=None) | Q(left_on__gte=day))
    return rows.select_related("reader").order_by("reader__surname", "reader__name", "pk")


def meetings(club: Club, first: date | None = None, last: date | None = None) -> QuerySet[Any]:
    """Meetings with how many came, members among them, and their protocol."""
    rows = Occasion.objects.filter(programme=club.pk).exclude(stage="cancelled")
    if first:
        rows = rows.filter(day__gte=first)
    if last:
        rows = rows.filter(day__lte=last)
    heads = Headcount.objects.filter(occasion=OuterRef("pk")).order_by().values("occasion").annotate(n=Sum("number"))
    return (
        rows.select_related("unit", "protocol")
        .annotate(came=Coalesce(Subquery(heads.values("n")), 0), members_came=Count("club_presences"))
        .order_by("starts_at")
    )


@dataclass(frozen=True, slots=True)
class Year:
    """A year of a club, as its report tells it."""

    number: int
    meetings: list[Any] = field(default_factory=list)
    visits: int = 0
    joined: int = 0
    left: int = 0
    members: int = 0
    readings: list[Reading] = field(default_factory=list)
    #: books spoken of at meetings
    books: list[Any] = field(default_factory=list)

    @property
    def held(self) -> list[Any]:
        return [each for each in self.meetings if each.stage in HELD]

    @property
    def titles(self) -> list[Any]:
        """Books of the year, each once, whether read or spoken of."""
        return list(
            ({each.work.pk: each.work for each in self.readings} | {work.pk: work for work in self.books}).values()
        )

    @property
    def average(self) -> float:
        counted = [each for each in self.held if each.came]
        return round(sum(each.came for each in counted) / len(counted), 1) if counted else 0


def year(club: Club, number: int) -> Year:
    """Seven queries, whatever the year held."""
    first, last = date(number, 1, 1), date(number, 12, 31)
    rows = list(meetings(club, first, last))
    told = club.memberships.aggregate(
        joined=Count("pk", filter=Q(joined_on__range=(first, last))),
        left=Count("pk", filter=Q(left_on__range=(first, last))),
        members=Count("pk", filter=Q(joined_on__lte=last) & (Q(left_on=None) | Q(left_on__gt=last))),
    )
    links = Link.objects.filter(occasion__in=[row.pk for row in rows], work__isnull=False).select_related("work")
    books = {link.work_id: link.work for link in links.order_by("occasion__starts_at", "order")}
    read = club.readings.filter(first_day__lte=last).filter(Q(last_day=None) | Q(last_day__gte=first))
    return Year(
        number=number, meetings=rows, visits=sum(row.came for row in rows), books=list(books.values()),
        readings=list(read.select_related("work").order_by("first_day", "pk")), **told,
    )  # fmt: skip
