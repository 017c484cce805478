"""Whatever people do in whatever order – book, ask, move, give up, come late or not at all, return weekly – no two bookings of a
room overlap, and every quarter-hour is held by the booking that has it."""

import contextlib
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from chytalnia.lending.tests import factories as lending
from chytalnia.spaces import checks, quarters, services
from chytalnia.spaces.errors import SpacesError
from chytalnia.spaces.models import HOLDING, Booking, Slot
from chytalnia.spaces.tests import factories

quarter = st.integers(0, 30)
length = st.integers(1, 8)


class Rooms(RuleBasedStateMachine):
    @initialize()
    def begin(self):
        from django.db import transaction

        self.outer = transaction.atomic()
        self.outer.__enter__()
        unit = lending.network()["one"]
        self.rooms = [factories.space(unit), factories.space(unit, approval="librarian")]
        self.reader = lending.reader(unit)
        now = timezone.now().astimezone(UTC)
        self.start = datetime(now.year, now.month, now.day, 8, tzinfo=UTC) + timedelta(days=2)
        self.now = timezone.now()

    def teardown(self):
        if hasattr(self, "outer"):
            from django.db import transaction

            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def when(self, at, long):
        starts = self.start + at * quarters.QUARTER
        return {"starts_at": starts, "ends_at": starts + long * quarters.QUARTER}

    def any_booking(self, data):
        found = list(Booking.objects.order_by("pk"))
        return data.draw(st.sampled_from(found)) if found else None

    @rule(room=st.integers(0, 1), at=quarter, long=length, by_reader=st.booleans())
    def book(self, room, at, long, by_reader):
        who = {"reader": self.reader, "purpose": "Study"} if by_reader else {"at_desk": True}
        with contextlib.suppress(SpacesError):
            services.book(space=self.rooms[room], at=self.now, **self.when(at, long), **who)

    @rule(room=st.integers(0, 1), at=st.integers(0, 20), long=length)
    def weekly(self, room, at, long):
        starts = self.start + at * quarters.QUARTER
        ends = (starts + long * quarters.QUARTER).time()
        if ends <= starts.time() or ends == time(0):
            return
        with contextlib.suppress(SpacesError):
            services.book_weekly(
                space=self.rooms[room], first_day=starts.date(), last_day=starts.date() + timedelta(days=14),
                begins=starts.time(), ends=ends, purpose="Club", at=self.now,
            )  # fmt: skip

    @rule(data=st.data(), room=st.integers(0, 1), at=quarter, long=length)
    def move(self, data, room, at, long):
        if (booking := self.any_booking(data)) is not None:
            with contextlib.suppress(SpacesError):
                services.move(booking=booking, space=self.rooms[room], at=self.now, **self.when(at, long))

    @rule(data=st.data())
    def give_up(self, data):
        if (booking := self.any_booking(data)) is not None:
            with contextlib.suppress(SpacesError):
                services.cancel(booking=booking)

    @rule(data=st.data(), yes=st.booleans())
    def decide(self, data, yes):
        waits = list(Booking.objects.at_stage("asked"))
        if waits:
            booking = data.draw(st.sampled_from(waits))
            booking.move("approve" if yes else "refuse")

    @rule(data=st.data())
    def come(self, data):
        if (booking := self.any_booking(data)) is not None:
            with contextlib.suppress(SpacesError):
                services.come(booking=booking, at=booking.starts_at)

    @rule(room=st.integers(0, 1), at=quarter)
    def time_passes(self, room, at):
        self.now = max(self.now, self.start + at * quarters.QUARTER)
        services.release_late(self.rooms[room], self.now)

    @invariant()
    def nobody_overlaps(self):
        if not hasattr(self, "rooms"):
            return
        for room in self.rooms:
            held = list(Booking.objects.filter(space=room, stage__in=HOLDING).order_by("starts_at"))
            assert all(one.ends_at <= other.starts_at for one, other in pairwise(held))
            owned = {at for one in held for at in quarters.covering(one.starts_at, one.ends_at)}
            assert set(Slot.objects.filter(space=room).values_list("at", flat=True)) == owned
        assert not checks.check()


class RoomsTest(TestCase):
    def test_rooms(self):
        run_state_machine_as_test(
            Rooms,
            settings=settings(
                max_examples=12, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck),
                derandomize=True,
            ),
        )  # fmt: skip
