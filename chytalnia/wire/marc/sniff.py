"""What a file is, told from its content: container, dialect and character set, over several records of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from pathlib import Path

from . import irbis, iso2709, marcxml
from .dialects import dialect_of, general_data
from .encodings import CYRILLIC, claimed_by, detect
from .parsed import Parsed, Reason, Sniffed

_ = str

#: Bytes of the file's head looked at for the container, and records for the rest.
HEAD = 1 << 16
SAMPLE = 300
_IRBIS_LINE = re.compile(rb"(?:^|[\r\n])(?:\xef\xbb\xbf)?#-?\d{1,5}:[ \t]?")


def container(path: Path | str) -> str:
    """`iso2709`, `marcxml` or `irbis`; empty when the file is none of them."""
    with Path(path).open("rb") as file:
        head = file.read(HEAD)
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = head[2 : len(head) // 2 * 2].decode("utf-16-le" if head[:1] == b"\xff" else "utf-16-be", "replace")
        head = text.encode()
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    if start.startswith(b"<"):
        return "marcxml"
    if iso2709.LEADER.match(start):
        return "iso2709"
    lines = len(_IRBIS_LINE.findall(head))
    if lines > 1 and (lines > 3 or b"*****" in head or lines == len(start.splitlines())):
        return "irbis"
    if iso2709.LEADER.search(head) or (b"\x1e" in head and b"\x1f" in head):
        return "iso2709"
    return ""


def sniff(path: Path | str) -> Sniffed:
    """Look at a file. Never raises on what the file holds; an unknown one comes with an empty `format`."""
    state = Path(path).stat()
    # A preview reads the same file thirty times: for the first records, and for a few titles in each character set.
    return replace(_sniffed(str(path), state.st_ino, state.st_size, state.st_mtime_ns))


@lru_cache(maxsize=8)
def _sniffed(path: str, _inode: int, size: int, _changed: int) -> Sniffed:
    found = Sniffed(format=container(path))
    if not found.format:
        empty = size == 0
        found.reason = (
            Reason("empty", _("The file is empty."))
            if empty
            else Reason("unknown", _("This is neither ISO 2709, nor MARCXML, nor an IRBIS text export."))
        )
        return found
    dialects: Counter[str] = Counter()
    encodings: Counter[str] = Counter()
    claims: Counter[str] = Counter()
    seen: list[tuple[bytes, str, str]] = []
    for parsed in islice(_raw_records(path, found.format), SAMPLE):
        if parsed.record is None:
            if found.reason is None:
                found.reason = parsed.reason
            continue
        found.records += 1
        dialect = dialect_of(parsed.record) or ""
        if dialect:
            dialects[dialect] += 1
        if claim := claimed_by(str(parsed.record.leader), general_data(parsed.record), dialect):
            claims[claim] += 1
        if not parsed.raw.isascii() or b"\x1b" in parsed.raw:
            seen.append((parsed.raw, claim, parsed.encoding))
            encodings[parsed.encoding] += 1
    usual = encodings.most_common(1)[0][0] if encodings else ""
    if usual in CYRILLIC and len(encodings) > 1:
        # A record of a few Russian words is read as the file round it, and is told so.
        encodings = Counter(own if own == usual else detect(raw, claim, usual) for raw, claim, own in seen)
    found.dialects, found.encodings = dict(dialects), dict(encodings)
    found.dialect = _dialect(dialects, found.format)
    found.claimed = claims.most_common(1)[0][0] if claims and found.format == "iso2709" else ""
    if found.format == "marcxml":
        found.claimed = marcxml.declared_encoding(path)
    found.encoding = encodings.most_common(1)[0][0] if encodings else "utf-8"
    return found


def _dialect(votes: Counter[str], container: str) -> str:
    if not votes:
        return "irbis" if container == "irbis" else "marc21"
    # A record of RUSMARC may carry none of its marks: a quarter of marked ones names the file.
    if votes["rusmarc"] * 4 >= votes["unimarc"] > 0 and votes["rusmarc"] + votes["unimarc"] > votes["marc21"]:
        return "rusmarc"
    return votes.most_common(1)[0][0]


def _raw_records(path: Path | str, container: str) -> Iterator[Parsed]:
    if container == "marcxml":
        return marcxml.read(path)
    if container == "irbis":
        return irbis.read(path)
    return iso2709.read(path)
