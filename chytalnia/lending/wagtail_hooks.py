"""Lending's places in the desk. Each screen brings its addresses and its menu entry; here is only the list."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .desk import counter, lists


@hooks.register("register_admin_urls")
def lending_urls() -> list[URLPattern | URLResolver]:
    return [path("lending/", include(([*counter.urls(), *lists.urls()], "desk_lending")))]


@hooks.register("register_admin_menu_item")
def lending_menu() -> MenuItem:
    return counter.menu_item()
