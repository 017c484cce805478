"""`chytalnia backup FILE`."""

from __future__ import annotations

from pathlib import Path

import click

from .console import Refusal, answer, as_json, in_english, progress, with_django


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@as_json
@with_django
def command(file: Path, as_json: bool) -> None:
    """Save everything – tables and stored files, as they are at this moment – into one FILE. The library may stay open."""
    from chytalnia.core import backup

    try:
        with in_english(), progress("Saving", quiet=as_json) as step:
            summary = backup.save(file, progress=step)
    except backup.BackupError as error:
        raise Refusal(str(error)) from error
    data = {"file": str(summary.path), "rows": summary.rows, "files": summary.files, "bytes": summary.bytes}
    answer(
        data, as_json=as_json, text=f"{summary.path}: {summary.rows} rows, {summary.files} files, {summary.bytes} bytes"
    )
