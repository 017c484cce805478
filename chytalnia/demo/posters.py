"""Covers of the exhibitions of the demonstration: a shelf with books, a lamp and a thing of the theme, drawn, always the same."""

from __future__ import annotations

import hashlib
import io
import math
import random

from PIL import Image as Picture
from PIL import ImageDraw

WIDTH, HEIGHT, BOARD = 1200, 675, 560
#: Drawn twice as large and made smaller, which smooths the edges.
_FINE = 2
_PAPER, _WOOD, _DARK, _LAMP, _BRASS = "#f4ecdd", "#9b7450", "#7b5a3c", "#1e5b4a", "#c79a3f"
_SPINES = ("#1e5b4a", "#a63a2b", "#2c5e86", "#8f6212", "#5b6159", "#7a4a3a", "#486b8a", "#b98b4a", "#3f6650", "#d8cbb0")


class Poster:
    def __init__(self, name: str) -> None:
        self.chance = random.Random(hashlib.sha256(name.encode()).digest())  # noqa: S311
        self.picture = Picture.new("RGB", (WIDTH * _FINE, HEIGHT * _FINE), _PAPER)
        self.draw = ImageDraw.Draw(self.picture)

    def shape(self, points: list[tuple[float, float]], colour: str) -> None:
        self.draw.polygon([(x * _FINE, y * _FINE) for x, y in points], fill=colour)

    def box(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        self.draw.rectangle([v * _FINE for v in (left, top, right, bottom)], fill=colour)

    def round(self, x: float, y: float, size: float, colour: str) -> None:
        self.draw.ellipse([v * _FINE for v in (x - size, y - size, x + size, y + size)], fill=colour)

    def line(self, points: list[tuple[float, float]], colour: str, width: int) -> None:
        self.draw.line([(x * _FINE, y * _FINE) for x, y in points], fill=colour, width=width * _FINE, joint="curve")

    def shelf(self) -> None:
        self.box(0, BOARD, WIDTH, BOARD + 34, _WOOD)
        self.box(0, BOARD + 34, WIDTH, BOARD + 46, _DARK)

    def books(self, left: float, right: float) -> None:
        x = left
        while x < right:
            wide, high = self.chance.randint(26, 58), self.chance.randint(210, 350)
            colour = self.chance.choice(_SPINES)
            self.box(x, BOARD - high, x + wide, BOARD, colour)
            trim = "#efe2c4" if colour != "#d8cbb0" else "#8f6212"
            for at in (0.14, 0.2, 0.82):
                self.box(x + 4, BOARD - high * (1 - at), x + wide - 4, BOARD - high * (1 - at) + 4, trim)
            x += wide + 3

    def lamp(self, x: float) -> None:
        self.shape([(x - 150, 330), (x + 150, 330), (x + 260, BOARD), (x - 260, BOARD)], "#f8eecb")
        self.box(x - 5, 300, x + 5, BOARD - 16, _BRASS)
        self.box(x - 70, BOARD - 18, x + 70, BOARD, _BRASS)
        self.shape([(x - 66, 220), (x + 66, 220), (x + 150, 330), (x - 150, 330)], _LAMP)

    def scales(self, x: float) -> None:
        self.box(x - 6, 190, x + 6, BOARD - 14, _BRASS)
        self.box(x - 80, BOARD - 16, x + 80, BOARD, _BRASS)
        self.line([(x - 150, 214), (x + 150, 214)], _BRASS, 9)
        for side in (-1, 1):
            at = x + side * 150
            self.line([(at, 214), (at - 58, 350)], _DARK, 3)
            self.line([(at, 214), (at + 58, 350)], _DARK, 3)
            self.draw.pieslice([v * _FINE for v in (at - 64, 306, at + 64, 394)], 0, 180, fill=_BRASS)

    def road(self, x: float) -> None:
        self.shape([(x - 190, BOARD), (x + 190, BOARD), (x + 190, 210), (x - 190, 210)], "#cfdccf")
        for n, colour in enumerate(("#a9bfa6", "#86a488", "#5f8257")):
            ridge = [(x - 190 + k * 38, 330 + n * 60 + 26 * math.sin(k * 0.9 + n * 2)) for k in range(11)]
            self.shape([*ridge, (x + 190, BOARD), (x - 190, BOARD)], colour)
        self.shape([(x - 60, BOARD), (x + 60, BOARD), (x + 18, 400), (x + 4, 400)], "#efe2c4")
        self.round(x + 110, 270, 34, "#e6b84f")

    def sun(self, x: float) -> None:
        for n in range(24):
            turn = n * math.pi / 12
            self.line(
                [(x + 110 * math.cos(turn), 360 + 110 * math.sin(turn)), (x + 165 * math.cos(turn), 360 + 165 * math.sin(turn))],
                _BRASS, 8,
            )  # fmt: skip
        self.round(x, 360, 96, "#e6b84f")
        self.box(x - 5, 455, x + 5, BOARD, _BRASS)
        self.box(x - 60, BOARD - 14, x + 60, BOARD, _BRASS)

    def snow(self, x: float) -> None:
        self.shape([(x - 190, 210), (x + 190, 210), (x + 190, BOARD), (x - 190, BOARD)], "#b9cfe0")
        for n in range(3):
            foot, half = BOARD - n * 70, 120 - n * 30
            self.shape([(x - half, foot), (x + half, foot), (x, foot - 150)], "#3f6650")
        for _n in range(70):
            self.round(
                x + self.chance.randint(-185, 185),
                self.chance.randint(220, BOARD),
                self.chance.randint(2, 5),
                "#ffffff",
            )

    def done(self) -> bytes:
        small = self.picture.resize((WIDTH, HEIGHT), Picture.Resampling.LANCZOS)
        out = io.BytesIO()
        small.save(out, "JPEG", quality=86, optimize=True)
        return out.getvalue()


def drawn(name: str, motif: str) -> bytes:
    """A JPEG of a cover; `motif` is scales, road, sun or snow."""
    here = Poster(name)
    here.shelf()
    here.lamp(210)
    here.books(430, 660)
    getattr(here, motif)(930)
    here.box(0, BOARD, WIDTH, BOARD + 34, _WOOD)
    return here.done()
