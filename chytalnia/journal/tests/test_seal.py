"""The database itself refuses to change or delete facts and audit entries."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from chytalnia.core import audit, seal
from chytalnia.core.models import AuditEntry
from chytalnia.journal import services
from chytalnia.journal.errors import FactsNeverChangeError
from chytalnia.journal.models import Fact
from chytalnia.network.models import Unit

CHANGES = ["UPDATE {table} SET note = 'x'", "DELETE FROM {table}"]
if connection.vendor == "postgresql":
    CHANGES.append("TRUNCATE {table} CASCADE")


@pytest.fixture
def unit(db):
    return Unit.add_root(code="central", name={"uk": "Центральна"})


@pytest.mark.parametrize("table", ["journal_fact", "core_auditentry"])
@pytest.mark.parametrize("statement", CHANGES)
def test_database_refuses_to_change_a_sealed_table(unit, table, statement):
    services.record("searches", unit=unit)
    audit.log("test.act", about=unit)
    connection.check_constraints()  # PostgreSQL says nothing about triggers while foreign keys wait to be looked at

    with pytest.raises(DatabaseError, match=seal.REFUSAL), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table=table))

    assert (Fact.objects.count(), AuditEntry.objects.count()) == (1, 1)


def test_model_refuses_before_the_database_has_to(unit):
    fact = services.record("searches", unit=unit)

    for change in (fact.save, fact.delete, Fact.objects.all().delete, lambda: Fact.objects.update(note="x")):
        with pytest.raises(FactsNeverChangeError):
            change()


@pytest.mark.django_db(transaction=True)
def test_emptying_the_test_database_leaves_the_seal_on():
    unit = Unit.add_root(code="central", name={"uk": "Центральна"})
    services.record("searches", unit=unit)

    call_command("flush", interactive=False, verbosity=0)

    assert Fact.objects.count() == 0
    unit = Unit.add_root(code="central", name={"uk": "Центральна"})
    services.record("searches", unit=unit)
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_fact")


def test_seal_comes_back_after_a_table_was_rebuilt(unit):
    seal.open_(connection, "journal_fact")

    seal.close_kept()

    services.record("searches", unit=unit)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_fact")
