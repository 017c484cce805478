"""`chytalnia nightly`."""

from __future__ import annotations

from datetime import datetime

import click

from .console import answer, as_json, with_django

_NAMES = {
    "queues_joined": "queues of works that were joined",
    "holds_expired": "holds that have run out",
    "holds_targeted": "holds that found a copy",
    "notices": "notices to readers",
    "forgotten": "loans, holds and acts that forgot their reader",
    "travellers": "silent travelling books asked after or given up, and followers who never answered",
    "events": "reminders of events, and names of those enrolled forgotten",
    "readers": "registrations from home that nobody confirmed, and accounts long closed",
}


@click.command()
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Do what is due by this day instead of today.")
@as_json
@with_django
def command(day: datetime | None, as_json: bool) -> None:
    """Do the work of a night: expired holds, copies for readers who wait, reminders, forgetting who read what.

    The worker does it by itself, once a night. Done twice, nothing is done twice; safe while the library is open.
    """
    from chytalnia.lending import services

    counts = services.nightly(day.date() if day else None)
    failed = [name for name in counts if name.endswith("_failed")]
    lines = [f"{int(counts[name]):>8}  {text}" for name, text in _NAMES.items() if name in counts]
    lines += [f"  FAILED  {_NAMES[name.removesuffix('_failed')]}" for name in failed]
    answer({"ok": not failed, **counts}, as_json=as_json, text="\n".join(lines))
    raise SystemExit(1 if failed else 0)
