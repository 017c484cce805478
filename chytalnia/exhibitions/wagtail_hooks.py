"""The room's place in the desk: its screens; the way to them is on the page of programmes."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks

from . import desk


@hooks.register("register_admin_urls")
def exhibitions_urls() -> list[URLPattern | URLResolver]:
    return [path("exhibitions/", include((desk.urls(), "desk_exhibitions")))]
