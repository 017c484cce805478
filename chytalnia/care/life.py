"""Nanny hours and camps as special lives of programmes, and who may do what with them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chytalnia.people.rules import Role, allow
from chytalnia.programmes import lives

from .models import CAMP, NANNY


def register() -> None:
    heads = (Role.DIRECTOR, Role.BRANCH_HEAD)
    allow("care.view", *Role)
    allow("care.plan", *heads, Role.LIBRARIAN, Role.METHODOLOGIST)
    # Who names the adults on duty gives the list away, and who is not on duty never sees it.
    allow("care.head", *heads)
    allow("care.keep", *heads, Role.LIBRARIAN, Role.BIBLIOGRAPHER, Role.METHODOLOGIST)
    allow("care.take", *heads, Role.LIBRARIAN, Role.BIBLIOGRAPHER)
    for code, label, one in (
        (NANNY, _("Library nanny"), _("nanny hours")),
        (CAMP, _("Library camps"), _("library camp")),
    ):
        lives.register(
            lives.Life(
                code, label, one, icon="group", index="desk_care:index", new="desk_care:new", formats=(code,),
                panel="care/_programme.html", fill=_fill, people=_people, enrol=_enrol, ticket=_ticket,
            )
        )  # fmt: skip


def _fill(programme: Any, request: Any) -> dict[str, Any] | None:
    from . import queries

    return queries.on_programme(programme)


def _people(occasion: Any) -> str:
    return reverse("desk_care:session", args=[occasion.pk]) if hasattr(occasion, "care") else ""


def _enrol(occasion: Any) -> str:
    return reverse("care:apply", args=[occasion.pk]) if hasattr(occasion, "care") else ""


def _ticket(enrolment: Any) -> str:
    place = getattr(enrolment, "care_place", None)
    if place is None or place.application_id is None:
        return reverse("care:home")
    return reverse("care:child", args=[place.application_id])
