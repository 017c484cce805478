"""Eight machines at once, over the same few books and readers: nothing lost, nothing twice."""

from __future__ import annotations

import random
import threading
from collections import Counter

import pytest

from chytalnia.catalogue.models import Item
from chytalnia.journal.models import Fact
from chytalnia.lending import snapshot
from chytalnia.lending.models import Act, Loan
from chytalnia.lending.tests import factories
from chytalnia.protocols.models import Device
from chytalnia.protocols.sip2 import devices
from chytalnia.wire import sip2

from .sip2_machine import Machine, now, running

MACHINES, TURNS = 8, 12


def facts(kind):
    found = Fact.objects.filter(kind=kind)
    return found.filter(reverses=None).count() - found.filter(reverses__isnull=False).count()


@pytest.mark.django_db(transaction=True)
def test_eight_machines_lend_and_take_back_at_once():
    snapshot.forget()
    one = factories.network()["one"]
    device = Device(name="Self-check", login="desk", unit=one)
    secret = devices.enter(device=device, by=None)
    cards = [factories.reader(one).cards.get().number for _ in range(5)]
    barcodes = [factories.item(one).barcode for _ in range(6)]
    done: Counter[str] = Counter()
    failed: list[BaseException] = []
    lock = threading.Lock()

    def work(number):
        choice = random.Random(number)
        try:
            with Machine(server.port, timeout=120) as machine:
                assert machine.log_in(device, secret)
                for _turn in range(TURNS):
                    # Each machine says something of its own each time: no two requests are the same one sent again.
                    card, barcode = choice.choice(cards), choice.choice(barcodes)
                    out = machine.ask(
                        sip2.Checkout(is_renewal_ok=False, is_no_block=False, at=None, patron=card, item=barcode)
                    )
                    back = machine.ask(
                        sip2.Checkin(is_no_block=False, at=None, returned_at=now(), item=choice.choice(barcodes))
                    )
                    with lock:
                        done["out"] += out.ok
                        done["back"] += back.ok and "not on loan" not in back.screen[0]
                        done["turns"] += 1
        except BaseException as error:
            failed.append(error)

    Device.objects.update(language="en")
    with running(threads=8) as server:
        threads = [threading.Thread(target=work, args=(number,)) for number in range(MACHINES)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert failed == []
    assert done["turns"] == MACHINES * TURNS
    assert done["out"] > 0
    loans = Loan.objects.count()
    assert loans == done["out"] == facts("issues.physical") == Act.objects.filter(kind="lend").count()
    ended = Loan.objects.exclude(returned_at=None).count()
    assert ended == facts("returns") == Act.objects.filter(kind="take_back").count()
    open_items = Counter(Loan.objects.open().values_list("item", flat=True))
    assert max(open_items.values(), default=1) == 1
    assert set(open_items) == set(Item.objects.filter(status="on_loan").values_list("pk", flat=True))
    assert max(Counter(Loan.objects.open().values_list("reader", flat=True)).values(), default=0) <= 5
