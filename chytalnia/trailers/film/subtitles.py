"""Subtitles: cues that were written, or cues made from the scenes and timed with them; WebVTT."""

from __future__ import annotations

import re

from .lettering import clean
from .storyboard import Cue, Storyboard

LINE, LINES = 42, 2
#: How many letters a second can be read under moving pictures.
READ_A_SECOND = 20


def cues(board: Storyboard, language: str) -> tuple[Cue, ...]:
    """The cues in a language: those that were written, else what is said and written in the scenes."""
    if language in board.subtitles:
        return board.subtitles[language]
    if board.voice and board.voice.speak and language == board.voice.language:
        start = board.voice.start
        # Nobody has heard it yet: it is read at the pace of the program that reads it.
        end = min(board.seconds, start + max(1.0, len(board.voice.speak) / 13))
        return tuple(_timed(board.voice.speak, start, end))
    out: list[Cue] = []
    for scene, start in zip(board.scenes, board.starts, strict=True):
        text = scene.subtitles.get(language, "")
        first = start
        if not text and language == board.language:
            if scene.voice and scene.voice.speak:
                text, first = scene.voice.speak, start + scene.voice.start
            else:
                text = f"{_sentence(scene.title)} {scene.text}"
        out += _timed(text, first, start + scene.seconds)
    return tuple(out)


def _sentence(title: str) -> str:
    title = title.replace("\n", " ").strip()
    return f"{title}." if title and title[-1] not in ".!?…:;,–—" else title


def _timed(text: str, start: float, end: float) -> list[Cue]:
    """The text in pieces of two lines, each as long as its share of the letters."""
    pieces = _pieces(clean(text).replace("\n", " "))
    letters = sum(map(len, pieces))
    out, at = [], start
    for piece in pieces:
        until = at + (end - start) * len(piece) / letters
        out.append(Cue(round(at, 3), round(until, 3), piece))
        at = until
    return out


def _pieces(text: str) -> list[str]:
    """Sentences, joined where two fit into one cue and parted where one does not."""
    pieces: list[str] = []
    for sentence in re.split(r"(?<=[.!?…])\s+", text):
        for word in sentence.split():
            joined = f"{pieces[-1]} {word}" if pieces else word
            if pieces and pieces[-1] and len(joined) <= LINE * LINES - 4:
                pieces[-1] = joined
            elif pieces and not pieces[-1]:
                pieces[-1] = word
            else:
                pieces.append(word)
        # A sentence that fills more than half of a cue ends it.
        if pieces and len(pieces[-1]) > LINE:
            pieces.append("")
    return [piece for piece in pieces if piece]


def vtt(found: tuple[Cue, ...]) -> str:
    """The cues as a file of WebVTT."""
    blocks = ["WEBVTT\n"]
    for number, cue in enumerate(found, 1):
        text = "\n".join(_two_lines(clean(cue.text)))
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        blocks.append(f"{number}\n{_clock(cue.start)} --> {_clock(cue.end)}\n{text}\n")
    return "\n".join(blocks)


def _two_lines(text: str) -> list[str]:
    if "\n" in text:
        return [line for line in text.split("\n") if line]
    if len(text) <= LINE:
        return [text]
    spaces = [place.start() for place in re.finditer(" ", text)]
    if not spaces:
        return [text]
    middle = min(spaces, key=lambda place: abs(place - len(text) / 2))
    return [text[:middle], text[middle + 1 :]]


def _clock(seconds: float) -> str:
    whole = round(seconds * 1000)
    return f"{whole // 3_600_000:02}:{whole // 60_000 % 60:02}:{whole // 1000 % 60:02}.{whole % 1000:03}"
