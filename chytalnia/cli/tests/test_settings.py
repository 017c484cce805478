"""A setting that is wrong is told by name, in one line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from chytalnia.config import env


@pytest.mark.parametrize(
    ("reader", "value"),
    [
        (lambda name: env.envchoice(name, "uk", ["uk", "kk"]), "ua"),
        (lambda name: env.envrate(name, "120/m"), "120 a minute"),
        (lambda name: env.envzone(name, "Europe/Kyiv"), "Kyiv"),
        (lambda name: env.envurl(name, "file:///x", ["file"]), "/srv/media"),
        (lambda name: env.envsite(name, "http://127.0.0.1:8000"), "library.example"),
        (lambda name: env.envsite(name, "http://127.0.0.1:8000"), "https://library.example:https"),
        (lambda name: env.envdatabase(name, "sqlite:///x", keep=1), "postgress://me:secret@host/chytalnia"),
        (lambda name: env.envdatabase(name, "sqlite:///x", keep=1), "postgres://me:secret@host:port/chytalnia"),
        (env.envnetworks, "10.0.0.0/8, library"),
        (lambda name: env.envint(name, 1), "one"),
    ],
)
def test_a_wrong_value_is_told_by_the_name_of_the_setting_and_no_password_is_repeated(monkeypatch, reader, value):
    monkeypatch.setenv("CHYTALNIA_X", value)
    with pytest.raises(ImproperlyConfigured, match="CHYTALNIA_X must be") as told:
        reader("CHYTALNIA_X")
    assert "secret" not in str(told.value)


def test_a_misspelt_name_is_told_and_a_strange_one_passed_over(monkeypatch):
    monkeypatch.setenv("CHYTALNIA_OF_SOMEBODY_ELSE", "1")
    env.refuse_misspelt()
    monkeypatch.setenv("CHYTALNIA_HOST", "library.example")
    with pytest.raises(ImproperlyConfigured, match="CHYTALNIA_HOSTS"):
        env.refuse_misspelt()


def test_a_command_tells_a_wrong_setting_without_a_traceback(tmp_path: Path):
    settings = {
        "CHYTALNIA_DATA": str(tmp_path),
        "CHYTALNIA_LANGUAGE": "ua",
        "DJANGO_SETTINGS_MODULE": "chytalnia.config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-m", "chytalnia.cli", "check"],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: The settings are not right: CHYTALNIA_LANGUAGE must be one of uk, ru, kk, en")
    assert "Traceback" not in done.stderr
