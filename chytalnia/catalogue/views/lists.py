"""What is new, the reader's own list, and lists to print."""

from __future__ import annotations

from itertools import groupby

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from chytalnia.catalogue.finding import TooManyConditions
from chytalnia.catalogue.forms import ListChangeForm, NumbersField
from chytalnia.catalogue.models import Item, Record, Work
from chytalnia.catalogue.queries import works
from chytalnia.catalogue.queries.arrivals import new_here
from chytalnia.catalogue.queries.holdings import GONE
from chytalnia.catalogue.selecting import selected
from chytalnia.catalogue.services.exporting import FORMATS
from chytalnia.core.views import pdf_response
from chytalnia.network.models import Unit
from chytalnia.network.models.unit import UnitState
from chytalnia.wire.describe import describe
from chytalnia.wire.print import Entry, Section, description_list

from . import exports, reader

#: Descriptions in one printed list: more is a catalogue, not a list.
MOST_PRINTED = 200


@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """What came lately: to the network, or with `?unit=CODE` to a library and all under it."""
    code = request.GET.get("unit", "")
    unit = Unit.objects.filter(code=code).first() if code and len(code) <= 40 else None
    if code and unit is None:
        raise Http404
    came = new_here(unit)
    # Many covers: each by its address, so that the page is light and a browser keeps what it has seen.
    books = {
        book["number"]: book | {"picture": reverse("catalogue:cover", args=[book["number"]])}
        for book in works.books(work for _day, work in came)
    }
    months = [
        (date_format(first, "YEAR_MONTH_FORMAT"), [books[work.pk] for _day, work in group])
        for first, group in groupby(came, key=lambda row: row[0].replace(day=1))
    ]
    told = {
        "unit": unit,
        "months": months,
        "units": list(Unit.objects.places().filter(Exists(Item.objects.filter(unit=OuterRef("pk"))))[:40]),
        "print_url": f"{reverse('catalogue:print')}?works={','.join(str(work.pk) for _day, work in came)}",
        "jsonless": not came,
    }
    return render(request, "catalogue/new.html", told)


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """The reader's list, or with `?works=1,2` one that somebody shared."""
    shared = NumbersField(required=False).to_python(request.GET.get("works", ""))[: reader.MOST_ON_LIST]
    pks = shared or reader.own_list(request)
    books = works.books(works.shown_works(pks))
    kept = ",".join(str(book["number"]) for book in books)
    told = {
        "books": books,
        "is_own": not shared,
        "works": kept,
        "formats": list(FORMATS.values()),
        "share_url": f"{settings.PUBLIC_URL}{reverse('catalogue:list')}?works={kept}",
    }
    return render(request, "catalogue/list.html", told)


# Without a CSRF token: see `reader.is_from_here`.
@csrf_exempt
@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Put a work on the reader's list, take it off, or empty the list."""
    if not reader.is_from_here(request):
        return HttpResponseForbidden()
    form = ListChangeForm(request.POST)
    kept = reader.own_list(request)
    response = redirect(reader.page_to_return_to(request, reverse("catalogue:list")))
    if form.is_valid():
        work, act = form.cleaned_data["work"], form.cleaned_data["act"]
        rest = [pk for pk in kept if pk != work]
        if act == "clear":
            reader.keep_list(response, [])
        elif act == "remove":
            reader.keep_list(response, rest)
        elif work and Work.objects.shown().filter(pk=work).exists():
            reader.keep_list(response, [work, *rest])
    return response


@csrf_exempt
@require_POST
def choose_branch(request: HttpRequest) -> HttpResponse:
    """Remember which library is the reader's own, or forget it."""
    if not reader.is_from_here(request):
        return HttpResponseForbidden()
    response = redirect(reader.page_to_return_to(request, "/"))
    code = request.POST.get("unit", "")[:40]
    if code and Unit.objects.filter(code=code).exclude(state=UnitState.CLOSED).exists():
        response.set_cookie(
            reader.BRANCH_COOKIE, code, max_age=reader.YEAR, httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
    else:
        response.delete_cookie(reader.BRANCH_COOKIE, samesite="Lax")
    return response


@require_safe
def printed(request: HttpRequest) -> HttpResponse:
    """Descriptions of what `ids`, `works` or a search name: as PDF with `?as=pdf`, else as a page to print."""
    try:
        selection = selected(request, most=MOST_PRINTED)
    except TooManyConditions:
        return exports.refused(request, "conditions")
    records = _one_of_each(list(selection.stream()))[:MOST_PRINTED]
    if not records:
        return exports.refused(request, "empty")
    language = get_language() or "uk"
    places = _places(records)
    title = _list_title(request, selection.text)
    entries = [Entry(describe(record.bib, material=False), below=places.get(record.pk, [])) for record in records]
    if request.GET.get("as") == "pdf":
        drawn = description_list(
            title, [Section(entries=entries)], language=language, on=timezone.localdate(), footer=settings.PUBLIC_URL
        )
        return pdf_response(drawn, f"list-{timezone.localdate():%Y-%m-%d}")
    query = request.GET.copy()
    query["as"] = "pdf"
    rows = [(record, str(entry.description), entry.below) for record, entry in zip(records, entries, strict=True)]
    told = {
        "list_title": title,
        "rows": rows,
        "today": timezone.localdate(),
        "pdf_url": f"{request.path}?{query.urlencode()}",
        "cut": selection.total > MOST_PRINTED,
        "total": selection.total,
    }
    return render(request, "catalogue/print.html", told)


def _list_title(request: HttpRequest, text: str) -> str:
    given = " ".join(request.GET.get("title", "").split())[:120]
    if given:
        return given
    return _("Found for “%(text)s”") % {"text": text} if text else _("List of books")


def _one_of_each(records: list[Record]) -> list[Record]:
    """Of a work named as such its newest edition: a reader's list is of books, not of printings."""
    best: dict[int, Record] = {}
    for record in records:
        kept = best.get(record.work_id)
        if kept is None or (record.year or 0) > (kept.year or 0):
            best[record.work_id] = record
    return list(best.values())


def _places(records: list[Record]) -> dict[int, list[str]]:
    """Under each description where copies of any edition stand: «Central Library: 84(4УКР) / Ш 37»."""
    rows = (
        Item.objects.filter(record__work__in=[record.work_id for record in records])
        .exclude(status__in=GONE)
        .order_by("unit", "shelf_mark")
        .values_list("record__work", "record", "unit", "shelf_mark")
        .distinct()
    )
    found = list(rows)
    units = Unit.objects.in_bulk({unit for _work, _record, unit, _mark in found})
    named = {record.pk for record in records}
    marks: dict[int, dict[int, str]] = {}
    # The edition that is named speaks first; another one stands for it where a library has only that.
    for work, _record, unit, mark in sorted(found, key=lambda row: row[1] not in named):
        marks.setdefault(work, {}).setdefault(unit, mark)
    lines = {
        work: " · ".join(f"{units[unit]}: {mark}" if mark else str(units[unit]) for unit, mark in list(of.items())[:4])
        for work, of in marks.items()
    }
    return {record.pk: [lines[record.work_id]] for record in records if record.work_id in lines}
