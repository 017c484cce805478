"""`chytalnia search` answers as the API does."""

import json

from click.testing import CliRunner

from chytalnia.cli.search import command
from chytalnia.protocols.tests.conftest import library, nothing_kept  # noqa: F401 - fixtures


def test_the_command_line_answers_as_the_api(client, library):  # noqa: F811 - the fixture
    run = CliRunner().invoke(command, ["rj,pfh", "--json", "--limit", "10"])
    assert run.exit_code == 0, run.output
    assert json.loads(run.output) == client.get("/api/v1/search", {"q": "rj,pfh", "limit": 10}).json()
    assert json.loads(run.output)["correction"] == "кобзар"


def test_people_get_lines_and_a_wrong_condition_is_refused(library):  # noqa: F811
    run = CliRunner().invoke(command, ["жолы", "-w", "language=kaz"])
    assert run.output.splitlines()[0] == "1 found"
    assert "Абай жолы – Әуезов, Мұхтар (1990)" in run.output
    refused = CliRunner().invoke(command, ["кобзар", "-w", "colour=red"])
    assert refused.exit_code == 1
    assert "is no condition" in refused.output
