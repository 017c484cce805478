"""Import: a file becomes records, batch by batch, each batch one transaction that also says how far the file is read.

A process killed at any moment leaves whole batches behind; the next run cuts the rejects files to what those batches
wrote and goes on from the first byte that is not in the database.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from chytalnia.catalogue import errors, reasons
from chytalnia.catalogue.models import ImportJob
from chytalnia.catalogue.queries import holder_of
from chytalnia.core import audit
from chytalnia.core.garbage import few_collections
from chytalnia.network.models import Unit
from chytalnia.search import services as search
from chytalnia.wire import marc, romanise
from chytalnia.wire.bib import Bib

from . import ingest

#: Records in one transaction. Larger gains nothing; smaller pays for commits.
BATCH = 800
#: The same where the whole database has one writer, while people lend and return: nobody at a desk waits long for it.
BATCH_AT_WORK = 25
#: Seconds after the last sign of people at work, and between two transactions beside them.
AT_WORK, BREATH = 5.0, 0.03

Progress = Callable[[ImportJob], None]


@dataclass(frozen=True, slots=True)
class PreviewRecord:
    """One of the first records of a file as it would come in."""

    offset: int
    bib: Bib | None
    fields: list[str]
    problem: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file seems to be, what else it could be, and its first records read so."""

    format: str
    dialect: str
    encoding: str
    claimed: str
    encodings: dict[str, int]
    dialects: dict[str, int]
    records: list[PreviewRecord]


@transaction.atomic
def create_job(*, path: Path | str, unit: Unit, by: Any = None, name: str = "", **options: Any) -> ImportJob:
    """A job for a file that lies on this machine. Options: make_items, find_duplicates, restore_script, overrides.

    Raises NoFile, and UnknownFormat when the file is none of ours and no format was chosen by hand.
    """
    path = Path(path).resolve()
    if not path.is_file():
        raise errors.NoFile
    job = ImportJob(
        unit=unit, file_name=(name or path.name)[:255], path=str(path), created_by=by, **options
    )  # fmt: skip
    _look(job)
    job.save()
    audit.log("catalogue.import", by=by, about=job, unit=unit, after={"file": job.file_name, "size": job.size})
    return job


def unfinished(path: Path | str, unit: Unit) -> ImportJob | None:
    """The import of this very file into this unit that was broken off, if there is one: `run` goes on with it."""
    path = Path(path).resolve()
    jobs = ImportJob.objects.filter(
        path=str(path), unit=unit, stage__in=["queued", "running", "paused", "failed"]
    ).order_by("-pk")
    if not path.is_file():
        return None
    job = jobs.first()
    return job if job is not None and job.fingerprint == fingerprint(path) else None


def _look(job: ImportJob) -> None:
    """Take size and fingerprint of the file and find out what it is."""
    path = Path(job.path)
    job.size = path.stat().st_size
    job.fingerprint = fingerprint(path)
    found = marc.sniff(path)
    job.format = job.overrides.get("format") or found.format
    job.dialect = job.overrides.get("dialect") or found.dialect
    job.encoding = job.overrides.get("encoding") or found.encoding
    job.claimed_encoding = found.claimed[:16]
    if not job.format:
        raise errors.UnknownFormat


def fingerprint(path: Path) -> str:
    """Of the size and the ends of a file: enough to see that a file was replaced under a half-done import."""
    size = path.stat().st_size
    digest = hashlib.blake2b(str(size).encode(), digest_size=16)
    with path.open("rb") as file:
        digest.update(file.read(1 << 16))
        file.seek(max(0, size - (1 << 16)))
        digest.update(file.read())
    return digest.hexdigest()


def preview(job: ImportJob, *, count: int = 10, overrides: dict[str, str] | None = None) -> Preview:
    """The first records as they would come in, by detection or as a person chooses. Saves the choice on the job."""
    if overrides is not None:
        job.overrides = {name: value for name, value in overrides.items() if value}
    if not Path(job.path).is_file():
        raise errors.NoFile
    found = marc.sniff(job.path)
    _look(job)
    if job.stage in ("uploaded", "previewed"):
        job.save()
        if job.stage == "uploaded":
            job.move("preview")
    records = []
    for parsed in _read(job, 0):
        bib = _bib(parsed, job) if parsed.record is not None else None
        lines = [str(f) for f in parsed.record.fields] if parsed.record is not None else []
        problem = reasons.told(reasons.of(parsed)) if parsed.record is None else ""
        records.append(PreviewRecord(parsed.offset, bib, lines, problem))
        if len(records) >= count:
            break
    return Preview(job.format, job.dialect, job.encoding, found.claimed, found.encodings, found.dialects, records)


def run(job: ImportJob, *, progress: Progress | None = None, at: datetime | None = None) -> dict[str, Any]:
    """Import the job's file from where it stands to the end and return the report.

    `at` is when the records came into the catalogue, if that was before now: in the system they were taken over from.

    Raises ImportRunning when another process is at it, ImportFinished, NoFile, FileChanged. Any other failure leaves the
    job in the stage «failed» with its message, to be begun again from the last whole batch.
    """
    with _alone(job):
        job.refresh_from_db()
        if job.at_stage.terminal:
            raise errors.ImportFinished
        path = Path(job.path)
        if not path.is_file():
            raise errors.NoFile
        if job.fingerprint != fingerprint(path):
            raise errors.FileChanged
        if job.stage != "running":
            job.move("start")
        if job.started_at is None:
            ImportJob.objects.filter(pk=job.pk).update(started_at=timezone.now())
        try:
            with few_collections():
                _run(job, progress, at)
        except Exception as failure:
            ImportJob.objects.filter(pk=job.pk, stage="running").update(
                error=f"{type(failure).__name__}: {failure}"[:2000]
            )
            job.refresh_from_db()
            if job.stage == "running":
                job.move("fail")
            raise
        job.refresh_from_db()
        if job.stage == "running":
            job.report = report(job)
            ImportJob.objects.filter(pk=job.pk).update(report=job.report, finished_at=timezone.now(), error="")
            job.refresh_from_db()
            job.move("finish")
        return report(job)


def broken_off() -> list[ImportJob]:
    """Imports that stand as running although no process is at them: theirs was killed. `run` goes on with each."""
    found = []
    for job in ImportJob.objects.at_stage("running").order_by("pk"):
        try:
            with _alone(job):
                job.refresh_from_db()
                if job.stage == "running":
                    found.append(job)
        except errors.ImportRunning:
            continue
    return found


def give_up(job: ImportJob, *, refusal: errors.CatalogueError) -> None:
    """Put an import that cannot go on among the failed ones, with what refused it."""
    job.refresh_from_db()
    if job.stage == "running":
        ImportJob.objects.filter(pk=job.pk).update(error=reasons.stopped(refusal))
        job.refresh_from_db()
        job.move("fail")


def report(job: ImportJob) -> dict[str, Any]:
    """What the import did, in the words of the command's JSON."""
    return {
        "read": job.read,
        "created": job.created,
        "updated": job.updated,
        "unchanged": job.unchanged,
        "rejected": job.rejected,
        "rejects_file": job.rejects_path if job.rejected else None,
        "format": job.format,
        "encoding": job.encoding,
        "seconds": round(job.seconds, 3),
        "dialect": job.dialect,
        "items": job.items_created,
        "older": job.report.get("older", 0),
        "items_known": job.report.get("items_known", 0),
        "merge_cases": job.report.get("merge_cases", 0),
        "repairs": job.report.get("repairs", []),
        "job": job.pk,
        "stage": job.stage,
    }


@contextmanager
def _alone(job: ImportJob) -> Iterator[None]:
    """Only one process at a job. The lock is the system's and goes with the process, however that ends."""
    folder = settings.DATA / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{job.pk}.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise errors.ImportRunning from None
        yield


def _run(job: ImportJob, progress: Progress | None, at: datetime | None = None) -> None:
    owner = holder_of(job.unit)
    options = ingest.Setting(
        owner=owner, unit=job.unit, job=job.pk, by=job.created_by_id, reason=job.file_name[:200],
        make_items=job.make_items, find_duplicates=job.find_duplicates, places=job.overrides.get("places") or {},
    )  # fmt: skip
    rejects = Rejects(job)
    batch: list[ingest.Incoming] = []
    bad: list[marc.Parsed] = []
    repairs: list[marc.Reason] = []
    end = job.offset
    begun = time.perf_counter()
    room = _Room()

    def commit() -> bool:
        nonlocal begun
        options.at = at or timezone.now()
        rejects.write(bad)
        now = time.perf_counter()
        with transaction.atomic():
            outcome = ingest.write(batch, options)
            ImportJob.objects.filter(pk=job.pk).update(
                offset=end,
                read=F("read") + len(batch) + len(bad),
                created=F("created") + len(outcome.created),
                updated=F("updated") + len(outcome.updated),
                unchanged=F("unchanged") + outcome.unchanged,
                rejected=F("rejected") + len(bad),
                items_created=F("items_created") + outcome.items,
                seconds=F("seconds") + (time.perf_counter() - begun),
                rejects_path=str(rejects.path) if rejects.size else "",
                rejects_size=rejects.size,
                rejects_list_size=rejects.list_size,
                report=_added(job, outcome, repairs),
                beat_at=timezone.now(),
            )
        begun = now if not batch else time.perf_counter()
        batch.clear()
        bad.clear()
        repairs.clear()
        job.refresh_from_db()
        if progress:
            progress(job)
        room.make()
        return job.stage == "running"

    with rejects:
        for parsed in _read(job, job.offset):
            end = parsed.next_offset
            if parsed.record is None:
                bad.append(parsed)
            else:
                try:
                    batch.append(
                        ingest.Incoming(
                            _bib(parsed, job), parsed.raw, job.format, parsed.dialect or job.dialect,
                            parsed.encoding or job.encoding,
                        )
                    )  # fmt: skip
                except Exception as failure:
                    parsed.reason = reasons.failure(failure)
                    bad.append(parsed)
                else:
                    repairs += parsed.repairs
            if len(batch) + len(bad) >= room.batch and not commit():
                return
        end = max(end, job.size)
        commit()


class _Room:
    """How much is written at once: less while people are lending and returning in a database with one writer."""

    def __init__(self) -> None:
        self.batch = BATCH
        self.single = connection.vendor == "sqlite"
        self.seen = -AT_WORK

    def make(self) -> None:
        if not self.single:
            return
        now = time.monotonic()
        if search.is_hurried():
            self.seen = now
        at_work = now - self.seen < AT_WORK
        self.batch = BATCH_AT_WORK if at_work else BATCH
        if at_work:
            # Who waits for the database looks at it from time to time only.
            time.sleep(BREATH)


def _added(job: ImportJob, outcome: ingest.Outcome, repairs: list[marc.Reason]) -> dict[str, Any]:
    return {
        "older": job.report.get("older", 0) + outcome.older,
        "items_known": job.report.get("items_known", 0) + outcome.items_known,
        "merge_cases": job.report.get("merge_cases", 0) + outcome.cases,
        "repairs": reasons.counted(repairs, job.report.get("repairs", [])),
    }


def _read(job: ImportJob, offset: int) -> Iterator[marc.Parsed]:
    return marc.read(
        job.path,
        offset=offset,
        format=job.format,
        dialect=job.overrides.get("dialect") or None,
        encoding=job.overrides.get("encoding") or None,
    )


def _bib(parsed: marc.Parsed, job: ImportJob) -> Bib:
    assert parsed.record is not None
    bib = marc.to_bib(parsed.record, parsed.dialect or job.dialect)
    return romanise.restore(bib) if job.restore_script else bib


class Rejects:
    """The two files of what could not be read: the bytes themselves, one after another, and where and why by line.

    Both are written and flushed to the disk before the batch is committed with their lengths; on resuming they are
    cut to the lengths committed last.
    """

    def __init__(self, job: ImportJob) -> None:
        base = Path(job.path)
        # Beside another import of the same file that is at work, or of another library, each has a list of its own.
        others = ImportJob.objects.filter(path=job.path).exclude(pk=job.pk)
        shared = others.filter(Q(stage="running") | (Q(rejected__gt=0) & ~Q(unit=job.unit_id))).exists()
        self.path = base.with_name(f"{base.name}.{job.pk}.rejects" if shared else f"{base.name}.rejects")
        if not _writable(base.parent):
            folder = settings.DATA / "imports"
            self.path = folder / f"{job.pk}-{base.name}.rejects"
        if job.rejects_path:
            self.path = Path(job.rejects_path)
        self.list_path = self.path.with_name(self.path.name + ".jsonl")
        self.size, self.list_size = job.rejects_size, job.rejects_list_size
        self._files: tuple[IO[bytes], IO[bytes]] | None = None
        if not job.rejected:
            # What an earlier import of this file left, or a killed one never committed.
            self.path.unlink(missing_ok=True)
            self.list_path.unlink(missing_ok=True)

    def __enter__(self) -> Rejects:
        return self

    def __exit__(self, *error: object) -> None:
        for file in self._files or ():
            file.close()

    def write(self, bad: list[marc.Parsed]) -> None:
        if not bad:
            return
        raw, listing = self._open()
        for parsed in bad:
            line = {
                "offset": parsed.offset,
                "length": len(parsed.raw),
                "at": self.size,
                **reasons.plain(reasons.of(parsed)),
            }
            text = (json.dumps(line, ensure_ascii=False) + "\n").encode()
            raw.write(parsed.raw)
            listing.write(text)
            self.size += len(parsed.raw)
            self.list_size += len(text)
        raw.flush()
        listing.flush()

    def _open(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._files is None:
            files = []
            for path, size in ((self.path, self.size), (self.list_path, self.list_size)):
                path.touch()
                file = path.open("r+b")
                file.truncate(size)
                file.seek(size)
                files.append(file)
            self._files = (files[0], files[1])
        return self._files


def _writable(folder: Path) -> bool:
    return os.access(folder, os.W_OK)
