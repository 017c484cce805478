"""Cards of readers on paper and plastic."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import override

from chytalnia.network.models import ContactKind
from chytalnia.network.settings import setting
from chytalnia.people.models import Card, Reader
from chytalnia.people.readers import queries
from chytalnia.wire.print import ReaderCard, reader_cards
from chytalnia.wire.print.reader_cards import CardPaper

#: Cards in one file: typesetting more takes longer than a person waits.
MOST = 500


def cards_pdf(readers: Iterable[Reader], paper: CardPaper = "plastic") -> bytes:
    """The PDF of these readers' working cards, each in the language of its library; readers without a card are left
    out. Raises CannotBeBarcode."""
    printed = []
    for reader in readers:
        card = queries.working_card(reader)
        if card is not None:
            printed.append(_printed(reader, card))
    return reader_cards(printed, paper)


def _printed(reader: Reader, card: Card) -> ReaderCard:
    unit = reader.home_unit
    phone = unit.contacts.filter(kind=ContactKind.PHONE).first()
    with override(setting(unit, "network.language") or reader.language or None):
        return ReaderCard(
            number=card.number, name=reader.full_name, library=str(unit), title=_("Reader's card"),
            phone=phone.value if phone else "",
        )  # fmt: skip
