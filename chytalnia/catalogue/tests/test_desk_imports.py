"""Imports at the desk: hostile uploads refused in words, a file looked at, brought in, paused, told about."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from chytalnia.catalogue import errors, reasons, tasks
from chytalnia.catalogue.models import ImportJob, Item, Record
from chytalnia.catalogue.services import importing, uploading
from chytalnia.network.tests.factories import holder
from chytalnia.people.rules import Role

from .factories import LOC, marc, system, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def units():
    return system()


@pytest.fixture
def cataloguer(units, client):
    user = holder(units[0], Role.CATALOGUER)
    client.force_login(user)
    return user


def records(*more):
    return b"".join(record.as_marc() for record in more)


def upload(client, unit, data, name="records.mrc"):
    return client.post(reverse("desk_imports:new"), {"unit": unit.pk, "file": SimpleUploadedFile(name, data)})


def archive():
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as file:
        file.writestr("records.mrc", records(marc("1")))
    return whole.getvalue()


BOMB = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]>
<collection xmlns="http://www.loc.gov/MARC21/slim"><record><leader>&lol2;</leader></record></collection>"""


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (archive(), "archive"),
        (b"MZ\x90\x00" + b"\x00" * 500, "program"),
        (b"\x7fELF" + b"\x00" * 500, "program"),
        (b"%PDF-1.7\n%%EOF", "PDF"),
        (b"<!DOCTYPE html><html><body>00714cam a2200205</body></html>", "web page"),
        (b"  <HTML><p>x</p></HTML>", "web page"),
        (BOMB, "entities"),
        (b"", "empty"),
        (b"\x00" * 4000, "empty"),
        (b"just a letter to the library", "No bibliographic record"),
        (b"<collection><record>", "No bibliographic record"),
        (bytes(range(256)) * 40, "No bibliographic record"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
    ],
)
def test_what_is_no_file_of_records_is_refused_in_words(client, units, cataloguer, data, told):
    """Judged by what it holds: every one of these is called records.mrc."""
    page = upload(client, units[0], data)
    assert page.status_code == 400
    assert told in page.content.decode()
    assert not ImportJob.objects.exists()
    assert not list((uploading.incoming().parent / "imports").glob("*records*"))


@pytest.mark.parametrize("name", ["../../etc/passwd", "..", "a/b\\c", "кобзар.iso", "x" * 200 + ".mrc"])
def test_a_name_leads_nowhere_outside_the_folder(units, name):
    path = uploading.keep([records(marc("1"))], name)
    assert path.parent == uploading.incoming().parent / "imports"
    path.unlink()


def test_the_refusal_does_not_keep_the_file(units):
    folder = uploading.incoming().parent / "imports"
    before = set(folder.glob("*")) if folder.exists() else set()
    with pytest.raises(errors.NotRecords):
        uploading.keep([b"%PDF", b"-1.4"], "x.mrc")
    assert set(folder.glob("*")) == before


def test_a_file_in_the_servers_folder_is_chosen_and_nothing_beside_it(client, units, cataloguer, tmp_path):
    uploading.incoming().mkdir(exist_ok=True)
    there = uploading.incoming() / "large.mrc"
    there.write_bytes(records(marc("1")))
    (uploading.incoming() / "link.mrc").symlink_to("/etc/hostname")
    try:
        assert [name for name, _size in uploading.waiting_files()] == ["large.mrc"]
        for name in ("link.mrc", "../imports", "/etc/hostname"):
            with pytest.raises(errors.NoFile):
                uploading.file_on_server(name)
        client.post(reverse("desk_imports:new"), {"unit": units[0].pk, "waiting": "large.mrc"})
        assert ImportJob.objects.get().path == str(there)
    finally:
        there.unlink()
        (uploading.incoming() / "link.mrc").unlink()


def test_a_file_is_looked_at_mapped_brought_in_and_told_about(
    client, units, cataloguer, django_capture_on_commit_callbacks
):
    data = records(
        marc("1", copies=[("B1", "1"), ("B2", "2")]), marc("2", title="Енеїда", author="Котляревський, Іван")
    )
    job = ImportJob.objects.get(pk=int(upload(client, units[0], data + b"00042garbage\x1d").url.split("/")[-2]))
    assert not Record.objects.exists()
    page = client.get(reverse("desk_imports:job", args=[job.pk]))
    assert [row["title"].value for row in page.context["rows"][:2]] == ["Кобзар", "Енеїда"]
    assert page.context["copies"] == 2
    form = {"unit": units[1].pk, "make_items": "on", "restore_script": "on", "begin": "1"}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("desk_imports:start", args=[job.pk]), form)
    job.refresh_from_db()
    assert (job.stage, job.created, job.items_created, job.rejected) == ("done", 2, 2, 1)
    assert (job.find_duplicates, set(Item.objects.values_list("unit", flat=True))) == (False, {units[1].pk})
    page = client.get(reverse("desk_imports:job", args=[job.pk]))
    assert {r.title for r in page.context["new"]} == {"Кобзар", "Енеїда"}
    assert "garbage" in page.context["rejected"][0]["text"]
    assert b"".join(client.get(reverse("desk_imports:rejects_file", args=[job.pk]))).endswith(b"garbage\x1d")
    for address in ("rejects", "records"):
        assert client.get(reverse(f"desk_imports:{address}", args=[job.pk])).status_code == 200


def test_copies_go_where_the_person_says_their_libraries_are(tmp_path, units):
    record = marc("1")
    from pymarc import Field, Indicators, Subfield

    for n, place in enumerate(("ЦБ", "Ф2", "??")):
        subfields = [Subfield("b", place), Subfield("p", f"B{n}")]
        record.add_field(Field(tag="952", indicators=Indicators(" ", " "), subfields=subfields))
    job = importing.create_job(path=write(tmp_path / "in.mrc", record), unit=units[0])
    places, copies = uploading.places_named(job)
    assert copies == 3
    names = [p.name for p in places]
    job.overrides = {"places": {names[1]: units[2].code}}
    job.save()
    importing.run(job)
    assert Item.objects.filter(unit=units[2]).count() == 1
    assert Item.objects.filter(unit=units[0]).count() == 2


@pytest.mark.parametrize("encoding", ["cp1251", "cp866", "koi8-r"])
def test_a_person_sees_the_same_title_in_several_character_sets(tmp_path, units, encoding):
    record = marc("1", title="Історія міста" if encoding == "cp1251" else "История города", author="")
    record.force_utf8 = False
    record.leader = record.leader[:9] + " " + record.leader[10:]
    raw = _recoded(record, encoding)
    path = tmp_path / "in.mrc"
    path.write_bytes(raw)
    job = importing.create_job(path=path, unit=units[0])
    seen = uploading.readings(job, found=encoding, claimed="marc-8")
    by_encoding = {reading.encoding: reading.titles[0] for reading in seen}
    assert "стор" in by_encoding[encoding]
    assert len(set(by_encoding.values())) == len(by_encoding) > 1


def _recoded(record, encoding):
    """The record as old systems wrote it: eight-bit text, lengths in bytes, a leader that claims nothing."""
    fields, directory, data = record.fields, b"", b""
    for field in fields:
        body = field.as_marc("utf-8").decode().encode(encoding, "replace")
        directory += b"%3s%04d%05d" % (field.tag.encode(), len(body), len(data))
        data += body
    base = 24 + len(directory) + 1
    whole = directory + b"\x1e" + data + b"\x1d"
    leader = b"%05dnam  22%05d   4500" % (24 + len(whole), base)
    return leader + whole


def test_paused_goes_on_from_the_same_place_and_cancelled_stays(
    client, units, cataloguer, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(importing, "BATCH", 2)
    upload(client, units[0], records(*[marc(str(n), title=f"Книга {n}", author=f"Автор {n}") for n in range(6)]))
    job = ImportJob.objects.get()
    importing.preview(job)
    job.move("queue", by=cataloguer)

    # What a person presses while the worker is at it: the worker sees it after the batch.
    def press(seen):
        if seen.read == 2:
            ImportJob.objects.get(pk=seen.pk).move("pause", by=cataloguer)
            seen.refresh_from_db()

    importing.run(job, progress=press)
    job.refresh_from_db()
    assert (job.stage, job.read) == ("paused", 2)
    assert client.get(reverse("desk_imports:job", args=[job.pk])).status_code == 200
    tasks.run_import.call(job.pk)
    job.refresh_from_db()
    assert job.stage == "paused", "a paused job is not begun by a task that waited"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("desk_imports:move", args=[job.pk, "queue"]))
    job.refresh_from_db()
    assert (job.stage, job.read, Record.objects.count()) == ("done", 6, 6)


def test_a_file_that_went_away_is_told_and_not_waited_for(client, units, cataloguer, tmp_path):
    path = write(tmp_path / "in.mrc", marc("1"))
    job = importing.create_job(path=path, unit=units[0])
    job.move("queue", by=cataloguer)
    path.unlink()
    tasks.run_import.call(job.pk)
    job.refresh_from_db()
    assert (job.stage, bool(job.error)) == ("failed", True)
    assert "not there any more" in client.get(reverse("desk_imports:job", args=[job.pk])).content.decode()


def test_reasons_are_kept_as_codes_and_told_in_the_language_of_the_reader(client, units, cataloguer, tmp_path):
    path = tmp_path / "in.mrc"
    path.write_bytes(records(marc("1")) + b"00123nam a22" + b"\x1d" + records(marc("2")))
    job = importing.create_job(path=path, unit=units[0])
    importing.run(job)
    (line,) = Path(f"{job.rejects_path}.jsonl").read_text().splitlines()
    kept = json.loads(line)
    assert (kept["code"], kept["params"]) == ("no-leader", {"length": 13})
    assert reasons.told(kept) == "These 13 bytes do not begin with a record leader."
    assert reasons.told({"reason": "As lists of old wrote it"}) == "As lists of old wrote it"
    with translation.override("uk"):
        there = translation.gettext("These %(length)d bytes do not begin with a record leader.") % kept["params"]
        assert reasons.told(kept) == there
    page = client.get(reverse("desk_imports:job", args=[job.pk])).content.decode()
    assert "These 13 bytes do not begin" in page
    assert "queued" not in page


def test_a_text_of_irbis_without_its_last_asterisks_comes_in_with_a_warning(client, units, cataloguer, tmp_path):
    path = tmp_path / "in.txt"
    whole = "#700: ^AШевченко^BТ.\n#200: ^AКобзар\n*****\n#700: ^AШевченко^BТ.\n#200: ^AЗаповіт\n#210: ^D2014"
    path.write_text(whole)
    job = importing.create_job(path=path, unit=units[0])
    told = importing.run(job)
    assert (told["created"], told["rejected"]) == (2, 0)
    assert [(row["code"], row["count"]) for row in told["repairs"]] == [("no-end", 1)]
    page = client.get(reverse("desk_imports:job", args=[job.pk])).content.decode()
    assert "no line of asterisks at its end" in page
    path.write_text(whole + "\n#21")
    told = importing.run(importing.create_job(path=path, unit=units[0]))
    assert (told["read"], told["rejected"]) == (2, 1)


def test_the_folder_for_large_files_is_named_without_the_servers_address(client, units, cataloguer, settings):
    page = client.get(reverse("desk_imports:new")).content.decode()
    assert "“incoming”" in page
    assert str(settings.DATA) not in page


def test_an_import_of_another_system_is_neither_seen_nor_touched(client, units, tmp_path):
    other, *_ = system("other")
    job = importing.create_job(path=write(tmp_path / "in.mrc", marc("1")), unit=other)
    client.force_login(holder(units[0], Role.CATALOGUER))
    assert job.file_name not in client.get(reverse("desk_imports:list")).content.decode()
    for address in ("job", "records", "rejects", "rejects_file"):
        assert client.get(reverse(f"desk_imports:{address}", args=[job.pk])).status_code == 404
    assert client.post(reverse("desk_imports:start", args=[job.pk]), {"begin": "1"}).status_code == 404
    assert client.post(reverse("desk_imports:move", args=[job.pk, "cancel"])).status_code == 404
    assert upload(client, other, records(marc("2"))).status_code == 400
    assert ImportJob.objects.count() == 1


def test_a_librarian_does_not_import(client, units):
    client.force_login(holder(units[1], Role.LIBRARIAN))
    assert client.get(reverse("desk_imports:new")).status_code in {302, 403}


def test_real_romanised_records_are_shown_in_both_scripts(client, units, cataloguer):
    upload(client, units[0], LOC.read_bytes())
    page = client.get(reverse("desk_imports:job", args=[ImportJob.objects.get().pk]))
    assert any(row["title"].derived and row["title"].romanised for row in page.context["rows"])
