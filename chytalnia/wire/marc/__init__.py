"""MARC 21, UNIMARC, RUSMARC and IRBIS: found out, read, turned into the internal model, checked and written again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pymarc import Record

from . import irbis, iso2709, marcxml
from .convert import convert, from_bib, to_bib
from .dialects import dialect_of
from .marcxml import in_utf8 as record_in_utf8
from .parsed import DIALECTS, FORMATS, Dialect, Format, Parsed, Reason, Sniffed, Unreadable
from .sniff import sniff
from .validate import Problem, validate
from .write import RecordTooLong, marcxml_footer, marcxml_header, write_irbis, write_iso2709, write_marcxml

__all__ = [
    "DIALECTS", "FORMATS", "Dialect", "Format", "Parsed", "Problem", "Reason", "RecordTooLong", "Sniffed", "Unreadable",
    "convert", "dialect_of", "from_bib", "marcxml_footer", "marcxml_header", "parse_one", "read", "record_in_utf8", "sniff", "to_bib",
    "validate", "write_irbis", "write_iso2709", "write_marcxml",
]  # fmt: skip


def read(
    path: Path | str,
    *,
    offset: int = 0,
    format: str | None = None,
    dialect: str | None = None,
    encoding: str | None = None,
) -> Iterator[Parsed]:
    """Read the records of a file from a byte offset, in bounded memory; what is not given is found out.

    A record that cannot be read comes with `record=None`, its bytes and the reason; reading goes on after it. With
    an `encoding` given every record is read in it; otherwise each record is believed only as far as its bytes agree.
    """
    found = sniff(path)
    container = format or found.format or "iso2709"
    usual = found.encoding
    if container == "marcxml":
        source = marcxml.read(path, offset, encoding or "")
    elif container == "irbis":
        source = irbis.read(path, offset, encoding or "", usual)
    else:
        source = iso2709.read(path, offset, dialect or found.dialect, encoding or "", usual)
    file_dialect = found.dialect
    for parsed in source:
        if parsed.record is not None:
            parsed.dialect = (
                dialect or ("irbis" if container == "irbis" else "") or _dialect(parsed.record, file_dialect)
            )
        yield parsed


def _dialect(record: Record, of_file: str) -> str:
    own = dialect_of(record)
    # A record of RUSMARC may lack every mark of it.
    return of_file if own is None or (own == "unimarc" and of_file == "rusmarc") else own


def parse_one(raw: bytes, format: str = "iso2709", dialect: str = "", encoding: str = "") -> iso2709.SourceRecord:
    """One record of its bytes. Raises Unreadable, whose `reason` is translatable."""
    if format == "marcxml":
        return marcxml.parse(raw, encoding=encoding)[0]
    if format == "irbis":
        return irbis.parse(raw, encoding=encoding)[0]
    return iso2709.parse(raw, dialect=dialect, encoding=encoding)[0]
