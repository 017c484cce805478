"""`chytalnia restore FILE`."""

from __future__ import annotations

from pathlib import Path

import click

from .console import Refusal, answer, as_json, in_english, progress, with_django


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--replace", is_flag=True, help="Put the backup in the place of the library that is in the database now.")
@click.option("--verify-only", is_flag=True, help="Only read the file and say whether it is whole.")
@as_json
@with_django
def command(file: Path, replace: bool, verify_only: bool, as_json: bool) -> None:
    """Bring everything back from FILE and build the search index. Stop the server and the worker first."""
    from chytalnia.core import backup, restoring
    from chytalnia.search import services

    try:
        if verify_only:
            with in_english():
                manifest = backup.verify(file)
            data = {"file": str(file), "version": manifest["version"], "made_at": manifest["made_at"]}
            answer(data, as_json=as_json, text=f"{file} is whole: version {data['version']}, made at {data['made_at']}")
            return
        with in_english(), progress("Restoring", quiet=as_json) as step:
            summary = restoring.load(file, replace=replace, progress=step)
    except backup.BackupError as error:
        raise Refusal(str(error)) from error
    with progress("Indexing", quiet=as_json) as step:
        services.rebuild(progress=lambda _kind, count: step(count, None))
    data = {"file": str(file), "rows": summary.rows, "files": summary.files}
    answer(
        data,
        as_json=as_json,
        text=f"{summary.rows} rows and {summary.files} files are back; the search index is built.",
    )
