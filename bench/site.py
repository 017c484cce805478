"""A Chytalnia of its own for each measurement: a folder with a database, one library, and the commands run in it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from . import corpus, meter

UNIT = "BENCH"
_FOUND = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from chytalnia.network.models import Unit
Unit.objects.filter(code="BENCH").exists() or Unit.add_root(code="BENCH", name="Bench")
"""


class Site:
    def __init__(self, name: str, *, fresh: bool = False) -> None:
        self.folder = corpus.CACHE / name
        if fresh:
            shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        kept = {
            k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "SEARCH_URL", "PYTHONDONTWRITEBYTECODE")
        }
        self.env = kept | {
            "CHYTALNIA_DATA": str(self.folder),
            "CHYTALNIA_LOG": "WARNING",
            "CHYTALNIA_ONSITE_NETWORKS": "127.0.0.1/32",
            "DJANGO_SETTINGS_MODULE": "chytalnia.config.settings",
        }

    @property
    def is_full(self) -> bool:
        return (self.folder / "imported.json").exists()

    def found(self) -> None:
        """Make the database and the library."""
        self.python(_FOUND)

    def python(self, code: str, *arguments: str) -> str:
        """What a piece of Python prints that runs in this Chytalnia."""
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments], env=self.env, cwd=corpus.ROOT, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        if done.returncode:
            raise SystemExit(done.stderr)
        return done.stdout

    def take_in(self, path: Path) -> tuple[meter.Run, dict[str, Any]]:
        """Import a file by the command that everybody uses; what it took and what it reported."""
        self.found()
        weighed = meter.run(
            [sys.executable, "-m", "chytalnia.cli", "import", str(path), "--unit", UNIT, "--json"],
            env=self.env, cwd=corpus.ROOT,
        )  # fmt: skip
        report = json.loads(weighed.output)
        (self.folder / "imported.json").write_text(json.dumps(report))
        return weighed, report

    def bytes_of(self, pattern: str) -> int:
        return sum(f.stat().st_size for f in self.folder.rglob(pattern) if f.is_file())
