"""Passport and report of a year, on the screen and on paper."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from chytalnia.clubs import papers, queries
from chytalnia.core.views import pdf_response
from chytalnia.people.access import needs

from .common import KEEP, VIEW, club_for, meeting_for, screen


def _checked(number: int) -> int:
    if not 1990 <= number <= 2199:
        raise Http404
    return number


@needs(KEEP)
def passport(request: HttpRequest, pk: int) -> HttpResponse:
    club = club_for(request, pk, KEEP)
    return screen(
        request, "passport", club, "passport", facts=papers.passport_facts(club), year=timezone.localdate().year,
        members=list(club.memberships.select_related("reader").order_by("joined_on", "pk")[:1000]),
        told=queries.year(club, timezone.localdate().year),
    )  # fmt: skip


@needs(KEEP)
def passport_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    return pdf_response(papers.passport_pdf(club_for(request, pk, KEEP), timezone.localdate().year), f"club-{pk}")


@needs(VIEW)
def year(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    club = club_for(request, pk)
    told = queries.year(club, _checked(number))
    return screen(
        request, "year", club, "year", told=told, facts=papers.year_facts(told), number=number,
        rows=[(row, papers.topic_of(row)) for row in told.meetings], now=timezone.localdate().year,
    )  # fmt: skip


@needs(VIEW)
def year_pdf(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    return pdf_response(papers.year_pdf(club_for(request, pk), _checked(number)), f"club-{pk}-{number}")


@needs(KEEP)
def protocol_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    occasion, club = meeting_for(request, pk)
    return pdf_response(papers.protocol_pdf(occasion, club), f"protocol-{pk}")
