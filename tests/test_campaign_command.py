"""`chytalnia campaign verify-draw FILE --json`: no database, exit codes a script can use."""

from __future__ import annotations

import json

from click.testing import CliRunner

from chytalnia.cli.campaign import command
from chytalnia.wire import draws


def test_a_draw_is_repeated_from_its_file_alone(tmp_path):
    keys = [str(n) for n in range(1, 30)]
    draw = {
        "format": draws.FORMAT, "commitment": draws.commitment("s"), "entrants_sha256": draws.entrants_digest(keys),
        "entrants": [{"key": key, "name": f"Читач {key}"} for key in keys], "prizes": 3, "public": "4 6 1", "seed": "s",
        "winners": draws.drawn("s", "4 6 1", keys)[:3],
    }  # fmt: skip
    file = tmp_path / "draw.json"
    file.write_text(draws.write(draw), encoding="utf-8")
    good = CliRunner().invoke(command, ["verify-draw", str(file), "--json", "--promised", draw["commitment"]])
    told = json.loads(good.output)
    assert (good.exit_code, told["agrees"], told["winners"]) == (0, True, draw["winners"])
    file.write_text(draws.write(draw | {"winners": keys[:3]}), encoding="utf-8")
    assert CliRunner().invoke(command, ["verify-draw", str(file)]).exit_code == 1
    for odd in (b"[]", b"[" * 100_000, b"\xff\xfe"):
        file.write_bytes(odd)
        told = CliRunner().invoke(command, ["verify-draw", str(file)])
        assert (told.exit_code, type(told.exception)) == (1, SystemExit)
