"""Pages of campaigns that everybody reads."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from chytalnia.campaigns import papers, queries, saying
from chytalnia.campaigns.models import Campaign
from chytalnia.campaigns.services import drawing
from chytalnia.campaigns.thermometer import thermometer
from chytalnia.core import certificates
from chytalnia.core.views import pdf_response
from chytalnia.people import rules
from chytalnia.people.readers import parents
from chytalnia.people.readers import queries as readers
from chytalnia.programmes.lines import ages_of, lines

LEAGUE, TOP, POSTS = 100, 10, 24


def found(slug: str) -> Campaign:
    campaign = queries.by_slug(slug)
    if campaign is None:
        raise Http404
    return campaign


def asked_by(request: HttpRequest) -> str:
    by = request.GET.get("by", "")
    return by if by in (queries.PER_PEOPLE, queries.PER_READERS, queries.REGIONS) else queries.TOTAL


def total_of(campaign: Campaign) -> dict[str, Any]:
    sums = queries.totals(campaign)
    return {
        "campaign": campaign, "totals": sums, "score": saying.amount(campaign, sums.score(campaign)),
        "drawn": thermometer(campaign, sums.score(campaign)) if campaign.goal else None,
        "is_live": campaign.stage == "running",
    }  # fmt: skip


@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    shown = list(queries.shown()[:200])
    sums, today = queries.totals_of(shown), timezone.localdate()

    def row(one: Campaign) -> dict[str, Any]:
        total = sums.get(one.pk, queries.Totals())
        return {
            "campaign": one, "totals": total, "score": saying.amount(one, total.score(one)), "when": saying.when(one, today),
            "drawn": thermometer(one, total.score(one)) if one.goal else None,
        }  # fmt: skip

    return render(request, "campaigns/campaigns.html", {
        "now": [row(one) for one in shown if not one.is_over], "over": [row(one) for one in shown if one.is_over],
    })  # fmt: skip


@require_safe
def campaign(request: HttpRequest, slug: str) -> HttpResponse:
    shown = found(slug)
    mine: list[Any] = []
    if request.user.is_authenticated and (reader := readers.of_account(request.user)) is not None:
        mine = list(queries.of_reader([reader, *parents.shown_to(reader)], shown))
    standings = queries.league(shown)
    return render(request, "campaigns/campaign.html", {
        **total_of(shown), "mine": mine, "when": saying.when(shown, timezone.localdate()), "draw": shown.draw,
        "standings": queries.named(standings[:TOP]), "libraries": len(standings), "by": queries.TOTAL,
        "posts": queries.posts_of(shown)[:POSTS], "parts": shown.parts.select_related("occasion").order_by("number"),
        "today": timezone.localdate(), "ages": ages_of(*shown.programme.ages), "winners": drawing.winners_of(shown.draw),
        "occasions": lines(shown.programme.occasions.shown().order_by("starts_at")[:20]),
        "is_staff": rules.may(request.user, "campaigns.view", shown.unit),
        "canonical": settings.PUBLIC_URL + shown.get_absolute_url(),
    })  # fmt: skip


@require_safe
def total(request: HttpRequest, slug: str) -> HttpResponse:
    """The thermometer alone, asked for again and again by pages that are open."""
    shown = found(slug)
    return _unless_known(request, shown, "campaigns/_total.html", lambda: total_of(shown), "total")


@require_safe
def rules_page(request: HttpRequest, slug: str) -> HttpResponse:
    shown = found(slug)
    return render(request, "campaigns/rules.html", {
        "campaign": shown, "sections": papers.sections(shown), "draw": shown.draw,
    })  # fmt: skip


@require_safe
def rules_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    shown = found(slug)
    return pdf_response(papers.rules(shown), f"rules-{shown.slug}")


@require_safe
def league(request: HttpRequest, slug: str) -> HttpResponse:
    """The league, a hundred libraries a page; the table alone for a page that is open and asks again."""
    shown, by = found(slug), asked_by(request)

    def table() -> dict[str, Any]:
        if by == queries.REGIONS:
            return {"campaign": shown, "regions": queries.regions(shown), "by": by, "is_live": shown.stage == "running"}
        listed = Paginator(queries.league(shown, by), LEAGUE).get_page(request.GET.get("page"))
        queries.named(list(listed.object_list))
        return {"campaign": shown, "standings": listed.object_list, "page": listed, "by": by,
                "is_live": shown.stage == "running"}  # fmt: skip

    if request.htmx:  # type: ignore[attr-defined]
        return _unless_known(request, shown, "campaigns/_league.html", table, by, request.GET.get("page", ""))
    return render(request, "campaigns/league.html", table())


def _unless_known(request: HttpRequest, campaign: Campaign, template: str, told: Any, *more: str) -> HttpResponse:
    """A piece of a page, made only when something in it has changed since the browser saw it."""
    tag = f'W/"{queries.league_version(campaign, get_language() or "", str(timezone.localdate()), *more)}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag, "Cache-Control": "no-cache"})
    response = render(request, template, told())
    response["ETag"], response["Cache-Control"] = tag, "no-cache"
    return response


@require_safe
def libraries(request: HttpRequest, slug: str) -> HttpResponse:
    shown = found(slug)
    listed = Paginator(queries.joined(shown), LEAGUE).get_page(request.GET.get("page"))
    markers = [
        {**one, "url": f"{shown.get_absolute_url()}libraries/{one.pop('unit')}/"} for one in queries.markers(shown)
    ]
    for one in listed.object_list:
        one.campaign = shown
    return render(request, "campaigns/libraries.html", {"campaign": shown, "page": listed, "markers": markers})


@require_safe
def library(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    shown = found(slug)
    member = queries.member(shown, code)
    if member is None:
        raise Http404
    return render(request, "campaigns/library.html", {
        "campaign": shown, "member": member, "best": queries.best_of(member), "posts": queries.posts_of(shown, member)[:60],
        "score": saying.amount(shown, member.posts if shown.score == "posts" else member.total),
        "is_staff": rules.may(request.user, "campaigns.take_part", member.unit),
    })  # fmt: skip


@require_safe
def draw(request: HttpRequest, slug: str) -> HttpResponse:
    shown = found(slug)
    if not shown.prizes:
        raise Http404
    listed = shown.draw.entrants if shown.draw.is_frozen else []
    page = Paginator(listed, 500).get_page(request.GET.get("page"))
    return render(request, "campaigns/draw.html", {
        "campaign": shown, "draw": shown.draw, "winners": drawing.winners_of(shown.draw), "page": page,
    })  # fmt: skip


@require_safe
def draw_file(request: HttpRequest, slug: str) -> HttpResponse:
    shown = found(slug)
    if not shown.draw.is_drawn:
        raise Http404
    response = HttpResponse(drawing.file_of(shown.draw), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="draw-{shown.slug}.json"'
    return response


@never_cache
@require_safe
def diploma(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a paper with this code was issued."""
    return certificates.answer(request, code, queries.paper)
