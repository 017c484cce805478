"""Papers of accounting: acts and books with wide tables, totals and places for signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from chytalnia.wire.describe.clean import one_line
from chytalnia.wire.print.typeset import pdf, unbroken


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `width` is in millimetres, 0 shares what is left; neighbours of one `group` stand under it."""

    head: str
    width: float = 0
    side: Literal["start", "end", "center"] = "start"
    group: str = ""
    upright: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows and totals have a word for each column; `numbered` writes the numbers of columns under their heads."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    totals: Sequence[Sequence[str]] = ()
    caption: str = ""
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A document on A4 or A3. `facts` are pairs of a name and a value, `signs` pairs of a post and a person."""

    title: str
    subtitle: str = ""
    organisation: str = ""
    approved: Sequence[str] = ()
    facts: Sequence[tuple[str, str]] = ()
    lead: Sequence[str] = ()
    tables: Sequence[Table] = field(default_factory=list)
    closing: Sequence[str] = ()
    signs: Sequence[tuple[str, str]] = ()
    footer: str = ""
    language: str = "uk"
    paper: Literal["a4", "a3"] = "a4"
    landscape: bool = False
    #: of the type, in points
    size: float = 9.5


def paper_pdf(paper: Paper) -> bytes:
    """The PDF of a paper. Raises ValueError when a row has more or fewer words than its table has columns."""
    return pdf(
        "paper.typ",
        {
            "title": one_line(paper.title),
            "subtitle": one_line(paper.subtitle),
            "organisation": one_line(paper.organisation),
            "approved": [one_line(line) for line in paper.approved],
            "facts": [[one_line(name), _cell(value)] for name, value in paper.facts],
            "lead": [_cell(line) for line in paper.lead],
            "tables": [_table(table) for table in paper.tables],
            "closing": [_cell(line) for line in paper.closing],
            "signs": [[one_line(post), one_line(person)] for post, person in paper.signs],
            "footer": one_line(paper.footer),
            "language": paper.language,
            "paper": paper.paper,
            "landscape": paper.landscape,
            "size": paper.size,
        },
    )


def _table(table: Table) -> dict[str, object]:
    wide = len(table.columns)
    for row in (*table.rows, *table.totals):
        if len(row) != wide:
            raise ValueError(f"a row of {len(row)} words in a table of {wide} columns")
    heads = (2 if any(column.group for column in table.columns) else 1) + table.numbered
    return {
        "caption": one_line(table.caption),
        "columns": [
            {"head": one_line(c.head), "width": c.width, "side": c.side, "group": one_line(c.group), "upright": c.upright}
            for c in table.columns
        ],
        "rows": [[_cell(word) for word in row] for row in table.rows],
        "totals": [[_cell(word) for word in row] for row in table.totals],
        "numbered": table.numbered,
        "header_rows": heads,
        # Many narrow columns have no room for air.
        "inset": 0.6 if wide > 20 else 1.2,
    }  # fmt: skip


def _cell(text: str) -> str:
    return unbroken(one_line(text))
