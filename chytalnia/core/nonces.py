"""Nonces for the few scripts that stand inside the desk's own pages.

Wagtail's templates hold a handful of them (date boxes, inline panels, choosers) and write no nonce. The loader below puts
one into the source of those templates before it is compiled – never into what a page was rendered to, where a script
could be somebody's text. So `script-src` of the desk needs no 'unsafe-inline'.
"""

from __future__ import annotations

import re
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import wagtail
from django import template
from django.template.base import Origin
from django.template.loaders import app_directories
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_nonce: ContextVar[str] = ContextVar("desk_nonce", default="")
_WAGTAIL = str(Path(wagtail.__file__).parent)
_INLINE = re.compile(r"<script(?![^>]*\bsrc\s*=)(?![^>]*type\s*=\s*[\"'](?:application/|text/(?!javascript)))(?=[\s>])")


def begin(nonce: str) -> None:
    """The nonce of the request that this thread now answers; empty for a page that has none."""
    _nonce.set(nonce)


@register.simple_tag
def script_nonce() -> SafeString:
    """The attribute for a script, with a space before it, or nothing."""
    nonce = _nonce.get()
    return mark_safe(f' nonce="{escape(nonce)}"' if nonce else "")  # noqa: S308 - escaped


class Loader(app_directories.Loader):
    """The loader of applications' templates that lets Wagtail's inline scripts run."""

    def get_contents(self, origin: Origin) -> str:
        source = super().get_contents(origin)
        if str(origin.name).startswith(_WAGTAIL):
            source = _INLINE.sub("<script{% script_nonce %}", source)
        return source


def let_choosers_run() -> None:
    """Wagtail's choosers write their script from Python, not from a template: give that one its nonce too."""
    from wagtail.admin.widgets.chooser import BaseChooser

    render = BaseChooser.render

    def render_with_nonce(self: Any, *args: Any, **kwargs: Any) -> Any:
        html = str(render(self, *args, **kwargs))
        # The last one is the widget's own: its arguments are JSON, in which no tag can stand.
        before, script, after = html.rpartition("<script>")
        return mark_safe(f"{before}<script{script_nonce()}>{after}" if script else html)  # noqa: S308 - Wagtail's markup

    BaseChooser.render = render_with_nonce
