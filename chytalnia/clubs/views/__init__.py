"""Pages of clubs for readers: the list; joining, leaving, asking for a copy. A club's own page is its programme's."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chytalnia.clubs import queries, services, words
from chytalnia.clubs.errors import ClubError
from chytalnia.clubs.models import Club, Membership, Profile, Reading
from chytalnia.core.forms import number_of
from chytalnia.network.models import Unit
from chytalnia.people.models import Reader
from chytalnia.people.readers import parents
from chytalnia.people.readers.queries import of_account
from chytalnia.programmes.lines import ages_of

PER_PAGE = 30


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    found, asked = queries.chosen(request.GET)
    listed = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    places = (
        Unit.objects.filter(programmes__club__isnull=False, programmes__stage="running").distinct().order_by("path")
    )
    return render(
        request, "clubs/index.html",
        {
            "page": listed, "asked": asked, "profiles": Profile.choices, "branches": [(unit.code, str(unit)) for unit in places[:150]],
            "clubs": [
                (club, words.when(club), ages_of(club.programme.age_from, club.programme.age_to)) for club in listed.object_list
            ],
        },
    )  # fmt: skip


def _club(pk: int) -> Club:
    return get_object_or_404(queries.clubs().filter(programme__is_public=True), pk=pk)


def _one_of(reader: Reader, told: Any) -> Reader:
    """The reader, or the child of theirs whom the form names."""
    wanted = number_of(told)
    return next((child for child in parents.looked_after(reader) if child.pk == wanted), reader)


@require_POST
def join(request: HttpRequest, pk: int) -> HttpResponse:
    club = _club(pk)
    reader = of_account(request.user)
    if reader is None:
        return redirect_to_login(club.get_absolute_url())
    one = _one_of(reader, request.POST.get("reader"))
    try:
        services.join(club=club, reader=one, on=timezone.localdate(), by=request.user)
    except ClubError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Welcome to the club. The next meetings and what is read are on this page."))
    return redirect(club)


def _own(request: HttpRequest, club: Club) -> Membership:
    reader = of_account(request.user)
    people = [reader, *parents.looked_after(reader)] if reader else []
    return get_object_or_404(
        Membership, pk=number_of(request.POST.get("membership")), club=club, reader__in=people, left_on=None
    )


@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    club = _club(pk)
    services.leave(membership=_own(request, club), on=timezone.localdate(), by=request.user)
    messages.success(request, _("You have left the club. The door stays open."))
    return redirect(club)


@require_POST
def want(request: HttpRequest, pk: int) -> HttpResponse:
    """A member asks for a copy, or needs none any more."""
    club = _club(pk)
    reading = get_object_or_404(Reading, pk=number_of(request.POST.get("reading")), club=club)
    wanted = request.POST.get("want") == "1"
    try:
        services.set_wanted(reading=reading, memberships=[_own(request, club)], wanted=wanted)
    except ClubError as refusal:
        messages.error(request, str(refusal))
    else:
        text = _("The leader orders a copy for you.") if wanted else _("You are no longer on the list.")
        messages.success(request, text)
    return redirect(club)
