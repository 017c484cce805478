"""Elections at the desk: the list, the decree, the commission, and one page that says what is to be done next."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import HeaderButton

from chytalnia.core.views import pdf_response
from chytalnia.people import rules
from chytalnia.people.access import needs
from chytalnia.people.shell import RightItem
from chytalnia.voting import papers, queries
from chytalnia.voting.errors import VotingError
from chytalnia.voting.models import Election
from chytalnia.voting.services import counting, preparing, rolling

from .forms import CommissionForm, ElectionForm, SecondRoundForm
from .reach import CHECK, COUNT, RUN, STATION, VIEW, allowed, election_for, moved, page, visible

PER_PAGE = 50


def urls() -> list[URLPattern]:
    return [
        path("", home, name="home"),
        path("new/", edit, name="new"),
        path("<int:pk>/", election, name="election"),
        path("<int:pk>/edit/", edit, name="edit"),
        path("<int:pk>/commission/", commission, name="commission"),
        path("<int:pk>/move/", move, name="move"),
        path("<int:pk>/second-round/", second_round, name="second_round"),
        path("<int:pk>/protocol.pdf", printed, name="protocol"),
    ]


def menu_item() -> MenuItem:
    return RightItem(
        VIEW, gettext_lazy("Elections"), reverse("desk_voting:home"), name="elections", icon_name="tasks", order=40
    )


@needs(VIEW)
def home(request: HttpRequest) -> HttpResponse:
    listed = Paginator(visible(request.user).order_by("-opens_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    buttons = []
    if rules.may(request.user, RUN):
        buttons.append(HeaderButton(_("Call an election"), url=reverse("desk_voting:new"), icon_name="plus"))
    return page(request, "home.html", _("Elections"), listed=listed, buttons=buttons)


@needs(VIEW)
def election(request: HttpRequest, pk: int) -> HttpResponse:
    found = election_for(request, pk)
    user = request.user
    may_run, may_check = rules.may(user, RUN, found.unit), allowed(user, CHECK, found)
    is_member = found.has_member(user)
    stations = list(found.stations.select_related("unit").prefetch_related("counts"))
    waiting = counting.uncounted(found) if found.stage == "counting" else []
    shown = [
        {"station": station, "may_mark": rules.may(user, STATION, station.unit),
         "may_count": is_member or rules.may(user, COUNT, station.unit),
         "agreed": counting.agreed(station) is not None, "waits": station in waiting, "counts": len(station.counts.all())}
        for station in stations
    ]  # fmt: skip
    publication = getattr(found, "publication", None)
    return page(
        request, "election.html", str(found), election=found, is_election=True, may_run=may_run, may_check=may_check,
        moves=found.moves_open_to(user), hindrances=hindrances(found),
        candidates=[(one, one.candidate.moves_open_to(user, thorough=one.candidate.stage != "proposed")) for one in
                    queries.candidates(found, "proposed", "registered", "declined", "struck")],
        materials=queries.materials(found)[:50], members=found.members.select_related("user"), stations=shown,
        sheets=found.sheets.select_related("unit"), turnout=queries.turnout(found) if found.is_frozen else None,
        roll_holds=rolling.is_as_published(found) if may_run else None, log=queries.log(found)[:30],
        publication=publication, previous=found.previous,
        again=publication is not None and may_run and not hasattr(found, "second_round")
        and (not publication.quorum_met or (len(publication.winners) > 1 and found.tie == "second")),
    )  # fmt: skip


def hindrances(election: Election) -> list[tuple[str, str]]:
    """Moves that are next and what they still wait for, in words."""
    told = []
    for one in election.machine.moves_from(election.stage):
        if one.refuses is not None and (reason := one.refuses(election)):
            told.append((str(one.label), reason))
    return told


@needs(RUN)
def edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    found = election_for(request, pk, RUN) if pk is not None else None
    form = ElectionForm(request.POST or None, instance=found, user=request.user)
    if form.is_valid():
        asked = dict(form.cleaned_data)
        if not rules.may(request.user, RUN, asked["unit"]):
            raise PermissionDenied(RUN)
        try:
            if found is None:
                done = preparing.call(by=request.user, **asked)
            else:
                done = preparing.change(election=Election(pk=found.pk), by=request.user, **asked)
        except VotingError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The decree is written down."))
            return redirect("desk_voting:election", done.pk)
    title = _("Change the decree") if found else _("Call an election")
    return page(request, "form.html", title, election=found, form=form, act=_("Save"))


@needs(RUN)
def commission(request: HttpRequest, pk: int) -> HttpResponse:
    found = election_for(request, pk, RUN)
    form = CommissionForm(request.POST or None, election=found)
    if form.is_valid():
        try:
            preparing.appoint(election=found, members=form.members(), by=request.user)
            preparing.set_stations(election=found, units=form.cleaned_data["stations"], by=request.user)
        except VotingError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The commission and the polling stations are set."))
            return redirect("desk_voting:election", found.pk)
    return page(request, "commission.html", _("Commission and polling stations"), election=found, form=form)


@require_POST
@needs(VIEW)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    moved(request, election_for(request, pk))
    return redirect("desk_voting:election", pk)


@needs(RUN)
def second_round(request: HttpRequest, pk: int) -> HttpResponse:
    found = election_for(request, pk, RUN)
    form = SecondRoundForm(request.POST or None)
    if form.is_valid():
        try:
            again = preparing.second_round(election=found, by=request.user, **form.cleaned_data)
        except VotingError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("desk_voting:election", again.pk)
    return page(request, "form.html", _("Second round"), election=found, form=form, act=_("Call the second round"))


@needs(VIEW)
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    found = election_for(request, pk)
    if not found.is_told:
        return redirect("desk_voting:election", pk)
    return pdf(papers.protocol(found), f"protocol-{found.slug}")


def pdf(data: bytes, name: str) -> HttpResponse:
    return pdf_response(data, name)


__all__: list[Any] = ["menu_item", "pdf", "urls"]
