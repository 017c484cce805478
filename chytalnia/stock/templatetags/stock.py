"""A number of the summary book that opens to the copies behind it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.formats import localize
from django.utils.html import format_html

register = template.Library()


@register.simple_tag
def behind(holder: Any, year: int, ask: dict[str, str], column: str, number: int) -> str:
    """The number as a link; nothing for zero, so that a wide table stays readable."""
    if not number:
        return ""
    query = urlencode({**ask, **({"column": column} if column else {})})
    return format_html(
        '<a href="{}?{}">{}</a>', reverse("desk_stock:behind", args=[holder.code, year]), query, localize(number)
    )
