"""Whatever is pressed at the door, in whatever order: the ratio holds, nobody leaves without being given over, nobody twice."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from django.db import transaction  # isort: skip

from chytalnia.care import services
from chytalnia.care.errors import CareError
from chytalnia.care.models import Place, Session, Way
from chytalnia.lending.tests import factories as lending

from . import factories

CHILDREN, ADULTS, RATIO = 5, 3, 2
child = st.integers(0, CHILDREN - 1)
adult = st.integers(0, ADULTS - 1)


class Day(RuleBasedStateMachine):
    """The ledger: `here` who is inside, `gone` who was given over, `adults` who is with them."""

    @initialize()
    def begin(self):
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.session, self.places = DayTest.world
        self.keepers = list(self.session.keepers.all())
        self.here, self.gone, self.adults = set(), set(), set()
        self.wrong = dict.fromkeys(range(CHILDREN), 0)

    def teardown(self):
        if hasattr(self, "outer"):
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def tried(self, act, **fields):
        try:
            with transaction.atomic():
                act(**fields)
        except CareError:
            return False
        return True

    @rule(n=adult)
    def comes(self, n):
        assert self.tried(services.adult_comes, keeper=self.keepers[n])
        self.adults.add(n)

    @rule(n=adult)
    def goes(self, n):
        left = self.adults - {n}
        may = n not in self.adults or not self.here or (len(left) >= 2 and len(self.here) <= RATIO * len(left))
        assert self.tried(services.adult_goes, keeper=self.keepers[n]) == may
        if may:
            self.adults = left

    @rule(n=child)
    def let_in(self, n):
        fits = len(self.adults) >= 2 and len(self.here) < RATIO * len(self.adults)
        may = n not in self.gone and (n in self.here or fits)
        assert self.tried(services.check_in, place=self.places[n][0], brought_by="Мама") == may
        if may:
            self.here.add(n)

    @rule(n=child, right=st.booleans())
    def give_over(self, n, right):
        place, pin = self.places[n]
        wrong = "999999" if pin != "999999" else "888888"
        may = n in self.here and right and self.wrong[n] < 3
        try:
            services.check_out(place=place, way=Way.PIN, secret=pin if right else wrong)
            done = True
        except CareError as refusal:
            done = False
            self.wrong[n] += refusal.code == "wrong"
        assert done == may
        if may:
            self.here.remove(n)
            self.gone.add(n)

    @rule(n=child)
    def document(self, n):
        place = self.places[n][0]
        adult = place.application.adults.first()
        done = self.tried(services.check_out, place=place, way=Way.DOCUMENT, adult=adult, reason="мама захворіла")
        assert done == (n in self.here)
        if done:
            self.here.remove(n)
            self.gone.add(n)

    @rule()
    def end_too_early(self):
        if self.here:
            assert not self.tried(services.finish, session=self.session)

    @invariant()
    def the_row_says_what_the_ledger_says(self):
        if not hasattr(self, "here"):
            return
        kept = Session.objects.get(pk=self.session.pk)
        assert (kept.inside, kept.adults_in) == (len(self.here), len(self.adults))
        assert kept.inside <= kept.per_adult * kept.adults_in
        assert not kept.inside or kept.adults_in >= 2
        rows = Place.objects.filter(session=kept)
        assert rows.filter(came_at__isnull=False, left_at=None).count() == len(self.here)
        assert rows.filter(left_at__isnull=False).count() == len(self.gone)


class DayTest(Day.TestCase, TestCase):
    @classmethod
    def setUpTestData(cls):
        made = factories.session(lending.network()["one"], names=["A", "B", "C"])
        places = [factories.child(made, f"Дитина {n}") for n in range(CHILDREN)]
        factories.now(made)
        services.check_room(session=made)
        Session.objects.filter(pk=made.pk).update(per_adult=RATIO)
        cls.world = (
            factories.fresh(made),
            [(Place.objects.select_related("application").get(pk=place.pk), pin) for place, pin in places],
        )
        DayTest.world = cls.world


DayTest.settings = settings(
    max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
