"""What is asked about travelling books, each with everything its page shows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from django.db.models import BigIntegerField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Cast, Coalesce, TruncMonth
from django.utils import timezone

from chytalnia.catalogue.models import Work
from chytalnia.journal.models import Tally
from chytalnia.network.models import Unit
from chytalnia.network.paths import lineage, under
from chytalnia.people.models import Reader
from chytalnia.search import queries as search

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
    UnitSum,
    Verdict,
    Words,
)
from .places import middle

#: Steps that are shown of one journey.
MOST_STEPS = 500
#: Books that a search is read for.
MOST_NAMED = 500
FACTS = ("crossing.registered", "crossing.released", "crossing.found", "crossing.scans")


def by_number(number: str) -> Traveller | None:
    return Traveller.objects.filter(number=number).select_related("unit", "shelf", "work", "item").first()


def free_label(number: str) -> Label | None:
    return Label.objects.filter(number=number, taken_at=None).select_related("unit").first()


def books() -> QuerySet[Traveller]:
    return Traveller.objects.select_related("shelf", "unit")


def on_the_road(unit: Unit | None = None) -> QuerySet[Traveller]:
    """Books that were heard of lately, the newest first."""
    # Not joined: SQLite would begin with the few libraries and sort all their books.
    found = Traveller.objects.roaming().prefetch_related("shelf", "unit").order_by("-last_at", "-pk")
    return found.filter(under([unit.path], "unit__path")) if unit else found


def named(text: str) -> Q:
    """Books whose title, author or ISBN somebody means, in whatever form of the words."""
    keys = islice(search.every(text, filters={"kind": ["traveller"]}), MOST_NAMED)
    return Q(pk__in=[int(key.partition(":")[2]) for key in keys])


def of_work(work: Work) -> QuerySet[Traveller]:
    return books().filter(work=work).exclude(stage__in=("registered", "retired")).order_by("-last_at", "-pk")


def journey(pk: int) -> Traveller | None:
    return books().select_related("work").filter(pk=pk).first()


def steps(book: Traveller) -> list[Sighting]:
    """The latest steps of a journey, the first of them first, with what may be shown of what was said."""
    rows = book.sightings.select_related("shelf", "words", "words__photo").order_by("-at", "-pk")[:MOST_STEPS]
    return list(reversed(rows))


def with_stock(found: QuerySet[Shelf]) -> QuerySet[Any]:
    """Counted for the shelves that are read: a join would count all of them for a page of thirty."""
    here = Traveller.objects.filter(shelf=OuterRef("pk"), stage="released").order_by().values("shelf")
    return found.annotate(stock=Coalesce(Subquery(here.annotate(n=Count("pk")).values("n")), 0))


def shelves(unit: Unit | None = None) -> QuerySet[Any]:
    """Shelves in use with how many books stand there now."""
    found = with_stock(Shelf.objects.filter(is_open=True).select_related("unit", "photo").order_by("code"))
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


def open_check(shelf: Shelf) -> ShelfCheck | None:
    return ShelfCheck.objects.filter(shelf=shelf, ended_at=None).first()


def check_of(user: Any) -> ShelfCheck | None:
    """The stocktaking that somebody is walking along a shelf with now."""
    if not user.is_authenticated:
        return None
    lately = timezone.now() - timedelta(hours=12)
    found = ShelfCheck.objects.filter(by=user, ended_at=None, begun_at__gte=lately).select_related("shelf")
    return found.order_by("-begun_at").first()


def not_read(shelf: Shelf, check: ShelfCheck | None) -> QuerySet[Traveller]:
    """What should stand on a shelf too, by the journeys, and was not read at a stocktaking yet."""
    expected = standing(shelf)
    return expected.exclude(check_lines__check_of=check) if check else expected


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


@dataclass(frozen=True, slots=True)
class Whole:
    """What the books come to together."""

    books: int
    roaming: int
    found: int
    finds: int
    metres: int

    @property
    def share(self) -> int:
        """Of a hundred books, those found at least once."""
        return round(100 * self.found / self.books) if self.books else 0

    @property
    def kilometres(self) -> int:
        return self.metres // 1000


def places() -> QuerySet[Unit]:
    """Libraries that have travelling books, and the systems and regions above them."""
    paths = UnitSum.objects.filter(books__gt=0).values_list("unit__path", flat=True)
    return Unit.objects.filter(path__in={step for path in paths for step in lineage(path)}).order_by("path")


def whole(unit: Unit | None = None) -> Whole:
    place = under([unit.path], "unit__path") if unit else Q()
    names = [one.name for one in fields(Whole)]
    sums = UnitSum.objects.filter(place).aggregate(**{name: Sum(name) for name in names})
    return Whole(**{name: sums[name] or 0 for name in names})


@dataclass(frozen=True, slots=True)
class Done:
    """What was done in some days, by the ledger."""

    registered: int = 0
    released: int = 0
    found: int = 0
    scans: int = 0

    def __bool__(self) -> bool:
        return bool(self.registered or self.released or self.found or self.scans)


def _tallies(unit: Unit | None) -> QuerySet[Tally]:
    place = under([unit.path], "unit__path") if unit else Q()
    return Tally.objects.filter(place, kind__in=FACTS).order_by()


def done(unit: Unit | None = None, first: date | None = None, last: date | None = None) -> Done:
    """Sums of the ledger in a unit and everything under it."""
    tallies = _tallies(unit)
    if first and last:
        tallies = tallies.filter(day__range=(first, last))
    sums = dict(tallies.values_list("kind").annotate(n=Sum("quantity")))
    return Done(*(sums.get(kind, 0) for kind in FACTS))


def by_month(unit: Unit | None = None, months: int = 12) -> list[tuple[date, Done]]:
    """The last months, the latest first."""
    rows = _tallies(unit).annotate(month=TruncMonth("day")).values_list("month", "kind").annotate(n=Sum("quantity"))
    found: dict[date, dict[str, int]] = defaultdict(dict)
    for month, kind, n in rows:
        found[month][kind] = n
    return [
        (month, Done(*(found[month].get(kind, 0) for kind in FACTS))) for month in sorted(found, reverse=True)[:months]
    ]


def by_library(unit: Unit | None, first: date, last: date) -> list[tuple[Unit, Done]]:
    """What each library did in some days, in the order of the tree; those that did nothing are left out."""
    rows = _tallies(unit).filter(day__range=(first, last)).values_list("unit", "kind").annotate(n=Sum("quantity"))
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for pk, kind, n in rows:
        found[pk][kind] = n
    units = Unit.objects.filter(pk__in=found).order_by("path")
    return [(one, Done(*(found[one.pk].get(kind, 0) for kind in FACTS))) for one in units]


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


#: The day of bookcrossing, in any year.
DAY = date(2014, 4, 21)


def day_of_crossing(today: date) -> date:
    """The next 21 April, or today's."""
    this = DAY.replace(year=today.year)
    return this if today <= this else this.replace(year=today.year + 1)


def last_day_of_crossing(today: date) -> date:
    """The latest 21 April, or today's."""
    this = DAY.replace(year=today.year)
    return this if today >= this else this.replace(year=today.year - 1)


# One's own ------------------------------------------------------------------------------------------------------------


def own_books(reader: Any) -> QuerySet[Traveller]:
    """Books that a reader set free, in their own name or in that of a class they answer for."""
    classes = Reader.objects.filter(responsible=reader, kind="collective").values_list("pk", flat=True)
    # A list of keys: asked as a condition on the reader, it would read all books there are.
    return books().filter(reader__in=[reader.pk, *classes])


def shelf_of_late(reader: Any) -> int | None:
    """Where a reader put a book within the last hours: the next of five goes there too."""
    if reader is None:
        return None
    lately = timezone.now() - timedelta(hours=3)
    return (
        own_books(reader).filter(stage="released", last_at__gte=lately, shelf__is_open=True)
        .order_by("-last_at").values_list("shelf", flat=True).first()
    )  # fmt: skip


def own(reader: Any, user: Any) -> dict[str, Any]:
    mine = own_books(reader)
    return {
        "waiting": list(mine.filter(stage="registered").order_by("-registered_at", "-pk")[:100]),
        "books": list(mine.exclude(stage="registered").order_by("-last_at", "-pk")[:100]),
        "found": list(
            books().filter(sightings__words__reader=reader, sightings__struck_at=None)
            .exclude(reader=reader).distinct().order_by("-last_at")[:100]
        ),
        "follows": list(
            Follow.objects.filter(user=user).select_related("traveller", "shelf", "unit").order_by("-made_at")[:100]
        ),
    }  # fmt: skip


# Labels ---------------------------------------------------------------------------------------------------------------


def free_labels(units: QuerySet[Unit]) -> QuerySet[Label]:
    return Label.objects.filter(unit__in=units, taken_at=None).select_related("unit").order_by("-printed_at", "number")


def sheets(units: QuerySet[Unit], most: int = 12) -> list[dict[str, Any]]:
    """Labels that were printed together, the latest first, with how many of them no book has yet."""
    rows = list(
        Label.objects.filter(unit__in=units).order_by().values("unit", "printed_at")
        .annotate(n=Count("pk"), free=Count("pk", filter=Q(taken_at=None))).order_by("-printed_at")[:most]
    )  # fmt: skip
    known = Unit.objects.in_bulk({row["unit"] for row in rows})
    return [{**row, "unit": known[row["unit"]]} for row in rows]


def sheet(unit: Unit, printed_at: datetime) -> list[str]:
    found = Label.objects.filter(unit=unit, printed_at=printed_at).order_by("number")
    return list(found.values_list("number", flat=True)[:1000])
