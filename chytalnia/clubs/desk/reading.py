"""What is read: books with their days, who wants a copy, holds in one press."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from chytalnia.catalogue.models import Work
from chytalnia.clubs import services
from chytalnia.clubs.errors import ClubError
from chytalnia.clubs.forms import ReadingForm
from chytalnia.clubs.models import Membership, Reading, Wanted
from chytalnia.clubs.services.reading import hold_for_club
from chytalnia.core.forms import number_of
from chytalnia.lending.errors import LendingError
from chytalnia.people.access import needs

from .common import KEEP, VIEW, club_for, screen, works


@needs(VIEW)
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    found = club_for(request, pk)
    day = timezone.localdate()
    wanted = Wanted.objects.select_related("membership__reader", "hold")
    rows = list(
        found.readings.select_related("work").prefetch_related(Prefetch("wanted", wanted)).order_by("-first_day", "-pk")
    )
    members = list(found.memberships.filter(left_on=None).select_related("reader").order_by("reader__surname", "pk"))
    told = []
    for row in rows:
        over = row.last_day is not None and row.last_day < day
        asked = {each.membership_id for each in row.wanted.all()}
        told.append({
            "reading": row, "is_over": over, "wanted": [] if over else list(row.wanted.all()),
            "others": [] if over else [each for each in members if each.pk not in asked],
            "waiting": 0 if over else sum(each.hold_id is None for each in row.wanted.all()),
        })  # fmt: skip
    form = ReadingForm(initial={"first_day": day, "last_day": day + timedelta(days=30)})
    return screen(
        request,
        "reading",
        found,
        "reading",
        rows=told,
        form=form,
        found_works=works(request),
        q=request.GET.get("q", ""),
    )


@require_POST
@needs(KEEP)
def act(request: HttpRequest, pk: int) -> HttpResponse:
    found = club_for(request, pk, KEEP)
    try:
        if request.POST.get("work"):
            form = ReadingForm(request.POST)
            if form.is_valid():
                work = get_object_or_404(Work, pk=number_of(request.POST["work"]))
                services.begin_reading(club=found, work=work, by=request.user, **form.cleaned_data)
                messages.success(request, _("The club reads it; members see it and ask for copies."))
            else:
                messages.error(request, " ".join(str(line) for lines in form.errors.values() for line in lines))
        else:
            _of_one(request, get_object_or_404(Reading.objects.select_related("work", "club__programme__unit"),
                                               pk=number_of(request.POST.get("reading")), club=found))  # fmt: skip
    except (ClubError, LendingError) as refusal:
        messages.error(request, str(refusal))
    except PermissionDenied:
        messages.error(request, _("Holds are placed by those who lend."))
    return redirect("desk_clubs:reading", pk)


def _of_one(request: HttpRequest, one: Reading) -> None:
    what = request.POST.get("act", "")
    chosen = [number_of(each) for each in request.POST.getlist("member")]
    members = list(Membership.objects.filter(pk__in=chosen, club=one.club, left_on=None))
    if what == "end":
        services.end_reading(reading=one, on=timezone.localdate())
    elif what == "club":
        hold_for_club(reading=one, by=request.user)
        messages.success(request, _("The club stands in the queue for this book."))
    elif what == "drop":
        services.set_wanted(reading=one, memberships=members, wanted=False)
    else:
        services.set_wanted(reading=one, memberships=members)
        if what == "holds":
            told = services.place_holds(reading=one, by=request.user)
            messages.success(
                request,
                ngettext("%(n)d copy is ordered.", "%(n)d copies are ordered.", told.placed) % {"n": told.placed},
            )
            for who, why in told.refused:
                messages.error(request, f"{who}: {why}")
