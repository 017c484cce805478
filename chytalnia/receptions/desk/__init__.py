"""Receptions at the desk."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from chytalnia.people.shell import RightItem

from . import days


def menu_item() -> MenuItem:
    return RightItem(
        "receptions.desk", _("Receptions"), reverse("desk_receptions:index"), name="receptions", icon_name="calendar-alt",
        order=15,
    )  # fmt: skip


def urls() -> list[Any]:
    return [
        path("", days.index, name="index"),
        path("new/", days.new, name="new"),
        path("<int:pk>/", days.day, name="day"),
        path("<int:pk>/act/", days.act, name="act"),
        path("<int:pk>/sheet.pdf", days.sheet, name="sheet"),
        path("<int:pk>/poster.pdf", days.poster, name="poster"),
    ]
