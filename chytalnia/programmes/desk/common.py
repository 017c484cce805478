"""What the screens of programmes share: the event one may see, its tabs, the way back."""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from chytalnia.core import panels
from chytalnia.core.forms import number_of
from chytalnia.network.models import PLACES, Unit
from chytalnia.people import rules
from chytalnia.people.shell import page
from chytalnia.programmes import lives, queries
from chytalnia.programmes.models import Enrolment, EnrolmentState, Occasion

Part = TypeVar("Part", bound=Model)

VIEW, PLAN, ANNOUNCE, ENROL, COUNT, FIX, FORMATS = (
    "programmes.view", "programmes.plan", "programmes.announce", "programmes.enrol", "programmes.count",
    "programmes.fix_month", "programmes.formats",
)  # fmt: skip
#: The format whose day is a grid of halls and hours.
NON_STOP = "non_stop"


def occasion_for(request: HttpRequest, pk: int, action: str = VIEW) -> Occasion:
    """The event, if this member of staff may do this with it."""
    found = get_object_or_404(queries.with_all(), pk=pk)
    if not rules.may(request.user, action, found.unit) or (action == ENROL and own_list(found)):
        raise PermissionDenied(action)
    return found


def own_list(occasion: Occasion) -> str:
    """Where a special life keeps the list of those who come, when nobody else may look at it."""
    life = lives.of_occasion(occasion)
    return life.people(occasion) if life and life.people else ""


def part_of(occasion: Occasion, model: type[Part], told: Any) -> Part:
    """A part of the event by the number a form named; 404 for one of another event, and for what is no number."""
    text = str(told or "")
    return get_object_or_404(model, pk=number_of(text), occasion=occasion)


def working_unit(request: HttpRequest, action: str = PLAN) -> Unit | None:
    """The library where the person works now: the one of their diary if it allows this, else their first."""
    places = rules.units_where(request.user, action).filter(kind__in=PLACES)
    return places.filter(code=request.session.get("desk_unit", "")).first() or places.first()


def crumbs(occasion: Occasion | None = None) -> list[Any]:
    found: list[Any] = [(_("Events"), reverse("desk_programmes:plan"))]
    if occasion is not None:
        found.append((str(occasion), reverse("desk_programmes:occasion", args=[occasion.pk])))
    return found


def tabs(occasion: Occasion, here: str) -> list[dict[str, Any]]:
    """The screens of an event, with how many are enrolled."""
    rows = [("occasion", _("Plan")), ("people", _("People")), ("door", _("Door")), ("result", _("Count and report"))]
    if own := own_list(occasion):
        return [
            {"label": label, "url": reverse(f"desk_programmes:{name}", args=[occasion.pk]), "here": name == here}
            for name, label in (rows[0], rows[3])
        ] + [{"label": rows[1][1], "url": own, "here": False}]
    if occasion.format_code.split("--", 1)[0] == NON_STOP:
        rows.insert(1, ("grid", _("Grid")))
    enrolled = Enrolment.objects.filter(occasion=occasion).exclude(state=EnrolmentState.CANCELLED).count()
    return [
        {
            "label": label, "url": reverse(f"desk_programmes:{name}", args=[occasion.pk]), "here": name == here,
            "count": enrolled if name == "people" and occasion.is_enrolled else None,
        }
        for name, label in rows
    ]  # fmt: skip


def screen(request: HttpRequest, template: str, occasion: Occasion, here: str, **context: Any) -> HttpResponse:
    """A screen of an event in the desk's shell, with its head and tabs."""
    status = context.pop("status", 200)
    filled = [(one.template, one.fill(occasion, request)) for one in panels.at("programmes.desk_occasion")]
    return page(
        request, template, str(occasion), icon="date", crumbs=crumbs(), occasion=occasion, tabs=tabs(occasion, here),
        moves=occasion.moves_open_to(request.user), card=_card(occasion),
        may_plan=rules.may(request.user, PLAN, occasion.unit), may_enrol=rules.may(request.user, ENROL, occasion.unit),
        may_count=rules.may(request.user, COUNT, occasion.unit), status=status,
        panels=[render_to_string(template, told, request) for template, told in filled if told is not None], **context,
    )  # fmt: skip


def _card(occasion: Occasion) -> Any:
    from chytalnia.programmes import formats

    return formats.card(occasion.format_code, occasion.format_version)
