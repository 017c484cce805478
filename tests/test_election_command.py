"""`chytalnia election verify FILE --json`: no database, exit codes a script can use."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from chytalnia.cli.election import command
from chytalnia.wire import ballots

GOLDEN = Path(__file__).parent.parent / "chytalnia/voting/tests/data/golden-election.json"


def test_an_election_is_recounted_from_its_file_alone(tmp_path):
    good = CliRunner().invoke(command, ["verify", str(GOLDEN), "--json"])
    told = json.loads(good.output)
    assert (good.exit_code, told["agrees"], told["ballots"], told["result"]) == (0, True, 9, {"1": 4, "2": 2, "3": 1})
    bad = tmp_path / "bad.json"
    forged = json.loads(GOLDEN.read_text(encoding="utf-8"))
    forged["ballots"][0][1] = 2
    bad.write_text(ballots.write(forged), encoding="utf-8")
    assert CliRunner().invoke(command, ["verify", str(bad), "--json"]).exit_code == 1
    bad.write_text("[]")
    refused = CliRunner().invoke(command, ["verify", str(bad)])
    assert (refused.exit_code, "Traceback" in refused.output) == (1, False)


def test_a_file_that_is_no_list_is_refused_in_a_sentence(tmp_path):
    odd = tmp_path / "odd.json"
    for what in (b"[" * 100_000, b"\xff\xfe\x00", b'{"format": "chytalnia-election/1", "x": "\\ud800"}'):
        odd.write_bytes(what)
        told = CliRunner().invoke(command, ["verify", str(odd)])
        assert (told.exit_code, type(told.exception)) == (1, SystemExit)
