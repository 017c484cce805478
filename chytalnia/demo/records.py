"""The catalogue of the demonstration network: what came with the takeover, what came week by week, and what went wrong."""

from __future__ import annotations

import hashlib
import lzma
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from chytalnia.catalogue.models import ImportJob
from chytalnia.catalogue.services import importing
from chytalnia.network.models import Unit
from chytalnia.wire import marc, romanise

from . import classics
from .units import DATA

Progress = Callable[[int, int | None], None]

#: The coded field 008 of a record and the language in it.
_LANGUAGE = re.compile(rb"\x1e\d{6}[a-z|].{28}([a-z]{3})[^\x1e]{2}\x1e")
_ISBN = re.compile(rb"\x1fa(?:978)?(?:5|966)[\dX]{7,}")
#: A network that moved to the system a year and more ago …
TAKEOVER_DAYS = 430
#: … and receives new books weekly; the last lot came this week.
WEEKS = 9
#: So many books the city described a second time, in the lot of this week.
TWICE, AGAIN = 6, 1
#: Of ten Russian books five stand in the city, two each in the scientific library and in the Russian system.
_RUSSIAN_BOOKS = ("kremenchuk",) * 5 + ("ounb",) * 2 + ("minusinsk",) * 2 + ("ekibastuz",)
#: Every so many records one is kept when only a handful is wanted.
SMALL = 20


def raw_records() -> list[bytes]:
    data = lzma.decompress((DATA / "records.mrc.xz").read_bytes())
    return [piece + b"\x1d" for piece in data.split(b"\x1d") if piece.strip()]


def luck(raw: bytes, sides: int, salt: str = "") -> int:
    """A throw that falls the same way for the same record on every machine."""
    return int.from_bytes(hashlib.blake2b(raw, digest_size=8, salt=salt.encode()[:16]).digest(), "big") % sides


def language(raw: bytes) -> str:
    found = _LANGUAGE.search(raw)
    return found[1].decode() if found else ""


def owner(raw: bytes) -> str:
    """Code of the library or system that has the record: Turkic languages in Kazakhstan, other Slavic ones in the scientific
    library, Russian ones everywhere."""
    spoken = language(raw)
    if spoken in ("kaz", "kir", "uzb", "tat"):
        return "ekibastuz"
    if spoken in ("srp", "bul", "mac", "bel"):
        return "ounb"
    if spoken == "rus":
        return _RUSSIAN_BOOKS[luck(raw, len(_RUSSIAN_BOOKS), "owner")]
    return "kremenchuk"


def described_again(raw: bytes) -> bytes:
    """The record as a second cataloguer of one system would have made it: under a number of its own."""
    begin = raw.index(b"\x1e") + 1
    end = raw.index(b"\x1e", begin)
    number = raw[begin:end]
    # As long as it was, so that the directory holds.
    return raw[:begin] + b"k" + number[:0:-1] + raw[end:]


def lots(*, small: bool) -> Iterator[tuple[str, str, datetime, list[bytes]]]:
    """(unit, file name, when it came, records): the takeover first, then the lots of the last weeks."""
    piles: dict[tuple[str, int], list[bytes]] = defaultdict(list)
    twice = TWICE
    for number, raw in enumerate(raw_records()):
        if small and number % SMALL:
            continue
        code = owner(raw)
        week = luck(raw, 40, "week")
        # Only the city receives every week; the others now and then.
        if week >= WEEKS or (code != "kremenchuk" and week % 4):
            week = WEEKS
        piles[code, week].append(raw)
        # What stands in the books of one system twice is for its own cataloguer to decide.
        if code == "kremenchuk" and week == WEEKS and twice and _ISBN.search(raw):
            twice -= 1
            piles[code, AGAIN].append(described_again(raw))
    now = timezone.now()
    for code, week in sorted(piles, key=lambda pile: (-pile[1], pile[0])):
        if week == WEEKS:
            yield code, f"{code}-takeover.mrc", now - timedelta(days=TAKEOVER_DAYS), piles[code, week]
        else:
            came = now - timedelta(days=7 * week + 1, hours=2)
            yield code, f"{code}-{came:%Y-%m-%d}.mrc", came, piles[code, week]


def bring_in(progress: Progress = lambda done, total: None, *, small: bool = False) -> None:
    """Import every lot as its library would have, each at its time. Broken off, it goes on where it stood."""
    planned = list(lots(small=small))
    total, done = sum(len(records) for *_, records in planned), 0
    for code, name, at, records in planned:
        _import(code, name, b"".join(records), at=at)
        done += len(records)
        progress(done, total)
    now = timezone.now()
    for code, data in classics.records().items():
        _import(code, f"{code}-classics.mrc", data, at=now - timedelta(days=TAKEOVER_DAYS))
    _import("ounb", "ounb-exchange.iso", _other_library(small), at=now - timedelta(days=3))
    _import("kremenchuk", "gift-with-damage.mrc", _damaged(), at=now - timedelta(days=2))


def folder() -> Path:
    path: Path = settings.DATA / "demo"
    path.mkdir(parents=True, exist_ok=True)
    return path


def _import(code: str, name: str, data: bytes, *, at: datetime) -> None:
    unit = Unit.objects.get(code=code)
    known = ImportJob.objects.filter(unit=unit, file_name=name)
    if known.filter(stage="done").exists():
        return
    path = folder() / name
    job = known.first()
    if job is None:
        path.write_bytes(data)
        job = importing.create_job(path=path, unit=unit)
    importing.run(job, at=at)
    ImportJob.objects.filter(pk=job.pk).update(created_at=at, started_at=at, finished_at=at, stage_since=at)


def _other_library(small: bool) -> bytes:
    """Ukrainian books of the city as the scientific library describes them: in RUSMARC, in Cyrillic, under its own numbers."""
    told = [
        raw
        for number, raw in enumerate(raw_records())
        if language(raw) == "ukr" and (number % SMALL == 0 if small else luck(raw, 3, "twin") == 0)
    ]
    source = folder() / "exchange.mrc"
    source.write_bytes(b"".join(told))
    out = []
    for number, parsed in enumerate(marc.read(source), 1):
        if parsed.record is None:
            continue
        bib = romanise.restore(marc.to_bib(parsed.record, "marc21"))
        bib.control_number, bib.agency = f"ПОУНБ-{number:05d}", "UA-PLT"
        if number % 4 == 0:
            bib.isbn = []
        out.append(marc.write_iso2709(marc.from_bib(bib, "rusmarc")))
    source.unlink()
    return b"".join(out)


def _damaged() -> bytes:
    """A gift of a dozen records, four of which suffered on the way."""
    told = [raw for raw in raw_records() if language(raw) == "bul" and luck(raw, 20, "gift") == 0][:12]
    for place in (2, 5, 8):
        if place < len(told):
            raw = told[place]
            told[place] = {2: raw[: len(raw) // 2] + b"\x1d", 5: b"00x4q" + raw[5:], 8: raw[:12] + b"99999" + raw[17:]}[
                place
            ]
    return b"".join(told)
