"""A draw of lots that anybody can repeat: the promise of a seed, the frozen list of entrants, the winners they give.

Knows neither Django nor the database, so that who checks a draw needs nothing of the library's but its file. Why it is done so:
docs/decisions/a-draw-that-anybody-repeats.md.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

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


def digest(draw: Mapping[str, Any]) -> str:
    """The digest of everything in the file but the digest itself, whatever its layout."""
    rest = {name: value for name, value in draw.items() if name != "sha256"}
    plain = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def write(draw: Mapping[str, Any]) -> str:
    """The file: one entrant a line, and its digest as the last line."""
    rows = []
    for name, value in draw.items():
        if name == "sha256":
            continue
        if name == "entrants" and value:
            lines = ",\n".join(json.dumps(each, ensure_ascii=False) for each in value)
            rows.append(f'"entrants": [\n{lines}\n]')
        else:
            rows.append(f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}")
    rows.append(f'"sha256": "{digest(draw)}"')
    return "{\n" + ",\n".join(rows) + "\n}\n"


def read(text: str) -> dict[str, Any]:
    """The draw in a file. Raises NotADraw."""
    try:
        draw = json.loads(text)
    except ValueError as error:
        raise NotADraw(f"The file is no JSON: {error}") from None
    except RecursionError:
        raise NotADraw("The file is no draw: it is nested too deeply to be read.") from None
    if not isinstance(draw, dict) or draw.get("format") != FORMAT:
        raise NotADraw(f"The file does not say that it is {FORMAT}.")
    return draw


def verify(text: str, *, promised: str = "") -> Check:
    """Draw again from the file alone and compare with what it says.

    `promised` is the commitment as it stood on the page before the draw: with it a file whose promise was changed too is told.
    Raises NotADraw when there is nothing to draw.
    """
    draw = read(text)
    told = Check(sha256=digest(draw))
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
