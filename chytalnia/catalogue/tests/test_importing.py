"""Import: what comes in, once, whole, whatever happens on the way."""

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from chytalnia.catalogue import errors
from chytalnia.catalogue.models import Authority, Heading, ImportJob, Item, Record, RecordVersion, Work
from chytalnia.catalogue.services import importing
from chytalnia.journal.models import Tally
from chytalnia.search.models import Change

from .factories import LOC, marc, system, write

pytestmark = pytest.mark.django_db


def bring(path, unit, **options):
    return importing.run(importing.create_job(path=path, unit=unit, **options))


def test_a_file_comes_in_with_its_sources_kept(tmp_path):
    unit, *_ = system()
    report = bring(LOC, unit)
    raw = LOC.read_bytes()
    assert (report["read"], report["created"], report["rejected"]) == (raw.count(b"\x1d"),) * 2 + (0,)
    assert (report["format"], report["encoding"], report["dialect"]) == ("iso2709", "utf-8", "marc21")
    assert b"".join(bytes(r.source) for r in Record.objects.order_by("pk")) == raw
    assert set(report) >= {
        "read",
        "created",
        "updated",
        "unchanged",
        "rejected",
        "rejects_file",
        "format",
        "encoding",
        "seconds",
    }
    assert Authority.objects.exists()
    assert not Heading.objects.filter(record__isnull=True).exists()
    assert set(Change.objects.values_list("object_pk", flat=True)) == {
        str(pk) for pk in Work.objects.values_list("pk", flat=True)
    }
    assert sum(Tally.objects.filter(kind="records.created").values_list("quantity", flat=True)) == report["read"]


def test_the_same_file_twice_changes_nothing():
    unit, branch, _ = system()
    first = bring(LOC, unit)
    before = state()
    # A branch brings in for its system: these are the records that are there.
    second = bring(LOC, branch)
    assert (second["created"], second["updated"], second["unchanged"]) == (0, 0, first["read"])
    assert state() == before


def test_romanised_titles_come_in_their_own_script():
    unit, *_ = system()
    bring(LOC, unit)
    record = Record.objects.filter(control_number__contains="00533523").get()
    assert (record.title.split(" : ")[0], record.derived_script) == ("Черниговцы", True)
    assert record.title_romanised.startswith("Chernigov")
    kept = Record.objects.filter(derived_script=True).count()
    assert kept > Record.objects.count() * 0.8


def test_a_newer_record_updates_and_an_older_one_does_not(tmp_path):
    unit, *_ = system()
    bring(write(tmp_path / "a.mrc", marc("1", date="20200101000000.0")), unit)
    newer = bring(write(tmp_path / "b.mrc", marc("1", title="Кобзар : поезії", date="20210101000000.0")), unit)
    older = bring(write(tmp_path / "c.mrc", marc("1", title="Кобзарик", date="20190101000000.0")), unit)
    assert (newer["updated"], older["unchanged"], older["older"]) == (1, 1, 1)
    record = Record.objects.get()
    assert (record.title, record.version) == ("Кобзар : поезії", 2)
    version = RecordVersion.objects.get()
    assert (version.number, bytes(version.source)) == (1, (tmp_path / "a.mrc").read_bytes())


def test_the_same_record_twice_in_a_file_is_one_record(tmp_path):
    unit, *_ = system()
    path = write(
        tmp_path / "a.mrc", marc("1"), marc("2"), marc("1", title="Гайдамаки", date="20220101000000.0"), marc("1")
    )
    report = bring(path, unit)
    assert (report["read"], report["created"], report["updated"], report["unchanged"]) == (4, 2, 1, 1)
    assert Record.objects.get(control_number="1").title == "Гайдамаки"


def test_a_record_without_a_number_is_known_again(tmp_path):
    unit, *_ = system()
    record = marc("x", date="")
    record.remove_fields("001")
    path = write(tmp_path / "a.mrc", record)
    assert (bring(path, unit)["created"], bring(path, unit)["unchanged"]) == (1, 1)


def test_unreadable_records_go_out_byte_for_byte(tmp_path):
    unit, *_ = system()
    good = [r + b"\x1d" for r in LOC.read_bytes().split(b"\x1d") if r][:6]
    cut = good[2][:300]
    rubbish = b"this is no record at all\x1d"
    path = tmp_path / "mixed.mrc"
    path.write_bytes(good[0] + good[1] + cut + good[3] + rubbish + good[4])
    report = bring(path, unit)
    assert (report["created"], report["rejected"]) == (4, 2)
    rejects = tmp_path / "mixed.mrc.rejects"
    assert report["rejects_file"] == str(rejects)
    assert rejects.read_bytes() == cut + rubbish
    lines = [json.loads(line) for line in (tmp_path / "mixed.mrc.rejects.jsonl").read_text().splitlines()]
    assert [line["offset"] for line in lines] == [len(good[0] + good[1]), len(good[0] + good[1] + cut + good[3])]
    assert all(line["reason"] for line in lines)
    # Mended, the rejects come in like any file.
    (tmp_path / "mended.mrc").write_bytes(good[2])
    assert bring(tmp_path / "mended.mrc", unit)["created"] == 1


def test_two_libraries_importing_one_file_keep_their_rejects_apart(tmp_path):
    unit, branch, *_ = system()
    path = tmp_path / "bad.mrc"
    path.write_bytes(marc("1").as_marc() + b"rubbish" * 9)
    first, second = (importing.create_job(path=path, unit=one) for one in (unit, branch))
    importing.run(first)
    importing.run(second)
    kept = [importing.report(job)["rejects_file"] for job in ImportJob.objects.order_by("pk")]
    assert [Path(file).read_bytes() for file in kept] == [b"rubbish" * 9] * 2
    assert len(set(kept)) == 2


def test_copies_with_numbers_become_items_once(tmp_path):
    unit, branch, _ = system()
    path = write(tmp_path / "a.mrc", marc("1", copies=[("B1", "I1"), ("B2", "I2")]), marc("2", copies=[("B1", "I3")]))
    report = bring(path, branch)
    assert (report["items"], report["items_known"]) == (2, 1)
    assert list(Item.objects.order_by("barcode").values_list("barcode", "holder__code", "unit__code")) == [
        ("B1", unit.code, branch.code),
        ("B2", unit.code, branch.code),
    ]
    work = Work.objects.get(records__control_number="1")
    assert (work.item_count, work.available_count) == (2, 2)
    assert sum(Tally.objects.filter(kind="items.received").values_list("quantity", flat=True)) == 2


def test_two_libraries_with_one_edition_meet_in_the_queue(tmp_path):
    mine, *_ = system("mine")
    theirs, *_ = system("theirs")
    bring(write(tmp_path / "a.mrc", marc("1", isbn="978-966-00-0001-8")), mine)
    report = bring(write(tmp_path / "b.mrc", marc("77", isbn="9789660000018", agency="OTHER")), theirs)
    assert report["merge_cases"] == 1
    assert Record.objects.count() == 2
    assert Work.objects.shown().count() == 1


def test_a_replaced_file_is_not_continued(tmp_path):
    unit, *_ = system()
    path = write(tmp_path / "a.mrc", marc("1"))
    job = importing.create_job(path=path, unit=unit)
    write(path, marc("2"), marc("3"))
    with pytest.raises(errors.FileChanged):
        importing.run(job)


def test_preview_shows_what_would_come(tmp_path):
    unit, *_ = system()
    job = importing.create_job(path=LOC, unit=unit)
    preview = importing.preview(job, count=3)
    assert (preview.format, preview.dialect, preview.encoding, len(preview.records)) == (
        "iso2709",
        "marc21",
        "utf-8",
        3,
    )
    assert all(r.bib.title.proper.value for r in preview.records)
    assert ImportJob.objects.get().stage == "previewed"
    assert Record.objects.count() == 0


@pytest.mark.parametrize("records", [40, 120])
def test_queries_do_not_grow_with_records(tmp_path, records, django_assert_max_num_queries):
    unit, *_ = system()
    path = write(
        tmp_path / "a.mrc", *[marc(str(n), title=f"Книга {n}", copies=[(f"B{n}", f"I{n}")]) for n in range(records)]
    )
    job = importing.create_job(path=path, unit=unit)
    with django_assert_max_num_queries(75):
        importing.run(job)


RUN = """
import django; django.setup()
from chytalnia.catalogue.models import ImportJob
from chytalnia.catalogue.services import importing
importing.BATCH = 10
importing.run(ImportJob.objects.get(pk={pk}), progress=lambda job: print(job.offset, flush=True))
"""


@pytest.mark.django_db(transaction=True)
def test_killed_at_any_moment_nothing_is_lost_or_doubled(tmp_path):
    random.seed(7)
    raw = LOC.read_bytes()
    cut = raw.index(b"\x1d", len(raw) // 2) + 1
    path = tmp_path / "a.mrc"
    path.write_bytes(raw[:cut] + b"not a record\x1d" + raw[cut:])
    unit, *_ = system()
    job = importing.create_job(path=path, unit=unit)
    kills = 0
    for pause in (2, 4, 3, None):
        process = subprocess.Popen(
            [sys.executable, "-c", RUN.format(pk=job.pk)], stdout=subprocess.PIPE, env=environment()
        )
        for number, _ in enumerate(process.stdout, 1):
            if number == pause:
                # Somewhere inside the next batch, or in its commit.
                try:
                    process.wait(timeout=random.random() * 0.05)
                except subprocess.TimeoutExpired:
                    process.send_signal(signal.SIGKILL)
                    kills += 1
                break
        process.stdout.read()
        process.wait()
    assert kills == 3
    job.refresh_from_db()
    assert job.stage == "done"
    rejects = (tmp_path / "a.mrc.rejects").read_bytes()
    broken, counts = state(), [job.read, job.created, job.rejected]
    assert rejects == b"not a record\x1d"

    Change.objects.all().delete()
    clear()
    whole = importing.create_job(path=path, unit=unit)
    importing.run(whole)
    whole.refresh_from_db()
    assert [whole.read, whole.created, whole.rejected] == counts
    assert state() == broken


def environment():
    """For a process that works on the database of this test."""
    s = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{s['NAME']}"
    else:
        url = f"postgres://{s['USER']}:{s['PASSWORD']}@{s['HOST'].replace('/', '%2F')}:{s['PORT']}/{s['NAME']}"
    return {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "chytalnia.config.settings"}


def clear():
    from chytalnia.catalogue.models import RecordKey

    for model in (Heading, RecordKey, RecordVersion, Item, Record, Work, Authority):
        model.objects.all().delete()


def state():
    """Everything an import leaves behind, without the keys that a database gives."""
    return {
        "records": sorted(
            Record.objects.values_list("identity", "content_hash", "version", "title", "work__key", "base_work__key")
        ),
        "keys": sorted(Record.objects.values_list("identity", "keys__kind", "keys__value").exclude(keys=None)),
        "headings": sorted(Heading.objects.values_list("record__identity", "authority__key", "role")),
        "works": sorted(
            Work.objects.values_list("key", "title", "titles", "record_count", "item_count"), key=lambda w: w[0]
        ),
        "authorities": sorted(Authority.objects.values_list("kind", "key", "heading")),
        "items": sorted(Item.objects.values_list("barcode", "record__identity")),
        "versions": sorted(RecordVersion.objects.values_list("record__identity", "number", "content_hash")),
    }
