"""What the readers hand out: what a file is, one parsed record, one reason why something is not as it should be."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from pymarc import Record

Format = Literal["iso2709", "marcxml", "irbis"]
Dialect = Literal["marc21", "unimarc", "rusmarc", "irbis"]
FORMATS = ("iso2709", "marcxml", "irbis")
DIALECTS = ("marc21", "unimarc", "rusmarc", "irbis")


@dataclass(slots=True, frozen=True)
class Reason:
    """Why a record was refused or mended: a stable code, an English message for translation, and its parameters."""

    code: str
    message: str
    params: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


class Unreadable(ValueError):  # noqa: N818 - it names the record's state, the reason tells the error
    """A record that no reader can make sense of; `reason` says why."""

    def __init__(self, code: str, message: str, **params: Any) -> None:
        self.reason = Reason(code, message, params)
        super().__init__(str(self.reason))


@dataclass(slots=True)
class Parsed:
    """One record of a file: where it stood, its bytes, and either the record or the problem.

    `next_offset` is where reading may go on after this record. `repairs` lists what had to be mended to read it.
    """

    offset: int
    raw: bytes
    record: Record | None = None
    problem: str = ""
    reason: Reason | None = None
    encoding: str = ""
    dialect: str = ""
    repairs: tuple[Reason, ...] = ()

    @property
    def next_offset(self) -> int:
        return self.offset + len(self.raw)


def refused(offset: int, raw: bytes, reason: Reason) -> Parsed:
    """A record that goes to the rejects, byte for byte."""
    return Parsed(offset, raw, None, str(reason), reason)


@dataclass(slots=True)
class Sniffed:
    """What a file is by its content: container, dialect, character set, and the set its records claim.

    `format` is empty when the file is none of ours; `reason` then says so. `encodings` and `dialects` count the
    records of the sample under each, for files that mix them.
    """

    format: str = ""
    dialect: str = ""
    encoding: str = ""
    claimed: str = ""
    records: int = 0
    encodings: dict[str, int] = field(default_factory=dict)
    dialects: dict[str, int] = field(default_factory=dict)
    reason: Reason | None = None
