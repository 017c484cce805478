"""What templates say and draw: `{% load look %}`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from functools import lru_cache
from html import escape
from typing import Any

import lucide
from django import template
from django.conf import settings
from django.core.paginator import Page
from django.utils.formats import localize
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString, mark_safe

from chytalnia.core import frame as frames
from chytalnia.core import words
from chytalnia.core.covers import cover_svg
from chytalnia.core.hyphens import softened

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A Lucide icon in the colour of the text; without a label screen readers pass it by."""
    return _icon(str.__str__(name), str(label))


@lru_cache(maxsize=512)
def _icon(name: str, label: str) -> SafeString:
    attributes: dict[str, object] = {"class": "lucide", "stroke-width": "1.75", "focusable": "false"}
    attributes |= {"role": "img", "aria-label": label} if label else {"aria-hidden": "true"}
    return mark_safe(lucide._render_icon(name, None, **attributes))  # noqa: S308 - drawn by the package


@register.simple_tag
def cover(
    number: Any, title: str, author: str = "", *, language: str = "", knowledge: str = "", decorative: bool = False
) -> SafeString:
    """The drawn cover: `{% cover work.pk work.title work.author language="uk" decorative=True %}`."""
    drawn = cover_svg(
        str(number), str(title), str(author or ""), language=language, knowledge=knowledge, decorative=decorative
    )
    return mark_safe(drawn)  # noqa: S308 - cover_svg escapes


@register.simple_tag
def picture(book: Mapping[str, Any]) -> SafeString:
    """The cover of a book: its picture if there is one (an address), else the drawn one. The title stands beside it."""
    if address := book.get("picture"):
        return format_html(
            '<img class="cover" src="{}" alt="" loading="lazy" decoding="async" width="200" height="300">', address
        )
    return cover(
        book["number"],
        book["title"],
        book.get("author", ""),
        language=book.get("language", ""),
        knowledge=book.get("knowledge", ""),
        decorative=True,
    )


@register.simple_tag
def boxes(options: Iterable[Mapping[str, Any]], name: str) -> SafeString:
    """The boxes of a facet as items of a list. A page of results has a hundred: in a template they took half its time."""
    drawn = []
    for option in options:
        mark = f' id="{escape(option["id"])}"' if option.get("id") else ""
        chosen = " checked" if option.get("on") else ""
        drawn.append(
            f'<li><label class="check"><input type="checkbox"{mark} name="{escape(option.get("name") or name)}" '
            f'value="{escape(str(option["value"]))}"{chosen}><span>{escape(str(option["label"]))}</span>'
            f"<span>{escape(str(localize(option.get('count', ''))))}</span></label></li>"
        )
    return mark_safe("".join(drawn))  # noqa: S308 - each part is escaped


@register.simple_tag(takes_context=True)
def frame(context: template.Context, name: str) -> SafeString:
    """`{% frame "components/_header.html" %}`: the header or the footer of a page that is asked for with many queries."""
    return frames.piece(name, context["request"])


@register.filter
def day(value: date | datetime | None, way: str = "") -> str:
    """`{{ due|day:"until" }}` → «до четверга, 26 листопада»."""
    return words.day_in_words(value, way=way) if value else ""  # type: ignore[arg-type]


@register.filter
def clock(value: time | datetime | None) -> str:
    return words.clock(value) if value else ""


@register.filter
def distance(metres: float | None) -> str:
    return words.distance(float(metres)) if metres is not None else ""


@register.filter
def counted(n: int | None, noun: str) -> str:
    """`{{ total|counted:"edition" }}` → «37 видань»."""
    return words.counted(int(n or 0), noun)


@register.filter
def soften(text: str | None) -> str:
    """Soft hyphens in long words: browsers hyphenate neither Ukrainian nor Kazakh of themselves."""
    return softened(str(text or ""))


@register.filter
def elided(page: Page) -> list[int | str]:
    """Numbers of pages for the pager, with "…" where some are left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.inclusion_tag("components/_bars.html")
def bars(values: Sequence[int], label: str, now: int = -1, first: str = "", last: str = "") -> dict[str, Any]:
    """A histogram of bars: years of a facet, weeks of a form. `label` says it in words."""
    top = max([*values, 1])
    step = 1000 / max(len(values), 1)
    columns = [
        {
            "x": round(i * step, 1),
            "y": round(100 - max(value / top * 100, 1.5 if value else 0), 1),
            "width": round(step * 0.76, 1),
            "height": round(max(value / top * 100, 1.5 if value else 0), 1),
            "kind": "now" if i == now else "next" if 0 <= now < i else "",
        }
        for i, value in enumerate(values)
    ]
    return {"columns": columns, "label": label, "first": first, "last": last}


@register.inclusion_tag("components/_sparkline.html")
def sparkline(values: Sequence[float], label: str) -> dict[str, Any]:
    low, high = min(values, default=0), max(values, default=0)
    spread = (high - low) or 1
    step = 200 / max(len(values) - 1, 1)
    points = [f"{i * step:.1f} {38 - (value - low) / spread * 36:.1f}" for i, value in enumerate(values)]
    return {"path": "M" + "L".join(points) if points else "", "label": label}


@register.simple_tag
def attributes(values: Mapping[str, Any] | None) -> SafeString:
    """A mapping as HTML attributes; true ones without a value, false and empty ones left out."""
    parts = []
    for name, value in (values or {}).items():
        if value is True:
            parts.append(format_html(" {}", name))
        elif value not in (None, False, ""):
            parts.append(format_html(' {}="{}"', name, value))
    return mark_safe("".join(parts))  # noqa: S308 - each part is escaped


@register.simple_tag
def map_tiles() -> SafeString:
    """Where the tiles come from, for map.js; nothing when the network has not chosen a server of tiles."""
    if not settings.MAP_TILES:
        return SafeString("")
    return format_html(' data-tiles="{}" data-credit="{}"', settings.MAP_TILES, settings.MAP_TILES_CREDIT)


@register.simple_tag
def markers_script(markers: Sequence[Mapping[str, Any]], map_id: str) -> SafeString:
    return json_script(list(markers), f"{map_id}-markers")
