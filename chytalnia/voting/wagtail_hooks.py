"""Elections' places in the desk."""

from __future__ import annotations

from django.urls import URLResolver, include, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .desk import candidates, elections, polls


@hooks.register("register_admin_urls")
def voting_urls() -> list[URLResolver]:
    addresses = [*elections.urls(), *candidates.urls(), *polls.urls()]
    return [path("elections/", include((addresses, "desk_voting")))]


@hooks.register("register_admin_menu_item")
def voting_menu() -> MenuItem:
    return elections.menu_item()
