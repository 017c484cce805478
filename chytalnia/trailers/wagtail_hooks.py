"""Trailers' place in the desk."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import desk


@hooks.register("register_admin_urls")
def trailers_urls() -> list[URLPattern | URLResolver]:
    return [path("trailers/", include((desk.urls(), "desk_trailers")))]


@hooks.register("register_admin_menu_item")
def trailers_menu() -> MenuItem:
    return desk.menu_item()
