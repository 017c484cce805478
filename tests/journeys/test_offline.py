"""A branch whose line goes: the desk goes on, the browser is killed, answers are lost, two desks lend one book. Nothing is lost,
nothing is done twice."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from chytalnia.catalogue.models import Item
from chytalnia.journal import queries as journal
from chytalnia.journal.models import Fact
from chytalnia.lending import checks, services
from chytalnia.lending.models import Act, Conflict, Loan, OfflineDesk, Received
from chytalnia.lending.offline import desks, extract
from chytalnia.network.models import Unit
from chytalnia.network.services import set_setting
from chytalnia.people.models import Reader, User
from tests.browsing import listen, opened, served

pytestmark = pytest.mark.browser

WORDS = "три сині слони"
#: To stretch a passphrase takes a busy machine some seconds.
PATIENCE = 60_000
DESK = "[data-offline]"


#: Everything that the device keeps, as text.
READ_ALL = """() => new Promise((done) => {
  const request = indexedDB.open("desk-without-a-line");
  request.onsuccess = async () => {
    const found = [];
    for (const name of request.result.objectStoreNames) {
      found.push(...await new Promise((got) => {
        const all = request.result.transaction(name).objectStore(name).getAll();
        all.onsuccess = () => got(all.result);
      }));
    }
    const bytes = (key, value) => (value instanceof Uint8Array ? new TextDecoder("latin1").decode(value) : value);
    done(JSON.stringify(found, bytes));
  };
})"""


class Wire:
    """The line between a device and the server: it can be cut, and it can swallow answers."""

    def __init__(self, upstream: str) -> None:
        to = urlsplit(upstream)
        self.upstream = (to.hostname, to.port)
        self.port = 0
        self.swallows = False
        self.swallowed = 0
        self.mend()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def mend(self) -> None:
        self.listener = socket.socket()
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listener.bind(("127.0.0.1", self.port))
        self.port = self.listener.getsockname()[1]
        self.listener.listen(32)
        self.open: list[socket.socket] = []
        threading.Thread(target=self._accept, args=(self.listener,), daemon=True).start()

    def cut(self) -> None:
        # An accept() that waits keeps the port: it has to be woken before the socket is let go.
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for each in self.open:
            with_silence(lambda each=each: each.shutdown(socket.SHUT_RDWR))

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _address = listener.accept()
                far = socket.create_connection(self.upstream)
            except OSError:
                return
            self.open += [near, far]
            for source, target, answers in ((near, far, False), (far, near, True)):
                threading.Thread(target=self._pump, args=(source, target, answers), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket, answers: bool) -> None:
        while True:
            try:
                piece = source.recv(65536)
                if answers and piece and self.swallows:
                    self.swallowed += 1
                    piece = b""
                if not piece:
                    break
                target.sendall(piece)
            except OSError:
                break
        for each in (source, target):
            with_silence(lambda each=each: each.shutdown(socket.SHUT_RDWR))


def with_silence(act: Callable[[], Any]) -> None:
    with suppress(OSError):
        act()


@pytest.fixture
def branch(own_demo: Any) -> Iterator[Branch]:
    with served() as url:
        yield Branch(url)


class Branch:
    """A branch of the demo network, and what its shelves and readers have for a day."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.unit = Unit.objects.get(code="kremenchuk-f1")
        self.head = User.objects.get(username="head")
        # Who is registered for the year depends on the day of the test.
        set_setting(unit=self.unit, key="lending.require_registration", value=False)
        rows = extract.of(self.unit)
        self.readers = [row for row in rows.readers if row[1] and not (row[4] or row[7] or row[8]) and row[3] == "a"]
        touched = set(Act.objects.filter(item__isnull=False).values_list("item", flat=True))
        free = [row for row in rows.copies if row[1] and row[4] == "available" and not row[6] and not row[7]]
        self.copies = [row for row in free if row[0] not in touched]

    def code(self, name: str) -> str:
        return desks.register(name=name, unit=self.unit, by=self.head)[1]

    def told(self) -> Any:
        """Lines that this test's devices sent."""
        return Received.objects.filter(desk__name__in=("Ноутбук абонемента", "Телефон"))

    def to_look_at(self) -> Any:
        return Conflict.objects.filter(device_name__in=("Ноутбук абонемента", "Телефон"), settled_at=None)

    def item(self, n: int) -> Item:
        return Item.objects.get(pk=self.copies[n][0])


def let_in(page: Any, url: str, code: str) -> None:
    page.goto(f"{url}/offline/uk/#{code}")
    page.fill("[name=passphrase]", WORDS)
    page.fill("[name=again]", WORDS)
    page.click("[data-form=new] button")
    page.wait_for_selector(f"{DESK}[data-state=on]")


def unlock(page: Any, url: str) -> None:
    page.goto(f"{url}/offline/uk/")
    page.fill("[data-form=unlock] [name=passphrase]", WORDS)
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-view=desk]:not([hidden])")


def scan(page: Any, code: str, tone: str = "good") -> str:
    """What the page answers, seen from two metres."""
    page.evaluate("document.querySelector('[data-answer]').className = 'asked'")
    page.fill("#offline-code", code)
    page.press("#offline-code", "Enter")
    page.wait_for_selector("[data-answer]:not(.asked)")
    answer = str(page.inner_text("[data-answer]"))
    assert tone in page.get_attribute("[data-answer]", "class").split(), answer
    return answer


def all_sent(page: Any) -> None:
    page.click("[data-act=send]")
    page.wait_for_selector(f"{DESK}[data-state=on][data-waiting='0']")


@contextmanager
def chromium(browser: Any, folder: Path) -> Iterator[tuple[Any, Callable[[], None]]]:
    """A browser with a disk of its own, as a process that can be killed."""
    note = folder / "DevToolsActivePort"
    note.unlink(missing_ok=True)
    process = subprocess.Popen(
        [os.environ.get("CHROMIUM", "/usr/bin/chromium"), "--headless=new", "--no-sandbox", "--remote-debugging-port=0",
         f"--user-data-dir={folder}", "--lang=uk", "about:blank"],
        stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip

    def kill() -> None:
        with_silence(lambda: os.killpg(process.pid, signal.SIGKILL))
        process.wait(30)

    try:
        for _ in range(600):
            if note.exists() and note.read_text().count("\n") >= 1:
                break
            time.sleep(0.1)
        far = browser.browser_type.connect_over_cdp(f"http://127.0.0.1:{note.read_text().split()[0]}")
        context = far.contexts[0]
        context.set_default_timeout(PATIENCE)
        yield context.pages[0] if context.pages else context.new_page(), kill
    finally:
        kill()


def nothing_drifts() -> None:
    assert not journal.check()
    assert not checks.check()


def test_a_day_without_a_line(browser: Any, branch: Branch, tmp_path: Path) -> None:
    wire = Wire(branch.url)
    reader, copies = branch.readers[0], branch.copies
    out = branch.item(2)
    services.lend(item=out, reader=Reader.objects.get(pk=branch.readers[1][0]), unit=branch.unit)
    before = Act.objects.count()
    with opened(browser, branch.url, staff="head") as context:
        page = context.new_page()
        said = listen(page)
        page.goto(reverse("desk_lending:offline"))
        page.fill("[name=name]", "Ноутбук абонемента")
        page.click(".offline-new button")
        code = page.inner_text(".offline-letters")
        assert page.locator(".offline-code img").is_visible()
        assert said == []

    with chromium(browser, tmp_path) as (page, kill):
        said = listen(page)
        let_in(page, wire.url, code)
        page.wait_for_function("() => navigator.serviceWorker.ready.then(r => !!r.active)")
        assert said == []
        wire.cut()
        scan(page, reader[1][0])
        assert copies[0][3] in scan(page, copies[0][1])
        page.keyboard.press("Escape")
        scan(page, out.barcode)
        page.click("[data-act=register]")
        new = {"card": "88 7766 554", "surname": "Нова", "name": "Оксана", "birth_date": "1991-04-05"}
        for name, value in new.items():
            page.fill(f"[data-form=register] [name={name}]", value)
        page.check("[data-form=register] [name=consent]")
        page.click("[data-form=register] [type=submit]")
        page.wait_for_selector("[data-answer].good")
        scan(page, copies[1][1])
        assert page.get_attribute(DESK, "data-waiting") == "4"
        page.wait_for_selector("[data-line][data-state=off]")
        kill()
    assert not branch.told().exists()

    with chromium(browser, tmp_path) as (page, _kill):
        # Still no server: the page comes from the disk, and nothing it keeps can be read before the passphrase.
        page.goto(f"{wire.url}/offline/uk/")
        page.wait_for_selector("[data-view=locked]:not([hidden])")
        assert reader[2] not in page.content()
        stored = page.evaluate(READ_ALL)
        assert reader[1][0] not in stored
        assert "887766554" not in stored
        unlock(page, wire.url)
        page.wait_for_selector(f"{DESK}[data-waiting='4']")
        assert "Нова О." in page.inner_text("[data-acts]")

        # The lines arrive, their answers do not; then the line is there.
        wire.swallows = True
        wire.mend()
        page.click("[data-act=send]")
        for _ in range(200):
            if wire.swallowed >= 2:
                break
            page.wait_for_timeout(100)
        assert branch.told().count() == 4
        wire.swallows = False
        all_sent(page)
        assert page.locator("[data-looks]").is_hidden()
    wire.cut()

    new_reader = Reader.objects.get(surname="Нова", name="Оксана")
    device = OfflineDesk.objects.get(name="Ноутбук абонемента").device
    acts = Act.objects.filter(device=device, part_of=None).order_by("at").values_list("kind", "item", "reader")
    assert list(acts) == [
        ("lend", copies[0][0], reader[0]),
        ("take_back", out.pk, branch.readers[1][0]),
        ("lend", copies[1][0], new_reader.pk),
    ]
    assert new_reader.cards.get().number == "887766554"
    made = Act.objects.count() - before
    assert Fact.objects.filter(source_kind="lending.act").count() >= made
    assert Act.objects.filter(reader=new_reader, kind="register").count() == 1
    assert not branch.to_look_at().exists()
    nothing_drifts()


def test_two_desks_lend_one_book(browser: Any, branch: Branch) -> None:
    copy, [one, other, *_more] = branch.copies[0], branch.readers
    with opened(browser, branch.url) as first, opened(browser, branch.url) as second:
        for context in (first, second):
            context.set_default_timeout(PATIENCE)
        pages = [first.new_page(), second.new_page()]
        for page, name in zip(pages, ("Ноутбук абонемента", "Телефон"), strict=True):
            let_in(page, branch.url, branch.code(name))
        for context, page, reader in ((first, pages[0], one), (second, pages[1], other)):
            context.set_offline(True)
            scan(page, reader[1][0])
            scan(page, copy[1])
        # The one who lent it later is back first.
        second.set_offline(False)
        all_sent(pages[1])
        first.set_offline(False)
        all_sent(pages[0])
        assert copy[3] in pages[0].inner_text("[data-looks-list]")
        assert pages[1].locator("[data-looks]").is_hidden()

        desks.revoke(desk=OfflineDesk.objects.get(name="Телефон"), by=branch.head)
        pages[1].click("[data-act=send]")
        pages[1].wait_for_selector(f"{DESK}[data-state=shut]")
        assert (
            pages[1].evaluate("import('/static/lending/offline/store.js').then(s => s.rows()).then(r => r.length)") == 0
        )

    assert [loan.reader_id for loan in Loan.objects.filter(item=copy[0]).order_by("-issued_at")[:2]] == [
        other[0],
        one[0],
    ]
    assert Loan.objects.open().get(item=copy[0]).reader_id == other[0]
    assert branch.told().count() == 2
    assert branch.to_look_at().count() == 1
    with opened(browser, branch.url, staff="librarian", locale="uk") as context:
        page = context.new_page()
        page.goto(reverse("deeds_to_look_at:index"))
        row = page.locator("#listing-results tbody tr", has_text=copy[1]).filter(has_text=one[1][0])
        assert "Пізніше книгу видано іншому читачеві." in row.inner_text()
        with page.expect_response(lambda answer: "/settle/" in answer.url):
            row.locator("button").click()
    assert not branch.to_look_at().exists()
    nothing_drifts()
