"""The form over a MARC record: what it shows of it, and what it changes in it.

The form knows some fields and some subfields; everything else of the record stays as it stands, where it stands. A
field nobody touched is never written anew, so that a record opened and saved is the same, byte for byte.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pymarc import Field, Indicators, Leader, Record, Subfield

from chytalnia.wire import marc

from .mnemonic import from_text, to_text
from .worksheet import Coded, Group, Label, Line, Sub, effective_tag, groups_of, line_by_tag, lines_of

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
_END_MARK = re.compile(r"(\s+[/:;=+]|,)\s*$")
_CONTROL = re.compile("[\x00-\x1f\x7f]+")


def clean(text: str) -> str:
    """What was typed, without the bytes that part fields and subfields and any other control character."""
    return _CONTROL.sub(" ", text).strip()


def _marked(dialect: str, tag: str) -> bool:
    return dialect == "marc21" and tag in _NEXT_MARK


def shown(value: str, dialect: str, tag: str) -> str:
    """A subfield as the form shows it: without the punctuation that leads to the next one."""
    value = _CONTROL.sub(" ", value).strip()
    return _END_MARK.sub("", value).rstrip() if _marked(dialect, tag) else value


@dataclass(slots=True)
class Box:
    """One input: a subfield of a row."""

    name: str
    sub: Sub
    value: str
    problems: list[Any] = field(default_factory=list)
    label: Label = ""
    #: the same text in its original script, made by the tables and not yet confirmed
    original: str = ""


@dataclass(slots=True)
class Row:
    """One field of the record in the form, or an empty place for one."""

    number: int
    line: Line
    boxes: list[Box]
    source: int | None = None
    tag: str = ""
    rest: str = ""
    original_script: bool = False
    #: just asked for: the caret goes there
    fresh: bool = False
    problems: list[Any] = field(default_factory=list)


@dataclass(slots=True)
class Choice:
    """A coded value in the form."""

    name: str
    coded: Coded
    value: str
    choices: list[tuple[str, Any]]
    problems: list[Any] = field(default_factory=list)


@dataclass(slots=True)
class LineRows:
    line: Line
    rows: list[Row]
    problems: list[Any] = field(default_factory=list)


@dataclass(slots=True)
class Section:
    group: Group
    choices: list[Choice]
    lines: list[LineRows]
    more: list[Line]


class Sheet:
    """A record in the form. `base` is the text of the record that the rows point into."""

    def __init__(self, record: Record, dialect: str) -> None:
        self.record, self.dialect = record, dialect
        self.base = to_text(record)
        self.other_problems: list[Any] = []

    # ——— out: the record as sections, rows and boxes

    def sections(self, *, extra: dict[str, int] | None = None, problems: list[Any] | None = None) -> list[Section]:
        """The form's groups. `extra` asks for empty rows by line; `problems` are shown where they belong."""
        extra = extra or {}
        by_line: dict[str, list[Row]] = defaultdict(list)
        tags = line_by_tag(self.dialect)
        number = 0
        for at, one in enumerate(self.record.fields):
            line = tags.get(effective_tag(one))
            if line is None or (one.control_field and line.codes != [""]):
                continue
            by_line[line.key].append(self._row(line, number, one, at))
            number += 1
        for line in lines_of(self.dialect).values():
            wanted = extra.get(line.key, 0) or int(line.always and not by_line[line.key])
            for _n in range(wanted):
                row = self._row(line, number, None, None)
                row.fresh = bool(extra.get(line.key))
                by_line[line.key].append(row)
                number += 1
        out = []
        for group in groups_of(self.dialect):
            lines = [LineRows(line, by_line[line.key]) for line in group.lines if by_line[line.key]]
            more = [line for line in group.lines if not by_line[line.key]]
            out.append(Section(group, list(self._choices(group)), lines, more))
        self._place(out, problems or [])
        return out

    def _row(self, line: Line, number: int, one: Field | None, at: int | None) -> Row:
        tag = one.tag if one is not None else line.tags[0]
        row = Row(number, line, [], at, tag)
        kept = []
        values: dict[str, list[str]] = defaultdict(list)
        if one is not None:
            row.original_script = one.tag == "880"
            if one.control_field:
                values[""] = [one.data or ""]
            else:
                for code, value in one.subfields:
                    values[code].append(value)
                    if code not in line.codes:
                        kept.append(f"${code} {value}")
        row.rest = " ".join(kept)
        for sub in line.subs:
            have = [shown(v, self.dialect, effective_tag(one) if one is not None else tag) for v in values[sub.code]]
            if not have or sub.repeats:
                have = [*have, sub.start if one is None else ""]
            for n, value in enumerate(have):
                row.boxes.append(Box(f"f-{number}-{sub.code}{n}", sub, value, label=sub.label))
        return row

    def _choices(self, group: Group) -> Iterator[Choice]:
        for coded in group.coded:
            if not self._applies(coded):
                continue
            value = self._coded_value(coded)
            choices = list(coded.choices)
            if choices and value not in dict(choices):
                choices.insert(0, (value, value.strip() or "–"))
            yield Choice(f"c-{coded.key}", coded, value if choices else value.strip(), choices)

    def _applies(self, coded: Coded) -> bool:
        leader = f"{self.record.leader!s:<24}"
        if coded.key == "form":
            return leader[6] in "at" and leader[7] not in "si"
        if coded.key == "audience" and self.dialect == "marc21":
            return leader[7] not in "si" and leader[6] not in "ef"
        return True

    def _coded_text(self, coded: Coded) -> str | None:
        if coded.tag == "LDR":
            return f"{self.record.leader!s:<24}"
        for one in self.record.fields:
            if one.tag == coded.tag:
                if one.control_field:
                    return str(one.data or "") if not coded.code else None
                return next((s.value for s in one.subfields if s.code == coded.code), None)
        return None

    def _coded_value(self, coded: Coded) -> str:
        text = self._coded_text(coded) or ""
        return f"{text[coded.start : coded.stop]:<{coded.stop - coded.start}}"

    def _place(self, sections: list[Section], problems: list[Any]) -> None:
        """Put each problem beside its box, its row or its line; what has no place stands above the form."""
        places: dict[tuple[str, int], int] = {}
        seen: dict[str, int] = defaultdict(int)
        for at, one in enumerate(self.record.fields):
            places[one.tag, seen[one.tag]] = at
            seen[one.tag] += 1
        rows = {row.source: row for section in sections for rows in section.lines for row in rows.rows}
        by_tag = {
            tag: rows for section in sections for rows in section.lines for tag in rows.line.tags
        }  # an empty line that should hold something
        coded = {choice.coded.tag: choice for section in sections for choice in reversed(section.choices)}
        for problem in problems:
            source = places.get((problem.tag, problem.occurrence))
            if source is not None and (row := rows.get(source)) is not None:
                box = next((b for b in row.boxes if problem.subfield and b.sub.code == problem.subfield), None)
                (box.problems if box else row.problems).append(problem)
            elif problem.tag in coded:
                coded[problem.tag].problems.append(problem)
            elif source is None and problem.tag in by_tag:
                by_tag[problem.tag].problems.append(problem)
            else:
                self.other_problems.append(problem)

    # ——— in: what was typed into the record

    @classmethod
    def read(cls, data: Any, dialect: str) -> Sheet:
        """The record that a posted form means. `data` is a QueryDict (or anything with `get` and `getlist`).

        Raises ValueError when the form's own copy of the record is damaged.
        """
        record, problems = from_text(data.get("base", ""))
        if problems or len(str(record.leader)) != 24:
            raise ValueError("The copy of the record in the form is damaged.")
        sheet = cls(record, dialect)
        sheet._apply(data)
        return cls(sheet.record, dialect)

    def _apply(self, data: Any) -> None:
        fields = list(self.record.fields)
        gone = {int(n) for n in data.getlist("gone") if n.isdecimal() and int(n) < len(fields)}
        known = lines_of(self.dialect)
        order: dict[tuple[str, str], list[int]] = defaultdict(list)
        fresh: dict[str, list[Field]] = defaultdict(list)
        for number in data.getlist("row"):
            line = known.get(data.get(f"f-{number}-line", ""))
            if line is None or not number.isdecimal():
                continue
            source = data.get(f"f-{number}-src", "")
            if source.isdecimal() and int(source) < len(fields) and line.takes(fields[int(source)]):
                at = int(source)
                if at in gone:
                    continue
                edited = self._edited(fields[at], line, number, data)
                if edited is not fields[at] and _emptied(edited):
                    gone.add(at)
                    continue
                fields[at] = edited
                order[line.key, fields[at].tag].append(at)
            elif made := self._made(line, number, data):
                fresh[line.key].append(made)
        self._arrange(fields, order, gone, fresh)
        self._code(data)

    def _edited(self, one: Field, line: Line, number: str, data: Any) -> Field:
        tag = effective_tag(one)
        if one.control_field:
            typed = data.get(f"f-{number}-0")
            if typed is None or clean(typed) == shown(one.data or "", self.dialect, tag):
                return one
            return _data_field(one.tag, clean(typed))
        seen: dict[str, int] = defaultdict(int)
        subs: list[Subfield] = []
        marks: list[str] = []
        changed = False
        for code, value in one.subfields:
            n = seen[code]
            seen[code] += 1
            typed = data.get(f"f-{number}-{code}{n}") if code in line.codes else None
            if typed is None or clean(typed) == shown(value, self.dialect, tag):
                subs.append(Subfield(code, value))
                marks.append("")
                continue
            changed = True
            if text := clean(typed):
                subs.append(Subfield(code, text))
                marks.append(m[1] if (m := _END_MARK.search(value)) and _marked(self.dialect, tag) else "")
        for code, text in self._added(line, number, data, seen):
            changed = True
            at = _place_of(code, subs, line.codes)
            subs.insert(at, Subfield(code, text))
            marks.insert(at, "")
        if not changed:
            return one
        edited = Field(tag="999", indicators=Indicators(*(one.indicators or "  ")), subfields=subs)
        edited.tag = one.tag
        if _marked(self.dialect, tag):
            _punctuate(edited, tag, marks)
        return edited

    def _made(self, line: Line, number: str, data: Any) -> Field | None:
        if line.codes == [""]:
            text = clean(data.get(f"f-{number}-0", ""))
            return _data_field(line.tags[0], text) if text else None
        typed = list(self._added(line, number, data, defaultdict(int)))
        if not [code for code, _text in typed if not _start(line, code)]:
            return None
        tag = line.tags[0]
        made = Field(tag="999", indicators=Indicators(*line.indicators), subfields=[Subfield(c, t) for c, t in typed])
        made.tag = tag
        if _marked(self.dialect, tag):
            _punctuate(made, tag, [""] * len(typed))
        return made

    def _added(self, line: Line, number: str, data: Any, have: dict[str, int]) -> Iterator[tuple[str, str]]:
        """Boxes that hold no subfield yet and were filled in."""
        for sub in line.subs:
            n = have[sub.code]
            while (typed := data.get(f"f-{number}-{sub.code}{n}")) is not None:
                if text := clean(typed):
                    yield sub.code, text
                n += 1

    def _arrange(
        self, fields: list[Field], order: dict[tuple[str, str], list[int]], gone: set[int], fresh: dict[str, list[Field]]
    ) -> None:  # fmt: skip
        """Each kind of field keeps the places it had; rows take them in the order of the form."""
        placed: dict[int, Field | None] = dict(enumerate(fields))
        for sources in order.values():
            for slot, at in zip(sorted(sources), sources, strict=True):
                placed[slot] = fields[at]
        for at in gone:
            placed[at] = None
        out = [one for at in range(len(fields)) if (one := placed[at]) is not None]
        for key, made in fresh.items():
            line = lines_of(self.dialect)[key]
            for one in made:
                out.insert(_slot(out, one.tag, line), one)
        self.record.fields = out

    def _code(self, data: Any) -> None:
        """Set the coded values that were changed."""
        for group in groups_of(self.dialect):
            for coded in group.coded:
                typed = data.get(f"c-{coded.key}")
                if typed is None:
                    continue
                width = coded.stop - coded.start
                value = f"{_CONTROL.sub(' ', typed)[:width]:<{width}}"
                now = self._coded_value(coded)
                if value == now or (not coded.choices and value.strip() == now.strip()) or not value.isascii():
                    continue
                self._set_code(coded, value)

    def _set_code(self, coded: Coded, value: str) -> None:
        text = self._coded_text(coded)
        if text is None:
            text = _NEW_CODED.get((self.dialect == "marc21", coded.tag), "")
            if not text:
                return
            self._add_coded(coded, text)
        text = f"{text:<{coded.stop}}"
        text = text[: coded.start] + value + text[coded.stop :]
        if coded.tag == "008" and coded.key in ("year", "year_to"):
            text = _date_type(text)
        if coded.tag == "LDR":
            self.record.leader = Leader(text)
            return
        for one in self.record.fields:
            if one.tag != coded.tag:
                continue
            if one.control_field:
                one.data = text
            else:
                at = next(n for n, s in enumerate(one.subfields) if s.code == coded.code)
                one.subfields[at] = Subfield(coded.code, text)
            return

    def _add_coded(self, coded: Coded, text: str) -> None:
        one = (
            _data_field(coded.tag, text)
            if not coded.code
            else Field(tag=coded.tag, indicators=Indicators(" ", " "), subfields=[Subfield(coded.code, text)])
        )
        self.record.fields.insert(_slot(self.record.fields, coded.tag, None), one)


#: Coded fields of a record that came without them: (is MARC 21, tag) → their beginning.
_NEW_CODED = {
    (True, "008"): f"      n{' ' * 8}xx {' ' * 15}|  und d"[:40].ljust(40),
    (False, "100"): f"{' ' * 8}u{' ' * 8}u  y0ukry50      ca",
}


def _data_field(tag: str, text: str) -> Field:
    one = Field(tag="001", data=text)
    one.tag = tag
    return one


def _start(line: Line, code: str) -> bool:
    """Whether a box comes filled in, so that alone it makes no field."""
    return any(sub.code == code and sub.start for sub in line.subs)


def _emptied(one: Field) -> bool:
    """A field whose last text was taken out: what is left are links and sources of nothing."""
    if one.control_field:
        return not (one.data or "").strip() and one.tag >= "010"
    return False if not one.subfields else all(s.code.isdigit() for s in one.subfields) and one.tag != "880"


def _place_of(code: str, subs: list[Subfield], codes: list[str]) -> int:
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


def _slot(fields: list[Field], tag: str, line: Line | None) -> int:
    """Where a new field belongs: after the last of its kind, else before the first with a greater tag."""
    like = [n for n, one in enumerate(fields) if line is not None and one.tag in line.tags]
    if like:
        return like[-1] + 1
    return next((n for n, one in enumerate(fields) if one.tag > tag), len(fields))


def _punctuate(one: Field, tag: str, marks: list[str]) -> None:
    """Write the marks between the subfields of a field that was edited."""
    told = _NEXT_MARK[tag]
    texts = [(n, s) for n, s in enumerate(one.subfields) if not s.code.isdigit()]
    for (n, sub), (_m, following) in pairwise(texts):
        expected = told.get(following.code)
        bare = _END_MARK.sub("", sub.value.rstrip())
        if expected is None:
            continue
        own = marks[n] or ((m := _END_MARK.search(sub.value)) and m[1]) or ""
        mark = own if own and (own.strip() in "=;:" and following.code in "ab") else expected
        if mark in (".", ",") and bare.endswith(mark):
            mark = ""
        one.subfields[n] = Subfield(sub.code, bare + mark)
    if texts:
        n, last = texts[-1]
        bare = _END_MARK.sub("", last.value.rstrip())
        if tag in _CLOSED_BY_DOT and bare and bare[-1] not in '.?!])-–…»"':
            bare += "."
        one.subfields[n] = Subfield(last.code, bare)


def _date_type(fixed: str) -> str:
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
                marc.write_iso2709(_copy(record), dialect)
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


def _copy(record: Record) -> Record:
    return from_text(to_text(record))[0]
