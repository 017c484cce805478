"""The roll: frozen once with a digest that is published, added to at a polling station by card, forgotten afterwards."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from chytalnia.core import audit
from chytalnia.network.models import Unit
from chytalnia.network.paths import under
from chytalnia.people.models import Reader, ReaderKind, ReaderState, Registration
from chytalnia.people.readers import queries as readers
from chytalnia.voting.errors import NotOnRoll, PollsClosed, RollEmpty, RollFrozen, SettledAlready
from chytalnia.voting.models import Election, RollEntry, RollKind, Sheet, Station
from chytalnia.wire import ballots

from . import codes

_CHUNK = 2000
#: Days after which the roll of an election that is over forgets who stood on it.
KEPT = timedelta(days=90)
_BEFORE = ("decree", "nomination", "registration", "campaign", "silence")


def eligible(election: Election) -> Iterator[tuple[int, int, str]]:
    """(reader, library, age band) of everybody whom the rules put on the roll, each person once."""
    rows = (
        Registration.objects.filter(
            under([election.unit.path], "unit__path"), on__lte=election.roll_on, year=election.roll_on.year,
            reader__kind=ReaderKind.PERSON, reader__state=ReaderState.ACTIVE,
        )
        .order_by("reader_id", "-on", "-pk").values_list("reader_id", "unit_id", "reader__birth_date")
    )  # fmt: skip
    before = None
    for reader, unit, born in rows.iterator(chunk_size=_CHUNK):
        if reader == before:
            continue
        before = reader
        person = Reader(pk=reader, kind=ReaderKind.PERSON, birth_date=born)
        if _of_age(election, person, election.roll_on):
            yield reader, unit, readers.age_band(person, election.roll_on)


def _of_age(election: Election, reader: Reader, on: date) -> bool:
    age = readers.age_on(reader, on)
    if age is None:
        # Nobody knows: on the roll only where no age is asked for.
        return election.age_from is None and election.age_to is None
    return (election.age_from or 0) <= age <= (election.age_to if election.age_to is not None else 200)


def line_digest(salt: str, entry: RollEntry, unit_code: str) -> str:
    """A line of the roll that tells nobody who it is, and changes if anything in it does."""
    who = f"code:{entry.code_hash}" if entry.sheet_id else f"reader:{entry.reader_id}"
    return hashlib.sha256(f"{salt}\0{who}\0{unit_code}\0{entry.band}".encode()).hexdigest()


@transaction.atomic
def freeze(*, election: Election, by: Any = None) -> Election:
    """Put everybody on the roll, close it, and give it its digest. Raises RollFrozen, RollEmpty, SettledAlready."""
    election = Election.objects.select_for_update().get(pk=election.pk)
    if election.is_frozen:
        raise RollFrozen
    if election.stage not in _BEFORE:
        raise SettledAlready
    if election.roll_kind != RollKind.CODES:
        lines = (RollEntry(election=election, reader_id=r, unit_id=u, band=b) for r, u, b in eligible(election))
        for chunk in _chunks(lines):
            RollEntry.objects.bulk_create(chunk, batch_size=_CHUNK)
    election.roll_size = RollEntry.objects.filter(election=election).count()
    if not election.roll_size:
        raise RollEmpty
    election.roll_salt = secrets.token_hex(32)
    election.roll_sha256 = digest_of(election)
    election.roll_frozen_at = timezone.now()
    election.save()
    audit.log(
        "voting.freeze_roll", by=by, about=election, unit=election.unit,
        after={"size": election.roll_size, "sha256": election.roll_sha256},
    )  # fmt: skip
    return election


def _chunks(lines: Iterable[RollEntry]) -> Iterator[list[RollEntry]]:
    chunk: list[RollEntry] = []
    for line in lines:
        chunk.append(line)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def digest_of(election: Election) -> str:
    """The digest of the roll as it is now, without those who were added at a polling station."""
    units = dict(Unit.objects.filter(under([election.unit.path])).values_list("pk", "code"))
    lines = RollEntry.objects.filter(election=election, extra=False).iterator(chunk_size=_CHUNK)
    return ballots.roll_digest(
        line_digest(election.roll_salt, line, units.get(line.unit_id, str(line.unit_id))) for line in lines
    )


def is_as_published(election: Election) -> bool | None:
    """Whether the roll is still the one whose digest was published; nothing once it has forgotten its readers."""
    if election.roll_forgotten_at is not None or not election.is_frozen:
        return None
    return digest_of(election) == election.roll_sha256


@transaction.atomic
def print_sheet(
    *,
    election: Election,
    unit: Unit,
    name: str,
    teacher: str,
    size: int,
    band: str = "",
    key: uuid.UUID,
    by: Any = None,
) -> Sheet:
    """Codes for a class, on the roll as lines without a name. The same `key` is the same sheet. Raises RollFrozen."""
    election = Election.objects.select_for_update().get(pk=election.pk)
    if known := Sheet.objects.filter(key=key).first():
        return known
    if election.is_frozen:
        raise RollFrozen
    if election.roll_kind == RollKind.READERS:
        raise SettledAlready
    sheet = Sheet.objects.create(
        election=election, unit=unit, name=name, teacher=teacher, size=size, band=band, key=key
    )
    RollEntry.objects.bulk_create(
        [
            RollEntry(election=election, unit=unit, band=band, sheet=sheet, code_hash=codes.hashed(election, code))
            for code in codes_of(sheet)
        ]
    )
    audit.log("voting.print_sheet", by=by, about=sheet, unit=unit, after={"codes": size, "teacher": teacher})
    return sheet


def codes_of(sheet: Sheet) -> list[str]:
    return [codes.made("sheet", sheet.key, n) for n in range(sheet.size)]


def reprinted(*, sheet: Sheet, by: Any = None) -> list[str]:
    """The codes of a sheet to be printed; not once the polls are open, when they are in the hands of their owners."""
    if sheet.election.stage not in _BEFORE:
        raise SettledAlready
    audit.log("voting.show_sheet", by=by, about=sheet, unit=sheet.unit)
    return codes_of(sheet)


@transaction.atomic
def add_extra(*, election: Election, reader: Reader, station: Station, by: Any = None) -> RollEntry:
    """Enter a reader who came with a card and is not on the roll. Raises PollsClosed, NotOnRoll for who may not be on it."""
    election = Election.objects.get(pk=election.pk)
    today = timezone.localdate()
    if not election.takes_votes():
        raise PollsClosed
    if known := RollEntry.objects.filter(election=election, reader__in=readers.line(reader)).order_by("pk").first():
        return known
    registered = readers.registrations(reader).filter(
        under([election.unit.path], "unit__path"), year=today.year
    ).exists()  # fmt: skip
    if election.roll_kind == RollKind.CODES or reader.is_collective or not reader.is_active or not registered:
        raise NotOnRoll
    if not _of_age(election, reader, election.roll_on):
        raise NotOnRoll
    try:
        with transaction.atomic():
            entry = RollEntry.objects.create(
                election=election, reader=reader, unit=station.unit, extra=True,
                band=readers.age_band(reader, election.roll_on),
            )  # fmt: skip
    except IntegrityError:
        return RollEntry.objects.get(election=election, reader=reader)
    audit.log("voting.add_to_roll", by=by, about=entry, unit=station.unit)
    return entry


def forget(day: date | None = None) -> int:
    """Rolls of elections that are long over forget who stood on them; library, age and marks stay for the numbers."""
    day = day or timezone.localdate()
    done = 0
    over = Election.objects.filter(
        stage__in=["protocol", "inaugurated", "cancelled"], roll_forgotten_at=None, closes_at__date__lte=day - KEPT
    )
    for election in over:
        with transaction.atomic():
            RollEntry.objects.filter(election=election, reader__isnull=False).update(reader=None)
            election.candidates.exclude(proposer=None).update(proposer=None)
            Election.objects.filter(pk=election.pk).update(roll_forgotten_at=timezone.now())
        done += 1
    return done
