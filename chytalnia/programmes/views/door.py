"""The door on a phone: for staff from the desk, for a volunteer by an address that nobody can guess. A phone that loses the
line keeps the taps and tells them later."""

from __future__ import annotations

import json
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from chytalnia.network.settings import setting
from chytalnia.programmes import services
from chytalnia.programmes.errors import ProgrammesError
from chytalnia.programmes.models import HOLDING, DoorAct, DoorKind, Enrolment, EnrolmentState, Occasion
from chytalnia.programmes.models.door import BANDS

#: A phone is trusted with so many taps at once; an honest one never has more.
MOST_ACTS = 500


def of_token(token: str) -> Occasion:
    found = Occasion.objects.select_related("unit", "zone").filter(door_token=token).first()
    if found is None:
        raise Http404
    return found


@never_cache
@require_safe
def volunteer(request: HttpRequest, token: str) -> HttpResponse:
    occasion = of_token(token)
    if occasion.stage not in ("planned", "announced", "registration", "held"):
        raise Http404
    act = reverse("programmes:door_act", args=[token])
    return render(request, "programmes/door.html", context(occasion, act))


@never_cache
@require_POST
def volunteer_act(request: HttpRequest, token: str) -> HttpResponse:
    return take(request, of_token(token), reverse("programmes:door", args=[token]), by=None)


def context(occasion: Occasion, act: str) -> dict[str, Any]:
    """Who is expected and who is here. Names only as far as the door needs them: no phone, no address."""
    rows = list(
        Enrolment.objects.filter(occasion=occasion)
        .exclude(state=EnrolmentState.CANCELLED)
        .select_related("reader")
        .order_by("name", "number")
    )
    walked = {band: 0 for band, _label in BANDS}
    for one in DoorAct.objects.filter(occasion=occasion, kind=DoorKind.WALK_IN):
        walked[one.audience] = walked.get(one.audience, 0) + one.number
    came = sum(row.came_seats for row in rows if row.state == EnrolmentState.CAME)
    return {
        "occasion": occasion, "rows": rows, "act": act, "came": came,
        "expected": sum(row.seats for row in rows if row.state in HOLDING),
        "bands": [{"code": band, "label": label, "number": max(0, walked[band])} for band, label in BANDS],
        "walked": max(0, sum(walked.values())), "total": came + max(0, sum(walked.values())), "key": uuid.uuid4(),
        "released": _released(occasion, rows),
        "closed": occasion.stage not in ("planned", "announced", "registration", "held"),
    }  # fmt: skip


def _released(occasion: Occasion, rows: list[Enrolment]) -> int:
    """Places of those who have not come by now, which others may have."""
    after = timedelta(minutes=setting(occasion.unit, "programmes.release_minutes"))
    if timezone.now() < occasion.starts_at + after:
        return 0
    return sum(row.seats for row in rows if row.state == EnrolmentState.BOOKED)


def take(request: HttpRequest, occasion: Occasion, back: str, *, by: Any) -> HttpResponse:
    """One tap of a form, or many that a phone has kept: `{"acts": [{key, kind, ticket, audience, number, at}]}`."""
    if request.content_type != "application/json":
        _note(occasion, request.POST, by)
        return redirect(back)
    try:
        told = json.loads(request.body)["acts"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return JsonResponse({"error": _("This could not be read.")}, status=400)
    if not isinstance(told, list) or len(told) > MOST_ACTS:
        raise PermissionDenied
    answers = [_note(occasion, act if isinstance(act, dict) else {}, by) for act in told]
    fresh = context(occasion, "")
    return JsonResponse(
        {
            "acts": answers, "came": fresh["came"], "total": fresh["total"], "walked": fresh["walked"],
            "bands": {band["code"]: band["number"] for band in fresh["bands"]},
            "rows": {row.code: row.state for row in fresh["rows"]},
        }
    )  # fmt: skip


def _note(occasion: Occasion, act: Any, by: Any) -> dict[str, Any]:
    """Each act is answered by its key, done or refused: a refused one must not stand in the way of the others."""
    key = str(act.get("key", ""))
    try:
        kind, audience = str(act.get("kind", "")), str(act.get("audience", ""))
        enrolment = _ticket(occasion, str(act.get("ticket", ""))) if kind != DoorKind.WALK_IN else None
        number = int(str(act.get("number") or (enrolment.seats if enrolment else 1))[:4])
        if kind not in DoorKind.values or not -20 <= number <= 500 or not number:
            return {"key": key, "error": _("This could not be read.")}
        services.note_at_door(
            occasion=occasion, key=uuid.UUID(key), kind=kind, enrolment=enrolment,
            audience=audience if audience in dict(BANDS) else "", number=number,
            at=_moment(act.get("at")), by=by,
        )  # fmt: skip
    except ProgrammesError as refusal:
        return {"key": key, "error": str(refusal)}
    except (ValueError, DataError):
        return {"key": key, "error": _("This could not be read.")}
    return {"key": key, "done": True}


def _ticket(occasion: Occasion, told: str) -> Enrolment | None:
    """A ticket by its number, by its token, or by the address in its QR code."""
    told = told.strip().rstrip("/").rsplit("/", 1)[-1]
    rows = Enrolment.objects.filter(occasion=occasion)
    return rows.filter(code=told).first() or rows.filter(token=told).first()


def _moment(told: Any) -> datetime | None:
    try:
        found = parse_datetime(str(told)) if told else None
    except ValueError:
        return None
    if found is None or not 2000 <= found.year <= 2200:
        return None
    return timezone.make_aware(found) if timezone.is_naive(found) else found
