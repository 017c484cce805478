"""Films made elsewhere, made anew: nothing of the file that was brought is ever served."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from .rendering import Film
from .shapes import CONTAINERS


def transcode(
    path: Path,
    output: Path,
    *,
    name: str = "",
    containers: Iterable[str] = CONTAINERS,
    most_side: int = 1280,
    on_progress: Callable[[float], None] = lambda part: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Film:
    """Check a film and write it anew into the folder `output`: no metadata, no place, one picture, one sound at −16 LUFS.

    The long side is at most `most_side`; the shape stays. Raises NotAFilm with the first problem of the verdict, Stopped,
    Unmade.
    """
    raise NotImplementedError
