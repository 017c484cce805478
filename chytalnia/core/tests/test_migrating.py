"""Databases that were brought up by single steps, before those were drawn together."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from chytalnia.core.migrating import half_way, taken_for

pytestmark = pytest.mark.django_db


def test_a_database_between_two_versions_is_known():
    assert half_way(connection) == []
    MigrationRecorder.Migration.objects.filter(app="lending", name="0001_tables").delete()
    assert half_way(connection) == [], "it has every single step"
    MigrationRecorder.Migration.objects.filter(app="lending", name="0007_holds_at_a_branch").delete()
    assert half_way(connection) == ["lending"]


def test_steps_drawn_together_are_taken_for_all_they_were_drawn_from():
    here = {f"{room}.{name}" for room, name in MigrationRecorder(connection).applied_migrations()}
    before = {step for step in here if not step.endswith("_tables")}
    assert before != here == taken_for(before, connection)
    assert "lending.0001_tables" not in taken_for(before - {"lending.0002_night"}, connection)
