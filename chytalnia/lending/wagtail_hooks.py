"""Lending's places in the desk. Each screen brings its addresses and its menu entry; here is only the list."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy

from .desk import counter, homes, ill, lists, money, placing, replaced, rules, trips
from .models import LendingRule
from .offline import desk as offline

register_permission_policy(LendingRule, rules.POLICY)


@hooks.register("register_admin_urls")
def lending_urls() -> list[URLPattern | URLResolver]:
    own = [
        *counter.urls(),
        *money.urls(),
        *placing.urls(),
        *lists.urls(),
        *replaced.urls(),
        *ill.urls(),
        *homes.urls(),
        *trips.urls(),
        *offline.urls(),
        path("rules/try/", rules.try_rules, name="try_rules"),
    ]
    return [path("lending/", include((own, "desk_lending")))]


@hooks.register("register_admin_menu_item")
def lending_menu() -> MenuItem:
    return counter.menu_item()


@hooks.register("register_admin_menu_item")
def offline_menu() -> MenuItem:
    return offline.menu_item()


@hooks.register("register_admin_viewset")
def rules_of_lending() -> rules.RuleViewSet:
    return rules.RuleViewSet()


@hooks.register("register_admin_viewset")
def deeds_to_look_at() -> offline.ConflictViewSet:
    return offline.ConflictViewSet()
