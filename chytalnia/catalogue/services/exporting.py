"""Records going out: any of them in any format, streamed. What came in and was not changed goes out byte for byte."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from chytalnia.catalogue.bulk import chunks
from chytalnia.catalogue.errors import UnknownExport
from chytalnia.catalogue.models import Record
from chytalnia.catalogue.services import records as record_services
from chytalnia.wire import describe, marc


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A way out: its name on screen, media type, file extension, and the bytes around and between records."""

    code: str
    label: Any
    media_type: str
    extension: str
    write: Callable[[Record, str], bytes]
    header: Callable[[], bytes] = lambda: b""
    footer: Callable[[], bytes] = lambda: b""
    between: bytes = b""


def export(records: Iterable[Record], *, format: str, dialect: str = "") -> Iterator[bytes]:
    """The records as a file, piece by piece. `dialect` is for MARCXML: marc21, unimarc or rusmarc; else each record's own.

    Raises UnknownExport at once.
    """
    found = FORMATS.get(format)
    if found is None or (dialect and dialect not in marc.DIALECTS):
        raise UnknownExport
    return _stream(records, found, dialect)


def _stream(records: Iterable[Record], found: ExportFormat, dialect: str) -> Iterator[bytes]:
    yield found.header()
    first = True
    for record in records:
        if not first and found.between:
            yield found.between
        first = False
        yield found.write(record, dialect)
    yield found.footer()


def records_of_works(works: Iterable[int]) -> Iterator[Record]:
    """The records that readers see of the works, in the order of the works: a result set on its way out."""
    for piece in chunks(works, 200):
        of_work: dict[int, list[Record]] = {}
        for record in Record.objects.public().filter(work__in=piece).order_by("pk"):
            of_work.setdefault(record.work_id, []).append(record)
        for pk in piece:
            yield from of_work.get(pk, ())


def record_url(record: Record) -> str:
    """The lasting address of a record, in no language: what leaves the house must not depend on who asked for it."""
    return f"{settings.PUBLIC_URL}/records/{record.pk}/"


def in_dialect(record: Record, dialect: str) -> Any:
    """The MARC record, converted if it is kept in another dialect."""
    source = record_services.parsed(record)
    return source if record.dialect == dialect else marc.convert(source, record.dialect, dialect)


def _iso2709(dialect: str) -> Callable[[Record, str], bytes]:
    def write(record: Record, _dialect: str) -> bytes:
        if record.format == "iso2709" and record.dialect == dialect:
            return bytes(record.source)
        return marc.write_iso2709(in_dialect(record, dialect), dialect, overlong=True)

    return write


def _marcxml(record: Record, dialect: str) -> bytes:
    own = record.dialect if record.dialect != "irbis" else "unimarc"
    dialect = dialect or own
    if record.format == "marcxml" and record.dialect == dialect:
        # What the file it came in declared – prefixes, a character set – our file does not.
        source = marc.record_in_utf8(bytes(record.source), record.encoding)
        if source is not None:
            return source + b"\n"
    return marc.write_marcxml(in_dialect(record, dialect), dialect)


def _irbis(record: Record, _dialect: str) -> bytes:
    if record.format == "irbis":
        return bytes(record.source)
    return marc.write_irbis(in_dialect(record, "irbis"))


def _text(make: Callable[[Record], str]) -> Callable[[Record, str], bytes]:
    return lambda record, _dialect: make(record).encode()


def _dc(record: Record) -> str:
    xml = describe.dublin_core(record.bib, record_url(record))
    return xml.partition("?>")[2].strip() if xml.startswith("<?xml") else xml


def _jsonld(record: Record) -> str:
    return json.dumps(describe.jsonld(record.bib, record_url(record)), ensure_ascii=False, indent=1)


FORMATS: dict[str, ExportFormat] = {
    f.code: f
    for f in (
        ExportFormat("marc21", "MARC 21", "application/marc", "mrc", _iso2709("marc21")),
        ExportFormat("unimarc", "UNIMARC", "application/marc", "mrc", _iso2709("unimarc")),
        ExportFormat("rusmarc", "RUSMARC", "application/marc", "iso", _iso2709("rusmarc")),
        ExportFormat(
            "marcxml", "MARCXML", "application/marcxml+xml", "xml", _marcxml, marc.marcxml_header, marc.marcxml_footer
        ),
        ExportFormat("irbis", _("IRBIS text"), "text/plain; charset=utf-8", "txt", _irbis),
        ExportFormat(
            "dc", "Dublin Core", "application/xml", "xml", _text(_dc),
            lambda: b'<?xml version="1.0" encoding="UTF-8"?>\n<records>\n', lambda: b"\n</records>\n", b"\n",
        ),
        ExportFormat(
            "jsonld", "JSON-LD", "application/ld+json", "jsonld", _text(_jsonld), lambda: b"[\n", lambda: b"\n]\n", b",\n"
        ),
        ExportFormat(
            "bibtex", "BibTeX", "application/x-bibtex; charset=utf-8", "bib",
            _text(lambda r: describe.bibtex(r.bib, f"r{r.pk}", record_url(r)).rstrip() + "\n"), between=b"\n",
        ),
        ExportFormat(
            "ris", "RIS", "application/x-research-info-systems", "ris",
            _text(lambda r: describe.ris(r.bib, record_url(r)).rstrip() + "\r\n"),
        ),
        ExportFormat(
            "gost", _("bibliographic description"), "text/plain; charset=utf-8", "txt",
            _text(lambda r: describe.gost(r.bib) + "\n"),
        ),
    )
}  # fmt: skip
