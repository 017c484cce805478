"""The files beside a storyboard: inside its folder, and what they should be by their content."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path

import filetype
from django.utils.translation import gettext_lazy as _

from .errors import Problem
from .storyboard import Storyboard

PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})
#: Phones and browsers record into containers of films, too.
SOUNDS = frozenset(
    {
        "audio/x-wav", "audio/mpeg", "audio/ogg", "audio/mp4", "audio/x-flac", "audio/aac", "audio/opus",
        "video/webm", "video/mp4", "video/x-m4v", "video/quicktime", "video/x-matroska",
    }
)  # fmt: skip
MOST_PICTURE_BYTES, MOST_SOUND_BYTES = 60 * 2**20, 200 * 2**20
MOST_PIXELS = 60_000_000
#: Less would be seen as squares.
LEAST_SIDE = 160


def problems(board: Storyboard, folder: Path) -> Iterator[Problem]:
    """Files that are missing, lie elsewhere, or are not what they are used as."""
    home = folder.resolve()
    for number, scene in enumerate(board.scenes, 1):
        if scene.image:
            yield from _of_file(scene.image, home, number, is_picture=True)
        if scene.voice and scene.voice.file:
            yield from _of_file(scene.voice.file, home, number, is_picture=False)
    for sound in (board.voice, board.music):
        if sound and sound.file:
            yield from _of_file(sound.file, home, None, is_picture=False)


def _of_file(path: Path, home: Path, scene: int | None, *, is_picture: bool) -> Iterator[Problem]:
    name = {"name": path.name}
    try:
        real = path.resolve(strict=True)
    except (OSError, RuntimeError, ValueError):
        yield Problem(_("The file %(name)s is not there.") % name, _("Put it beside the storyboard."), scene)
        return
    if not real.is_relative_to(home) or not real.is_file():
        yield Problem(
            _("The file %(name)s does not lie in the folder of the storyboard.") % name,
            _("Put it beside the storyboard."),
            scene,
        )
        return
    guessed = filetype.guess_mime(str(real)) or ""
    if guessed not in (PICTURES if is_picture else SOUNDS):
        mend = (
            _("Pictures are JPEG, PNG or WebP.")
            if is_picture
            else _("Sound is WAV, MP3, OGG, Opus, M4A, FLAC or WebM.")
        )
        yield Problem(_("The file %(name)s is not what it is used as.") % name, mend, scene)
        return
    most = MOST_PICTURE_BYTES if is_picture else MOST_SOUND_BYTES
    if real.stat().st_size > most:
        yield Problem(
            _("The file %(name)s is too large.") % name, _("At most %(mb)d MB.") % {"mb": most // 2**20}, scene
        )
    elif is_picture:
        yield from _of_picture(real, name, scene)


def _of_picture(path: Path, name: dict[str, str], scene: int | None) -> Iterator[Problem]:
    stat = path.stat()
    size = _size(str(path), stat.st_mtime_ns, stat.st_size)
    if size is None:
        yield Problem(_("The picture %(name)s cannot be opened.") % name, _("Take another copy of it."), scene)
    elif size[0] * size[1] > MOST_PIXELS:
        yield Problem(_("The picture %(name)s is too large.") % name, _("At most 60 megapixels."), scene)
    elif min(size) < LEAST_SIDE:
        yield Problem(
            _("The picture %(name)s is too small: it would be seen as squares.") % name,
            _("At least %(n)d pixels a side.") % {"n": LEAST_SIDE},
            scene,
        )


@functools.lru_cache(maxsize=512)
def _size(path: str, _changed: int, _size: int) -> tuple[int, int] | None:
    """Width and height of a picture; none when it is cut off or damaged, which only reading all of it tells."""
    import pyvips

    try:
        picture = pyvips.Image.new_from_file(path, access="sequential", fail_on="truncated")
        if picture.width * picture.height <= MOST_PIXELS:
            picture.avg()
    except pyvips.Error:
        return None
    return picture.width, picture.height
