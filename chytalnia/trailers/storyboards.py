"""From the rows of a trailer to the storyboard of the engine: words and names of files, and where those files lie."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from .film import storyboard, verdicts
from .film.lettering import undrawable
from .models import Music, PictureKind, Scene, Trailer
from .models.trailer import CREDITS_SECONDS

COVER = "cover.png"
#: Signs of the last frame that are read in its seconds.
LETTERS = 68


@dataclass(slots=True)
class Board:
    """`told` is the storyboard as its schema has it; `files` are assets by the name it calls them. The cover is drawn."""

    told: dict[str, Any]
    files: dict[str, int] = field(default_factory=dict)

    @property
    def as_json(self) -> dict[str, Any]:
        return {"told": self.told, "files": self.files}


def board(trailer: Trailer, scenes: list[Scene] | None = None) -> Board:
    """The storyboard with the last frame that every trailer has: book, makers, sources, library."""
    rows = scenes if scenes is not None else list(trailer.scenes.select_related("picture", "voice"))
    made = Board({"version": 1, "title": trailer.title, "language": trailer.language, "scenes": []})
    for scene in rows:
        scene.trailer = trailer
        made.told["scenes"].append(_scene(scene, made))
    made.told["scenes"].append(_credits(trailer))
    if trailer.music == Music.OWN and trailer.music_file is not None:
        name = f"music{trailer.music_file.extension}"
        made.files[name] = trailer.music_file.pk
        made.told["music"] = {"file": name}
    elif trailer.music not in (Music.NONE, Music.OWN):
        made.told["music"] = {"mood": str(trailer.music), "seed": trailer.pk % 9999}
    return made


def reading_seconds(scene: Scene) -> float:
    """How long a scene has to be for what is written on it, as the engine will judge it."""
    comes = 0.0 if scene.transition == "cut" or not scene.order else 0.6
    drawn = storyboard.Scene(
        seconds=float(scene.seconds),
        title=scene.title,
        text=scene.text,
        transition=storyboard.Transition(scene.transition, comes),
    )
    return verdicts.seconds_needed(drawn)


def _scene(scene: Scene, made: Board) -> dict[str, Any]:
    told: dict[str, Any] = {
        "seconds": float(scene.seconds),
        "title": scene.title,
        "text": scene.text,
        "motion": scene.motion,
    }
    if scene.kind == PictureKind.FILE and scene.picture is not None:
        name = f"picture-{scene.picture.pk}{scene.picture.extension}"
        made.files[name] = scene.picture.pk
        told["picture"] = name
        if (scene.focus_x, scene.focus_y) != (50, 50):
            told["focus"] = [scene.focus_x / 100, scene.focus_y / 100]
    elif scene.kind == PictureKind.COVER:
        told["cover"] = COVER
    else:
        told |= {"card": scene.colour, "place": "middle"}
    if scene.order:
        told["transition"] = {"kind": scene.transition}
    if scene.voice is not None:
        name = f"voice-{scene.voice.pk}{scene.voice.extension}"
        made.files[name] = scene.voice.pk
        told["voice"] = {"file": name}
    elif scene.speak and scene.voice_text.strip():
        told["voice"] = speech(scene)
    return told


#: Words a minute.
_PACES = {"slow": 120, "usual": 150, "quick": 180}


def speech(scene: Scene) -> dict[str, Any]:
    """What the computer says in a scene, as the storyboard tells it."""
    told: dict[str, Any] = {"speak": scene.voice_text.strip(), "language": scene.trailer.language}
    if scene.trailer.speaker != "man":
        told["speaker"] = scene.trailer.speaker
    if scene.trailer.pace != "usual":
        told["speed"] = _PACES[scene.trailer.pace]
    return told


def _credits(trailer: Trailer) -> dict[str, Any]:
    """As much of book, library, makers, publisher and sources as can be read in the seconds of the frame; all of it stands on
    the page of the trailer."""
    with translation.override(trailer.language):
        makers = ", ".join(name for maker in trailer.makers.all() if (name := maker.shown_name))
        lines = [
            str(trailer.unit),
            _("Made by: %(names)s") % {"names": makers} if makers else "",
            trailer.book_imprint,
            _("Sources: %(sources)s") % {"sources": " ".join(trailer.sources.split())}
            if trailer.sources.strip()
            else "",
        ]
    title = _cut(_plain(trailer.book_title), LETTERS // 2)
    author = _plain(trailer.book_author)
    kept: list[str] = []
    room = LETTERS - len(title)
    for line in [author, *lines]:
        if (plain := _plain(line)) and len(plain) <= room:
            kept.append(plain)
            room -= len(plain)
    return {
        "seconds": float(CREDITS_SECONDS), "card": "paper", "place": "middle", "title": title, "text": "\n".join(kept),
        "transition": {"kind": "cut"},
    }  # fmt: skip


def _plain(text: str) -> str:
    """Without signs that the letters of the film do not have: nobody could mend the name of a book."""
    strange = set(undrawable(text))
    return " ".join("".join(sign for sign in text if sign not in strange).split())


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rsplit(' ', 1)[0]}…"
