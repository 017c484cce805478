"""`chytalnia seed`."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

import click

from .console import Refusal, answer, as_json, progress, with_django

_NAMES = {
    "libraries": "libraries", "records": "records", "items": "copies", "readers": "readers", "loans": "loans",
    "open_loans": "of them not returned yet", "holds": "holds", "transits": "copies sent to another library",
    "acts": "acts", "facts": "facts",
}  # fmt: skip


@click.command()
@click.option("--readers", default=10_000, show_default=True, type=click.IntRange(10, 2_000_000))
@click.option("--items", default=30_000, show_default=True, type=click.IntRange(40, 10_000_000), help="Copies.")
@click.option("--loans", default=100_000, show_default=True, type=click.IntRange(0, 20_000_000), help="In a year.")
@click.option("--seed", default=1, show_default=True, type=int, help="The same number makes the same network.")
@click.option(
    "--until", type=click.DateTime(["%Y-%m-%d"]), help="Last day of the year of loans; yesterday unless told."
)
@click.option("--no-index", is_flag=True, help="Leave the search index to the worker.")
@as_json
@with_django
def command(
    readers: int, items: int, loans: int, seed: int, until: datetime | None, no_index: bool, as_json: bool
) -> None:
    """Fill an empty database with a made-up network of any size, for rehearsals and measurements.

    Readers of three languages in families, books, and a year of lending with its weeks and seasons: loans, returns,
    renewals, holds, what is overdue. Libraries that are there already are filled; without any, those of the demonstration
    are made. All or nothing: broken off, it leaves the database as it was. A second run with the same numbers changes nothing.
    """
    from django.utils import timezone

    from chytalnia.cli.setup import prepare
    from chytalnia.seed import making

    began = time.monotonic()
    with progress("Database", quiet=as_json):
        prepare(quiet=True)
    last = until.date() if until else timezone.localdate() - timedelta(days=1)
    wish = making.Wish(readers, items, loans, seed, last)
    try:
        if making.is_made(wish):
            answer({"ok": True, "made": False, **wish.told()}, as_json=as_json, text="It is made already.")
            return
        making.refuse_used(wish)
    except making.SeededOtherwiseError as error:
        raise Refusal(
            f"This database was seeded with other numbers: {error}. Set CHYTALNIA_DATA to another folder."
        ) from error
    except making.UsedDatabaseError as error:
        raise Refusal(f"This database is in use: it holds {error}. Set CHYTALNIA_DATA to another folder.") from error
    made = making.make(wish, lambda title: progress(title, quiet=as_json), index=not no_index)
    seconds = round(time.monotonic() - began, 1)
    text = "\n".join(f"{made.counts[name]:>12,}  {label}" for name, label in _NAMES.items())
    answer(
        {"ok": True, "made": True, **wish.told(), **made.counts, "seconds": seconds, "parts": made.seconds},
        as_json=as_json, text=f"{text}\nReady in {seconds:.0f} s.",
    )  # fmt: skip
