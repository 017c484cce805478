"""Barcodes (Code 128) and QR codes as SVG, made by libraries and drawn in whole modules, so that scanners read them."""

from __future__ import annotations

import segno
from barcode.codex import Code128
from barcode.errors import BarcodeError

#: Empty modules that the symbology wants at both sides of a bar code.
_QUIET = 10


class CannotBeBarcode(ValueError):  # noqa: N818 - reads as the sentence it is
    """The text has letters that Code 128 does not have (anything outside ASCII), or none at all."""


def code128_svg(text: str) -> str:
    """A Code 128 symbol one module wide per unit, to be stretched to the label. Raises CannotBeBarcode."""
    if not text or not text.isascii() or not text.isprintable():
        raise CannotBeBarcode(text)
    try:
        modules = Code128(text).build()[0]
    except BarcodeError as refusal:
        raise CannotBeBarcode(text) from refusal
    bars: list[str] = []
    start = None
    for x, module in enumerate(modules + "0"):
        if module == "1" and start is None:
            start = x
        elif module == "0" and start is not None:
            bars.append(f"M{_QUIET + start} 0h{x - start}v10h{start - x}z")
            start = None
    width = len(modules) + 2 * _QUIET
    return _svg(width, 10, "".join(bars))


def qr_svg(text: str) -> str:
    """A QR symbol with its quiet zone, error correction M: a worn sticker is still read."""
    symbol = segno.make(text, error="m", micro=False)
    path: list[str] = []
    for y, row in enumerate(symbol.matrix_iter(border=2)):
        path.extend(f"M{x} {y}h1v1h-1z" for x, module in enumerate(row) if module)
    side = int(symbol.symbol_size(border=2)[0])
    return _svg(side, side, "".join(path))


def _svg(width: int, height: int, path: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'preserveAspectRatio="none"><path d="{path}" fill="#000" shape-rendering="crispEdges"/></svg>'
    )
