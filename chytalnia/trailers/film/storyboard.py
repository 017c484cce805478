"""The storyboard: what a film is made of, as frozen values. How it is written: docs/developers/storyboard.md."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext_lazy as _

from .errors import BadStoryboard, Problem


@dataclass(frozen=True, slots=True)
class Transition:
    """How a scene comes in, in the first seconds of its own time."""

    kind: str = "cut"
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Voice:
    """A recording, or words for eSpeak NG; `start` is the silence before it, from the beginning of its scene."""

    file: Path | None = None
    speak: str = ""
    language: str = "uk"
    speaker: str = "man"
    #: words a minute
    speed: int = 150
    start: float = 0.0
    gain: float = 0.0


@dataclass(frozen=True, slots=True)
class Music:
    file: Path | None = None
    mood: str = ""
    seed: int = 1
    start: float = 0.0
    gain: float = 0.0


@dataclass(frozen=True, slots=True)
class Cue:
    start: float
    end: float
    text: str

    def fits_after(self, last: float) -> bool:
        return last <= self.start < self.end


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture, cover or card for some seconds, with what is written over it and said."""

    seconds: float
    picture: Path | None = None
    cover: Path | None = None
    card: str = ""
    fit: str = "fill"
    focus: tuple[float, float] = (0.5, 0.5)
    motion: str = "none"
    title: str = ""
    text: str = ""
    place: str = "bottom"
    transition: Transition = Transition()
    voice: Voice | None = None
    subtitles: Mapping[str, str] = field(default_factory=dict)

    @property
    def image(self) -> Path | None:
        return self.picture or self.cover


@dataclass(frozen=True, slots=True)
class Storyboard:
    title: str
    language: str
    scenes: tuple[Scene, ...]
    voice: Voice | None = None
    music: Music | None = None
    subtitles: Mapping[str, tuple[Cue, ...]] = field(default_factory=dict)
    #: the moment that stands for the film: index of the scene, seconds in it; none is chosen by the engine
    poster: tuple[int, float | None] | None = None

    @property
    def seconds(self) -> float:
        return round(sum(scene.seconds for scene in self.scenes), 3)

    @property
    def starts(self) -> tuple[float, ...]:
        """When each scene begins."""
        ends = accumulate((scene.seconds for scene in self.scenes), initial=0.0)
        return tuple(round(end, 3) for end in ends)[:-1]

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages that there are subtitles in, the film's own first."""
        named = [self.language, *self.subtitles, *(code for scene in self.scenes for code in scene.subtitles)]
        return tuple(dict.fromkeys(named))


@functools.cache
def schema() -> Mapping[str, Any]:
    """The JSON Schema of storyboards."""
    text = Path(__file__).with_name("storyboard.schema.json").read_text(encoding="utf-8")
    return MappingProxyType(json.loads(text))


#: The largest storyboard has some hundred kilobytes.
MOST_BYTES = 2 << 20


def load_file(path: Path) -> Storyboard:
    """Read a storyboard and look for its files beside it. Raises BadStoryboard."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ValueError("too large")
        # Neither numbers that are none nor halves of letters, which JSON of Python knows.
        data = json.loads(path.read_bytes(), parse_constant=_no_number)
        json.dumps(data, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        what = _("The file %(name)s is not JSON.") % {"name": path.name}
        raise BadStoryboard([Problem(what, _("Write it as the example in the documentation."))]) from error
    return load(data, path.parent)


def _no_number(name: str) -> float:
    raise ValueError(name)


def load(data: Any, folder: Path) -> Storyboard:
    """The storyboard in parsed JSON, its files found in `folder`.

    Raises BadStoryboard with everything that is wrong in form, in the length of the film and with its files. Whether
    texts fit and can be read in time is asked of `problems`.
    """
    from . import files, form

    found = list(form.problems(data))
    if found:
        raise BadStoryboard(found)
    board = _board(data, folder)
    found = [*form.lengths(board), *files.problems(board, folder)]
    if found:
        raise BadStoryboard(found)
    return board


def _board(data: Mapping[str, Any], folder: Path) -> Storyboard:
    language = data["language"]
    poster = data.get("poster")
    return Storyboard(
        # It goes into the files of the film, where signs that nobody sees have no place.
        title="".join(sign for sign in data["title"] if sign.isprintable()).strip() or "-",
        language=language,
        scenes=tuple(_scene(scene, folder, language) for scene in data["scenes"]),
        voice=_voice(data.get("voice"), folder, language),
        music=_music(data.get("music"), folder),
        subtitles={
            code: tuple(Cue(float(cue["from"]), float(cue["to"]), cue["text"]) for cue in cues)
            for code, cues in data.get("subtitles", {}).items()
        },
        poster=(poster["scene"] - 1, poster.get("at")) if poster else None,
    )


def _scene(data: Mapping[str, Any], folder: Path, language: str) -> Scene:
    transition = data.get("transition", {"kind": "cut"})
    seconds = 0.0 if transition["kind"] == "cut" else float(transition.get("seconds", 0.6))
    across, down = data.get("focus", (0.5, 0.5))
    return Scene(
        seconds=float(data["seconds"]),
        picture=_file(data.get("picture"), folder),
        cover=_file(data.get("cover"), folder),
        card=data.get("card", ""),
        fit=data.get("fit", "fill"),
        focus=(float(across), float(down)),
        motion=data.get("motion", "none"),
        title=data.get("title", "").strip(),
        text=data.get("text", "").strip(),
        place=data.get("place", "bottom"),
        transition=Transition(transition["kind"], seconds),
        voice=_voice(data.get("voice"), folder, language),
        subtitles=dict(data.get("subtitles", {})),
    )


def voice_of(data: Mapping[str, Any]) -> Voice:
    """Words for eSpeak NG alone, without a film around them."""
    found = _voice(data, Path(), "uk")
    assert found is not None
    return found


def _voice(data: Mapping[str, Any] | None, folder: Path, language: str) -> Voice | None:
    if not data:
        return None
    return Voice(
        file=_file(data.get("file"), folder),
        speak=data.get("speak", ""),
        language=data.get("language", language),
        speaker=data.get("speaker", "man"),
        speed=round(data.get("speed", 150)),
        start=float(data.get("start", 0)),
        gain=float(data.get("gain", 0)),
    )


def _music(data: Mapping[str, Any] | None, folder: Path) -> Music | None:
    if not data:
        return None
    return Music(
        file=_file(data.get("file"), folder),
        mood=data.get("mood", ""),
        seed=int(data.get("seed", 1)),
        start=float(data.get("start", 0)),
        gain=float(data.get("gain", 0)),
    )


def _file(name: str | None, folder: Path) -> Path | None:
    return folder / name if name else None
