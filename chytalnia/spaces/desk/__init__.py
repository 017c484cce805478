"""The room at the desk: addresses and the entry of the menu."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from chytalnia.people.shell import RightItem

VIEW = "spaces.view"


def menu_item() -> MenuItem:
    return RightItem(VIEW, _("Rooms"), reverse("desk_spaces:day"), name="spaces", icon_name="home", order=16)


def urls() -> list[Any]:
    from . import bookings, plans, rooms

    return [*bookings.urls(), *rooms.urls(), *plans.urls()]
