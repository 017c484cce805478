"""What lending refuses, each problem by a code for machines and a sentence for the person at the desk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason against an act. One that can be overridden gives way to a librarian who says why.

    `needs_minor` is the sum of money that would put it out of the way.
    """

    code: str
    message: str
    can_override: bool = True
    needs_minor: int = 0

    def __str__(self) -> str:
        return self.message


class LendingError(Exception):
    """An act was refused; `str()` of it may be shown."""


class Refused(LendingError):  # noqa: N818 – the name the desk, SIP2 and the API agreed on
    """Rules or the state of things stand against an act."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__(" ".join(problem.message for problem in self.problems))

    @property
    def codes(self) -> list[str]:
        return [problem.code for problem in self.problems]

    @property
    def can_override(self) -> bool:
        return all(problem.can_override for problem in self.problems)


class CannotUndo(LendingError):  # noqa: N818
    """Too late, or something has happened since that stands on the act."""


class TripPlanned(LendingError):  # noqa: N818
    """The bus goes on this route on that day already."""
