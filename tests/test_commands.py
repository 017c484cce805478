"""The commands as people and scripts call them: real processes over a small library."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time

import pytest

from chytalnia.catalogue.tests.factories import marc, write
from chytalnia.cli.main import COMMANDS


@pytest.mark.parametrize("name", [None, *COMMANDS])
def test_help_comes_at_once_and_needs_no_database(name, tmp_path):
    from .conftest import Library

    library = Library(tmp_path, "postgres://nobody@127.0.0.1:1/none")
    began = time.process_time()
    done = library.run(*([name] if name else []), "--help", timeout=30)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Usage: chytalnia")
    assert time.process_time() - began < 2
    assert not list(tmp_path.iterdir())


def test_a_word_that_is_no_command_is_an_error(tmp_path):
    from .conftest import Library

    library = Library(tmp_path, f"sqlite:///{tmp_path}/x")
    assert library.run("fly").returncode == 2
    assert library.run("export", "--query", "x", "--format", "cuneiform", "-o", tmp_path / "x").returncode == 2


@pytest.fixture(scope="module")
def stocked(prepared, tmp_path_factory):
    """A library with two books; the commands below only read it."""
    from .conftest import copied, drop_database

    folder = tmp_path_factory.mktemp("stocked")
    library = copied(prepared, folder)
    file = write(
        folder / "two.mrc",
        marc("n1", title="Книга пісень", author="Шевченко, Тарас", isbn="9789660306660", copies=[("b1", "i1")]),
        marc("n2", title="Сад", author="Франко, Іван"),
    )
    file.write_bytes(file.read_bytes() + b"00099nam a22000" + b"x" * 83 + b"\x1d")
    library.report = library.json("import", file, "--unit", "one")
    library.source = file
    yield library
    drop_database(library.url)


def test_import_tells_what_it_did(stocked):
    assert {
        "read": 3, "created": 2, "updated": 0, "unchanged": 0, "rejected": 1, "format": "iso2709", "encoding": "utf-8"
    }.items() <= stocked.report.items()  # fmt: skip
    assert stocked.report["seconds"] > 0
    rejects = stocked.report["rejects_file"]
    with open(rejects, "rb") as file:
        assert file.read() == stocked.source.read_bytes()[-99:]
    again = stocked.json("import", stocked.source, "--unit", "one")
    assert (again["created"], again["updated"], again["unchanged"], again["rejected"]) == (0, 0, 2, 1)


def test_import_refuses_what_it_cannot_do(stocked, tmp_path):
    done = stocked.run("import", stocked.source, "--unit", "nowhere")
    assert (done.returncode, "nowhere" in done.stderr, "Traceback" in done.stderr) == (1, True, False)
    assert stocked.run("import", tmp_path / "none.mrc", "--unit", "one").returncode == 1
    (tmp_path / "letter.txt").write_text("Dear library,")
    done = stocked.run("import", tmp_path / "letter.txt", "--unit", "one")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)


def test_search_answers_as_the_interface_promises(stocked):
    answer = stocked.json("search", "книгою Шевченка", "--limit", "10")
    assert list(answer) == ["total", "correction", "results", "facets"]
    assert answer["total"] == 1
    (result,) = answer["results"]
    assert list(result) == ["id", "title", "authors", "year", "languages", "url"]
    assert (result["title"], result["authors"], result["year"], result["languages"]) == (
        "Книга пісень", ["Шевченко, Тарас"], 2014, ["ukr"],
    )  # fmt: skip
    assert result["url"].startswith("http://127.0.0.1:8000/")
    assert all({"value", "count"} == set(value) for values in answer["facets"].values() for value in values)
    nothing = stocked.run("search", "немаєтакогослова", "--as-written")
    assert (nothing.returncode, nothing.stdout) == (0, "0 found\n")
    assert stocked.run("search", "x", "-w", "colour=red").returncode == 1


@pytest.mark.parametrize(("format_", "begins"), [
    ("marc21", b"0"), ("unimarc", b"0"), ("rusmarc", b"0"), ("marcxml", b"<?xml"), ("dc", b"<?xml"), ("jsonld", b"["),
    ("bibtex", b"@"), ("ris", b"TY  - "), ("gost", "Шевченко".encode()),
])  # fmt: skip
def test_export_writes_every_format(stocked, tmp_path, format_, begins):
    file = tmp_path / "out"
    answer = stocked.json("export", "--query", "пісень", "--format", format_, "--output", file)
    assert {"file": str(file), "format": format_, "records": 1, "bytes": file.stat().st_size}.items() <= answer.items()
    assert file.read_bytes().startswith(begins)
    if format_ == "marc21":
        assert stocked.source.read_bytes().startswith(file.read_bytes())
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_export_of_everything_of_a_unit_and_of_numbers(stocked, tmp_path):
    file = tmp_path / "out"
    assert stocked.json("export", "--query", "", "--format", "ris", "-o", file)["records"] == 2
    assert (
        stocked.json("export", "--unit", "one", "--format", "ris", "-o", file)["records"]
        == 2
        - 1
        + stocked.one(
            "SELECT count(*) FROM catalogue_record r JOIN network_unit u ON u.id = r.owner_id WHERE u.code = 'one'"
        )
        // 2
    )
    first, second = (pk for (pk,) in stocked.rows("SELECT id FROM catalogue_record ORDER BY id"))
    stocked.json("export", "--ids", f"{second},{first}", "--format", "jsonld", "-o", file)
    assert [each["name"] for each in json.loads(file.read_bytes())] == ["Сад", "Книга пісень"]
    for wrong in (["--ids", "999999"], ["--ids", "a"], ["--unit", "nowhere"]):
        done = stocked.run("export", *wrong, "--format", "ris", "-o", tmp_path / "none")
        assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
    assert stocked.run("export", "--format", "ris", "-o", file).returncode == 2
    assert stocked.run("export", "--query", "x", "--format", "ris", "-o", tmp_path / "no" / "x").returncode == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out"]


def test_check_mends_what_it_finds_and_says_when_it_cannot(library, tmp_path):
    library.json("import", write(tmp_path / "one.mrc", marc("n1", title="Сад")), "--unit", "one")
    assert library.json("check", "--dry-run")["ok"]
    library.python(
        "import django; django.setup()\n"
        "from django.db import connection as c\n"
        "from django.conf import settings\n"
        "from pathlib import Path\n"
        "import os\n"
        "from chytalnia.core import seal\n"
        "seal.open_(c, 'journal_fact')\n"
        "x = c.cursor()\n"
        "x.execute('UPDATE journal_tally SET quantity = quantity + 5')\n"
        "x.execute('UPDATE catalogue_work SET record_count = 9')\n"
        "from chytalnia.search.engines import engine\n"
        "from chytalnia.catalogue.models import Work\n"
        "with engine().writing() as w:\n    w.remove([f'work:{Work.objects.get().pk}']); w.commit()\n"
        "f = Path(settings.MEDIA_ROOT) / 'images' / 'stray.png'\n"
        "f.parent.mkdir(parents=True); f.write_bytes(b'x'); os.utime(f, (1, 1))\n"
    )
    told = library.run("check", "--dry-run", "--json")
    assert told.returncode == 1
    found = {each["check"] for each in json.loads(told.stdout)["checks"] if each["found"]}
    assert found == {
        "logs and facts sealed", "works counted", "tallies equal their facts", "files belong to rows",
        "all is in the search index",
    }  # fmt: skip
    mended = library.json("check")
    # What the mended works put into the outbox brings the lost entry of the index back on its way.
    assert {each["check"] for each in mended["checks"] if each["found"]} | {"all is in the search index"} == found
    assert all(each["found"] == 0 for each in library.json("check")["checks"])
    assert library.json("search", "Сад")["total"] == 1
    assert (library.data / "lost" / "images" / "stray.png").read_bytes() == b"x"
    # An index that cannot be read at all is built anew.
    for file in (library.data / "index").rglob("meta.json"):
        file.write_text("{")
    assert library.run("check", "--dry-run").returncode == 1
    assert library.run("check").returncode == 0
    assert library.json("search", "Сад")["total"] == 1


def test_reindex_tells_how_many(stocked):
    answer = stocked.json("reindex")
    assert answer["entries"]["work"] == 2


def test_errors_name_no_secrets(prepared, tmp_path):
    """A database that does not answer: one line or a trace, but neither password nor key in it."""
    from .conftest import Library

    library = Library(tmp_path, "postgres://someone:hidden-word@127.0.0.1:1/none", {"CHYTALNIA_SECRET_KEY": "k" * 60})
    done = library.run("check")
    assert done.returncode != 0
    assert "hidden-word" not in done.stdout + done.stderr
    assert "k" * 60 not in done.stdout + done.stderr


def test_a_lost_index_is_no_empty_library(stocked):
    index = stocked.data / "index"
    kept = index.rename(stocked.data / "kept")
    try:
        for command in (
            ["search", "Сад"],
            ["export", "--query", "Сад", "--format", "ris", "--output", str(stocked.data / "x")],
        ):
            told = stocked.run(*command)
            assert told.returncode == 1
            assert "chytalnia reindex" in told.stderr
        assert not (stocked.data / "x").exists()
    finally:
        shutil.rmtree(index, ignore_errors=True)
        kept.rename(index)


def test_a_start_is_quiet_and_warnings_are_not(prepared):
    """At the level of `serve`: what libraries say of themselves is left out, what they warn of is not."""
    code = """
import logging
import django; django.setup()
from chytalnia.search import analysis
analysis.analyse(["книгою українських письменників", "книгами русских писателей"])
logging.getLogger("axes.handlers.database").warning("somebody tries")
logging.getLogger("chytalnia.worker").info("an import has begun")
"""
    env = {**prepared.env, "CHYTALNIA_LOG": "INFO"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=60, check=True)
    said = [line.split(" ", 2)[2] for line in done.stderr.splitlines()]
    assert said == ["WARNING axes.handlers.database: somebody tries", "INFO chytalnia.worker: an import has begun"]
