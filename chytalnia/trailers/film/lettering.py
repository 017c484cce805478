"""Text set with the fonts of the house: measured, wrapped, made smaller, and refused when it finds no place."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import font_source_sans_pro
import font_source_serif_pro
from PIL import Image, ImageDraw, ImageFont

from chytalnia.core import hyphens

SERIF = str(Path(font_source_serif_pro.__file__ or "").parent / "files" / "SourceSerifPro-Semibold.ttf")
SANS = str(Path(font_source_sans_pro.__file__ or "").parent / "files" / "SourceSansPro-Regular.ttf")
TIE = "\N{NO-BREAK SPACE}"
#: The part of their size to which letters shrink before a word is broken.
SMALLEST = 0.62
LEADING = {SERIF: 1.16, SANS: 1.32}


@functools.lru_cache(maxsize=64)
def face(path: str, size: int) -> ImageFont.FreeTypeFont:
    # The other engine wants a library of the system, without which accents move; so they are set here instead.
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


@functools.lru_cache(maxsize=4)
def letters_of(path: str) -> frozenset[int]:
    """Every letter that the font can draw."""
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


def clean(text: str) -> str:
    """Composed letters, single spaces, line breaks kept, nothing that cannot be seen."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    text = "".join(c for c in text if c in "\n" + TIE or unicodedata.category(c)[0] not in "CZ" or c == " ")
    return "\n".join(" ".join(line.split(" ")).strip() for line in text.split("\n")).strip()


def undrawable(text: str) -> str:
    """The signs of a text that our fonts do not have, each once."""
    known = letters_of(SERIF) & letters_of(SANS)
    return "".join(dict.fromkeys(c for c in clean(text) if c not in "\n " and ord(c) not in known))


def _pieces(text: str) -> tuple[str, list[tuple[int, str]]]:
    """The text without accents, and each accent with the number of letters before it."""
    plain, marks = "", []
    for letter in text:
        if unicodedata.combining(letter):
            marks.append((len(plain), letter))
        else:
            plain += letter
    return plain, marks


def width(text: str, font: ImageFont.FreeTypeFont) -> float:
    return font.getlength(_pieces(text)[0])


def write(
    draw: ImageDraw.ImageDraw, x: float, y: float, text: str, font: ImageFont.FreeTypeFont, fill: tuple[int, ...]
) -> None:
    """Draw one line, its top at `y`; accents stand over the middle of their letters, higher over capitals."""
    plain, marks = _pieces(text)
    draw.text((x, y), plain, font=font, fill=fill)
    for count, mark in marks:
        if not count:
            continue
        left = font.getlength(plain[: count - 1])
        middle = x + (left + font.getlength(plain[:count])) / 2
        ink = font.getbbox(mark)
        top = font.getbbox(plain[count - 1])[1] - font.getbbox("x")[1]
        draw.text((middle - (ink[0] + ink[2]) / 2, y + min(0, top)), mark, font=font, fill=fill)


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    font: str
    size: int
    y: int
    width: float


@dataclass(frozen=True, slots=True)
class Block:
    """Lines one under another, from y = 0; `rule` is where the red line stands."""

    lines: tuple[Line, ...]
    width: int
    height: int
    rule: int | None = None


def wrapped(text: str, font: ImageFont.FreeTypeFont, room: float, *, may_break: bool) -> list[str] | None:
    """Lines no wider than the room; none when a word is wider and words may not be broken."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in _glued(paragraph):
            joined = f"{line} {word}" if line else word
            if width(joined, font) <= room:
                line = joined
                continue
            if line:
                lines.append(line)
            *whole, line = _broken(word, font, room) if may_break else [word]
            lines += whole
            if width(line, font) > room:
                return None
        lines.append(line)
    return lines


def _glued(text: str) -> list[str]:
    """Words; one of one or two letters holds on to the next, a dash to the one before."""
    out: list[str] = []
    for word in text.split(" "):
        last = out[-1].rsplit(TIE, 1)[-1] if out else ""
        if out and (word in ("–", "—", "-") or (len(last) <= 2 and last.isalpha() and len(out[-1]) + len(word) <= 24)):
            out[-1] += TIE + word
        else:
            out.append(word)
    return out


def _broken(word: str, font: ImageFont.FreeTypeFont, room: float) -> list[str]:
    parts: list[str] = []
    while width(word, font) > room:
        # A tie may open before a word is broken.
        before, tie, after = word.rpartition(TIE)
        if tie:
            return [*parts, *_broken(before, font, room), *_broken(after, font, room)]
        fitting = [n for n in hyphens.places(word) if width(word[:n] + "-", font) <= room]
        if not fitting:
            break
        parts.append(word[: fitting[-1]] + "-")
        word = word[fitting[-1] :]
    return [*parts, word]


def _even(lines: list[str], font: ImageFont.FreeTypeFont, text: str, room: float) -> list[str]:
    """The same number of lines, as even as can be: a title never leaves one word alone."""
    if len(lines) < 2 or "\n" in text:
        return lines
    low, high = room * 0.5, room
    for _step in range(7):
        middle = (low + high) / 2
        tried = wrapped(text, font, middle, may_break=False)
        if tried is not None and len(tried) <= len(lines):
            lines, high = tried, middle
        else:
            low = middle
    return lines


def _tries(smallest: float) -> Iterator[tuple[float, bool]]:
    """Sizes from the largest on; words are broken only when smaller letters did not help."""
    for may_break, least in ((False, round(smallest * 100)), (True, min(42, round(smallest * 100)))):
        for percent in range(100, least - 1, -4):
            yield percent / 100, may_break


def fit(
    title: str,
    text: str,
    *,
    room: tuple[int, int],
    title_size: float,
    text_size: float,
    least: float,
    smallest: float = SMALLEST,
) -> Block | None:
    """The largest setting of a title and a text in a room of width and height; none when there is none.

    Sizes are in pixels; no letter is made smaller than `least`. Down to the part `smallest` of them no word is broken.
    """
    title, text = clean(title), clean(text)
    # Where a title may shrink far, the text under it does so more slowly, unless there is no other way.
    for slower in (0.5, 1.0) if smallest < SMALLEST else (1.0,):
        for scale, may_break in _tries(smallest):
            # The small text stops first; the title goes on until it is hardly larger.
            of_title, of_text = max(title_size * scale, least * 1.3), max(text_size * scale**slower, least)
            block = _set(title, text, round(of_title), round(of_text), room, may_break)
            if block is not None:
                return block
    return None


def _set(title: str, text: str, of_title: int, of_text: int, room: tuple[int, int], may_break: bool) -> Block | None:
    lines: list[Line] = []
    y, rule = 0, None
    for words, path, size in ((title, SERIF, of_title), (text, SANS, of_text)):
        if not words:
            continue
        font = face(path, size)
        # However it is wrapped, so many lines it has at least.
        if width(words.replace("\n", " "), font) / room[0] * size * LEADING[path] > room[1]:
            return None
        set_ = wrapped(words, font, room[0], may_break=may_break)
        if set_ is None:
            return None
        set_ = _even(set_, font, words, room[0])
        if path == SANS and lines:
            rule = y + round(of_title * 0.38)
            y += round(of_title * 0.68)
        for row in set_:
            lines.append(Line(row, path, size, y, width(row, font)))
            y += round(size * LEADING[path])
    if y > room[1]:
        return None
    return Block(tuple(lines), round(max((line.width for line in lines), default=0)), y, rule)


def draw_block(
    picture: Image.Image,
    block: Block,
    x: int,
    y: int,
    *,
    colour: tuple[int, int, int],
    rule: tuple[int, int, int],
    align: str = "left",
) -> None:
    draw = ImageDraw.Draw(picture)
    across = 0.5 if align == "centre" else 0.0
    for line in block.lines:
        left = x + (block.width - line.width) * across
        write(draw, left, y + line.y, line.text, face(line.font, line.size), (*colour, 255))
    if block.rule is not None:
        size = block.lines[0].size
        long, thick = round(size * 1.6), max(2, round(size * 0.06))
        left = x + round((block.width - long) * across)
        draw.rectangle((left, y + block.rule, left + long, y + block.rule + thick - 1), fill=(*rule, 255))
