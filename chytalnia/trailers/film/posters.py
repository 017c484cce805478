"""One moment as a picture: previews of scenes, the player's poster, the picture for networks."""

from __future__ import annotations

from pathlib import Path

from .shapes import SHAPES, SOCIAL, Shape
from .storyboard import Storyboard


def still(storyboard: Storyboard, scene: int, at: float | None = None, *, shape: str | Shape = SHAPES["720p"]) -> bytes:
    """A PNG of the moment `at` seconds after the beginning of a scene, counted from nought, exactly as the film has it.

    Without `at`, the moment when all that is written stands there. Raises BadStoryboard when its text finds no place.
    """
    raise NotImplementedError


def poster(storyboard: Storyboard, output: Path, *, shape: Shape = SOCIAL) -> Path:
    """A JPEG of the moment that stands for the film."""
    raise NotImplementedError


def film_poster(film: Path, output: Path, *, at: float | None = None, shape: Shape = SOCIAL) -> Path:
    """A JPEG of a moment of a finished film, shown whole on a ground of its own colours; a third in unless told."""
    raise NotImplementedError
