"""A film made of a storyboard, scene by scene, so that what is finished is never made again."""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from . import encoding, painting, posters, sound, subtitles, verdicts
from .errors import BadStoryboard, Stopped
from .shapes import CONTAINERS, FPS, SHAPES, Shape, shapes
from .storyboard import Scene, Storyboard

#: A change of how frames are drawn or encoded changes this number, so that no old clip is taken for a new one.
EDITION = 2
#: Files that we name by digests; whatever else lies in the folder is not ours.
_OURS = re.compile(r"[0-9a-f]{32}\.")
#: The share of the whole that sound takes, and that joining and posters take.
SOUND, JOINING = 0.08, 0.04


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
    began = time.monotonic()
    wanted, kinds = shapes(formats), tuple(containers)
    if found := verdicts.problems(storyboard, formats=wanted):
        raise BadStoryboard(found)
    folder = work or output / ".work"
    folder.mkdir(parents=True, exist_ok=True)
    output.mkdir(parents=True, exist_ok=True)
    track = sound.soundtrack(storyboard, folder, containers=kinds, should_stop=should_stop)
    on_progress(SOUND)
    made = _clips(storyboard, folder, wanted, kinds, on_progress, should_stop)
    files = []
    for shape in wanted:
        for container in kinds:
            part = folder / f"film.{os.getpid()}.{container}.part"
            encoding.join(
                made[shape, container], track.files.get(container), part,
                container=container, title=storyboard.title, language=storyboard.language,
            )  # fmt: skip
            target = output / f"{shape.name}.{container}"
            part.replace(target)
            files.append(FilmFile(target, shape.name, container, shape.width, shape.height))
    film = Film(
        seconds=storyboard.seconds,
        files=tuple(files),
        subtitles=tuple(_subtitles(storyboard, output)),
        poster=posters.poster(storyboard, output / "poster.jpg"),
        stills=tuple((s.name, posters.poster(storyboard, output / f"{s.name}.jpg", shape=s)) for s in wanted),
        loudness=track.loudness,
        true_peak=track.true_peak,
        render_seconds=round(time.monotonic() - began, 2),
    )
    _forget_old(storyboard, folder, [*wanted, *SHAPES.values()])
    on_progress(1.0)
    return film


def _clips(
    board: Storyboard,
    folder: Path,
    wanted: list[Shape],
    kinds: tuple[str, ...],
    on_progress: Callable[[float], None],
    should_stop: Callable[[], bool],
) -> dict[tuple[Shape, str], list[Path]]:
    """The clip of every scene in every shape; those that lie in the folder are not made again."""
    numbers = range(len(board.scenes))
    sizes = {(shape, n): shape.width * shape.height for shape in wanted for n in numbers}
    whole = sum(size * _count(board, n) for (_shape, n), size in sizes.items())
    done = 0
    for shape in wanted:
        painters: dict[int, painting.Painter] = {}
        for n in numbers:
            missing = {kind: path for kind in kinds if not (path := _clip(board, n, shape, folder, kind)).exists()}
            if missing:
                with encoding.Encoder(shape, missing) as encoder:
                    for index, frame in enumerate(painting.frames(board, n, shape, painters)):
                        if should_stop():
                            raise Stopped
                        encoder.put(frame)
                        if index % 10 == 0:
                            on_progress(SOUND + (1 - SOUND - JOINING) * (done + index * sizes[shape, n]) / whole)
            if should_stop():
                raise Stopped
            done += _count(board, n) * sizes[shape, n]
            on_progress(SOUND + (1 - SOUND - JOINING) * done / whole)
    return {(s, kind): [_clip(board, n, s, folder, kind) for n in numbers] for s in wanted for kind in kinds}


def _count(board: Storyboard, number: int) -> int:
    first, end = painting.bounds(board, number)
    return end - first


def _clip(board: Storyboard, number: int, shape: Shape, folder: Path, container: str) -> Path:
    """Where the clip of a scene lies: the name is a digest of all that it is made of."""
    scene = board.scenes[number]
    parts: list[object] = [
        EDITION, FPS, encoding.VIDEO[container], shape.width, shape.height, board.language, board.title,
        _count(board, number), _visible(scene), _following(board, number),
    ]  # fmt: skip
    if number and scene.transition.seconds:
        parts += [_visible(board.scenes[number - 1]), scene.transition.seconds]
    digest = hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()[:32]
    return folder / f"{digest}.{container}"


def _following(board: Storyboard, number: int) -> float:
    return board.scenes[number + 1].transition.seconds if number + 1 < len(board.scenes) else 0.0


def _visible(scene: Scene) -> dict[str, Any]:
    """Everything of a scene that is seen in its frames."""
    seen = asdict(scene)
    for unseen in ("voice", "subtitles"):
        del seen[unseen]
    for name in ("picture", "cover"):
        path: Path | None = getattr(scene, name)
        seen[name] = sound.digest_of(path) if path else ""
    return seen


def _subtitles(board: Storyboard, output: Path) -> Iterator[SubtitleFile]:
    for language in board.languages:
        if found := subtitles.cues(board, language):
            target = output / f"subtitles.{language}.vtt"
            target.write_text(subtitles.vtt(found), encoding="utf-8")
            yield SubtitleFile(target, language)


def _forget_old(board: Storyboard, folder: Path, kept: list[Shape]) -> None:
    """Clips of scenes that are no more go; those of other shapes of this storyboard stay."""
    numbers = range(len(board.scenes))
    live = {_clip(board, n, shape, folder, kind).name for shape in kept for n in numbers for kind in CONTAINERS}
    sounds = sound.key_of(board)
    for path in folder.glob("*.*"):
        if not _OURS.match(path.name) or path.name in live or path.name.startswith(sounds) or path.suffix == ".wav":
            continue
        # What is being written belongs to another film that is being made; unless nobody has for a day.
        if path.suffix != ".part" or path.stat().st_mtime < time.time() - 86_400:
            path.unlink(missing_ok=True)
