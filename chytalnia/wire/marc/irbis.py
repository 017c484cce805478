"""The text export of IRBIS64: `#200: ^AКобзар^FТ. Г. Шевченко`, records ended by a line of `*****`.

Read into pymarc fields: tags of three digits, subfield codes in lower case as IRBIS does not tell the cases apart,
a field without subfields as `data`, text before the first subfield under the code `LEAD`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pymarc import Field, Indicators, Leader, Record, Subfield

from .encodings import decode, detect
from .iso2709 import MAX_RECORD, SourceRecord
from .parsed import Parsed, Reason, Unreadable, refused

_ = str

#: The code under which text before the first subfield is kept.
LEAD = "*"
LEADER = "00000nam0 2200000   450 "
CHUNK = 1 << 18
_END = re.compile(rb"(?:^|(?<=\n))[ \t]*\*{5,}[ \t]*(?:\r?\n|$)")
#: A last line that stops before its text begins: the number of a field alone, or a mark without its code.
_CUT = re.compile(rb"(?:^|[\r\n])#\d{0,5}(?::[ \t]*)?$|\^$")
_LINE = re.compile(r"^#(\d{1,5}): ?(.*)$")


def read(path: Path | str, offset: int = 0, encoding: str = "", usual: str = "") -> Iterator[Parsed]:
    """Read a text export from an offset; every byte but blank lines comes out exactly once."""
    for at, raw, whole in _split(path, offset):
        if not whole and len(raw) >= MAX_RECORD:
            told = Reason("too-long", _("No end of record in %(length)d bytes."), {"length": len(raw)})
            yield refused(at, raw, told)
            continue
        if not whole and _CUT.search(raw):
            yield refused(
                at, raw, Reason("truncated", _("The record is cut short: %(found)d bytes."), {"found": len(raw)})
            )
            continue
        try:
            record, repairs = parse(raw, encoding=encoding, usual=usual)
        except Unreadable as problem:
            yield refused(at, raw, problem.reason)
            continue
        if not whole:
            repairs = (*repairs, Reason("no-end", _("The record has no line of asterisks at its end.")))
        yield Parsed(at, raw, record, encoding=record.encoding, dialect="irbis", repairs=repairs)


def _split(path: Path | str, offset: int) -> Iterator[tuple[int, bytes, bool]]:
    with Path(path).open("rb") as file:
        file.seek(offset)
        buffer = b""
        at = offset
        ended = False
        while not ended or buffer:
            if not ended:
                piece = file.read(CHUNK)
                ended = not piece
                buffer += piece
            begin = 0
            for match in _END.finditer(buffer):
                if match.end() == len(buffer) and not ended:
                    break
                raw = buffer[begin : match.end()]
                blank = len(raw) - len(raw.lstrip(b"\r\n\t \xef\xbb\xbf\x1a"))
                if raw[blank:].strip(b"*\r\n\t "):
                    yield at + begin + blank, raw[blank:], True
                begin = match.end()
            at += begin
            buffer = buffer[begin:]
            if ended or len(buffer) >= MAX_RECORD:
                blank = len(buffer) - len(buffer.lstrip(b"\r\n\t \xef\xbb\xbf\x1a"))
                if buffer[blank:]:
                    yield at + blank, buffer[blank:], False
                at += len(buffer)
                buffer = b""


def parse(raw: bytes, *, encoding: str = "", usual: str = "") -> tuple[SourceRecord, tuple[Reason, ...]]:
    """One record of its lines. Raises Unreadable when no line of it is a field."""
    used = encoding or detect(raw, "", usual)
    text, whole = decode(raw, used)
    repairs: tuple[Reason, ...] = ()
    if not whole:
        repairs = (Reason("bytes", _("Some bytes are not valid in %(encoding)s."), {"encoding": used}),)
    record = SourceRecord(leader=LEADER)
    record.leader = Leader(LEADER)
    record.encoding = used
    lines: list[tuple[str, str]] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        match = _LINE.match(line)
        if match:
            lines.append((match[1], match[2]))
        elif lines and line.strip() and not line.lstrip().startswith("*****"):
            lines[-1] = (lines[-1][0], f"{lines[-1][1].rstrip()} {line.strip()}")
    if not lines:
        raise Unreadable("no-fields", _("The record has no fields."))
    for tag, data in lines:
        if data.strip():
            record.fields.append(make_field(tag, data))
    return record, repairs


def make_field(tag: str, data: str) -> Field:
    """A field of its text with `^x` subfields."""
    tag = tag.lstrip("0").zfill(3)
    lead, *rest = data.rstrip("\r").split("^")
    if not rest:
        field = Field.__new__(Field)
        field.tag, field.data, field.subfields, field._indicators = tag, lead.strip(), [], None
        field.control_field = True
        return field
    subfields = [Subfield(LEAD, lead.strip())] if lead.strip() else []
    subfields += [Subfield(part[0].lower(), part[1:].strip()) for part in rest if part]
    return Field(tag=tag, indicators=Indicators(" ", " "), subfields=subfields) if int(tag) >= 10 else _low(tag, data)


def _low(tag: str, data: str) -> Field:
    return Field(tag=tag, data=data)


def write(record: Record) -> str:
    """A record as IRBIS exports it, codes in capitals, ended by its line of asterisks."""
    lines = []
    for field in record.fields:
        text = field.data or ""
        if not field.control_field:
            text = "".join(v if c == LEAD else f"^{c.upper()}{v}" for c, v in field.subfields)
        tag = field.tag.lstrip("0") or "0"
        lines.append(f"#{tag}: {' '.join(text.split(chr(10)))}")
    return "\n".join([*lines, "*****", ""])
