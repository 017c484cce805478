"""What a record breaks of the rules of its dialect, told so that the desk can show it beside the field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from pymarc import Field, Record

from chytalnia.wire.isbn import is_valid_isbn, is_valid_issn, normal_isbn
from chytalnia.wire.languages import BCP47, RETIRED

from .dialects import general_data
from .fields import FieldSpec, table_of

_ = str
Severity = Literal["error", "warning"]


@dataclass(slots=True, frozen=True)
class Problem:
    """One broken rule: where (tag, its occurrence from 0, subfield), how bad, and a message for translation."""

    tag: str
    severity: Severity
    code: str
    message: str
    params: dict[str, Any] = field(default_factory=dict)
    occurrence: int = 0
    subfield: str = ""

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


_REQUIRED = {
    "marc21": (("008", "error"), ("245", "error"), ("001", "warning")),
    "unimarc": (("100", "error"), ("200", "error"), ("001", "warning"), ("101", "warning"), ("801", "warning")),
    "irbis": (("920", "error"), ("200", "warning")),
}


def validate(record: Record, dialect: str) -> list[Problem]:
    """All that a record breaks; an empty list when it is sound. Never raises."""
    problems = list(_leader(str(record.leader), dialect))
    tags = [f.tag for f in record.fields]
    for tag, severity in _REQUIRED.get("unimarc" if dialect == "rusmarc" else dialect, ()):
        if tag not in tags:
            problems.append(Problem(tag, severity, "missing", _("Field %(tag)s is missing."), {"tag": tag}))  # type: ignore[arg-type]
    problems += _fixed(record, dialect)
    table = table_of(dialect)
    seen: dict[str, int] = {}
    for one in record.fields:
        at = seen.get(one.tag, 0)
        seen[one.tag] = at + 1
        spec = table.get(one.tag)
        if spec is not None:
            problems += _against(one, spec, at)
        problems += _numbers(one, dialect, at)
    return problems


def _leader(leader: str, dialect: str) -> Iterator[Problem]:
    if len(leader) != 24:
        yield Problem("000", "error", "leader-length", _("The leader must have 24 characters."))
        return
    if dialect == "irbis":
        return
    allowed = {5: "acdnp", 6: "acdefgijkmoprt", 7: "abcdims"} if dialect == "marc21" else {
        5: "cdnop", 6: "abcdefgijklmr", 7: "acims"}  # fmt: skip
    for at, values in allowed.items():
        if leader[at] not in values:
            yield Problem(
                "000", "error" if at > 5 else "warning", "leader-value",
                _("Position %(at)d of the leader may not be “%(value)s”."), {"at": at, "value": leader[at]},
            )  # fmt: skip


def _fixed(record: Record, dialect: str) -> Iterator[Problem]:
    if dialect == "marc21":
        for one in record.fields:
            if one.tag == "008" and len(one.data or "") != 40:
                yield Problem(
                    "008", "error", "length", _("Field %(tag)s must have %(expected)d characters, it has %(found)d."),
                    {"tag": "008", "expected": 40, "found": len(one.data or "")},
                )  # fmt: skip
            elif one.tag == "008":
                yield from _language(one, "", (one.data or "")[35:38], 0)
    elif dialect in ("unimarc", "rusmarc"):
        data = general_data(record)
        if data and len(data) != 36:
            yield Problem(
                "100", "error", "length", _("Field %(tag)s must have %(expected)d characters, it has %(found)d."),
                {"tag": "100", "expected": 36, "found": len(data)}, subfield="a",
            )  # fmt: skip


def _against(one: Field, spec: FieldSpec, at: int) -> Iterator[Problem]:
    tag = one.tag
    if at and not spec.repeatable:
        yield Problem(tag, "error", "repeated", _("Field %(tag)s may not repeat."), {"tag": tag}, at)
    if one.control_field or not spec.subfields:
        return
    for number, (value, allowed) in enumerate(zip(one.indicators or "  ", (spec.ind1, spec.ind2), strict=False), 1):
        if allowed and value not in allowed:
            yield Problem(
                tag, "warning", "indicator", _("Indicator %(number)d may not be “%(value)s”."),
                {"number": number, "value": value}, at,
            )  # fmt: skip
    seen: set[str] = set()
    for code, value in one.subfields:
        if code not in spec.subfields and not (code.isdigit() and code in "5678") and "1" not in seen:
            yield Problem(
                tag, "warning", "subfield", _("Subfield $%(code)s is not known here."), {"code": code}, at, code
            )
        elif code in seen and code not in spec.repeated and not code.isdigit():
            yield Problem(
                tag, "warning", "subfield-repeated", _("Subfield $%(code)s may not repeat."), {"code": code}, at, code
            )
        if not value.strip():
            yield Problem(tag, "warning", "empty", _("Subfield $%(code)s is empty."), {"code": code}, at, code)
        seen.add(code)


def _numbers(one: Field, dialect: str, at: int) -> Iterator[Problem]:
    isbn, issn, language = ("020", "022", "041") if dialect == "marc21" else ("010", "011", "101")
    for code, value in one.subfields:
        if one.tag == isbn and code == "a" and not (is_valid_isbn(value) or normal_isbn(value)):
            yield Problem(isbn, "warning", "isbn", _("“%(value)s” is not a valid ISBN."), {"value": value}, at, code)
        elif one.tag == issn and code == "a" and not is_valid_issn(value):
            yield Problem(issn, "warning", "issn", _("“%(value)s” is not a valid ISSN."), {"value": value}, at, code)
        elif one.tag == language and code in "abcdefghj":
            yield from _language(one, code, value, at)


def _language(one: Field, code: str, value: str, at: int) -> Iterator[Problem]:
    value = value.strip()
    if value in BCP47 or value in RETIRED or value in ("", "|||"):
        return
    if len(value) == 3 and value.isalpha() and value.isascii() and value.islower():
        return
    yield Problem(one.tag, "warning", "language", _("“%(value)s” is not a language code."), {"value": value}, at, code)
