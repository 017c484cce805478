"""A backup taken back: a library built from the file beside the present one, which takes its place when it is whole."""

from __future__ import annotations

import contextlib
import fcntl
import json
import shutil
from collections.abc import Iterator
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
from django.utils.translation import gettext as _

from .backup import BackupError, Progress, Summary, columns_of, opened, tables, value_of, verify
from .migrating import taken_for

#: The PostgreSQL schema where a restored library is built.
_BESIDE = "chytalnia_restoring"
#: What SQLite keeps of one database.
_SUFFIXES = ("", "-wal", "-shm", "-journal")


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
    with _alone() as alone:
        if not alone:
            raise BackupError(_("Another restore is at work here."))
        _clear()
        return _load(path, manifest, replace, progress)


def _load(path: Path, manifest: dict[str, Any], replace: bool, progress: Progress) -> Summary:
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
        here = {f"{app}.{name}" for app, name in MigrationRecorder(connections[alias]).applied_migrations()}
        if here != taken_for(manifest["migrations"], connections[alias]):
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


def _waiting() -> Path:
    """The folder where stored files wait for the database."""
    return Path(settings.DATA) / "restoring"


@contextlib.contextmanager
def _alone() -> Iterator[bool]:
    """Whether no other process restores. The lock is the system's and goes with the process, however that ends."""
    with (Path(settings.DATA) / "restoring.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True


def clear_left() -> bool:
    """Remove what a restore that was killed left beside the library; returns whether there was anything.

    Nothing of it is in use: the library itself is touched only when the one beside it is whole. What a restore that is
    at work has made so far stays.
    """
    Path(settings.DATA).mkdir(parents=True, exist_ok=True)
    with _alone() as alone:
        return alone and _clear()


def _clear() -> bool:
    left = _waiting().exists()
    shutil.rmtree(_waiting(), ignore_errors=True)
    connection = connections["default"]
    if connection.vendor == "sqlite":
        beside = f"{connection.settings_dict['NAME']}.restoring"
        left = left or any(Path(beside + suffix).exists() for suffix in _SUFFIXES)
        _unlink_sqlite(beside)
        return left
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [_BESIDE])
        if cursor.fetchone():
            cursor.execute(f"DROP SCHEMA IF EXISTS {_BESIDE} CASCADE")
            left = True
    return left


@contextlib.contextmanager
def _new_files() -> Iterator[_Files]:
    """A folder for the stored files; they take their places when the block, the database with it, ended well."""
    folder = _waiting()
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
            _make_beside(cursor, name)
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


def _make_beside(cursor: Any, database: str) -> None:
    """An empty schema to build in. Raises BackupError when the database does not let us make one."""
    cursor.execute("SELECT has_database_privilege(current_user, current_database(), 'CREATE'), current_user")
    allowed, user = cursor.fetchone()
    if not allowed:
        raise BackupError(
            _(
                "The user %(user)s may not make a schema in the database %(database)s, and the library is built in one before "
                "it takes the place of the present one. Let the owner of the database say: "
                "GRANT CREATE ON DATABASE %(database)s TO %(user)s; – and restore again."
            )
            % {"user": user, "database": database}
        )
    cursor.execute(f"DROP SCHEMA IF EXISTS {_BESIDE} CASCADE; CREATE SCHEMA {_BESIDE}")


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
    for suffix in _SUFFIXES:
        Path(name + suffix).unlink(missing_ok=True)


def _fill(path: Path, alias: str, manifest: dict[str, Any], files: _Files, progress: Progress) -> int:
    by_name = {f"tables/{m._meta.label_lower}.jsonl": m for m in tables()}
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
        with opened(path) as members:
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
    by_attname = {f.attname: f for f in columns_of(model)}
    columns_here = [by_attname[name] for name in columns]
    batch: list[models.Model] = []
    size = max(1, min(500, 30_000 // max(1, len(columns))))

    def flush() -> int:
        model._base_manager._insert(batch, fields=columns_here, using=alias, raw=True)  # type: ignore[attr-defined]
        count = len(batch)
        batch.clear()
        return count

    for line in stream:
        batch.append(model(**dict(zip(columns, map(value_of, json.loads(line)), strict=True))))
        if len(batch) == size:
            yield flush()
    if batch:
        yield flush()
