"""One file that holds everything a library has: every table and every stored file, as they were at one moment.

The file is a gzip-compressed tar: `tables/<label>.jsonl`, `files/<name>`, and last `manifest.json` with the count and SHA-256 of
each member. Rows are written by model, not by engine, so a backup taken from SQLite comes back on PostgreSQL and the reverse.
The search index is not in it: it is made anew from the tables.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import io
import json
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
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connections, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.translation import gettext as _

from chytalnia import __version__

LAYOUT = 1
#: Made anew from other tables, or of no use after the moment.
LEFT_OUT = {"wagtailsearch", "modelsearch", "sessions"}
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
                files += _add_file(tar, name, members)
            manifest = {
                "layout": LAYOUT, "version": __version__, "made_at": timezone.now().isoformat(),
                "migrations": migrations, "members": members,
            }  # fmt: skip
            _add_bytes(tar, "manifest.json", json.dumps(manifest, ensure_ascii=False).encode())
        partial.replace(path)
    except OSError as error:
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


def verify(path: Path, *, progress: Progress = lambda done, total: None) -> dict[str, Any]:
    """Read the whole file and compare every member with the manifest, which is returned.

    Raises BackupError when anything is missing, added or changed.
    """
    damaged = _("The backup %(path)s is damaged: %(reason)s. Nothing was restored; take another copy of it.")
    found: dict[str, str] = {}
    manifest: dict[str, Any] | None = None
    try:
        with tarfile.open(path, "r|gz") as tar:
            for done, member in enumerate(tar):
                stream = tar.extractfile(member)
                if stream is None:
                    raise BackupError(damaged % {"path": path, "reason": member.name})
                if member.name == "manifest.json":
                    manifest = json.loads(stream.read())
                else:
                    found[member.name] = hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]
                progress(done + 1, None)
    except FileNotFoundError as error:
        raise BackupError(_("There is no file %(path)s.") % {"path": path}) from error
    except (tarfile.TarError, EOFError, OSError, zlib.error, ValueError) as error:
        raise BackupError(damaged % {"path": path, "reason": error}) from error
    if manifest is None:
        raise BackupError(damaged % {"path": path, "reason": _("its table of contents is missing")})
    expected = {name: member["sha256"] for name, member in manifest["members"].items()}
    for name in sorted(set(expected) | set(found)):
        if expected.get(name) != found.get(name):
            raise BackupError(
                damaged % {"path": path, "reason": _("%(name)s differs from what was saved") % {"name": name}}
            )
    if manifest["layout"] != LAYOUT:
        raise BackupError(
            _("The backup was made by version %(version)s, whose layout this version does not know.")
            % {"version": manifest["version"]}
        )
    return manifest


def load(path: Path, *, replace: bool = False, progress: Progress = lambda done, total: None) -> Summary:
    """Verify a backup, build a database from it beside the present one, and put it in the place of the present one.

    The web server and the worker must be stopped. Raises BackupError when the file is damaged, was made by other code,
    or when there is a database with people in it and `replace` was not said.
    """
    manifest = verify(path)
    if not replace and _in_use():
        raise BackupError(
            _("There is already a library in this database. Say --replace to put the backup in its place.")
        )
    with _new_database() as alias:
        call_command("migrate", database=alias, interactive=False, verbosity=0)
        here = sorted(f"{app}.{name}" for app, name in MigrationRecorder(connections[alias]).applied_migrations())
        if here != manifest["migrations"]:
            raise BackupError(
                _(
                    "The backup was made by version %(version)s with other tables. Restore it with that version, then upgrade."
                )
                % {"version": manifest["version"]}
            )
        rows, files = _fill(path, alias, manifest, progress)
    return Summary(path, rows, files, path.stat().st_size)


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
    if sqlite:
        beside["NAME"] = name + ".restoring"
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        _unlink_sqlite(beside["NAME"])
    else:
        beside["OPTIONS"] = {**config.get("OPTIONS", {}), "options": "-c search_path=restoring"}
        with present.cursor() as cursor:
            cursor.execute("DROP SCHEMA IF EXISTS restoring CASCADE; CREATE SCHEMA restoring")
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
                    cursor.execute("DROP SCHEMA public CASCADE; ALTER SCHEMA restoring RENAME TO public")
                else:
                    cursor.execute("DROP SCHEMA IF EXISTS restoring CASCADE")


def _swap_default(config: dict[str, Any]) -> None:
    connections["default"].close()
    del connections["default"]
    connections.databases["default"] = config


def _unlink_sqlite(name: str) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        Path(name + suffix).unlink(missing_ok=True)


def _fill(path: Path, alias: str, manifest: dict[str, Any], progress: Progress) -> tuple[int, int]:
    by_name = {f"tables/{m._meta.label_lower}.jsonl": m for m in _tables()}
    total = sum(m.get("rows", 0) for m in manifest["members"].values())
    connection = connections[alias]
    rows = files = 0
    with transaction.atomic(using=alias):
        with connection.cursor() as cursor:
            # Migrations put a few rows of their own in (root page, locales, permissions); the backup brings all of them.
            cursor.execute(
                "PRAGMA defer_foreign_keys=ON" if connection.vendor == "sqlite" else "SET CONSTRAINTS ALL DEFERRED"
            )
            for model in by_name.values():
                table = connection.ops.quote_name(model._meta.db_table)
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - quoted, our own name
        with tarfile.open(path, "r|gz") as tar:
            for member in tar:
                stream = tar.extractfile(member)
                assert stream is not None
                if member.name in by_name:
                    for count in _load_table(by_name[member.name], stream, alias):
                        rows += count
                        progress(rows, total)
                elif member.name.startswith("files/"):
                    files += _load_file(member.name.removeprefix("files/"), stream)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(by_name.values())):
                cursor.execute(statement)
    return rows, files


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


def _load_file(name: str, stream: IO[bytes]) -> int:
    if default_storage.exists(name):
        default_storage.delete(name)
    with tempfile.TemporaryFile() as spool:
        while chunk := stream.read(1 << 20):
            spool.write(chunk)
        spool.seek(0)
        from django.core.files import File

        default_storage.save(name, File(spool))
    return 1
