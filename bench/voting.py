"""An election of many voters: ballots a second over HTTP, the server killed three times meanwhile; then everything is counted.

Each voter sends one ballot with a one-time code, and sends the same again until it is answered, as a browser would whose line
broke. In the end: ballots = marks on the roll = voters, every receipt that was given stands on the list, and the recount of the
published file agrees. Figures are printed as a table and as lines of JSON.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from pathlib import Path
from typing import Any

from . import meter
from .table import show

PORT, SHEET = 8971, 200
KILLS = (0.25, 0.5, 0.75)
_RECEIPT = b'receipt-code">'

_PREPARE = """
import json, sys, uuid
from datetime import timedelta
from pathlib import Path
import django; django.setup()
from chytalnia.voting.services import rolling
from chytalnia.voting.tests import factories
folder, voters, sheet_size = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
units = factories.library(folder)
election = factories.in_campaign(units[0], roll_kind="codes")
codes = []
for n in range(0, voters, sheet_size):
    sheet = rolling.print_sheet(election=election, unit=units[1 + n // sheet_size % 2], name=f"{n}", teacher="-",
                                size=min(sheet_size, voters - n), key=uuid.uuid4())
    codes += rolling.codes_of(sheet)
rolling.freeze(election=election)
hour = timedelta(hours=1)
factories.at(election, nomination_until=-4 * hour, silence_from=-3 * hour, opens_at=-2 * hour, closes_at=100 * hour)
election.move("open_polls")
(folder / "codes.json").write_text(json.dumps({"slug": election.slug, "codes": codes}))
"""

_CLOSE = """
import json, sys, time
from datetime import timedelta
from pathlib import Path
import django; django.setup()
from chytalnia.voting.models import Ballot, Election, Mark, SealedBallot
from chytalnia.voting.tests import factories
folder = Path(sys.argv[1])
election = Election.objects.get()
before = SealedBallot.objects.count()
began = time.perf_counter()
factories.closed(election)
opened = time.perf_counter()
election.move("sign")
signed = time.perf_counter()
(folder / "election.json").write_text(election.publication.text)
print(json.dumps({"in_box": before, "marks": Mark.objects.count(), "ballots": Ballot.objects.count(),
                  "sealed_left": SealedBallot.objects.count(), "opening_seconds": round(opened - began, 2),
                  "publishing_seconds": round(signed - opened, 2)}))
"""


class Server:
    """The real server of the library, that can be killed and started again."""

    def __init__(self, env: dict[str, str], folder: Path) -> None:
        self.env, self.log = env, (folder / "server.log").open("a")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "chytalnia.cli", "serve", "--port", str(PORT)]
        self.process = subprocess.Popen(command, env=self.env, stdout=self.log, stderr=self.log, start_new_session=True)
        until = time.monotonic() + 120
        while time.monotonic() < until:
            try:
                if _Client("").ask("GET", "/accounts/login/")[0] == 200:
                    return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the server did not come up")

    def kill(self) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class _Client:
    """One connection that is kept, and the token against forged forms."""

    def __init__(self, path: str) -> None:
        self.path, self.cookie, self.line = path, "", None

    def ask(self, method: str, path: str, body: str = "") -> tuple[int, bytes]:
        if self.line is None:
            self.line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)  # type: ignore[assignment]
        line: Any = self.line
        headers = {"Cookie": f"csrftoken={self.cookie}", "Content-Type": "application/x-www-form-urlencoded"}
        try:
            line.request(method, path, body or None, headers)
            answer = line.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException):
            line.close()
            self.line = None
            raise ConnectionError from None
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie" and value.startswith("csrftoken="):
                self.cookie = value.split("=", 1)[1].split(";")[0]
        return answer.status, text

    def vote(self, code: str, token: str, choice: int) -> bytes:
        """The receipt; asks until there is an answer."""
        while True:
            try:
                if not self.cookie:
                    self.ask("GET", self.path)
                fields = {
                    "code": code,
                    "token": token,
                    "choice": choice,
                    "seen": 0,
                    "sure": 1,
                    "csrfmiddlewaretoken": self.cookie,
                }
                status, text = self.ask("POST", self.path, urllib.parse.urlencode(fields))
            except ConnectionError:
                time.sleep(0.2)
                continue
            if status == 200 and _RECEIPT in text:
                return text.split(_RECEIPT, 1)[1].split(b"<", 1)[0]
            if status >= 500:
                time.sleep(0.2)
                continue
            raise RuntimeError(f"{status}: {text[:500]!r}")


def run(options: argparse.Namespace) -> None:
    voters, clients = options.size, options.clients or 8
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        env = {**os.environ, "CHYTALNIA_DATA": str(folder / "data"), "DJANGO_SETTINGS_MODULE": "chytalnia.config.settings",
               "CHYTALNIA_ONSITE_NETWORKS": "127.0.0.0/8", "CHYTALNIA_LOG": "WARNING"}  # fmt: skip
        env.setdefault("DATABASE_URL", f"sqlite:///{folder / 'data' / 'chytalnia.sqlite3'}")
        (folder / "data").mkdir()
        _run([sys.executable, "-m", "chytalnia.cli", "setup", "--quiet"], env)
        began = time.perf_counter()
        _run([sys.executable, "-c", _PREPARE, str(folder), str(voters), str(SHEET)], env)
        prepared = time.perf_counter() - began
        told = json.loads((folder / "codes.json").read_text())
        given, spent, wall = _polls(told["slug"], told["codes"], clients, env, folder)
        counted = json.loads(_run([sys.executable, "-c", _CLOSE, str(folder)], env))
        file = folder / "election.json"
        verified = json.loads(
            _run([sys.executable, "-m", "chytalnia.cli", "election", "verify", str(file), "--json"], env)
        )
        listed = {code for code, _choice in json.loads(file.read_text())["ballots"]}
    line = {
        "room": "voting", "database": env["DATABASE_URL"].split(":", 1)[0], "voters": voters, "clients": clients,
        "kills": len(KILLS), "seconds": round(wall, 1), "ballots_per_second": round(voters / wall, 1),
        "ms_p50": round(meter.at(spent, 0.5), 1), "ms_p95": round(meter.at(spent, 0.95), 1),
        "prepare_seconds": round(prepared, 1), **counted, "receipts_given": len(given),
        "receipts_on_list": len(given & listed), "recount_agrees": verified["agrees"], "recount_ballots": verified["ballots"],
        "holds": counted["in_box"] == counted["marks"] == counted["ballots"] == voters == len(given & listed)
        == verified["ballots"] and verified["agrees"],
    }  # fmt: skip
    show(
        ["voters", "kills", "ballots/s", "p50 ms", "p95 ms", "ballots", "marks", "receipts found", "recount"],
        [[voters, len(KILLS), line["ballots_per_second"], line["ms_p50"], line["ms_p95"], line["ballots"], line["marks"],
          line["receipts_on_list"], "equal" if verified["agrees"] else "NOT EQUAL"]],
        f"opening the box {line['opening_seconds']} s, publishing {line['publishing_seconds']} s; {clients} clients",
    )  # fmt: skip
    print(json.dumps(line), flush=True)
    if not line["holds"]:
        raise SystemExit("the election does not hold")


def _polls(
    slug: str, codes: list[str], clients: int, env: dict[str, str], folder: Path
) -> tuple[set[str], list[float], float]:
    """Everybody votes, the server dies three times; receipts, milliseconds of each ballot, seconds in all."""
    server = Server(env, folder)
    server.start()
    given: list[str] = []
    spent: list[float] = []
    failed: list[BaseException] = []
    work = iter(codes)
    lock = threading.Lock()

    def client() -> None:
        voter = _Client(f"/en/elections/{slug}/code/")
        try:
            while True:
                with lock:
                    code = next(work, None)
                if code is None:
                    return
                began = time.perf_counter()
                receipt = voter.vote(code, secrets.token_urlsafe(24), secrets.choice((0, 1, 1, 2, 3)))
                spent.append((time.perf_counter() - began) * 1000)
                given.append(receipt.decode())
        except BaseException as error:
            failed.append(error)

    began = time.perf_counter()
    threads = [threading.Thread(target=client) for _n in range(clients)]
    for thread in threads:
        thread.start()
    try:
        for share in KILLS:
            while len(given) < share * len(codes) and any(thread.is_alive() for thread in threads):
                time.sleep(0.01)
            server.kill()
            server.start()
        for thread in threads:
            thread.join()
        wall = time.perf_counter() - began
    finally:
        server.kill()
    if failed:
        raise failed[0]
    return set(given), sorted(spent), wall


def _run(command: list[str], env: dict[str, str]) -> str:
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr or done.stdout)
    return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""
