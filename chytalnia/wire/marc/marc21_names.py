"""Names in MARC 21: people, bodies and meetings as the main and added entries have them, and works named by their authors."""

from __future__ import annotations

from copy import copy

from pymarc import Field

from chytalnia.wire.bib import Agent, Bib, NamedWork, Text

from . import pieces
from .grouped import Grouped, value, values
from .text import initials_of, nfc, relator, strip_end, strip_isbd

_AGENT_KINDS = {"00": "person", "10": "body", "11": "meeting"}


def joined(texts: list[Text], by: str) -> Text | None:
    if len(texts) < 2:
        return texts[0] if texts else None
    romanised = by.join(t.romanised or t.value for t in texts) if any(t.romanised for t in texts) else ""
    return Text(by.join(t.value for t in texts), romanised)


def read_names(bib: Bib, by: Grouped) -> None:
    """People, bodies and meetings of the record, and works named by author and title."""
    for field in by.all("100", "110", "111", "700", "710", "711"):
        agent = _agent(field, _AGENT_KINDS[field.tag[1:]], by)
        if agent is None:
            continue
        agent.main = field.tag[0] == "1"
        if "t" in field and not agent.main:
            agent.of_work = True
            if (work := _named_work(field, agent, by)) is not None:
                bib.works.append(work)
            if any(a.name == agent.name for a in bib.agents):
                continue
        bib.agents.append(agent)


def _named_work(field: Field, author: Agent, by: Grouped) -> NamedWork | None:
    title = by.text(field, "t", end=True)
    if title is None:
        return None
    parts = (
        [title, *by.texts(field, "n", end=True), *by.texts(field, "p", end=True)]
        if author.kind == "person"
        else [title]
    )
    text = joined(parts, ". ") or title
    after = next(at for at, sub in enumerate(field.subfields) if sub.code == "t")
    found = [s.code + nfc(s.value) for s in field.subfields[after:] if s.code in pieces.WORK and s.value.strip()]
    text.pieces = found if len(found) > 1 else None
    return NamedWork(text, author, (field.indicators or "  ")[1] == "2")


def _agent(field: Field, kind: str, by: Grouped) -> Agent | None:
    name = heading(field, kind, by)
    if name is None:
        return None
    agent = Agent(name=name, kind=kind)  # type: ignore[arg-type]
    given = name.value.partition(", ")[2]
    if kind == "person":
        agent.initials = initials_of(given)
        agent.title = strip_end(" ".join(values(field, "c")))
    elif kind == "meeting":
        agent.title = strip_isbd(value(field, "c")).strip("() ")
    agent.dates = strip_end(value(field, "d")).strip("() ")
    roles = [r for s in field.subfields if s.code in ("4", "e") and (r := relator(s.value))]
    agent.role = roles[0] if roles else "aut" if field.tag[0] == "1" else "ctb"
    agent.more_roles = list(dict.fromkeys(r for r in roles[1:] if r != agent.role))
    agent.authority = value(field, "0")
    return agent


def heading(field: Field, kind: str, by: Grouped) -> Text | None:
    """The name of a person with its numeral, of a body with its parts, of a meeting with its number."""
    name = by.text(field, "a", end=True)
    if name is None:
        return None
    codes_ = {"person": "b", "body": "b", "meeting": "en"}[kind]
    alone = name.value
    more = [t for code in codes_ for t in by.texts(field, code, end=True)]
    # Number, date and place stand in one pair of brackets: the number alone would leave it open.
    for text in more if kind == "meeting" else ():
        text.value, text.romanised = text.value.strip("() :"), text.romanised.strip("() :")
    if more:
        name = joined([name, *more], " " if kind == "person" else ". ") or name
    if more or "q" in field or kind == "meeting":
        # Behind $t the same letters tell of the work.
        before = copy(field)
        at = next((at for at, sub in enumerate(field.subfields) if sub.code == "t"), len(field.subfields))
        before.subfields = field.subfields[:at]
        name.pieces = pieces.heading(before, kind, {code: code for code in pieces.NAMES[kind][1]}, 0, alone)
    return name
