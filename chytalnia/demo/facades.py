"""Pictures of the libraries of the demonstration network, drawn: a house for each, always the same, never two alike.

No photographs of such libraries may be given on with the project, so nothing here pretends to be one.
"""

from __future__ import annotations

import hashlib
import io
import random

from django.core.files.images import ImageFile
from PIL import Image as Picture
from PIL import ImageDraw, ImageFilter

from chytalnia.network.models import Unit, UnitKind

WIDTH, HEIGHT, GROUND = 1200, 750, 610
#: Drawn twice as large and made smaller, which smooths the edges.
_FINE = 2
_SKIES = (("#bcd4e6", "#f4ecdd"), ("#c9d6df", "#f7e9d7"), ("#a9c7de", "#eef2ea"), ("#d8cfe0", "#fbe8d3"))
_WALLS = ("#d9b98f", "#c9a27c", "#e3d5b8", "#b7c2b0", "#cfa9a0", "#d8d4cb", "#a9b6c2", "#e6c9a4")
_ROOFS = ("#7a4a3a", "#5b5f63", "#6d3f34", "#4d5a52", "#85583f")
_TRIM, _GLASS, _LIGHT, _DOOR = "#f6efe1", "#5d7684", "#f3d58a", "#1e5b4a"


class Drawing:
    def __init__(self, code: str) -> None:
        self.chance = random.Random(hashlib.sha256(code.encode()).digest())  # noqa: S311
        self.picture = Picture.new("RGB", (WIDTH * _FINE, HEIGHT * _FINE))
        self.draw = ImageDraw.Draw(self.picture)

    def box(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        self.draw.rectangle([v * _FINE for v in (left, top, right - 0.5, bottom - 0.5)], fill=colour)

    def shape(self, points: list[tuple[float, float]], colour: str) -> None:
        self.draw.polygon([(x * _FINE, y * _FINE) for x, y in points], fill=colour)

    def round(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        self.draw.ellipse([v * _FINE for v in (left, top, right, bottom)], fill=colour)

    def sky(self) -> None:
        above, below = (_rgb(colour) for colour in self.chance.choice(_SKIES))
        for y in range(GROUND * _FINE):
            share = y / (GROUND * _FINE)
            self.draw.line(
                [(0, y), (WIDTH * _FINE, y)],
                fill=tuple(round(a + (b - a) * share) for a, b in zip(above, below, strict=True)),
            )
        for _n in range(self.chance.randint(2, 4)):
            x, y, side = self.chance.randint(0, WIDTH), self.chance.randint(40, 190), self.chance.randint(40, 80)
            for k in range(4):
                self.round(
                    x + k * side * 0.6,
                    y - (k % 2) * side * 0.3,
                    x + k * side * 0.6 + side * 1.3,
                    y + side * 0.6,
                    "#fbf8f1",
                )

    def ground(self) -> None:
        self.box(0, GROUND, WIDTH, HEIGHT, "#b9bfa6")
        self.box(0, GROUND + 46, WIDTH, GROUND + 92, "#cfcabd")
        self.box(0, GROUND + 92, WIDTH, HEIGHT, "#8d9096")

    def tree(self, x: float, high: float) -> None:
        if self.chance.random() < 0.3:
            self.box(x - 4, GROUND - high * 0.25, x + 4, GROUND + 8, "#6b5442")
            for k in range(3):
                half, foot = high * (0.3 - k * 0.07), GROUND - high * (0.15 + k * 0.25)
                self.shape([(x - half, foot), (x + half, foot), (x, foot - high * 0.42)], "#3f6650")
            return
        self.box(x - 6, GROUND - high * 0.5, x + 6, GROUND + 8, "#6b5442")
        green = self.chance.choice(("#5f8257", "#718f5c", "#4f7553", "#8a9a55"))
        for dx, dy in ((-0.28, 0.0), (0.22, -0.05), (-0.05, -0.25), (0.08, 0.15)):
            size = high * 0.3
            cx, cy = x + dx * high, GROUND - high * 0.68 + dy * high
            self.round(cx - size, cy - size, cx + size, cy + size, green)

    def window(self, left: float, top: float, wide: float, high: float, *, arched: bool) -> None:
        if arched:
            self.round(left - 5, top - wide / 2 - 5, left + wide + 5, top + wide / 2 + 5, _TRIM)
        self.box(left - 5, top - 5, left + wide + 5, top + high + 7, _TRIM)
        glass = _LIGHT if self.chance.random() < 0.22 else _GLASS
        if arched:
            self.round(left, top - wide / 2, left + wide, top + wide / 2, glass)
        self.box(left, top, left + wide, top + high, glass)
        self.box(left + wide / 2 - 1.5, top - (wide / 2 if arched else 0), left + wide / 2 + 1.5, top + high, _TRIM)
        self.box(left, top + high * 0.4, left + wide, top + high * 0.4 + 3, _TRIM)

    def door(self, middle: float, wide: float, high: float) -> None:
        self.box(middle - wide / 2 - 8, GROUND - high - 8, middle + wide / 2 + 8, GROUND, _TRIM)
        self.box(middle - wide / 2, GROUND - high, middle + wide / 2, GROUND, _DOOR)
        self.box(middle - 1.5, GROUND - high, middle + 1.5, GROUND, _TRIM)
        for side in (-1, 1):
            self.round(
                middle + side * 9 - 3, GROUND - high * 0.45, middle + side * 9 + 3, GROUND - high * 0.45 + 6, _LIGHT
            )
        for k in range(3):
            self.box(
                middle - wide / 2 - 20 - k * 12,
                GROUND + k * 8,
                middle + wide / 2 + 20 + k * 12,
                GROUND + k * 8 + 8,
                "#d6cfc0",
            )

    def sign(self, middle: float, top: float, wide: float) -> None:
        """A board with an open book, which needs no language."""
        self.box(middle - wide / 2, top, middle + wide / 2, top + 40, "#20352d")
        for side in (-1, 1):
            self.shape(
                [(middle, top + 12), (middle + side * 26, top + 8), (middle + side * 26, top + 28), (middle, top + 33)],
                _TRIM,
            )

    def house(self, floors: int, bays: int, style: str) -> None:
        bay = min(118.0, 900 / bays)
        wide, high = bays * bay, 70 + floors * (128 if style != "village" else 120)
        left, top = (WIDTH - wide) / 2, GROUND - high
        wall, roof = self.chance.choice(_WALLS), self.chance.choice(_ROOFS)
        self.box(left, top, left + wide, GROUND, wall)
        self.box(left - 6, GROUND - 26, left + wide + 6, GROUND, "#8f867a")
        middle, has_arches = left + wide / 2, style == "classical" and self.chance.random() < 0.6
        if style == "modern":
            self.box(left - 14, top - 16, left + wide + 14, top, "#5b5f63")
        elif style == "village":
            self.shape(
                [(left - 34, top), (left + wide + 34, top), (left + wide - 90, top - 120), (left + 90, top - 120)], roof
            )
            self.box(left + wide * 0.72, top - 140, left + wide * 0.72 + 34, top - 60, "#8a5a48")
        else:
            self.shape(
                [(left - 22, top), (left + wide + 22, top), (left + wide - 30, top - 60), (left + 30, top - 60)], roof
            )
            self.box(left - 16, top - 4, left + wide + 16, top + 14, _TRIM)
        door_bay = bays // 2
        for floor in range(floors):
            sill = top + 46 + floor * 128
            for n in range(bays):
                if floor == floors - 1 and n == door_bay:
                    continue
                broad = bay * (0.72 if style == "modern" else 0.46)
                self.window(left + n * bay + (bay - broad) / 2, sill, broad, 84, arched=has_arches)
        middle = left + (door_bay + 0.5) * bay
        if style == "classical":
            self._portico(middle, bay, top)
        self.door(middle, bay * 0.5, 100)
        self.sign(middle, GROUND - 158, min(bay * 0.92, 130))

    def _portico(self, middle: float, bay: float, top: float) -> None:
        half = bay * 1.35
        self.shape([(middle - half - 16, top + 6), (middle + half + 16, top + 6), (middle, top - 96)], _TRIM)
        self.shape([(middle - half + 14, top - 2), (middle + half - 14, top - 2), (middle, top - 78)], "#d9cdb6")
        self.box(middle - half - 8, top + 6, middle + half + 8, top + 26, _TRIM)
        for k in range(4):
            x = middle - half + 10 + k * (2 * half - 20) / 3
            self.box(x - 9, top + 26, x + 9, GROUND, _TRIM)
            self.box(x + 4, top + 26, x + 9, GROUND, "#ddd2bd")

    def done(self) -> bytes:
        small = self.picture.resize((WIDTH, HEIGHT), Picture.Resampling.LANCZOS).filter(ImageFilter.SMOOTH)
        out = io.BytesIO()
        small.save(out, "JPEG", quality=84, optimize=True)
        return out.getvalue()


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def drawn(code: str, *, rural: bool = False, large: bool = False) -> bytes:
    """A JPEG of the house of a library."""
    here = Drawing(code)
    here.sky()
    for _n in range(3):
        here.tree(
            here.chance.choice((here.chance.randint(30, 260), here.chance.randint(940, 1170))),
            here.chance.randint(170, 280),
        )
    here.ground()
    if rural:
        here.house(1, here.chance.choice((5, 7)), "village")
    elif large:
        here.house(3, here.chance.choice((7, 9)), "classical")
    else:
        here.house(
            here.chance.choice((1, 2, 2)),
            here.chance.choice((5, 6, 7)),
            here.chance.choice(("modern", "plain", "classical")),
        )
    for _n in range(2):
        here.tree(
            here.chance.choice((here.chance.randint(10, 90), here.chance.randint(1110, 1190))),
            here.chance.randint(120, 190),
        )
    return here.done()


_CALLED = {
    "uk": "%s: малюнок будинку", "ru": "%s: рисунок здания", "kk": "%s: ғимараттың суреті", "en": "%s: a drawing of the house",
}  # fmt: skip


def hang(unit: Unit, name: str, language: str) -> None:
    """Give a library its picture, called in the library's own language."""
    from wagtail.images.models import Image

    data = drawn(unit.code, rural=unit.is_rural, large=unit.kind == UnitKind.LIBRARY)
    house = ImageFile(io.BytesIO(data), name=f"house-{unit.code}.jpg")
    picture = Image.objects.create(title=(_CALLED.get(language, _CALLED["en"]) % name)[:255], file=house)
    Unit.objects.filter(pk=unit.pk).update(photo=picture)
