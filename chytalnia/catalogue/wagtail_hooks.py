"""The catalogue's places in the desk. Each screen brings its addresses and its menu entry; here is only the list."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .desk import corrections, describing, imports, items, merging  # noqa: F401 - the cataloguer's screens register themselves


@hooks.register("register_admin_urls")
def stock_urls() -> list[URLPattern | URLResolver]:
    return [
        path("items/", include((items.urls(), "desk_items"))),
        path("imports/", include((imports.urls(), "desk_imports"))),
        path("corrections/", include((corrections.urls(), "desk_corrections"))),
        path("merging/", include((merging.urls(), "desk_merging"))),
    ]


@hooks.register("register_admin_menu_item")
def items_menu() -> MenuItem:
    return items.menu_item()


@hooks.register("register_admin_menu_item")
def imports_menu() -> MenuItem:
    return imports.menu_item()


@hooks.register("register_admin_menu_item")
def merging_menu() -> MenuItem:
    return merging.menu_item()


@hooks.register("register_admin_menu_item")
def corrections_menu() -> MenuItem:
    return corrections.menu_item()
