"""Lots received, at the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin.widgets.button import HeaderButton

from chytalnia.catalogue.errors import CatalogueError
from chytalnia.catalogue.models import Item, Record
from chytalnia.catalogue.queries.items import records_named
from chytalnia.core.stage_desk import StageDesk, make_move
from chytalnia.network.models import Unit
from chytalnia.network.paths import under
from chytalnia.people import rules
from chytalnia.people.access import NeedsMixin, needs, require, visible_to
from chytalnia.people.rules import units_where
from chytalnia.people.shell import told_if_refused
from chytalnia.stock import errors, papers
from chytalnia.stock.models import ReceiptLot
from chytalnia.stock.services import receiving

from .forms import CodesForm, LotCopiesForm, LotForm
from .page import home_crumb, page, pdf, scanned, tell_unknown

VIEW, ACCEPT = "stock.view_books", "stock.accept_receipt"
PER_PAGE = 100


def urls() -> list[URLPattern]:
    return [
        path("lots/", Lots.as_view(), name="lots"),
        path("lots/new/", new, name="lot_new"),
        path("lots/<int:pk>/", lot, name="lot"),
        path("lots/<int:pk>/edit/", edit, name="lot_edit"),
        path("lots/<int:pk>/copies/<int:record>/", copies, name="lot_copies"),
        path("lots/<int:pk>/attach/", attach, name="lot_attach"),
        path("lots/<int:pk>/detach/", detach, name="lot_detach"),
        path("lots/<int:pk>/move/", move, name="lot_move"),
        path("lots/<int:pk>/act.pdf", printed, name="lot_pdf"),
    ]


def _crumb() -> tuple[Any, str]:
    return (gettext_lazy("Lots received"), reverse("desk_stock:lots"))


class Lots(NeedsMixin, StageDesk):
    model = ReceiptLot
    action = VIEW
    page_title = gettext_lazy("Lots received")
    header_icon = "download"
    beginning = gettext_lazy(
        "Books that came by one paper are a lot. Begin with the paper: from whom, number and date."
    )
    related = ("unit", "holder")

    def get_queryset(self) -> QuerySet[Any]:
        return visible_to(super().get_queryset(), self.request.user, VIEW)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        label, url = home_crumb()
        button = HeaderButton(_("New lot"), url=reverse("desk_stock:lot_new"), icon_name="plus")
        return {
            **super().get_context_data(**kwargs),
            "header_buttons": [button] if rules.may(self.request.user, ACCEPT) else [],
            "breadcrumbs_items": [{"url": url, "label": label}, {"url": "", "label": self.page_title}],
        }  # fmt: skip


def _lot(request: HttpRequest, pk: int, action: str = VIEW) -> ReceiptLot:
    found: ReceiptLot = get_object_or_404(ReceiptLot.objects.select_related("unit", "holder"), pk=pk)
    require(request.user, action, found.unit)
    return found


@needs(ACCEPT)
def new(request: HttpRequest) -> HttpResponse:
    form = LotForm(
        request.POST or None, user=request.user, action=ACCEPT,
        initial={"unit": units_where(request.user, ACCEPT).first(), "on": timezone.localdate(), "currency": "UAH"},
    )  # fmt: skip
    if form.is_valid():
        try:
            return redirect(receiving.begin(by=request.user, **form.values()))
        except errors.StockError as refusal:
            form.add_error("on", str(refusal))
    return page(request, "form.html", _("New lot"), icon="plus", crumbs=[_crumb()], form=form, act=_("Begin"))


@needs(ACCEPT)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = _lot(request, pk, ACCEPT)
    names = [name for name in LotForm.base_fields if name not in ("unit", "declared")]
    form = LotForm(
        request.POST or None, user=request.user, action=ACCEPT,
        initial={**{name: getattr(found, name) for name in names}, "declared": found.declared},
    )  # fmt: skip
    del form.fields["unit"]
    if form.is_valid():
        try:
            receiving.change(lot=found, by=request.user, **form.values())
        except errors.StockError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(found)
    return page(
        request, "form.html", _("Edit"), icon="edit", crumbs=[_crumb(), (str(found), found.get_absolute_url())],
        form=form, act=_("Save"),
    )  # fmt: skip


@needs(VIEW)
def lot(request: HttpRequest, pk: int) -> HttpResponse:
    found = _lot(request, pk)
    entries = found.entries.select_related("item", "item__record", "item__unit", "item__zone").defer(
        "item__record__source", "item__record__bib_data"
    )
    listed = Paginator(entries.order_by("item"), PER_PAGE).get_page(request.GET.get("page"))
    totals = found.entries.order_by().values_list("item__currency").annotate(sum=Sum("item__price_minor"))
    may_write = found.stage == "open" and rules.may(request.user, ACCEPT, found.unit)
    text = request.GET.get("q", "").strip()[:200]
    buttons = [HeaderButton(_("Act of receipt"), url=reverse("desk_stock:lot_pdf", args=[pk]), icon_name="doc-full")]
    if may_write:
        buttons.insert(0, HeaderButton(_("Edit"), url=reverse("desk_stock:lot_edit", args=[pk]), icon_name="edit"))
    return page(
        request, "lot.html", _("Lot %(lot)s") % {"lot": found}, icon="download", crumbs=[_crumb()], buttons=buttons,
        lot=found, listed=listed, total=listed.paginator.count, may_write=may_write, text=text,
        sums=papers.sums({currency: minor or 0 for currency, minor in totals}),
        declared=papers.money(found.declared_minor, found.currency),
        records=list(records_named(text)) if text and may_write else [], codes=CodesForm(),
        moves=found.moves_open_to(request.user, thorough=False),
        lacking=receiving.what_lacks(found) if found.stage == "open" and listed.paginator.count else "",
    )  # fmt: skip


@needs(ACCEPT)
def copies(request: HttpRequest, pk: int, record: int) -> HttpResponse:
    """New copies of a record, in this lot."""
    found = _lot(request, pk, ACCEPT)
    of = get_object_or_404(Record.objects.active(), pk=record)
    form = LotCopiesForm(request.POST or None, user=request.user, action=ACCEPT, initial={"unit": found.unit})
    form.fields["unit"].queryset = form.fields["unit"].queryset.filter(under([found.holder.path]))  # type: ignore[attr-defined]
    if form.is_valid():
        given = form.values()
        require(request.user, ACCEPT, given["unit"])
        try:
            made = receiving.receive(lot=found, record=of, by=request.user, **given)
        except (errors.StockError, CatalogueError) as refusal:
            form.add_error(None, str(refusal))
        else:
            text = ngettext("%(n)s copy is received.", "%(n)s copies are received.", len(made)) % {"n": len(made)}
            messages.success(request, text)
            return redirect(found)
    return page(
        request, "lot_copies.html", _("Add copies"), icon="plus", form=form, record=of, lot=found,
        crumbs=[_crumb(), (str(found), found.get_absolute_url())],
    )  # fmt: skip


@require_POST
@needs(ACCEPT)
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Put copies that are in the catalogue already into the lot, by their numbers."""
    found = _lot(request, pk, ACCEPT)
    form = CodesForm(request.POST)
    lines = form.lines() if form.is_valid() else []
    mine = Unit.objects.filter(pk__in=units_where(request.user, ACCEPT).values("pk"))
    items, unknown = scanned(Item.objects.filter(holder=found.holder_id, unit__in=mine), lines[:5000])
    with told_if_refused(request, errors.StockError):
        n = receiving.attach(lot=found, items=items, by=request.user)
        text = ngettext("%(n)s copy is put into the lot.", "%(n)s copies are put into the lot.", n) % {"n": n}
        messages.success(request, text)
    tell_unknown(request, [*unknown, *lines[5000:]])
    return redirect(found)


@require_POST
@needs(ACCEPT)
def detach(request: HttpRequest, pk: int) -> HttpResponse:
    found = _lot(request, pk, ACCEPT)
    items = [int(each) for each in request.POST.getlist("line") if each.isdecimal() and len(each) < 18]
    with told_if_refused(request, errors.StockError):
        n = receiving.detach(lot=found, items=items, by=request.user)
        text = ngettext("%(n)s copy is taken out of the lot.", "%(n)s copies are taken out of the lot.", n) % {"n": n}
        messages.success(request, text)
    return redirect(found)


@require_POST
@needs(VIEW)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    found = _lot(request, pk)
    make_move(request, found)
    return redirect(found)


@needs(VIEW)
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    return pdf(papers.receipt_act(_lot(request, pk)), f"receipt-{pk}")
