"""`chytalnia import FILE… --unit CODE`."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from .console import Refusal, answer, as_json, give_way, progress, said, with_django

FORMATS = ["iso2709", "marcxml", "irbis"]
DIALECTS = ["marc21", "unimarc", "rusmarc", "irbis"]
#: Reasons of rejected records that are told; all are in the list beside them.
MOST_REASONS = 5
ENCODINGS = ["utf-8", "marc-8", "cp1251", "cp866", "koi8-r", "koi8-u"]


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--unit", "code", required=True, help="Code of the library or system that owns the records.")
@click.option("--format", "format_", type=click.Choice(FORMATS), help="Against what is detected.")
@click.option("--dialect", type=click.Choice(DIALECTS), help="Against what is detected.")
@click.option("--encoding", type=click.Choice(ENCODINGS), help="Against what is detected.")
@click.option("--no-items", is_flag=True, help="Leave out the copies that the records report.")
@click.option("--no-duplicates", is_flag=True, help="Do not look for duplicates.")
@click.option("--keep-romanised", is_flag=True, help="Do not turn romanised text back to its script.")
@click.option("--no-index", is_flag=True, help="Leave the feeding of the search index to the worker.")
@as_json
@with_django
def command(
    files: tuple[Path, ...], code: str, format_: str | None, dialect: str | None, encoding: str | None, no_items: bool,
    no_duplicates: bool, keep_romanised: bool, no_index: bool, as_json: bool,
) -> None:  # fmt: skip
    """Bring the records of FILES in. Format and encoding are detected; the same file twice changes nothing; an import that
    was broken off goes on where it stood. Records that cannot be read go to a rejects file beside the first.

    With --json one object for one file, and for several an object with `files`. Of several files one that is refused does not
    stop the others; the exit code is then 1.
    """
    from chytalnia.network.models import Unit

    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        known = ", ".join(Unit.objects.order_by("path").values_list("code", flat=True)[:12])
        raise Refusal(f"There is no unit with the code {code!r}. Codes here: {known or 'none yet'}")
    overrides = {k: v for k, v in {"format": format_, "dialect": dialect, "encoding": encoding}.items() if v}
    options = {
        "make_items": not no_items, "find_duplicates": not no_duplicates, "restore_script": not keep_romanised, "overrides": overrides,
    }  # fmt: skip
    give_way()
    with _feeding(not no_index):
        if len(files) == 1:
            reports = [_one(files[0], unit, options, quiet=as_json)]
        else:
            reports = [_one_of_several(file, unit, options, quiet=as_json) for file in files]
    data = reports[0] if len(reports) == 1 else {"files": reports}
    answer(
        data, as_json=as_json, text="\n".join(_line(file, report) for file, report in zip(files, reports, strict=True))
    )
    if any("error" in report for report in reports):
        raise click.exceptions.Exit(1)


def _one_of_several(file: Path, unit: Any, options: dict[str, Any], *, quiet: bool) -> dict[str, Any]:
    """The report of a file with its name, or with why it was refused: the others come in all the same."""
    try:
        return {"file": str(file), **_one(file, unit, options, quiet=quiet)}
    except Refusal as refusal:
        return {"file": str(file), "error": refusal.message}


def _one(file: Path, unit: Any, options: dict[str, Any], *, quiet: bool) -> dict[str, Any]:
    from chytalnia.catalogue.errors import CatalogueError
    from chytalnia.catalogue.services import importing, uploading

    try:
        if not file.is_file():
            raise Refusal(f"{file}: There is no such file.")
        job = importing.unfinished(file, unit)
        if job is None:
            uploading.refuse_other_things(file)
            job = importing.create_job(path=file, unit=unit, **options)
        with progress(file.name, quiet=quiet) as step:
            report = importing.run(job, progress=lambda j: step(j.offset, j.size))
    except CatalogueError as error:
        raise Refusal(f"{file}: {said(error)}") from error
    if not report["read"]:
        raise Refusal(
            f"{file}: There is no record in it. Ask for the export of records in ISO 2709, MARCXML or the text of IRBIS."
        )
    return report


def _line(file: Path, report: dict[str, Any]) -> str:
    if "error" in report:
        return f"Not imported: {report['error']}"
    counts = ", ".join(f"{report[name]} {name}" for name in ("read", "created", "updated", "unchanged", "rejected"))
    rejects = f"\n  rejected records: {report['rejects_file']}" if report.get("rejects_file") else ""
    rejects += "".join(f"\n  {count} rejected: {why}" for why, count in _whys(report.get("rejects_file")))
    mended = "".join(f"\n  {row['count']} mended: {row['reason']}" for row in report.get("repairs", ()))
    return f"{file}: {report['format']}, {report['encoding']}: {counts} in {report['seconds']:.1f} s{rejects}{mended}"


def _whys(rejects: str | None) -> list[tuple[str, int]]:
    """The commonest reasons in the list beside the rejected records, as they were told for each."""
    if not rejects:
        return []
    found: Counter[str] = Counter()
    with suppress(OSError), Path(f"{rejects}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            found[row["reason"]] += 1
    return found.most_common(MOST_REASONS)


class _feeding:  # noqa: N801 - reads as a verb where it is used
    """A process beside this one that feeds the search index while records come in, so that both cores work."""

    def __init__(self, wanted: bool) -> None:
        self.wanted = wanted

    def __enter__(self) -> None:
        if self.wanted:
            import subprocess
            import sys

            self.process = subprocess.Popen(
                [sys.executable, "-m", "chytalnia.cli", "worker", "--index-only"], stdin=subprocess.PIPE
            )

    def __exit__(self, *_exc: object) -> None:
        if self.wanted:
            # Its input closed, the feeder takes in what is left and ends.
            assert self.process.stdin is not None
            self.process.stdin.close()
            self.process.wait()
