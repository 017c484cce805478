"""What every command shares: Django started, answers for people or machines, progress on a terminal."""

from __future__ import annotations

import errno
import functools
import gc
import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, ParamSpec, TypeVar

import click

P = ParamSpec("P")
R = TypeVar("R")

#: In a log; rarer than a bar moves.
SECONDS_BETWEEN_LINES = 10


def start_django() -> None:
    """Have models, words and settings ready. What is loaded stays until the end of the process, so nobody looks through it for
    garbage: neither while it is read (a quarter of the time of a start) nor afterwards."""
    import django

    gc.disable()
    django.setup()
    gc.freeze()
    gc.enable()


def with_django(function: Callable[P, R]) -> Callable[P, R]:
    """Start Django before the command runs, not when its help is shown.

    What is wrong with the machine and not with the program – a setting, a database that does not answer, a disk that is full,
    tables that are older than the program – is told in one line. What is wrong with the program stays a traceback.
    """

    @functools.wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        import sqlite3

        from django.core.exceptions import ImproperlyConfigured
        from django.db import OperationalError, ProgrammingError

        try:
            start_django()
            return function(*args, **kwargs)
        except ImproperlyConfigured as error:
            raise Refusal(f"The settings are not right: {error}") from error
        # The search index keeps its names in a database of its own, which Django does not know.
        except (OperationalError, ProgrammingError, sqlite3.OperationalError) as error:
            if told := _of_the_machine(error):
                raise Refusal(told) from error
            raise
        except OSError as error:
            if error.errno not in _HINTS:
                raise
            raise Refusal(f"{error.filename or 'A file'}: {error.strerror}. {_HINTS[error.errno]}") from error
        except ValueError as error:
            # So the engine of the index tells what it misses, and what the system refused it.
            told_by_system = _OF_THE_SYSTEM.search(str(error))
            if told_by_system is not None and int(told_by_system[1]) in _HINTS:
                raise Refusal(f"The search index: {error}. {_HINTS[int(told_by_system[1])]}") from error
            from chytalnia.search.engines.base import Damaged

            if isinstance(error, Damaged):
                raise Refusal(
                    f"The search index is damaged. Run chytalnia check: it builds it anew. ({error})"
                ) from error
            raise

    return wrapper


_OF_THE_SYSTEM = re.compile(r"\(os error (\d+)\)")
_HINTS = {
    errno.ENOSPC: "Make room on the disk and say it again; what was done before is kept.",
    errno.EDQUOT: "Make room on the disk and say it again; what was done before is kept.",
    errno.EACCES: "Give this account the right to write there.",
    errno.EPERM: "Give this account the right to write there.",
    errno.EROFS: "Give this account the right to write there.",
}
#: What SQLite says when the machine is at fault, and how to mend it.
_SQLITE = {
    "disk is full": _HINTS[errno.ENOSPC],
    "disk I/O error": "Look whether the disk is full or broken.",
    "readonly database": _HINTS[errno.EACCES],
    "unable to open database file": _HINTS[errno.EACCES],
    "database is locked": "Another program writes for long; say it again when it has ended.",
    "file is not a database": "Restore the last backup.",
    "disk image is malformed": "Restore the last backup.",
}


def _of_the_machine(error: Exception) -> str:
    """What to tell when not the program is at fault; '' when it is, or nobody knows."""
    from django.conf import settings

    where = settings.DATABASES["default"]
    for said, hint in _SQLITE.items():
        if where["ENGINE"].endswith("sqlite3") and said in str(error):
            return f"{where['NAME']}: {error}. {hint}"
    if not _answers():
        host = where.get("HOST") or "this machine"
        return f"The database {where['NAME']} on {host} does not answer: {' '.join(str(error).split())[:300]} Look at DATABASE_URL."
    if _tables_are_old():
        return "The tables of the database are older than the program. Run `chytalnia setup` and try again."
    return ""


def _answers() -> bool:
    from django.db import DatabaseError, connection

    try:
        connection.close()
        connection.ensure_connection()
    except DatabaseError:
        return False
    return True


def _tables_are_old() -> bool:
    """Whether migrations wait; False too when the database cannot be asked, so that its own error is seen."""
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError:
        return False


as_json = click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object, for machines.")


def answer(data: dict[str, Any], *, as_json: bool, text: str) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, default=str) if as_json else text)


@contextmanager
def in_english() -> Iterator[None]:
    """Commands speak English, whatever the language of the network: their answers are read beside those of other commands."""
    from django.utils import translation

    with translation.override("en"):
        yield


def said(refusal: Exception) -> str:
    """A refusal of a service, in the language of the commands."""
    with in_english():
        return str(refusal)


def refuse_without_index() -> None:
    """Raise Refusal when there is a catalogue and no index of it: nothing found would be said of everything."""
    from chytalnia.search import services

    if not services.is_built():
        raise Refusal("The search index is not there. Run chytalnia reindex.")


@functools.cache
def give_way() -> None:
    """Let whoever serves people have the processor first, where the system knows of such a thing."""
    with suppress(AttributeError, OSError):
        os.nice(10)


class Refusal(click.ClickException):
    """The command could not be done; says why in one line, exit code 1."""


@contextmanager
def progress(title: str, *, quiet: bool = False) -> Iterator[Callable[[int, int | None], None]]:
    """A bar on the terminal; silent when the output goes to a file or a machine."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.completed}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def steps(title: str) -> Iterator[Callable[[int, int | None], None]]:
    """A bar on the terminal; lines in a file, so that whoever reads a log of some minutes sees what is being done."""
    if sys.stderr.isatty():
        with progress(title) as bar:
            yield bar
        return
    click.echo(f"{title} …", err=True)
    told = time.monotonic()

    def tell(done: int, total: int | None) -> None:
        nonlocal told
        if (now := time.monotonic()) - told >= SECONDS_BETWEEN_LINES:
            told = now
            click.echo(f"{title}: {done:,}" + (f" of {total:,}" if total else ""), err=True)

    yield tell
