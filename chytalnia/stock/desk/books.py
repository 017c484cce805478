"""The books at the desk: the accession book by numbers, the summary book in three parts, the copies behind a number."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from wagtail.admin.widgets.button import HeaderButton

from chytalnia.network.models import Unit
from chytalnia.people.access import needs
from chytalnia.stock import papers, tasks
from chytalnia.stock.queries import accession, books
from chytalnia.stock.queries.columns import Column
from chytalnia.stock.services import entries

from .forms import BehindForm, RangeForm
from .page import page, pdf
from .reach import holders

VIEW = "stock.view_books"
PER_PAGE = 50
PARTS = {"1": gettext_lazy("1. Received"), "2": gettext_lazy("2. Withdrawn"), "3": gettext_lazy("3. Movement")}


def urls() -> list[URLPattern]:
    return [
        path("books/", choose, name="books"),
        path("books/<slug:code>/accession/", accession_book, name="accession"),
        path("books/<slug:code>/accession.pdf", accession_pdf, name="accession_pdf"),
        path("books/<slug:code>/<int:year>/", summary, name="summary"),
        path("books/<slug:code>/<int:year>/book.pdf", summary_pdf, name="summary_pdf"),
        path("books/<slug:code>/<int:year>/copies/", behind, name="behind"),
    ]


def _crumb() -> tuple[Any, str]:
    return (pgettext_lazy("of accounting", "Books"), reverse("desk_stock:books"))


def _holder(request: HttpRequest, code: str) -> Unit:
    found = get_object_or_404(Unit, code=code)
    if found not in holders(request.user):
        raise PermissionDenied(VIEW)
    return found


@needs(VIEW)
def choose(request: HttpRequest) -> HttpResponse:
    """Whose book, and which year."""
    mine = holders(request.user)
    if not mine:
        raise PermissionDenied(VIEW)
    rows = [(holder, books.years(holder)[:12]) for holder in mine]
    return page(request, "books.html", pgettext("of accounting", "Books"), icon="folder-open-inverse", rows=rows)


def _counted(holder: Unit) -> bool:
    """Whether every copy has its line; the few that have none get it now, many are left to the worker."""
    if entries.unwritten(holder).count() > entries.AT_ONCE:
        tasks.complete_register.enqueue(holder.pk)
        return False
    entries.complete(holder)
    return True


@needs(VIEW)
def summary(request: HttpRequest, code: str, year: int) -> HttpResponse:
    holder = _holder(request, code)
    years = books.years(holder)
    if not _counted(holder):
        return page(
            request, "counting.html", _("Summary book"), icon="folder-open-inverse", crumbs=[_crumb()], holder=holder
        )
    if year not in years:
        return redirect("desk_stock:summary", code, years[0])
    part = request.GET.get("part", "3")
    book = books.book(holder, year)
    address = reverse("desk_stock:summary_pdf", args=[code, year])
    buttons = [
        HeaderButton(_("Print on A3"), url=address, icon_name="doc-full"),
        HeaderButton(_("Print on A4"), url=f"{address}?paper=a4", icon_name="doc-full"),
        HeaderButton(_("Accession book"), url=reverse("desk_stock:accession", args=[code]), icon_name="list-ol"),
    ]
    part = part if part in PARTS else "3"
    shown = {"1": book.received, "2": book.withdrawn}.get(part)
    columns = shown.columns if shown else book.columns
    return page(
        request, "summary.html", _("Summary book, %(year)s") % {"year": year}, icon="folder-open-inverse",
        crumbs=[_crumb()], buttons=buttons, holder=holder, year=year, years=years[:15], parts=PARTS.items(), part=part,
        book=book, groups=_groups(columns), columns=columns, rows=_rows(book, part, columns), total=_total(book, part, columns),
    )  # fmt: skip


def _groups(columns: list[Column]) -> list[tuple[str, int]]:
    """Heads that stand over several columns, with how many."""
    groups: list[tuple[str, int]] = []
    for column in columns:
        name = str(column.group)
        if groups and groups[-1][0] == name:
            groups[-1] = (name, groups[-1][1] + 1)
        else:
            groups.append((name, 1))
    return groups


def _rows(book: books.Book, part: str, columns: list[Column]) -> list[dict[str, Any]]:
    if part == "3":
        return [
            {"label": row.label, "strong": row.strong, **_told(row.sums, columns), "ask": row.ask} for row in book.rows
        ]
    lines = (book.received if part == "1" else book.withdrawn).lines
    return [
        {"line": line, **_told(line.sums, columns), "ask": {"part": part, "line": line.key}} for line in lines
    ]  # fmt: skip


def _told(sums: books.Sums, columns: list[Column]) -> dict[str, Any]:
    return {
        "copies": sums.copies, "sum": papers.sums(sums.minor), "cells": [(c.code, sums.by[c.code]) for c in columns],
    }  # fmt: skip


def _total(book: books.Book, part: str, columns: list[Column]) -> dict[str, Any] | None:
    shown = {"1": book.received, "2": book.withdrawn}.get(part)
    if shown is None:
        return None
    return {**_told(shown.total, columns), "ask": {"part": part}, "titles": sum(line.titles for line in shown.lines)}


@needs(VIEW)
def summary_pdf(request: HttpRequest, code: str, year: int) -> HttpResponse:
    holder = _holder(request, code)
    if not _counted(holder):
        return redirect("desk_stock:summary", code, year)
    paper = "a4" if request.GET.get("paper") == "a4" else "a3"
    return pdf(papers.summary_book(books.book(holder, year), paper=paper), f"summary-{code}-{year}")


@needs(VIEW)
def behind(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """The copies that a number of the summary book is made of."""
    holder = _holder(request, code)
    form = BehindForm(request.GET)
    rows = books.behind(holder, year, **_asked(form)) if form.is_valid() else books.behind(holder, year, part="")
    rows = rows.select_related("unit", "zone", "record").defer("record__source", "record__bib_data")
    listed = Paginator(rows.order_by("unit__path", "shelf_mark", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    back = f"{reverse('desk_stock:summary', args=[code, year])}"
    return page(
        request, "behind.html", _("Copies behind the number"), icon="folder-open-inverse",
        crumbs=[_crumb(), (_("Summary book, %(year)s") % {"year": year}, back)], listed=listed,
        total=listed.paginator.count, query=query.urlencode(), holder=holder, year=year,
    )  # fmt: skip


def _asked(form: BehindForm) -> dict[str, Any]:
    return {**form.cleaned_data, "quarter": form.cleaned_data["quarter"] or 0}


@needs(VIEW)
def accession_book(request: HttpRequest, code: str) -> HttpResponse:
    holder = _holder(request, code)
    form = RangeForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = accession.accession_book(holder, first=asked.get("first", ""), last=asked.get("last", ""))
    listed = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    items = list(listed.object_list)
    checked = accession.years_checked(items)
    query = request.GET.copy()
    query.pop("page", None)
    address = reverse("desk_stock:accession_pdf", args=[code])
    return page(
        request, "accession.html", _("Accession book"), icon="list-ol", crumbs=[_crumb()], holder=holder, form=form,
        listed=listed, rows=[(item, checked.get(item.pk, [])) for item in items], query=query.urlencode(),
        total=listed.paginator.count, most=papers.MOST,
        buttons=[HeaderButton(_("Print"), url=f"{address}?{query.urlencode()}", icon_name="doc-full")],
    )  # fmt: skip


@needs(VIEW)
def accession_pdf(request: HttpRequest, code: str) -> HttpResponse:
    holder = _holder(request, code)
    form = RangeForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = accession.accession_book(holder, first=asked.get("first", ""), last=asked.get("last", ""))
    return pdf(papers.accession_book(holder, list(rows[: papers.MOST])), f"accession-{code}")
