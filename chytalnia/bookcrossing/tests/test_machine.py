"""Whatever people do in whatever order, late, twice and without a line: the book stands where its latest step says, its length is
the sum of its legs, each key is one step, the map counts what there is."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from chytalnia.bookcrossing import checks, services
from chytalnia.bookcrossing.errors import AtRest, CrossingError
from chytalnia.bookcrossing.models import MapCell, Sighting, Traveller
from chytalnia.bookcrossing.services.map import recounted
from chytalnia.bookcrossing.tests import factories
from chytalnia.journal.models import Fact

points = st.sampled_from([(49.07, 33.42), (50.45, 30.52), (51.72, 75.32), None])
ago = st.integers(0, 40)
STAGES = {"release": "released", "find": "found", "read": "reading"}


class Journey(RuleBasedStateMachine):
    @initialize()
    def begin(self):
        from django.db import transaction

        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.units = factories.network()
        self.shelf = factories.shelf(self.units["one"])
        self.book = factories.book(self.units["one"])
        Traveller.objects.update(
            registered_at=timezone.now() - timedelta(days=50), last_at=timezone.now() - timedelta(days=50)
        )
        self.keys, self.latest, self.stage, self.finds = [], None, "registered", 0

    def teardown(self):
        if hasattr(self, "outer"):
            from django.db import transaction

            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def step(self, act, key, at, **where):
        expected = STAGES[act]
        try:
            done = getattr(services, act)(traveller=Traveller.objects.get(pk=self.book.pk), key=key, at=at, **where)
        except AtRest:
            assert self.stage == "retired"
            return
        assert self.stage != "retired"
        self.keys.append(key)
        self.finds += act == "find"
        if self.latest is None or done.at >= self.latest:
            self.latest, self.stage = done.at, expected

    @rule(act=st.sampled_from(sorted(STAGES)), point=points, days=ago, on_shelf=st.booleans())
    def something_happens(self, act, point, days, on_shelf):
        lat, lon = point or (None, None)
        shelf = self.shelf if act == "release" and on_shelf else None
        self.step(act, uuid4(), timezone.now() - timedelta(days=days), lat=lat, lon=lon, shelf=shelf)

    @precondition(lambda self: self.keys)
    @rule(data=st.data())
    def the_phone_sends_it_again(self, data):
        key = data.draw(st.sampled_from(self.keys))
        before = Sighting.objects.count()
        services.find(traveller=self.book, key=key)
        assert Sighting.objects.count() == before

    @rule()
    def somebody_says_a_word(self):
        try:
            services.note(traveller=self.book, key=uuid4(), text="Гарна книга")
        except CrossingError:
            assert self.stage == "retired"
        else:
            self.latest = Traveller.objects.get(pk=self.book.pk).last_at

    @precondition(lambda self: self.stage in ("released", "found", "reading"))
    @rule()
    def it_is_silent(self):
        Traveller.objects.get(pk=self.book.pk).move("lose")
        self.stage = "lost"

    @precondition(lambda self: len(self.keys) > 6 and self.stage != "retired")
    @rule()
    def it_comes_to_rest(self):
        Traveller.objects.get(pk=self.book.pk).move("retire")
        self.stage = "retired"

    @invariant()
    def all_is_well(self):
        if not hasattr(self, "book"):
            return
        book = Traveller.objects.get(pk=self.book.pk)
        steps = list(book.sightings.order_by("at", "pk"))
        assert book.stage == self.stage
        assert book.finds == self.finds == sum(step.kind == "find" for step in steps)
        assert book.metres == sum(step.leg for step in steps)
        assert len(self.keys) == sum(step.kind != "note" for step in steps)
        assert Fact.objects.filter(kind="crossing.found").count() == self.finds
        kept = {(c.level, c.x, c.y): c.count for c in MapCell.objects.exclude(count=0)}
        assert kept == recounted()
        assert checks._wrong_sums() == []


class JourneyTest(TestCase):
    def test_journeys(self):
        from hypothesis.stateful import run_state_machine_as_test

        run_state_machine_as_test(
            Journey,
            settings=settings(
                max_examples=12,
                stateful_step_count=14,
                deadline=None,
                suppress_health_check=list(HealthCheck),
                derandomize=True,
            ),
        )
