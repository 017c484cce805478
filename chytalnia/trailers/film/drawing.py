"""What a scene is drawn of: a ground that may move, and over it what is written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

from chytalnia.core.covers import ornaments

from . import lettering
from .lettering import Block
from .shapes import Shape
from .storyboard import Scene

Colour = tuple[int, int, int]
#: How much larger than the frame a moving ground is: the way it can go.
REACH = 1.13
#: Black behind letters on a picture: white letters on white paper would still be read.
SHADE = 0.62


#: Letters on a card at their largest, in hundredths of the short side.
CARD_TITLE, CARD_TEXT = 16.0, 8.0


@dataclass(frozen=True, slots=True)
class Card:
    ground: Colour
    ink: Colour
    rule: Colour
    ornament: tuple[str, str]


#: The tokens of the look: paper, desk lamp, the dark theme, brass; each pair of ground and ink holds 7 : 1.
CARDS = {
    "paper": Card((251, 248, 241), (32, 36, 31), (166, 58, 43), ("#1E5B4A", "#8F6212")),
    "lamp": Card((30, 91, 74), (251, 248, 241), (240, 207, 148), ("#FBF8F1", "#F0CF94")),
    "night": Card((21, 25, 22), (236, 232, 221), (229, 132, 116), ("#7FC4AC", "#D9A94E")),
    "brass": Card((246, 237, 216), (32, 36, 31), (166, 58, 43), ("#855A0E", "#1E5B4A")),
}
PAPER: Colour = (251, 248, 241)
GOLD: Colour = (240, 207, 148)


class NoRoom(Exception):  # noqa: N818
    """The text finds no place, even in the smallest letters that can still be read."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A block of text and its place in the frame."""

    block: Block
    x: int
    y: int
    align: str


def setting(scene: Scene, shape: Shape) -> Setting | None:
    """Where what is written stands; none when nothing is. Raises NoRoom."""
    if not (scene.title or scene.text):
        return None
    left, top, right, bottom = shape.safe
    unit, align, place = shape.unit, "left", scene.place
    title, text, smallest = scene.title, scene.text, lettering.SMALLEST
    if scene.card:
        bottom -= _band(shape)
        # A card is its words: they are as large as its room lets them, and a text alone is what a title is elsewhere.
        if not title:
            title, text = text, ""
        sizes, place, smallest = (CARD_TITLE, CARD_TEXT), "middle", 0.3
        align = "left" if shape.width > shape.height * 1.1 else "centre"
    elif scene.cover:
        left, top, right, bottom = _beside_cover(shape)
        sizes, place = (9.0, 4.8), "middle"
        align = "left" if shape.width > shape.height * 1.1 else "centre"
    else:
        sizes = (8.0, 5.0 if title else 6.5)
        if shape.width > shape.height * 1.1:
            right = left + round((right - left) * 0.78)
        middle = (top + bottom) // 2
        if place == "bottom":
            top = middle - round((bottom - top) * 0.06)
        elif place == "top":
            bottom = middle + round((bottom - top) * 0.06)
    room = (right - left, bottom - top)
    block = lettering.fit(
        title, text, room=room, title_size=sizes[0] * unit, text_size=sizes[1] * unit, least=3.1 * unit, smallest=smallest
    )  # fmt: skip
    if block is None:
        raise NoRoom
    x = left + (room[0] - block.width) // 2 if align == "centre" else left
    y = {"top": top, "middle": top + (room[1] - block.height) // 2, "bottom": bottom - block.height}[place]
    return Setting(block, x, y, align)


def _band(shape: Shape) -> int:
    """Height of the ornament under a card."""
    return round(shape.height * (0.12 if shape.is_upright else 0.2))


def _beside_cover(shape: Shape) -> tuple[int, int, int, int]:
    left, top, right, bottom = shape.safe
    if shape.width > shape.height * 1.1:
        return left + round((right - left) * 0.42), top, right, bottom
    return left, top + round((bottom - top) * 0.56), right, bottom


def written(scene: Scene, shape: Shape) -> Image.Image | None:
    """What is written, as a transparent picture of the whole frame, with the shade behind it. Raises NoRoom."""
    found = setting(scene, shape)
    if found is None:
        return None
    out = Image.new("RGBA", (shape.width, shape.height), (0, 0, 0, 0))
    card = CARDS.get(scene.card)
    if scene.picture:
        out.putalpha(_shade(found, shape))
    lettering_layer = Image.new("RGBA", out.size, (0, 0, 0, 0))
    lettering.draw_block(
        lettering_layer, found.block, found.x, found.y,
        colour=card.ink if card else PAPER, rule=card.rule if card else GOLD, align=found.align,
    )  # fmt: skip
    return Image.alpha_composite(out, lettering_layer)


def _shade(found: Setting, shape: Shape) -> Image.Image:
    """Dark over the whole width behind the text, fading out above and below it."""
    fade = max(2, round(shape.height * 0.16))
    near = round(shape.unit * 3)
    first, last = found.y - near, found.y + found.block.height + near
    column = Image.new("L", (1, shape.height))
    for y in range(shape.height):
        away = max(first - y, y - last, 0) / fade
        column.putpixel((0, y), round(255 * SHADE * max(0.0, 1 - away) ** 1.4))
    return column.resize((shape.width, shape.height))


def ground(scene: Scene, shape: Shape, language: str, seed: str) -> Image.Image:
    """The moving layer, REACH times as large as the frame, with even sides."""
    size = (_even(shape.width * REACH), _even(shape.height * REACH))
    if scene.card:
        return _card(scene.card, shape, size, language, seed)
    picture = opened(scene.picture or scene.cover or Path(), size, fills=bool(scene.picture) and scene.fit == "fill")
    if scene.cover:
        return _cover(picture, shape, size)
    if scene.fit == "whole":
        return whole(picture, size, (shape.width, shape.height))
    return filled(picture, size, scene.focus)


def aim(scene: Scene, shape: Shape) -> tuple[float, float]:
    """Where the focus of a picture lies in the ground that is cut of it, in parts of width and height; else the middle."""
    if not scene.picture or scene.fit != "fill":
        return 0.5, 0.5
    import pyvips

    header = pyvips.Image.new_from_file(str(scene.picture), access="sequential").autorot()
    size = (_even(shape.width * REACH), _even(shape.height * REACH))
    left, top, right, bottom = _cut((header.width, header.height), size, scene.focus)
    across, down = scene.focus[0] * header.width, scene.focus[1] * header.height
    return (across - left) / (right - left), (down - top) / (bottom - top)


def _even(value: float) -> int:
    return round(value / 2) * 2


def opened(path: Path, size: tuple[int, int], *, fills: bool) -> Image.Image:
    """A picture turned upright, in sRGB, over white, not much larger than what it has to fill or to fit into."""
    import pyvips

    header = pyvips.Image.new_from_file(str(path), access="sequential").autorot()
    wanted = (max if fills else min)(size[0] / header.width, size[1] / header.height) * 1.1
    wide, high = (max(2, round(side * wanted)) for side in (header.width, header.height))
    found = pyvips.Image.thumbnail(str(path), wide, height=high, size="down", export_profile="srgb")
    if found.hasalpha():
        found = found.flatten(background=255)
    if found.bands == 1:
        found = found.bandjoin([found, found])
    data = found.cast("uchar").write_to_memory()
    return Image.frombytes("RGB", (found.width, found.height), data)


def filled(picture: Image.Image, size: tuple[int, int], focus: tuple[float, float] = (0.5, 0.5)) -> Image.Image:
    """The picture cut to the shape, the focus as near to its middle as can be."""
    return picture.resize(size, Image.Resampling.LANCZOS, _cut(picture.size, size, focus))


def _cut(
    whole: tuple[int, int], size: tuple[int, int], focus: tuple[float, float]
) -> tuple[float, float, float, float]:
    scale = max(size[0] / whole[0], size[1] / whole[1])
    wide, high = min(whole[0], size[0] / scale), min(whole[1], size[1] / scale)
    left = max(0.0, min(focus[0] * whole[0] - wide / 2, whole[0] - wide))
    top = max(0.0, min(focus[1] * whole[1] - high / 2, whole[1] - high))
    return left, top, left + wide, top + high


def blurred(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """A dark, soft ground of the picture's own colours."""
    small = filled(picture, (max(8, size[0] // 16), max(8, size[1] // 16))).filter(ImageFilter.GaussianBlur(4))
    dark = small.point([round(value * 0.36) for value in range(256)] * 3)
    return dark.resize(size, Image.Resampling.BICUBIC)


def whole(picture: Image.Image, size: tuple[int, int], room: tuple[int, int] | None = None) -> Image.Image:
    """The picture as large as the room in the middle, nothing cut off, on a ground of its own colours."""
    out = blurred(picture, size)
    inner = _contained(picture, room or size)
    out.paste(inner, ((size[0] - inner.width) // 2, (size[1] - inner.height) // 2))
    return out


def _contained(picture: Image.Image, room: tuple[int, int]) -> Image.Image:
    scale = min(room[0] / picture.width, room[1] / picture.height)
    return picture.resize(
        (max(2, round(picture.width * scale)), max(2, round(picture.height * scale))), Image.Resampling.LANCZOS
    )


def _cover(picture: Image.Image, shape: Shape, size: tuple[int, int]) -> Image.Image:
    """The cover whole, with a shadow, at the left or above; the ground is its own colours."""
    out = blurred(picture, size)
    left, top, right, bottom = shape.safe
    dx, dy = (size[0] - shape.width) // 2, (size[1] - shape.height) // 2
    if shape.width > shape.height * 1.1:
        area = (left, top, left + round((right - left) * 0.36), bottom)
    else:
        area = (left, top, right, top + round((bottom - top) * 0.52))
    inner = _contained(picture, (area[2] - area[0], area[3] - area[1]))
    x = dx + area[0] + (area[2] - area[0] - inner.width) // 2
    y = dy + area[1] + (area[3] - area[1] - inner.height) // 2
    soft = max(2, round(shape.unit * 1.6))
    shadow = Image.new("L", size, 0)
    ImageDraw.Draw(shadow).rectangle((x, y + soft // 2, x + inner.width, y + inner.height + soft), fill=170)
    out.paste((0, 0, 0), (0, 0), shadow.filter(ImageFilter.GaussianBlur(soft)))
    out.paste(inner, (x, y))
    return out


def _card(name: str, shape: Shape, size: tuple[int, int], language: str, seed: str) -> Image.Image:
    """The ground of a card: its colour, and the ornament of the language along its lower edge, out of the way of text."""
    card = CARDS[name]
    out = Image.new("RGB", size, card.ground)
    high = _band(shape)
    band = round(high * 0.62)
    count = max(2, round(shape.width / (band * 2.6)))
    wide = shape.width / count
    piece = _ornament(card, language, seed, round(wide), band)
    dx, dy = (size[0] - shape.width) // 2, (size[1] - shape.height) // 2
    top = dy + shape.safe[3] - band
    # One piece further to both sides: the ground moves.
    for number in range(-1, count + 1):
        out.paste(piece, (dx + round(number * wide), top), piece)
    return out


def _ornament(card: Card, language: str, seed: str, wide: int, high: int) -> Image.Image:
    import pyvips

    draw = ornaments.BY_LANGUAGE.get(language, ornaments.weave)
    body = draw(ornaments.Seed(seed), 0, 0, 164, 164 * high / wide)
    for old, new in zip((ornaments.THREAD, ornaments.GOLD), card.ornament, strict=True):
        body = body.replace(old, new)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 164 {164 * high / wide:.3f}" width="{wide}" '
        f'height="{high}">{body}</svg>'
    )
    drawn = pyvips.Image.svgload_buffer(svg.encode())
    return Image.frombytes("RGBA", (drawn.width, drawn.height), drawn.write_to_memory())
