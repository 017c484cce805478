"""Answers as a list shows them: the book, its editions, and one sentence of where it stands."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from chytalnia.catalogue import presenting
from chytalnia.catalogue.models import Item, ItemStatus, Work
from chytalnia.catalogue.queries import works as work_queries
from chytalnia.catalogue.queries.holdings import GONE, WITHIN
from chytalnia.core import words
from chytalnia.core.statements import Kept
from chytalnia.network import memory
from chytalnia.network import queries as network
from chytalnia.network.hours import Status
from chytalnia.network.models import Unit, UnitState
from chytalnia.network.sentences import status_sentence
from chytalnia.wire.languages import marc_code


@dataclass(frozen=True, slots=True)
class Reader:
    """From where the list is read: the place, if the reader told it, and the code of their library."""

    here: tuple[float, float] | None = None
    branch: str = ""

    @property
    def is_anybody(self) -> bool:
        return self.here is None and not self.branch


@dataclass(slots=True)
class _Stock:
    """Copies of one work: how many in all, and by branch those on the shelf with their shelf marks."""

    total: int = 0
    coming: int = 0
    free: dict[int, int] = field(default_factory=dict)
    within: dict[int, int] = field(default_factory=dict)
    marks: dict[int, Counter[str]] = field(default_factory=dict)
    #: every library that has a copy, wherever the copy is now
    held: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Place:
    unit: Unit
    status: Status
    sentence: str
    metres: float | None


#: Copies that are on their way to the readers.
_COMING = (ItemStatus.EXPECTED, ItemStatus.IN_PROCESSING, ItemStatus.IN_TRANSIT)


def books(seen: Mapping[int, work_queries.Glance], *, at: datetime, reader: Reader = Reader()) -> list[dict[str, Any]]:
    """The works of these numbers as `components/hit.html` takes them, in their order. A constant number of queries."""
    works = work_queries.shown_works(list(seen))
    stock = _stock([work.pk for work in works])
    there = memory.units({unit for one in stock.values() for unit in one.held}).values()
    places = places_of((unit for unit in there if unit.state != UnitState.CLOSED), at, reader)
    return [
        work_queries.book(work, seen[work.pk].knowledge)
        | {"about": _about(work), "held": stock[work.pk].held & places.keys()}
        | _where(stock[work.pk], places, reader, is_online=seen[work.pk].is_online)
        for work in works
    ]


def _about(work: Work) -> str:
    pieces = []
    if work.kind != "book":
        pieces.append(str(presenting.KINDS.get(work.kind, "")))
    if work.record_count > 1:
        pieces.append(words.counted(work.record_count, "edition"))
        if work.year and work.year_to and work.year != work.year_to:
            pieces[-1] = f"{pieces[-1]}, {work.year}–{work.year_to}"
        elif work.year:
            pieces[-1] = f"{pieces[-1]}, {work.year}"
    elif work.year:
        pieces.append(str(work.year))
    if work.language_codes != [marc_code(get_language() or "uk")]:
        pieces.append(presenting.language_names(work.language_codes[:4]))
    return " · ".join(piece for piece in pieces if piece)


def _copies(works: Iterable[int]) -> QuerySet[Any]:
    return (
        Item.objects.filter(record__work__in=works, record__deleted_at=None, record__visible=True)
        .exclude(status__in=GONE)
        .annotate(work=F("record__work"))
        .only("unit_id", "status", "shelf_mark")
    )


_copies_of_a_page: Kept[Any] = Kept(lambda *works: _copies(works))


def _stock(works: list[int]) -> dict[int, _Stock]:
    found: dict[int, _Stock] = defaultdict(_Stock)
    rows = (
        _copies_of_a_page(*work_queries.filled(works)) if 0 < len(works) <= work_queries.OF_A_PAGE else _copies(works)
    )
    for item in rows:
        work, unit, state, mark = item.work, item.unit_id, item.status, item.shelf_mark
        one = found[work]
        one.total += 1
        one.held.add(unit)
        if state == ItemStatus.AVAILABLE:
            one.free[unit] = one.free.get(unit, 0) + 1
        elif state in WITHIN:
            one.within[unit] = one.within.get(unit, 0) + 1
        elif state in _COMING:
            one.coming += 1
        if mark and (state == ItemStatus.AVAILABLE or state in WITHIN):
            one.marks.setdefault(unit, Counter())[mark] += 1
    return found


def places_of(found: Iterable[Unit], at: datetime, reader: Reader) -> dict[int, Place]:
    """Libraries with whether they are open, in words, and how far they are. A constant number of queries."""
    units = list(found)
    memory.hours_of(units)
    places = {}
    for unit in units:
        told = memory.status_of(unit, at)
        sentence = status_sentence(told, at)
        if unit.state != UnitState.WORKING:
            told = Status(is_open=False, day=told.day, is_known=told.is_known)
            sentence = str(unit.state_note) or str(unit.get_state_display())
        metres = network.distance_km(reader.here, unit.point) * 1000 if reader.here and unit.point else None
        places[unit.pk] = Place(unit, told, sentence, metres)
    return places


def _where(stock: _Stock, places: dict[int, Place], reader: Reader, *, is_online: bool) -> dict[str, Any]:
    """State, its colour, and the rest of the sentence."""
    held = sum(unit in places for unit in stock.held)
    for counted, is_free in ((stock.free, True), (stock.within, False)):
        there = sorted(
            (places[unit] for unit in counted if unit in places), key=lambda place: _order(place, counted, reader)
        )
        if there:
            return _standing(there, stock, reader, is_free=is_free, held=held)
    if is_online:
        return {"state": _("Online"), "state_kind": "net", "where": _("can be read at once")}
    if stock.coming and stock.coming == stock.total:
        return {"state": _("On its way to the readers"), "state_kind": "wait", "where": ""}
    if stock.total:
        away = ngettext("The only copy is away", "All %(n)s copies are away", stock.total) % {"n": stock.total}
        return {"state": away, "state_kind": "wait", "where": _("ask the librarian to put one aside")}
    return {"state": "", "state_kind": "", "where": ""}


def _order(place: Place, counted: dict[int, int], reader: Reader) -> tuple[Any, ...]:
    """Whither to send: the reader's own library, the nearest, an open one, the one with more copies."""
    return (
        place.unit.state != UnitState.WORKING,
        place.unit.code != reader.branch,
        place.metres is None,
        place.metres or 0.0,
        not place.status.is_open,
        -counted[place.unit.pk],
        place.unit.path,
    )


def _standing(there: list[Place], stock: _Stock, reader: Reader, *, is_free: bool, held: int) -> dict[str, Any]:
    best, count = there[0], len(there)
    # The number stays with its sign at the end of a line.
    name = str(best.unit).replace("№ ", "№\u00a0")
    if best.unit.code == reader.branch:
        state, place = _("In your library"), name
    elif not is_free:
        state, place = _("To read in the library"), name
    elif count == 1:
        state, place = _("On the shelf"), name
    else:
        state = (
            ngettext("In %(n)s library", "In %(n)s libraries", count) % {"n": count}
            if count == held
            # The number above the answer counts the libraries that have it, here they are on the shelf in some of them.
            else ngettext("In place in %(n)s of %(all)s library", "In place in %(n)s of %(all)s libraries", held)
            % {"n": count, "all": held}
        )
        place = (
            _("the nearest is %(library)s") % {"library": name}
            if best.metres is not None
            else _("among them %(library)s") % {"library": name}
        )
    if best.metres is not None:
        place = f"{place}, {words.distance(best.metres)}"
    sentences = [place]
    if best.sentence:
        sentences.append(best.sentence.rstrip("."))
    if marks := stock.marks.get(best.unit.pk):
        sentences.append(_("Shelf %(mark)s") % {"mark": marks.most_common(1)[0][0]})
    return {"state": state, "state_kind": "ok", "where": ". ".join(sentences)}
