"""Where a thing is from where one stands: pure arithmetic over centimetres of a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, degrees, hypot
from typing import Literal

Point = tuple[float, float]
Box = tuple[float, float, float, float]
Side = Literal["ahead", "ahead_left", "ahead_right", "left", "right", "behind"]


@dataclass(frozen=True, slots=True)
class Way:
    """Metres to go and the side one looks to, coming in."""

    metres: int
    side: Side


def inward(entrance: Point, width: float, depth: float) -> Point:
    """The direction one looks in coming through an entrance: away from the wall that is nearest to it."""
    x, y = entrance
    walls = [(x, (1.0, 0.0)), (width - x, (-1.0, 0.0)), (y, (0.0, 1.0)), (depth - y, (0.0, -1.0))]
    return min(walls)[1]


def way(start: Point, ahead: Point, to: Point) -> Way:
    """How a thing lies for somebody who looks ahead."""
    dx, dy = to[0] - start[0], to[1] - start[1]
    forward = dx * ahead[0] + dy * ahead[1]
    # The plan's y goes down, so that one's right is the direction turned by a quarter.
    right = dx * -ahead[1] + dy * ahead[0]
    angle = degrees(atan2(right, forward))
    side: Side
    if abs(angle) <= 20:
        side = "ahead"
    elif abs(angle) > 135:
        side = "behind"
    elif angle > 0:
        side = "ahead_right" if angle < 65 else "right"
    else:
        side = "ahead_left" if angle > -65 else "left"
    return Way(max(1, round(hypot(dx, dy) / 100)), side)


def box_of(points: Sequence[Sequence[float]]) -> Box:
    """The rectangle around corners: x, y, width, depth."""
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


def read_corners(text: str) -> list[list[int]]:
    """Corners as people write them, metres from left and top: «0 0, 4 0, 4 2.5». Raises ValueError."""
    corners = []
    for pair in text.replace(";", ",").split(","):
        if not pair.strip():
            continue
        x, y = pair.replace("×", " ").split()
        corners.append([round(float(x) * 100), round(float(y) * 100)])
    if corners and len(corners) < 3:
        raise ValueError("A shape has three corners at least.")
    if any(value < 0 for corner in corners for value in corner):
        raise ValueError("A corner lies outside.")
    return corners


def written_corners(points: Sequence[Sequence[float]]) -> str:
    return ", ".join(f"{x / 100:g} {y / 100:g}" for x, y in points)


def moved(points: Sequence[Sequence[int]], old: Box, new: Box) -> list[list[int]]:
    """Corners carried along when the rectangle around them is moved or stretched."""
    fx, fy = new[2] / (old[2] or 1), new[3] / (old[3] or 1)
    return [[round(new[0] + (x - old[0]) * fx), round(new[1] + (y - old[1]) * fy)] for x, y in points]
