"""The grid of a non-stop day as a table, and what is wrong with it. Nothing here asks the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations, pairwise
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chytalnia.programmes.models import Occasion, Slot

#: Minutes for which a hall may stand without a word, and between which a slot is long enough and not too long.
LONGEST_BREAK = 15
SHORTEST, LONGEST = 30, 60


class Span(Protocol):
    """What has a beginning and an end: an event, a day of a seminar."""

    @property
    def begins(self) -> datetime: ...

    @property
    def ends(self) -> datetime: ...


@dataclass(slots=True)
class Cell:
    """A slot, or a stretch of a hall in which nothing is. `rows` is how many rows of the table it is high."""

    hall: str
    begins: datetime
    ends: datetime
    rows: int = 1
    slot: Slot | None = None
    came: int = 0

    @property
    def minutes(self) -> int:
        return round((self.ends - self.begins).total_seconds() / 60)

    @property
    def is_long_break(self) -> bool:
        return self.slot is None and self.minutes > LONGEST_BREAK

    @property
    def key(self) -> str:
        return f"{self.begins:%H:%M}"


@dataclass(slots=True)
class Row:
    begins: datetime
    cells: list[Cell]


def halls_of(slots: Iterable[Slot]) -> list[str]:
    """Halls in the order in which the day was laid out."""
    return list(dict.fromkeys(slot.hall for slot in sorted(slots, key=lambda slot: slot.pk or 0)))


def table(span: Span, slots: Sequence[Slot], came: dict[int, int] | None = None) -> tuple[list[str], list[Row]]:
    """Halls, and rows of cells: a row for each moment at which anything begins or ends, each cell as high as it lasts."""
    halls = halls_of(slots)
    begin = min([span.begins, *(slot.begins for slot in slots)])
    end = max([span.ends, *(slot.ends for slot in slots)])
    moments = sorted({begin, end, *(slot.begins for slot in slots), *(slot.ends for slot in slots)})
    at = {moment: number for number, moment in enumerate(moments)}
    rows = [Row(moment, []) for moment in moments[:-1]]
    for hall in halls:
        cursor = begin
        for slot in sorted((each for each in slots if each.hall == hall), key=lambda each: each.starts_at):
            if slot.begins > cursor:
                _put(rows, at, Cell(hall, cursor, slot.begins))
            _put(rows, at, Cell(hall, slot.begins, slot.ends, slot=slot, came=(came or {}).get(slot.pk, 0)))
            cursor = slot.ends
        if cursor < end:
            _put(rows, at, Cell(hall, cursor, end))
    return halls, rows


def _put(rows: list[Row], at: dict[datetime, int], cell: Cell) -> None:
    cell.rows = at[cell.ends] - at[cell.begins]
    rows[at[cell.begins]].cells.append(cell)


def people_of(slot: Slot) -> set[str]:
    """Whoever has to be there, as they were written."""
    return {name.strip() for text in (slot.guest, slot.moderator) for name in text.split(",") if name.strip()}


def warnings(occasion: Occasion, slots: Sequence[Slot]) -> list[str]:
    """What somebody should look at: long breaks, one person in two places, slots too short or too long, nobody to lead."""
    return [*_breaks(occasion, slots), *in_two_places(slots), *_lengths(slots), *_unled(slots)]


def _breaks(occasion: Occasion, slots: Sequence[Slot]) -> list[str]:
    found = []
    _halls, rows = table(occasion, slots) if slots else ([], [])
    for cell in (cell for row in rows for cell in row.cells if cell.is_long_break):
        text = ngettext(
            "%(hall)s stands empty for %(n)d minute, %(from)s–%(to)s.",
            "%(hall)s stands empty for %(n)d minutes, %(from)s–%(to)s.",
            cell.minutes,
        )
        found.append(
            text % {"hall": cell.hall, "n": cell.minutes, "from": f"{cell.begins:%H:%M}", "to": f"{cell.ends:%H:%M}"}
        )
    return found


def in_two_places(slots: Sequence[Slot]) -> list[str]:
    by_person: dict[str, list[Slot]] = defaultdict(list)
    for slot in slots:
        for name in people_of(slot):
            by_person[name.casefold()].append(slot)
    found = []
    for theirs in by_person.values():
        for one, other in combinations(sorted(theirs, key=lambda slot: slot.starts_at), 2):
            if other.starts_at < one.ends_at:
                common = {name.casefold() for name in people_of(one)} & {name.casefold() for name in people_of(other)}
                name = next(name for name in people_of(one) if name.casefold() in common)
                told = {"name": name, "one": one.hall, "other": other.hall, "at": f"{other.begins:%H:%M}"}
                found.append(_("%(name)s is in two places at %(at)s: %(one)s and %(other)s.") % told)
    return list(dict.fromkeys(found))


def _lengths(slots: Sequence[Slot]) -> list[str]:
    odd = [slot for slot in slots if not SHORTEST <= slot.minutes <= LONGEST]
    return [
        _("%(hall)s, %(at)s: %(n)d minutes – a slot lasts from half an hour to an hour.")
        % {"hall": slot.hall, "at": f"{slot.begins:%H:%M}", "n": slot.minutes}
        for slot in odd
    ]


def _unled(slots: Sequence[Slot]) -> list[str]:
    return [
        _("%(hall)s, %(at)s: nobody leads the talk yet.") % {"hall": slot.hall, "at": f"{slot.begins:%H:%M}"}
        for slot in slots
        if is_filled(slot) and not slot.moderator
    ]


def is_filled(slot: Slot) -> bool:
    return bool(str(slot.title) or slot.guest)


def now_and_next(slots: Sequence[Slot], at: datetime) -> list[dict[str, Any]]:
    """What goes on in each hall, and what comes there next."""
    told = []
    for hall in halls_of(slots):
        theirs = sorted(
            (slot for slot in slots if slot.hall == hall and is_filled(slot)), key=lambda each: each.starts_at
        )
        now = next((slot for slot in theirs if slot.starts_at <= at < slot.ends_at), None)
        after = next((slot for slot in theirs if slot.starts_at > at), None)
        if now or after:
            told.append({"hall": hall, "now": now, "next": after})
    return told


def overlaps(slots: Iterable[Slot]) -> bool:
    """Whether two slots of one hall lie over each other."""
    by_hall: dict[str, list[Slot]] = defaultdict(list)
    for slot in slots:
        by_hall[slot.hall].append(slot)
    return any(
        one.ends_at > other.starts_at
        for theirs in by_hall.values()
        for one, other in pairwise(sorted(theirs, key=lambda slot: slot.starts_at))
    )
