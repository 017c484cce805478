"""One moment as a picture: previews of scenes, the player's poster, the picture for networks."""

from __future__ import annotations

import io
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from PIL import Image

from . import drawing, ffmpeg, painting
from .errors import BadStoryboard, NotAFilm, Problem
from .shapes import FPS, SHAPES, SOCIAL, Shape, shapes
from .storyboard import Storyboard


def still(storyboard: Storyboard, scene: int, at: float | None = None, *, shape: str | Shape = SHAPES["720p"]) -> bytes:
    """A PNG of the moment `at` seconds after the beginning of a scene, counted from nought, exactly as the film has it.

    Without `at`, the moment when all that is written stands there. Raises BadStoryboard when its text finds no place.
    """
    out = io.BytesIO()
    _moment(storyboard, scene, at, shapes([shape])[0]).save(out, "PNG", compress_level=3)
    return out.getvalue()


def _moment(board: Storyboard, number: int, at: float | None, shape: Shape) -> Image.Image:
    scene = board.scenes[number]
    # Close to the end all has come in, and the next scene has not begun.
    last = max(0.0, scene.seconds - 1 / FPS)
    seconds = last if at is None else min(max(at, 0.0), last)
    try:
        return painting.moment(board, number, seconds, shape).rgb()
    except drawing.NoRoom:
        what = _("What is written finds no place in the shapes %(shapes)s.") % {"shapes": shape.name}
        raise BadStoryboard([Problem(what, _("Write less, or part it into two scenes."), number + 1)]) from None


def poster(storyboard: Storyboard, output: Path, *, shape: Shape = SOCIAL) -> Path:
    """A JPEG of the moment that stands for the film."""
    number, at = storyboard.poster or (_chosen(storyboard), None)
    _write(_moment(storyboard, number, at, shape), output)
    return output


def _chosen(board: Storyboard) -> int:
    """The cover, else the first picture with words, else the first scene."""
    for wanted in (lambda s: s.cover, lambda s: s.picture and s.title, lambda s: s.picture):
        for number, scene in enumerate(board.scenes):
            if wanted(scene):
                return number
    return 0


def _write(picture: Image.Image, output: Path) -> None:
    part = output.with_name(f"{output.name}.part")
    picture.save(part, "JPEG", quality=84, optimize=True, progressive=True)
    part.replace(output)


def film_poster(film: Path, output: Path, *, at: float | None = None, shape: Shape = SOCIAL) -> Path:
    """A JPEG of a moment of a finished film, shown whole on a ground of its own colours; a third in unless told."""
    from .checking import check

    if at is None:
        at = check(film, decode=False).seconds / 3
    ran = ffmpeg.run(
        [
            "-v", "error", "-protocol_whitelist", "file,pipe", "-format_whitelist", "mov,matroska",
            "-ss", f"{at:.2f}", "-i", f"file:{film}", "-map", "0:v:0", "-frames:v", "1",
            "-vf", "scale=w='max(2,trunc(iw*sar/2)*2)':h=ih,setsar=1", "-c:v", "png", "-f", "image2pipe", "pipe:1",
        ],
        limits=ffmpeg.Limits(seconds=60, memory_mb=1500, written_mb=100),
    )  # fmt: skip
    if not ran.out:
        raise NotAFilm
    frame = Image.open(io.BytesIO(ran.out)).convert("RGB")
    _write(drawing.whole(frame, (shape.width, shape.height)), output)
    return output
