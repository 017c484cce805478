"""The cover of a book as a picture for the film: the drawn cover of the library, its letters set by our own fonts."""

from __future__ import annotations

import io
import re
from functools import lru_cache
from pathlib import Path

from chytalnia.catalogue.queries import works as work_queries
from chytalnia.core.covers import cover_svg

from .models import Trailer

#: The drawn cover is 200 × 300; so many times larger it stays sharp in full HD.
SCALE = 5
_TEXT = re.compile(r"<text\b.*?</text>", re.DOTALL)
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_ROW = re.compile(r'<tspan x="([\d.]+)" dy="([\d.]+)">(.*?)</tspan>', re.DOTALL)


def cover_of(trailer: Trailer) -> bytes:
    """PNG. The same book has the same cover as on the shelves of the site."""
    work = trailer.record.work if trailer.record is not None else None
    if work is None:
        return drawn(f"trailer-{trailer.pk}", trailer.book_title, trailer.book_author, trailer.language, "")
    book = work_queries.books([work])[0]
    return drawn(str(book["number"]), book["title"], book["author"], book["language"], book["knowledge"])


@lru_cache(maxsize=64)
def drawn(number: str, title: str, author: str, language: str, knowledge: str) -> bytes:
    import pyvips
    from PIL import Image, ImageDraw

    svg = cover_svg(number, title, author, language=language, knowledge=knowledge, decorative=True)
    # The machine may have none of our fonts, so the drawing is made without its letters and they are set on it.
    plain = pyvips.Image.svgload_buffer(_TEXT.sub("", svg).encode(), scale=SCALE * _natural(svg))
    picture = Image.open(io.BytesIO(plain.write_to_buffer(".png"))).convert("RGB")
    brush = ImageDraw.Draw(picture)
    for text in _TEXT.findall(svg):
        _set(brush, text)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _natural(svg: str) -> float:
    """What one unit of the drawing is in pixels without being scaled."""
    import pyvips

    return 200 / pyvips.Image.svgload_buffer(_TEXT.sub("", svg).encode()).width


def _set(brush: object, text: str) -> None:
    from html import unescape

    head, _, inside = text.partition(">")
    told = dict(_ATTRIBUTE.findall(head))
    font = _font("serif" if "Serif" in told.get("font-family", "") else "sans", round(float(told["font-size"]) * SCALE))
    y = float(told["y"])
    rows = _ROW.findall(inside)
    if not rows:
        rows = [(told.get("x", "18"), "0", inside.removesuffix("</text>"))]
    for x, dy, row in rows:
        y += float(dy)
        brush.text((float(x) * SCALE, y * SCALE), unescape(row), font=font, fill="#FBF8F1", anchor="ls")  # type: ignore[attr-defined]


@lru_cache(maxsize=64)
def _font(family: str, size: int) -> object:
    import font_source_sans_pro
    import font_source_serif_pro
    from PIL import ImageFont

    package, name = (
        (font_source_serif_pro, "SourceSerifPro-Semibold") if family == "serif" else (font_source_sans_pro, "SourceSansPro-Regular")
    )  # fmt: skip
    return ImageFont.truetype(str(next((Path(package.__file__ or "").parent / "files").glob(f"{name}.*tf"))), size)
