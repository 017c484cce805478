"""Pages: the result page over HTTP by many readers at once, beside a plain Wagtail page of the same server."""

from __future__ import annotations

import argparse
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

from . import corpus, importing, meter, table
from .site import Site

#: A plain page, made once; prints its address.
_PAGE = """
import django; django.setup()
from wagtail.models import Page, Site
from chytalnia.portal.models import LibrarySite, PagesRoot, StaticPage
page = StaticPage.objects.filter(slug="bench").first()
if page is None:
    home = LibrarySite.objects.first()
    if home is None:
        from chytalnia.network.models import Unit
        from chytalnia.portal.editorial import services
        home = services.site_of(Unit.objects.get(code="BENCH"))
    page = home.add_child(instance=StaticPage(title="Bench", slug="bench", live=True))
print(page.get_url() or page.url_path)
"""


@contextmanager
def served(site: Site) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """The site served as `chytalnia serve` serves it; the port, and the process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "chytalnia.cli", "serve", "--port", str(port), "--no-worker"],
        env=site.env | {"CHYTALNIA_SEARCH_RATE": "off"}, cwd=corpus.ROOT, stdout=subprocess.DEVNULL, process_group=0,
    )  # fmt: skip
    try:
        for _ in range(600):
            if process.poll() is not None:
                raise SystemExit("  the server did not start")
            try:
                client = Browser(port)
                client("/")
                break
            except OSError:
                time.sleep(0.2)
        yield port, process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)


class Browser:
    """One reader's kept connection."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.connection.connect()
        self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __call__(self, address: str) -> bytes:
        self.connection.request("GET", address, headers={"User-Agent": "Mozilla/5.0", "Accept-Language": "uk"})
        response = self.connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise RuntimeError(f"{address}: {response.status}")
        return body


def run(options: argparse.Namespace) -> None:
    from . import searching

    clients = options.clients or 20
    site = importing.full_site(options.size, options.seed)
    asked = searching.questions(corpus.records(options.size, options.seed), options.queries or 600, options.seed)
    results = ["/search?" + urlencode({"q": question.text}) for question in asked]
    head = ["", "median ms", "p95 ms", "ratio", "pages/s", "CPU ms/page"]
    plain = site.python(_PAGE).strip().splitlines()[-1]
    with served(site) as (port, process):

        def browser() -> Callable[[str], bytes]:
            return Browser(port)

        # A page of each kind first: templates, dictionaries and the index are opened once in a server's life.
        meter.at_once(4, results[:20], browser)
        meter.at_once(4, [plain] * 20, browser)
        ours = _measured(process.pid, clients, results, browser)
        again = _measured(process.pid, clients, results, browser)
        theirs = _measured(process.pid, clients, [plain] * len(results), browser)
        memory = max(meter.memory(pid)[0] for pid in [process.pid, *meter.children(process.pid)])
    rows = [
        ["page of results, asked first", *_cells(ours, ours)],
        ["page of results, asked again in the minute", *_cells(again, ours)],
        ["Wagtail's plain page", *_cells(theirs, ours)],
    ]
    table.show(head, rows)
    print(
        f"{options.size} editions, {len(results)} pages, {clients} readers at once; the largest process held {memory:.0f} MB"
    )


def _measured(
    pid: int, clients: int, addresses: list[str], browser: Callable[[], Callable[[str], bytes]]
) -> tuple[list[float], float, float]:
    before = meter.cpu_of(pid)
    spent, wall = meter.at_once(clients, addresses, browser)
    return spent, wall, meter.cpu_of(pid) - before


def _cells(one: tuple[list[float], float, float], ours: tuple[list[float], float, float]) -> list[object]:
    spent, wall, cpu = one
    p95 = meter.at(spent, 0.95)
    return [
        f"{meter.at(spent, 0.5):.0f}", f"{p95:.0f}", table.times(p95, meter.at(ours[0], 0.95)), f"{len(spent) / wall:.0f}",
        f"{cpu / len(spent) * 1000:.1f}",
    ]  # fmt: skip
