"""`chytalnia check`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import click

from .console import answer, as_json, progress, with_django

#: Less free space than this, in bytes, where the data lies is worth a word: a backup or a rebuilt index needs more.
ENOUGH_SPACE = 256 << 20
EXAMPLES = 10


@dataclass(slots=True)
class Finding:
    """What one check saw. `found` counts what is wrong, `left` what is still wrong afterwards."""

    name: str
    found: int = 0
    left: int = 0
    examples: list[str] = field(default_factory=list)
    hint: str = ""

    def as_dict(self) -> dict[str, Any]:
        return {
            "check": self.name, "found": self.found, "mended": self.found - self.left, "examples": self.examples,
            "hint": self.hint if self.left else "",
        }  # fmt: skip


def _finding(name: str, wrong: list[Any], *, mended: bool, hint: str = "") -> Finding:
    return Finding(name, len(wrong), 0 if mended else len(wrong), [str(each) for each in wrong[:EXAMPLES]], hint)


@click.command()
@click.option("--mend/--dry-run", default=True, show_default=True, help="Put right what can be, or only tell.")
@as_json
@with_django
def command(mend: bool, as_json: bool) -> None:
    """Compare database, search index and stored files with each other and put right what differs.

    Ends with 0 only when nothing is wrong or all of it was put right. Safe while the library is open.
    """
    began = time.monotonic()
    findings: list[Finding] = []
    with progress("Checking", quiet=as_json) as step:
        for finding in run(mend=mend):
            findings.append(finding)
            step(len(findings), None)
    ok = not any(finding.left for finding in findings)
    data = {
        "ok": ok, "mended": mend, "checks": [finding.as_dict() for finding in findings],
        "seconds": round(time.monotonic() - began, 2),
    }  # fmt: skip
    answer(data, as_json=as_json, text="\n".join(_line(finding) for finding in findings))
    raise SystemExit(0 if ok else 1)


def _line(finding: Finding) -> str:
    if not finding.found:
        return f"ok      {finding.name}"
    lines = [f"{'mended' if not finding.left else 'WRONG '}  {finding.name}: {finding.found}"]
    lines += [f"          {example}" for example in finding.examples]
    if finding.left and finding.hint:
        lines.append(f"          → {finding.hint}")
    return "\n".join(lines)


def run(*, mend: bool) -> Iterator[Finding]:
    """Every check in its order: what others stand on first, the index last, when all that feeds it is in order."""
    tables = migrations()
    yield tables
    if tables.found:
        # Without its tables the rest can only fall over.
        return
    checks: tuple[Callable[[bool], Iterator[Finding]], ...] = (
        _database, _seals, _space, _imports, _catalogue, _stock, _lending, _programmes, _bookcrossing, _tallies, _files, _index,
    )  # fmt: skip
    for check in checks:
        yield from check(mend)


def migrations() -> Finding:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    waiting = [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
    return _finding("tables up to date", waiting, mended=False, hint="Run chytalnia setup.")


def _database(mend: bool) -> Iterator[Finding]:
    """What the engine itself can tell: pages that fit together, rows whose other end exists."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(20)")
        damaged = [row[0] for row in cursor.fetchall() if row[0] != "ok"]
        cursor.execute("PRAGMA foreign_key_check")
        loose = [f"{table} {row} → {other}" for table, row, other, _ in cursor.fetchmany(1000)]
    hint = "Restore the last backup."
    yield _finding("database file whole", damaged, mended=False, hint=hint)
    yield _finding("rows refer to rows", loose, mended=False, hint=hint)


def _seals(mend: bool) -> Iterator[Finding]:
    from django.db import connection

    from chytalnia.core import seal

    missing = seal.missing(connection)
    if missing and mend:
        seal.close_kept()
    left = seal.missing(connection)
    finding = _finding(
        "logs and facts sealed", missing, mended=False, hint="The account of the database may not make triggers."
    )
    finding.left = len(left)
    yield finding


def _space(mend: bool) -> Iterator[Finding]:
    import shutil

    from django.conf import settings

    free = shutil.disk_usage(settings.DATA).free
    wrong = [f"{free >> 20} MB free in {settings.DATA}"] if free < ENOUGH_SPACE else []
    yield _finding("space on the disk", wrong, mended=False, hint="Make room, or move CHYTALNIA_DATA.")


def _imports(mend: bool) -> Iterator[Finding]:
    """Imports that were broken off: gone on with, or put aside when their file is no more."""
    from chytalnia.catalogue.errors import CatalogueError
    from chytalnia.catalogue.services import importing

    broken, left = [], 0
    for job in importing.broken_off():
        broken.append(f"{job.pk}: {job.file_name}, {job.offset} of {job.size} bytes")
        if not mend:
            left += 1
            continue
        try:
            importing.run(job)
        except CatalogueError as refusal:
            importing.give_up(job, refusal=refusal)
    finding = _finding("imports brought to an end", broken, mended=True)
    finding.left = left
    finding.hint = "Run check without --dry-run, or the import once more."
    yield finding


def _catalogue(mend: bool) -> Iterator[Finding]:
    from chytalnia.catalogue import checks

    drift = checks.check(mend=mend)
    after = checks.check() if mend and drift else drift
    names = {
        "records_astray": "records under their works", "items_astray": "items under their records",
        "works_empty": "works have records", "works_miscounted": "works counted",
        "authorities_unused": "headings in use",
    }  # fmt: skip
    for attribute, name in names.items():
        finding = _finding(name, getattr(drift, attribute), mended=mend)
        finding.left = len(getattr(after, attribute)) if mend and drift else finding.left
        if attribute == "authorities_unused" and not mend:
            # Tidied when there is occasion; readers never meet them.
            finding.left = 0
        yield finding


def _stock(mend: bool) -> Iterator[Finding]:
    from chytalnia.stock import checks

    drift = checks.check(mend=mend)
    after = checks.check() if mend and drift else drift
    names = {
        "papers": ("lots and acts numbered in a row", "Tell those who keep the program."),
        "lots": ("copies are in the lots of their lines", "Move them to a lot of their library and year."),
        "acts": ("acts of write-off carried out", "Reverse the act and draw up another."),
        "actless": ("written-off copies have their act", "Write the number of the act at the copy."),
        "numbers": ("accession numbers once each, in a row", "Give the copies numbers of their own."),
    }
    for attribute, (name, hint) in names.items():
        finding = _finding(name, getattr(drift, attribute), mended=mend, hint=hint)
        finding.left = len(getattr(after, attribute))
        yield finding


def _lending(mend: bool) -> Iterator[Finding]:
    from chytalnia.lending import checks

    drift = checks.check(mend=mend)
    after = checks.check() if mend and drift else drift
    names = {
        "items": "copies are where loans, holds and transits say", "holds": "holds have their copies",
        "transits": "transits carry what they say", "acts": "acts have one fact, undone ones one reversal",
        "facts": "facts of lending have their acts",
    }  # fmt: skip
    for attribute, name in names.items():
        finding = _finding(name, getattr(drift, attribute), mended=mend, hint="Tell those who keep the program.")
        finding.left = len(getattr(after, attribute))
        yield finding


def _programmes(mend: bool) -> Iterator[Finding]:
    from chytalnia.programmes import checks

    drift = checks.check(mend=mend)
    yield _finding("places of events are those of the enrolments", drift.seats, mended=mend)
    hint = "Count the event anew at the desk."
    yield _finding("counted events equal their facts", drift.counted, mended=False, hint=hint)
    yield _finding("facts of events have their counts", drift.uncounted, mended=False, hint=hint)


def _bookcrossing(mend: bool) -> Iterator[Finding]:
    from chytalnia.bookcrossing import checks

    drift = checks.check(mend=mend)
    yield _finding("squares of the map count the books that lie there", drift.squares, mended=mend)
    yield _finding("sums of libraries are those of their travelling books", drift.sums, mended=mend)
    yield _finding("facts of bookcrossing have their steps", drift.facts, mended=mend)
    hint = "Strike the step out at the desk when it never happened."
    yield _finding("steps of journeys have their facts", drift.steps, mended=False, hint=hint)


def _tallies(mend: bool) -> Iterator[Finding]:
    from chytalnia.journal import queries, services

    drift = queries.check()
    if drift and mend:
        services.mend(drift)
    left = queries.check() if drift and mend else drift
    wrong = [f"{d.kind} {d.day} unit {d.unit_id}: tally {d.tally}, facts {d.facts}" for d in drift]
    finding = _finding("tallies equal their facts", wrong, mended=True)
    finding.left = len(left)
    yield finding


def _files(mend: bool) -> Iterator[Finding]:
    from chytalnia.media import checks

    drift = checks.check(mend=mend)
    hint = "Bring the file back from a backup."
    yield _finding("files of rows present", drift.missing, mended=False, hint=hint)
    yield _finding("files unchanged", drift.changed, mended=False, hint=hint)
    yield _finding("pictures made anew when needed", drift.renditions, mended=mend)
    yield _finding("files belong to rows", drift.stray, mended=mend, hint="They would be put into the folder lost.")
    yield _finding(
        "uploads under way lie in this folder", checks.elsewhere(), mended=False,
        hint="Let all servers share CHYTALNIA_DATA: docs/administrators/several-servers.md. "
        "After a restore they go by themselves within a day.",
    )  # fmt: skip


def _index(mend: bool) -> Iterator[Finding]:
    from chytalnia.search import services

    try:
        drift = services.check(mend=mend)
    except Exception as error:
        # An index that cannot even be read: whatever the engine raises, the cure is the same.
        if mend:
            services.rebuild()
        yield _finding("search index readable", [error], mended=mend, hint="Run chytalnia reindex.")
        if not mend:
            return
        drift = services.check()
    if mend:
        services.drain()
    yield _finding("all is in the search index", [k for keys in drift.missing.values() for k in keys], mended=mend)
    yield _finding(
        "nothing else is in the search index", [k for keys in drift.extra.values() for k in keys], mended=mend
    )
