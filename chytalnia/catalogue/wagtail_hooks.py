"""The catalogue's places in the desk. Each screen brings its addresses and its menu entry; here is only the list."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .desk import items


@hooks.register("register_admin_urls")
def items_urls() -> list[URLPattern | URLResolver]:
    return [path("items/", include((items.urls(), "desk_items")))]


@hooks.register("register_admin_menu_item")
def items_menu() -> MenuItem:
    return items.menu_item()
