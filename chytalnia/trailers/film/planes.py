"""Frames as three planes of bytes, as encoders take them: light, and two of colour at half size (BT.709, limited)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from PIL import Image

Array = np.ndarray[Any, Any]
_FORWARD = np.array([[0.2126, 0.7152, 0.0722], [-0.114572, -0.385428, 0.5], [0.5, -0.454153, -0.045847]], np.float32)
_RESIZE = Image.Resampling.BICUBIC


class Planes(NamedTuple):
    y: Image.Image
    u: Image.Image
    v: Image.Image

    def bytes(self) -> bytes:
        return b"".join(plane.tobytes() for plane in self)

    def copy(self) -> Planes:
        return Planes(*(plane.copy() for plane in self))

    def window(self, box: tuple[float, float, float, float], size: tuple[int, int]) -> Planes:
        """A part of the frame, to parts of a pixel, made as large as `size`: what makes motion smooth."""
        half = (box[0] / 2, box[1] / 2, box[2] / 2, box[3] / 2)
        small = (size[0] // 2, size[1] // 2)
        return Planes(
            self.y.resize(size, _RESIZE, box), self.u.resize(small, _RESIZE, half), self.v.resize(small, _RESIZE, half)
        )

    def rgb(self) -> Image.Image:
        full = self.y.size
        y = (np.asarray(self.y, np.float32) - 16) / 219
        u = (np.asarray(self.u.resize(full, Image.Resampling.BILINEAR), np.float32) - 128) / 224
        v = (np.asarray(self.v.resize(full, Image.Resampling.BILINEAR), np.float32) - 128) / 224
        rgb = np.stack([y + 1.5748 * v, y - 0.187324 * u - 0.468124 * v, y + 1.8556 * u], axis=-1)
        return Image.fromarray(np.clip(rgb * 255 + 0.5, 0, 255).astype(np.uint8))


def _converted(rgb: Array) -> tuple[Array, Array, Array]:
    part = rgb.astype(np.float32) / 255
    y, u, v = (part @ row for row in _FORWARD)
    return y * 219 + 16, u * 224 + 128, v * 224 + 128


def _halved(plane: Array) -> Array:
    return plane.reshape(plane.shape[0] // 2, 2, plane.shape[1] // 2, 2).mean(axis=(1, 3))


def _image(plane: Array) -> Image.Image:
    return Image.fromarray(np.clip(plane + 0.5, 0, 255).astype(np.uint8))


def planes_of(picture: Image.Image) -> Planes:
    """Planes of an RGB picture with even sides."""
    y, u, v = _converted(np.asarray(picture.convert("RGB")))
    return Planes(_image(y), _image(_halved(u)), _image(_halved(v)))


def plain(size: tuple[int, int], colour: tuple[int, int, int] = (0, 0, 0)) -> Planes:
    return planes_of(Image.new("RGB", size, colour))


@dataclass(frozen=True, slots=True)
class Overlay:
    """What lies over a frame: its place, its planes, how much each hides."""

    box: tuple[int, int, int, int]
    planes: Planes
    mask: Image.Image
    half_mask: Image.Image

    def over(self, frame: Planes, part: float) -> Planes:
        """The frame with this over it, hiding a part of what it hides in full. The frame is changed."""
        if part <= 0:
            return frame
        mask, half = self.mask, self.half_mask
        if part < 1:
            faded = [round(value * part) for value in range(256)]
            mask, half = mask.point(faded), half.point(faded)
        left, top = self.box[:2]
        frame.y.paste(self.planes.y, (left, top), mask)
        frame.u.paste(self.planes.u, (left // 2, top // 2), half)
        frame.v.paste(self.planes.v, (left // 2, top // 2), half)
        return frame


def overlay_of(picture: Image.Image) -> Overlay | None:
    """An overlay of an RGBA picture, cut to what can be seen of it; none when nothing can."""
    seen = picture.getchannel("A").getbbox()
    if seen is None:
        return None
    left, top = seen[0] // 2 * 2, seen[1] // 2 * 2
    right, bottom = min(picture.width, (seen[2] + 1) // 2 * 2), min(picture.height, (seen[3] + 1) // 2 * 2)
    cut = np.asarray(picture.crop((left, top, right, bottom)))
    alpha = cut[..., 3].astype(np.float32)
    y, u, v = _converted(cut[..., :3])
    half_alpha = _halved(alpha)
    weight = np.maximum(half_alpha, 1e-6)
    planes = Planes(_image(y), _image(_halved(u * alpha) / weight), _image(_halved(v * alpha) / weight))
    return Overlay((left, top, right, bottom), planes, _image(alpha), _image(half_alpha))


def mixed(old: Planes, new: Planes, kind: str, part: float) -> Planes:
    """A moment of a transition: `part` of it, from nought to one, is over."""
    if kind == "fade":
        return Planes(*(Image.blend(a, b, part) for a, b in zip(old, new, strict=True)))
    if kind == "black":
        black = plain(old.y.size)
        first, second, share = (old, black, part * 2) if part < 0.5 else (black, new, part * 2 - 1)
        return Planes(*(Image.blend(a, b, share) for a, b in zip(first, second, strict=True)))
    if kind == "wipe":
        return _wiped(old, new, part)
    wide = old.y.width
    gone = round(wide * _eased(part) / 2) * 2
    out = old.copy()
    for plane, before, after, scale in zip(out, old, new, (1, 2, 2), strict=True):
        if kind == "push":
            plane.paste(before, (-gone // scale, 0))
        plane.paste(after, ((wide - gone) // scale, 0))
    return out


def _eased(part: float) -> float:
    return part * part * (3 - 2 * part)


def _wiped(old: Planes, new: Planes, part: float) -> Planes:
    """The new frame comes from the left behind a soft edge."""
    wide, high = old.y.size
    soft = max(2, wide // 8)
    edge = _eased(part) * (wide + soft) - soft
    ramp = np.clip(1 - (np.arange(wide, dtype=np.float32) - edge) / soft, 0, 1) * 255
    row = Image.fromarray((ramp + 0.5).astype(np.uint8)[None, :])
    out = old.copy()
    full, half = row.resize((wide, high)), row.resize((wide // 2, high // 2), Image.Resampling.BOX)
    for plane, after, mask in zip(out, new, (full, half, half), strict=True):
        plane.paste(after, (0, 0), mask)
    return out
