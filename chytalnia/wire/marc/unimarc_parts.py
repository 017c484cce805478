"""Parts of UNIMARC records that several fields share: names of people and bodies, and fields within a linking field."""

from __future__ import annotations

from copy import copy

from pymarc import Field, Indicators, Record, Subfield

from chytalnia.wire.bib import Agent, Text

from . import pieces
from .grouped import Grouped, value, values
from .text import initials_of, relator, strip_isbd


def agent_of(field: Field, by: Grouped | None = None) -> Agent | None:
    """A person, body or family of a 7xx field."""
    person = field.tag[1] != "1"
    original = by.originals.get(id(field)) if by else None
    name = person_name(field) if person else body_name(field)
    if not name:
        return None
    text = Text(name)
    if original is not None:
        other = person_name(original) if person else body_name(original)
        text = Text(other, name) if other and other != name else text
    main = field.tag[2] == "0"
    kind = "person" if person else "meeting" if (field.indicators or "  ")[0] == "1" else "body"
    agent = Agent(name=text, kind=kind, main=main)  # type: ignore[arg-type]
    text.pieces = _pieces(field, kind, text)
    if person:
        given = text.value.partition(", ")[2]
        agent.initials = strip_end_initials(value(original or field, "b")) or initials_of(given)
        agent.title = strip_isbd(" ".join(values(field, "c")))
    else:
        agent.title = strip_isbd(value(field, "e")).strip("() ") if kind == "meeting" else ""
    agent.dates = value(field, "f").strip("() ,").replace(" - ", "-")
    roles = [role for code in values(field, "4") if (role := relator(code))]
    agent.more_roles = list(dict.fromkeys(role for role in roles[1:] if role != roles[0]))
    agent.role = (roles[0] if roles else "") or ("ctb" if field.tag[2] == "2" else "aut")
    agent.authority = value(field, "3")
    return agent


def _pieces(field: Field, kind: str, name: Text) -> list[str] | None:
    """Parts of a body, the number of a meeting or of a pope, forenames behind initials: what the name alone does not tell."""
    table = pieces.back(pieces.NAMES[kind][1])
    codes = {code for sub in field.subfields if (code := table.get(sub.code))}
    if kind == "person":
        if not codes & {"b"} and not _is_expansion(value(field, "g")):
            return None
        field = copy(field)
        field.subfields = [s for s in field.subfields if s.code != "g" or _is_expansion(s.value)]
    elif kind == "body" and not codes & {"b", "n", "d"}:
        return None
    return pieces.heading(field, kind, table, 1, name.value.removesuffix(f" {value(field, 'd')}"))


def _is_expansion(given: str) -> bool:
    return given.strip().startswith("(")


def strip_end_initials(text: str) -> str:
    """Initials brought to «Т. Г.»; a full forename in their place gives its own."""
    text = text.lstrip(", ").strip()
    if not text:
        return ""
    return initials_of(text) or text


def person_name(field: Field) -> str:
    """The heading «Surname, Given names», the fullest the field has."""
    surname = strip_isbd(value(field, "a"))
    full = value(field, "g")
    given = ("" if _is_expansion(full) else strip_isbd(full)) or strip_isbd(value(field, "b")).lstrip(", ")
    name = ", ".join(filter(None, [surname, "" if field.tag in ("720", "721", "722") else given]))
    number = value(field, "d")
    return f"{name} {number}" if number else name


def body_name(field: Field) -> str:
    parts = [strip_isbd(value(field, "a")), *(strip_isbd(v) for v in values(field, "b"))]
    if (field.indicators or "  ")[0] == "1":
        parts += [strip_isbd(v).strip("() ") for v in values(field, "d")]
    return ". ".join(p for p in parts if p)


def embedded(field: Field) -> Grouped:
    """The fields inside a linking field: $1 technique, or the short one turned into the same shape."""
    record = Record()
    current: Field | None = None
    plain: list[Subfield] = []
    for sub in field.subfields:
        if sub.code == "1":
            tag, rest = sub.value[:3], sub.value[3:]
            if tag.isdigit() and tag < "010":
                record.fields.append(Field(tag=tag, data=rest))
                current = None
            else:
                pair = (rest + "  ")[:2]
                current = Field(tag=tag or "999", indicators=Indicators(pair[0], pair[1]), subfields=[])
                record.fields.append(current)
        elif current is not None:
            current.subfields.append(sub)
        else:
            plain.append(sub)
    for sub in plain:
        target = _SHORT.get(sub.code)
        if target is None:
            continue
        tag, code = target
        if tag == "001":
            record.fields.append(Field(tag="001", data=sub.value))
            continue
        found = next((f for f in record.fields if f.tag == tag), None)
        if found is None:
            found = Field(tag=tag, indicators=Indicators(" ", " "), subfields=[])
            record.fields.append(found)
        found.subfields.append(Subfield(code, sub.value))
    return Grouped(record)


#: The short technique of 4xx: subfield → field and subfield of the embedded one.
_SHORT = {
    "a": ("700", "a"), "t": ("200", "a"), "o": ("200", "e"), "h": ("200", "h"), "i": ("200", "i"), "v": ("200", "v"),
    "c": ("210", "a"), "n": ("210", "c"), "d": ("210", "d"), "e": ("205", "a"), "p": ("215", "a"), "x": ("011", "a"),
    "y": ("010", "a"), "0": ("001", ""), "3": ("001", ""), "f": ("200", "f"),
}  # fmt: skip
