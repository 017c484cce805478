"""The outbox and the writer: nothing acknowledged is lost, whoever dies and whoever else is at it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest
import tantivy
from django.db import transaction

from chytalnia.search import entries, queries, services
from chytalnia.search.engines.base import Busy, Outdated
from chytalnia.search.engines.embedded import Embedded
from chytalnia.search.entries import SearchEntry, document
from chytalnia.search.errors import CannotRebuild
from chytalnia.search.models import Change

from .conftest import BOOKS

pytestmark = pytest.mark.django_db


def test_changes_reach_the_index_and_leave_the_outbox(empty):
    services.enqueue("book", [1, 4])
    assert services.drain(using=empty) == 2
    assert Change.objects.count() == 0
    assert queries.search("кобзар", using=empty).total == 1
    assert services.drain(using=empty) == 0


def test_the_same_change_twice_is_one_entry(empty):
    for _ in range(3):
        services.enqueue("book", [1])
        services.drain(using=empty)
    services.enqueue("book", [1, 1])
    services.drain(using=empty)
    assert queries.search("", using=empty).total == 1


def test_what_is_gone_leaves_the_index(empty, monkeypatch):
    services.enqueue("book", [1, 4])
    services.drain(using=empty)
    monkeypatch.delitem(BOOKS, 1)
    services.enqueue("book", [1])
    services.drain(using=empty)
    assert queries.search("кобзар", using=empty, as_written=True).total == 0
    assert queries.search("", using=empty).total == 1


def test_a_change_of_a_rolled_back_transaction_is_no_change():
    def fails():
        with transaction.atomic():
            services.enqueue("book", [1])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert Change.objects.count() == 0


def test_a_builder_that_fails_keeps_the_change(empty):
    def broken(pks):
        raise RuntimeError("no database")

    entries.register("book", broken)
    services.enqueue("book", [1])
    with pytest.raises(RuntimeError):
        services.drain(using=empty)
    assert Change.objects.count() == 1


def test_a_loan_is_known_while_an_import_goes_on_writing(empty, monkeypatch):
    """Bulk changes come without end; the urgent one is in the index long before the feeder rests."""
    monkeypatch.setattr(services, "BATCH", 2)
    services.enqueue("book", [4] * 40)
    services.enqueue("book", [1], urgent=True)
    built: list[int] = []
    book = entries.kind("book")

    def build(pks):
        built.extend(pks)
        services.enqueue("book", [4])
        return book.build(pks)

    entries.register("book", build, book.every)
    known = []

    def stopped():
        known.append(queries.search("кобзар", using=empty, as_written=True).total == 1)
        return known[-1] or len(known) > 20_000

    services.drain(using=empty, until_stopped=stopped)
    assert built[0] == 1
    assert known[-1]
    assert Change.objects.exists()
    assert not Change.objects.filter(urgent=True).exists()


def test_what_is_present_is_taken_in_though_more_comes(empty, monkeypatch):
    monkeypatch.setattr(services, "engine", lambda: empty)
    monkeypatch.setattr(services, "BATCH", 2)
    services.enqueue("book", [1, 4])
    book = entries.kind("book")

    def build(pks):
        services.enqueue("book", [4], urgent=True)
        return book.build(pks)

    entries.register("book", build, book.every)
    assert services.drain_present() >= 2
    assert Change.objects.exists()
    assert queries.search("кобзар", using=empty).total == 1


def test_only_one_process_writes(empty):
    services.enqueue("book", [1])
    with empty.writing():
        assert services.drain(using=Embedded(empty.root)) == 0
        with pytest.raises(Busy), Embedded(empty.root).writing():
            pass
        with pytest.raises(CannotRebuild):
            services.rebuild(using=Embedded(empty.root))
    assert services.drain(using=empty) == 1


def test_a_writer_in_another_process_is_respected_and_its_death_frees_the_lock(empty):
    code = f"""
        import sys, time
        import django; django.setup()
        from pathlib import Path
        from chytalnia.search.engines.embedded import Embedded
        with Embedded(Path({str(empty.root)!r})).writing() as writer:
            writer.remove(["book:none"])
            print("writing", flush=True)
            time.sleep(60)
    """
    other = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "chytalnia.config.settings_test"},
    )  # fmt: skip
    try:
        assert other.stdout.readline().strip() == "writing"
        services.enqueue("book", [1])
        assert services.drain(using=empty) == 0
        other.send_signal(signal.SIGKILL)
        other.wait()
        assert services.drain(using=empty) == 1
        assert queries.search("кобзар", using=empty).total == 1
    finally:
        other.kill()
        other.wait()


def test_death_between_the_commit_of_the_engine_and_the_outbox_repeats_work_and_loses_none(empty, monkeypatch):
    services.enqueue("book", [1, 4])

    def dies(ids):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(services, "_forget", dies)
        with pytest.raises(KeyboardInterrupt):
            services.drain(using=empty)
    assert Change.objects.count() == 2
    assert services.drain(using=empty) == 2
    assert queries.search("", using=empty).total == 2


def test_readers_follow_commits_and_rebuilds(empty, monkeypatch):
    reader = Embedded(empty.root)
    assert queries.search("", using=reader).total == 0
    services.enqueue("book", [1])
    services.drain(using=empty)
    time.sleep(0.3)
    assert queries.search("", using=reader).total == 1
    seen = []
    assert services.rebuild(using=empty, progress=lambda kind, done: seen.append((kind, done))) == {"book": len(BOOKS)}
    time.sleep(0.3)
    assert queries.search("", using=reader).total == len(BOOKS)
    assert seen == [("book", len(BOOKS))]
    assert len(list(empty.root.glob("g-*"))) == 1


def test_a_rebuild_that_fails_leaves_the_old_index(empty):
    services.enqueue("book", [1])
    services.drain(using=empty)

    def broken():
        yield 1
        raise RuntimeError("the disk is full")

    entries.register("book", lambda pks: [BOOKS[int(pk)] for pk in pks], every=broken)
    with pytest.raises(RuntimeError):
        services.rebuild(using=empty)
    assert queries.search("", using=empty).total == 1
    assert len(list(empty.root.glob("g-*"))) == 1


def test_check_finds_drift_and_mends_it(empty):
    services.rebuild(using=empty)
    assert not services.check(using=empty)
    with empty.writing() as writer:
        writer.remove(["book:1"])
        writer.put([document(SearchEntry("book", 99, "Чужа"))])
        writer.commit()
    drift = services.check(using=empty, mend=True)
    assert drift.missing == {"book": ["book:1"]}
    assert drift.extra == {"book": ["book:99"]}
    services.drain(using=empty)
    assert not services.check(using=empty)


def test_lag_tells_what_waits(empty):
    assert queries.lag().waiting == 0
    services.enqueue("book", [1, 2])
    behind = queries.lag()
    assert behind.by_kind == {"book": 2}
    assert behind.oldest.total_seconds() >= 0
    assert queries.health(using=empty)["waiting"] == 2


def test_a_search_is_news_without_a_person():
    from chytalnia.search.signals import searched

    heard = []

    def listen(sender, search, **kwargs):
        heard.append(search)
        raise RuntimeError("a listener fails")

    searched.connect(listen)
    try:
        services.log_search(text="кобзар", total=3, language="uk")
    finally:
        searched.disconnect(listen)
    assert (heard[0].text, heard[0].total) == ("кобзар", 3)


def test_a_death_in_the_middle_of_a_commit_leaves_an_index_that_can_be_written(empty):
    """Files of the commit lie there already, the list that names them is that of the commit before."""
    services.enqueue("book", [1, 4])
    services.drain(using=empty)
    listed = empty.root / "g-first" / "main" / "meta.json"
    before = listed.read_bytes()
    services.enqueue("book", [1])
    services.drain(using=empty)
    listed.write_bytes(before)
    services.enqueue("book", [1])
    assert services.drain(using=Embedded(empty.root)) == 1
    assert queries.search("кобзар", using=Embedded(empty.root)).total == 1


def test_an_index_of_an_earlier_version_is_noticed_and_built_anew(empty):
    old = empty.root / "g-first" / "main"
    old.mkdir(parents=True)
    schema = tantivy.SchemaBuilder().add_text_field("key", stored=True).build()
    tantivy.Index(schema, path=str(old)).writer().commit()
    assert not services.is_built(using=empty)
    with pytest.raises(Outdated, match="chytalnia reindex"):
        queries.search("кобзар", using=empty)
    services.rebuild(using=empty)
    assert services.is_built(using=empty)
    assert queries.search("кобзар", using=empty).total == 3


def test_authors_are_counted_over_all_pieces_of_the_index_and_named(empty):
    """Each commit leaves a piece; an entry put anew is in two of them, and counted once."""
    for number, author in enumerate(("Леся Українка", "Франко, Іван", "Леся Українка", "Леся Українка")):
        with empty.writing() as writer:
            writer.put([document(SearchEntry("book", number, "Твори", names=[author]))])
            writer.commit()
    with empty.writing() as writer:
        writer.put([document(SearchEntry("book", 3, "Твори", names=["Вовчок, Марко"]))])
        writer.commit()
    time.sleep(0.3)
    counted = [(value.value, value.count) for value in queries.search("твори", using=empty).facets["author"]]
    assert counted == [("Леся Українка", 2), ("Вовчок, Марко", 1), ("Франко, Іван", 1)]
    assert queries.search("твори", filters={"author": ["Леся Українка"]}, using=empty).total == 2
    # Another process, which has heard of no name yet.
    assert queries.search("твори", using=Embedded(empty.root)).facets["author"][0].value == "Леся Українка"
