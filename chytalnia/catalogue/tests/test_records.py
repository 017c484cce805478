"""Records under the cataloguer's hand, going out, and found by the search."""

import json

import pytest

from chytalnia.catalogue import checks, entries, errors
from chytalnia.catalogue.models import Item, Record, Work
from chytalnia.catalogue.services import exporting, importing, items, records
from chytalnia.people.models import User

from .factories import LOC, marc, system, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def loc():
    unit, *_ = system()
    importing.run(importing.create_job(path=LOC, unit=unit))
    return unit


def test_what_came_in_goes_out_byte_for_byte(loc):
    out = b"".join(exporting.export(Record.objects.order_by("pk"), format="marc21"))
    assert out == LOC.read_bytes()


@pytest.mark.parametrize("format", ["marcxml", "dc", "jsonld", "bibtex", "ris", "gost"])
def test_every_format_holds_every_record(loc, format):
    some = list(Record.objects.order_by("pk")[:20])
    out = b"".join(exporting.export(some, format=format)).decode()
    marks = {
        "marcxml": "<record",
        "dc": "oai_dc:dc ",
        "jsonld": "@context",
        "bibtex": "\n@",
        "ris": "TY  - ",
        "gost": "\n",
    }
    assert ("\n" + out).count(marks[format]) >= 20
    if format == "jsonld":
        assert len(json.loads(out)) == 20


def test_an_unknown_format_is_refused_at_once():
    with pytest.raises(errors.UnknownExport):
        exporting.export([], format="doc")


def test_saving_keeps_history_and_restoring_brings_it_back(loc):
    record = Record.objects.order_by("pk").first()
    user = User.objects.create(username="cataloguer")
    before = bytes(record.source)
    source = records.parsed(record)
    source["245"]["a"] = "Нова назва"
    saved = records.save(record=record, source=source, by=user, reason="title", seen_version=1)
    assert (saved.version, saved.title.split(" : ")[0].split(".")[0]) == (2, "Нова назва")
    with pytest.raises(errors.RecordChanged):
        records.save(record=record, source=source, seen_version=1)
    version = saved.versions.get()
    assert any(c.sign == "+" and "Нова назва" in c.text for c in records.diff(version, saved))
    restored = records.restore(record=saved, version=version, by=user)
    assert (restored.version, bytes(restored.source)) == (3, before)


def test_an_edit_outlives_the_file_it_came_from(loc):
    record = Record.objects.order_by("pk").first()
    source = records.parsed(record)
    source["245"]["a"] = "Нова назва"
    records.save(record=record, source=source)
    report = importing.run(importing.create_job(path=LOC, unit=loc))
    assert report["updated"] == 0
    assert Record.objects.get(pk=record.pk).title.startswith("Нова назва")


def test_a_corrected_spelling_outlives_a_new_import(loc):
    record = Record.objects.filter(derived_script=True).order_by("pk").first()
    fixed = records.fix_script(record=record, fixes={record.bib.title.proper.romanised: "Виправлено"})
    assert (fixed.title.split(" : ")[0].split(".")[0], fixed.derived_script) == ("Виправлено", False)


def test_a_record_with_items_is_not_removed(tmp_path):
    unit, one, _ = system()
    importing.run(importing.create_job(path=write(tmp_path / "a.mrc", marc("1")), unit=unit))
    record = Record.objects.get()
    got = items.receive_items(record=record, unit=one)
    with pytest.raises(errors.RecordHasItems):
        records.remove(record=record)
    items.withdraw(items=got, reason="worn")
    records.remove(record=record)
    assert list(entries.build([record.work_id])) == []


def test_drafts_are_kept_by_person_and_record(loc):
    user = User.objects.create(username="cataloguer")
    record = Record.objects.first()
    records.save_draft(user=user, record=record, data={"title": "a"})
    records.save_draft(user=user, record=record, data={"title": "b"})
    new = records.save_draft(user=user, data={"title": "c"})
    records.save_draft(user=user, data={"title": "d"}, token=new.token)
    assert sorted(d.data["title"] for d in user.catalogue_drafts.all()) == ["b", "d"]


@pytest.mark.parametrize("count", [1, 60])
def test_entries_are_built_in_few_queries(loc, count, django_assert_num_queries):
    pks = list(Work.objects.order_by("pk").values_list("pk", flat=True)[:count])
    with django_assert_num_queries(3):
        built = list(entries.build(pks))
    assert [e.pk for e in built] == pks
    assert all(e.title and e.languages for e in built)


def test_entries_say_where_a_copy_is(tmp_path):
    unit, one, _ = system()
    importing.run(importing.create_job(path=write(tmp_path / "a.mrc", marc("1")), unit=unit))
    items.receive_items(record=Record.objects.get(), unit=one, barcodes=["B1"])
    (entry,) = entries.build(entries.every())
    assert (entry.units, entry.available) == (["system", "system-1"], ["system", "system-1"])
    assert "B1" in entry.identifiers
    assert entry.names == ["Шевченко, Тарас"]


def test_drift_is_found_and_mended(tmp_path):
    unit, one, _ = system()
    importing.run(
        importing.create_job(path=write(tmp_path / "a.mrc", marc("1"), marc("2", title="Катерина")), unit=unit)
    )
    items.receive_items(record=Record.objects.get(control_number="1"), unit=one)
    assert not checks.check()
    other = Record.objects.get(control_number="2")
    Work.objects.update(item_count=9)
    Item.objects.update(record=other)
    drift = checks.check(mend=True)
    assert (len(drift.items_astray), len(drift.works_miscounted)) == (1, 2)
    assert not checks.check()


def test_records_are_found_by_their_work_not_by_not_being_merged(loc):
    """Nearly every record is merged into nothing: a plan that begins there reads the whole table."""
    plan = Record.objects.public().filter(work__in=range(20)).explain()
    assert "merged" not in plan.partition("Filter")[0]
    plan = Work.objects.shown().filter(pk__in=range(20)).explain()
    assert "joined" not in plan.partition("Filter")[0]
