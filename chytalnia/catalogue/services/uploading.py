"""A file comes to be imported: kept where it survives a restart, judged by what it holds and not by its name."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.utils.functional import Promise
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chytalnia.catalogue import errors
from chytalnia.catalogue.models import ImportJob
from chytalnia.wire import marc

#: Bytes at once from the upload to the disk.
PIECE = 1 << 20
#: Records looked through for samples of encodings, and for the codes of libraries that copies name.
SAMPLED, LOOKED_THROUGH = 120, 2_000
#: In the order in which people meet them.
READINGS = ("utf-8", "cp1251", "cp866", "koi8-r", "koi8-u", "kz1048", "marc-8", "iso5426")
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "archive"), (b"PK\x05\x06", "archive"), (b"\x1f\x8b", "archive"), (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"), (b"BZh", "archive"), (b"\xfd7zXZ", "archive"), (b"MZ", "program"), (b"\x7fELF", "program"),
    (b"#!", "program"), (b"%PDF", "pdf"), (b"\xd0\xcf\x11\xe0", "office"), (b"{\\rtf", "office"), (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"), (b"GIF8", "picture"), (b"SQLite format 3", "database"),
)  # fmt: skip


def incoming() -> Path:
    """The folder on the server from which large files can be taken without sending them through a browser."""
    return Path(settings.DATA) / "incoming"


def waiting_files() -> list[tuple[str, int]]:
    """Names and sizes of the files in the folder of the server, hidden ones and what is no plain file left out."""
    folder = incoming()
    if not folder.is_dir():
        return []
    files = [p for p in folder.iterdir() if p.is_file() and not p.is_symlink() and not p.name.startswith(".")]
    return sorted((p.name, p.stat().st_size) for p in files if not p.name.endswith((".rejects", ".rejects.jsonl")))


def file_on_server(name: str) -> Path:
    """The file of that name in the folder of the server. Raises NoFile for anything outside it."""
    path = incoming() / name
    if name not in dict(waiting_files()) or path.resolve().parent != incoming().resolve():
        raise errors.NoFile
    return path


def keep(pieces: Iterable[bytes], name: str) -> Path:
    """Write an upload to the disk piece by piece and return where it lies. Raises NotRecords before it is kept long."""
    folder = Path(settings.DATA) / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        safe = get_valid_filename(Path(name).name)[-100:]
    except Exception:
        safe = "file"
    path = folder / f"{uuid.uuid4().hex[:12]}-{safe}"
    try:
        with path.open("xb") as file:
            for piece in pieces:
                file.write(piece)
        judge(path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def refuse_other_things(path: Path) -> bytes:
    """Raise NotRecords for what is no file of records at all, saying what it is instead; returns the head of the file."""
    with path.open("rb") as file:
        head = file.read(1 << 16)
    if not head.strip(b"\x00 \t\r\n"):
        raise errors.NotRecords(gettext_lazy("The file is empty."))
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            raise errors.NotRecords(_refusal(kind))
    if _start(head).startswith((b"<!doctype html", b"<html")):
        raise errors.NotRecords(_refusal("page"))
    return head


def _start(head: bytes) -> bytes:
    return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:512].lower()


def judge(path: Path) -> None:
    """Raise NotRecords, saying what the file is instead, unless a record can be read from it."""
    head = refuse_other_things(path)
    if _start(head).startswith(b"<") and _DOCTYPE.search(head):
        raise errors.NotRecords(_refusal("entities"))
    found = marc.sniff(path)
    if not found.format or not found.records:
        raise errors.NotRecords(
            _(
                "No bibliographic record can be read from this file. The catalogue reads ISO 2709, MARCXML and the text "
                "export of IRBIS."
            )
        )


def _refusal(kind: str) -> Promise:
    return {
        "archive": gettext_lazy("This is an archive. Unpack it and choose the file of records inside."),
        "program": gettext_lazy("This is a program, not a file of records."),
        "pdf": gettext_lazy("This is a PDF. Ask for the export of records in ISO 2709 or MARCXML."),
        "office": gettext_lazy("This is an office document. Ask for the export of records in ISO 2709 or MARCXML."),
        "picture": gettext_lazy("This is a picture, not a file of records."),
        "database": gettext_lazy("This is a database. Export its records in ISO 2709 or MARCXML first."),
        "page": gettext_lazy(
            "This is a web page. Probably it was saved instead of the file: follow its link to the records."
        ),
        "entities": gettext_lazy(
            "This XML declares entities, which records never need and attacks do. Export it anew without a DOCTYPE."
        ),
    }[kind]


@dataclass(frozen=True, slots=True)
class Reading:
    """How the same titles look in one character set."""

    encoding: str
    titles: list[str] = field(default_factory=list)
    found: bool = False
    claimed: bool = False


def readings(job: ImportJob, *, found: str, claimed: str) -> list[Reading]:
    """The same few titles under every character set that gives a text of its own, the detected one first."""
    if job.format == "marcxml":
        return []
    dialect = job.overrides.get("dialect") or None
    offsets: list[int] = []
    for parsed in islice(marc.read(job.path, format=job.format, dialect=dialect), SAMPLED):  # type: ignore[arg-type]
        if parsed.record is not None and any(byte > 0x7F or byte == 0x1B for byte in parsed.raw):
            offsets.append(parsed.offset)
        if len(offsets) == 3:
            break
    seen: set[tuple[str, ...]] = set()
    out = []
    for encoding in sorted(READINGS, key=lambda e: (e != found, e != claimed, READINGS.index(e))):
        titles = tuple(_title(job, offset, encoding) for offset in offsets)
        if titles in seen or not any(titles):
            continue
        seen.add(titles)
        out.append(Reading(encoding, list(titles), encoding == found, encoding == claimed))
    return out if len(out) > 1 else []


def _title(job: ImportJob, offset: int, encoding: str) -> str:
    dialect = job.overrides.get("dialect") or None
    try:
        parsed = next(marc.read(job.path, offset=offset, format=job.format, dialect=dialect, encoding=encoding))  # type: ignore[arg-type]
        if parsed.record is None:
            return ""
        bib = marc.to_bib(parsed.record, parsed.dialect or job.dialect)  # type: ignore[arg-type]
    except Exception:
        return ""
    author = bib.creators[0].name.value if bib.creators else ""
    return " / ".join(part for part in (bib.title.proper.value, author) if part)[:140]


@dataclass(slots=True)
class Place:
    """A library as copies in the file name it, and how many of the looked-through copies do."""

    name: str
    copies: int = 0


def places_named(job: ImportJob) -> tuple[list[Place], int]:
    """Libraries that copies in the first records name, and how many copies there are among those records."""
    found: dict[str, Place] = {}
    copies = 0
    overrides = job.overrides
    records = marc.read(
        job.path, format=job.format, dialect=overrides.get("dialect") or None, encoding=overrides.get("encoding") or None  # type: ignore[arg-type]
    )  # fmt: skip
    for parsed in islice(records, LOOKED_THROUGH):
        if parsed.record is None:
            continue
        try:
            bib = marc.to_bib(parsed.record, parsed.dialect or job.dialect)  # type: ignore[arg-type]
        except Exception:  # noqa: S112 - such a record will be among the rejects
            continue
        for holding in bib.holdings:
            copies += 1
            name = (holding.place or holding.library).strip()[:80]
            if name:
                found.setdefault(name.casefold(), Place(name)).copies += 1
    return sorted(found.values(), key=lambda p: -p.copies)[:60], copies
