"""The catalogue for machines: a search, a work, a record in any format of the field. For everybody, without a token."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from ninja import Path, Query, Router
from ninja.errors import HttpError

from chytalnia.catalogue import finding
from chytalnia.catalogue.models import Record, Work
from chytalnia.catalogue.services import exporting
from chytalnia.core import limits
from chytalnia.search import services as search_services

from .calling import count
from .describing import refusals, told
from .shapes.catalogue import SearchAnswer, SearchQuery, WorkAnswer

#: Editions told of one work; a newspaper has a record for each of its years.
MOST_EDITIONS = 200
FRESH = 60

router = Router(tags=["catalogue"])


class _Parameters:
    """The validated query as the search of the portal takes it."""

    def __init__(self, query: SearchQuery) -> None:
        self.values: dict[str, list[str]] = {
            "q": [query.q],
            "sort": [query.sort],
            "as": ["written"] if query.written else [],
            "available": ["1"] if query.available else [],
        }
        for name in ("unit", "language", "year", "format", "author", "subject", "age"):
            self.values[name] = list(getattr(query, name))

    def getlist(self, key: str) -> list[str]:
        return self.values.get(key, [])


@router.get(
    "search",
    response={200: SearchAnswer, **refusals(400, 422, 429)},
    summary="Search the catalogue",
    operation_id="search",
)
def search(request: HttpRequest, response: HttpResponse, query: Query[SearchQuery]) -> Any:
    """The same search as on the page of the catalogue and as `chytalnia search --json`."""
    count(request)
    language = query.lang or settings.LANGUAGE_CODE
    with translation.override(language):
        asked = finding.asked_in(_Parameters(query))
        found = finding.find(asked, language=language, limit=query.limit, offset=query.offset)
        answer = finding.for_machines(found)
    if asked.text and not query.offset:
        search_services.log_search(
            text=asked.text,
            total=found.total,
            language=language,
            correction=found.correction.kind if found.correction else "",
            unit=next(iter(asked.values("unit")), ""),
            place="onsite" if limits.is_onsite(request) else "remote",
            seconds=found.seconds,
        )
    patch_cache_control(response, public=True, max_age=FRESH)
    return answer


@router.get(
    "works/{int:pk}",
    response={200: WorkAnswer, **refusals(404, 422, 429)},
    summary="A work and its editions",
    operation_id="work",
)
def work(request: HttpRequest, response: HttpResponse, pk: int) -> Any:
    count(request)
    found = Work.objects.shown().filter(pk=pk).first()
    if found is None:
        raise HttpError(404, _("No work has this number."))
    records = Record.objects.public().filter(work=found).light().order_by("-year", "-pk")[:MOST_EDITIONS]
    patch_cache_control(response, public=True, max_age=FRESH)
    # Kept by caches for everybody, so the addresses in it are those of no particular language.
    with translation.override(settings.LANGUAGE_CODE):
        return _told(found, list(records))


def _told(found: Work, records: list[Record]) -> dict[str, Any]:
    return {
        "id": found.pk,
        "title": found.title,
        "author": found.author,
        "titles": found.titles,
        "year": found.year,
        "languages": found.language_codes,
        "copies": found.item_count,
        "available": found.available_count,
        "url": settings.PUBLIC_URL + found.get_absolute_url(),
        "editions": [
            {
                "id": record.pk,
                "title": record.title,
                "publisher": record.publisher,
                "year": record.year,
                "languages": record.language_codes,
                "isbn": record.isbn,
                "url": settings.PUBLIC_URL + record.get_absolute_url(),
            }
            for record in records
        ],
    }


@router.get(
    "records/{int:pk}",
    summary="A record in a format of the field",
    operation_id="record",
    openapi_extra={
        "responses": {
            200: {
                "description": "The record",
                "content": {
                    media: {"schema": {}}
                    for media in sorted({one.media_type.partition(";")[0] for one in exporting.FORMATS.values()})
                },
            },
            **{status: told("Problem") for status in (400, 404, 422, 429)},
        }
    },
)
def record(
    request: HttpRequest,
    pk: Path[int],
    format: str = Query("jsonld", description=f"One of {', '.join(exporting.FORMATS)}."),
    dialect: str = Query("", description="For MARCXML: marc21, unimarc or rusmarc; by default the record's own."),
) -> HttpResponse:
    """What came in and was not changed goes out byte for byte when its own format is asked for."""
    count(request)
    found = Record.objects.public().filter(pk=pk).first()
    if found is None:
        raise HttpError(404, _("No record has this number."))
    out = exporting.FORMATS.get(format)
    if out is None or dialect not in ("", "marc21", "unimarc", "rusmarc"):
        raise HttpError(400, f"Formats are {', '.join(exporting.FORMATS)}; dialects marc21, unimarc, rusmarc.")
    body = b"".join(exporting.export([found], format=format, dialect=dialect))
    response = HttpResponse(body, content_type=out.media_type)
    response["Content-Disposition"] = f'inline; filename="record-{pk}.{out.extension}"'
    patch_cache_control(response, public=True, max_age=FRESH)
    return response
