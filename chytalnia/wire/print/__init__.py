"""Printed things as PDF: labels of items, catalogue cards, lists of descriptions, papers of accounting. Plain data in, bytes out."""

from chytalnia.wire.print.cards import catalogue_cards
from chytalnia.wire.print.codes import CannotBeBarcode
from chytalnia.wire.print.labels import LAYOUTS, Label, SheetLayout, label_sheets
from chytalnia.wire.print.lists import Entry, Section, description_list
from chytalnia.wire.print.papers import Column, Paper, Table, paper_pdf
from chytalnia.wire.print.picture import picture_of_cover
from chytalnia.wire.print.reader_cards import ReaderCard, reader_cards

__all__ = [
    "LAYOUTS",
    "CannotBeBarcode",
    "Column",
    "Entry",
    "Label",
    "Paper",
    "ReaderCard",
    "Section",
    "SheetLayout",
    "Table",
    "catalogue_cards",
    "description_list",
    "label_sheets",
    "paper_pdf",
    "picture_of_cover",
    "reader_cards",
]
