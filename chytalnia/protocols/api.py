"""The JSON API, version 1: search, a work, a record in any format of the field. Reading only, for everybody."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_cache_control
from ninja import NinjaAPI, Path, Query
from ninja.errors import HttpError, ValidationError

from chytalnia.catalogue import finding
from chytalnia.catalogue.models import Record, Work
from chytalnia.catalogue.services import exporting
from chytalnia.core import limits
from chytalnia.search import services as search_services

from .problems import problem
from .schemas import Problem, SearchAnswer, SearchQuery, WorkAnswer

#: Editions told of one work; a newspaper has a record for each of its years.
MOST_EDITIONS = 200
FRESH = 60

api = NinjaAPI(
    title="Chytalnia",
    version="1.0",
    description=(
        "The catalogue of a public library network. Answers are JSON, refusals `application/problem+json`. "
        "Every address may ask as often as the search page lets it; a 429 says by `Retry-After` when to come again."
    ),
    urls_namespace="api-v1",
    docs_url=None,
    openapi_url="openapi.json",
    servers=[{"url": settings.PUBLIC_URL}],
)
_REFUSALS = {400: Problem, 422: Problem, 429: Problem}


class TooFast(Exception):  # noqa: N818 - a refusal, not a mistake
    def __init__(self, seconds: int) -> None:
        self.seconds = seconds


def _count(request: HttpRequest) -> None:
    if seconds := limits.wait(request, "api", limits.rate(settings.SEARCH_RATE)):
        raise TooFast(seconds)


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


@api.get("search", response={200: SearchAnswer, **_REFUSALS}, summary="Search the catalogue", operation_id="search")
def search(request: HttpRequest, response: HttpResponse, query: Query[SearchQuery]) -> Any:
    """The same search as on the page of the catalogue and as `chytalnia search --json`."""
    _count(request)
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


@api.get(
    "works/{int:pk}",
    response={200: WorkAnswer, 404: Problem, 429: Problem},
    summary="A work and its editions",
    operation_id="work",
)
def work(request: HttpRequest, response: HttpResponse, pk: int) -> Any:
    _count(request)
    found = Work.objects.shown().filter(pk=pk).first()
    if found is None:
        raise HttpError(404, "No work has this number.")
    records = Record.objects.public().filter(work=found).light().order_by("-year", "-pk")[:MOST_EDITIONS]
    patch_cache_control(response, public=True, max_age=FRESH)
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


@api.get(
    "records/{int:pk}",
    summary="A record in a format of the field",
    operation_id="record",
    openapi_extra={
        "responses": {
            200: {
                "description": "The record",
                "content": {
                    media: {"schema": {"type": "string"}}
                    for media in sorted({one.media_type.partition(";")[0] for one in exporting.FORMATS.values()})
                },
            },
            404: {
                "description": "No such record",
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
            },
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
    _count(request)
    found = Record.objects.public().filter(pk=pk).first()
    if found is None:
        raise HttpError(404, "No record has this number.")
    out = exporting.FORMATS.get(format)
    if out is None or dialect not in ("", "marc21", "unimarc", "rusmarc"):
        raise HttpError(400, f"Formats are {', '.join(exporting.FORMATS)}; dialects marc21, unimarc, rusmarc.")
    body = b"".join(exporting.export([found], format=format, dialect=dialect))
    response = HttpResponse(body, content_type=out.media_type)
    response["Content-Disposition"] = f'inline; filename="record-{pk}.{out.extension}"'
    patch_cache_control(response, public=True, max_age=FRESH)
    return response


@api.exception_handler(TooFast)
def _too_fast(request: HttpRequest, refusal: TooFast) -> HttpResponse:
    detail = f"Come again in {refusal.seconds} s, or ask for more results at once with `limit`."
    response = problem(request, 429, "Too many requests", detail)
    response["Retry-After"] = str(refusal.seconds)
    return response


@api.exception_handler(finding.TooManyConditions)
def _too_many(request: HttpRequest, refusal: finding.TooManyConditions) -> HttpResponse:
    return problem(
        request, 400, "Too many conditions", f"A search combines up to {finding.MOST_CONDITIONS} conditions."
    )


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, refusal: ValidationError) -> HttpResponse:
    wrong = [{"parameter": str(one["loc"][-1]), "reason": one["msg"]} for one in refusal.errors]
    return problem(
        request,
        422,
        "A parameter makes no sense",
        "; ".join(f"{w['parameter']}: {w['reason']}" for w in wrong),
        errors=wrong,
    )


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, refusal: HttpError) -> HttpResponse:
    return problem(request, refusal.status_code, HTTPStatus(refusal.status_code).phrase, str(refusal))


def unknown(request: HttpRequest, rest: str) -> HttpResponse:
    """Any other address under /api/: a machine gets no page for people."""
    return problem(request, 404, "There is nothing here", "The description is at /api/v1/openapi.json.")
