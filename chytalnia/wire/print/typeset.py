"""The one door to Typst: a template of ours, data as JSON, our fonts."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal

import font_source_sans_pro
import font_source_serif_pro
import typst

_TEMPLATES = Path(str(resources.files("chytalnia.wire.print") / "templates"))


@lru_cache(maxsize=1)
def font_folders() -> tuple[str, ...]:
    """Where the typefaces of the house lie."""
    return tuple(
        str(Path(package.__file__ or "").parent / "files") for package in (font_source_serif_pro, font_source_sans_pro)
    )


def unbroken(text: str) -> str:
    """The text with no-break spaces where a description may not break: before its signs, «718 с.», «№ 4», «Т. Г.»."""
    text = re.sub(r" (?=[–—:;/=+](?: |$))", "\N{NO-BREAK SPACE}", text)
    text = re.sub(
        r"(?<=[№§]) (?=\d)|(?<=\d) (?=[^\W\d_]{1,3}\.)|(?<=\d) (?=(?:см|мм|cm|mm)\b)", "\N{NO-BREAK SPACE}", text
    )
    return re.sub(r"(?<=\b[^\W\d_]\.) (?=[^\W\d_]\.|\d)", "\N{NO-BREAK SPACE}", text)


# Halves of ligatures in ALA-LC romanisation: no typeface of ours has them, and readers know the words without.
_LIGATURES = re.compile("[\\u0360\\u0361\\ufe20-\\ufe2f]")


def _drawable(value: Any) -> Any:
    """The same data with letters composed and without marks that would be drawn as empty boxes."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", _LIGATURES.sub("", value))
    if isinstance(value, list):
        return [_drawable(item) for item in value]
    if isinstance(value, dict):
        return {name: _drawable(item) for name, item in value.items()}
    return value


def pdf(template: str, data: dict[str, Any]) -> bytes:
    """The PDF that a template makes of data.

    Data travel as one JSON input and are never part of Typst source, so no text of a record can act as markup.
    """
    return _compiled(template, data, "pdf")


def png(template: str, data: dict[str, Any]) -> bytes:
    """The same as a picture of its one page, a pixel to a point."""
    return _compiled(template, data, "png", ppi=72.0)


def _compiled(template: str, data: dict[str, Any], format: Literal["pdf", "png"], ppi: float | None = None) -> bytes:
    compiled = typst.compile(
        str(_TEMPLATES / template),
        root=str(_TEMPLATES),
        font_paths=list(font_folders()),
        sys_inputs={"data": json.dumps(_drawable(data), ensure_ascii=False)},
        format=format,
        ppi=ppi,
    )
    assert isinstance(compiled, bytes)
    return compiled
