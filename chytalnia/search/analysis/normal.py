"""From text to plain words: one spelling of letters, apostrophes and hyphens, whoever typed them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from chytalnia.wire.transliterate import strip_marks

APOSTROPHES = "'’ʼ‘`´ʹʺ′″ˈ＇"
HYPHENS = "-‐‑‒–—−"
#: Longer runs are not words that anyone looks for, and a term in the engine has a limit.
LONGEST_WORD = 64
#: No field of a record needs more to be found; a scanned book's text has an index of its own.
LONGEST_TEXT = 20_000

_TABLE = {
    **{ord(char): "'" for char in APOSTROPHES},
    **{ord(char): "-" for char in HYPHENS},
    **{ord(char): None for char in "\u00ad\u200b\u200c\u200d\u2060\ufeff\u0301\u0300"},
    ord("ё"): "е",
    ord("Ё"): "е",
}
# A word: letters and digits of any script with marks, joined by apostrophes or hyphens inside.
_WORD = re.compile(r"\w+(?:['\-]\w+)*(?:\+\+|#)?")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile(r"[a-z]")
#: Latin letters that hands and scanners put inside Cyrillic words, and the other way round.
_LOOKALIKE_TO_CYRILLIC = str.maketrans("aceopxyikmtbhi", "асеорхуікмтвні")
_LOOKALIKE_TO_LATIN = str.maketrans("асеорхуікмтві", "aceopxyikmtbi")


#: Anything but ASCII, everyday Cyrillic and usual punctuation: only such text needs the slow way.
_UNUSUAL = re.compile(
    "[^\x00-\x7f\u0400-\u045f\u0490-\u0493\u049a\u049b\u04a2\u04a3\u04ae-\u04b1\u04ba\u04bb\u04d8\u04d9\u04e8\u04e9«»„“”…№–—]"
)


class Word(NamedTuple):
    """A word as found: its folded form, the parts of a compound (empty for a plain one), where it stood."""

    form: str
    parts: tuple[str, ...]
    start: int
    end: int
    initial: bool


def fold(text: str) -> str:
    """Case, ё, apostrophes, hyphens, stress marks, Latin diacritics and ligatures made equal. Length may change."""
    if text.isascii():
        return text[:LONGEST_TEXT].replace("`", "'").lower()
    text = unicodedata.normalize("NFC", text[:LONGEST_TEXT]).translate(_TABLE).casefold()
    if _UNUSUAL.search(text):
        text = strip_marks(unicodedata.normalize("NFKC", text).casefold()).translate(_TABLE).casefold()
    return text


def words(text: str) -> Iterator[Word]:
    """The words of a text, folded. Positions are those in the folded text."""
    folded = fold(text)
    for match in _WORD.finditer(folded):
        form, parts = read(match.group())
        if form:
            followed = folded[match.end() : match.end() + 1] == "."
            yield Word(form, parts, match.start(), match.end(), len(form) == 1 and form.isalpha() and followed)


@lru_cache(maxsize=200)
def runs(text: str) -> tuple[str, ...]:
    """What `words` would read words from: runs of letters and digits of the folded text, for `read`.

    Kept for a moment: one record asks for the runs of its title several times.
    """
    return tuple(_WORD.findall(fold(text)))


@lru_cache(maxsize=80_000)
def read(run: str) -> tuple[str, tuple[str, ...]]:
    """The form of a word and the parts of a compound (none for a plain word). An empty form is no word."""
    if "_" in run:
        run = run.replace("_", "")
    if "-" in run:
        parts = tuple(piece for piece in (plain(piece) for piece in run.split("-")) if piece)
        if len(parts) != 1:
            return "-".join(parts)[:LONGEST_WORD], parts
        run = parts[0]
    return plain(run)[:LONGEST_WORD], ()


def plain(word: str) -> str:
    """A folded word without apostrophes, and in one script: a Latin «o» typed inside «роман» becomes Cyrillic."""
    word = word.replace("'", "")
    if not word.isascii() and _LATIN.search(word) and _CYRILLIC.search(word):
        cyrillic = len(_CYRILLIC.findall(word))
        if cyrillic * 2 >= len(word):
            return word.translate(_LOOKALIKE_TO_CYRILLIC)
        return word.translate(_LOOKALIKE_TO_LATIN)
    return word


def is_cyrillic(word: str) -> bool:
    return bool(_CYRILLIC.search(word))


def is_latin(word: str) -> bool:
    return bool(_LATIN.search(word)) and not _CYRILLIC.search(word)
