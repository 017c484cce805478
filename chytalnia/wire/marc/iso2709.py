"""ISO 2709: records cut from a stream of bytes, and one record made of its bytes.

A leader of 24 bytes, a directory of twelve-byte entries, fields ended by 1E, the record by 1D. Lengths count bytes.
Real files break each of these rules; what the delimiters still tell is believed before what the numbers claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pymarc import Field, Indicators, Leader, Record, Subfield

from .encodings import claimed_by, decode, detect
from .parsed import Parsed, Reason, Unreadable, refused

_ = str

#: A record longer than this is refused in pieces; the standard's own bound is 99,999 bytes.
MAX_RECORD = 4_000_000
CHUNK = 1 << 18
_ENDLESS = _("The record of %(found)d bytes does not end with an end sign.")
LEADER = re.compile(rb"[0-9]{5}[^0-9\x00-\x1f]{3}[\x20-\x7e]{2}[0-9 ]{2}[0-9]{5}[\x20-\x7e]{3}45[\x20-\x7e]{2}")
#: The same, also where one overlaps another, as when a record is cut within its leader.
_LEADERS = re.compile(rb"(?=" + LEADER.pattern + rb")")
#: Bytes between records that mean nothing: line ends, blanks, the end mark of DOS, the byte order mark.
_FILLING = b"\r\n\t \x00\x1a\xef\xbb\xbf"

_new_field = Field.__new__
_new_tuple = tuple.__new__
_INDICATORS: dict[str, Indicators] = {}


class SourceRecord(Record):
    """A pymarc record that remembers the character set it was read in."""

    __slots__ = ("encoding",)
    encoding: str


def split(path: Path | str, offset: int = 0) -> Iterator[tuple[int, bytes, tuple[Reason, ...] | Reason]]:
    """Cut a file into records from an offset: (offset, bytes, repairs) or, for what is no record, (…, the reason).

    Every byte but the filling between records comes out exactly once.
    """
    with Path(path).open("rb") as file:
        file.seek(offset)
        buffer = b""
        at = offset
        ended = False
        while True:
            if not ended and len(buffer) < CHUNK:
                piece = file.read(CHUNK)
                ended = not piece
                buffer += piece
            consumed = 0
            for start, end, told in _cut(buffer, ended):
                yield at + start, buffer[start:end], told
                consumed = end
            consumed = consumed or len(buffer) - len(buffer.lstrip(_FILLING))
            at += consumed
            buffer = buffer[consumed:]
            if ended and not buffer.strip(_FILLING):
                return
            if not consumed and not ended:
                piece = file.read(CHUNK)
                ended = not piece
                buffer += piece


def _cut(buffer: bytes, ended: bool) -> Iterator[tuple[int, int, tuple[Reason, ...] | Reason]]:
    """The whole records at the front of a buffer; what may go on in the next chunk is left there."""
    at = 0
    size = len(buffer)
    while True:
        at = _skip(buffer, at)
        if at >= size:
            return
        end = buffer.find(b"\x1d", at) + 1
        claimed = int(buffer[at : at + 5]) if buffer[at : at + 5].isdigit() else 0
        if end and claimed == end - at and claimed >= 25 and _is_one(buffer, at, end):
            yield at, end, ()
            at = end
            continue
        if end and claimed > end - at:
            if at + claimed + 24 > size and not ended:
                return
            if _terminator_inside(buffer, at, end, at + claimed):
                yield at, at + claimed, ()
                at += claimed
                continue
        if not end:
            if not ended and size - at < MAX_RECORD:
                return
            end = size if ended else _last_start(buffer, at)
        yield from _resolve(buffer, at, end)
        at = end


def _is_one(buffer: bytes, at: int, end: int) -> bool:
    """Whether a stretch as long as its leader says is one record, not a cut one with the next, which may be as long together."""
    base = buffer[at + 12 : at + 17]
    directory_ends = base.isdigit() and buffer[at + int(base) - 1 : at + int(base)] == b"\x1e"
    return directory_ends or not _starts(buffer, at + 1, end)


def _terminator_inside(buffer: bytes, at: int, end: int, stop: int) -> bool:
    """Whether the terminator at `end` is only a byte of the data: the leader leads to another, and no record begins."""
    if stop > len(buffer) or buffer[stop - 1] != 0x1D:
        return False
    after = _skip(buffer, stop)
    follows = after >= len(buffer) or LEADER.match(buffer, after)
    return bool(follows) and not _starts(buffer, at + 1, stop)


def _last_start(buffer: bytes, at: int) -> int:
    """Where an endless stretch may be cut so that no record's beginning is lost with it."""
    starts = _starts(buffer, at + 1, len(buffer))
    return starts[-1] if starts else len(buffer) - 23


def _skip(buffer: bytes, at: int) -> int:
    while at < len(buffer) and buffer[at] in _FILLING:
        at += 1
    return at


def _resolve(buffer: bytes, at: int, end: int) -> Iterator[tuple[int, int, tuple[Reason, ...] | Reason]]:
    """Sort out a stretch whose leader does not fit its length: rubbish, cut records, and a good one at the end."""
    starts = _starts(buffer, at, end)
    if not starts:
        yield at, end, _unled(buffer[at:end])
        return
    if starts[0] > at:
        yield at, starts[0], _unled(buffer[at : starts[0]])
    for start, stop in zip(starts, [*starts[1:], end], strict=True):
        found = stop - start
        claimed = int(buffer[start : start + 5])
        if claimed == found and buffer[stop - 1] == 0x1D:
            yield start, stop, ()
        elif claimed == found:
            yield start, stop, (Reason("length", _ENDLESS, {"found": found}),)
        elif buffer[stop - 1 : stop] == b"\x1d" or buffer[stop - 1 : stop] == b"\x1e":
            yield (
                start,
                stop,
                (
                    Reason(
                        "length",
                        _("The leader gives a length of %(claimed)d bytes, the record has %(found)d."),
                        {"claimed": claimed, "found": found},
                    ),
                ),
            )
        else:
            yield (
                start,
                stop,
                Reason(
                    "truncated",
                    _("The record is cut short: %(found)d bytes of %(claimed)d."),
                    {"claimed": claimed, "found": found},
                ),
            )


def _starts(buffer: bytes, at: int, end: int) -> list[int]:
    return [m.start() for m in _LEADERS.finditer(buffer, at, end) if _plausible(buffer, m.start(), end)]


def _plausible(buffer: bytes, at: int, end: int) -> bool:
    """Whether a directory follows what looks like a leader, so that digits inside a text do not split a record."""
    return bool(re.match(rb"[0-9A-Za-z]{3}[0-9]{9}", buffer[at + 24 : min(end, at + 36)])) or end - at < 36


def _unled(raw: bytes) -> Reason:
    if LEADER.match(raw) and len(raw) >= int(raw[:5]):
        return Reason("truncated", _ENDLESS, {"found": len(raw)})
    if LEADER.match(raw):
        return Reason(
            "truncated",
            _("The record is cut short: %(found)d bytes of %(claimed)d."),
            {"claimed": int(raw[:5]), "found": len(raw)},
        )
    return Reason("no-leader", _("These %(length)d bytes do not begin with a record leader."), {"length": len(raw)})


def read(path: Path | str, offset: int = 0, dialect: str = "", encoding: str = "", usual: str = "") -> Iterator[Parsed]:
    """Read a file of ISO 2709 records. With an `encoding` it is believed; `usual` is only the file's common one."""
    for at, raw, told in split(path, offset):
        if isinstance(told, Reason):
            yield refused(at, raw, told)
            continue
        try:
            record, repairs = parse(raw, dialect=dialect, encoding=encoding, usual=usual)
        except Unreadable as problem:
            yield refused(at, raw, problem.reason)
            continue
        yield Parsed(at, raw, record, encoding=record.encoding, dialect=dialect, repairs=(*told, *repairs))


def parse(
    raw: bytes, *, dialect: str = "", encoding: str = "", usual: str = ""
) -> tuple[SourceRecord, tuple[Reason, ...]]:
    """One record of its bytes, and what had to be mended. Raises Unreadable."""
    leader, entries, body, repairs = structure(raw)
    if encoding:
        used = encoding
    elif usual == "utf-8" and body.isascii() and b"\x1b" not in body:
        used = "utf-8"
    else:
        general = _general_data(entries, body) if dialect != "marc21" else ""
        used = detect(body, claimed_by(leader, general, dialect or ("unimarc" if general else "marc21")), usual)
    parts, whole = _parts(entries, body, used)
    if not whole:
        repairs = (*repairs, Reason("bytes", _("Some bytes are not valid in %(encoding)s."), {"encoding": used}))
    record = SourceRecord(leader=leader)
    record.leader = Leader(leader)
    record.encoding = used
    record.to_unicode = True
    fields = record.fields
    for (tag, *_place), text in zip(entries, parts, strict=True):
        fields.append(make_field(tag, text))
    return record, repairs


def structure(raw: bytes) -> tuple[str, list[tuple[str, int, int]], bytes, tuple[Reason, ...]]:
    """Leader, directory entries (tag, start, length), the bytes they point into, and what had to be mended."""
    if len(raw) < 26:
        raise Unreadable("truncated", _("The record is cut short: %(found)d bytes."), found=len(raw))
    try:
        leader = raw[:24].decode("ascii")
    except UnicodeDecodeError:
        raise Unreadable("leader", _("The leader holds bytes that are not ASCII.")) from None
    repairs: tuple[Reason, ...] = ()
    first_end = raw.find(b"\x1e", 24)
    if first_end < 0:
        raise Unreadable("no-directory", _("The record has no end of directory."))
    base = int(leader[12:17]) if leader[12:17].isdigit() else 0
    if base != first_end + 1:
        repairs = (
            Reason(
                "base",
                _("The leader says the data begin at byte %(claimed)s, they begin at %(found)d."),
                {"claimed": leader[12:17], "found": first_end + 1},
            ),
        )
        base = first_end + 1
    directory = raw[24 : base - 1]
    if not directory:
        raise Unreadable("no-fields", _("The record has no fields."))
    if len(directory) % 12 or not directory.isascii():
        raise Unreadable("directory", _("The directory is not made of entries of twelve characters."))
    body = raw[base:]
    if body[-1:] == b"\x1d":
        body = body[:-1]
    text = directory.decode("ascii")
    entries: list[tuple[str, int, int]] = []
    try:
        for i in range(0, len(text), 12):
            entries.append((text[i : i + 3], int(text[i + 7 : i + 12]), int(text[i + 3 : i + 7])))
    except ValueError:
        entries = [(text[i : i + 3], -1, 0) for i in range(0, len(text), 12)]
    if not all(body[start + length - 1 : start + length] == b"\x1e" and start >= 0 for _, start, length in entries):
        entries = _rebuilt(entries, body)
        repairs = (
            *repairs,
            Reason("directory-lengths", _("The directory does not fit the fields; their order was followed.")),
        )
    return leader, entries, body, repairs


def _rebuilt(entries: list[tuple[str, int, int]], body: bytes) -> list[tuple[str, int, int]]:
    """Entries taken anew from the field terminators, when there are as many fields as the directory names."""
    fields = body.split(b"\x1e")
    if fields and not fields[-1]:
        fields.pop()
    if len(fields) != len(entries):
        raise Unreadable(
            "directory-count", _("The directory names %(named)d fields, the record has %(found)d."),
            named=len(entries), found=len(fields),
        )  # fmt: skip
    out = []
    start = 0
    for (tag, *_place), data in zip(entries, fields, strict=True):
        out.append((tag, start, len(data) + 1))
        start += len(data) + 1
    return out


def _parts(entries: list[tuple[str, int, int]], body: bytes, encoding: str) -> tuple[list[str], bool]:
    """The text of each field. Where fields follow one another as the directory has it, the body is decoded at once."""
    expected = 0
    for _, start, length in entries:
        if start != expected:
            break
        expected += length
    else:
        text, whole = decode(body, encoding)
        parts = text.split("\x1e")
        if len(parts) == len(entries) + 1 and not parts[-1]:
            parts.pop()
            return parts, whole
        if len(parts) == len(entries):
            return parts, whole
    pieces = [decode(body[start : start + length - 1], encoding) for _, start, length in entries]
    return [text for text, _ in pieces], all(whole for _, whole in pieces)


def _general_data(entries: list[tuple[str, int, int]], body: bytes) -> str:
    """The coded string of UNIMARC 100 $a, or an empty one."""
    for tag, start, length in entries:
        if tag == "100":
            data = body[start : start + length - 1]
            if data[2:4] == b"\x1fa" and data[4:12].isdigit():
                return data[4:].decode("ascii", "replace")
    return ""


def make_field(tag: str, text: str) -> Field:
    """A field of its text in transmission form. Fields that have no subfields keep their text as `data`."""
    field = _new_field(Field)
    field.tag = tag
    parts = text.split("\x1f")
    if len(parts) == 1 and (len(text) != 2 or (tag < "010" and tag.isdigit())):
        field.data = text
        field.subfields = []
        field._indicators = None
        field.control_field = True
        return field
    field.data = None
    field.control_field = False
    head = parts[0]
    indicators = _INDICATORS.get(head)
    if indicators is None:
        padded = (head + "  ")[:2]
        indicators = Indicators(padded[0], padded[1])
        if len(_INDICATORS) < 1000:
            _INDICATORS[head] = indicators
    field._indicators = indicators
    del parts[0]
    field.subfields = [_new_tuple(Subfield, (part[0], part[1:])) for part in parts if part]
    return field
