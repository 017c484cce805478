"""Pages in turn: never more at once, in the order of asking, and nobody waits for ever behind a slow one."""

from __future__ import annotations

import threading
import time

from chytalnia.core.turns import InTurn


class Site:
    """An application that says who is inside and leaves when it is told."""

    def __init__(self) -> None:
        self.inside = 0
        self.most = 0
        self.order: list[str] = []
        self.go = threading.Semaphore(0)
        self.lock = threading.Lock()

    def __call__(self, environ, start_response):
        with self.lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
            self.order.append(environ["PATH_INFO"])
        self.go.acquire(timeout=20)
        with self.lock:
            self.inside -= 1
        return []


def ask(application, path, method="GET"):
    thread = threading.Thread(target=application, args=({"REQUEST_METHOD": method, "PATH_INFO": path}, None))
    thread.start()
    return thread


def until(true):
    end = time.monotonic() + 20
    while not true() and time.monotonic() < end:
        time.sleep(0.002)
    assert true()


def test_two_at_once_and_the_others_in_their_order():
    site = Site()
    application = InTurn(site, at_once=2, patience=20)
    threads = []
    for number in range(8):
        threads.append(ask(application, str(number)))
        until(lambda number=number: len(site.order) + len(application.turn._waiting) == number + 1)
    for number in range(8):
        until(lambda number=number: len(site.order) == min(8, number + 2))
        site.go.release()
    for thread in threads:
        thread.join()
    assert site.most == 2
    assert site.order == [str(number) for number in range(8)]


def test_who_writes_does_not_wait_for_who_reads():
    site = Site()
    application = InTurn(site, at_once=1, patience=20)
    threads = [ask(application, "page")]
    until(lambda: site.inside == 1)
    threads.append(ask(application, "loan", "POST"))
    until(lambda: site.inside == 2)
    site.go.release(2)
    for thread in threads:
        thread.join()


def test_behind_a_page_that_takes_long_nobody_waits_for_ever():
    site = Site()
    application = InTurn(site, at_once=1, patience=0.01)
    threads = [ask(application, str(number)) for number in range(3)]
    until(lambda: site.inside == 3)
    site.go.release(3)
    for thread in threads:
        thread.join()
    # The turn of the slow one is given back once, and no other.
    assert application.turn._free == 1


def test_a_page_that_fails_gives_its_turn_back():
    def broken(environ, start_response):
        raise ZeroDivisionError

    application = InTurn(broken, at_once=1, patience=20)
    for _ in range(3):
        try:
            application({"REQUEST_METHOD": "GET"}, None)
        except ZeroDivisionError:
            continue
    assert application.turn._free == 1
