"""Care at the desk: sessions, the door, a child, the paper list."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from chytalnia.people.shell import RightItem

from . import door, sessions


def menu_item() -> MenuItem:
    return RightItem(
        "care.keep", _("Children in care"), reverse("desk_care:index"), name="care", icon_name="group", order=14
    )


def urls() -> list[Any]:
    return [
        path("", sessions.index, name="index"),
        path("new/", sessions.new, name="new"),
        path("<int:pk>/", door.session, name="session"),
        path("<int:pk>/act/", door.act, name="act"),
        path("<int:pk>/duty/", sessions.duty, name="duty"),
        path("<int:pk>/plan/", sessions.plan, name="plan"),
        path("<int:pk>/apply/", sessions.take, name="take"),
        path("<int:pk>/incident/", door.incident, name="incident"),
        path("<int:pk>/list.pdf", door.paper, name="paper"),
        path("<int:pk>/child/<int:place>/", door.child, name="child"),
    ]
