"""`chytalnia export --query … --format … --output FILE`."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from .console import Refusal, answer, as_json, progress, refuse_without_index, said, with_django
from .search import Parameters, conditions

FORMATS = ["marc21", "unimarc", "rusmarc", "marcxml", "irbis", "dc", "jsonld", "bibtex", "ris", "gost"]
DIALECTS = ["marc21", "unimarc", "rusmarc"]


@click.command()
@click.option(
    "--query", "text", help="Words to search for, as in the search box; an empty text is the whole catalogue."
)
@click.option(
    "--where",
    "-w",
    multiple=True,
    metavar="NAME=VALUE",
    help="Narrow: language=ukr, unit=CODE, year=2010-2015, available=1 …",
)
@click.option("--as-written", is_flag=True, help="Correct nothing in the query.")
@click.option("--ids", help="Numbers of records with commas between, in the order wanted.")
@click.option("--unit", "code", help="Only records that this unit, or one under it, owns or has copies of.")
@click.option("--format", "format_", required=True, type=click.Choice(FORMATS), help="Format of the file.")
@click.option("--dialect", type=click.Choice(DIALECTS), help="For MARCXML; each record's own unless given.")
@click.option(
    "--output", "-o", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The file to write."
)
@as_json
@with_django
def command(
    text: str | None, where: tuple[str, ...], as_written: bool, ids: str | None, code: str | None, format_: str,
    dialect: str | None, output: Path, as_json: bool,
) -> None:  # fmt: skip
    """Write the records of all works that a search finds, or of the given numbers, or of everything, into one file.

    The file appears under its name only when it is whole. Records that came in as MARC and were not changed go out byte
    for byte.
    """
    from chytalnia.catalogue.errors import CatalogueError
    from chytalnia.catalogue.services import exporting
    from chytalnia.search.engines.base import Busy

    if ids is not None and (text is not None or where):
        raise click.UsageError("Give either --query or --ids, not both.")
    if dialect and format_ != "marcxml":
        raise click.UsageError("--dialect is for --format marcxml; the other formats say it themselves.")
    if ids is None and text is None and not where and code is None:
        raise click.UsageError("Say what to export: --query TEXT, --ids 1,2,3 or --unit CODE.")
    began = time.monotonic()
    try:
        correction = _correction(text or "", where, as_written)
        records = _Counted(_records(text or "", where, as_written, ids, code))
        with progress(output.name, quiet=as_json) as step:
            size = _write(output, exporting.export(records, format=format_, dialect=dialect or ""), records, step)
    except (CatalogueError, Busy) as error:
        raise Refusal(said(error)) from error
    except OSError as error:
        why = f"there is no folder {output.parent}" if not output.parent.is_dir() else error.strerror
        raise Refusal(f"{output} could not be written: {why}. Nothing was left there.") from error
    data = {
        "file": str(output), "format": format_, "records": records.count, "bytes": size, "correction": correction or None,
        "seconds": round(time.monotonic() - began, 2),
    }  # fmt: skip
    line = f"{output}: {records.count} records, {size} bytes in {data['seconds']} s"
    if correction:
        line += f"\n  these are the records for “{correction}”; --as-written takes the query as it stands"
    answer(data, as_json=as_json, text=line)


class _Counted:
    """Records on their way past a counter."""

    def __init__(self, records: Iterable[Any]) -> None:
        self.records, self.count = records, 0

    def __iter__(self) -> Iterator[Any]:
        for record in self.records:
            self.count += 1
            yield record


def _write(output: Path, pieces: Iterable[bytes], records: _Counted, step: Any) -> int:
    """Write beside the file and put it in its place at the end."""
    partial = output.with_name(f".{output.name}.partial")
    try:
        with partial.open("wb") as file:
            for number, piece in enumerate(pieces):
                file.write(piece)
                if number % 100 == 0:
                    step(records.count, None)
            size = file.tell()
        partial.replace(output)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    return size


def _records(text: str, where: tuple[str, ...], as_written: bool, ids: str | None, code: str | None) -> Iterator[Any]:
    from django.db.models import Q

    from chytalnia.catalogue.models import Record
    from chytalnia.catalogue.services import exporting
    from chytalnia.network.paths import under

    of_unit = Q()
    if code is not None:
        paths = [_unit_path(code)]
        held = Record.objects.filter(under(paths, "items__unit__path"))
        of_unit = under(paths, "owner__path") | Q(pk__in=held.order_by().values("pk"))
    public = Record.objects.public().filter(of_unit)
    if ids is not None:
        wanted = _numbers(ids)
        found = public.in_bulk(wanted)
        if absent := [str(pk) for pk in wanted if pk not in found]:
            raise Refusal(f"No such records: {', '.join(absent[:20])}")
        return iter([found[pk] for pk in wanted])
    if not text.strip() and not where:
        return public.order_by("pk").iterator(chunk_size=500)
    found_records = exporting.records_of_works(_works(text, where, as_written))
    if code is None:
        return found_records
    return _only(found_records, public)


def _only(records: Iterable[Any], allowed: Any) -> Iterator[Any]:
    """The records that belong to the unit, asked for by the hundred."""
    import itertools

    source = iter(records)
    while batch := list(itertools.islice(source, 200)):
        kept = set(allowed.filter(pk__in=[record.pk for record in batch]).values_list("pk", flat=True))
        yield from (record for record in batch if record.pk in kept)


def _correction(text: str, where: tuple[str, ...], as_written: bool) -> str:
    """What is searched for instead of the text, when nothing is found as it is written."""
    from chytalnia.search import queries

    if not text.strip() or as_written:
        return ""
    asked = _asked(text, where, as_written)
    found = queries.search(asked.text, filters=asked.filters(), limit=0).correction
    return found.shown if found else ""


def _works(text: str, where: tuple[str, ...], as_written: bool) -> Iterator[int]:
    from chytalnia.search import queries

    asked = _asked(text, where, as_written)
    for key in queries.every(asked.text, filters=asked.filters(), as_written=asked.as_written):
        yield int(key.split(":", 1)[1])


def _asked(text: str, where: tuple[str, ...], as_written: bool) -> Any:
    from chytalnia.catalogue import finding

    refuse_without_index()
    parameters = Parameters(q=[text], **conditions(where))
    if as_written:
        parameters["as"] = ["written"]
    try:
        asked = finding.asked_in(parameters)
    except finding.TooManyConditions as error:
        raise Refusal(f"More than {finding.MOST_CONDITIONS} conditions cannot be combined") from error
    if asked.kind != finding.WORK:
        raise Refusal("Only works have records to export.")
    return asked


def _numbers(ids: str) -> list[int]:
    """Each once, in the order given; what no row can have is a number that is not there."""
    parts = [part.strip() for part in ids.split(",") if part.strip()]
    if not parts or not all(part.isascii() and part.isdecimal() for part in parts):
        raise Refusal(f"--ids wants numbers with commas between, not {ids!r}")
    if absent := [part for part in parts if len(part) > 18]:
        raise Refusal(f"No such records: {', '.join(absent[:20])}")
    return list(dict.fromkeys(map(int, parts)))


def _unit_path(code: str) -> str:
    from chytalnia.network.models import Unit

    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise Refusal(f"There is no unit with the code {code!r}.")
    return str(unit.path)
