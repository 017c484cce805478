"""Films made elsewhere: looked at without trust."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import Problem


@dataclass(frozen=True, slots=True)
class Stream:
    kind: str
    codec: str
    width: int = 0
    height: int = 0
    rate: float = 0.0
    channels: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a file is. `problems` forbid to take it; `remarks` are mended when it is transcoded."""

    container: str = ""
    seconds: float = 0.0
    bytes: int = 0
    streams: tuple[Stream, ...] = ()
    loudness: float | None = None
    true_peak: float | None = None
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()

    @property
    def is_taken(self) -> bool:
        return not self.problems

    def as_dict(self) -> dict[str, Any]:
        raise NotImplementedError


def check(path: Path, *, name: str = "", decode: bool = True) -> Verdict:
    """Look at a film. Never raises for what is in the file: everything that is wrong stands in the verdict.

    `name` is what the file was called by whoever brought it. Without `decode` only the packets are read, which takes a
    second; with it every frame is decoded and the loudness measured.
    """
    raise NotImplementedError
