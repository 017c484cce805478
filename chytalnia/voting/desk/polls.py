"""Roll, polling station and counting at the desk."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from chytalnia.core.keys import key_of
from chytalnia.people import rules
from chytalnia.people.access import needs
from chytalnia.people.models import Reader
from chytalnia.people.readers import queries as readers
from chytalnia.people.shell import told_if_refused
from chytalnia.voting import papers
from chytalnia.voting.errors import NotOnRoll, VotingError
from chytalnia.voting.models import How, Mark, RollEntry, Sheet, Station
from chytalnia.voting.services import casting, counting, rolling, stations

from .elections import pdf
from .forms import CardForm, CountForm, SheetForm
from .reach import COUNT, RUN, STATION, VIEW, allowed, election_for, page, station_for


def urls() -> list[URLPattern]:
    return [
        path("<int:pk>/roll/freeze/", freeze, name="freeze"),
        path("<int:pk>/sheets/new/", sheet_new, name="sheet_new"),
        path("sheets/<int:pk>.pdf", sheet, name="sheet"),
        path("<int:pk>/ballot.pdf", ballot, name="ballot"),
        path("stations/<int:pk>/", station, name="station"),
        path("stations/<int:pk>/ballots/", bring, name="bring"),
        path("stations/<int:pk>/protocol.pdf", station_protocol, name="station_protocol"),
        path("stations/<int:pk>/count/", count, name="count"),
    ]


@require_POST
@needs(RUN)
def freeze(request: HttpRequest, pk: int) -> HttpResponse:
    election = election_for(request, pk, RUN)
    with told_if_refused(request, VotingError):
        frozen = rolling.freeze(election=election, by=request.user)
        messages.success(request, _("The roll is frozen: %(n)s lines.") % {"n": frozen.roll_size})
    return redirect("desk_voting:election", pk)


@needs(RUN)
def sheet_new(request: HttpRequest, pk: int) -> HttpResponse:
    election = election_for(request, pk, RUN)
    form = SheetForm(request.POST or None, election=election, initial={"key": uuid.uuid4()})
    if form.is_valid():
        try:
            rolling.print_sheet(election=election, by=request.user, **form.cleaned_data)
        except VotingError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The codes are made. Print the sheet and give it to the teacher."))
            return redirect("desk_voting:election", pk)
    return page(request, "form.html", _("Codes for a class"), election=election, form=form, act=_("Make the codes"))


@never_cache
@needs(RUN)
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Sheet.objects.select_related("election__unit", "unit"), pk=pk)
    election_for(request, found.election_id, RUN)
    with told_if_refused(request, VotingError):
        codes = rolling.reprinted(sheet=found, by=request.user)
        return pdf(papers.sheet(found, codes), f"codes-{found.pk}")
    return redirect("desk_voting:election", found.election_id)


@needs(VIEW)
def ballot(request: HttpRequest, pk: int) -> HttpResponse:
    election = election_for(request, pk)
    if not election.is_drawn:
        messages.error(request, _("The order on the ballot is not drawn yet."))
        return redirect("desk_voting:election", pk)
    return pdf(papers.ballot(election), f"ballot-{election.slug}")


def _line(found: Station, reader: Reader) -> tuple[RollEntry | None, Mark | None]:
    try:
        entry = casting.entry_of(found.election, reader)
    except NotOnRoll:
        return None, None
    return entry, Mark.objects.filter(pk=entry.pk).select_related("station__unit").first()


@never_cache
@needs(STATION)
def station(request: HttpRequest, pk: int) -> HttpResponse:
    """The table of a polling station: a card is read, the roll is looked at, a ballot is handed out."""
    found = station_for(request, pk)
    form = CardForm(request.POST or None)
    told: dict[str, Any] = {"reader": None, "entry": None, "mark": None, "code": ""}
    if request.method == "POST" and form.is_valid():
        reader = readers.by_card(form.cleaned_data["card"])
        if reader is None:
            form.add_error("card", _("Nobody has this card."))
        else:
            entry, mark = _line(found, reader)
            told |= {"reader": reader, "card": form.cleaned_data["card"]}
            act = request.POST.get("act", "")
            try:
                if act == "extra" and entry is None:
                    entry = rolling.add_extra(election=found.election, reader=reader, station=found, by=request.user)
                elif act in (How.TABLET, How.PAPER) and entry is not None:
                    told["code"] = stations.hand_out(
                        station=found, entry=entry, how=act, key=key_of(request) or uuid.uuid4(), by=request.user
                    )
                    told["done"] = act
                elif act == "take_back" and entry is not None and rules.may(request.user, RUN, found.unit):
                    stations.take_back(entry=entry, note=request.POST.get("note", ""), by=request.user)
                    messages.success(request, _("The mark is taken back."))
            except VotingError as refusal:
                messages.error(request, str(refusal))
            if entry is not None:
                mark = Mark.objects.filter(pk=entry.pk).select_related("station__unit").first()
            told |= {"entry": entry, "mark": mark}
    kiosk = request.build_absolute_uri(reverse("voting:kiosk", args=[found.election.slug]))
    return page(
        request, "station.html", str(found), election=found.election, station=found, form=form, key=uuid.uuid4(), kiosk=kiosk,
        came=found.marks.count(), paper=counting.issued(found), takes_votes=found.election.takes_votes(),
        printed=getattr(found, "printed", None), may_run=rules.may(request.user, RUN, found.unit), **told,
    )  # fmt: skip


@require_POST
@needs(STATION)
def bring(request: HttpRequest, pk: int) -> HttpResponse:
    found = station_for(request, pk)
    text = request.POST.get("count", "")
    with told_if_refused(request, VotingError):
        if not text.isdecimal() or len(text) > 6:
            raise VotingError(_("How many? Write a number."))
        stations.bring_ballots(station=found, count=int(text), by=request.user)
    return redirect("desk_voting:station", pk)


@needs(VIEW)
def station_protocol(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Station.objects.select_related("unit", "election__unit"), pk=pk)
    election = election_for(request, found.election_id)
    # Numbers of a station that two people have agreed on are told when the whole is: nobody sees results before.
    if election.stage in ("voting", "counting") and not allowed(request.user, COUNT, election, found.unit):
        raise PermissionDenied(COUNT)
    return pdf(papers.station_protocol(found), f"station-{found.pk}")


@never_cache
@needs(VIEW)
def count(request: HttpRequest, pk: int) -> HttpResponse:
    """One person's count. What others have counted is not shown: it would be copied."""
    found = station_for(request, pk, COUNT)
    candidates = list(found.election.candidates.filter(stage="registered").order_by("number"))
    own = found.counts.filter(by=request.user.pk).first()
    initial: dict[str, Any] = {}
    if own is not None:
        initial = {"found": own.found, "invalid": own.invalid, "unused": own.unused}
        initial |= {f"votes_{number}": n for number, n in own.votes.items()}
    form = CountForm(request.POST or None, candidates=candidates, initial=initial)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            counting.enter(
                station=found, by=request.user, found=asked["found"], invalid=asked["invalid"], unused=asked["unused"],
                votes=form.votes(),
            )  # fmt: skip
        except VotingError as refusal:
            form.add_error(None, str(refusal))
        else:
            if counting.agreed(found) is not None:
                messages.success(request, _("Two people have counted the same. The station is done."))
            else:
                messages.info(request, _("Written down. Another person counts now, without seeing your numbers."))
            return redirect("desk_voting:election", found.election_id)
    return page(
        request, "count.html", _("Count: %(station)s") % {"station": found}, election=found.election, station=found,
        form=form, issued=counting.issued(found), printed=getattr(found, "printed", None),
        is_open=found.election.stage == "counting",
    )  # fmt: skip
