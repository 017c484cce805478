"""Readers' cards: one to a page in the size of a plastic card, or ten on a sheet of A4 to be cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from chytalnia.wire.describe.clean import one_line
from chytalnia.wire.print.codes import code128_svg, qr_svg
from chytalnia.wire.print.typeset import pdf

CardPaper = Literal["plastic", "a4"]


@dataclass(frozen=True, slots=True)
class ReaderCard:
    """What stands on a card: `number` is the barcode and the QR code, so that every scanner reads the same."""

    number: str
    name: str = ""
    library: str = ""
    title: str = ""
    phone: str = ""


def reader_cards(cards: Sequence[ReaderCard], paper: CardPaper = "plastic") -> bytes:
    """The PDF of readers' cards, 85.6 × 54 mm each (ISO/IEC 7810 ID-1). Raises CannotBeBarcode."""
    rows = [
        {
            "number": one_line(card.number),
            "name": one_line(card.name),
            "library": one_line(card.library),
            "title": one_line(card.title),
            "phone": one_line(card.phone),
            "code": code128_svg(card.number),
            "qr": qr_svg(card.number),
        }
        for card in cards
    ]
    return pdf("reader_cards.typ", {"paper": paper, "cards": rows})
