"""Receptions as a special life of programmes, and who may do what with them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chytalnia.people.rules import Role, allow
from chytalnia.programmes import lives

FORMATS = ("consultation", "deputy_meeting", "eservice_day")


def register() -> None:
    heads = (Role.DIRECTOR, Role.BRANCH_HEAD)
    allow("receptions.view", *Role)
    allow("receptions.plan", *heads, Role.LIBRARIAN, Role.METHODOLOGIST)
    # Names and phones of the day are for those who receive people at the desk.
    allow("receptions.desk", *heads, Role.LIBRARIAN, Role.BIBLIOGRAPHER)
    lives.register(
        lives.Life(
            "appointment", _("Receptions"), _("reception"), icon="calendar-alt", index="desk_receptions:index",
            new="desk_receptions:new", formats=FORMATS, people=_people, enrol=_enrol, ticket=_ticket,
        )
    )  # fmt: skip


def _people(occasion: Any) -> str:
    return reverse("desk_receptions:day", args=[occasion.pk]) if hasattr(occasion, "reception") else ""


def _enrol(occasion: Any) -> str:
    return reverse("receptions:day", args=[occasion.pk]) if hasattr(occasion, "reception") else ""


def _ticket(enrolment: Any) -> str:
    booking = getattr(enrolment, "reception_booking", None)
    return reverse("receptions:booking", args=[booking.token]) if booking else reverse("receptions:home")
