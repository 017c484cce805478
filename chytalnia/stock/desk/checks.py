"""Inventory checks at the desk, and the page a scanner or a phone reads into."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin.widgets.button import HeaderButton

from chytalnia.core.forms import number_of
from chytalnia.core.security import PERMISSIONS
from chytalnia.core.stage_desk import StageDesk, make_move
from chytalnia.people.access import NeedsMixin, needs, require, visible_to
from chytalnia.people.rules import units_where
from chytalnia.stock import errors, papers
from chytalnia.stock.models import InventoryCheck, Scan, Verdict
from chytalnia.stock.models.check import MISPLACED, WRONG_STATE
from chytalnia.stock.queries import checking as queries
from chytalnia.stock.services import checking

from .forms import CheckForm, ScanForm, first_of
from .page import home_crumb, page, pdf

ACTION = "stock.check_inventory"
PER_PAGE = 100
#: A number kept on a phone for longer is dated by its arrival: its clock cannot be trusted.
OLDEST = timedelta(days=30)
#: What each verdict means to the eye and the ear.
TONES = {Verdict.FOUND: "good", **dict.fromkeys(MISPLACED, "wait"), Verdict.ON_HOLD: "wait", Verdict.CAME_BACK: "wait"}
LISTS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "misplaced": (gettext_lazy("Misplaced"), MISPLACED),
    "state": (gettext_lazy("In another state"), WRONG_STATE),
    "unknown": (gettext_lazy("Unknown numbers"), (Verdict.UNKNOWN,)),
    "found": (gettext_lazy("In their places"), (Verdict.FOUND,)),
}


def urls() -> list[URLPattern]:
    return [
        path("checks/", Checks.as_view(), name="checks"),
        path("checks/new/", new, name="check_new"),
        path("checks/<int:pk>/", check, name="check"),
        path("checks/<int:pk>/move/", move, name="check_move"),
        path("checks/<int:pk>/scan/", scan, name="check_scan"),
        path("checks/<int:pk>/forget/", forget, name="check_forget"),
        path("checks/<int:pk>/settle/", settle, name="check_settle"),
        path("checks/<int:pk>/report.pdf", report, name="check_report"),
        path("checks/<int:pk>/<str:what>/", listed, name="check_list"),
    ]


def _crumb() -> tuple[Any, str]:
    return (gettext_lazy("Inventory checks"), reverse("desk_stock:checks"))


class Checks(NeedsMixin, StageDesk):
    model = InventoryCheck
    action = ACTION
    page_title = gettext_lazy("Inventory checks")
    header_icon = "tick-inverse"
    beginning = gettext_lazy(
        "A check tells which copies stand where they should. Begin with the library or a zone, then scan the shelves."
    )
    related = ("unit", "zone")

    def get_queryset(self) -> QuerySet[Any]:
        return visible_to(super().get_queryset(), self.request.user, ACTION)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        label, url = home_crumb()
        button = HeaderButton(_("New check"), url=reverse("desk_stock:check_new"), icon_name="plus")
        return {
            **super().get_context_data(**kwargs), "header_buttons": [button],
            "breadcrumbs_items": [{"url": url, "label": label}, {"url": "", "label": self.page_title}],
        }  # fmt: skip


def _check(request: HttpRequest, pk: int) -> InventoryCheck:
    found: InventoryCheck = get_object_or_404(InventoryCheck.objects.select_related("unit", "zone"), pk=pk)
    require(request.user, ACTION, found.unit)
    return found


@needs(ACTION)
def new(request: HttpRequest) -> HttpResponse:
    form = CheckForm(
        request.POST or None, user=request.user, action=ACTION,
        initial={"unit": first_of(units_where(request.user, ACTION))},
    )  # fmt: skip
    if form.is_valid():
        made = checking.begin(by=request.user, **form.cleaned_data)
        return redirect(made)
    return page(request, "form.html", _("New check"), icon="plus", crumbs=[_crumb()], form=form, act=_("Begin"))


@needs(ACTION)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is, shelf by shelf, and what there is to settle."""
    found = _check(request, pk)
    told = queries.summary(found)
    buttons = [HeaderButton(_("Report"), url=reverse("desk_stock:check_report", args=[pk]), icon_name="doc-full")]
    return page(
        request, "check.html", str(found), icon="tick-inverse", crumbs=[_crumb()], buttons=buttons, check=found, told=told,
        shelves=[] if found.at_stage.terminal else queries.shelves(found), moves=found.moves_open_to(request.user),
        came_back=told.verdicts.get(Verdict.CAME_BACK, 0), missing_sum=papers.sums(told.missing_minor),
    )  # fmt: skip


@require_POST
@needs(ACTION)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    found = _check(request, pk)
    make_move(request, found)
    return redirect(found)


@needs(ACTION)
def scan(request: HttpRequest, pk: int) -> HttpResponse:
    """The page one reads into. It works as a plain form; its script keeps numbers while there is no line."""
    found = _check(request, pk)
    quick = "application/json" in request.headers.get("Accept", "")
    answer: dict[str, Any] | None = None
    if request.method == "POST":
        form = ScanForm(request.POST)
        if not form.is_valid():
            answer = {"refused": _("This is no number.")}
        else:
            try:
                told = checking.scan(
                    check=found,
                    number=form.cleaned_data["number"],
                    by=request.user,
                    at=_moment(form.cleaned_data["at"]),
                )
                answer = _answer(found, told)
            except errors.StockError as refusal:
                answer = {"refused": str(refusal)}
        if quick:
            return JsonResponse(answer, status=409 if "refused" in answer else 200)
    told_so_far = queries.summary(found)
    response = render(
        request, "stock/scan.html",
        {"check": found, "answer": answer, "told": told_so_far, "lately": [_line(s) for s in queries.read_lately(found)]},
    )  # fmt: skip
    response["Permissions-Policy"] = PERMISSIONS.replace("camera=()", "camera=(self)")
    return response


def _moment(milliseconds: int | None) -> datetime | None:
    if milliseconds is None:
        return None
    at, now = datetime.fromtimestamp(milliseconds / 1000, UTC), datetime.now(UTC)
    return at if now - OLDEST < at <= now else None


def _answer(check: InventoryCheck, told: checking.Answer) -> dict[str, Any]:
    read = check.scans.count()
    return {
        **_line(told.scan, told.item), "new": told.new, "read": read,
        "found": check.scans.filter(verdict=Verdict.FOUND).count(),
    }  # fmt: skip


def _line(scan: Scan, item: Any = None) -> dict[str, Any]:
    item = item or scan.item
    where = [str(item.unit), str(item.zone or ""), item.shelf_mark] if item else []
    return {
        "pk": scan.pk, "number": scan.number, "verdict": scan.verdict, "tone": TONES.get(Verdict(scan.verdict), "bad"),
        "text": _sentence(scan.verdict), "title": item.record.title or item.record.identity if item else "",
        "place": ", ".join(part for part in where if part),
    }  # fmt: skip


def _sentence(verdict: str) -> str:
    """What it is and what to do, in a breath."""
    return {
        Verdict.FOUND: _("In its place"),
        Verdict.OTHER_SHELF: _("Of another shelf: put it aside"),
        Verdict.OTHER_ZONE: _("Of another zone: put it aside"),
        Verdict.OTHER_UNIT: _("Of another library: put it aside"),
        Verdict.CAME_BACK: _("Was missing and is here"),
        Verdict.ON_LOAN: _("On loan, but here: take it back at the desk"),
        Verdict.IN_TRANSIT: _("On the way, but here: receive it at the desk"),
        Verdict.ON_HOLD: _("Reserved: it belongs on the shelf of holds"),
        Verdict.OTHER_STATE: _("By the catalogue not on a shelf: put it aside"),
        Verdict.WITHDRAWN: _("Withdrawn, but here: put it aside"),
        Verdict.UNKNOWN: _("Nobody knows this number: put it aside"),
    }[Verdict(verdict)]


@require_POST
@needs(ACTION)
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    found = _check(request, pk)
    scan = get_object_or_404(found.scans, pk=number_of(request.POST.get("scan", "")))
    try:
        checking.forget(check=found, scan=scan, by=request.user)
    except errors.StockError as refusal:
        messages.error(request, str(refusal))
    return redirect("desk_stock:check_scan", pk)


@require_POST
@needs(ACTION)
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark what is missing, take up again what was found, or take one of these back."""
    found = _check(request, pk)
    what = request.POST.get("what", "")
    try:
        if what == "missing":
            n = checking.mark_missing(check=found, by=request.user)
            text = ngettext("%(n)s copy is marked missing.", "%(n)s copies are marked missing.", n) % {"n": n}
        elif what == "found":
            n = checking.mark_found(check=found, by=request.user)
            text = ngettext("%(n)s copy is available again.", "%(n)s copies are available again.", n) % {"n": n}
        elif what in ("undo-missing", "undo-found"):
            n, left = checking.undo(check=found, what=what.removeprefix("undo-"), by=request.user)
            text = ngettext("%(n)s copy is as it was.", "%(n)s copies are as they were.", n) % {"n": n}
            if left:
                text += " " + ngettext(
                    "%(n)s was changed since and stays.", "%(n)s were changed since and stay.", left
                ) % {"n": left}  # fmt: skip
        else:
            raise Http404
    except errors.StockError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, text)
    return redirect(found)


@needs(ACTION)
def listed(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """One of the lists of a check: missing copies by shelf, or numbers read by what they were."""
    found = _check(request, pk)
    crumbs = [_crumb(), (str(found), reverse("desk_stock:check", args=[pk]))]
    mark = request.GET.get("shelf", "")[:120]
    query = f"shelf={mark}" if mark else ""
    if what == "missing":
        rows = queries.missing_or_marked(found).select_related("record", "zone", "unit").defer(
            "record__source", "record__bib_data"
        ).filter(class_number__startswith=mark).order_by("shelf_mark", "pk")  # fmt: skip
        listed = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        return page(
            request, "check_missing.html", _("Missing"), icon="tick-inverse", crumbs=crumbs, check=found, listed=listed,
            query=query,
        )  # fmt: skip
    if what not in LISTS:
        raise Http404
    title, verdicts = LISTS[what]
    read = Paginator(queries.scans(found, verdicts), PER_PAGE).get_page(request.GET.get("page"))
    return page(
        request, "check_scans.html", title, icon="tick-inverse", crumbs=crumbs, check=found, listed=read, query=query
    )  # fmt: skip


@needs(ACTION)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    return pdf(papers.check_report(_check(request, pk)), f"check-{pk}")
