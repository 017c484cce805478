"""What a reader set free, found and follows, and labels to be printed at home."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from chytalnia.bookcrossing import papers, queries
from chytalnia.people.models import Reader
from chytalnia.people.readers.views.own import readers_own
from chytalnia.wire.print.crossing import SIZES

from .common import too_fast

#: Labels on the sheets that one gets at once.
MOST = 120


@readers_own
def mine(request: HttpRequest, reader: Reader) -> HttpResponse:
    return render(
        request, "bookcrossing/mine.html",
        {"reader": reader, "sizes": papers.size_choices(), **queries.own(reader, request.user)},
    )  # fmt: skip


@require_safe
@readers_own
def labels(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Labels of the books that are registered and not released yet, or of one of them."""
    if refused := too_fast(request, "labels"):
        return refused
    found = queries.own_books(reader).order_by("-registered_at", "-pk")
    asked = request.GET.get("book", "")
    one = asked.isdecimal() and len(asked) < 19
    books = list(found.filter(pk=int(asked)) if one else found.filter(stage="registered"))[:MOST]
    if not books:
        return redirect("bookcrossing:mine")
    size = request.GET.get("size", "")
    data = papers.labels_pdf(
        [book.number for book in books], books[0].unit, size=size if size in SIZES else papers.SIZE,
        languages=[get_language() or "uk"], titles=[str(book) for book in books], outlines=True,
    )  # fmt: skip
    return papers.pdf(data, "labels.pdf")
