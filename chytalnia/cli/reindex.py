"""`chytalnia reindex`."""

from __future__ import annotations

import time

import click

from .console import Refusal, answer, as_json, progress, with_django


@click.command()
@as_json
@with_django
def command(as_json: bool) -> None:
    """Build the search index anew beside the present one, which answers until the new one takes its place."""
    from chytalnia.search import errors, services

    began = time.monotonic()
    done: dict[str, int] = {}
    try:
        with progress("Indexing", quiet=as_json) as step:

            def tell(kind: str, count: int) -> None:
                done[kind] = count
                step(sum(done.values()), None)

            counts = services.rebuild(progress=tell)
    except errors.CannotRebuild as error:
        raise Refusal(str(error)) from error
    data = {"entries": counts, "seconds": round(time.monotonic() - began, 2)}
    answer(data, as_json=as_json, text=f"{sum(counts.values())} entries in {data['seconds']} s")
