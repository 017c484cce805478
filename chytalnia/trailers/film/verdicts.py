"""Whether a storyboard can be read and heard: text that has no place or no time, letters that cannot be drawn."""

from __future__ import annotations

from collections.abc import Iterable

from .errors import Problem
from .shapes import SHAPES, Shape
from .storyboard import Storyboard


def problems(storyboard: Storyboard, *, formats: Iterable[str | Shape] = tuple(SHAPES)) -> list[Problem]:
    """Everything that a person has to mend before the film is made in these formats."""
    raise NotImplementedError
