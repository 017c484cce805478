"""The summary book in three parts, counted from the lines of the accession register, and its controls.

One line of the first part is a lot, one of the second an act; copies that came or went without one – by an import, by the
form of copies – stand in lines by what they carry as text. The third part is counted by itself from what is on hand, so
that it proves the other two.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Sum, Value, When
from django.db.models.fields import BooleanField
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from chytalnia.catalogue.models import Item
from chytalnia.journal import queries as journal
from chytalnia.network.models import Unit
from chytalnia.stock.models import ReceiptLot, WriteOffAct

from .columns import Cell, Column, columns

_DIMENSIONS = ("document_kind", "language", "knowledge", "audience")


@dataclass(slots=True)
class Sums:
    """Copies and money of a line, by columns; money is in smallest units by currency."""

    copies: int = 0
    minor: Counter[str] = field(default_factory=Counter)
    by: Counter[str] = field(default_factory=Counter)
    minor_by: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, cell: Cell, copies: int, minor: int, wanted: Sequence[Column]) -> None:
        self.copies += copies
        if minor:
            self.minor[cell.currency] += minor
        for column in wanted:
            if column.fits(cell):
                self.by[column.code] += copies
                if minor:
                    self.minor_by.setdefault(column.code, Counter())[cell.currency] += minor

    def plus(self, other: Sums, sign: int = 1) -> Sums:
        """The sum of both, or with `sign` -1 their difference."""
        codes = self.minor_by.keys() | other.minor_by.keys()
        return Sums(
            self.copies + sign * other.copies,
            _joined(self.minor, other.minor, sign),
            _joined(self.by, other.by, sign),
            {c: _joined(self.minor_by.get(c, Counter()), other.minor_by.get(c, Counter()), sign) for c in codes},
        )

    @property
    def figures(self) -> tuple[Any, ...]:
        """What two sums are compared by, zeros left out."""
        return self.copies, {k: v for k, v in self.minor.items() if v}, {k: v for k, v in self.by.items() if v}


def _joined(one: Counter[str], other: Counter[str], sign: int) -> Counter[str]:
    return Counter({key: one[key] + sign * other[key] for key in one.keys() | other.keys()})


@dataclass(slots=True)
class Line:
    """A line of the first or second part. `paper` is the lot or act, or nothing where copies only carry a text."""

    key: str
    on: date
    number: str
    paper: ReceiptLot | WriteOffAct | None
    sums: Sums
    titles: int = 0

    @property
    def quarter(self) -> int:
        return (self.on.month + 2) // 3


@dataclass(slots=True)
class Part:
    lines: list[Line]
    total: Sums
    columns: list[Column]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the third part: on hand, received or withdrawn. `ask` opens the copies behind its numbers."""

    label: str | Promise
    sums: Sums
    ask: dict[str, str]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Control:
    """A rule between numbers; `differences` are those for which it does not hold."""

    code: str
    rule: str | Promise
    differences: list[str]

    @property
    def holds(self) -> bool:
        return not self.differences


@dataclass(slots=True)
class Book:
    holder: Unit
    year: int
    received: Part
    withdrawn: Part
    rows: list[Row]
    controls: list[Control]
    columns: list[Column]


def register(holder: Unit) -> QuerySet[Any]:
    """Lines of the register of a holder."""
    from chytalnia.stock.models import Entry

    return Entry.objects.filter(item__holder=holder)


def years(holder: Unit) -> list[int]:
    """Years that the book can be opened for, the newest first."""
    from django.utils import timezone

    first = register(holder).order_by("entered_on").values_list("entered_on", flat=True).first()
    now = timezone.localdate().year
    return list(range(now, min(now, first.year if first else now) - 1, -1))


def book(holder: Unit, year: int) -> Book:
    """The book of a year. The number of queries does not depend on how much came and went."""
    received, withdrawn = part_one(holder, year), part_two(holder, year)
    wanted = received.columns
    start = _counted(on_hand(holder, date(year, 1, 1)), wanted)
    end = _counted(on_hand(holder, date(year + 1, 1, 1)), wanted)
    rows = [Row(_("On hand at the beginning of the year"), start, {"part": "start"}, strong=True)]
    for quarter in (1, 2, 3, 4):
        for part, name, label in (
            (received, "1", _("Received in quarter %(n)s")), (withdrawn, "2", _("Withdrawn in quarter %(n)s")),
        ):  # fmt: skip
            sums = _total(line.sums for line in part.lines if line.quarter == quarter)
            if sums.copies:
                rows.append(Row(_t(str(label)) % {"n": quarter}, sums, {"part": name, "quarter": str(quarter)}))
    rows += [
        Row(_("Received in the year"), received.total, {"part": "1"}, strong=True),
        Row(_("Withdrawn in the year"), withdrawn.total, {"part": "2"}, strong=True),
        Row(_("On hand at the end of the year"), end, {"part": "end"}, strong=True),
    ]
    controls = _controls(holder, year, start, received.total, withdrawn.total, end, wanted)
    return Book(holder, year, received, withdrawn, rows, controls, wanted)


def part_one(holder: Unit, year: int) -> Part:
    """What was received in a year: a line a lot."""
    wanted = columns(holder)
    rows = register(holder).filter(entered_on__year=year)
    lots = {
        lot.pk: lot for lot in ReceiptLot.objects.filter(holder=holder, year=year).select_related("unit")
    }  # fmt: skip
    found: dict[str, Line] = {
        f"lot-{lot.pk}": Line(f"lot-{lot.pk}", lot.on, lot.number_text, lot, Sums()) for lot in lots.values()
    }

    def line(row: dict[str, Any]) -> Line:
        if row["lot"] in lots:
            return found[f"lot-{row['lot']}"]
        key = f"{row['entered_on']:%Y-%m-%d}~{row['item__accession_lot']}"
        return found.setdefault(key, Line(key, row["entered_on"], row["item__accession_lot"], None, Sums()))

    return _filled(rows, ("lot", "entered_on", "item__accession_lot"), line, found, wanted)


def part_two(holder: Unit, year: int) -> Part:
    """What was withdrawn in a year: a line an act. An act that was reversed stands with nothing in it."""
    wanted = columns(holder, reasons=True)
    rows = register(holder).filter(item__withdrawn_on__year=year)
    acts = {
        act.number_text: act
        for act in WriteOffAct.objects.filter(holder=holder, year=year, number__isnull=False).select_related("unit")
    }
    found: dict[str, Line] = {
        f"act-{act.pk}": Line(f"act-{act.pk}", act.on, act.number_text, act, Sums()) for act in acts.values()
    }

    def line(row: dict[str, Any]) -> Line:
        act = acts.get(row["item__withdrawal_act"])
        if act is not None and row["item__withdrawn_on"] == act.on:
            return found[f"act-{act.pk}"]
        day, text = row["item__withdrawn_on"], row["item__withdrawal_act"]
        key = f"{day:%Y-%m-%d}~{text}"
        return found.setdefault(key, Line(key, day, text, None, Sums()))

    return _filled(rows, ("item__withdrawn_on", "item__withdrawal_act"), line, found, wanted)


def on_hand(holder: Unit, day: date) -> QuerySet[Any]:
    """Lines of the copies on hand when a day began."""
    return (
        register(holder).filter(entered_on__lt=day).filter(Q(item__withdrawn_on=None) | Q(item__withdrawn_on__gte=day))
    )


def _cells(rows: QuerySet[Any], *more: str) -> QuerySet[Any]:
    numbered = Case(
        When(item__inventory_number="", then=Value(False)), default=Value(True), output_field=BooleanField()
    )
    return (
        rows.order_by()
        .annotate(numbered=numbered, currency=F("item__currency"), reason=F("item__withdrawal_reason"))
        .values(*more, *_DIMENSIONS, "numbered", "currency", "reason")
        .annotate(n=Count("pk"), minor=Sum("item__price_minor"))
    )


def _cell(row: dict[str, Any]) -> Cell:
    return Cell(
        **{name: row[name] for name in _DIMENSIONS}, on_balance=row["numbered"], currency=row["currency"],
        reason=row["reason"],
    )  # fmt: skip


def _filled(
    rows: QuerySet[Any],
    by: tuple[str, ...],
    line: Callable[[dict[str, Any]], Line],
    found: dict[str, Line],
    wanted: list[Column],
) -> Part:
    total = Sums()
    for row in _cells(rows, *by):
        cell, n, minor = _cell(row), row["n"], row["minor"] or 0
        line(row).sums.add(cell, n, minor, wanted)
        total.add(cell, n, minor, wanted)
    for row in rows.order_by().values(*by).annotate(titles=Count("item__base_record", distinct=True)):
        # The same book twice under one text on two days is a title of each.
        line(row).titles += row["titles"]
    lines = sorted(found.values(), key=lambda one: (one.on, _natural(one.number)))
    return Part(lines, total, wanted)


def _natural(number: str) -> tuple[Any, ...]:
    return tuple((int(word), "") if word.isdecimal() else (0, word) for word in number.replace("/", " ").split())


def _counted(rows: QuerySet[Any], wanted: list[Column]) -> Sums:
    sums = Sums()
    for row in _cells(rows):
        sums.add(_cell(row), row["n"], row["minor"] or 0, wanted)
    return sums


def _total(all_sums: Iterable[Sums]) -> Sums:
    total = Sums()
    for sums in all_sums:
        total = total.plus(sums)
    return total


def _controls(
    holder: Unit, year: int, start: Sums, received: Sums, withdrawn: Sums, end: Sums, wanted: list[Column]
) -> list[Control]:
    made = start.plus(received).plus(withdrawn, -1)
    heads = {column.code: f"{column.group}: {column.head}" for column in wanted}
    moved = [
        f"{heads.get(code, _t('all'))}: {have} ≠ {should}"
        for code, have, should in [
            ("", end.copies, made.copies), *((code, end.by[code], made.by[code]) for code in heads),
        ]
        if have != should
    ]  # fmt: skip
    moved += [
        f"{currency}: {end.minor[currency] / 100:.2f} ≠ {made.minor[currency] / 100:.2f}"
        for currency in end.minor.keys() | made.minor.keys()
        if end.minor[currency] != made.minor[currency]
    ]
    there = start.plus(received)
    overdrawn = [
        f"{heads.get(code, _t('all'))}: {gone} > {had}"
        for code, gone, had in [
            ("", withdrawn.copies, there.copies), *((code, withdrawn.by[code], there.by[code]) for code in heads),
        ]
        if gone > had
    ]  # fmt: skip
    return [
        Control("C01", _("On hand at the end = on hand at the beginning + received − withdrawn, in every column"), moved),
        Control("C04", _("No more is withdrawn than there was"), overdrawn),
        Control(
            "journal", _("The journal counted as many copies"),
            [*_against_journal("items.received", holder, year, received, wanted),
             *_against_journal("items.withdrawn", holder, year, withdrawn, wanted)],
        ),
    ]  # fmt: skip


def _against_journal(kind: str, holder: Unit, year: int, sums: Sums, wanted: list[Column]) -> list[str]:
    counts = journal.tallies(
        kind, holder, date(year, 1, 1), date(year, 12, 31), by=("document_kind", "language", "knowledge", "audience")
    )
    told: list[str] = []
    name = _t("received") if kind == "items.received" else _t("withdrawn")
    total = sum(row["quantity"] for row in counts)
    if total != sums.copies:
        told.append(
            _t("%(what)s: %(book)s in the book, %(journal)s in the journal")
            % {"what": name, "book": sums.copies, "journal": total}
        )
    by: dict[str, int] = defaultdict(int)
    for row in counts:
        for column in wanted:
            if column.journal and all(row[key] in values for key, values in column.journal.items()):
                by[column.code] += row["quantity"]
    told += [
        _t("%(what)s, %(column)s: %(book)s in the book, %(journal)s in the journal")
        % {"what": name, "column": column.head, "book": sums.by[column.code], "journal": by[column.code]}
        for column in wanted
        if column.journal and by[column.code] != sums.by[column.code]
    ]
    return told


def behind(holder: Unit, year: int, *, part: str, line: str = "", column: str = "", quarter: int = 0) -> QuerySet[Item]:
    """The copies that a number of the book is made of: their count is that number.

    `part` is "1", "2", "start" or "end"; `line` a key of its lines. What is not known narrows to nothing.
    """
    if part == "1":
        rows = register(holder).filter(entered_on__year=year)
        day, text = "entered_on", "item__accession_lot"
        if line.startswith("lot-"):
            rows = rows.filter(lot=_key(line))
        elif line:
            rows = rows.exclude(lot__in=ReceiptLot.objects.filter(holder=holder, year=year))
    elif part == "2":
        rows = register(holder).filter(item__withdrawn_on__year=year)
        day, text = "item__withdrawn_on", "item__withdrawal_act"
        if line.startswith("act-"):
            act = WriteOffAct.objects.filter(pk=_key(line), holder=holder).first()
            rows = rows.filter(item__withdrawal_act=act.number_text, item__withdrawn_on=act.on) if act else rows.none()
    elif part in ("start", "end"):
        rows = on_hand(holder, date(year + (part == "end"), 1, 1))
        day, text = "entered_on", "item__accession_lot"
    else:
        return Item.objects.none()
    if "~" in line:
        when, _mark, said = line.partition("~")
        try:
            rows = rows.filter(**{day: date.fromisoformat(when), text: said})
        except ValueError:
            rows = rows.none()
    if quarter:
        rows = rows.filter(**{f"{day}__quarter": quarter})
    if column:
        known = {one.code: one for one in columns(holder, reasons=part == "2")}
        rows = rows.filter(known[column].where) if column in known else rows.none()
    return Item.objects.filter(pk__in=rows.order_by().values("item"))


def _key(line: str) -> int:
    tail = line.partition("-")[2]
    return int(tail) if tail.isdecimal() and len(tail) < 18 else 0
