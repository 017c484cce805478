"""A published election: the file anybody can recount, the code of a receipt, the draw of the order on the ballot.

Knows neither Django nor the database, so that who checks a result needs nothing of the library's but its file. The format
is told in docs/developers/elections.md.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from . import published

FORMAT = "chytalnia-election/1"
#: The choice of a ballot that was left empty on purpose.
EMPTY = 0
#: Letters of a code: no I, L, O, U, so that nothing is misread or spells a word.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 16
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V", "О": "0", "А": "A", "В": "B", "С": "C", "Е": "E",
                          "Н": "H", "К": "K", "М": "M", "Р": "P", "Т": "T", "Х": "X", "І": "1"})  # fmt: skip
_CODE = re.compile(rf"[{LETTERS}]{{4}}(?:-[{LETTERS}]{{4}}){{3}}")


class NotAnElection(ValueError):  # noqa: N818 - reads as the sentence it is
    """The text is not a published election of a format we know."""


# Codes -----------------------------------------------------------------------------------------------------------------


def code_of(token: str, election: str) -> str:
    """The code of the receipt that belongs to a token; the same token gives the same code, so a repeated vote is known."""
    digest = hashlib.sha256(f"{FORMAT}\0receipt\0{election}\0{token}".encode()).digest()
    return grouped(letters(digest, CODE_LENGTH))


def letters(digest: bytes, count: int) -> str:
    number = int.from_bytes(digest, "big")
    out = []
    for _n in range(count):
        number, rest = divmod(number, 32)
        out.append(LETTERS[rest])
    return "".join(out)


def grouped(code: str) -> str:
    return "-".join(code[n : n + 4] for n in range(0, len(code), 4))


def as_written(text: str) -> str:
    """A code however somebody typed it: small letters, spaces, O for 0, Cyrillic letters that look the same."""
    bare = "".join(c for c in text.upper().translate(_MISREAD) if c in LETTERS)
    return grouped(bare)


# The draw --------------------------------------------------------------------------------------------------------------


def commitment(seed: str) -> str:
    """What is published before the draw, so that nobody can choose another seed afterwards."""
    return hashlib.sha256(f"{FORMAT}\0seed\0{seed}".encode()).hexdigest()


def drawn(seed: str, keys: Iterable[str]) -> list[str]:
    """The keys in the order the seed draws them; whoever has the seed can draw again."""
    return sorted(keys, key=lambda key: (hashlib.sha256(f"{seed}\0{key}".encode()).hexdigest(), key))


# The roll --------------------------------------------------------------------------------------------------------------


def roll_digest(lines: Iterable[str]) -> str:
    """The digest of a roll from the digests of its lines, in whatever order they come."""
    whole = hashlib.sha256()
    for line in sorted(lines):
        whole.update(line.encode() + b"\n")
    return whole.hexdigest()


# Counting --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outcome:
    """Who won: nobody while the quorum is missing or nobody was chosen; several when they are equal."""

    winners: list[int]
    quorum_met: bool


def outcome(result: Mapping[int, int], *, came: int, roll: int, quorum_percent: int = 0) -> Outcome:
    met = came * 100 >= roll * quorum_percent
    most = max(result.values(), default=0)
    winners = sorted(number for number, votes in result.items() if votes == most) if met and most else []
    return Outcome(winners, met)


@dataclass(slots=True)
class Recount:
    """What a file adds up to. `problems` says in English sentences where it does not agree with itself."""

    ballots: int = 0
    valid: int = 0
    invalid: int = 0
    result: dict[str, int] = field(default_factory=dict)
    winners: list[int] = field(default_factory=list)
    heroes: dict[str, str] = field(default_factory=dict)
    agrees: bool = True
    sha256: str = ""
    problems: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def write(election: Mapping[str, Any]) -> str:
    """The file: one ballot a line, so that a code is found by eye, and its digest as the last line."""
    return published.write(election, lines="ballots")


def read(text: str) -> dict[str, Any]:
    """The election in a file. Raises NotAnElection."""
    return published.read(text, format=FORMAT, thing="election", refusal=NotAnElection)


def verify(text: str, *, sha256: str = "") -> Recount:
    """Recount a published election from its ballots and station tallies alone, and compare with what it says.

    `sha256` is the digest on the signed protocol: with it a file that was changed and made to agree again is told too.
    Raises NotAnElection when there is nothing to recount.
    """
    election = read(text)
    told = Recount(sha256=published.digest(election))
    try:
        _recount(election, told)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        told.problems.append(f"A part of the file is missing or not of its kind: {error!r}.")
    if election.get("sha256") != told.sha256:
        told.problems.append("The digest at the end of the file is not the digest of the file.")
    if sha256 and sha256.strip().lower() != told.sha256:
        told.problems.append("The file is not the one whose digest stands on the protocol.")
    told.agrees = not told.problems
    return told


def _recount(election: Mapping[str, Any], told: Recount) -> None:
    say = told.problems.append
    numbers = [int(candidate["number"]) for candidate in election["candidates"]]
    told.heroes = {str(c["number"]): _name(c.get("hero", "")) for c in election["candidates"]}
    if sorted(numbers) != sorted(set(numbers)) or EMPTY in numbers:
        say("Two candidates have the same number.")
    counted: Counter[int] = Counter(dict.fromkeys(numbers, 0))
    electronic = _electronic(election["ballots"], counted, told, say)
    paper = _stations(election["stations"], counted, told, say)
    told.ballots = electronic + paper
    told.valid = sum(counted.values())
    told.result = {str(number): counted[number] for number in sorted(counted)}
    _compare(election, counted, electronic, paper, told, say)
    _draw(election["draw"], election["candidates"], say)


def _name(hero: Any) -> str:
    return next((text for text in hero.values() if text), "") if isinstance(hero, dict) else str(hero)


def _electronic(ballots: Sequence[Any], counted: Counter[int], told: Recount, say: Any) -> int:
    before = ""
    for code, choice in ballots:
        if not isinstance(code, str) or not _CODE.fullmatch(code):
            say(f"{code!r} is no code of a ballot.")
        elif code == before:
            say(f"The ballot {code} stands in the list twice.")
        elif code < before:
            say(f"The ballot {code} stands out of order: an order could tell who voted when.")
        before = str(code)
        if choice == EMPTY and choice is not False:
            told.invalid += 1
        elif isinstance(choice, int) and not isinstance(choice, bool) and choice in counted:
            counted[choice] += 1
        else:
            say(f"The ballot {code} is for {choice!r}, who is no candidate.")
    return len(ballots)


def _stations(stations: Sequence[Mapping[str, Any]], counted: Counter[int], told: Recount, say: Any) -> int:
    found = 0
    for station in stations:
        votes = {int(number): _count(n) for number, n in station["votes"].items()}
        where = station.get("name") or station["code"]
        if unknown := sorted(set(votes) - set(counted)):
            say(f"{where}: votes for {unknown}, who are no candidates.")
        for number, n in votes.items():
            if number in counted:
                counted[number] += n
        invalid, all_ = _count(station["invalid"]), _count(station["found"])
        if sum(votes.values()) + invalid != all_:
            say(f"{where}: votes and invalid ballots are not the ballots in the box.")
        if all_ > _count(station["issued"]):
            say(f"{where}: more ballots in the box than were given out.")
        if _count(station["issued"]) + _count(station["unused"]) > _count(station["printed"]):
            say(f"{where}: more ballots given out and left than there were.")
        told.invalid += invalid
        found += all_
    return found


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"{value!r} is no count")
    return value


def _compare(
    election: Mapping[str, Any], counted: Counter[int], electronic: int, paper: int, told: Recount, say: Any
) -> None:
    said = election["counts"]
    ours = {"ballots": told.ballots, "valid": told.valid, "invalid": told.invalid}
    for name, number in ours.items():
        if said.get(name) != number:
            say(f"The file says {said.get(name)} for {name}, the ballots say {number}.")
    if {int(n): votes for n, votes in election["result"].items()} != dict(counted):
        say("The result is not what the ballots add up to.")
    marks, roll = election["roll"]["marks"], election["roll"]
    if electronic > _count(marks["online"]) + _count(marks["tablet"]):
        say("More electronic ballots than marks on the roll.")
    if paper > _count(marks["paper"]):
        say("More paper ballots than marks on the roll.")
    came = sum(_count(n) for n in marks.values())
    if came > _count(roll["size"]) + _count(roll["extra"]):
        say("More marks than people on the roll.")
    found = outcome(
        counted, came=came, roll=roll["size"] + roll["extra"],
        quorum_percent=_count(election["rules"].get("quorum_percent", 0)),
    )  # fmt: skip
    told.winners = found.winners
    if election["winners"] != found.winners:
        say("The winners are not those whom the result makes winners.")


def _draw(draw: Mapping[str, Any], candidates: Sequence[Mapping[str, Any]], say: Any) -> None:
    if commitment(draw["seed"]) != draw["commitment"]:
        say("The seed of the draw is not the one that was promised.")
    order = drawn(draw["seed"], draw["keys"])
    numbers = {key: number for number, key in enumerate(order, 1)}
    if any(numbers.get(c["key"]) != c["number"] for c in candidates):
        say("The numbers on the ballot are not those that the seed draws.")
