"""Lines: where one ends, whether it came whole (sequence number AY, checksum AZ), in which encoding it is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from .errors import BrokenMessageError, ChecksumError, UnknownMessageError
from .kinds import FORBIDDEN
from .layout import LAYOUTS, Message
from .messages import RequestAcsResend, RequestScResend

#: `AY1AZFCA5` at the end of a line; some machines put a bar after the sequence number, some send no checksum.
_TRAILER = re.compile(rb"(?:AY([0-9])\|?)?AZ([0-9A-Fa-f]{4})\|?$|AY([0-9])\|?$")

#: Kazakh letters that CP1251 has not, as readers of its time wrote them.
_NEAREST = str.maketrans("ӘәҒғҚқҢңӨөҰұҮүҺһ’ʼ", "АаГгКкНнОоУуУуХх''")


class Encoding(StrEnum):
    UTF8 = "utf-8"
    CP1251 = "cp1251"


@dataclass(frozen=True, slots=True)
class Frame:
    """A message with what came round it: its sequence number, and whether a checksum proved it."""

    message: Message
    sequence: int | None = None
    is_checked: bool = False


def checksum(line: bytes) -> str:
    """The checksum of a line up to and including `AZ`: its bytes added up, negated, the lower 16 bits as hex digits.

    >>> checksum(b"9900302.00AY1AZ")
    'FCA5'
    """
    return f"{-sum(line) & 0xFFFF:04X}"


def read(line: bytes, *, encoding: Encoding = Encoding.UTF8) -> Frame:
    """Read a line without its end.

    Raises ChecksumError when its checksum is wrong, UnknownMessageError, BrokenMessageError.
    """
    line = line.strip(b"\r\n\0 ") if line[:1] in b"\r\n\0 " or line[-1:] in b"\r\n\0 " else line
    body, sequence, is_checked = line, None, False
    if found := _TRAILER.search(line):
        body = line[: found.start()]
        digit = found[1] or found[3]
        sequence = int(digit) if digit else None
        if found[2]:
            _check(line[: found.start(2)], found[2], encoding)
            is_checked = True
    try:
        number = body[:2].decode("ascii")
    except UnicodeDecodeError as error:
        raise BrokenMessageError("A message begins with two digits") from error
    layout = LAYOUTS.get(number)
    if layout is None:
        raise UnknownMessageError(f"There is no message {number!r}")
    return Frame(layout.read(_decode(body, encoding)), sequence, is_checked)


def _check(line: bytes, given: bytes, encoding: Encoding) -> None:
    """Some clients add up characters before they encode them; the line came whole then too."""
    total = int(given, 16)
    if (sum(line) + total) & 0xFFFF == 0:
        return
    if not line.isascii() and (sum(map(ord, _decode(line, encoding))) + total) & 0xFFFF == 0:
        return
    raise ChecksumError("The checksum is wrong")


def _decode(line: bytes, encoding: Encoding) -> str:
    """A machine set to UTF-8 that does not send it can only be one of CP1251."""
    if encoding is Encoding.UTF8:
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError:
            pass
    return line.decode("cp1251", errors="replace")


def write(
    message: Message, *, sequence: int | None = None, encoding: Encoding = Encoding.UTF8, end: bytes = b"\r"
) -> bytes:
    """A line with its end; with a sequence number it has a checksum too, requests to resend a checksum alone.

    Raises UnwritableError when a value does not fit its field. Letters that the encoding has not become their nearest.
    """
    line = _encode(message.layout.write(message), encoding)
    if sequence is not None:
        if isinstance(message, RequestScResend | RequestAcsResend):
            line += b"AZ"
        else:
            line += b"AY%dAZ" % (sequence % 10)
        line += checksum(line).encode("ascii")
    return line + end


def _encode(text: str, encoding: Encoding) -> bytes:
    try:
        return text.encode(encoding.value)
    except UnicodeEncodeError:
        return b"".join(_nearest(letter, encoding) for letter in text)


def _nearest(letter: str, encoding: Encoding) -> bytes:
    """A letter, or the nearest one that the encoding has; never one that would end a field."""
    for written in (letter, letter.translate(_NEAREST), unicodedata.normalize("NFKD", letter)[:1]):
        try:
            encoded = written.encode(encoding.value)
        except UnicodeEncodeError:
            continue
        if not FORBIDDEN.search(written) or written == letter:
            return encoded
    return b"?"


def clean(text: str, limit: int = 255) -> str:
    """Text of a catalogue or a person as a value of a field: without what ends fields and lines, not too long."""
    return FORBIDDEN.sub(" ", text)[:limit]


class TooLong:
    """A line that did not end within the limit; it was thrown away."""


class LineReader:
    """Cuts bytes, as they come, into lines. A line longer than the limit is thrown away while it comes: memory is
    bounded whatever is sent.

    >>> reader = LineReader()
    >>> list(reader.feed(b"97\\r9900"))
    [b'97']
    """

    def __init__(self, limit: int = 8192) -> None:
        self.limit = limit
        self._rest = b""
        self._skipping = False

    @property
    def is_amid_line(self) -> bool:
        return bool(self._rest) or self._skipping

    def feed(self, data: bytes) -> Iterator[bytes | TooLong]:
        """Whole lines, without their ends and without empty ones; TooLong in place of each that is."""
        lines = (self._rest + data).replace(b"\n", b"\r").split(b"\r")
        self._rest = lines.pop()
        for line in lines:
            if self._skipping:
                self._skipping = False
                continue
            if len(line) > self.limit:
                yield TooLong()
            elif line.strip(b"\0 "):
                yield line
        if len(self._rest) > self.limit or self._skipping:
            if not self._skipping:
                yield TooLong()
            self._rest, self._skipping = b"", True
