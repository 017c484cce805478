"""A MARC record as lines of text that a person can read, type and compare, and back without loss.

    =LDR  00000nam a2200000 i 4500
    =008  200101s2014\\\\\\\\un…
    =245  10$aКобзар :$bпоезії.

A blank indicator, and a blank in a field without subfields, is a backslash. What would be mistaken for a mark is
written in braces: `{dollar} {lcub} {rcub} {bsol}`, a control character as `{u001B}`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from pymarc import Field, Indicators, Leader, Record, Subfield

_NAMED = {"$": "{dollar}", "{": "{lcub}", "}": "{rcub}"}
_BACK = {name[1:-1]: mark for mark, name in _NAMED.items()} | {"bsol": "\\"}
_MARKS = re.compile("[${}\x00-\x1f\x7f-\x9f\u2028\u2029]")
_BRACED = re.compile(r"\{(dollar|lcub|rcub|bsol|u[0-9A-F]{4})\}")
_LINE = re.compile(r"^=?(?P<tag>[^\s=]\S{2})(?:\s{1,2}|$)(?P<rest>.*)$")
#: Bytes that part fields and subfields in ISO 2709: no text may hold them.
_DELIMITERS = re.compile("[\x1d-\x1f]")
LONGEST = 400_000


@dataclass(frozen=True, slots=True)
class LineProblem:
    """A line of the text that is no field: its number from 1, and what is wrong."""

    line: int
    message: str


def _escape(text: str) -> str:
    return _MARKS.sub(lambda m: _NAMED.get(m[0]) or f"{{u{ord(m[0]):04X}}}", text)


def _unescape(text: str) -> str:
    return _BRACED.sub(lambda m: _BACK.get(m[1]) or chr(int(m[1][1:], 16)), text)


def _blanks(text: str) -> str:
    return _escape(text).replace("\\", "{bsol}").replace(" ", "\\")


def _unblanked(text: str) -> str:
    return _unescape(text.replace("\\", " "))


def line_of(field: Field) -> str:
    """One field as a line."""
    if field.control_field:
        data = field.data or ""
        return f"={field.tag}  {_TEXT if _like_indicators(field.tag, data) else ''}{_blanks(data)}"
    body = "".join(f"${_escape(code)}{_escape(value)}" for code, value in field.subfields)
    return f"={field.tag}  {_blanks(''.join(field.indicators or '  '))}{body or '$'}"


def to_text(record: Record) -> str:
    """The whole record as text; `from_text` reads it back to the same fields."""
    return "\n".join([f"=LDR  {_blanks(str(record.leader))}", *(line_of(field) for field in record.fields)])


def from_text(text: str) -> tuple[Record, list[LineProblem]]:
    """The record of a text, and the lines that could not be read; those are left out of it."""
    record = Record(force_utf8=True)
    fields: list[Field] = []
    problems: list[LineProblem] = []
    for number, line in enumerate(text[:LONGEST].replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if not line.strip():
            continue
        match = _LINE.match(line)
        if match is None:
            problems.append(LineProblem(number, _("A line begins with a tag of three characters, such as =245.")))
            continue
        tag, rest = match["tag"], match["rest"]
        if tag in ("LDR", "000"):
            leader = _unblanked(rest)
            if len(leader) == 24 and leader.isascii():
                record.leader = Leader(leader)
            else:
                problems.append(LineProblem(number, _("The leader must have 24 characters.")))
            continue
        field, message = _field(tag, rest)
        if field is None:
            problems.append(LineProblem(number, message))
        else:
            fields.append(field)
    if len(text) > LONGEST:
        problems.append(LineProblem(0, _("The text is too long for a record.")))
    record.fields = fields
    return record, problems


#: Before a text without subfields that else could be taken for two indicators.
_TEXT = "{text}"


def _like_indicators(tag: str, data: str) -> bool:
    return tag >= "010" and tag.isdigit() and len(data) == 2 and all(c.isdigit() or c == " " for c in data)


def _field(tag: str, rest: str) -> tuple[Field | None, str]:
    head, mark, body = rest.partition("$")
    if not mark:
        plain = head.startswith(_TEXT)
        data = _unblanked(head.removeprefix(_TEXT))
        if _DELIMITERS.search(data):
            return None, _("A field may not hold the marks that part fields.")
        if not data:
            return None, _("The field is empty.")
        if not plain and _like_indicators(tag, data):
            return None, _("There is no subfield here: write $ and its code before the text.")
        field = Field(tag="001", data=data)
        field.tag = tag
        return field, ""
    indicators = _unblanked(head)
    if len(indicators) != 2:
        return None, _("Two indicators stand before the first subfield; a blank one is written \\.")
    subfields = []
    for part in body.split("$") if body else []:
        text = _unescape(part)
        if not text:
            return None, _("A subfield mark has no code after it; a dollar sign itself is written {dollar}.")
        if _DELIMITERS.search(text):
            return None, _("A field may not hold the marks that part fields.")
        subfields.append(Subfield(text[0], text[1:]))
    field = Field(tag="999", indicators=Indicators(*indicators), subfields=subfields)
    field.tag = tag
    return field, ""
