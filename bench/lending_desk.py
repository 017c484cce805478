"""The lending desk in a browser: from the Enter of the scanner until the answer is drawn, and how long the server took of it.

`--size` is the number of readers of the seeded network, `--queries` how many scans (a card, two copies out, two back, in turn).
A chromium without a head, the site as `chytalnia serve` serves it, all on one machine.
"""

from __future__ import annotations

import argparse
import os
import random
from typing import Any

from . import meter, pages, seeded, sip2, table

_LIBRARIAN = """
import sys
import django; django.setup()
from django.conf import settings
from django.test import Client
from chytalnia.network.models import Unit
from chytalnia.people import services
from chytalnia.people.models import User
from chytalnia.people.rules import Role
from chytalnia.protocols.models import Device
settings.ALLOWED_HOSTS.append("testserver")
unit = Device.objects.get(login="machine-0").unit
user = User.objects.filter(username="bench-librarian").first()
if user is None:
    user = services.create_account(username="bench-librarian", by=None, password="bench-bench-1", first_name="B",
                                   last_name="B", email="bench@library.example", language="uk")
    services.grant_role(user=user, role=Role.LIBRARIAN, unit=unit, by=None)
client = Client()
client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
print(settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value)
"""
#: Notes when Enter was pressed and when the answer stands on the screen: after it is in the page, two frames later.
_WATCH = """
window.spent = [];
const box = document.querySelector("[data-scan]");
let pressed = 0;
box.addEventListener("keydown", (event) => { if (event.key === "Enter") pressed = performance.now(); }, true);
new MutationObserver((changes) => {
  if (!pressed || !changes.some((one) => [...one.addedNodes].some((node) => node.matches?.("[data-counter-state]")))) return;
  const began = pressed;
  pressed = 0;
  const state = document.querySelector("[data-counter-state]");
  requestAnimationFrame(() => requestAnimationFrame(() => {
    const asked = performance.getEntriesByType("resource").filter((one) => one.name.endsWith("/scan/")).at(-1);
    window.spent.push([performance.now() - began, asked ? asked.responseStart - asked.requestStart : 0, state.dataset.tone]);
    performance.clearResourceTimings();
  }));
}).observe(document.querySelector("[data-counter]"), { childList: true });
"""


def run(options: argparse.Namespace) -> None:
    from playwright.sync_api import sync_playwright

    scans = options.queries or 200
    rows: list[list[object]] = []
    for site in seeded.databases(options.size):
        site.fill("--no-index")
        site.index()
        items, cards = sip2.machines_of(site)[0]
        cookie, value = site.python(_LIBRARIAN).split()
        with pages.served(site) as (port, _process), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"))
            # The stopwatch is a script from outside, which the policy of the page would refuse.
            context = browser.new_context(bypass_csp=True, viewport={"width": 1440, "height": 900})
            context.add_cookies([{"name": cookie, "value": value, "domain": "127.0.0.1", "path": "/"}])
            page = context.new_page()
            page.goto(f"http://127.0.0.1:{port}/desk/lending/")
            page.wait_for_selector("[data-scan]")
            page.evaluate(_WATCH)
            spent = _scan(page, items, cards, scans)
            browser.close()
        by_kind: dict[str, list[tuple[float, float]]] = {"all scans": [(drawn, server) for _k, drawn, server in spent]}
        for kind, drawn, server in spent:
            by_kind.setdefault(kind, []).append((drawn, server))
        for kind, measured in by_kind.items():
            drawn, server = (sorted(each) for each in zip(*measured, strict=True))
            figures = [meter.at(each, share) for each in (drawn, server) for share in (0.5, 0.95)]
            rows.append(
                [site.database, f"{site.readers:,}", kind, len(drawn), *(f"{figure:.0f}" for figure in figures)]
            )
            seeded.line("lending-desk", database=site.database, readers=site.readers, scan=kind, n=len(drawn),
                        drawn_p50_ms=round(figures[0], 1), drawn_p95_ms=round(figures[1], 1),
                        server_p50_ms=round(figures[2], 1), server_p95_ms=round(figures[3], 1))  # fmt: skip
    head = ["database", "readers", "scan", "n", "drawn p50 ms", "p95", "server p50 ms", "p95"]
    table.show(head, rows, "asked: p95 150 ms from scan to answer drawn, under 100 ms at the server")


def _scan(page: Any, items: list[str], cards: list[str], scans: int) -> list[tuple[str, float, float]]:
    rng = random.Random(3)
    out: list[tuple[str, float, float]] = []
    mode = "lend"
    while len(out) < scans:
        two = rng.sample(items, 2)
        for kind, code, wanted in (
            ("card", rng.choice(cards), "lend"), ("loan", two[0], "lend"), ("loan", two[1], "lend"),
            ("return", two[0], "return"), ("return", two[1], "return"),
        ):  # fmt: skip
            if wanted != mode:
                page.click(f"[data-mode-tab][value={wanted}]")
                page.wait_for_function(
                    f"document.querySelector('[data-mode-tab][value={wanted}]').getAttribute('aria-pressed') === 'true'"
                )
                page.wait_for_timeout(150)
                mode = wanted
            count = page.evaluate("window.spent.length")
            page.fill("[data-scan]", code)
            page.press("[data-scan]", "Enter")
            page.wait_for_function(f"window.spent.length > {count}", timeout=20_000)
            drawn, server, tone = page.evaluate("window.spent.at(-1)")
            if tone != "bad":
                out.append((kind, drawn, server))
    return out
