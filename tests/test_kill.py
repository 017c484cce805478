"""`kill -9` at any moment loses nothing that was acknowledged. The processes are real, and so are the kills."""

from __future__ import annotations

import http.cookiejar
import os
import random
import re
import signal
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import contextmanager, suppress

import pytest

from chytalnia.catalogue.tests.factories import marc, write

from .conftest import PASSWORD, free_port, wait_until

COUNT = 1800
#: Everything an import leaves, without numbers and times of day.
STATE = {
    "records": "SELECT identity, content_hash, title, author, year, version FROM catalogue_record ORDER BY identity",
    "sources": "SELECT identity, length(source) FROM catalogue_record ORDER BY identity",
    "items": "SELECT barcode, inventory_number, status FROM catalogue_item ORDER BY barcode",
    "works": "SELECT title, author, record_count, item_count, available_count FROM catalogue_work ORDER BY title, author",
    "grouping": "SELECT a.identity, min(b.identity) FROM catalogue_record a JOIN catalogue_record b ON a.work_id = b.work_id "
    "GROUP BY a.identity ORDER BY a.identity",
    "headings": "SELECT count(*) FROM catalogue_heading",
    "keys": "SELECT count(*) FROM catalogue_recordkey",
    "facts": "SELECT kind, sum(quantity) FROM journal_fact GROUP BY kind ORDER BY kind",
    "tallies": "SELECT kind, sum(quantity) FROM journal_tally GROUP BY kind ORDER BY kind",
    "job": "SELECT read, created, updated, unchanged, rejected, items_created, stage FROM catalogue_importjob "
    # A quick machine may have ended before the kill: asking again is then another, empty job.
    "ORDER BY id LIMIT 1",
}


def state(library):
    return {name: library.rows(query) for name, query in STATE.items()}


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """Records with copies; every third one another edition of the one before; some that cannot be read."""
    chance = random.Random(7)
    path = tmp_path_factory.mktemp("source") / "many.mrc"
    write(path, *(
        marc(f"n{n:06}", title=f"Книга {n - n % 3}", author=f"Автор, {n % 50}", year=1950 + chance.randrange(70),
             copies=[(f"b{n:06}", f"i{n:06}")] if n % 2 else []) for n in range(COUNT)
    ))  # fmt: skip
    whole = path.read_bytes()
    broken = write(path.with_name("broken"), marc("broken")).read_bytes()
    # A leader that promises a length which is not there.
    path.write_bytes(whole[:200_000] + whole[200_000:] + b"00099" + broken[5:60] + b"\x1d")
    return path


def ended(library, source):
    library.json("import", source, "--unit", "one")
    check = library.json("check", "--dry-run")
    assert check["ok"], check
    return state(library)


@pytest.fixture(scope="module")
def unbroken(prepared, source, tmp_path_factory):
    """What an import that nothing disturbed leaves."""
    from .conftest import copied, drop_database

    library = copied(prepared, tmp_path_factory.mktemp("unbroken"))
    yield ended(library, source)
    drop_database(library.url)


@pytest.mark.parametrize("seed", [1, 2])
def test_an_import_killed_again_and_again_ends_as_an_unbroken_one(library, source, unbroken, seed):
    chance = random.Random(seed)
    kills = 0
    for _ in range(2):
        process = library.start("import", source, "--unit", "one", "--json")
        # Python itself takes a second to start: the kill falls into the work.
        with suppress(AssertionError):
            wait_until(lambda: library.rows("SELECT 1 FROM catalogue_importjob WHERE stage = 'running'"), seconds=20)
        time.sleep(chance.uniform(0, 0.6))
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            kills += 1
        process.wait()
        process.stdout.close()
        process.stderr.close()
    assert ended(library, source) == unbroken
    assert kills


def test_the_feeder_of_the_index_killed_loses_no_entry(library, source):
    library.json("import", source, "--unit", "one", "--no-index")
    waiting = library.one("SELECT count(*) FROM search_outbox")
    assert waiting
    chance = random.Random(3)
    for _ in range(2):
        worker = library.start("worker", "--once")
        with suppress(AssertionError):
            wait_until((library.data / "index" / "lock").exists, seconds=10)
        time.sleep(chance.uniform(0, 0.8))
        os.killpg(worker.pid, signal.SIGKILL)
        worker.communicate()
    assert library.run("worker", "--once").returncode == 0
    assert library.one("SELECT count(*) FROM search_outbox") == 0
    check = library.json("check", "--dry-run")
    assert check["ok"], check
    assert all(found["found"] == 0 for found in check["checks"] if "index" in found["check"])


# The server ------------------------------------------------------------------------------------------------------------


class Browser:
    """As much of a browser as forms need."""

    def __init__(self, port: int) -> None:
        self.root = f"http://127.0.0.1:{port}"
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), _NoRedirect())

    def get(self, path: str) -> tuple[int, str]:
        return self._open(urllib.request.Request(self.root + path))

    def post(self, path: str, **fields: str) -> tuple[int, str]:
        token = next((c.value or "" for c in self.jar if c.name == "csrftoken"), "")
        data = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token}).encode()
        return self._open(urllib.request.Request(self.root + path, data, {"Referer": self.root + path}))

    def _open(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with self.opener.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.headers.get("Location") or answer.read().decode(errors="replace")

    def sign_in(self) -> None:
        self.get("/accounts/login/")
        status, text = self.post("/accounts/login/", login="director", password=PASSWORD)
        assert status == 302, text[:2000]


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: object, **_kwargs: object) -> None:
        return None


@contextmanager
def serving(library, port):
    with (library.data / "server.log").open("a") as log:
        server = library.start("serve", "--port", port, stdout=log, stderr=log)
        try:
            browser = Browser(port)
            wait_until(lambda: browser.get("/accounts/login/")[0] == 200, seconds=60)
            yield server
        finally:
            with suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def test_what_the_server_acknowledged_before_it_was_killed_is_there_afterwards(library):
    """A director edits a record again and again and types drafts of another; the server is killed between two answers."""
    port = free_port()
    library.json("import", write(library.data / "few.mrc", marc("n1"), marc("n2")), "--unit", "system")
    (edited,), (drafted,) = library.rows("SELECT id FROM catalogue_record ORDER BY id")
    acknowledged: dict[str, str] = {}
    chance = random.Random(5)
    for life in range(2):
        with serving(library, port) as server:
            browser = Browser(port)
            browser.sign_in()
            # What the life before it acknowledged is there.
            if acknowledged:
                assert library.one(f"SELECT title FROM catalogue_record WHERE id = {edited}") == acknowledged["title"]
                assert acknowledged["draft"] in browser.get(f"/desk/catalogue/records/{drafted}/raw/")[1]
            until = time.monotonic() + chance.uniform(1.5, 3)
            turn = 0
            while time.monotonic() < until:
                turn += 1
                title = f"Назва {life} {turn}"
                text = edit(browser, edited, title)
                assert text
                acknowledged["title"] = title
                keep(browser, drafted, f"Чернетка {life} {turn}")
                acknowledged["draft"] = f"Чернетка {life} {turn}"
            assert turn > 1
            os.killpg(server.pid, signal.SIGKILL)
    assert library.one(f"SELECT title FROM catalogue_record WHERE id = {edited}") == acknowledged["title"]
    assert library.one(f"SELECT version FROM catalogue_record WHERE id = {edited}") == 1 + library.one(
        f"SELECT count(*) FROM catalogue_recordversion WHERE record_id = {edited}"
    )
    assert library.one("SELECT count(*) FROM catalogue_draft") == 1
    assert library.json("check")["ok"]
    # The index follows what was saved.
    assert library.json("search", acknowledged["title"], "--as-written")["total"] == 1


def raw_text(browser, pk):
    status, page = browser.get(f"/desk/catalogue/records/{pk}/raw/")
    assert status == 200, page[:500]
    found = re.search(r"<textarea[^>]*name=\"text\"[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert found
    import html

    return html.unescape(found[1]).lstrip("\n")


def retitled(text, title):
    return re.sub(r"(?m)^(=?245.*?\$a\s*)[^$\n]*", lambda m: m[1] + title, text)


def edit(browser, pk, title):
    text = retitled(raw_text(browser, pk), title)
    status, answer = browser.post(f"/desk/catalogue/records/{pk}/raw/", text=text, do="save")
    assert status == 302, answer[:3000]
    return text


def keep(browser, pk, title):
    text = retitled(raw_text(browser, pk), title)
    status, answer = browser.post(f"/desk/catalogue/records/{pk}/keep/", text=text)
    assert status == 200, answer[:3000]
