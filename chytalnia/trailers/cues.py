"""Lines of subtitles: from words to seconds, and as WebVTT. Pure functions."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

#: Letters of one line of subtitles, and lines that stand together, as eyes on a phone can take them.
WIDTH, ROWS = 42, 2


def clock(seconds: float) -> str:
    """«1:07.5» → as people write it."""
    whole, part = divmod(round(seconds * 10), 10)
    told = f"{whole // 60}:{whole % 60:02d}"
    return f"{told},{part}" if part else told


def seconds_in(text: str) -> float:
    """«1:07,5», «67.5» → 67.5. Raises ValueError for what is neither."""
    found = re.fullmatch(r"(?:(\d{1,2}):)?(\d{1,3})(?:[.,](\d{1,3}))?", text.strip())
    if found is None:
        raise ValueError(text)
    minutes, seconds, part = found.groups()
    return int(minutes or 0) * 60 + int(seconds) + (int(part) / 10 ** len(part) if part else 0.0)


def from_scenes(scenes: Sequence[Any]) -> list[dict[str, Any]]:
    """What is said in a scene, else what is written on it, in pieces as long as they are read, over its seconds."""
    made: list[dict[str, Any]] = []
    start = 0.0
    for scene in scenes:
        length = float(scene.seconds)
        words = scene.voice_text or " ".join(part for part in (_ended(scene.title), scene.text) if part)
        pieces = pieces_of(words)
        letters = sum(map(len, pieces)) or 1
        at = start
        for piece in pieces:
            end = at + (length - 0.1) * len(piece) / letters
            made.append({"start": round(at, 2), "end": round(end, 2), "text": piece})
            at = end
        start += length
    return made


def _ended(text: str) -> str:
    return text if not text or text[-1] in ".!?…:" else f"{text}."


def pieces_of(text: str) -> list[str]:
    """A text cut where a line of subtitles ends: at the end of a sentence if it can be, else between words."""
    pieces: list[str] = []
    for sentence in re.findall(r"[^.!?…]+(?:[.!?…]+[»”\"]?|$)", " ".join(text.split())):
        pieces += textwrap.wrap(sentence.strip(), WIDTH * ROWS) if sentence.strip() else []
    return pieces


def webvtt(cues: Iterable[dict[str, Any]]) -> str:
    out = ["WEBVTT", ""]
    for number, cue in enumerate((cue for cue in cues if cue["text"].strip()), 1):
        rows = textwrap.wrap(cue["text"], WIDTH) or [""]
        text = "\n".join(rows).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        out += [str(number), f"{_stamp(cue['start'])} --> {_stamp(cue['end'])}", text, ""]
    return "\n".join(out)


def _stamp(seconds: float) -> str:
    thousandths = round(seconds * 1000)
    hours, rest = divmod(thousandths, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    return f"{hours:02d}:{minutes:02d}:{rest // 1000:02d}.{rest % 1000:03d}"
