"""What a person is told when the database is not what the program expects."""

from __future__ import annotations

import errno
import os
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from chytalnia.cli import console, serve
from chytalnia.search.engines.base import Damaged


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"CHYTALNIA_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "chytalnia.config.settings"}
    return subprocess.run(
        [sys.executable, "-m", "chytalnia.cli", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_command_before_the_tables_are_made_says_what_to_do_in_one_line(tmp_path: Path) -> None:
    done = _run(tmp_path, "export", "--query", "", "--format", "bibtex", "--output", str(tmp_path / "all.bib"))

    assert done.returncode == 1
    assert "Run `chytalnia setup`" in done.stderr
    assert "Traceback" not in done.stderr


def test_long_work_is_told_in_lines_where_there_is_no_terminal(capsys, monkeypatch):
    monkeypatch.setattr(console, "SECONDS_BETWEEN_LINES", 0)
    with console.steps("Records") as tell:
        tell(500, 5831)

    assert capsys.readouterr().err.splitlines() == ["Records …", "Records: 500 of 5,831"]


def test_a_taken_port_is_told_with_what_to_say_instead():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = CliRunner().invoke(serve.command, ["--port", str(port)])

    assert done.exit_code == 1
    assert f"Port {port} is taken" in done.output


@pytest.mark.parametrize(
    "error",
    [
        ValueError("An IO error occurred: 'No space left on device (os error 28) at path \"/index/x\"'"),
        sqlite3.OperationalError("database or disk is full"),
        OSError(errno.ENOSPC, "No space left on device", "/data/x"),
        Damaged("/index: x.term is not there"),
    ],
)
def test_a_full_disk_or_a_file_lost_is_told_in_one_line_whoever_meets_it(error, settings, monkeypatch):
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.sqlite3")

    @console.with_django
    def fill() -> None:
        raise error

    with pytest.raises(console.Refusal, match=r"Make room on the disk|Run chytalnia check"):
        fill()
