"""What the form over a record is made of: boxes, rows, lines and sections, for the template to draw."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .worksheet import Coded, Group, Label, Line, Sub


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
