"""`chytalnia worker`: does queued tasks, feeds the search index and does the work of the night, until it is told to stop."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable

import click

from .console import with_django

logger = logging.getLogger("chytalnia.worker")

#: The hour, by the clock of the network, from which the work of the night is done: after the last visitor, before the first.
NIGHT = 2


@click.command()
@click.option("--once", is_flag=True, help="Do what waits now, then leave.")
@click.option("--index-only", is_flag=True, help="Only feed the index, until the standard input is closed.")
@with_django
def command(once: bool, index_only: bool) -> None:
    """Do queued tasks and feed the search index."""
    from django.core.management import call_command

    from chytalnia.search import services

    if once:
        call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
        services.drain()
        return
    stop = threading.Event()
    if index_only:
        threading.Thread(target=_stop_at_end_of_input, args=(stop,), daemon=True).start()
        feed(stop, pause=0.1)
        services.drain_present()
        return
    feeder = threading.Thread(target=feed, args=(stop,), name="search-feeder", daemon=True)
    feeder.start()
    watch = threading.Thread(target=watch_nights, args=(stop,), name="nights", daemon=True)
    watch.start()
    try:
        call_command("db_worker", queue_name="*", interval=0.5, startup_delay=False, verbosity=0)
    finally:
        stop.set()
        feeder.join(timeout=10)
        watch.join(timeout=10)


def _stop_at_end_of_input(stop: threading.Event) -> None:
    sys.stdin.read()
    stop.set()


def feed(stop: threading.Event, *, pause: float = 0.3) -> None:
    """Drain the outbox whenever something waits in it; an error is logged and tried again later, never fatal."""
    from django.db import close_old_connections

    from chytalnia.search import services

    while not stop.is_set():
        try:
            moved = services.drain(until_stopped=stop.is_set)
        except Exception:
            logger.exception("The search index could not be fed; trying again in five seconds")
            moved = 0
            stop.wait(5)
        finally:
            close_old_connections()
        if not moved:
            stop.wait(pause)


def watch_nights(stop: threading.Event, *, pause: float = 60) -> None:
    """Do the work of each night once, whichever worker comes first; a machine that slept does it when it wakes.

    Elections move by the clock, films broken off are taken up and letters leave beside it; one that cannot does not hold up the night.
    """
    from django.db import close_old_connections
    from django.utils import timezone

    from chytalnia.core import post
    from chytalnia.lending import services
    from chytalnia.trailers.services import take_up
    from chytalnia.voting.services import timely

    def night() -> None:
        if timezone.localtime().hour >= NIGHT:
            services.once_a_night()

    works: tuple[tuple[Callable[[], object], str], ...] = (
        (timely.advance, "An election could not be moved by the clock; it is tried again"),
        (take_up, "Films whose maker was killed could not be asked for again; it is tried again"),
        (post.deliver, "Letters could not be sent; they are tried again"),
        (night, "The work of the night failed; it is tried again"),
    )
    while not stop.wait(pause):
        for work, failed in works:
            try:
                work()
            except Exception:
                logger.exception(failed)
        close_old_connections()
