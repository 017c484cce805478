"""What a person is told when the database is not what the program expects."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


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
