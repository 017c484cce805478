"""Pages of the portal: start, search, suggestions."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chytalnia.catalogue import finding
from chytalnia.catalogue.finding import Asked
from chytalnia.catalogue.views import reader as reader_of
from chytalnia.core import limits
from chytalnia.core.views import too_many_requests
from chytalnia.journal.middleware import PROGRAMS
from chytalnia.search import services as search

from . import answers, printing, start, suggesting
from .hits import Reader


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/start.html", start.page(request))


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """The page of results; htmx asks for the piece with the answer only."""
    try:
        asked = finding.asked_in(request.GET)
    except finding.TooManyConditions:
        return _refused(request, 400)
    is_program = bool(PROGRAMS.search(request.headers.get("User-Agent", "")))
    if is_program and len(asked.conditions) > answers.MOST_FOR_PROGRAMS:
        return _refused(request, 403, asked)
    if refusal := too_fast(request, "search"):
        return refusal
    address = asked.at(request.path)
    here, branch = reader_of.place(request)
    if not request.htmx and not _is_written_so(request, asked):  # type: ignore[attr-defined]
        response = HttpResponseRedirect(address)
        reader_of.keep_place(response, request)
        return response
    reader = Reader(here, next(iter(asked.values("unit")), "") or branch)
    answer = answers.answer(asked, request, reader if (here or branch) else Reader())
    if answer.is_empty and answer.total and asked.page > answer.last_page:
        last = Asked(asked.text, asked.as_written, asked.conditions, asked.sort, answer.last_page)
        return HttpResponseRedirect(last.at(request.path))
    if asked.text and asked.page == 1 and not is_program:
        search.log_search(
            text=asked.text,
            total=answer.total,
            language=get_language() or "",
            correction=answer.correction,
            unit=next(iter(asked.values("unit")), ""),
            place="onsite" if limits.is_onsite(request) else "remote",
            seconds=answer.seconds,
        )
    return _shown(request, asked, answer, address)


def _shown(request: HttpRequest, asked: Asked, answer: answers.Answer, address: str) -> HttpResponse:
    is_piece = request.htmx and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    if is_piece:
        # The name of the page travels with the piece: htmx puts it where the browser shows it.
        response = HttpResponse(format_html("<title>{}</title>", _name(asked, answer)) + answer.html)
        response["HX-Push-Url"] = address
    else:
        response = render(
            request,
            "portal/search.html",
            {
                "asked": asked,
                "answer": answer,
                "name": _name(asked, answer),
                "canonical": settings.PUBLIC_URL + asked.at(request.path),
                "robots": _robots(asked, answer),
            },
        )
    patch_vary_headers(response, ["HX-Request"])
    patch_cache_control(response, private=True, max_age=0)
    return response


def _name(asked: Asked, answer: answers.Answer) -> str:
    """What stands on the tab of the browser and in its history."""
    piece = f"{asked.text} – {answer.heading}" if asked.text else _("Catalogue")
    return f"{piece} · {_('Chytalnia')}"


def _robots(asked: Asked, answer: answers.Answer) -> str:
    """Answers lead programs to works, but are no pages of their own; deep combinations lead nowhere."""
    if len(asked.conditions) > answers.MOST_FOR_PROGRAMS or asked.sort or not answer.total:
        return "noindex, nofollow"
    return "noindex, follow" if asked.text or asked.conditions or asked.page > 1 else ""


def _is_written_so(request: HttpRequest, asked: Asked) -> bool:
    given = [(name, value) for name, values in request.GET.lists() for value in values]
    wanted = asked.pairs()
    # What cannot be written in one way only (cut off in the middle of a sign) is shown as it is, not sent round for ever.
    return given == wanted or finding.asked_in(_Pairs(wanted)).pairs() != wanted


class _Pairs:
    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self.pairs = pairs

    def getlist(self, key: str) -> list[str]:
        return [value for name, value in self.pairs if name == key]


def _refused(request: HttpRequest, status: int, asked: Asked | None = None) -> HttpResponse:
    """A clear page for an address with more conditions than are combined."""
    text = finding.clean(request.GET.get("q", ""), finding.LONGEST_TEXT)
    context: dict[str, Any] = {
        "url": Asked(text).at(reverse("portal:search")),
        "most": answers.MOST_FOR_PROGRAMS if asked else finding.MOST_CONDITIONS,
        "text": text,
    }
    return render(request, "portal/too_many.html", context, status=status)


def too_fast(request: HttpRequest, scope: str, times: int = 1) -> HttpResponse | None:
    """The page for an address that asks more often than `CHYTALNIA_SEARCH_RATE` lets it."""
    allowed = limits.rate(settings.SEARCH_RATE)
    seconds = limits.wait(request, scope, allowed.times(times) if allowed else None)
    if not seconds:
        return None
    if scope == "suggest":
        return JsonResponse({"results": []}, status=429, headers={"Retry-After": str(seconds)})
    return too_many_requests(request, wait_seconds=seconds)


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Works, authors, subjects that begin so. A person types several letters a second, so the limit is wider."""
    if refusal := too_fast(request, "suggest", 5):
        return refusal
    text = finding.clean(request.GET.get("q", ""), 80)
    response = JsonResponse({"results": suggesting.suggestions(text)}, json_dumps_params={"ensure_ascii": False})
    patch_cache_control(response, public=True, max_age=60)
    return response


@require_safe
def printed(request: HttpRequest) -> HttpResponse:
    """The answer as a list of descriptions for paper."""
    try:
        asked = finding.asked_in(request.GET)
    except finding.TooManyConditions:
        return _refused(request, 400)
    if refusal := too_fast(request, "search"):
        return refusal
    return render(request, "portal/print.html", printing.page(asked))
