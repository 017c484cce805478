"""Backup and restore: one file, of one moment, verified; a damaged or hostile one changes nothing."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import random
import tarfile
from collections import Counter
from pathlib import Path

import pytest
from django.utils import translation

from chytalnia.catalogue.tests.factories import marc, write

from .conftest import copied
from .databases import drop_database

STATE = {
    "records": "SELECT identity, content_hash, title, version FROM catalogue_record ORDER BY identity",
    "items": "SELECT barcode, status FROM catalogue_item ORDER BY barcode",
    "facts": "SELECT kind, sum(quantity) FROM journal_fact GROUP BY kind ORDER BY kind",
    "tallies": "SELECT kind, sum(quantity) FROM journal_tally GROUP BY kind ORDER BY kind",
    "works": "SELECT title, record_count, item_count FROM catalogue_work ORDER BY title",
    "audit": "SELECT act, count(*) FROM core_auditentry GROUP BY act ORDER BY act",
    "people": "SELECT username, password FROM people_user ORDER BY username",
}


def state(library):
    return {name: library.rows(query) for name, query in STATE.items()}


def records(path: Path, count: int, first: int = 0) -> Path:
    return write(path, *(
        marc(f"n{n:06}", title=f"Книга {n}", copies=[(f"b{n:06}", f"i{n:06}")]) for n in range(first, first + count)
    ))  # fmt: skip


@pytest.fixture(scope="module")
def filled(prepared, tmp_path_factory):
    """A library with records, items, and a stored file; only copied from."""
    folder = tmp_path_factory.mktemp("filled")
    library = copied(prepared, folder)
    library.json("import", records(folder / "few.mrc", 40), "--unit", "one")
    picture = library.data / "media" / "original_images" / "дах.png"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"\x89PNG" + random.Random(1).randbytes(300_000))
    yield library
    drop_database(library.url)


@pytest.fixture(scope="module")
def saved(filled, tmp_path_factory):
    file = tmp_path_factory.mktemp("saved") / "all.chytalnia"
    answer = filled.json("backup", file)
    assert answer["files"] == 1
    assert answer["bytes"] == file.stat().st_size
    return file


@pytest.fixture
def full(filled, saved, tmp_path):
    """The filled library as it was saved, to be changed at will."""
    library = copied(filled, tmp_path)
    yield library
    drop_database(library.url)


def test_everything_comes_back_and_is_found(full, saved, tmp_path):
    before = state(full)
    picture = full.data / "media" / "original_images" / "дах.png"
    kept = picture.read_bytes()
    picture.write_bytes(b"spoiled")
    full.json("import", records(tmp_path / "more.mrc", 5, first=900), "--unit", "two")
    assert state(full) != before
    answer = full.json("restore", saved, "--replace")
    assert answer["files"] == 1
    assert state(full) == before
    assert picture.read_bytes() == kept
    assert full.json("search", "Книга 7")["results"][0]["title"] == "Книга 7"
    assert full.json("search", "Книга 903", "--as-written")["total"] == 0
    check = full.json("check", "--dry-run")
    assert check["ok"], check
    # Facts are sealed again, and numbers go on after those that came back.
    refused = full.python(
        "import django; django.setup()\n"
        "from django.db import connection, DatabaseError\n"
        "try:\n    connection.cursor().execute('UPDATE journal_fact SET quantity = 0')\n    print('changed')\n"
        "except DatabaseError:\n    print('refused')"
    )
    assert refused.strip() == "refused"
    report = full.json("import", records(tmp_path / "again.mrc", 5, first=900), "--unit", "two")
    assert (report["created"], report["items"]) == (5, 5)


def test_a_library_in_use_is_not_replaced_unasked(full, saved):
    before = state(full)
    done = full.run("restore", saved)
    assert done.returncode == 1
    assert "--replace" in done.stderr
    assert state(full) == before


def test_a_backup_taken_while_an_import_runs_is_of_one_moment(library, tmp_path):
    source = records(tmp_path / "many.mrc", 2000)
    running = library.start("import", source, "--unit", "one", "--no-index", "--json")
    backups = []
    while running.poll() is None and len(backups) < 3:
        backups.append(tmp_path / f"{len(backups)}.chytalnia")
        library.json("backup", backups[-1])
    _out, err = running.communicate(timeout=120)
    assert running.returncode == 0, err
    assert backups
    for file in backups:
        assert_of_one_moment(file)
    # The first one goes on where it stood, to the same end.
    library.json("restore", backups[0], "--replace")
    library.json("import", source, "--unit", "one")
    assert library.one("SELECT count(*) FROM catalogue_record") == 2000
    assert library.one("SELECT count(*) FROM catalogue_item") == 2000
    assert library.json("check", "--dry-run")["ok"]


def assert_of_one_moment(file: Path) -> None:
    """Records, items, counters of the import, facts and tallies in a backup speak of the same moment."""
    tables = {}
    with tarfile.open(file, "r:gz") as tar:
        for info in tar:
            if info.name.startswith("tables/"):
                columns, *rows = map(json.loads, tar.extractfile(info).read().splitlines())
                tables[info.name[7:-6]] = [dict(zip(columns, row, strict=True)) for row in rows]
    imported = tables["catalogue.importjob"]
    assert len(tables["catalogue.record"]) == sum(job["created"] for job in imported)
    assert len(tables["catalogue.item"]) == sum(job["items_created"] for job in imported)
    sums = [Counter(), Counter()]
    for counted, rows in zip(sums, (tables["journal.fact"], tables["journal.tally"]), strict=True):
        for row in rows:
            counted[row["kind"]] += row["quantity"]
    assert sums[0] == sums[1]


# Damage. `verify` is the gate of `restore`, so each kind of damage is shown to it in this process, which is quick, and a few
# to the command itself. -------------------------------------------------------------------------------------------------


def refused(path: Path) -> str:
    from chytalnia.core import backup

    with pytest.raises(backup.BackupError) as error:
        backup.verify(path)
    return str(error.value)


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A small backup as the program writes it, made by hand from members."""
    return _packed(
        tmp_path_factory.mktemp("sound") / "sound",
        {"tables/a.b.jsonl": b'["id"]\n[1]\n' * 200, "files/x/y.png": b"z" * 5000},
    )


def _packed(path, members, manifest_of=None, extra=()):
    with tarfile.open(path, "w:gz") as tar:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
        for info in extra:
            tar.addfile(info)
        listed = manifest_of if manifest_of is not None else members
        text = json.dumps({
            "layout": 1, "version": "0", "made_at": "2026-01-01", "migrations": [],
            "members": {n: {"sha256": hashlib.sha256(d).hexdigest(), "rows": 1} for n, d in listed.items()},
        }).encode()  # fmt: skip
        info = tarfile.TarInfo("manifest.json")
        info.size = len(text)
        tar.addfile(info, io.BytesIO(text))
    return path


def test_a_sound_file_is_told_from_a_damaged_one(sound):
    from chytalnia.core import backup

    assert backup.verify(sound)["layout"] == 1


def test_every_truncation_is_refused(sound, tmp_path):
    whole, file = sound.read_bytes(), tmp_path / "cut"
    lengths = sorted(
        {0, 1, 9, 10, 11, *range(0, len(whole), max(1, len(whole) // 40)), *range(len(whole) - 12, len(whole))}
    )
    for length in lengths:
        file.write_bytes(whole[:length])
        assert refused(file), length


def test_every_flipped_bit_is_refused_or_harmless(sound, tmp_path):
    """All bytes of the file, one bit each. What passes unpacks to the same: the time and name in the header of gzip, or
    another way to write the same bytes."""
    from chytalnia.core import backup

    whole, file = sound.read_bytes(), tmp_path / "flipped"
    content = gzip.decompress(whole)
    passed = 0
    for place in range(len(whole)):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ (1 << place % 8)]) + whole[place + 1 :])
        try:
            backup.verify(file)
        except backup.BackupError:
            continue
        assert gzip.decompress(file.read_bytes()) == content, place
        passed += 1
    assert passed < 30


def test_damage_after_the_checksums_were_counted_is_refused(sound, tmp_path):
    """Whole as an archive, wrong as a backup: the manifest knows each member."""
    members = {"tables/a.b.jsonl": b'["id"]\n[1]\n', "files/x.png": b"z"}
    changed = {**members, "files/x.png": b"y"}
    assert "files/x.png" in refused(_packed(tmp_path / "1", changed, manifest_of=members))
    assert "files/more" in refused(_packed(tmp_path / "2", {**members, "files/more": b""}, manifest_of=members))
    assert "files/x.png" in refused(
        _packed(tmp_path / "3", {"tables/a.b.jsonl": members["tables/a.b.jsonl"]}, manifest_of=members)
    )


def test_something_after_the_end_is_refused(sound, tmp_path):
    file = tmp_path / "longer"
    file.write_bytes(sound.read_bytes() + gzip.compress(b"more"))
    assert refused(file)
    file.write_bytes(sound.read_bytes() + b"more")
    assert refused(file)


@pytest.mark.parametrize(
    "name",
    [
        "../outside",
        "/etc/outside",
        "files/../../outside",
        "files//etc/outside",
        "files/a/../../b",
        "files/",
        "other/x",
        "tables/../x.jsonl",
        "files/a\\..\\..\\b",
        "files/\x01",
    ],
)
def test_names_that_climb_out_are_refused(tmp_path, name):
    assert refused(_packed(tmp_path / "climbing", {name: b"x"}))


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE])
def test_links_and_devices_are_refused(tmp_path, kind):
    info = tarfile.TarInfo("files/link")
    info.type, info.linkname = kind, "/etc/passwd"
    assert refused(_packed(tmp_path / "link", {"files/a": b"x"}, extra=[info]))


def test_a_name_twice_is_refused(tmp_path):
    again = tarfile.TarInfo("files/a")
    assert refused(_packed(tmp_path / "twice", {"files/a": b""}, extra=[again]))


@pytest.mark.django_db
def test_more_than_the_disk_holds_is_refused_before_anything_is_written(sound, monkeypatch):
    from chytalnia.core import backup, restoring

    monkeypatch.setattr(restoring, "free_space", lambda: 1000)
    with translation.override("en"), pytest.raises(backup.BackupError, match="space"):
        restoring.load(sound, replace=True)


@pytest.mark.django_db
def test_what_a_killed_restore_left_is_cleared_at_the_next_start(tmp_path, settings):
    import fcntl

    from django.db import connection

    from chytalnia.core import restoring

    settings.DATA = tmp_path
    waiting = tmp_path / "restoring"
    waiting.mkdir()
    (waiting / "0").write_bytes(b"a picture")
    left = [waiting]
    if connection.vendor == "sqlite":
        connection.settings_dict["NAME"], name = str(tmp_path / "library.db"), connection.settings_dict["NAME"]
        left += [tmp_path / f"library.db.restoring{suffix}" for suffix in ("", "-wal", "-shm")]
    try:
        for path in left[1:]:
            path.write_bytes(b"half a library")
        with (tmp_path / "restoring.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            assert not restoring.clear_left()
        assert all(path.exists() for path in left)
        assert restoring.clear_left()
        assert not any(path.exists() for path in left)
        assert not restoring.clear_left()
    finally:
        if connection.vendor == "sqlite":
            connection.settings_dict["NAME"] = name


@pytest.mark.django_db
def test_a_database_that_lets_nobody_make_schemas_is_told_in_words():
    from django.db import connection

    from chytalnia.core import backup, restoring

    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE without_rights; SET LOCAL ROLE without_rights")
        try:
            with translation.override("en"), pytest.raises(backup.BackupError, match="GRANT CREATE ON DATABASE"):
                restoring._make_beside(cursor, connection.settings_dict["NAME"])
        finally:
            cursor.execute("RESET ROLE")


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"PK\x03\x04" + b"\0" * 100, gzip.compress(b"no tar", mtime=0), b"\x1f\x8b" + b"\xff" * 50],
)
def test_foreign_files_are_refused(tmp_path, content):
    file = tmp_path / "foreign"
    file.write_bytes(content)
    assert refused(file)
    assert refused(tmp_path / "not there")


def test_a_manifest_of_something_else_is_refused(tmp_path):
    for number, text in enumerate(
        (b"[]", b"{}", b'{"layout": 1}', b'{"layout": 1, "members": []}', b'{"layout":9,"version":"9","members":{}}')
    ):
        path = tmp_path / f"{number}"
        with tarfile.open(path, "w:gz") as tar:
            info = tarfile.TarInfo("manifest.json")
            info.size = len(text)
            tar.addfile(info, io.BytesIO(text))
        assert refused(path)


def test_a_refused_restore_leaves_the_library_as_it_was(full, saved, tmp_path):
    before = state(full)
    files = {p: p.read_bytes() for p in (full.data / "media").rglob("*") if p.is_file()}
    whole = saved.read_bytes()
    (tmp_path / "cut").write_bytes(whole[: len(whole) // 2])
    place = len(whole) // 3
    (tmp_path / "flipped").write_bytes(whole[:place] + bytes([whole[place] ^ 16]) + whole[place + 1 :])
    # Rows that no table takes, under right checksums: what fails only when the tables are being filled.
    _rewritten(
        saved, tmp_path / "wrong", "tables/catalogue.record.jsonl", lambda data: data.rpartition(b"\n[")[0] + b"\n[1]\n"
    )
    for name in ("cut", "flipped", "wrong"):
        done = full.run("restore", tmp_path / name, "--replace")
        assert done.returncode == 1, (name, done.stdout)
        assert "Traceback" not in done.stderr, done.stderr
        assert state(full) == before, name
        assert {p: p.read_bytes() for p in (full.data / "media").rglob("*") if p.is_file()} == files, name
    assert full.json("check", "--dry-run")["ok"]


def _rewritten(source, target, member, change):
    members = {}
    with tarfile.open(source, "r:gz") as tar:
        for info in tar:
            members[info.name] = tar.extractfile(info).read()
    manifest = json.loads(members.pop("manifest.json"))
    members[member] = change(members[member])
    manifest["members"][member]["sha256"] = hashlib.sha256(members[member]).hexdigest()
    with tarfile.open(target, "w:gz", compresslevel=1) as tar:
        for name, data in {**members, "manifest.json": json.dumps(manifest).encode()}.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))


def test_a_backup_that_cannot_be_written_leaves_nothing_behind(full, tmp_path):
    done = full.run("backup", tmp_path / "no such folder" / "file")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "no such folder").exists()


def test_an_empty_database_has_nothing_to_save(tmp_path):
    from .conftest import Library, drop_database, new_database

    (tmp_path / "empty").mkdir()
    url = new_database(tmp_path / "empty")
    try:
        done = Library(tmp_path / "empty", url).run("backup", tmp_path / "file")
        assert done.returncode == 1
        assert not (tmp_path / "file").exists()
    finally:
        drop_database(url)
