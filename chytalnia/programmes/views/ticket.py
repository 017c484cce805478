"""The ticket: whoever has its address may look at it, come with fewer, give it up. At the door it is a QR code."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from chytalnia.people import rules
from chytalnia.programmes import formats, lives, services
from chytalnia.programmes.errors import ProgrammesError
from chytalnia.programmes.lines import line
from chytalnia.programmes.models import DoorKind, Enrolment, EnrolmentState
from chytalnia.programmes.services.letters import when_and_where
from chytalnia.wire.print.codes import qr_svg

RIGHT = "programmes.enrol"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    found = (
        Enrolment.objects.select_related("occasion__unit", "occasion__zone", "occasion__programme")
        .filter(token=token)
        .first()
    )
    if found is None:
        raise Http404
    life = lives.of_occasion(found.occasion)
    if life and life.ticket:
        return redirect(life.ticket(found))
    if request.method == "POST":
        _act(request, found)
        return redirect(found)
    occasion = found.occasion
    card = formats.card(occasion.format_code, occasion.format_version)
    may_check = rules.may(request.user, RIGHT, occasion.unit) and occasion.stage in (
        "announced",
        "registration",
        "held",
    )
    return render(
        request, "programmes/ticket.html",
        {
            "enrolment": found, "occasion": occasion, "shown": line(occasion, card.name if card else "", timezone.now()),
            "when": when_and_where(occasion), "ahead": _ahead(found), "may_check": may_check, "key": uuid.uuid4(),
            # Drawn by us from the address of this very page.
            "qr": mark_safe(qr_svg(settings.PUBLIC_URL + found.get_absolute_url())),  # noqa: S308
            "can_change": found.is_live and occasion.starts_at > timezone.now() and occasion.stage != "cancelled",
            "online": occasion.online_url if found.part == "online" and found.state != EnrolmentState.WAITING else "",
        },
    )  # fmt: skip


def _ahead(enrolment: Enrolment) -> int:
    """How many stand before one who waits."""
    if not enrolment.is_waiting:
        return 0
    return Enrolment.objects.filter(
        occasion=enrolment.occasion_id, part=enrolment.part, state=EnrolmentState.WAITING, number__lt=enrolment.number
    ).count()


def _act(request: HttpRequest, found: Enrolment) -> None:
    act = request.POST.get("act", "")
    try:
        if act == "leave":
            services.leave(enrolment=found, by=request.user)
            messages.success(request, _("Your place is free for others now. Thank you for telling us."))
        elif act == "seats":
            services.change_seats(enrolment=found, seats=_number(request.POST.get("seats")), by=request.user)
            messages.success(request, _("We know how many of you come."))
        elif act in (DoorKind.CAME, DoorKind.BACK) and rules.may(request.user, RIGHT, found.occasion.unit):
            services.note_at_door(
                occasion=found.occasion, key=uuid.UUID(request.POST.get("key", "")), kind=act, enrolment=found,
                number=_number(request.POST.get("number")) or found.seats, by=request.user,
            )  # fmt: skip
            messages.success(request, _("They are here.") if act == DoorKind.CAME else _("Taken back."))
    except (ProgrammesError, ValueError) as refusal:
        messages.error(request, str(refusal) if isinstance(refusal, ProgrammesError) else _("Please try again."))


def _number(text: Any) -> int:
    return int(text) if str(text or "").isascii() and str(text or "").isdecimal() and len(str(text)) < 4 else 0
