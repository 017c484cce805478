"""What is asked about travelling books, each with everything its page shows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.core.cache import cache
from django.db.models import BigIntegerField, Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Cast, TruncMonth
from django.utils import timezone

from chytalnia.catalogue.models import Work
from chytalnia.journal.models import Tally
from chytalnia.network.models import Unit
from chytalnia.network.paths import under

from .models import (
    Challenge,
    ChallengeKind,
    Follow,
    Label,
    MapCell,
    Shelf,
    ShelfCheck,
    Sighting,
    SightingKind,
    Traveller,
    Verdict,
    Words,
)
from .models.traveller import ROAMING
from .places import middle

#: Steps that are shown of one journey.
MOST_STEPS = 500
FACTS = ("crossing.registered", "crossing.released", "crossing.found", "crossing.scans")


def by_number(number: str) -> Traveller | None:
    return Traveller.objects.filter(number=number).select_related("unit", "shelf", "work", "item").first()


def free_label(number: str) -> Label | None:
    return Label.objects.filter(number=number, taken_at=None).select_related("unit").first()


def books() -> QuerySet[Traveller]:
    return Traveller.objects.select_related("shelf", "unit")


def on_the_road(unit: Unit | None = None) -> QuerySet[Traveller]:
    """Books that were heard of lately, the newest first."""
    found = Traveller.objects.roaming().select_related("shelf", "unit").order_by("-last_at", "-pk")
    return found.filter(under([unit.path], "unit__path")) if unit else found


def of_work(work: Work) -> QuerySet[Traveller]:
    return books().filter(work=work).exclude(stage__in=("registered", "retired")).order_by("-last_at", "-pk")


def journey(pk: int) -> Traveller | None:
    return books().select_related("work").filter(pk=pk).first()


def steps(book: Traveller) -> list[Sighting]:
    """The latest steps of a journey, the first of them first, with what may be shown of what was said."""
    rows = book.sightings.select_related("shelf", "words", "words__photo").order_by("-at", "-pk")[:MOST_STEPS]
    return list(reversed(rows))


def shelves(unit: Unit | None = None) -> QuerySet[Any]:
    """Shelves in use with how many books stand there now."""
    found = Shelf.objects.filter(is_open=True).select_related("unit", "photo").order_by("code")
    found = found.annotate(stock=Count("standing", filter=Q(standing__stage="released")))
    return found.filter(under([unit.path], "unit__path")) if unit else found


def standing(shelf: Shelf) -> QuerySet[Traveller]:
    return books().filter(shelf=shelf, stage="released").order_by("-last_at", "-pk")


def in_and_out(shelf: Shelf, months: int = 12) -> list[tuple[date, int, int]]:
    """What came to a shelf and left it, by months, the latest first."""
    rows = (
        Sighting.objects.filter(shelf=shelf).exclude(kind__in=("note", "read")).order_by()
        .annotate(month=TruncMonth("at")).values("month")
        .annotate(came=Count("pk", filter=Q(kind__in=("release", "came"))), left=Count("pk", filter=Q(kind__in=("find", "gone"))))
        .order_by("-month")[:months]
    )  # fmt: skip
    return [(row["month"].date(), row["came"], row["left"]) for row in rows]


def lines(check: ShelfCheck) -> dict[str, list[Traveller]]:
    found: dict[str, list[Traveller]] = {verdict: [] for verdict in Verdict.values}
    for line in check.lines.select_related("traveller"):
        found[line.verdict].append(line.traveller)
    return found


def words_to_read(units: QuerySet[Unit]) -> Any:
    return Words.objects.filter(unit__in=units).select_related(
        "sighting__traveller", "sighting__shelf", "photo", "unit"
    )


# The map --------------------------------------------------------------------------------------------------------------

#: From this zoom on the small squares are read, and books themselves where there are few.
NEAR_ZOOM, BOOKS_ZOOM, MOST_BOOKS = 8, 11, 200


@dataclass(frozen=True, slots=True)
class Window:
    south: float
    west: float
    north: float
    east: float
    zoom: int


def on_the_map(window: Window) -> dict[str, Any]:
    """Heaps of books for a window of the map, and the books themselves where they are few and the eye is near."""
    if window.zoom >= BOOKS_ZOOM:
        near = Traveller.objects.roaming().filter(
            lat__range=(window.south, window.north), lon__range=(window.west, window.east)
        )  # fmt: skip
        rows = list(near.order_by("lat", "lon").values("pk", "title", "author", "lat", "lon")[: MOST_BOOKS + 1])
        if len(rows) <= MOST_BOOKS:
            return {"books": rows, "heaps": []}
    level = 1 if window.zoom >= NEAR_ZOOM else 0
    side = 100 if level else 5
    low = int((window.west + 180) * side), int((window.south + 90) * side)
    high = int((window.east + 180) * side) + 1, int((window.north + 90) * side) + 1
    # About sixteen heaps across the window, whatever it shows.
    step = max(1, (high[0] - low[0]) // 16)
    cells = MapCell.objects.filter(level=level, x__range=(low[0], high[0]), y__range=(low[1], high[1]), count__gt=0)
    # A square times its books is more than an integer holds.
    many = Cast("count", BigIntegerField())
    heaps = (
        cells.order_by().annotate(gx=F("x") / step, gy=F("y") / step).values("gx", "gy")
        .annotate(n=Sum("count"), sx=Sum(F("x") * many), sy=Sum(F("y") * many))
    )  # fmt: skip
    told = []
    for heap in heaps:
        lat, lon = middle(level, heap["sx"] / heap["n"], heap["sy"] / heap["n"])
        told.append({"lat": round(lat, 3), "lon": round(lon, 3), "n": heap["n"]})
    return {"books": [], "heaps": told}


# Numbers --------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Numbers:
    """What it came to, in a unit and everything under it."""

    registered: int = 0
    released: int = 0
    found: int = 0
    scans: int = 0
    roaming: int = 0
    books: int = 0
    found_once: int = 0
    kilometres: int = 0
    shelves: int = 0
    months: list[tuple[date, int, int, int]] = field(default_factory=list)

    @property
    def share(self) -> int:
        return round(100 * self.found_once / self.books) if self.books else 0


def numbers(unit: Unit | None = None, year: int | None = None) -> Numbers:
    """Sums of the ledger and of the books; with a year, the ledger of that year."""
    place = under([unit.path], "unit__path") if unit else Q()
    tallies = Tally.objects.filter(place, kind__in=FACTS)
    if year:
        tallies = tallies.filter(day__year=year)
    sums = dict(tallies.order_by().values_list("kind").annotate(n=Sum("quantity")))
    told = Numbers(*(sums.get(kind, 0) for kind in FACTS))
    whole = _whole(unit)
    told.books, told.roaming, told.found_once = whole["books"], whole["roaming"], whole["found"]
    told.kilometres = (whole["metres"] or 0) // 1000
    told.shelves = Shelf.objects.filter(place, is_open=True).count()
    by_month: dict[date, dict[str, int]] = defaultdict(dict)
    rows = tallies.order_by().annotate(month=TruncMonth("day")).values_list("month", "kind").annotate(n=Sum("quantity"))
    for month, kind, n in rows:
        by_month[month][kind] = n
    for month in sorted(by_month, reverse=True)[:12]:
        registered, released, found = (by_month[month].get(kind, 0) for kind in FACTS[:3])
        told.months.append((month, registered, released, found))
    return told


#: From so many books on, what they come to together is remembered for some minutes instead of summed at each view.
MANY, REMEMBERED = 20_000, 600


def _whole(unit: Unit | None) -> dict[str, Any]:
    """Books, those on the road, those found at least once, and their metres."""
    key = f"crossing.whole.{unit.pk if unit else 0}"
    if (kept := cache.get(key)) is not None:
        return dict(kept)
    place = under([unit.path], "unit__path") if unit else Q()
    whole = Traveller.objects.filter(place).aggregate(
        books=Count("pk"), roaming=Count("pk", filter=Q(stage__in=ROAMING)), found=Count("pk", filter=Q(finds__gt=0)),
        metres=Sum("metres"),
    )  # fmt: skip
    if whole["books"] > MANY:
        cache.set(key, whole, REMEMBERED)
    return whole


def top(unit: Unit | None = None, most: int = 10) -> QuerySet[Traveller]:
    found = books().exclude(stage="registered").order_by("-metres", "-finds", "pk")
    if unit:
        found = found.filter(under([unit.path], "unit__path"))
    return found[:most]


# Games ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Score:
    done: int
    goal: int

    @property
    def percent(self) -> int:
        return min(100, round(100 * self.done / self.goal)) if self.goal else 0


def games() -> QuerySet[Challenge]:
    return Challenge.objects.select_related("unit").order_by("-last", "-pk")


def score(game: Challenge) -> Score:
    """Counted from the ledger for releases, from the clues for a hunt."""
    if game.kind == ChallengeKind.HUNT:
        clues = game.clues.annotate(is_found=_found_within(game))
        return Score(clues.filter(is_found=True).count(), game.clues.count())
    done = Tally.objects.filter(
        under([game.unit.path], "unit__path"), kind="crossing.released", day__range=(game.first, game.last)
    ).aggregate(n=Sum("quantity"))["n"]  # fmt: skip
    return Score(done or 0, game.goal)


def clues(game: Challenge) -> list[Any]:
    return list(game.clues.select_related("traveller").annotate(is_found=_found_within(game)))


def _found_within(game: Challenge) -> Exists:
    first, last = (
        timezone.make_aware(datetime.combine(day, edge))
        for day, edge in ((game.first, time.min), (game.last, time.max))
    )
    return Exists(
        Sighting.objects.filter(traveller=OuterRef("traveller"), kind=SightingKind.FIND, at__range=(first, last))
    )


def day_of_crossing(today: date) -> date:
    """The next 21 April, or today's."""
    this = date(today.year, 4, 21)
    return this if today <= this else date(today.year + 1, 4, 21)


def done_on(day: date) -> dict[str, int]:
    sums = dict(
        Tally.objects.filter(day=day, kind__in=FACTS).order_by().values_list("kind").annotate(n=Sum("quantity"))
    )
    return {"released": sums.get(FACTS[1], 0), "found": sums.get(FACTS[2], 0), "registered": sums.get(FACTS[0], 0)}


# One's own ------------------------------------------------------------------------------------------------------------


def own(reader: Any, user: Any) -> dict[str, Any]:
    return {
        "books": list(books().filter(reader=reader).order_by("-last_at", "-pk")[:100]),
        "found": list(
            books().filter(sightings__words__reader=reader, sightings__struck_at=None)
            .exclude(reader=reader).distinct().order_by("-last_at")[:100]
        ),
        "follows": list(Follow.objects.filter(user=user).select_related("traveller", "shelf", "unit").order_by("-made_at")[:100]),
    }  # fmt: skip


def free_labels(units: QuerySet[Unit]) -> QuerySet[Label]:
    return Label.objects.filter(unit__in=units, taken_at=None).select_related("unit").order_by("-printed_at", "number")
