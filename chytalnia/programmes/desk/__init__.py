"""Programmes at the desk. Each file brings the addresses of its screens."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from chytalnia.people.shell import RightItem
from chytalnia.programmes.nonstop import desk as nonstop

from . import formats, occasion, people, plan, programmes, result

VIEW = "programmes.view"


def menu_item() -> MenuItem:
    return RightItem(VIEW, _("Events"), reverse("desk_programmes:plan"), name="programmes", icon_name="date", order=12)


def urls() -> list[Any]:
    return [
        *plan.urls(), *formats.urls(), *occasion.urls(), *people.urls(), *result.urls(), *programmes.urls(), *nonstop.urls(),
    ]  # fmt: skip
