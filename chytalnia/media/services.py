"""What can be done: take a file in, forget it."""

from __future__ import annotations

import hashlib
import io
from pathlib import PurePath
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from chytalnia.core import audit
from chytalnia.network.models import Unit

from .inspection import inspect
from .models import Asset, place


def digest(file: IO[bytes]) -> str:
    """SHA-256 of a file from its beginning; leaves it at its beginning."""
    file.seek(0)
    found = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    file.seek(0)
    return found


@transaction.atomic
def store(
    upload: IO[bytes],
    *,
    name: str,
    unit: Unit,
    by: Any = None,
    description: Any = "",
    rights_holder: str = "",
    licence: str = "",
    public: bool = True,
) -> Asset:
    """Keep a file and return it. The same content again is the asset that is there already, whoever brought it first.

    Raises RefusedFile when the content is not what we keep, is not what the name says, or could do harm. Pictures are
    written anew without the data their camera put in.
    """
    seen = inspect(upload, name)
    sha256 = digest(seen.content)
    known = Asset.objects.filter(sha256=sha256).first()
    if known is not None:
        if not default_storage.exists(str(known.file.name)):
            default_storage.save(str(known.file.name), File(seen.content))
        return known
    extension = seen.form.extensions[0]
    asset = Asset(
        sha256=sha256, size=seen.content.seek(0, io.SEEK_END), kind=seen.form.kind, media_type=seen.form.media_type,
        extension=extension, width=seen.width, height=seen.height, name=tidy_name(name, extension), description=description,
        rights_holder=rights_holder, licence=licence, public=public, unit=unit, uploaded_by=by,
    )  # fmt: skip
    seen.content.seek(0)
    where = place(asset, name)
    # A file of this name without a row is what a broken-off upload left; names are contents, so it may only be half of it.
    if default_storage.exists(where):
        default_storage.delete(where)
    asset.file.name = default_storage.save(where, File(seen.content))
    asset.save()
    audit.log("media.store", by=by, about=asset, unit=unit, after={"sha256": sha256, "size": asset.size})
    return asset


@transaction.atomic
def remove(*, asset: Asset, by: Any = None) -> None:
    """Forget a file; its bytes go once the database has forgotten it."""
    name, unit = str(asset.file.name), asset.unit
    audit.log("media.remove", by=by, about=asset, unit=unit, before={"sha256": asset.sha256, "name": asset.name})
    asset.delete()
    transaction.on_commit(lambda: default_storage.delete(name))


def tidy_name(name: str, extension: str) -> str:
    """A name to save a file under: the last part of what was given, no signs that shells or headers mind, the right
    extension."""
    stem = PurePath(name.replace("\\", "/")).stem
    kept = "".join(c if c.isalnum() or c in " -_.,()«»’'№" else "_" for c in stem).strip(" .")
    return (kept[:180] or "file") + extension
