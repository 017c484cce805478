"""MARCXML, the container of all three dialects: `<record>` elements cut from the bytes and parsed one by one.

Cutting by bytes keeps memory flat, gives each record its offset, and lets a broken record be refused alone. No DTD,
no entity of the document's own, no network: a document type declaration is refused as hostile.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

from lxml import etree
from pymarc import Field, Indicators, Leader, Record, Subfield

from .encodings import detect
from .iso2709 import MAX_RECORD, SourceRecord
from .parsed import Parsed, Reason, Unreadable, refused

_ = str

NAMESPACE = "http://www.loc.gov/MARC21/slim"
CHUNK = 1 << 18
HEAD = 1 << 16
#: Where something begins that ends with other bytes: each is looked for once, for a file may begin it a million times.
_OPENERS = re.compile(rb"<!--|<!\[CDATA\[|<(/?)(?:[A-Za-z_][\w.-]{0,99}:)?record(?=[\s>/])")
_ENDS = {b"<!--": b"-->", b"<![CDATA[": b"]]>"}
_NAMESPACES = re.compile(rb"""xmlns(?::([A-Za-z_][\w.-]*))?\s*=\s*(?:"([^"<]*)"|'([^'<]*)')""")
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_CONTENT = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?(?:leader|controlfield|datafield)[\s>]")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def declared_encoding(path: Path | str) -> str:
    with Path(path).open("rb") as file:
        head = file.read(200)
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    match = _DECLARED.match(head.removeprefix(b"\xef\xbb\xbf"))
    name = match[1].decode().lower() if match else "utf-8"
    return {"windows-1251": "cp1251", "utf8": "utf-8", "ibm866": "cp866"}.get(name, name)


def read(path: Path | str, offset: int = 0, encoding: str = "") -> Iterator[Parsed]:
    """Read the `<record>` elements from an offset. `encoding` overrides the declaration."""
    declared = encoding or declared_encoding(path)
    with Path(path).open("rb") as file:
        head = file.read(HEAD)
    if declared == "utf-16":
        reason = Reason("utf-16", _("The file is in UTF-16; save it as UTF-8."))
        yield refused(0, head, reason)
        return
    first = _first_record(head)
    if _DOCTYPE.search(head[:first]):
        yield refused(
            0,
            head[:first],
            Reason("hostile-xml", _("The file declares a document type or entities; such XML is not read.")),
        )
        return
    opening = _opening(head[:first])
    for at, raw, told in _split(path, offset):
        if told is not None:
            yield refused(at, raw, told)
            continue
        try:
            record, used, repairs = parse_slice(raw, opening, declared)
        except Unreadable as problem:
            yield refused(at, raw, problem.reason)
            continue
        yield Parsed(at, raw, record, encoding=used, repairs=repairs)


def _tags(buffer: bytes, *, whole: bool = True) -> Iterator[tuple[int, int, bool | None]]:
    """Tags of `<record>`: where one begins and ends, and whether it opens; outside comments and character data.

    A comment that does not end is text when the buffer is the `whole`, else it comes with None: the rest is in what follows.
    """
    at = 0
    endless: set[bytes] = set()
    while match := _OPENERS.search(buffer, at):
        end = _ENDS.get(match[0], b">")
        found = -1 if end in endless else buffer.find(end, match.end())
        at = match.end()
        if found < 0:
            endless.add(end)
            if not whole:
                yield match.start(), len(buffer), None
                return
            continue
        if end != b">":
            at = found + len(end)
            continue
        if match[1] == b"/" or buffer[found - 1 : found] != b"/":
            yield match.start(), found + 1, match[1] == b""
        at = found + 1


def _first_record(head: bytes) -> int:
    return next((start for start, _end, opens in _tags(head) if opens), len(head))


def _opening(head: bytes) -> bytes:
    """An element with every namespace the head declares, to parse a slice of the document within."""
    spaces = {m[1] or b"": (m[2] if m[2] is not None else m[3]) for m in _NAMESPACES.finditer(head)}
    return b"<x" + b"".join(
        b' xmlns%s="%s"' % (b":" + prefix if prefix else b"", uri) for prefix, uri in spaces.items()
    ) + b">"  # fmt: skip


def _split(path: Path | str, offset: int) -> Iterator[tuple[int, bytes, Reason | None]]:
    """Cut out `<record>` elements, the innermost ones, as an OAI envelope has its own `<record>` round them."""
    with Path(path).open("rb") as file:
        file.seek(offset)
        buffer = b""
        at = offset
        ended = False
        while not ended:
            piece = file.read(CHUNK)
            ended = not piece
            buffer += piece
            opened = held = -1
            done = 0
            full = ended or len(buffer) >= MAX_RECORD
            for start, end, opens in _tags(buffer, whole=full):
                if opens is None:
                    # A comment goes on in the next chunk, and what stands in it is no record.
                    held = start
                    break
                if not opens:
                    if opened >= 0:
                        yield at + opened, buffer[opened:end], None
                    opened, done = -1, end
                    continue
                if opened >= 0 and _CONTENT.search(buffer, opened, start):
                    yield (
                        at + opened,
                        buffer[opened:start],
                        Reason("truncated", _("The record element is not closed.")),
                    )
                opened = done = start
            if opened >= 0:
                done = opened
            elif held >= 0:
                done = held
            elif not ended:
                done = max(done, len(buffer) - 4096)
            at += done
            buffer = buffer[done:]
            if opened >= 0 and ended and _CONTENT.search(buffer):
                yield at, buffer, Reason("truncated", _("The record element is not closed."))
            elif len(buffer) >= MAX_RECORD:
                yield (
                    at,
                    buffer,
                    Reason("too-long", _("No end of record in %(length)d bytes."), {"length": len(buffer)}),
                )
                at += len(buffer)
                buffer = b""


def parse(raw: bytes, *, encoding: str = "") -> tuple[SourceRecord, tuple[Reason, ...]]:
    """One `<record>` element, or a whole document that holds one. Raises Unreadable."""
    first = _first_record(raw)
    if _DOCTYPE.search(raw[:first]):
        raise Unreadable("hostile-xml", _("The file declares a document type or entities; such XML is not read."))
    closing = next((end for _start, end, opens in _tags(raw) if not opens), len(raw))
    body = raw[first:closing]
    record, _end, repairs = parse_slice(body, _opening(raw[:first]), encoding or "utf-8")
    return record, repairs


def parse_slice(raw: bytes, opening: bytes, declared: str) -> tuple[SourceRecord, str, tuple[Reason, ...]]:
    """One element, its namespaces declared by `opening`. Raises Unreadable."""
    repairs: tuple[Reason, ...] = ()
    try:
        text, used = raw.decode(declared), declared
    except (UnicodeDecodeError, LookupError):
        used = detect(raw, "")
        text = raw.decode(used if used not in ("marc-8", "iso5426") else "latin-1", "replace")
        repairs = (Reason("bytes", _("Some bytes are not valid in %(encoding)s."), {"encoding": declared}),)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    prefix = re.match(rb"<([A-Za-z_][\w.-]*):", raw)
    if prefix and b"xmlns:" + prefix[1] + b"=" not in opening + raw[:200]:
        opening = opening[:-1] + b' xmlns:%s="%s">' % (prefix[1], NAMESPACE.encode())
    try:
        root = etree.fromstring(opening.decode("utf-8", "replace") + text + "</x>", parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        text, found = _ILLEGAL.subn("", text)
        if not found:
            raise Unreadable("xml", _("The XML is broken: %(error)s"), error=str(error)) from None
        try:
            root = etree.fromstring(opening.decode("utf-8", "replace") + text + "</x>", parser)
        except (etree.XMLSyntaxError, ValueError):
            raise Unreadable("xml", _("The XML is broken: %(error)s"), error=str(error)) from None
        repairs = (*repairs, Reason("control", _("Control characters were dropped.")))
    if not len(root):
        raise Unreadable("no-record", _("There is no record element."))
    return _record(root[0], used), used, repairs


def _record(element: etree._Element, encoding: str) -> SourceRecord:
    record = SourceRecord(leader=" " * 24)
    record.encoding = encoding
    leader = ""
    for child in element:
        if not isinstance(child.tag, str):
            continue
        name = child.tag.rpartition("}")[2]
        tag = child.get("tag") or ""
        if name == "leader":
            leader = child.text or ""
        elif name == "controlfield":
            record.fields.append(_control(tag, child.text or ""))
        elif name == "datafield":
            subfields = [Subfield(sub.get("code") or " ", sub.text or "") for sub in child if isinstance(sub.tag, str)]
            first, second = (child.get("ind1") or " ")[:1], (child.get("ind2") or " ")[:1]
            field = Field(tag="999", indicators=Indicators(first, second), subfields=subfields)
            field.tag = tag
            record.fields.append(field)
    if not record.fields:
        raise Unreadable("no-fields", _("The record has no fields."))
    record.leader = Leader((leader + " " * 24)[:24])
    return record


def _control(tag: str, text: str) -> Field:
    field = Field(tag="001", data=text)
    field.tag = tag
    return field


def in_utf8(raw: bytes, encoding: str) -> bytes | None:
    """A `<record>` element as it came, for a collection in UTF-8; None when it cannot stand there as it is."""
    if not raw.startswith((b"<record>", b"<record ")):
        return None
    try:
        text = raw.decode(encoding or "utf-8").encode()
        etree.fromstring(
            text, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        )
    except (UnicodeDecodeError, LookupError, etree.XMLSyntaxError, ValueError):
        return None
    return text


def header(dialect: str = "marc21") -> bytes:
    """What a collection begins with. Records of UNIMARC and RUSMARC name their format each for itself."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<collection xmlns="{NAMESPACE}">\n'.encode()


def footer() -> bytes:
    return b"</collection>\n"


def write(record: Record, *, dialect: str = "", namespace: bool = False) -> bytes:
    """A record as an element of a collection, or with its own namespace to stand alone."""
    known = {"unimarc": "UNIMARC", "rusmarc": "RUSMARC", "irbis": "IRBIS"}.get(dialect)
    about = (f' xmlns="{NAMESPACE}"' if namespace else "") + (
        f' format="{known}" type="Bibliographic"' if known else ""
    )
    out = [f"<record{about}>\n  <leader>{_text(str(record.leader))}</leader>\n"]
    for field in record.fields:
        tag = _text(field.tag)
        if field.control_field:
            out.append(f'  <controlfield tag="{tag}">{_text(field.data or "")}</controlfield>\n')
            continue
        first, second = field.indicators or (" ", " ")
        out.append(f'  <datafield tag="{tag}" ind1="{_text(first)}" ind2="{_text(second)}">\n')
        out += [f'    <subfield code="{_text(code)}">{_text(value)}</subfield>\n' for code, value in field.subfields]
        out.append("  </datafield>\n")
    out.append("</record>\n")
    return "".join(out).encode("utf-8", "replace")


def _text(text: str) -> str:
    return escape(_ILLEGAL.sub("", text)) if text else ""
