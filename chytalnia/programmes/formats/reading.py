"""Formats as data: what a file may say, checked to the last word, and back again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from chytalnia.core.translated import Translated

from .card import Card, Line, Phase, Step

LANGUAGES = ("uk", "ru", "kk", "en")
MODES = ("inside", "outside", "online", "hybrid")
AUDIENCES = ("children", "youth", "adults", "family", "mixed")
TAKINGS = ("free", "open", "readers", "desk")
AGE_MARKS = ("", "0+", "6+", "12+", "16+", "18+")
EARLIEST, LATEST = -180, 180
KEYS = {
    "code", "version", "name", "about", "group", "direction", "mode", "modes", "audiences", "ages", "minutes", "people",
    "cost", "taking", "age_mark", "phases", "roles", "tasks", "materials", "risks", "documents", "counts", "rules", "life",
    "after",
}  # fmt: skip

Words = Mapping[str, Mapping[str, Any]]


class FormatError(ValueError):
    """A format that cannot be read; `faults` says what is wrong, each in a sentence."""

    def __init__(self, code: str, faults: list[str]) -> None:
        self.code, self.faults = code, faults
        super().__init__(f"{code}: {'; '.join(faults)}")


class _Reader:
    def __init__(self, data: Mapping[str, Any], words: Words, languages: tuple[str, ...]) -> None:
        self.data, self.words, self.languages = data, words, languages
        self.faults: list[str] = []

    def text(self, where: str, value: Any) -> Translated:
        if not isinstance(value, Mapping):
            self.faults.append(f"{where} is no text by language")
            return Translated()
        found = Translated(
            {c: v.strip() for c, v in value.items() if c in LANGUAGES and isinstance(v, str) and v.strip()}
        )
        if missing := [code for code in self.languages if code not in found]:
            self.faults.append(f"{where} is missing in {', '.join(missing)}")
        if not found:
            self.faults.append(f"{where} is empty")
        return found

    def one(self, name: str, allowed: Any, default: str = "") -> str:
        value = self.data.get(name, default)
        if value not in allowed:
            self.faults.append(f"{name}: {value!r} is none of {', '.join(sorted(map(str, allowed)))}")
        return str(value)

    def some(self, name: str, allowed: Any) -> tuple[str, ...]:
        values = self.data.get(name, [])
        if not isinstance(values, list) or len(set(map(str, values))) != len(values):
            self.faults.append(f"{name} is no list of different words")
            return ()
        for value in values:
            if value not in allowed:
                self.faults.append(f"{name}: {value!r} is unknown")
        return tuple(map(str, values))

    def numbers(self, name: str, count: int, least: int, most: int) -> tuple[int, ...]:
        values = self.data.get(name)
        fits = (
            isinstance(values, list)
            and len(values) == count
            and all(type(value) is int and least <= value <= most for value in values)
            and values == sorted(values)
        )
        if not fits:
            self.faults.append(f"{name} are {count} whole numbers from {least} to {most}, in order")
            return (least,) * count
        assert isinstance(values, list)
        return tuple(values)

    def shared(self, kind: str, row: Any, where: str) -> Mapping[str, Any]:
        """A line with `use` filled from the shared words, what it says itself going before."""
        if not isinstance(row, Mapping):
            self.faults.append(f"{where} is no table")
            return {}
        if "use" not in row:
            return row
        known = self.words[kind].get(row["use"])
        if known is None:
            self.faults.append(f"{where}: nothing shared is named {row['use']!r}")
            return {}
        return {**known, **row, "code": row["use"]}

    def rows(self, name: str) -> list[tuple[str, Any]]:
        values = self.data.get(name, [])
        if not isinstance(values, list):
            self.faults.append(f"{name} is no list")
            return []
        return [(f"{name}[{n}]", row) for n, row in enumerate(values, 1)]

    def day(self, where: str, value: Any) -> int:
        if type(value) is int and EARLIEST <= value <= LATEST:
            return value
        self.faults.append(f"{where}: a day is a whole number from {EARLIEST} to {LATEST}")
        return 0

    def phases(self) -> tuple[Phase, ...]:
        found = []
        for where, told in self.rows("phases"):
            row = self.shared("phases", told, where)
            first, last = self.day(where, row.get("first")), self.day(where, row.get("last"))
            if last < first:
                self.faults.append(f"{where} ends before it begins")
            found.append(Phase(str(row.get("code", "")), self.text(where, row), first, last))
        codes = [phase.code for phase in found]
        if not all(codes) or len(set(codes)) != len(codes):
            self.faults.append("phases need codes, each its own")
        return tuple(found)

    def steps(self, roles: tuple[str, ...]) -> tuple[Step, ...]:
        found = []
        for where, told in self.rows("tasks"):
            row = self.shared("tasks", told, where)
            role = str(row.get("role", "organiser"))
            if role not in self.words["roles"]:
                self.faults.append(f"{where}: the role {role!r} is unknown")
            elif role not in roles:
                # Shared lines name the role that usually does them; where it is not filled, the organiser does it.
                if "use" not in row:
                    self.faults.append(f"{where}: {role} is not among the roles")
                role = "organiser"
            found.append(Step(self.day(where, row.get("day")), role, self.text(where, row), str(row.get("code", ""))))
        return tuple(sorted(found, key=lambda step: step.day))

    def lines(self, name: str) -> tuple[Line, ...]:
        found = []
        for where, told in self.rows(name):
            row = self.shared(name, {"use": told} if isinstance(told, str) else told, where)
            found.append(Line(self.text(where, row), str(row.get("code", ""))))
        return tuple(found)


def read(
    data: Mapping[str, Any], words: Words, *, known_rules: Mapping[str, Callable[[Any], bool]],
    languages: tuple[str, ...] = LANGUAGES, **more: Any,
) -> Card:  # fmt: skip
    """The format that a file or a library's own card tells. Raises FormatError with everything that is wrong.

    `languages` are those every text must have: all of them in the library of formats, none in a library's own.
    """
    told = _Reader(data, words, languages)
    told.faults += [f"{key} is unknown" for key in sorted(set(data) - KEYS)]
    code = data.get("code")
    if not isinstance(code, str) or not code.replace("_", "").replace("-", "").isalnum() or not code.isascii():
        told.faults.append("code is made of Latin letters, digits, - and _")
    roles = told.some("roles", words["roles"])
    if "organiser" not in roles:
        told.faults.append("roles have no organiser")
    modes = told.some("modes", MODES)
    mode = told.one("mode", MODES)
    if mode not in modes:
        told.faults.append("mode is not among modes")
    rules = data.get("rules", {})
    if not isinstance(rules, Mapping):
        told.faults.append("rules is no table")
        rules = {}
    for rule, value in rules.items():
        if rule not in known_rules or not known_rules[rule](value):
            told.faults.append(f"the rule {rule} = {value!r} cannot be checked")
    ages = told.numbers("ages", 2, 0, 120)
    minutes = told.numbers("minutes", 3, 5, 60 * 24 * 400)
    people = told.numbers("people", 2, 1, 100_000)
    card = Card(
        code=str(code), version=data.get("version", 1), name=told.text("name", data.get("name")),
        about=told.text("about", data.get("about")), group=told.one("group", words["groups"]),
        direction=told.one("direction", words["directions"], "reading"), mode=mode, modes=modes,
        audiences=told.some("audiences", AUDIENCES), ages=(ages[0], ages[1]), minutes=(minutes[0], minutes[1], minutes[2]),
        people=(people[0], people[1]), cost=told.one("cost", words["costs"], "none"),
        taking=told.one("taking", TAKINGS, "free"), age_mark=told.one("age_mark", AGE_MARKS), phases=told.phases(),
        roles=roles, steps=told.steps(roles), materials=told.lines("materials"), risks=told.lines("risks"),
        documents=told.some("documents", words["documents"]), counts=told.some("counts", words["counts"]),
        rules=dict(rules), life=str(data.get("life", "")),
        after=told.text("after", data["after"]) if data.get("after") else Translated(), **more,
    )  # fmt: skip
    for name, value in (("audiences", card.audiences), ("phases", card.phases), ("tasks", card.steps)):
        if not value:
            told.faults.append(f"{name} is empty")
    if type(card.version) is not int or card.version < 1:
        told.faults.append("version is a whole number from 1")
    if told.faults:
        raise FormatError(str(code), told.faults)
    return card


def as_data(card: Card) -> dict[str, Any]:
    """A format as it is stored, shared words by their code where their text is unchanged."""
    plain = {
        name: getattr(card, name)
        for name in ("code", "version", "group", "direction", "mode", "cost", "taking", "age_mark", "life")
    }
    lists = {
        name: list(getattr(card, name))
        for name in ("modes", "audiences", "ages", "minutes", "people", "roles", "documents", "counts")
    }
    return {
        **plain, **lists, "name": dict(card.name), "about": dict(card.about), "after": dict(card.after),
        "phases": [{"code": p.code, "first": p.first, "last": p.last, **p.name} for p in card.phases],
        "tasks": [{"day": s.day, "role": s.role, **({"code": s.code} if s.code else {}), **s.text} for s in card.steps],
        "materials": [line.code or dict(line.text) for line in card.materials],
        "risks": [line.code or dict(line.text) for line in card.risks],
        "rules": dict(card.rules),
    }  # fmt: skip
