"""The workshop on the disk: a folder for each trailer with the files of its storyboard, finished scenes and previews.

Everything in it can be made anew from the rows and the stored files, so it may be swept away at any time.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage

from chytalnia.media.models import Asset

from . import film
from .covers import cover_of
from .film import sound, storyboard, voice
from .models import Scene, Trailer
from .storyboards import COVER, Board, board, speech

#: Folders not touched for so long are swept away at night; sooner when all together are larger than this.
KEPT_DAYS, MOST_BYTES = 3, 3 << 30
#: Long side of a preview.
PREVIEW = 960


class Busy(Exception):  # noqa: N818
    """Another process is at this trailer."""


def root() -> Path:
    return Path(settings.DATA) / "trailers"


def folder_of(trailer: Trailer) -> Path:
    folder = root() / str(trailer.pk)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def laid_out(trailer: Trailer, made: Board) -> Path:
    """The folder of the storyboard with every file it names in it."""
    folder = folder_of(trailer) / "files"
    folder.mkdir(exist_ok=True)
    assets = {asset.pk: asset for asset in Asset.objects.filter(pk__in=made.files.values())}
    for name, pk in made.files.items():
        if pk in assets and not (folder / name).exists():
            with default_storage.open(str(assets[pk].file.name)) as source:
                _write(folder / name, source)
    if any("cover" in scene for scene in made.told["scenes"]):
        (folder / COVER).write_bytes(cover_of(trailer))
    return folder


def _write(target: Path, source: Any) -> None:
    part = target.with_suffix(f"{target.suffix}.part")
    with part.open("wb") as copy:
        shutil.copyfileobj(source, copy)
    part.replace(target)


def preview(scene: Scene) -> Path:
    """A JPEG of the scene as the film will have it, made once for what the scene is now. Raises FilmError."""
    made = board(scene.trailer, [scene])
    told = made.told["scenes"][0]
    told.pop("transition", None)
    told.pop("voice", None)
    single = Board(
        {**made.told, "scenes": [told]}, {name: pk for name, pk in made.files.items() if name == told.get("picture")}
    )
    single.told.pop("music", None)
    target = folder_of(scene.trailer) / "stills" / f"{sign(scene)}.jpg"
    if target.exists():
        return target
    picture = film.still(film.load(single.told, laid_out(scene.trailer, single)), 0)
    target.parent.mkdir(exist_ok=True)
    _write_small(picture, target)
    return target


def spoken(scene: Scene) -> Path:
    """The words of a scene as the computer reads them, made once for what they are now. Raises FilmError."""
    folder = folder_of(scene.trailer) / "spoken"
    folder.mkdir(exist_ok=True)
    return voice.spoken(storyboard.voice_of(speech(scene)), folder)


def spoken_seconds(scene: Scene) -> float:
    return sound.length(spoken(scene))


def _write_small(png: bytes, target: Path) -> None:
    import pyvips

    small = pyvips.Image.thumbnail_buffer(png, PREVIEW)
    part = target.with_suffix(".part")
    part.write_bytes(small.write_to_buffer(".jpg", Q=82, keep="none"))
    part.replace(target)


def sign(scene: Scene) -> str:
    """Changes when what is seen of the scene does."""
    seen = [scene.kind, scene.picture_id, scene.colour, scene.title, scene.text, scene.motion, scene.trailer.book_title,
            scene.trailer.book_author, scene.order == 0, scene.focus_x, scene.focus_y]  # fmt: skip
    return hashlib.blake2b(json.dumps(seen, default=str).encode(), digest_size=10).hexdigest()


@contextmanager
def alone(trailer: Trailer, *, patience: float = 0) -> Iterator[None]:
    """Only one process at a trailer. The lock is the system's and goes with the process, however that ends. Raises Busy."""
    until = time.monotonic() + patience
    with (folder_of(trailer) / "lock").open("a") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError:
                if time.monotonic() >= until:
                    raise Busy from None
                time.sleep(0.2)
        yield


def clear(trailer: Trailer) -> None:
    shutil.rmtree(root() / str(trailer.pk), ignore_errors=True)


def sweep(busy: set[int], *, now: float | None = None) -> int:
    """Throw away folders that nobody has worked in for days, and the oldest ones while all are too large together."""
    now = time.time() if now is None else now
    seen: list[tuple[float, int, Path]] = []
    if not root().is_dir():
        return 0
    for folder in root().iterdir():
        if not folder.is_dir() or (folder.name.isdecimal() and int(folder.name) in busy):
            continue
        files = [file.stat() for file in folder.rglob("*") if file.is_file()]
        seen.append(
            (
                max((stat.st_mtime for stat in files), default=folder.stat().st_mtime),
                sum(stat.st_size for stat in files),
                folder,
            )
        )
    seen.sort()
    total, swept = sum(size for _at, size, _folder in seen), 0
    for at, size, folder in seen:
        if now - at < KEPT_DAYS * 86_400 and total <= MOST_BYTES:
            break
        shutil.rmtree(folder, ignore_errors=True)
        total, swept = total - size, swept + 1
    return swept
