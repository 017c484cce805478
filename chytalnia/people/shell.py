"""What pages at the desk have in common: Wagtail's shell around them and a menu that knows rights."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import HeaderButton

from .rules import may

Crumb = tuple[str | Promise, str]


class RightItem(MenuItem):
    """A menu entry shown to those who may do its action somewhere."""

    def __init__(self, action: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.action = action

    def is_shown(self, request: Any) -> bool:
        return may(request.user, self.action)


@contextmanager
def told_if_refused(request: HttpRequest, *refusals: type[Exception]) -> Iterator[None]:
    """An act of a screen: what is refused within is told above the next page, and the view goes on behind it."""
    try:
        yield
    except refusals as refusal:
        messages.error(request, str(refusal))


def page(
    request: HttpRequest,
    template: str,
    title: str | Promise,
    *,
    icon: str = "doc-full",
    crumbs: list[Crumb] | None = None,
    buttons: list[HeaderButton] | None = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """A page in the desk's shell; `crumbs` lead to it, the title itself is added as the last."""
    shell = {
        "page_title": title,
        "header_title": title,
        "header_icon": icon,
        "breadcrumbs_items": [*({"label": label, "url": url} for label, url in crumbs or []), {"label": title, "url": ""}],
        "header_buttons": buttons or [],
    }  # fmt: skip
    return render(request, template, {**shell, **context}, status=status)
