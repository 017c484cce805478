"""Two states of a record side by side, and three: what each of two people changed of what both began from."""

from __future__ import annotations

import difflib
from collections import defaultdict
from dataclasses import dataclass

from pymarc import Field, Leader, Record

from .mnemonic import line_of, to_text


@dataclass(frozen=True, slots=True)
class Part:
    """A subfield in a comparison."""

    code: str
    text: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A field in a comparison: sign «+» only after, «-» only before, « » in both."""

    sign: str
    tag: str
    indicators: str
    parts: tuple[Part, ...]


def _parts(one: Field | None, leader: str, other: Field | None) -> tuple[str, str, tuple[Part, ...]]:
    if one is None:
        return "LDR", "", (Part("", leader),)
    if one.control_field:
        same = other is not None and other.control_field and other.data == one.data
        return one.tag, "", (Part("", one.data or "", other is not None and not same),)
    there = [(s.code, s.value) for s in other.subfields] if other is not None and not other.control_field else []
    parts = []
    for code, value in one.subfields:
        known = (code, value) in there
        if known:
            there.remove((code, value))
        parts.append(Part(code, value, other is not None and not known))
    return one.tag, "".join(one.indicators or "  ").replace(" ", "_"), tuple(parts)


def diff(before: Record, after: Record, *, whole: bool = False) -> list[DiffLine]:
    """The fields that differ, with the subfields that do; with `whole` those that are the same too."""
    old: list[Field | None] = [None, *before.fields]
    new: list[Field | None] = [None, *after.fields]
    texts_old = [str(before.leader), *(line_of(f) for f in before.fields)]
    texts_new = [str(after.leader), *(line_of(f) for f in after.fields)]
    out: list[DiffLine] = []
    matcher = difflib.SequenceMatcher(a=texts_old, b=texts_new, autojunk=False)
    for act, i, i2, j, j2 in matcher.get_opcodes():
        if act == "equal":
            if whole:
                out += [DiffLine(" ", *_parts(f, str(after.leader), None)) for f in new[j:j2]]
            continue
        gone, came = old[i:i2], new[j:j2]
        for one in gone:
            pair = next((f for f in came if f is not None and one is not None and f.tag == one.tag), None)
            out.append(DiffLine("-", *_parts(one, str(before.leader), pair)))
        for one in came:
            pair = next((f for f in gone if f is not None and one is not None and f.tag == one.tag), None)
            out.append(DiffLine("+", *_parts(one, str(after.leader), pair)))
    return out


#: Set by every save; nobody has to choose between two dates.
_OF_THE_HOUSE = {"005"}


@dataclass(frozen=True, slots=True)
class Clash:
    """A field (all of one tag) that two people changed in different ways."""

    tag: str
    before: tuple[str, ...]
    theirs: tuple[str, ...]
    mine: tuple[str, ...]


def _by_tag(record: Record) -> dict[str, list[str]]:
    out: dict[str, list[str]] = defaultdict(list)
    out["LDR"] = [to_text(record).split("\n", 1)[0]]
    for one in record.fields:
        out[one.tag].append(line_of(one))
    return out


def clashes(base: Record, theirs: Record, mine: Record) -> list[Clash]:
    """The fields somebody has to choose for."""
    was, their, my = _by_tag(base), _by_tag(theirs), _by_tag(mine)
    tags = sorted(set(was) | set(their) | set(my), key=lambda t: "" if t == "LDR" else t)
    return [
        Clash(tag, tuple(was.get(tag, ())), tuple(their.get(tag, ())), tuple(my.get(tag, ())))
        for tag in tags
        if tag not in _OF_THE_HOUSE
        and my.get(tag, []) != their.get(tag, [])
        and my.get(tag, []) != was.get(tag, [])
        and their.get(tag, []) != was.get(tag, [])
    ]


def merge(base: Record, theirs: Record, mine: Record, *, keep_mine: set[str]) -> Record:
    """Both people's changes in one record; where they clash, mine for the tags in `keep_mine`, else theirs."""
    was, their, my = _by_tag(base), _by_tag(theirs), _by_tag(mine)
    choose_mine = set()
    for tag in set(was) | set(their) | set(my):
        if tag in _OF_THE_HOUSE or my.get(tag, []) == their.get(tag, []) or my.get(tag, []) == was.get(tag, []):
            continue
        if their.get(tag, []) == was.get(tag, []) or tag in keep_mine:
            choose_mine.add(tag)
    merged = Record(force_utf8=True)
    merged.leader = Leader(str((mine if "LDR" in choose_mine else theirs).leader))
    fields: list[Field] = []
    done: set[str] = set()
    for one in theirs.fields:
        if one.tag not in choose_mine:
            fields.append(one)
        elif one.tag not in done:
            done.add(one.tag)
            fields += [f for f in mine.fields if f.tag == one.tag]
    for tag in dict.fromkeys(f.tag for f in mine.fields if f.tag in choose_mine and f.tag not in done):
        at = next((n for n, f in enumerate(fields) if f.tag > tag), len(fields))
        fields[at:at] = [f for f in mine.fields if f.tag == tag]
    merged.fields = fields
    return merged
