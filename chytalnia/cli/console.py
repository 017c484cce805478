"""What every command shares: Django started, answers for people or machines, progress on a terminal."""

from __future__ import annotations

import functools
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, ParamSpec, TypeVar

import click

P = ParamSpec("P")
R = TypeVar("R")


def with_django(function: Callable[P, R]) -> Callable[P, R]:
    """Start Django before the command runs, not when its help is shown.

    Tables that are older than the program are told in one line: the first command after an upgrade may be any.
    """

    @functools.wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        import django

        django.setup()
        from django.db import OperationalError, ProgrammingError

        try:
            return function(*args, **kwargs)
        except (OperationalError, ProgrammingError) as error:
            if not _tables_are_old():
                raise
            raise Refusal(
                "The tables of the database are older than the program. Run `chytalnia setup` and try again."
            ) from error

    return wrapper


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
