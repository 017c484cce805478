"""Pages of an election that everybody reads."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from chytalnia.core import limits, panels
from chytalnia.core.views import pdf_response, too_many_requests
from chytalnia.people.readers import queries as readers
from chytalnia.voting import papers, queries
from chytalnia.voting.forms import ReceiptForm
from chytalnia.voting.models import Ballot, Candidate, Election
from chytalnia.voting.portraits import portrait_svg

LISTED = 200


def found(slug: str) -> Election:
    election = queries.by_slug(slug)
    if election is None:
        raise Http404
    return election


def posters(election: Election, *stages: str) -> list[dict[str, Any]]:
    return _drawn(queries.candidates(election, *stages))


def _drawn(standings: list[queries.Standing]) -> list[dict[str, Any]]:
    return [{"standing": one, "candidate": one.candidate, "drawn": portrait_svg(one.candidate)} for one in standings]


@require_safe
def elections(request: HttpRequest) -> HttpResponse:
    shown = list(queries.shown().select_related("publication"))
    stand = queries.candidates_of(shown, "registered")
    under_way = [one for one in reversed(shown) if not one.is_told]
    over = [one for one in shown if one.is_told]
    return render(request, "voting/elections.html", {
        "under_way": [{"election": one, "posters": _drawn(stand[one.pk][:6])} for one in under_way],
        "over": [
            {"election": one, "posters": _drawn([each for each in stand[one.pk] if each.is_winner])} for one in over
        ],
    })  # fmt: skip


@require_safe
def election(request: HttpRequest, slug: str) -> HttpResponse:
    shown = found(slug)
    stages = ("proposed", "registered") if shown.stage in ("nomination", "registration") else ("registered", "struck")
    stand = posters(shown, *stages)
    reader = readers.of_account(request.user) if request.user.is_authenticated else None
    return render(request, "voting/election.html", {
        "election": shown, "posters": stand, "steps": queries.steps(shown), "moment": queries.next_moment(shown),
        "now": timezone.now(), "takes_votes": shown.takes_votes(),
        "voted": queries.has_voted(shown, reader) if shown.stage == "voting" else None,
        "turnout": queries.turnout(shown) if shown.is_frozen and shown.stage in (
            "voting", "counting", "protocol", "inaugurated") else None,
        "materials": [] if shown.is_quiet else queries.materials(shown)[:24],
        "chart": chart(stand) if shown.is_told else None,
        "publication": shown.publication if shown.is_told else None,
        "winners": [one for one in stand if one["standing"].is_winner],
        "loans": queries.loans_in_campaign(shown) if shown.is_told else 0,
        "members": shown.members.all(), "stations": shown.stations.select_related("unit"),
        "panels": _panels("voting.election", shown, request),
        "second_round": getattr(shown, "second_round", None),
    })  # fmt: skip


def chart(stand: list[dict[str, Any]]) -> dict[str, Any]:
    """Columns of votes as an SVG takes them, the first in front."""
    rows = sorted(stand, key=lambda one: (-(one["standing"].votes or 0), one["candidate"].number or 0))
    rows = [one for one in rows if one["standing"].votes is not None]
    top = max((one["standing"].votes or 0 for one in rows), default=0) or 1
    columns = []
    for n, one in enumerate(rows):
        votes = one["standing"].votes or 0
        height = round(votes / top * 150, 1)
        columns.append({
            **one, "x": n * 72 + 12, "middle": n * 72 + 36, "y": round(180 - height, 1), "height": height,
            "above": round(172 - height, 1),
        })  # fmt: skip
    return {"columns": columns, "width": max(len(rows) * 72, 72)}


@require_safe
def candidate(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    shown = found(slug)
    stages = ("proposed", "registered") if shown.stage in ("nomination", "registration") else ("registered", "struck")
    stand = posters(shown, *stages)
    here = next((one for one in stand if one["candidate"].pk == pk), None)
    if here is None:
        raise Http404
    one: Candidate = here["candidate"]
    return render(request, "voting/candidate.html", {
        "election": shown, "here": here, "candidate": one, "where": queries.where(one.work),
        "others": [other for other in stand if other["candidate"].pk != pk],
        "materials": [] if shown.is_quiet else queries.materials(shown, one),
        "panels": _panels("voting.candidate", one, request),
    })  # fmt: skip


def _panels(place: str, about: Any, request: HttpRequest) -> list[str]:
    filled = [(panel, panel.fill(about, request)) for panel in panels.at(place)]
    return [render_to_string(panel.template, told, request) for panel, told in filled if told is not None]


@require_safe
def turnout(request: HttpRequest, slug: str) -> HttpResponse:
    """The piece of the page that renews itself while the polls are open."""
    shown = found(slug)
    if shown.stage not in ("voting", "counting", "protocol", "inaugurated"):
        raise Http404
    return render(request, "voting/_turnout.html", {
        "election": shown, "turnout": queries.turnout(shown), "takes_votes": shown.takes_votes(),
    })  # fmt: skip


@never_cache
def receipt(request: HttpRequest, slug: str) -> HttpResponse:
    """Whether a ballot is on the public list. The choice is not told here: who wants it reads the list.

    Asked by POST, so that no code stands in an address; and answered once the list is published only, so that nobody
    learns of a changed vote before.
    """
    shown = found(slug)
    form = ReceiptForm(request.POST or None)
    known: bool | None = None
    if request.method == "POST":
        if seconds := limits.wait(request, "voting.receipt", limits.rate("60/m")):
            return too_many_requests(request, wait_seconds=seconds)
        if form.is_valid() and shown.is_told:
            known = Ballot.objects.filter(election=shown, code=form.cleaned_data["code"]).exists()
    return render(request, "voting/receipt_check.html", {
        "election": shown, "form": form, "known": known, "code": form.cleaned_data.get("code") if form.is_bound and
        form.is_valid() else "",
    })  # fmt: skip


@require_safe
def listed(request: HttpRequest, slug: str) -> HttpResponse:
    """The public list, to be found in by eye."""
    shown = found(slug)
    if not shown.is_told:
        raise Http404
    heroes = {c.number: c for c in shown.candidates.filter(stage="registered")}
    page = Paginator(Ballot.objects.filter(election=shown).order_by("code"), LISTED).get_page(request.GET.get("page"))
    return render(request, "voting/list.html", {
        "election": shown, "page": page,
        "rows": [(ballot.code, heroes.get(ballot.choice)) for ballot in page.object_list],
    })  # fmt: skip


@require_safe
def ballots_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The published file, byte for byte."""
    shown = found(slug)
    if not shown.is_told:
        raise Http404
    response = HttpResponse(shown.publication.text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{shown.slug}.json"'
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
def protocol(request: HttpRequest, slug: str) -> HttpResponse:
    shown = found(slug)
    if not shown.is_told:
        raise Http404
    return pdf_response(papers.protocol(shown), f"{shown.slug}-{get_language()}")


@require_safe
def how_secret(request: HttpRequest) -> HttpResponse:
    return render(request, "voting/how_secret.html")
