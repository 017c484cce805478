"""Drift between rows and stored files. `chytalnia check` calls `check`."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.utils import timezone
from wagtail.images import get_image_model

from .models import Asset, Upload

#: A file younger than this may belong to a row that is being written just now.
YOUNG = timedelta(hours=1)


@dataclass(slots=True)
class Drift:
    #: rows whose file is gone, as "model number: file"
    missing: list[str] = field(default_factory=list)
    #: files that are not what they were when they were stored
    changed: list[str] = field(default_factory=list)
    #: sizes of pictures whose file is gone; they are made anew when a page wants them
    renditions: list[str] = field(default_factory=list)
    #: files that no row speaks of
    stray: list[str] = field(default_factory=list)


def check(*, mend: bool = False) -> Drift:
    """Look for drift. With `mend`, forget sizes whose file is gone and put stray files aside into the folder `lost`
    beside the data; files that are missing or changed only a backup can bring back."""
    drift = Drift()
    stored = set(_stored())
    spoken_of: set[str] = set()
    rendition = get_image_model().get_rendition_model()
    gone: list[int] = []
    for model, fields in _with_files():
        for row in model._base_manager.order_by("pk").values_list("pk", *fields).iterator(chunk_size=2000):
            for name in row[1:]:
                if not name:
                    continue
                spoken_of.add(name)
                if name in stored:
                    continue
                text = f"{model._meta.label_lower} {row[0]}: {name}"
                if model is rendition:
                    drift.renditions.append(text)
                    gone.append(row[0])
                else:
                    drift.missing.append(text)
    drift.changed = list(_changed(stored))
    drift.stray = sorted(name for name in stored - spoken_of if _is_old(name))
    if mend:
        for start in range(0, len(gone), 500):
            rendition._base_manager.filter(pk__in=gone[start : start + 500]).delete()
        for name in drift.stray:
            _put_aside(name)
    return drift


def elsewhere() -> list[str]:
    """Uploads under way whose pieces are not in this folder: another server keeps them in one of its own, so whoever sends the
    next piece here is told to begin anew."""
    rows = Upload.objects.select_related("by").order_by("pk")
    return [f"{row.name or row.key}, begun {row.begun_at:%Y-%m-%d %H:%M}" for row in rows if not row.path.exists()]


def _with_files() -> Iterator[tuple[type[models.Model], list[str]]]:
    for model in apps.get_models(include_auto_created=True):
        names = [f.attname for f in model._meta.local_concrete_fields if isinstance(f, models.FileField)]
        if names and model._meta.managed and not model._meta.proxy:
            yield model, names


def _stored(folder: str = "") -> Iterator[str]:
    try:
        folders, names = default_storage.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return
    prefix = f"{folder}/" if folder else ""
    yield from (prefix + name for name in names)
    for name in folders:
        yield from _stored(prefix + name)


def _changed(stored: set[str]) -> Iterator[str]:
    """Assets keep the SHA-256 of their bytes; Wagtail keeps the SHA-1 of originals."""
    for name, wanted in Asset.objects.order_by("pk").values_list("file", "sha256").iterator():
        if name in stored and _hash(name, "sha256") != wanted:
            yield name
    for label in ("wagtailimages.image", "wagtaildocs.document"):
        rows = apps.get_model(label)._base_manager.exclude(file_hash="").order_by("pk").values_list("file", "file_hash")
        for name, wanted in rows.iterator():
            if name in stored and _hash(name, "sha1") != wanted:
                yield name


def _hash(name: str, algorithm: str) -> str:
    found = hashlib.new(algorithm, usedforsecurity=False)
    with default_storage.open(name) as file:
        for chunk in file.chunks():
            found.update(chunk)
    return found.hexdigest()


def _is_old(name: str) -> bool:
    try:
        return default_storage.get_modified_time(name) < timezone.now() - YOUNG
    except FileNotFoundError:
        return False


def _put_aside(name: str) -> None:
    target = settings.DATA / "lost" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with default_storage.open(name) as source, target.open("wb") as copy:
        shutil.copyfileobj(source, copy)
    default_storage.delete(name)
