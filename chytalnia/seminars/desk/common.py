"""What the screens of a seminar share."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from chytalnia.people import rules
from chytalnia.people.shell import page
from chytalnia.seminars.models import Asked, Seminar, Talk

VIEW, RUN, DECIDE = "seminars.view", "seminars.run", "seminars.decide"


def seminar_for(request: HttpRequest, pk: int, action: str = VIEW) -> Seminar:
    found = get_object_or_404(Seminar.objects.select_related("programme", "occasion__unit", "occasion__zone"), pk=pk)
    if not rules.may(request.user, action, found.occasion.unit):
        raise PermissionDenied(action)
    return found


def number(told: Any) -> int:
    """A key that a form named; no number is no row."""
    text = str(told or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0


def crumbs() -> list[Any]:
    return [(_("Events"), reverse("desk_programmes:plan")), (_("Seminars"), reverse("desk_seminars:index"))]


def screen(request: HttpRequest, template: str, seminar: Seminar, here: str, **context: Any) -> HttpResponse:
    """A screen of a seminar in the desk's shell, with its tabs."""
    waiting = Talk.objects.filter(seminar=seminar, stage="sent").count()
    asked = Asked.objects.filter(talk__seminar=seminar, state="waiting").count()
    rows = [
        ("talks", _("Talks"), waiting), ("grid", _("Programme"), 0), ("questions", _("Questions"), asked),
        ("resolution", _("Resolution"), 0), ("certificates", _("Certificates"), 0),
    ]  # fmt: skip
    tabs = [
        {
            "label": label,
            "url": reverse(f"desk_seminars:{name}", args=[seminar.pk]),
            "here": name == here,
            "count": count,
        }
        for name, label, count in rows
    ]
    unit = seminar.occasion.unit
    return page(
        request, template, str(seminar), icon="group", crumbs=crumbs(), seminar=seminar, occasion=seminar.occasion, tabs=tabs,
        may_run=rules.may(request.user, RUN, unit), may_decide=rules.may(request.user, DECIDE, unit), **context,
    )  # fmt: skip
