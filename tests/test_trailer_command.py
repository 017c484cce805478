"""`chytalnia trailer`: films from a storyboard and a look at films made elsewhere, told to machines."""

import json
import re

import pytest
from click.testing import CliRunner

from chytalnia.cli.trailer import command
from chytalnia.trailers.tests import filming

pytestmark = pytest.mark.usefixtures("english")


def test_the_command_makes_films_and_tells_of_them(tmp_path):
    data = filming.storyboard(tmp_path)
    data["scenes"] = [{"seconds": 0.5, "card": "paper"}]
    del data["voice"], data["music"]
    board = tmp_path / "board.json"
    board.write_text(json.dumps(data))
    arguments = ["render", str(board), "--output", str(tmp_path / "out"), "--container", "mp4", "--json"]
    run = CliRunner().invoke(command, arguments)
    assert run.exit_code == 0, run.output
    told = json.loads(run.stdout)
    file = tmp_path / "out" / "720p.mp4"
    assert told["files"] == [
        {
            "format": "720p",
            "container": "mp4",
            "name": "720p.mp4",
            "width": 1280,
            "height": 720,
            "bytes": file.stat().st_size,
        }
    ]
    assert (told["seconds"], told["loudness"], told["subtitles"]) == (0.5, None, [])
    checked = CliRunner().invoke(command, ["check", str(file), "--json"])
    assert checked.exit_code == 0, checked.output
    assert json.loads(checked.stdout)["duration"] == pytest.approx(0.5, abs=0.05)
    assert CliRunner().invoke(command, ["check", str(board)]).exit_code == 1
    board.write_text(re.sub("paper", "parchment", board.read_text()))
    refused = CliRunner().invoke(command, arguments)
    assert refused.exit_code == 1
    assert "Scene 1: “card” is “parchment”." in refused.output
