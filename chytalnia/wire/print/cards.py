"""Catalogue cards, 125 × 75 mm: one on a page, for a card printer or stiff paper."""

from __future__ import annotations

from collections.abc import Sequence

from chytalnia.wire.describe.card import Card
from chytalnia.wire.describe.clean import one_line
from chytalnia.wire.print.typeset import pdf, unbroken


def catalogue_cards(cards: Sequence[Card], *, backs: bool = False) -> bytes:
    """The PDF of cards; with `backs` each is followed by its other side with the inventory numbers.

    A description too long for one card goes on to the next, as on printed cards.
    """
    rows = [
        {
            "shelf_mark": [one_line(line) for line in card.shelf_mark],
            "heading": one_line(card.heading),
            "body": [unbroken(one_line(text)) for text in card.body],
            "tracings": [one_line(text) for text in card.tracings],
            "classes": [one_line(text) for text in card.classes],
            "inventory_numbers": [one_line(text) for text in card.inventory_numbers],
            "language": card.language,
        }
        for card in cards
    ]
    return pdf("cards.typ", {"cards": rows, "backs": backs})
