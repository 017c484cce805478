"""Lines of desks without a line, cut into batches, sent in any order and more than once: the same ledger."""

from __future__ import annotations

import os
import random
import uuid
from collections import Counter

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from chytalnia.catalogue.models import Item
from chytalnia.journal import queries as journal
from chytalnia.lending import snapshot
from chytalnia.lending.models import Act, Loan, Received
from chytalnia.lending.offline.replay import Line, take_in
from chytalnia.lending.tests import factories
from chytalnia.lending.tests.test_offline import at, card_of, desk_in
from chytalnia.lending.tests.truth import assert_all_is_well
from chytalnia.network.tests.factories import holder
from chytalnia.people.models import Reader

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

#: `CHYTALNIA_LIVES=500` plays more of them.
RUNS = int(os.environ.get("CHYTALNIA_LIVES", "12"))

#: Deed, copy, reader (the last one is registered without a line, too), desk.
deeds = st.tuples(
    st.sampled_from(["lend", "lend", "take_back"]), st.integers(0, 1), st.integers(0, 2), st.integers(0, 1)
)


class World:
    def __init__(self):
        self.unit = factories.network()["one"]
        self.by = holder(self.unit, "librarian").pk
        self.desks = [desk_in(self.unit), desk_in(self.unit, "Phone")]
        self.copies = [factories.item(self.unit) for _ in range(2)]
        self.readers = [factories.reader(self.unit, surname=f"Читач{n}") for n in range(2)]
        self.cards = [*map(card_of, self.readers), "880055"]

    def lines(self, told):
        person = {"surname": "Нова", "name": "Оксана", "birth_date": "1990-02-03"}
        register = Line(uuid.UUID(int=9999), "register", at(8), self.by, self.cards[2], person=person)
        return [(0, register)] + [
            (
                desk,
                Line(
                    uuid.UUID(int=n + 1), deed, at(9, n), self.by, self.cards[reader] if deed == "lend" else "",
                    self.copies[copy].barcode,
                ),
            )
            for n, (deed, copy, reader, desk) in enumerate(told)
        ]  # fmt: skip

    def send(self, batches):
        for batch in batches:
            for desk in (0, 1):
                if lines := [line for where, line in batch if where == desk]:
                    take_in(desk=self.desks[desk], lines=lines)

    def ledger(self):
        """What must not depend on the order: numbers of each kind, who owes what, where each copy is."""
        kinds = {row["kind"]: row["quantity"] for row in journal.tallies(None, by=("kind",))}
        names = dict(Reader.objects.values_list("pk", "surname"))
        copies = {copy.pk: n for n, copy in enumerate(self.copies)}
        owed = sorted((copies[item], names[who]) for item, who in Loan.objects.open().values_list("item", "reader"))
        states = [Item.objects.get(pk=copy.pk).status for copy in self.copies]
        return kinds, owed, states


def played(told, batches_of):
    """The ledger after the batches, in a world of its own that is thrown away."""
    with transaction.atomic():
        snapshot.forget()
        world = World()
        lines = world.lines(told)
        world.send(batches_of(lines))
        assert Received.objects.count() == len(lines)
        assert_all_is_well()
        acts = Counter(Act.objects.values_list("key", flat=True))
        assert set(acts.values()) <= {1}
        ledger = world.ledger()
        transaction.set_rollback(True)
    snapshot.forget()
    return ledger


A, C = ("lend", 0, 0, 0), ("lend", 0, 2, 1)


# Loans that changed nothing held each other up when another reader's loan came in between.
@example(told=[A, A, C, A, A, A, A], seed=0)
@settings(max_examples=RUNS, deadline=None, database=None, suppress_health_check=list(HealthCheck), print_blob=True)
@given(told=st.lists(deeds, min_size=2, max_size=9), seed=st.integers(0, 10**6))
def test_any_order_of_batches_gives_the_same_ledger(told, seed):
    chance = random.Random(seed)

    def mixed(lines):
        lines = [*lines, *chance.sample(lines, chance.randint(0, len(lines)))]
        chance.shuffle(lines)
        cuts = sorted(chance.sample(range(len(lines)), chance.randint(0, min(4, len(lines)))))
        return [lines[a:b] for a, b in zip([0, *cuts], [*cuts, len(lines)], strict=True)]

    assert played(told, mixed) == played(told, lambda lines: [[line] for line in lines])
