"""Records as files, by address."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from chytalnia.catalogue.derive import slug
from chytalnia.catalogue.errors import UnknownExport
from chytalnia.catalogue.finding import TooManyConditions
from chytalnia.catalogue.forms import SelectionForm
from chytalnia.catalogue.models import Record, Work
from chytalnia.catalogue.selecting import Selection, most_for, selected
from chytalnia.catalogue.services import exporting


@require_safe
def export(request: HttpRequest, format: str) -> HttpResponseBase:
    """A file of the records that `ids`, `works` or a search name. Too many for one file: a page that says what to do."""
    found = exporting.FORMATS.get(format)
    if found is None:
        raise Http404
    most = most_for(request)
    try:
        selection = selected(request, most=most)
    except TooManyConditions:
        return render(request, "catalogue/export_refused.html", {"reason": "conditions"}, status=400)
    if selection.is_empty:
        return render(request, "catalogue/export_refused.html", {"reason": "empty"}, status=404)
    asked = SelectionForm(request.GET).asked
    if selection.total > most and not asked.get("limit"):
        query = request.GET.copy()
        query["limit"] = str(most)
        told = {"reason": "many", "total": selection.total, "most": most, "query": query.urlencode(), "format": found}
        return render(request, "catalogue/export_refused.html", told, status=403)
    try:
        pieces = exporting.export(selection.stream(), format=format, dialect=asked.get("dialect") or "")
    except UnknownExport as refusal:
        raise Http404 from refusal
    response = StreamingHttpResponse(pieces, content_type=found.media_type)
    response["Content-Disposition"] = disposition(f"{_name(selection)}.{found.extension}")
    response["X-Robots-Tag"] = "noindex"
    return response


def _name(selection: Selection) -> str:
    """What the file is called: by its one book, else by what was searched for and the day."""
    if len(selection.records) == 1 and not selection.works:
        title = Record.objects.filter(pk=selection.records[0]).values_list("title", flat=True).first() or ""
    elif len(selection.works) == 1 and not selection.records:
        title = Work.objects.filter(pk=selection.works[0]).values_list("title", flat=True).first() or ""
    else:
        title = f"{selection.text} {timezone.localdate():%Y-%m-%d}"
    return slug(title)[:60] or "records"


def disposition(name: str) -> str:
    return f"attachment; filename=\"{name}\"; filename*=UTF-8''{quote(name)}"


def refused(request: HttpRequest, reason: str) -> HttpResponse:
    return render(request, "catalogue/export_refused.html", {"reason": reason}, status=404)
