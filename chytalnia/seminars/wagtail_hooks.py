"""Seminars' place in the desk."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks

from . import desk


@hooks.register("register_admin_urls")
def seminar_urls() -> list[URLPattern | URLResolver]:
    return [path("seminars/", include((desk.urls(), "desk_seminars")))]
