"""One field of a MARC record under the form: its marks of ISBD, its place among the others, its length on the tape."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise

from pymarc import Field, Record, Subfield

from chytalnia.wire import marc

from .mnemonic import from_text, to_text
from .worksheet import Line

#: The marks of ISBD that MARC 21 writes at the end of a subfield, told by the subfield that follows.
_NEXT_MARK = {
    "245": {"b": " :", "c": " /", "n": ".", "p": ","},
    "250": {"b": " /"},
    "260": {"a": " ;", "b": " :", "c": ","},
    "264": {"a": " ;", "b": " :", "c": ","},
    "300": {"b": " :", "c": " ;", "e": " +"},
    "490": {"v": " ;", "x": ","},
    "100": {"c": ",", "d": ",", "e": ","}, "700": {"c": ",", "d": ",", "e": ","}, "600": {"c": ",", "d": ","},
}  # fmt: skip
_CLOSED_BY_DOT = {"245", "250", "264", "260"}
END_MARK = re.compile(r"(\s+[/:;=+]|,)\s*$")
_CONTROL = re.compile("[\x00-\x1f\x7f]+")


def clean(text: str) -> str:
    """What was typed, without the bytes that part fields and subfields and any other control character."""
    return _CONTROL.sub(" ", text).strip()


def without_controls(text: str) -> str:
    """The text with each control character as a space, so that it keeps its width."""
    return _CONTROL.sub(" ", text)


def is_marked(dialect: str, tag: str) -> bool:
    return dialect == "marc21" and tag in _NEXT_MARK


def shown(value: str, dialect: str, tag: str) -> str:
    """A subfield as the form shows it: without the punctuation that leads to the next one."""
    value = _CONTROL.sub(" ", value).strip()
    return END_MARK.sub("", value).rstrip() if is_marked(dialect, tag) else value


def data_field(tag: str, text: str) -> Field:
    one = Field(tag="001", data=text)
    one.tag = tag
    return one


def comes_filled(line: Line, code: str) -> bool:
    """Whether a box comes filled in, so that alone it makes no field."""
    return any(sub.code == code and sub.start for sub in line.subs)


def is_emptied(one: Field) -> bool:
    """A field whose last text was taken out: what is left are links and sources of nothing."""
    if one.control_field:
        return not (one.data or "").strip() and one.tag >= "010"
    return False if not one.subfields else all(s.code.isdigit() for s in one.subfields) and one.tag != "880"


def place_of(code: str, subs: list[Subfield], codes: list[str]) -> int:
    """Where a new subfield belongs: after its like, else in the order of the form, before links and sources."""
    same = [n for n, s in enumerate(subs) if s.code == code]
    if same:
        return same[-1] + 1
    rank = codes.index(code)
    later = [n for n, s in enumerate(subs) if s.code in codes and codes.index(s.code) > rank]
    if later:
        return later[0]
    tail = len(subs)
    while tail and subs[tail - 1].code.isdigit() and not code.isdigit():
        tail -= 1
    return tail


def slot_of(fields: list[Field], tag: str, line: Line | None) -> int:
    """Where a new field belongs: after the last of its kind, else before the first with a greater tag."""
    like = [n for n, one in enumerate(fields) if line is not None and one.tag in line.tags]
    if like:
        return like[-1] + 1
    return next((n for n, one in enumerate(fields) if one.tag > tag), len(fields))


def punctuate(one: Field, tag: str, marks: list[str]) -> None:
    """Write the marks between the subfields of a field that was edited."""
    told = _NEXT_MARK[tag]
    texts = [(n, s) for n, s in enumerate(one.subfields) if not s.code.isdigit()]
    for (n, sub), (_m, following) in pairwise(texts):
        expected = told.get(following.code)
        bare = END_MARK.sub("", sub.value.rstrip())
        if expected is None:
            continue
        own = marks[n] or ((m := END_MARK.search(sub.value)) and m[1]) or ""
        mark = own if own and (own.strip() in "=;:" and following.code in "ab") else expected
        if mark in (".", ",") and bare.endswith(mark):
            mark = ""
        one.subfields[n] = Subfield(sub.code, bare + mark)
    if texts:
        n, last = texts[-1]
        bare = END_MARK.sub("", last.value.rstrip())
        if tag in _CLOSED_BY_DOT and bare and bare[-1] not in '.?!])-–…»"':
            bare += "."
        one.subfields[n] = Subfield(last.code, bare)


def with_date_type(fixed: str) -> str:
    """The type of date of 008 that fits the years, where a simple one stands there."""
    first, second = fixed[7:11].strip(), fixed[11:15].strip()
    if fixed[6] in "smn| ":
        kind = "m" if first and second else "s" if first else "n"
        return fixed[:6] + kind + fixed[7:]
    return fixed


def problems_of(record: Record, dialect: str) -> list[marc.Problem]:
    """What the rules of the dialect say, and the bounds of ISO 2709."""
    found = list(marc.validate(record, dialect))
    if dialect != "irbis":
        seen: dict[str, int] = defaultdict(int)
        for one in record.fields:
            size = len(line_bytes(one))
            if size > 9_999:
                found.append(
                    marc.Problem(
                        one.tag, "error", "field-length", "Field %(tag)s takes %(length)d bytes; ISO 2709 allows 9,999.",
                        {"tag": one.tag, "length": size}, seen[one.tag],
                    )
                )  # fmt: skip
            seen[one.tag] += 1
        if not any(p.code == "field-length" for p in found):
            try:
                marc.write_iso2709(copy_of(record), dialect)
            except marc.RecordTooLong as problem:
                told = problem.reason
                found.append(marc.Problem("000", "error", told.code, told.message, dict(told.params)))
    title = {"marc21": "245"}.get(dialect, "200")
    for n, one in enumerate(f for f in record.fields if f.tag == title):
        if not one.control_field and not any(s.code in "ac" and s.value.strip() for s in one.subfields):
            found.append(marc.Problem(title, "error", "no-title", "The title is empty.", {}, n))
    return found


def line_bytes(one: Field) -> bytes:
    """A field as ISO 2709 carries it."""
    if one.control_field:
        return f"{one.data or ''}\x1e".encode("utf-8", "replace")
    body = "".join(f"\x1f{code}{value}" for code, value in one.subfields)
    return f"{''.join(one.indicators or '  ')}{body}\x1e".encode("utf-8", "replace")


def copy_of(record: Record) -> Record:
    return from_text(to_text(record))[0]
