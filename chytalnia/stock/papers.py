"""What stock accounting prints: acts, books, the report of a check. Objects in, PDF out, in the language of the person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chytalnia.catalogue.models import Item
from chytalnia.network.models import Unit
from chytalnia.wire.print import Column, Paper, Table, paper_pdf

from .models import InventoryCheck, ReceiptLot, Replacement, WriteOffAct
from .queries import accession, checking
from .queries.books import Book, Line, Sums
from .queries.columns import Column as BookColumn

#: Copies in one file: typesetting more takes longer than a person waits.
MOST = 3_000


def money(minor: int | None, currency: str = "") -> str:
    """An amount as people read it: «1 234,50 UAH»."""
    if minor is None:
        return ""
    text = number_format(minor / 100, decimal_pos=2, force_grouping=True)
    return f"{text} {currency}".strip()


def sums(minor: Mapping[str, int]) -> str:
    """Amounts of several currencies side by side."""
    return ", ".join(money(amount, currency) for currency, amount in sorted(minor.items()) if amount)


def title_of(item: Item) -> str:
    """Author, title and part, as books of accounting have them."""
    parts = [item.record.author, item.record.title or item.record.identity]
    return ". ".join(part.rstrip(".") for part in parts if part) + (f". {item.part}" if item.part else "")


def imprint_of(item: Item) -> str:
    return ", ".join(str(part) for part in (item.record.place.rstrip(" :;,"), item.record.year) if part)


def _day(day: Any) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""


def _language() -> str:
    return (get_language() or "uk")[:2]


def _signs(commission: Sequence[str]) -> list[tuple[str, str]]:
    return [
        (_("Chair of the commission") if n == 0 else _("Member of the commission"), person)
        for n, person in enumerate(commission)
    ]  # fmt: skip


def _totals(items: Iterable[Item]) -> Counter[str]:
    total: Counter[str] = Counter()
    for item in items:
        if item.price_minor is not None:
            total[item.currency] += item.price_minor
    return total


def _counts(items: Sequence[Item], name: str, labels: Mapping[str, Any]) -> str:
    counts: Counter[str] = Counter(getattr(item.stock_entry, name) for item in items if hasattr(item, "stock_entry"))
    return "; ".join(f"{labels.get(value, _('not said'))} – {n}" for value, n in counts.most_common())


def _kinds(items: Sequence[Item]) -> list[tuple[str, str]]:
    from chytalnia.journal.kinds import DocumentKind, Knowledge

    return [
        (_("By kind"), _counts(items, "document_kind", dict(DocumentKind.choices))),
        (_("By content"), _counts(items, "knowledge", dict(Knowledge.choices))),
    ]


def write_off_act(act: WriteOffAct) -> bytes:
    """The act with its list, its totals and places for the signatures."""
    lines = act.lines.select_related(
        "item", "item__record", "item__unit", "item__stock_entry"
    ).defer("item__record__source", "item__record__bib_data")  # fmt: skip
    items = [line.item for line in lines]
    coefficient = act.coefficient
    total = _totals(items)
    rows = [
        [
            str(n), item.inventory_number or item.barcode, title_of(item), imprint_of(item), money(item.price_minor),
            _plain(coefficient), money(None if item.price_minor is None else round(item.price_minor * coefficient)),
        ]
        for n, item in enumerate(items, 1)
    ]  # fmt: skip
    worth = {currency: round(amount * coefficient) for currency, amount in total.items()}
    facts = [
        (_("Library"), str(act.unit)), (_("Reason"), act.get_reason_display()),
        (_("Ground"), act.basis), (_("What becomes of them"), act.get_fate_display()),
        (_("Commission"), "; ".join(act.commission)), (_("State of the act"), _stage_of(act)),
    ]  # fmt: skip
    closing = [
        _("In all %(n)s copies to the sum of %(sum)s.") % {"n": len(items), "sum": sums(worth) or money(0)},
        *(f"{name}: {value}." for name, value in _kinds(items) if value),
        *([act.note] if act.note else []),
    ]
    return paper_pdf(
        Paper(
            title=_("Act of write-off № %(number)s") % {"number": act.number_text or "____"},
            subtitle=_("of %(date)s") % {"date": date_format(act.on, "DATE_FORMAT")},
            organisation=str(act.holder.name) or str(act.holder),
            approved=[_("APPROVED"), _("Director") + " ____________________", "«____» ______________ 20___"],
            facts=[(name, value) for name, value in facts if value],
            tables=[
                Table(
                    [
                        Column("№", 9, "end"), Column(_("Inventory number"), 24), Column(_("Author and title")),
                        Column(_("Place, year"), 30), Column(_("Price"), 20, "end"),
                        Column(_("Coefficient"), 17, "end"), Column(_("Value"), 21, "end"),
                    ],
                    rows,
                    [["", "", _("Total"), "", sums(total), "", sums(worth)]],
                )
            ],
            closing=closing,
            signs=[*_signs(act.commission), (_("Entered in the summary book"), ""), (_("Accountant"), "")],
            footer=f"{act.holder} · {act}",
            language=_language(),
        )
    )  # fmt: skip


def _stage_of(act: WriteOffAct) -> str:
    return "" if act.stage == "approved" else str(act.at_stage.label)


def _plain(number: Any) -> str:
    return number_format(number.normalize(), use_l10n=True) if number != 1 else "1"


def receipt_act(lot: ReceiptLot) -> bytes:
    """The act of receipt of a lot: what a gift without papers is taken in by."""
    entries = lot.entries.select_related("item", "item__record", "item__stock_entry").defer(
        "item__record__source", "item__record__bib_data"
    )
    items = [entry.item for entry in entries.order_by("item")]
    total = _totals(items)
    rows = [
        [str(n), item.inventory_number or item.barcode, title_of(item), imprint_of(item), "1", money(item.price_minor)]
        for n, item in enumerate(items, 1)
    ]
    facts = [
        (_("From whom"), lot.supplier), (_("Source of receipt"), lot.get_source_display()),
        (_("Accompanying document"), lot.document_text or _("none")), (_("Paid from"), lot.get_funding_display()),
        (_("Number in the summary book"), lot.number_text), (_("Commission"), "; ".join(lot.commission)),
    ]  # fmt: skip
    return paper_pdf(
        Paper(
            title=_("Act of receipt № %(number)s") % {"number": lot.number_text},
            subtitle=_("of %(date)s") % {"date": date_format(lot.on, "DATE_FORMAT")},
            organisation=str(lot.holder.name) or str(lot.holder),
            approved=[_("APPROVED"), _("Director") + " ____________________", "«____» ______________ 20___"],
            facts=[(name, value) for name, value in facts if value],
            tables=[
                Table(
                    [
                        Column("№", 9, "end"), Column(_("Inventory number"), 26), Column(_("Author and title")),
                        Column(_("Place, year"), 34), Column(_("Copies"), 17, "end"), Column(_("Price"), 24, "end"),
                    ],
                    rows,
                    [["", "", _("Total"), "", str(len(items)), sums(total)]],
                )
            ],
            closing=[f"{name}: {value}." for name, value in _kinds(items) if value],
            signs=[*_signs(lot.commission), (_("Handed over by"), lot.supplier), (_("Received by"), "")],
            footer=f"{lot.holder} · {lot}",
            language=_language(),
        )
    )  # fmt: skip


def substitution_act(act: Replacement) -> bytes:
    """The act by which a copy came in place of a lost one."""
    pairs = [(_("Lost"), act.lost), (_("Accepted in its place"), act.accepted)]
    rows = [
        [what, item.inventory_number, title_of(item), imprint_of(item), money(item.price_minor, item.currency)]
        for what, item in pairs
    ]
    return paper_pdf(
        Paper(
            title=_("Act of substitution № %(number)s") % {"number": act.number_text},
            subtitle=_("of %(date)s") % {"date": date_format(act.on, "DATE_FORMAT")},
            organisation=str(act.holder.name) or str(act.holder),
            lead=[_("In place of a lost copy an equal one was accepted, recognised as equal in content and value.")],
            tables=[
                Table(
                    [
                        Column("", 34), Column(_("Inventory number"), 26), Column(_("Author and title")),
                        Column(_("Place, year"), 34), Column(_("Price"), 26, "end"),
                    ],
                    rows,
                )
            ],
            closing=[act.note] if act.note else [],
            signs=[(_("Reader"), ""), (_("Librarian"), "")],
            footer=f"{act.holder} · {act}",
            language=_language(),
        )
    )  # fmt: skip


def check_report(check: InventoryCheck) -> bytes:
    """The act of a check: its numbers, and lists of what is missing, misplaced or in another state."""
    told = checking.summary(check)
    missing = list(
        checking.missing_or_marked(check).select_related("record").defer("record__source", "record__bib_data")
        .order_by("shelf_mark", "pk")[:MOST]
    )  # fmt: skip
    from .models.check import MISPLACED, WRONG_STATE

    facts = [
        (_("Place"), str(check)), (_("Reason"), check.get_reason_display()), (_("Ground"), check.basis),
        (_("Begun"), _day(timezone.localtime(check.created_at))),
        (_("Ended"), _day(timezone.localtime(check.ended_at)) if check.ended_at else ""),
        (_("Should be there"), str(told.expected)), (_("In their places"), str(told.found)),
        (_("On loan or away for another known reason"), str(told.away)), (_("Misplaced"), str(told.misplaced)),
        (_("In another state"), str(told.wrong_state)), (_("Unknown numbers"), str(told.unknown)),
        (_("Missing"), f"{told.missing} ({sums(told.missing_minor)})" if told.missing_minor else str(told.missing)),
        (_("Loss"), f"{number_format(told.loss_percent, decimal_pos=2)} %"),
    ]  # fmt: skip
    scans = [
        Table(
            [
                Column("№", 9, "end"), Column(_("Number"), 28), Column(_("Author and title")), Column(_("Belongs to"), 46),
                Column(_("What it was"), 38),
            ],
            [
                [
                    str(n), scan.number, title_of(scan.item) if scan.item else "",
                    f"{scan.item.unit}{f', {scan.item.zone}' if scan.item.zone else ''} {scan.item.shelf_mark}" if scan.item
                    else "",
                    scan.get_verdict_display(),
                ]
                for n, scan in enumerate(rows, 1)
            ],
            caption=caption,
        )
        for caption, verdicts in (
            (_("Misplaced"), MISPLACED), (_("In another state"), WRONG_STATE), (_("Unknown numbers"), ("unknown",)),
        )
        if (rows := list(checking.scans(check, verdicts)[:MOST]))
    ]  # fmt: skip
    lost = [
        Table(
            [
                Column("№", 9, "end"), Column(_("Inventory number"), 26), Column(_("Shelf mark"), 34),
                Column(_("Author and title")), Column(_("Place, year"), 32), Column(_("Price"), 22, "end"),
            ],
            [
                [str(n), i.inventory_number or i.barcode, i.shelf_mark, title_of(i), imprint_of(i), money(i.price_minor)]
                for n, i in enumerate(missing, 1)
            ],
            [["", "", "", _("Total"), str(len(missing)), sums(_totals(missing))]],
            caption=_("Missing"),
        )
    ] if missing else []  # fmt: skip
    return paper_pdf(
        Paper(
            title=_("Act of an inventory check"),
            subtitle=_("of %(date)s") % {"date": date_format(timezone.localdate(), "DATE_FORMAT")},
            organisation=str(check.unit.name) or str(check.unit),
            facts=[(name, value) for name, value in facts if value],
            tables=[*lost, *scans],
            closing=[check.note] if check.note else [],
            signs=_signs(check.commission) or [(_("Checked by"), "")],
            footer=str(check),
            language=_language(),
        )
    )


def accession_book(holder: Unit, items: Sequence[Item]) -> bytes:
    """Pages of the accession book for these copies."""
    checked = accession.years_checked(items)
    columns = [
        Column(_("Date of entry"), 17), Column(_("№ in the summary book"), 16), Column(_("Inventory number"), 18),
        Column(_("Checks"), 13), Column(_("Author and title")), Column(_("Part"), 12), Column(_("Place, year"), 24),
        Column(_("Price"), 16, "end"), Column(_("Class"), 18), Column(_("Library, zone"), 27),
        Column(_("date"), 17, group=_("Act of withdrawal")), Column("№", 14, group=_("Act of withdrawal")),
        Column(_("Note"), 18),
    ]  # fmt: skip
    rows = [
        [
            _day(_entered(item)), item.accession_lot, item.inventory_number,
            ", ".join(str(year) for year in checked.get(item.pk, ())),
            ". ".join(part.rstrip(".") for part in (item.record.author, item.record.title) if part), item.part,
            imprint_of(item), money(item.price_minor), item.class_number,
            f"{item.unit}{f', {item.zone}' if item.zone else ''}", _day(item.withdrawn_on), item.withdrawal_act, item.note,
        ]
        for item in items
    ]  # fmt: skip
    return paper_pdf(
        Paper(
            title=_("Accession book"),
            subtitle=f"{items[0].inventory_number} – {items[-1].inventory_number}" if items else "",
            organisation=str(holder.name) or str(holder),
            tables=[Table(columns, rows, numbered=True)],
            closing=[_("On these sheets %(n)s numbers are entered.") % {"n": len(items)}],
            signs=[(_("Responsible"), "")],
            footer=f"{holder} · {_('Accession book')}",
            language=_language(),
            landscape=True,
            size=8,
        )
    )


def _entered(item: Item) -> Any:
    return item.stock_entry.entered_on if hasattr(item, "stock_entry") else item.acquired_on


def summary_book(book: Book, *, paper: str = "a3") -> bytes:
    """The three parts of the summary book for a year, in landscape."""
    return paper_pdf(
        Paper(
            title=_("Summary book of the stock, %(year)s") % {"year": book.year},
            organisation=str(book.holder.name) or str(book.holder),
            tables=[_part_one(book), _part_two(book), _part_three(book)],
            signs=[(_("Director"), ""), (_("Responsible for the book"), "")],
            footer=f"{book.holder} · {_('Summary book')} {book.year}",
            language=_language(),
            paper="a3" if paper == "a3" else "a4",
            landscape=True,
            size=7.5 if paper == "a3" else 5.2,
        )
    )


def _counted(columns: Sequence[BookColumn]) -> list[Column]:
    return [
        Column(str(column.head), 8.2 if len(columns) < 30 else 6.6, "end", group=str(column.group), upright=True)
        for column in columns
    ]  # fmt: skip


def _figures(counted: Sums, columns: Sequence[BookColumn]) -> list[str]:
    return [str(counted.by[column.code] or "") for column in columns]


def _source(line: Line) -> tuple[str, str, str]:
    lot = line.paper
    if not isinstance(lot, ReceiptLot):
        return "", "", _("without a lot")
    return lot.supplier or lot.get_source_display(), lot.document_text, lot.note


def _part_one(book: Book) -> Table:
    part = book.received
    columns = [
        Column(_("Date"), 15), Column("№", 13), Column(_("Source of receipt"), 26),
        Column(_("№ and date of the document"), 26), Column(_("copies"), 11, "end", group=_("Received")),
        Column(_("titles"), 10, "end", group=_("Received")), Column(_("sum"), 22, "end", group=_("Received")),
        *_counted(part.columns), Column(_("Note")),
    ]  # fmt: skip
    rows = [
        [
            _day(line.on), line.number, *_source(line)[:2], str(line.sums.copies), str(line.titles), sums(line.sums.minor),
            *_figures(line.sums, part.columns), _source(line)[2],
        ]
        for line in part.lines
    ]  # fmt: skip
    titles = str(sum(line.titles for line in part.lines))
    total = ["", "", _("Total"), "", str(part.total.copies), titles, sums(part.total.minor),
             *_figures(part.total, part.columns), ""]  # fmt: skip
    return Table(columns, rows, [total], caption=_("Part 1. Received"), numbered=True)


def _part_two(book: Book) -> Table:
    part = book.withdrawn
    columns = [
        Column(_("Date"), 15), Column(_("№ of the act"), 20), Column(_("copies"), 11, "end", group=_("Withdrawn")),
        Column(_("sum"), 22, "end", group=_("Withdrawn")), *_counted(part.columns), Column(_("Note")),
    ]  # fmt: skip
    rows = [
        [_day(line.on), line.number, str(line.sums.copies), sums(line.sums.minor), *_figures(line.sums, part.columns),
         _act_note(line)]
        for line in part.lines
    ]  # fmt: skip
    total = [_("Total"), "", str(part.total.copies), sums(part.total.minor), *_figures(part.total, part.columns), ""]
    return Table(columns, rows, [total], caption=_("Part 2. Withdrawn"), numbered=True)


def _act_note(line: Line) -> str:
    if not isinstance(line.paper, WriteOffAct):
        return _("without an act")
    return _("reversed") if line.paper.stage == "reversed" else ""


def _part_three(book: Book) -> Table:
    columns = [
        Column(_("Movement of the stock")), Column(_("copies"), 13, "end", group=_("In all")),
        Column(_("sum"), 30, "end", group=_("In all")), *_counted(book.columns),
    ]  # fmt: skip
    rows = [
        [str(row.label), str(row.sums.copies), sums(row.sums.minor), *_figures(row.sums, book.columns)]
        for row in book.rows
    ]
    return Table(columns, rows, caption=_("Part 3. Movement"), numbered=True)
