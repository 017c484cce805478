"""Subfields that a text alone would not bring back: read from MARC 21 and UNIMARC, kept with the text, written to either.

They are kept by their codes in MARC 21. Whoever changes the text does not know of them: they are believed only while the
text is still the one they make.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from pymarc import Field

from chytalnia.wire.bib import Text

from .text import nfc, strip_end

Pairs = list[tuple[str, str]]
FIRST, SECOND = "^", ">"

#: Names, MARC 21 and UNIMARC. `g` in brackets is what `q` is there, forenames in full behind initials that are the heading;
#: without brackets, as libraries of our countries write it, they are the heading themselves.
PERSON = {"a": "a", "b": "d", "c": "c", "d": "f", "q": "g"}
BODY = {"a": "a", "b": "b", "n": "d", "d": "f", "c": "e"}
MEETING = {"a": "a", "e": "b", "n": "d", "d": "f", "c": "e"}
#: Titles with what belongs to them, in 246 and 5xx.
TITLE = {"a": "a", "b": "e", "n": "h", "p": "i", "f": "j", "g": "n", "i": "n"}
#: Titles of works, in 7xx $t … and 500.
WORK = {"t": "a", "n": "h", "p": "i", "f": "k", "k": "l", "l": "m", "o": "w", "s": "q", "m": "r", "r": "u", "g": "n"}


def back(table: Mapping[str, str]) -> dict[str, str]:
    """A table the other way; where two codes became one, the earlier is the usual."""
    return {theirs: ours for ours, theirs in reversed(list(table.items()))}


def of(field: Field, codes: Iterable[str], *, indicator: int | None = None) -> list[str]:
    """The subfields of these codes in their order, the indicator before them."""
    out = []
    if indicator is not None:
        out.append((FIRST, SECOND)[indicator] + (field.indicators or "  ")[indicator])
    return out + [s.code + text for s in field.subfields if s.code in codes and (text := nfc(s.value))]


def heading(field: Field, kind: str, table: Mapping[str, str], indicator: int, name: str) -> list[str]:
    """The subfields of a name as `table` calls them in MARC 21, their punctuation left to whoever writes them."""
    kind_of = (field.indicators or "  ")[indicator]
    out = [FIRST + kind_of] * (kind_of in "012")
    for sub in field.subfields:
        if (code := table.get(sub.code)) and (text := nfc(sub.value)):
            bare = strip_end(text.rstrip(" ,") if code == "q" else text)
            if kind == "meeting" and code != "a":
                bare = strip_end(bare.strip("() "))
            out.append(code + (name if kind == "person" and code == "a" else bare))
    return out


def mark(pieces: Iterable[str], which: str, usual: str) -> str:
    """The indicator kept among the pieces."""
    return next((piece[1:] for piece in pieces if piece[0] == which and len(piece) == 2), usual)


def pairs(pieces: Iterable[str]) -> Pairs:
    return [(piece[0], piece[1:]) for piece in pieces if piece[0] not in (FIRST, SECOND)]


def kept(text: Text | None, made: Callable[[Pairs], str]) -> Pairs:
    """The pieces of a text that still is what they make, as subfields; none when it was changed or stands in two scripts."""
    if text is None or not text.pieces or (text.romanised and not text.derived):
        return []
    found = pairs(text.pieces)
    return found if made(found) in (text.value, text.romanised) else []


def person(found: Pairs) -> str:
    return _heading(found, "ab", " ")


def body(found: Pairs) -> str:
    return _heading(found, "ab", ". ")


def meeting(found: Pairs) -> str:
    return _heading(found, "aen", ". ")


def title(found: Pairs) -> str:
    return _heading(found, "ap", ". ")


def work(found: Pairs) -> str:
    return _heading(found, "tnp", ". ")


def _heading(found: Pairs, codes: str, by: str) -> str:
    return by.join(text for code in codes for own, value in found if own == code and (text := strip_end(value)))


NAMES: dict[str, tuple[Callable[[Pairs], str], Mapping[str, str]]] = {
    "person": (person, PERSON), "body": (body, BODY), "meeting": (meeting, MEETING),
}  # fmt: skip
