"""The door on a phone: for staff from the desk, for a volunteer by an address that nobody can guess. A phone that loses the
line keeps the taps and tells them later; the page itself opens without a line from what the phone has kept."""

from __future__ import annotations

import json
import uuid
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from chytalnia.network.settings import setting
from chytalnia.programmes import lives, services
from chytalnia.programmes.errors import ProgrammesError
from chytalnia.programmes.models import HOLDING, DoorAct, DoorKind, Enrolment, EnrolmentState, Occasion
from chytalnia.programmes.models.door import BANDS

from . import door_shelf

#: A phone is trusted with so many taps at once; an honest one never has more.
MOST_ACTS = 500
OPEN = ("planned", "announced", "registration", "held")
#: A phone forgets its list so long after the end, whether or not it has heard that the event is counted.
KEPT = timedelta(hours=12)


def of_token(token: str) -> Occasion:
    found = Occasion.objects.select_related("unit", "zone", "programme").filter(door_token=token).first()
    life = lives.of_occasion(found) if found else None
    if found is None or (life and life.people):
        raise Http404
    return found


@never_cache
@require_safe
def volunteer(request: HttpRequest, token: str) -> HttpResponse:
    occasion = of_token(token)
    if occasion.stage not in OPEN:
        raise Http404
    act = reverse("programmes:door_act", args=[token])
    return render(request, "programmes/door.html", context(occasion, act))


@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """The page without anybody on it, the same for every event: the browser keeps it for the hour when there is no line."""
    answer = render(request, "programmes/door_shell.html", {"language": get_language()})
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@require_safe
@never_cache
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker of the door. It names what to keep by content, so that a new version of the program is a new worker."""
    kept = door_shelf.kept()
    answer = render(
        request, "programmes/door_sw.js",
        {"kept": json.dumps(kept.addresses), "version": kept.version, "shell": json.dumps(reverse("programmes:door_shell"))},
        content_type="text/javascript",
    )  # fmt: skip
    # Each page registers it for its own address and nothing above; the desk's page lies elsewhere than this script.
    answer.headers["Service-Worker-Allowed"] = "/"
    return answer


# The address is all the right there is here and no cookie is looked at, so no other site can lend it to anybody.
@csrf_exempt
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
    halls: dict[int, dict[str, int]] = {}
    for one in DoorAct.objects.filter(occasion=occasion, kind=DoorKind.WALK_IN):
        into = walked if one.slot_id is None else halls.setdefault(one.slot_id, {})
        into[one.audience] = into.get(one.audience, 0) + one.number
    came = sum(row.came_seats for row in rows if row.state == EnrolmentState.CAME)
    told = {
        "occasion": occasion, "rows": rows, "act": act, "came": came,
        "expected": sum(row.seats for row in rows if row.state in HOLDING),
        "bands": _bands(walked), "slots": _slots(occasion, halls),
        "walked": max(0, sum(walked.values())), "total": came + max(0, sum(walked.values())), "key": uuid.uuid4(),
        "released": _released(occasion, rows), "closed": occasion.stage not in OPEN,
    }  # fmt: skip
    return told | {"kept": _kept(told)}


def _bands(counted: dict[str, int]) -> list[dict[str, Any]]:
    return [{"code": band, "label": str(label), "number": max(0, counted.get(band, 0))} for band, label in BANDS]


def _slots(occasion: Occasion, halls: dict[int, dict[str, int]]) -> list[dict[str, Any]]:
    """Halls of a non-stop day as the hand at the door wants them: what goes on now before what comes, what is over last."""
    now = timezone.now()
    found = []
    for slot in occasion.slots.all():
        slot.occasion = occasion
        found.append(
            {
                "pk": slot.pk, "hall": slot.hall, "title": str(slot.title), "bands": _bands(halls.get(slot.pk, {})),
                "hours": f"{slot.begins:%H:%M}–{slot.ends:%H:%M}", "is_over": slot.ends_at <= now,
                "is_now": slot.starts_at <= now < slot.ends_at, "from": slot.starts_at.isoformat(),
                "until": slot.ends_at.isoformat(), "total": max(0, sum(halls.get(slot.pk, {}).values())),
            }
        )  # fmt: skip
    return sorted(found, key=lambda slot: slot["is_over"])


def short(name: str) -> str:
    """As much of a name as the door needs: the first word, and the beginning of the second."""
    first, _space, rest = name.strip().partition(" ")
    return f"{first} {rest.strip()[:1]}." if rest.strip() else first


def _kept(told: dict[str, Any]) -> dict[str, Any]:
    """What a phone keeps of an event, locked by the address of the page: short names, numbers, and of tickets a mark only by
    which a scanned code is known again."""
    occasion = told["occasion"]
    return {
        "occasion": occasion.pk, "title": str(occasion.title), "act": told["act"],
        "when": f"{occasion.begins:%d.%m.%Y %H:%M} · {occasion.unit}", "until": (occasion.ends_at + KEPT).isoformat(),
        **{name: told[name] for name in ("bands", "slots", "came", "expected", "walked", "total")},
        "rows": [
            {
                "code": row.code, "seats": row.seats, "state": row.state, "mark": sha256(row.token.encode()).hexdigest()[:16],
                "who": row.group_name if row.group_name and row.kind in ("group", "class") else short(row.who),
            }
            for row in told["rows"]
        ],
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
    occasion.refresh_from_db(fields=["stage"])
    fresh = context(occasion, request.path)
    closed = fresh["closed"]
    return JsonResponse({"acts": answers, "closed": closed, "list": None if closed else fresh["kept"]})


def _note(occasion: Occasion, act: Any, by: Any) -> dict[str, Any]:
    """Each act is answered by its key, done or refused: a refused one must not stand in the way of the others."""
    key = str(act.get("key", ""))
    try:
        kind, audience = str(act.get("kind", "")), str(act.get("audience", ""))
        enrolment = _ticket(occasion, str(act.get("ticket", ""))) if kind != DoorKind.WALK_IN else None
        number = int(str(act.get("number") or (enrolment.seats if enrolment else 1))[:4])
        told = str(act.get("slot") or "")
        slot = occasion.slots.filter(pk=int(told)).first() if told.isdecimal() and len(told) < 18 else None
        if told and (slot is None or kind != DoorKind.WALK_IN):
            return {"key": key, "error": _("This slot is not in the grid any more.")}
        if kind not in DoorKind.values or not -20 <= number <= 500 or not number:
            return {"key": key, "error": _("This could not be read.")}
        services.note_at_door(
            occasion=occasion, key=uuid.UUID(key), kind=kind, enrolment=enrolment,
            audience=audience if audience in dict(BANDS) else "", number=number,
            at=_moment(act.get("at")), by=by, slot=slot,
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
