"""Kinds of values in fields: how each is read, leniently, and written, strictly.

Text that means nothing to a kind is read as its emptiest value: a machine with a wrong clock still lends books.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from .codes import PatronStatus, Request, Summary
from .errors import UnwritableError

T = TypeVar("T")

#: Control characters and the mark between fields have no place inside a value.
FORBIDDEN = re.compile(r"[\x00-\x1f\x7f|]")


class Kind(Generic[T]):
    #: characters in a fixed field; 0 where the length is free
    width = 0

    def read(self, text: str) -> T:
        raise NotImplementedError

    def write(self, value: T) -> str:
        raise NotImplementedError


@dataclass(frozen=True)
class Text(Kind[str]):
    """Any text; in a fixed field of exactly so many characters."""

    width: int = 0

    def read(self, text: str) -> str:
        return text

    def write(self, value: str) -> str:
        if self.width and (len(value) != self.width or not value.isascii()):
            raise UnwritableError(f"{value!r} is not {self.width} characters of ASCII")
        if FORBIDDEN.search(value):
            raise UnwritableError(f"{value!r} holds a character that ends fields or lines")
        return value


@dataclass(frozen=True)
class Number(Kind[int]):
    """A whole number with leading zeros. Unreadable is 0."""

    width: int = 4

    def read(self, text: str) -> int:
        text = text.strip()
        return int(text) if text.isascii() and text.isdecimal() else 0

    def write(self, value: int) -> str:
        written = f"{value:0{self.width}d}"
        if value < 0 or (self.width and len(written) > self.width):
            raise UnwritableError(f"{value} does not fit into {self.width} digits")
        return written


@dataclass(frozen=True)
class YesNo(Kind[bool]):
    yes: str = "Y"
    no: str = "N"
    width: int = 1

    def read(self, text: str) -> bool:
        return text[:1].upper() in (self.yes, "Y", "1")

    def write(self, value: bool) -> str:
        return self.yes if value else self.no


@dataclass(frozen=True)
class YesNoUnknown(Kind[bool | None]):
    width: int = 1

    def read(self, text: str) -> bool | None:
        return {"Y": True, "N": False}.get(text[:1].upper())

    def write(self, value: bool | None) -> str:
        return "U" if value is None else "Y" if value else "N"


@dataclass(frozen=True)
class Moment(Kind[datetime | None]):
    """`YYYYMMDDZZZZHHMMSS`. Without a time zone it is the local time of the library; with `Z` that of Greenwich.

    Blanks, and what is no date, is None.
    """

    width: int = 18

    def read(self, text: str) -> datetime | None:
        digits = text[:8] + text[12:18]
        if len(text) < 18 or not (digits.isascii() and digits.isdecimal()):
            return None
        try:
            read = datetime.fromisoformat(f"{digits[:8]}T{digits[8:]}")
        except ValueError:
            return None
        return read.replace(tzinfo=UTC) if text[11] in "Zz" else read

    def write(self, value: datetime | None) -> str:
        if value is None:
            return " " * 18
        zone = "    "
        if value.tzinfo is not None:
            value, zone = value.astimezone(UTC), "   Z"
        return f"{value.year:04}{value:%m%d}{zone}{value:%H%M%S}"


class Status(Kind[PatronStatus]):
    width = 14

    def read(self, text: str) -> PatronStatus:
        return PatronStatus(sum(1 << n for n, letter in enumerate(text[:14]) if letter in "Yy"))

    def write(self, value: PatronStatus) -> str:
        return "".join("Y" if value & (1 << n) else " " for n in range(14))


class WhichList(Kind[Summary]):
    """One list at a time; of several the first."""

    width = 10

    def read(self, text: str) -> Summary:
        place = text.upper().find("Y")
        return Summary(place) if 0 <= place <= Summary.UNAVAILABLE_HOLDS.value else Summary.NONE

    def write(self, value: Summary) -> str:
        return "".join("Y" if n == value.value else " " for n in range(10))


class Supported(Kind[frozenset[Request]]):
    """The letters of BX, one for each request."""

    def read(self, text: str) -> frozenset[Request]:
        return frozenset(request for request, letter in zip(Request, text, strict=False) if letter in "Yy")

    def write(self, value: frozenset[Request]) -> str:
        return "".join("Y" if request in value else "N" for request in Request)


class Chosen(Kind[Any]):
    """One of known codes; another one is read as `otherwise`."""

    def __init__(self, codes: type[StrEnum], otherwise: StrEnum) -> None:
        self.codes, self.otherwise = codes, otherwise
        self.width = len(otherwise.value)

    def read(self, text: str) -> Any:
        try:
            return self.codes(text)
        except ValueError:
            return self.otherwise

    def write(self, value: Any) -> str:
        return self.codes(value).value
