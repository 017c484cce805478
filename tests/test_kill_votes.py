"""No vote is lost, and none counts twice, when the server is killed in the middle of an election."""

from __future__ import annotations

import http.client
import json
import os
import random
import secrets
import signal
import threading
import time

from chytalnia.wire import ballots

from .conftest import free_port
from .test_kill import Browser, serving

VOTERS = 60
OPEN = f"""
import json, uuid
from datetime import timedelta
from pathlib import Path
import django; django.setup()
from chytalnia.voting.services import rolling
from chytalnia.voting.tests import factories
units = factories.library(Path("."))
election = factories.in_campaign(units[0], roll_kind="codes")
sheet = rolling.print_sheet(election=election, unit=units[1], name="5-A", teacher="-", size={VOTERS}, key=uuid.uuid4())
rolling.freeze(election=election)
hour = timedelta(hours=1)
factories.at(election, nomination_until=-4 * hour, silence_from=-3 * hour, opens_at=-2 * hour, closes_at=9 * hour)
election.move("open_polls")
print(json.dumps([election.slug, rolling.codes_of(sheet)]))
"""
CLOSE = """
import http.client
import json
import django; django.setup()
from chytalnia.voting.models import Election, Mark, SealedBallot
from chytalnia.voting.tests import factories
election, waiting = Election.objects.get(), SealedBallot.objects.count()
factories.closed(election)
election.move("sign")
print(json.dumps([waiting, Mark.objects.count(), election.publication.text]))
"""


def test_ballots_are_marks_and_every_receipt_is_found_after_two_kills(library, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    library.more["CHYTALNIA_ONSITE_NETWORKS"] = "127.0.0.0/8"
    library.more["PYTHONPATH"] = os.path.dirname(os.path.dirname(__file__))
    slug, codes = json.loads(library.python(OPEN).splitlines()[-1])
    port, chance = free_port(), random.Random(11)
    voters = [(code, secrets.token_urlsafe(24), chance.choice("0123")) for code in codes]
    given: dict[str, str] = {}
    wrong: list[str] = []

    def vote_all(part):
        browser = Browser(port)
        for code, token, choice in part:
            while code not in given:
                try:
                    browser.get(f"/en/elections/{slug}/code/")
                    status, text = browser.post(
                        f"/en/elections/{slug}/code/", code=code, token=token, choice=choice, seen="0", sure="1"
                    )
                except (OSError, http.client.HTTPException):
                    # The line broke: nobody knows whether the vote was stored. The same page is sent again.
                    time.sleep(0.1)
                    continue
                if status == 200 and "receipt-code" in text:
                    given[code] = text.split('receipt-code">', 1)[1].split("<", 1)[0]
                elif status < 500:
                    wrong.append(text[:2000])
                    return

    threads = [threading.Thread(target=vote_all, args=(voters[n::3],)) for n in range(3)]
    for life in range(3):
        with serving(library, port) as server:
            if life == 0:
                for thread in threads:
                    thread.start()
            if life == 2:
                for thread in threads:
                    thread.join(120)
                break
            goal = VOTERS * (life + 1) // 4
            until = time.monotonic() + 60
            while len(given) < goal and not wrong and time.monotonic() < until:
                time.sleep(0.005)
            os.killpg(server.pid, signal.SIGKILL)
    assert not wrong, wrong[0]

    waiting, marks, text = json.loads(library.python(CLOSE).splitlines()[-1])
    told = ballots.verify(text)
    listed = dict(json.loads(text)["ballots"])
    assert (len(given), waiting, marks, told.ballots) == (VOTERS,) * 4
    assert {given[code]: int(choice) for code, _token, choice in voters} == listed
    assert told.agrees
