"""Several desks at once, with real threads and real transactions, on whichever database the suite runs."""

import random
import uuid
from functools import partial

import pytest
from django.utils import timezone

from chytalnia.journal import queries as journal
from chytalnia.lending import services
from chytalnia.lending.errors import CannotUndo, Refused
from chytalnia.lending.models import Act, Hold, Loan
from chytalnia.lending.tests import factories
from chytalnia.lending.tests.truth import assert_all_is_well
from tests import threads

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english")]

ROUNDS = 6


def together(*acts):
    return threads.together(*acts, refusal=Refused)


def test_two_desks_lend_the_same_copy():
    units = factories.network()
    readers = [factories.reader(units["one"]) for _ in range(2)]
    for _ in range(ROUNDS):
        copy = factories.item(units["one"])
        answers = together(*(partial(services.lend, item=copy, reader=reader, unit=units["one"]) for reader in readers))
        assert sorted(type(answer).__name__ for answer in answers) == ["Act", "Refused"]
        assert Loan.objects.filter(item=copy, returned_at=None).count() == 1
        services.take_back(item=copy, unit=units["one"])
    assert_all_is_well()


def test_two_returns_capture_one_hold_once():
    units = factories.network()
    for _ in range(ROUNDS):
        work = factories.record()
        copies = [factories.item(units["one"], work), factories.item(units["two"], work)]
        for copy in copies:
            services.lend(item=copy, reader=factories.reader(units["one"]), unit=units["one"])
        hold = services.place_hold(reader=factories.reader(units["two"]), target=work.work, pickup=units["two"])
        answers = together(*(partial(services.take_back, item=copy, unit=copy.unit) for copy in copies))
        assert [answer.hold for answer in answers if answer.hold] == [hold]
    assert_all_is_well()


def test_the_last_free_place_is_given_once():
    """Limits are counted under the lock of the reader."""
    units = factories.network()
    reader = factories.reader(units["one"])
    for _ in range(4):
        services.lend(item=factories.item(units["one"]), reader=reader, unit=units["one"])
    copies = [factories.item(units["one"]) for _ in range(3)]
    answers = together(*(partial(services.lend, item=copy, reader=reader, unit=units["one"]) for copy in copies))
    assert sum(isinstance(answer, Act) for answer in answers) == 1
    assert Loan.objects.filter(reader=reader, returned_at=None).count() == 5
    assert_all_is_well()


def test_a_message_sent_twice_is_one_act():
    units = factories.network()
    reader = factories.reader(units["one"])
    for _ in range(ROUNDS // 2):
        copy, lent, back = factories.item(units["one"]), uuid.uuid4(), uuid.uuid4()
        answers = together(*[partial(services.lend, item=copy, reader=reader, unit=units["one"], key=lent)] * 4)
        assert len({answer.pk for answer in answers}) == 1
        answers = together(*[partial(services.take_back, item=copy, unit=units["one"], key=back)] * 4)
        assert len({answer.act.pk for answer in answers}) == 1
    assert journal.total("issues.physical") == journal.total("returns") == ROUNDS // 2
    work = factories.item(units["one"]).record.work
    once = partial(services.place_hold, reader=reader, target=work, pickup=units["one"], key=uuid.uuid4())
    holds = together(*[once] * 4)
    assert len({hold.pk for hold in holds}) == 1
    assert_all_is_well()


def test_a_hold_placed_while_the_copy_returns_is_served():
    """Whichever comes first, the copy does not stand free while somebody waits for it."""
    units = factories.network()
    for _ in range(ROUNDS):
        copy = factories.item(units["one"])
        services.lend(item=copy, reader=factories.reader(units["one"]), unit=units["one"])
        waiting = factories.reader(units["two"])
        together(
            partial(services.take_back, item=copy, unit=units["one"]),
            partial(services.place_hold, reader=waiting, target=copy.record.work, pickup=units["two"]),
        )
    assert_all_is_well()


def test_an_act_is_undone_once():
    units = factories.network()
    for _ in range(ROUNDS // 2):
        act = services.lend(item=factories.item(units["one"]), reader=factories.reader(units["one"]), unit=units["one"])
        together(*[partial(services.undo, act=act)] * 3)
    assert journal.total("issues.physical") == 0
    assert_all_is_well()


def test_eight_desks_in_any_order():
    """Eight threads do anything with the same few copies; afterwards everything agrees, and nobody died of it."""
    units = factories.network()
    places = [units["one"], units["two"], units["three"]]
    works = [factories.record() for _ in range(3)]
    copies = [factories.item(places[n % 3], works[n % 3]) for n in range(6)]
    readers = [factories.reader(places[n % 3], surname=f"Читач{n}") for n in range(5)]

    def desk(seed):
        chance = random.Random(seed)

        def work():
            for _ in range(14):
                copy, reader, place = chance.choice(copies), chance.choice(readers), chance.choice(places)
                act = chance.choice(
                    ["lend", "lend", "back", "back", "hold", "cancel", "renew", "undo", "lose", "night"]
                )
                try:
                    do(act, copy, reader, place)
                except (Refused, CannotUndo):
                    continue

        return work

    def do(act, copy, reader, place):
        if act == "lend":
            services.lend(item=copy, reader=reader, unit=place, override="mixed day")
        elif act == "back":
            services.take_back(item=copy, unit=place)
        elif act == "hold":
            services.place_hold(reader=reader, target=copy.record.work, pickup=place)
        elif act == "cancel":
            if hold := Hold.objects.live().order_by("?").first():
                services.cancel_hold(hold=hold)
        elif act == "renew":
            if loan := Loan.objects.open().order_by("?").first():
                services.renew(loan=loan, override="mixed day")
        elif act == "undo":
            if last := Act.objects.filter(undone_at=None).order_by("-pk").first():
                services.undo(act=last)
        elif act == "lose":
            services.mark_lost(item=copy, unit=place)
        elif hold := Hold.objects.live().order_by("?").first():
            services.retarget(hold=hold)

    together(*(desk(seed) for seed in range(8)))
    # A copy that somebody had in hands while another looked for one is found by the night.
    services.nightly(timezone.localdate())
    assert_all_is_well()
