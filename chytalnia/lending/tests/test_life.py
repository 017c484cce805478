"""The whole life of copies and holds, in any order of acts: a Hypothesis machine and what must hold after every step."""

import os
import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from chytalnia.catalogue.models import Item
from chytalnia.lending import services, snapshot
from chytalnia.lending.errors import CannotUndo, Refused
from chytalnia.lending.models import LIVE, Act, Hold, Loan
from chytalnia.lending.tests import factories
from chytalnia.lending.tests.truth import assert_all_is_well, footprint

#: `CHYTALNIA_LIVES=500` plays more of them.
LIVES = int(os.environ.get("CHYTALNIA_LIVES", "12"))

copies = st.integers(0, 4)
people = st.integers(0, 3)
places = st.sampled_from(["one", "two", "three"])
nth = st.integers(0, 5)


class Life(RuleBasedStateMachine):
    """Five copies of two works in three branches, four readers, everything that can happen to them."""

    def __init__(self):
        super().__init__()
        self.world = transaction.atomic()
        self.world.__enter__()
        snapshot.forget()
        self.free = True

    def teardown(self):
        transaction.set_rollback(True)
        self.world.__exit__(None, None, None)
        snapshot.forget()

    @initialize()
    def settle(self):
        self.units = factories.network()
        first, second = factories.record("Кобзар"), factories.record("Лісова пісня", age_mark=12)
        other_edition = factories.record("Кобзар")
        other_edition.work = other_edition.base_work = first.work
        other_edition.save()
        one, two, three = (self.units[code] for code in ("one", "two", "three"))
        self.items = [
            factories.item(one, first, price_minor=20000, currency="UAH"),
            factories.item(two, first),
            factories.item(three, other_edition),
            factories.item(one, second),
            factories.item(two, second, status="not_lent"),
        ]
        self.readers = [factories.reader(unit, surname=f"Читач{n}") for n, unit in enumerate([one, one, two, three])]

    # Acts. Each either happens, or is refused and leaves no trace.

    def do(self, act):
        before = footprint()
        try:
            with transaction.atomic():
                return act()
        except (Refused, CannotUndo):
            assert footprint() == before
            return None

    @rule(copy=copies, who=people, where=places, mode=st.sampled_from(["home", "home", "reading_room"]),
          override=st.sampled_from(["", "", "director allows"]), twice=st.booleans())  # fmt: skip
    def lend(self, copy, who, where, mode, override, twice):
        words = {
            "item": self.items[copy], "reader": self.readers[who], "unit": self.units[where], "mode": mode,
            "override": override, "key": uuid.uuid4(),
        }  # fmt: skip
        act = self.do(lambda: services.lend(**words))
        if act is not None:
            assert act.loan.is_open
            assert act.loan.reader_id == self.readers[who].pk
            if twice:
                before = footprint()
                assert services.lend(**words) == act
                assert footprint() == before

    @rule(copy=copies, where=places, twice=st.booleans())
    def take_back(self, copy, where, twice):
        words = {"item": self.items[copy], "unit": self.units[where], "key": uuid.uuid4()}
        done = self.do(lambda: services.take_back(**words))
        assert not Loan.objects.filter(item=self.items[copy], returned_at=None).exists()
        if done.act is not None and twice:
            before = footprint()
            assert services.take_back(**words).act == done.act
            assert footprint() == before

    @rule(n=nth, override=st.sampled_from(["", "ill"]))
    def renew(self, n, override):
        loans = list(Loan.objects.filter(returned_at=None).order_by("pk"))
        if loans:
            loan = loans[n % len(loans)]
            later = timezone.now() + timedelta(days=3)
            act = self.do(lambda: services.renew(loan=loan, override=override, at=later))
            assert act is None or act.loan.renewals == loan.renewals + 1

    @rule(copy=copies, who=people, where=places, what=st.sampled_from(["work", "work", "record", "item"]))
    def hold(self, copy, who, where, what):
        item = self.items[copy]
        target = {"work": item.record.work, "record": item.record, "item": item}[what]
        self.do(lambda: services.place_hold(reader=self.readers[who], target=target, pickup=self.units[where]))

    @rule(n=nth)
    def cancel(self, n):
        if hold := self.live(n):
            self.do(lambda: services.cancel_hold(hold=hold))

    @rule(n=nth, days=st.integers(1, 9))
    def suspend(self, n, days):
        if hold := self.live(n):
            until = timezone.localdate() + timedelta(days=days)
            self.do(lambda: services.suspend_hold(hold=hold, until=until))

    @rule(n=nth)
    def resume(self, n):
        if hold := self.live(n):
            self.do(lambda: services.resume_hold(hold=hold))

    @rule(n=nth, where=places)
    def pick_up_elsewhere(self, n, where):
        if hold := self.live(n):
            self.do(lambda: services.change_hold(hold=hold, pickup=self.units[where]))

    @rule(days=st.sampled_from([1, 4, 8, 40]))
    def night(self, days):
        counts = services.nightly(timezone.localdate() + timedelta(days=days))
        assert not [name for name in counts if name.endswith("_failed")]

    @rule(copy=copies, where=places, to=st.none() | places)
    def send(self, copy, where, to):
        target = self.units[to] if to else None
        self.do(lambda: services.send(item=self.items[copy], unit=self.units[where], target=target))

    @rule(copy=copies, where=places)
    def receive(self, copy, where):
        self.do(lambda: services.receive(item=self.items[copy], unit=self.units[where]))

    @rule(copy=copies, where=places)
    def lose(self, copy, where):
        self.do(lambda: services.mark_lost(item=self.items[copy], unit=self.units[where]))

    @rule(n=nth, how=st.sampled_from(["claim", "replace", "forgive", "pay"]))
    def settle_a_loss(self, n, how):
        loans = list(Loan.objects.filter(returned_at=None).order_by("pk"))
        if not loans:
            return
        loan = loans[n % len(loans)]
        if how == "claim":
            self.do(lambda: services.claim(loan=loan))
        elif how == "replace":
            self.do(lambda: services.replace(loan=loan))
        elif how == "forgive":
            self.do(lambda: services.forgive(loan=loan, note="flood"))
        elif charge := loan.charges.filter(state="open").first():
            self.do(lambda: services.pay(charge=charge, unit=self.units["one"]))

    @rule(copy=copies, where=places)
    def read_inside(self, copy, where):
        self.do(lambda: services.count_in_house(item=self.items[copy], unit=self.units[where]))

    @rule(n=nth)
    def undo(self, n):
        acts = list(Act.objects.filter(undone_at=None).order_by("-pk")[:6])
        if acts:
            act = acts[n % len(acts)]
            if self.do(lambda: services.undo(act=act)) is not None:
                before = footprint()
                services.undo(act=act)
                assert footprint() == before

    def live(self, n):
        holds = list(Hold.objects.filter(state__in=LIVE).order_by("pk"))
        return holds[n % len(holds)] if holds else None

    @invariant()
    def all_is_well(self):
        if Item.objects.exists():
            assert_all_is_well()


@pytest.mark.django_db
def test_the_whole_life_of_copies_and_holds():
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=LIVES, stateful_step_count=30, deadline=None, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
