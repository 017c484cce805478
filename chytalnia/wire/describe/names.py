"""Names of people as descriptions write them: «Шевченко, Т. Г.» in the heading, «Т. Г. Шевченко» after the slash."""

from __future__ import annotations

import re

from chytalnia.wire.bib import Agent, Text

#: Two letters that stand for one sound and stay together in initials: Джоан → Дж.
_DIGRAPHS = ("Дж", "Дз")
_INITIAL = re.compile(r"^[^\W\d_]{1,2}\.$")


def shown(text: Text | None) -> str:
    """The text in its original script, or romanised when that is all there is; runs of spaces become one."""
    if text is None:
        return ""
    return " ".join((text.value or text.romanised).split())


def _initial(name: str) -> str:
    if name in ("-", ""):
        return name
    if name[0].islower() or not name[0].isalpha():
        return name  # «де», «фон», «оглы», numerals
    for pair in _DIGRAPHS:
        if name.startswith(pair) and len(name) > 2:
            return f"{pair}."
    return f"{name[0]}."


def initials(given: str) -> str:
    """«Тарас Григорович» → «Т. Г.»; «Т.Г.» → «Т. Г.»; «Жан-Жак» → «Ж.-Ж.»; particles stay: «Оноре де» → «О. де»."""
    out = []
    for word in re.sub(r"\.(?=[^\s.\-,;)])", ". ", given).split():
        if word[-1:] == "." and len(word) <= 3:
            out.append(word)
        else:
            out.append("-".join(_initial(part.strip(".,")) for part in word.split("-") if part.strip(".,")))
    return " ".join(part for part in out if part)


def _body(agent: Agent) -> str:
    """A body's or meeting's name without a bracket that a record left open: «Конгрес (3» → «Конгрес»."""
    return re.sub(r"\.?\s*\([^)]*$", "", shown(agent.name)).strip(" ,;:")


def split_name(agent: Agent) -> tuple[str, str]:
    """Surname and the rest. A name without a comma (a monarch, a saint, one word) is all surname."""
    name = shown(agent.name).strip(" ,;:")
    surname, comma, given = name.partition(",")
    given = given.split(",")[0]
    # «Самойлов, Д. (Давид)»: the fuller form in brackets is for sorting namesakes apart, not for the description.
    given = re.sub(r"\s*\([^)]*\)?", "", given).strip() if comma else ""
    if comma and not given and re.match(r"^\S+$", surname) and agent.initials:
        given = agent.initials
    if not comma and agent.kind == "person" and agent.initials:
        return surname.strip(), agent.initials.strip()
    return surname.strip(), given


def heading(agent: Agent, comma: str = ", ") -> str:
    """The form of a heading: «Шевченко, Т. Г.», or with `comma=" "` «Шевченко Т. Г.». A body's name stays whole."""
    if agent.kind != "person":
        return _body(agent)
    surname, given = split_name(agent)
    short = initials(given)
    return f"{surname}{comma}{short}" if surname and short else surname or short


def direct(agent: Agent) -> str:
    """The form inside the description: «Т. Г. Шевченко»."""
    if agent.kind != "person":
        return _body(agent)
    surname, given = split_name(agent)
    return f"{initials(given)} {surname}".strip()


def full(agent: Agent) -> str:
    """The whole name in reading order: «Тарас Григорович Шевченко», as JSON-LD and web pages want it."""
    if agent.kind != "person":
        return _body(agent)
    surname, given = split_name(agent)
    return f"{given} {surname}".strip()
