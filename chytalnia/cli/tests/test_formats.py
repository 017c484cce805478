"""`chytalnia formats`: the library of formats for machines."""

import json

from click.testing import CliRunner

from chytalnia.cli.formats import command


def test_the_command_tells_every_format():
    told = json.loads(CliRunner().invoke(command, ["--json"]).stdout)
    assert told["total"] == len(told["formats"]) >= 40
    quest = next(each for each in told["formats"] if each["code"] == "quest")
    assert quest["names"]["kk"] == "Әдеби квест"
    assert {"phases", "roles", "checklist", "counts"} <= quest.keys()
    assert [step["day"] for step in quest["checklist"]] == sorted(step["day"] for step in quest["checklist"])
