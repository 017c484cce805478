"""Sheets of labels: for the spine (shelf mark and author mark) and with the codes that scanners read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Literal

from chytalnia.wire.describe.clean import one_line
from chytalnia.wire.print.codes import code128_svg, qr_svg
from chytalnia.wire.print.typeset import pdf

LabelKind = Literal["spine", "barcode", "qr", "exhibit"]


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """A sheet of stickers as shops sell it; all measures are millimetres on A4."""

    name: str
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    gap_x: float = 0
    gap_y: float = 0

    @property
    def places(self) -> int:
        return self.columns * self.rows


#: Sizes as makers of label sheets print them on the packs.
LAYOUTS: dict[str, SheetLayout] = {
    layout.name: layout
    for layout in (
        SheetLayout("a4-2x7", 2, 7, 99.1, 38.1, 4.65, 15.15, gap_x=2.5),
        SheetLayout("a4-3x7", 3, 7, 63.5, 38.1, 7.25, 15.15, gap_x=2.5),
        SheetLayout("a4-3x8", 3, 8, 70, 37, 0, 0.5),
        SheetLayout("a4-3x8-margin", 3, 8, 64, 33.9, 6.5, 12.9, gap_x=2.5),
        SheetLayout("a4-4x10", 4, 10, 48.5, 25.4, 8, 21.5),
        SheetLayout("a4-4x12", 4, 12, 45.7, 21.2, 9.8, 21.3, gap_x=2.5),
        SheetLayout("a4-5x13", 5, 13, 38.1, 21.2, 4.75, 10.7, gap_x=2.5),
    )
}


@dataclass(frozen=True, slots=True)
class Label:
    """One item. `shelf_mark` is lines: class, then author mark; `address` is what the QR leads to; `author` and `note` stand on the
    label of an exhibit."""

    shelf_mark: list[str] = field(default_factory=list)
    barcode: str = ""
    title: str = ""
    library: str = ""
    address: str = ""
    author: str = ""
    note: str = ""


def label_sheets(
    labels: Sequence[Label],
    layout: str | SheetLayout = "a4-3x8",
    kind: LabelKind = "spine",
    *,
    start: int = 1,
    outlines: bool = False,
) -> bytes:
    """The PDF of label sheets.

    `start` is the first free place of a sheet already begun, counted from 1 by rows; `outlines` draws the edges, for a
    trial on plain paper. Raises CannotBeBarcode for a barcode that Code 128 cannot hold, ValueError for a wrong place.
    """
    sheet = LAYOUTS[layout] if isinstance(layout, str) else layout
    if not 1 <= start <= sheet.places:
        raise ValueError(f"A sheet of {sheet.places} labels has no place {start}")
    rows = []
    for label in labels:
        row = {
            "shelf_mark": [one_line(line) for line in label.shelf_mark if one_line(line)],
            "title": one_line(label.title),
            "library": one_line(label.library),
            "author": one_line(label.author),
            "note": one_line(label.note),
            "text": one_line(label.barcode),
            "code": "",
        }
        if kind == "barcode":
            row["code"] = code128_svg(label.barcode)
        elif kind in ("qr", "exhibit"):
            row["code"] = qr_svg(label.address or label.barcode)
        rows.append(row)
    data = {"layout": asdict(sheet), "kind": kind, "skip": start - 1, "outlines": outlines, "labels": rows}
    return pdf("labels.typ", data)
