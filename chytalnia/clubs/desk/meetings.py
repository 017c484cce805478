"""The plan of a year as twelve months; the protocol of a meeting."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from chytalnia.catalogue.models import Work
from chytalnia.clubs import queries, services
from chytalnia.clubs.errors import ClubError
from chytalnia.clubs.forms import PlanForm, ProtocolForm
from chytalnia.clubs.models import Club, Presence, Protocol
from chytalnia.clubs.services.meetings import heads_of
from chytalnia.core.forms import number_of
from chytalnia.people import rules
from chytalnia.people.access import needs
from chytalnia.programmes import services as programmes
from chytalnia.programmes.errors import ProgrammesError
from chytalnia.programmes.models import Link, LinkKind, Occasion

from .common import KEEP, MANAGE, VIEW, club_for, meeting_for, screen, works

COUNTED = ("counted", "reported", "archived")


@needs(VIEW)
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The meetings of a year, a card each month; made from the club's rule in one press."""
    found = club_for(request, pk)
    here = timezone.localdate()
    year = number_of(request.GET.get("year")) or here.year
    year = year if 1990 <= year <= 2199 else here.year
    form = PlanForm(
        request.POST or None,
        initial={
            "first": here if year == here.year else date(year, 1, 1),
            "last": date(year, 12, 31),
            "announce": True,
        },
    )
    if form.is_valid():
        if not rules.may(request.user, MANAGE, found.programme.unit):
            raise PermissionDenied(MANAGE)
        try:
            told = services.plan_meetings(club=found, by=request.user, **form.cleaned_data)
        except (ClubError, ProgrammesError) as refusal:
            form.add_error(None, str(refusal))
        else:
            n = len(told.made)
            messages.success(
                request, ngettext("%(n)d meeting is in the plan.", "%(n)d meetings are in the plan.", n) % {"n": n}
            )
            if told.closed:
                days = ", ".join(f"{day:%d.%m}" for day in told.closed)
                messages.info(request, _("Left out, the library is closed: %(days)s") % {"days": days})
            return redirect(f"{reverse('desk_clubs:plan', args=[pk])}?year={form.cleaned_data['first'].year}")
    return screen(
        request, "plan", found, "plan", form=form, year=year, months=_months(found, year, here),
        status=400 if form.is_bound else 200,
    )  # fmt: skip


def _months(club: Club, year: int, here: date) -> list[dict[str, Any]]:
    by_day: dict[date, Occasion] = {}
    for each in queries.meetings(club, date(year, 1, 1), date(year, 12, 31)):
        by_day.setdefault(each.day, each)
    weeks = calendar.Calendar()
    return [
        {
            "name": date_format(date(year, month, 1), "F"), "meetings": [o for day, o in by_day.items() if day.month == month],
            "weeks": [
                [{"day": day, "is_other": day.month != month, "is_today": day == here,
                  "meeting": by_day.get(day) if day.month == month else None} for day in week]
                for week in weeks.monthdatescalendar(year, month)
            ],
        }
        for month in range(1, 13)
    ]  # fmt: skip


def _context(occasion: Occasion, club: Club) -> dict[str, Any]:
    present = set(Presence.objects.filter(occasion=occasion).values_list("membership", flat=True))
    heads = heads_of(occasion)
    return {
        "occasion": occasion, "total": sum(heads.values()), "bands": {band: n for (_place, band), n in heads.items()},
        "members": [(row, row.pk in present) for row in queries.present_on(club, occasion.day)],
        "has_begun": occasion.starts_at <= timezone.now(), "is_counted": occasion.stage in COUNTED,
    }  # fmt: skip


@needs(KEEP)
def protocol(request: HttpRequest, pk: int) -> HttpResponse:
    """One sheet for the evening: tap who is here, write what was, count."""
    occasion, club = meeting_for(request, pk)
    known = Protocol.objects.filter(occasion=occasion).select_related("kept_by").first()
    initial = {name: getattr(known, name) for name in ProtocolForm.base_fields} if known else {}
    form = ProtocolForm(request.POST or None, initial=initial)
    if form.is_valid():
        here = [number_of(each) for each in request.POST.getlist("here")]
        with transaction.atomic():
            services.set_present(
                occasion=occasion, memberships=queries.present_on(club, occasion.day).filter(pk__in=here)
            )
            services.save_protocol(occasion=occasion, by=request.user, **form.asked())
        if "count" in request.POST and rules.may(request.user, "programmes.count", occasion.unit):
            return _count(request, occasion)
        messages.success(request, _("The protocol is saved."))
        return redirect("desk_clubs:protocol", pk)
    links = Link.objects.filter(occasion=occasion, work__isnull=False).select_related("work")
    day = occasion.day
    readings = [row.work for row in queries.read_now(club, day) if row.first_day <= day]
    there = {link.work_id for link in links}
    return screen(
        request, "protocol", club, "", form=form, protocol=known, links=links, found_works=works(request),
        q=request.GET.get("q", ""), proposed=[work for work in readings if work.pk not in there],
        may_count=rules.may(request.user, "programmes.count", occasion.unit), status=400 if form.is_bound else 200,
        **_context(occasion, club),
    )  # fmt: skip


@require_POST
@needs(KEEP)
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """A book that was spoken of, or was not."""
    occasion, _club = meeting_for(request, pk)
    if one := request.POST.get("remove"):
        programmes.remove_link(link=get_object_or_404(Link, pk=number_of(one), occasion=occasion))
    else:
        work = get_object_or_404(Work, pk=number_of(request.POST.get("work")))
        programmes.add_link(occasion=occasion, work=work, kind=LinkKind.BOOK)
    return redirect(reverse("desk_clubs:protocol", args=[pk]) + "#books")


def _count(request: HttpRequest, occasion: Occasion) -> HttpResponse:
    try:
        services.count_meeting(occasion=occasion, by=request.user)
    except (ClubError, ProgrammesError) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The meeting is counted: it stands in the diary of the day."))
    return redirect("desk_clubs:protocol", occasion.pk)
