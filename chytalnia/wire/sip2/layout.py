"""How a message is laid out: fixed fields by their places, then variable ones by their two letters.

@message("94")
class LoginResponse(Message):
    ok: bool = fixed(YesNo("1", "0"))
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeVar, dataclass_transform

from .errors import BrokenMessageError, UnwritableError
from .kinds import Kind, Moment, Text

M = TypeVar("M", bound="Message")


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable field: always written, written when there is a value, or written once for each value."""

    name: str
    code: str
    kind: Kind[Any]
    is_required: bool
    is_many: bool


class Layout:
    def __init__(self, cls: type, number: str) -> None:
        self.cls, self.number = cls, number
        self.fixed: list[tuple[str, Kind[Any], int, int]] = []
        self.variable: list[Variable] = []
        place = 2
        for one in dataclasses.fields(cls):
            kind = one.metadata["kind"]
            if code := one.metadata.get("code"):
                self.variable.append(
                    Variable(one.name, code, kind, one.metadata["required"], one.metadata.get("many", False))
                )
            else:
                self.fixed.append((one.name, kind, place, place + kind.width))
                place += kind.width
        self.width = place
        self._by_code = {variable.code: variable for variable in self.variable}
        self._undated, self._undated_width = self._without_dates()

    def _without_dates(self) -> tuple[list[tuple[str, Kind[Any], int, int]], int]:
        """The fixed fields as a machine sends them that leaves its dates out."""
        found, place = [], 2
        for name, kind, _start, _end in self.fixed:
            if not isinstance(kind, Moment):
                found.append((name, kind, place, place + kind.width))
                place += kind.width
        return found, place

    def read(self, text: str) -> Message:
        """A message from a line without its number check, sequence and checksum. Raises BrokenMessageError."""
        fixed, width = self.fixed, self.width
        if len(text) < width or "|" in text[:width]:
            fixed, width = self._undated, self._undated_width
            if width == self.width or text[width : width + 2] not in self._by_code or "|" in text[:width]:
                raise BrokenMessageError(f"{self.number} is shorter than its fixed fields")
        values: dict[str, Any] = {name: kind.read(text[start:end]) for name, kind, start, end in fixed}
        if width != self.width:
            values |= {name: None for name, kind, _start, _end in self.fixed if isinstance(kind, Moment)}
        for piece in text[width:].split("|"):
            variable = self._by_code.get(piece[:2])
            if variable is None:
                continue
            value = variable.kind.read(piece[2:])
            if variable.is_many:
                values.setdefault(variable.name, []).append(value)
            elif variable.name not in values:
                values[variable.name] = value
        for variable in self.variable:
            if variable.is_many:
                values[variable.name] = tuple(values.get(variable.name, ()))
            elif variable.is_required and variable.name not in values:
                values[variable.name] = variable.kind.read("")
        message: Message = self.cls(**values)
        return message

    def write(self, message: Message) -> str:
        """Raises UnwritableError."""
        parts = [self.number]
        for name, kind, _start, _end in self.fixed:
            written = kind.write(getattr(message, name))
            if len(written) != kind.width:
                raise UnwritableError(f"{name} of {self.number} is {written!r}, not {kind.width} characters")
            parts.append(written)
        for variable in self.variable:
            value = getattr(message, variable.name)
            if variable.is_many:
                parts.extend(f"{variable.code}{variable.kind.write(one)}|" for one in value)
            elif value is not None:
                parts.append(f"{variable.code}{variable.kind.write(value)}|")
        return "".join(parts)


class Message:
    """A request of a machine or an answer to it; immutable."""

    number: ClassVar[str]
    layout: ClassVar[Layout]

    __slots__ = ()


#: number → how the message is laid out
LAYOUTS: dict[str, Layout] = {}


def fixed(kind: Kind[Any], **default: Any) -> Any:
    return field(metadata={"kind": kind}, **default)


def required(code: str, kind: Kind[Any] | None = None, *, default: Any) -> Any:
    """A field that is written even when empty."""
    return field(metadata={"kind": kind or Text(), "code": code, "required": True}, default=default)


def optional(code: str, kind: Kind[Any] | None = None, *, default: None) -> Any:
    """A field that is written when it has a value."""
    return field(metadata={"kind": kind or Text(), "code": code, "required": False}, default=default)


def many(code: str, *, default: tuple[()]) -> Any:
    """A field that is written once for each value."""
    return field(metadata={"kind": Text(), "code": code, "required": False, "many": True}, default=default)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(fixed, required, optional, many))
def message(number: str) -> Callable[[type[M]], type[M]]:
    """Make a frozen dataclass of a class and enter its layout under its number."""

    def decorate(cls: type[M]) -> type[M]:
        made = dataclass(frozen=True, slots=True, kw_only=True)(cls)
        made.number = number
        made.layout = LAYOUTS[number] = Layout(made, number)
        return made

    return decorate
