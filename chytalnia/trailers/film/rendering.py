"""A film made of a storyboard, scene by scene, so that what is finished is never made again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .shapes import CONTAINERS, Shape
from .storyboard import Storyboard


@dataclass(frozen=True, slots=True)
class FilmFile:
    path: Path
    format: str
    container: str
    width: int
    height: int

    @property
    def bytes(self) -> int:
        return self.path.stat().st_size


@dataclass(frozen=True, slots=True)
class SubtitleFile:
    path: Path
    language: str


@dataclass(frozen=True, slots=True)
class Film:
    seconds: float
    files: tuple[FilmFile, ...]
    subtitles: tuple[SubtitleFile, ...] = ()
    #: 1200 × 630, for networks; and one for the player in the shape of each film, by its name
    poster: Path | None = None
    stills: tuple[tuple[str, Path], ...] = ()
    #: LUFS and dBTP; none where the film is silent
    loudness: float | None = None
    true_peak: float | None = None
    render_seconds: float = 0.0

    def as_dict(self) -> dict[str, Any]:
        return {
            "seconds": self.seconds,
            "files": [
                {
                    "format": file.format, "container": file.container, "name": file.path.name,
                    "width": file.width, "height": file.height, "bytes": file.bytes,
                }
                for file in self.files
            ],
            "subtitles": [{"language": file.language, "name": file.path.name} for file in self.subtitles],
            "poster": self.poster.name if self.poster else None,
            "stills": {name: path.name for name, path in self.stills},
            "loudness": self.loudness,
            "true_peak": self.true_peak,
            "render_seconds": self.render_seconds,
        }  # fmt: skip


def render(
    storyboard: Storyboard,
    output: Path,
    *,
    formats: Iterable[str | Shape] = ("720p",),
    containers: Iterable[str] = CONTAINERS,
    work: Path | None = None,
    on_progress: Callable[[float], None] = lambda part: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Film:
    """Make the films of a storyboard into the folder `output`, with subtitles and posters.

    Scenes that are finished are kept in `work` (a hidden folder in `output` unless named), by what they are made of: a
    second call after a restart or a change makes only what is missing. `on_progress` hears a part of one, growing;
    `should_stop` is asked several times a second. Raises BadStoryboard, Stopped, NoVoice, Unmade; files that were in
    `output` stay as they were then.
    """
    raise NotImplementedError
