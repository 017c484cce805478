"""Places: rounded so that nobody's home can be told from them, and the squares of the map that counts are kept for."""

from __future__ import annotations

from datetime import timedelta

from chytalnia.network.queries import distance_km

Point = tuple[float, float]

#: A hundredth of a degree is about a kilometre: a quarter of a town, and never a house.
DIGITS = 2
#: Sides of the squares in hundredths of a degree, the large ones for a country, the small ones for a town.
LEVELS = {0: 20, 1: 1}
#: Metres that are never doubted, and metres a second that nobody exceeds.
NEAR, FASTEST = 100_000, 280


def rounded(lat: float | None, lon: float | None) -> Point | None:
    """The point as it is kept; nothing for half a point or one that is not on Earth."""
    if lat is None or lon is None or not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return None
    return round(lat, DIGITS), round(lon, DIGITS)


def within_reach(before: Point | None, after: Point, passed: timedelta) -> bool:
    """Whether a book can have come so far in the time: nobody goes faster than an aeroplane, whatever a phone was told to say."""
    far = metres(before, after)
    return far <= NEAR or far <= FASTEST * max(passed.total_seconds(), 0)


def metres(one: Point | None, other: Point | None) -> int:
    return round(distance_km(one, other) * 1000) if one and other else 0


def cell(level: int, point: Point) -> tuple[int, int]:
    """The square a point lies in; counted from the south pole and the date line, so never below zero."""
    side = LEVELS[level]
    return (round(point[1] * 100) + 18000) // side, (round(point[0] * 100) + 9000) // side


def middle(level: int, x: float, y: float) -> Point:
    """The middle of a square; of several, of their mean."""
    side = LEVELS[level]
    half = 0.0 if side == 1 else side / 2
    return (y * side + half - 9000) / 100, (x * side + half - 18000) / 100
