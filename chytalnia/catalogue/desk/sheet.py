"""The form over a MARC record: what it shows of it, and what it changes in it.

The form knows some fields and some subfields; everything else of the record stays as it stands, where it stands. A
field nobody touched is never written anew, so that a record opened and saved is the same, byte for byte.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from pymarc import Field, Indicators, Leader, Record, Subfield

from .fields import (
    END_MARK,
    clean,
    comes_filled,
    data_field,
    is_emptied,
    is_marked,
    place_of,
    punctuate,
    shown,
    slot_of,
    with_date_type,
    without_controls,
)
from .mnemonic import from_text, to_text
from .sheet_parts import Box, Choice, LineRows, Row, Section
from .worksheet import Coded, Group, Line, effective_tag, groups_of, line_by_tag, lines_of


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
                if edited is not fields[at] and is_emptied(edited):
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
            return data_field(one.tag, clean(typed))
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
                marks.append(m[1] if (m := END_MARK.search(value)) and is_marked(self.dialect, tag) else "")
        for code, text in self._added(line, number, data, seen):
            changed = True
            at = place_of(code, subs, line.codes)
            subs.insert(at, Subfield(code, text))
            marks.insert(at, "")
        if not changed:
            return one
        edited = Field(tag="999", indicators=Indicators(*(one.indicators or "  ")), subfields=subs)
        edited.tag = one.tag
        if is_marked(self.dialect, tag):
            punctuate(edited, tag, marks)
        return edited

    def _made(self, line: Line, number: str, data: Any) -> Field | None:
        if line.codes == [""]:
            text = clean(data.get(f"f-{number}-0", ""))
            return data_field(line.tags[0], text) if text else None
        typed = list(self._added(line, number, data, defaultdict(int)))
        if not [code for code, _text in typed if not comes_filled(line, code)]:
            return None
        tag = line.tags[0]
        made = Field(tag="999", indicators=Indicators(*line.indicators), subfields=[Subfield(c, t) for c, t in typed])
        made.tag = tag
        if is_marked(self.dialect, tag):
            punctuate(made, tag, [""] * len(typed))
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
                out.insert(slot_of(out, one.tag, line), one)
        self.record.fields = out

    def _code(self, data: Any) -> None:
        """Set the coded values that were changed."""
        for group in groups_of(self.dialect):
            for coded in group.coded:
                typed = data.get(f"c-{coded.key}")
                if typed is None:
                    continue
                width = coded.stop - coded.start
                value = f"{without_controls(typed)[:width]:<{width}}"
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
            text = with_date_type(text)
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
            data_field(coded.tag, text)
            if not coded.code
            else Field(tag=coded.tag, indicators=Indicators(" ", " "), subfields=[Subfield(coded.code, text)])
        )
        self.record.fields.insert(slot_of(self.record.fields, coded.tag, None), one)


#: Coded fields of a record that came without them: (is MARC 21, tag) → their beginning.
_NEW_CODED = {
    (True, "008"): f"      n{' ' * 8}xx {' ' * 15}|  und d"[:40].ljust(40),
    (False, "100"): f"{' ' * 8}u{' ' * 8}u  y0ukry50      ca",
}
