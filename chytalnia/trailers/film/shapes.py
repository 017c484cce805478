"""The shapes of films and the limits that hold for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

FPS = 25
#: A trailer holds its viewer for three minutes.
MOST_SECONDS = 180
LEAST_SCENE, MOST_SCENES = 0.5, 60


@dataclass(frozen=True, slots=True)
class Shape:
    """Width and height of a film; `name` stands in the names of its files."""

    name: str
    width: int
    height: int

    @property
    def is_upright(self) -> bool:
        return self.height > self.width * 1.1

    @property
    def safe(self) -> tuple[int, int, int, int]:
        """Left, top, right, bottom of the area that no player, frame or button of a network covers."""
        side = round(self.width * (0.08 if self.is_upright else 0.06))
        # Upright players lay names and buttons over the top and over the lower fifth.
        top, bottom = (0.10, 0.80) if self.is_upright else (0.08, 0.92)
        return side, round(self.height * top), self.width - side, round(self.height * bottom)

    @property
    def unit(self) -> float:
        """A hundredth of the short side: sizes are told in it."""
        return min(self.width, self.height) / 100


SHAPES = {
    shape.name: shape
    for shape in (
        Shape("1080p", 1920, 1080),
        Shape("720p", 1280, 720),
        Shape("square", 1080, 1080),
        Shape("vertical", 1080, 1920),
    )
}
#: The picture that networks show of a page (Open Graph).
SOCIAL = Shape("poster", 1200, 630)

#: H.264 with AAC plays everywhere; AV1 with Opus is open and much smaller.
CONTAINERS = ("mp4", "webm")


def shapes(names: Iterable[str | Shape]) -> list[Shape]:
    """The shapes that are named; KeyError for a name that is not there."""
    return [name if isinstance(name, Shape) else SHAPES[name] for name in names]
