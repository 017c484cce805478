"""What `chytalnia import` tells when several files come at once."""

import json

import pytest
from click.testing import CliRunner

from chytalnia.catalogue.tests.factories import marc, system
from chytalnia.cli.importing import command

pytestmark = pytest.mark.django_db


def test_a_refused_file_stops_none_of_the_others(tmp_path):
    unit, *_ = system()
    good, picture = tmp_path / "good.mrc", tmp_path / "picture.mrc"
    good.write_bytes(marc("1").as_marc() + b"rubbish" * 9)
    picture.write_bytes(b"\x89PNG" + b"x" * 99)
    given = [str(picture), str(good), "--unit", unit.code, "--no-index"]
    done = CliRunner().invoke(command, given)
    assert done.exit_code == 1
    assert f"Not imported: {picture}: This is a picture" in done.output
    assert "2 read, 1 created" in done.output
    assert "1 rejected: These 63 bytes do not begin with a record leader." in done.output
    first, second = json.loads(CliRunner().invoke(command, [*given, "--json"]).output)["files"]
    assert (first["file"], "read" in first) == (str(picture), False)
    assert (second["file"], second["unchanged"]) == (str(good), 1)
