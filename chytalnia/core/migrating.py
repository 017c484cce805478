"""Tables that are made together: a database made new is wanted by every first start, every restored copy, every test run."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db.migrations import CreateModel
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation


class CreateModels(Operation):
    """New models drawn once each, and no others.

    Django draws all related models anew after each model that a step adds, and here nearly all are related: with hundreds of
    them that, not the database, is what a first start waits for. What stood before knows nothing of what is new.
    """

    reduces_to_sql = True

    def __init__(self, operations: list[CreateModel]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: Any) -> None:
        drawn = state.__dict__.pop("apps", None)
        for each in self.operations:
            each.state_forwards(app_label, state)
        if drawn is not None:
            drawn.render_multiple([state.models[app_label, each.name_lower] for each in self.operations])
            state.apps = drawn

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for each in self.operations:
            each.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for each in reversed(self.operations):
            each.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return "; ".join(each.describe() for each in self.operations)


def together(operations: Iterable[Operation]) -> list[Operation]:
    """The steps of a migration, with models that follow each other made together."""
    steps: list[Operation] = []
    for are_models, run in groupby(operations, key=lambda each: isinstance(each, CreateModel)):
        each = list(run)
        steps += [CreateModels(each)] if are_models and len(each) > 1 else each  # type: ignore[arg-type]
    return steps


def half_way(connection: Any) -> list[str]:
    """Rooms whose tables somebody began to bring up by steps that are one step by now, and did not finish.

    Nothing can go on from there but the program that has the single steps.
    """
    loader = MigrationLoader(connection, ignore_no_migrations=True, replace_migrations=False)
    return sorted(
        {
            room
            for (room, _name), step in loader.replacements.items()
            if len({each in loader.applied_migrations for each in step.replaces}) == 2
        }
    )


def taken_for(made: Iterable[str], connection: Any) -> set[str]:
    """The steps that brought tables where they are (`room.name`), with those that stand for all of some of them."""
    taken = set(made)
    for (room, name), step in MigrationLoader(connection).replacements.items():
        if all(f"{each}.{number}" in taken for each, number in step.replaces):
            taken.add(f"{room}.{name}")
    return taken
