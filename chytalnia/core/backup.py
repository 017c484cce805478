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
from django.core.files.storage import default_storage
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


def value_of(plain: Any) -> Any:
    if isinstance(plain, dict):
        ((name, value),) = plain.items()
        return _READ[name](value)
    return plain


def tables() -> list[type[models.Model]]:
    kept = (
        m
        for m in apps.get_models(include_auto_created=True)
        if m._meta.managed and not m._meta.proxy and not m._meta.swapped
    )
    return sorted((m for m in kept if m._meta.app_label not in LEFT_OUT), key=lambda m: m._meta.label)


def columns_of(model: type[models.Model]) -> list[models.Field[Any, Any]]:
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
            every = tables()
            for done, model in enumerate(every):
                count = _add_table(tar, model, alias, members)
                rows += count
                progress(done + 1, len(every))
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
    columns = [f.attname for f in columns_of(model)]
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
def opened(path: Path) -> Iterator[Iterator[tuple[str, int, IO[bytes]]]]:
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
    with opened(path) as members:
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
