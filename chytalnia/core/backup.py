"""One file that holds everything a library has: every table and every stored file, as they were at one moment.

The file is a gzip-compressed tar: `tables/<label>.jsonl`, `files/<name>`, and last `manifest.json` with the count and SHA-256 of
each member. Rows are written by model, not by engine, so a backup taken from SQLite comes back on PostgreSQL and the reverse.
The search index is not in it: it is made anew from the tables.
"""

from __future__ import annotations

import base64
import contextlib
import gzip
import hashlib
import io
import json
import re
import shutil
import tarfile
import tempfile
import uuid
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connections, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.translation import gettext as _

from chytalnia import __version__

LAYOUT = 1
#: Made anew from other tables, or of no use after the moment.
LEFT_OUT = {"wagtailsearch", "modelsearch", "sessions"}
#: The PostgreSQL schema where a restored library is built.
_BESIDE = "chytalnia_restoring"
Progress = Callable[[int, int | None], None]


class BackupError(Exception):
    """The backup cannot be made or taken back; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Summary:
    path: Path
    rows: int
    files: int
    bytes: int


# Values ---------------------------------------------------------------------------------------------------------------

_WRITE: list[tuple[type, str, Callable[[Any], Any]]] = [
    (datetime, "datetime", datetime.isoformat),
    (date, "date", date.isoformat),
    (time, "time", time.isoformat),
    (timedelta, "seconds", timedelta.total_seconds),
    (Decimal, "decimal", str),
    (uuid.UUID, "uuid", str),
    (bytes, "bytes", lambda v: base64.b64encode(v).decode()),
    (memoryview, "bytes", lambda v: base64.b64encode(bytes(v)).decode()),
]
_READ: dict[str, Callable[[Any], Any]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "seconds": lambda v: timedelta(seconds=v),
    "decimal": Decimal,
    "uuid": uuid.UUID,
    "bytes": base64.b64decode,
    "json": lambda v: v,
}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, (dict, list)):
        return {"json": value}
    for kind, name, write in _WRITE:
        if isinstance(value, kind):
            return {name: write(value)}
    return {"json": json.loads(json.dumps(value, default=str))}


def _value(plain: Any) -> Any:
    if isinstance(plain, dict):
        ((name, value),) = plain.items()
        return _READ[name](value)
    return plain


def _tables() -> list[type[models.Model]]:
    kept = (
        m
        for m in apps.get_models(include_auto_created=True)
        if m._meta.managed and not m._meta.proxy and not m._meta.swapped
    )
    return sorted((m for m in kept if m._meta.app_label not in LEFT_OUT), key=lambda m: m._meta.label)


def _columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    return [f for f in model._meta.local_concrete_fields if not f.generated]


# Writing --------------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _snapshot() -> Iterator[str]:
    """A connection of its own that sees the database as it is now, however long the reading takes, and stops nobody."""
    alias = "backup"
    config = {**connections.databases["default"], "CONN_MAX_AGE": 0}
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {**config.get("OPTIONS", {}), "transaction_mode": "DEFERRED"}
    else:
        from psycopg import IsolationLevel

        config["OPTIONS"] = {**config.get("OPTIONS", {}), "isolation_level": IsolationLevel.REPEATABLE_READ}
    # The test database has a name of its own, which the open connection knows.
    config["NAME"] = connections["default"].settings_dict["NAME"]
    connections.databases[alias] = config
    try:
        with transaction.atomic(using=alias):
            with connections[alias].cursor() as cursor:
                cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
            yield alias
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.databases[alias]


class _Digest:
    """Counts and hashes what passes through."""

    def __init__(self, target: IO[bytes]) -> None:
        self.target, self.sha, self.size = target, hashlib.sha256(), 0

    def write(self, data: bytes) -> None:
        self.sha.update(data)
        self.size += len(data)
        self.target.write(data)


def save(path: Path, *, progress: Progress = lambda done, total: None) -> Summary:
    """Write a backup to `path`; the file appears under its name only when it is whole.

    Raises BackupError when the folder cannot be written.
    """
    if "django_migrations" not in connections["default"].introspection.table_names():
        raise BackupError(_("There is nothing to save yet: the database has no tables."))
    partial = path.with_name(path.name + ".partial")
    members: dict[str, dict[str, Any]] = {}
    rows = 0
    try:
        with _snapshot() as alias, tarfile.open(partial, "w:gz", compresslevel=5) as tar:
            tables = _tables()
            for done, model in enumerate(tables):
                count = _add_table(tar, model, alias, members)
                rows += count
                progress(done + 1, len(tables))
            migrations = sorted(
                f"{app}.{name}" for app, name in MigrationRecorder(connections[alias]).applied_migrations()
            )
            files = 0
            for name in _stored_files():
                if not _is_ours(f"files/{name}"):
                    raise BackupError(
                        _("Rename the stored file %(name)s: no system keeps such a name.") % {"name": repr(name)}
                    )
                files += _add_file(tar, name, members)
            manifest = {
                "layout": LAYOUT, "version": __version__, "made_at": timezone.now().isoformat(),
                "migrations": migrations, "members": members,
            }  # fmt: skip
            _add_bytes(tar, "manifest.json", json.dumps(manifest, ensure_ascii=False).encode())
        partial.replace(path)
    except BackupError:
        partial.unlink(missing_ok=True)
        raise
    except OSError as error:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
        raise BackupError(
            _("The backup could not be written to %(path)s: %(reason)s") % {"path": path, "reason": error}
        ) from error
    return Summary(path, rows, files, path.stat().st_size)


def _add_table(tar: tarfile.TarFile, model: type[models.Model], alias: str, members: dict[str, dict[str, Any]]) -> int:
    columns = [f.attname for f in _columns(model)]
    count = 0
    with tempfile.TemporaryFile() as spool:
        out = _Digest(spool)
        out.write(json.dumps(columns).encode() + b"\n")
        for row in model._base_manager.using(alias).order_by("pk").values_list(*columns).iterator(chunk_size=2000):
            out.write(json.dumps([_plain(v) for v in row], ensure_ascii=False).encode() + b"\n")
            count += 1
        name = f"tables/{model._meta.label_lower}.jsonl"
        _add_stream(tar, name, spool, out)
    members[name] = {"sha256": out.sha.hexdigest(), "rows": count}
    return count


def _stored_files(folder: str = "") -> Iterator[str]:
    try:
        folders, names = default_storage.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return
    prefix = f"{folder}/" if folder else ""
    for name in sorted(names):
        yield prefix + name
    for name in sorted(folders):
        yield from _stored_files(prefix + name)


def _add_file(tar: tarfile.TarFile, name: str, members: dict[str, dict[str, Any]]) -> int:
    with tempfile.TemporaryFile() as spool:
        out = _Digest(spool)
        try:
            with default_storage.open(name) as source:
                for chunk in source.chunks():
                    out.write(chunk)
        except FileNotFoundError:
            # Gone since the folder was read: then no table of this moment speaks of it any more.
            return 0
        _add_stream(tar, f"files/{name}", spool, out)
    members[f"files/{name}"] = {"sha256": out.sha.hexdigest()}
    return 1


def _add_stream(tar: tarfile.TarFile, name: str, spool: IO[bytes], digest: _Digest) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = digest.size, 0o600
    spool.seek(0)
    tar.addfile(info, spool)


def _add_bytes(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(data), 0o600
    tar.addfile(info, io.BytesIO(data))


# Reading --------------------------------------------------------------------------------------------------------------


class _Unpacked:
    """The unpacked stream, which knows where its last byte that is not zero stood: nothing may follow the archive."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source, self.position, self.last = source, 0, 0

    def read(self, size: int = -1) -> bytes:
        data = self.source.read(size)
        if kept := len(data.rstrip(b"\0")):
            self.last = self.position + kept
        self.position += len(data)
        return data


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[Iterator[tuple[str, int, IO[bytes]]]]:
    """The members of a backup in their order: name, size, content. Raises BackupError for what a backup never holds."""
    damaged = _("The backup %(path)s is damaged: %(reason)s. Nothing was restored; take another copy of it.")
    try:
        with gzip.open(path) as packed:
            unpacked = _Unpacked(packed)  # type: ignore[arg-type]
            with tarfile.open(fileobj=unpacked, mode="r|") as tar:  # type: ignore[call-overload]

                def members() -> Iterator[tuple[str, int, IO[bytes]]]:
                    seen: set[str] = set()
                    for member in tar:
                        stream = tar.extractfile(member) if member.isreg() else None
                        if stream is None or member.name in seen or not _is_ours(member.name):
                            raise tarfile.ReadError(_("it holds %(name)s") % {"name": repr(member.name)[:200]})
                        seen.add(member.name)
                        yield member.name, member.size, stream
                    # To the very end, where the checksum of the whole stands.
                    while unpacked.read(1 << 20):
                        pass
                    if unpacked.last > tar.offset:
                        raise tarfile.ReadError(_("something follows its end"))

                yield members()
    except FileNotFoundError as error:
        raise BackupError(_("There is no file %(path)s.") % {"path": path}) from error
    except (tarfile.TarError, EOFError, OSError, zlib.error, ValueError) as error:
        raise BackupError(damaged % {"path": path, "reason": error}) from error


_TABLE = re.compile(r"tables/[a-z0-9_]+\.[a-z0-9_]+\.jsonl")


def _is_ours(name: str) -> bool:
    """Whether a member has a name that `save` gives: a table, the table of contents, or a stored file that stays below
    the folder of files wherever it is written."""
    if name == "manifest.json" or _TABLE.fullmatch(name):
        return True
    folder, _, inside = name.partition("/")
    return (
        folder == "files"
        and all(part not in ("", ".", "..") for part in inside.split("/"))
        and not any(character == "\\" or ord(character) < 32 for character in inside)
    )


def verify(path: Path, *, progress: Progress = lambda done, total: None) -> dict[str, Any]:
    """Read the whole file and compare every member with the manifest, which is returned, with `unpacked` as the bytes
    of all members.

    Raises BackupError when anything is missing, added or changed.
    """
    damaged = _("The backup %(path)s is damaged: %(reason)s. Nothing was restored; take another copy of it.")
    found: dict[str, str] = {}
    manifest: dict[str, Any] | None = None
    unpacked = 0
    with _opened(path) as members:
        for done, (name, size, stream) in enumerate(members):
            unpacked += size
            if name == "manifest.json":
                manifest = json.loads(stream.read())
            else:
                found[name] = hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]
            progress(done + 1, None)
    if manifest is None:
        raise BackupError(damaged % {"path": path, "reason": _("its table of contents is missing")})
    try:
        layout, version = manifest["layout"], manifest["version"]
        expected = {name: member["sha256"] for name, member in manifest["members"].items()}
        made = [manifest["made_at"], *manifest["migrations"]] if layout == LAYOUT else []
    except (KeyError, TypeError, AttributeError) as error:
        raise BackupError(damaged % {"path": path, "reason": _("its table of contents is not ours")}) from error
    if layout != LAYOUT:
        raise BackupError(
            _("The backup was made by version %(version)s, whose layout this version does not know.")
            % {"version": version}
        )
    assert all(isinstance(each, str) for each in made)
    for name in sorted(set(expected) | set(found)):
        if expected.get(name) != found.get(name):
            raise BackupError(
                damaged % {"path": path, "reason": _("%(name)s differs from what was saved") % {"name": name}}
            )
    return {**manifest, "unpacked": unpacked}


def free_space() -> int:
    """Bytes free where the data lies."""
    return shutil.disk_usage(settings.DATA).free


def load(path: Path, *, replace: bool = False, progress: Progress = lambda done, total: None) -> Summary:
    """Verify a backup, build a database from it beside the present one, and put it in the place of the present one.

    The web server and the worker must be stopped. Raises BackupError when the file is damaged, was made by other code,
    or when there is a database with people in it and `replace` was not said; all is then as it was.
    """
    manifest = verify(path)
    settings.DATA.mkdir(parents=True, exist_ok=True)
    if manifest["unpacked"] > free_space():
        raise BackupError(
            _("There is too little space on the disk: the backup needs %(need)s MB.")
            % {"need": manifest["unpacked"] // 1_000_000 + 1}
        )
    if not replace and _in_use():
        raise BackupError(
            _("There is already a library in this database. Say --replace to put the backup in its place.")
        )
    with _new_files() as files, _new_database() as alias:
        call_command("migrate", database=alias, interactive=False, verbosity=0)
        here = sorted(f"{app}.{name}" for app, name in MigrationRecorder(connections[alias]).applied_migrations())
        if here != sorted(manifest["migrations"]):
            raise BackupError(
                _(
                    "The backup was made by version %(version)s with other tables. Restore it with that version, then upgrade."
                )
                % {"version": manifest["version"]}
            )
        try:
            rows = _fill(path, alias, manifest, files, progress)
        except (DatabaseError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise BackupError(
                _("The backup %(path)s does not fit into the tables: %(reason)s. Nothing was restored.")
                % {"path": path, "reason": error}
            ) from error
    return Summary(path, rows, len(files), path.stat().st_size)


@contextlib.contextmanager
def _new_files() -> Iterator[_Files]:
    """A folder for the stored files; they take their places when the block, the database with it, ended well."""
    folder = settings.DATA / "restoring"
    shutil.rmtree(folder, ignore_errors=True)
    files = _Files(folder)
    try:
        yield files
        for name, place in files.items():
            if default_storage.exists(name):
                default_storage.delete(name)
            with place.open("rb") as stored:
                default_storage.save(name, File(stored))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Files(dict[str, Path]):
    """Stored files by name, waiting under numbers."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def take(self, name: str, stream: IO[bytes]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        place = self.folder / str(len(self))
        with place.open("wb") as out:
            shutil.copyfileobj(stream, out, 1 << 20)
        self[name] = place


def _in_use() -> bool:
    connection = connections["default"]
    table = apps.get_model(settings.AUTH_USER_MODEL)._meta.db_table
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return False
    if table not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608 - quoted, our own name
        return cursor.fetchone() is not None


@contextlib.contextmanager
def _new_database() -> Iterator[str]:
    """An empty database that takes the present one's place when the block ends well, and vanishes when it does not.

    Inside the block it is the default one: migrations of bought-in parts write to the default, whatever they are told.
    """
    present = connections["default"]
    config = connections.databases["default"]
    beside = {**config, "CONN_MAX_AGE": 0, "NAME": present.settings_dict["NAME"]}
    name = str(present.settings_dict["NAME"])
    sqlite = present.vendor == "sqlite"
    schema = ""
    if sqlite:
        beside["NAME"] = name + ".restoring"
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        _unlink_sqlite(beside["NAME"])
    else:
        options = dict(config.get("OPTIONS", {}))
        options["options"] = f"{options.get('options', '')} -c search_path={_BESIDE}".strip()
        beside["OPTIONS"] = options
        with present.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            schema = cursor.fetchone()[0]
            cursor.execute(f"DROP SCHEMA IF EXISTS {_BESIDE} CASCADE; CREATE SCHEMA {_BESIDE}")
    _swap_default(beside)
    good = False
    try:
        yield "default"
        good = True
    finally:
        if sqlite and good:
            with connections["default"].cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        _swap_default({**config, "NAME": present.settings_dict["NAME"]})
        if sqlite:
            if good:
                for suffix in ("-wal", "-shm"):
                    Path(name + suffix).unlink(missing_ok=True)
                Path(beside["NAME"]).replace(name)
            _unlink_sqlite(beside["NAME"])
        else:
            with transaction.atomic(), connections["default"].cursor() as cursor:
                if good:
                    _move_in(cursor, schema)
                cursor.execute(f"DROP SCHEMA IF EXISTS {_BESIDE} CASCADE")


def _move_in(cursor: Any, schema: str) -> None:
    """Put each table made beside, and the functions of its triggers, into the schema in use, in place of the old ones.

    The schema itself stays, with its rights, its extensions and whatever else somebody keeps in it.
    """
    quote = connections["default"].ops.quote_name
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [_BESIDE])
    tables = [quote(row[0]) for row in cursor.fetchall()]
    cursor.execute(
        "SELECT p.proname, pg_get_function_identity_arguments(p.oid) FROM pg_proc p "
        "JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = %s",
        [_BESIDE],
    )
    functions = [f"{quote(name)}({arguments})" for name, arguments in cursor.fetchall()]
    target = quote(schema)
    for table in tables:
        cursor.execute(f"DROP TABLE IF EXISTS {target}.{table} CASCADE")
    for function in functions:
        cursor.execute(f"DROP FUNCTION IF EXISTS {target}.{function} CASCADE")
        cursor.execute(f"ALTER FUNCTION {_BESIDE}.{function} SET SCHEMA {target}")
    for table in tables:
        cursor.execute(f"ALTER TABLE {_BESIDE}.{table} SET SCHEMA {target}")


def _swap_default(config: dict[str, Any]) -> None:
    connections["default"].close()
    del connections["default"]
    connections.databases["default"] = config


def _unlink_sqlite(name: str) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        Path(name + suffix).unlink(missing_ok=True)


def _fill(path: Path, alias: str, manifest: dict[str, Any], files: _Files, progress: Progress) -> int:
    by_name = {f"tables/{m._meta.label_lower}.jsonl": m for m in _tables()}
    total = sum(m.get("rows", 0) for m in manifest["members"].values())
    connection = connections[alias]
    rows = 0
    with transaction.atomic(using=alias):
        with connection.cursor() as cursor:
            # Migrations put a few rows of their own in (root page, locales, permissions); the backup brings all of them.
            cursor.execute(
                "PRAGMA defer_foreign_keys=ON" if connection.vendor == "sqlite" else "SET CONSTRAINTS ALL DEFERRED"
            )
            for model in by_name.values():
                table = connection.ops.quote_name(model._meta.db_table)
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - quoted, our own name
        with _opened(path) as members:
            for name, _size, stream in members:
                if name in by_name:
                    for count in _load_table(by_name[name], stream, alias):
                        rows += count
                        progress(rows, total)
                elif name.startswith("files/"):
                    files.take(name.removeprefix("files/"), stream)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(by_name.values())):
                cursor.execute(statement)
    return rows


def _load_table(model: type[models.Model], stream: IO[bytes], alias: str) -> Iterator[int]:
    columns = json.loads(stream.readline())
    by_attname = {f.attname: f for f in _columns(model)}
    columns_here = [by_attname[name] for name in columns]
    batch: list[models.Model] = []
    size = max(1, min(500, 30_000 // max(1, len(columns))))

    def flush() -> int:
        model._base_manager._insert(batch, fields=columns_here, using=alias, raw=True)  # type: ignore[attr-defined]
        count = len(batch)
        batch.clear()
        return count

    for line in stream:
        batch.append(model(**dict(zip(columns, map(_value, json.loads(line)), strict=True))))
        if len(batch) == size:
            yield flush()
    if batch:
        yield flush()
