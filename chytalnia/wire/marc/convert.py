"""From one dialect to another, by way of the internal model."""

from __future__ import annotations

from pymarc import Record

from chytalnia.wire.bib import Bib

from . import beside, bib_irbis, bib_marc21, bib_unimarc, make_irbis, make_marc21, make_unimarc
from .dialects import dialect_of


def to_bib(record: Record, dialect: str | None = None, *, coded: bool = True) -> Bib:
    """The record in the internal model; a dialect not given is told by the record's fields. `coded=False` leaves out `Bib.coded`."""
    dialect = dialect or dialect_of(record) or "marc21"
    if dialect == "marc21":
        return bib_marc21.to_bib(record, coded=coded)
    return bib_irbis.to_bib(record) if dialect == "irbis" else bib_unimarc.to_bib(record, coded=coded)


def from_bib(bib: Bib, dialect: str) -> Record:
    """A record of a dialect with all the model holds. Raises ValueError for a dialect unknown."""
    if dialect == "marc21":
        return make_marc21.to_record(bib)
    if dialect in ("unimarc", "rusmarc"):
        return make_unimarc.to_record(bib, dialect)
    if dialect == "irbis":
        return make_irbis.to_record(bib)
    raise ValueError(f"Unknown dialect: {dialect}")


def convert(record: Record, source_dialect: str, target_dialect: str) -> Record:
    """The record in another dialect; the record itself when there is nothing to change."""
    if source_dialect == target_dialect:
        return record
    made = _plainly(record, source_dialect, target_dialect)
    beside.carry(record, source_dialect, made, target_dialect, _plainly)
    return made


def _plainly(record: Record, source_dialect: str, target_dialect: str, *, coded: bool = True) -> Record:
    return from_bib(to_bib(record, source_dialect, coded=coded), target_dialect)
