"""A draw of lots that anybody can repeat: the promise of a seed, the frozen list of entrants, the winners they give.

Knows neither Django nor the database, so that who checks a draw needs nothing of the library's but its file. Why it is done so:
docs/decisions/a-draw-that-anybody-repeats.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from . import published

FORMAT = "chytalnia-draw/1"


class NotADraw(ValueError):  # noqa: N818 - reads as the sentence it is
    """The text is not a published draw of a format we know."""


def commitment(seed: str) -> str:
    """What is published before anybody enters, so that nobody can choose another seed afterwards."""
    return hashlib.sha256(f"{FORMAT}\0seed\0{seed}".encode()).hexdigest()


def entrants_digest(keys: Iterable[str]) -> str:
    """The digest of a list of entrants in the order of their keys; published as the list is frozen."""
    whole = hashlib.sha256(f"{FORMAT}\0entrants\0".encode())
    for key in sorted(keys):
        whole.update(key.encode() + b"\n")
    return whole.hexdigest()


def ticket(seed: str, public: str, entrants: str, key: str) -> str:
    """The number of an entrant: the least win. `public` is what was thrown before everybody's eyes after the list was frozen,
    so that who knew the seed could not choose the list by it."""
    return hashlib.sha256(f"{FORMAT}\0draw\0{seed}\0{public.strip()}\0{entrants}\0{key}".encode()).hexdigest()


def drawn(seed: str, public: str, keys: Sequence[str]) -> list[str]:
    """All keys in the order in which they are drawn."""
    entrants = entrants_digest(keys)
    return sorted(keys, key=lambda key: (ticket(seed, public, entrants, key), key))


@dataclass(slots=True)
class Check:
    """What a file comes to. `problems` says in English sentences where it does not agree with itself."""

    entrants: int = 0
    prizes: int = 0
    winners: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    agrees: bool = True
    sha256: str = ""
    problems: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def write(draw: Mapping[str, Any]) -> str:
    """The file: one entrant a line, and its digest as the last line."""
    return published.write(draw, lines="entrants")


def read(text: str) -> dict[str, Any]:
    """The draw in a file. Raises NotADraw."""
    return published.read(text, format=FORMAT, thing="draw", refusal=NotADraw)


def verify(text: str, *, promised: str = "") -> Check:
    """Draw again from the file alone and compare with what it says.

    `promised` is the commitment as it stood on the page before the draw: with it a file whose promise was changed too is told.
    Raises NotADraw when there is nothing to draw.
    """
    draw = read(text)
    told = Check(sha256=published.digest(draw))
    try:
        _again(draw, told)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        told.problems.append(f"A part of the file is missing or not of its kind: {error!r}.")
    if draw.get("sha256") != told.sha256:
        told.problems.append("The digest at the end of the file is not the digest of the file.")
    if promised and promised.strip().lower() != draw.get("commitment"):
        told.problems.append("The promise in the file is not the one that was published.")
    told.agrees = not told.problems
    return told


def _again(draw: Mapping[str, Any], told: Check) -> None:
    say = told.problems.append
    keys = [str(entrant["key"]) for entrant in draw["entrants"]]
    told.names = {str(e["key"]): str(e.get("name", "")) for e in draw["entrants"]}
    told.entrants, told.prizes = len(keys), int(draw["prizes"])
    if len(set(keys)) != len(keys):
        say("Somebody stands in the list of entrants twice.")
    if told.prizes < 1:
        say("Nothing is drawn: there are no prizes.")
    if commitment(str(draw["seed"])) != draw["commitment"]:
        say("The seed is not the one that was promised.")
    if entrants_digest(keys) != draw["entrants_sha256"]:
        say("The list of entrants is not the one that was frozen.")
    told.winners = drawn(str(draw["seed"]), str(draw["public"]), keys)[: max(0, told.prizes)]
    if [str(key) for key in draw["winners"]] != told.winners:
        say("The winners are not those whom the seed draws.")
