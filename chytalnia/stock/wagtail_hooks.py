"""Stock accounting's places in the desk."""

from __future__ import annotations

from django.urls import URLResolver, include, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .desk import acts, books, checks, home, lots


@hooks.register("register_admin_urls")
def stock_urls() -> list[URLResolver]:
    addresses = [*home.urls(), *checks.urls(), *acts.urls(), *lots.urls(), *books.urls()]
    return [path("stock/", include((addresses, "desk_stock")))]


@hooks.register("register_admin_menu_item")
def stock_menu() -> MenuItem:
    return home.menu_item()
