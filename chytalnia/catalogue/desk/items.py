"""Items at the desk: find, receive, change, move, withdraw; one at a time, many at once, by a scanner along the shelf."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages as desk_messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import HeaderButton

from chytalnia.catalogue import errors
from chytalnia.catalogue.models import Item, Record
from chytalnia.catalogue.queries.items import check_shelf, records_named, scanned
from chytalnia.catalogue.services import bulk_items
from chytalnia.catalogue.services import items as services
from chytalnia.core.models import AuditEntry
from chytalnia.core.tables import csv_response
from chytalnia.journal import kinds
from chytalnia.journal.models import Fact
from chytalnia.people import rules
from chytalnia.people.access import needs, require

from . import labels
from .choosing import Choice, chosen, filtered, visible_items
from .item_forms import ACTIONS, CopiesForm, ItemForm, ShelfForm, StatusForm, WithdrawForm, currency_of
from .page import RightItem, page

PER_PAGE = 50
#: Copies on a printed list: a stack of two hundred sheets is nobody's wish.
MOST_PRINTED = 5_000
VIEW, EDIT, RECEIVE, WITHDRAW = (
    "catalogue.view", "catalogue.edit_item", "catalogue.receive_items", "catalogue.withdraw_items",
)  # fmt: skip


def menu_item() -> MenuItem:
    return RightItem(
        VIEW, gettext_lazy("Items"), reverse("desk_items:list"), name="items", icon_name="tag", order=25
    )  # fmt: skip


def urls() -> list[URLPattern]:
    return [
        path("", items_list, name="list"),
        path("print/", printed, name="print"),
        path("export.csv", exported, name="export"),
        path("new/", choose_record, name="choose_record"),
        path("new/<int:record>/", receive, name="receive"),
        path("scan/", scan, name="scan"),
        path("bulk/", bulk, name="bulk"),
        path("bulk/<int:entry>/undo/", undo, name="undo"),
        path("shelf/", shelf, name="shelf"),
        path("labels/", labels.labels, name="labels"),
        path("<int:pk>/", item, name="item"),
        path("<int:pk>/edit/", edit, name="edit"),
        path("<int:pk>/<str:action>/", one, name="one"),
    ]


def _buttons(request: HttpRequest) -> list[HeaderButton]:
    buttons = []
    if rules.may(request.user, RECEIVE):
        buttons.append(HeaderButton(_("Add copies"), url=reverse("desk_items:choose_record"), icon_name="plus"))
    buttons += [
        HeaderButton(_("By a scanned list"), url=reverse("desk_items:scan"), icon_name="list-ul"),
        HeaderButton(_("Order of a shelf"), url=reverse("desk_items:shelf"), icon_name="order"),
        HeaderButton(_("Labels"), url=reverse("desk_items:labels") + "?today=1", icon_name="tag"),
    ]
    return buttons


@needs(VIEW)
def items_list(request: HttpRequest) -> HttpResponse:
    form, found = filtered(request.GET, request.user)
    # A scanned number that is exactly one copy goes straight to it.
    hits = scanned(request.GET.get("q", ""), visible_items(request.user))
    if len(hits) == 1 and set(request.GET) == {"q"}:
        return redirect("desk_items:item", hits[0].pk)
    rows = found.select_related("unit", "zone", "record").defer("record__source", "record__bib_data")
    listed = Paginator(rows.order_by("unit__path", "shelf_mark", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    asked = {name: value for name, value in form.cleaned_data.items() if value not in (None, "", False)}
    return page(
        request, "items.html", _("Items"), icon="tag", buttons=_buttons(request), form=form, listed=listed,
        total=listed.paginator.count, narrowed=bool(set(asked) - {"q"}), asked=bool(asked),
        query=_query(request), actions=_actions(request.user), empty=not asked and not listed.paginator.count,
        may_receive=rules.may(request.user, RECEIVE), most=bulk_items.MOST,
    )  # fmt: skip


def _query(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


def _actions(user: Any) -> list[tuple[str, Any]]:
    return [(code, label) for code, (_form, label) in ACTIONS.items() if rules.may(user, bulk_items.right_for(code))]


@needs(VIEW)
def printed(request: HttpRequest) -> HttpResponse:
    """A list on paper: of the filters, or of ticked items."""
    rows, more = _listed(request)
    sums: dict[str, int] = {}
    for row in rows:
        if row.price_minor is not None:
            sums[row.currency] = sums.get(row.currency, 0) + row.price_minor
    totals = [(currency, minor / 100) for currency, minor in sorted(sums.items())]
    return page(
        request, "items_print.html", _("List of items"), icon="tag", crumbs=[_crumb()], rows=rows, more=more,
        totals=totals, today=timezone.localdate(),
    )  # fmt: skip


def _listed(request: HttpRequest) -> tuple[list[Item], bool]:
    if "pk" in request.GET or "codes" in request.GET:
        rows = chosen(request).items
    else:
        _form, found = filtered(request.GET, request.user)
        rows = list(
            found.select_related("unit", "zone", "record")
            .defer("record__source", "record__bib_data")
            .order_by("unit__path", "shelf_mark", "pk")[: MOST_PRINTED + 1]
        )
    return rows[:MOST_PRINTED], len(rows) > MOST_PRINTED


@needs("catalogue.export")
def exported(request: HttpRequest) -> HttpResponseBase:
    """The list as a table for a spreadsheet, row by row as the database gives it."""
    _form, found = filtered(request.GET, request.user)
    rows = found.select_related("unit", "zone", "record").defer("record__source", "record__bib_data")

    head = [
        _("Inventory number"), _("Barcode"), _("Title"), _("Author"), _("Year"), _("Library"), _("Zone"),
        _("Shelf mark"), _("State"), _("Price"), _("Currency"), _("Source"), _("Received on"), _("Lot"),
    ]  # fmt: skip
    lines = (
        [
            row.inventory_number, row.barcode, row.record.title, row.record.author, row.record.year or "",
            row.unit, row.zone or "", row.shelf_mark, row.get_status_display(),
            "" if row.price is None else row.price, row.currency, row.get_source_display(), row.acquired_on or "",
            row.accession_lot,
        ]
        for row in rows.order_by("unit__path", "shelf_mark", "pk").iterator(chunk_size=1000)
    )  # fmt: skip
    return csv_response("items.csv", head, lines)


def _crumb() -> tuple[Any, str]:
    return (gettext_lazy("Items"), reverse("desk_items:list"))


@needs(RECEIVE)
def choose_record(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:200]
    records = list(records_named(text)) if text else []
    if len(records) == 1 and text.isdigit():
        return redirect("desk_items:receive", records[0].pk)
    return page(
        request, "choose_record.html", _("Add copies"), icon="plus", crumbs=[_crumb()], text=text, records=records
    )  # fmt: skip


@needs(RECEIVE)
def receive(request: HttpRequest, record: int) -> HttpResponse:
    of = get_object_or_404(Record.objects.active(), pk=record)
    today = timezone.localdate()
    form = CopiesForm(
        request.POST or None, user=request.user, action=RECEIVE,
        initial={"acquired_on": today, **_last_place(request)},
    )  # fmt: skip
    if form.is_valid():
        asked = form.cleaned_data
        require(request.user, RECEIVE, asked["unit"])
        try:
            made = services.receive_items(
                record=of, unit=asked["unit"], count=asked["count"], by=request.user,
                inventory_numbers=asked["numbers"], barcodes=asked["barcodes"], **form.values(),
            )  # fmt: skip
        except errors.CatalogueError as refusal:
            form.add_error(None, str(refusal))
        else:
            request.session["desk_receive_unit"] = asked["unit"].pk
            text = ngettext("%(n)s copy is received.", "%(n)s copies are received.", len(made)) % {"n": len(made)}
            messages.success(request, text)
            return redirect(f"{reverse('desk_items:labels')}?{'&'.join(f'pk={one.pk}' for one in made)}")
    return page(
        request, "receive.html", _("Add copies"), icon="plus", crumbs=[_crumb()], form=form, record=of,
        there=_where(of, request.user),
    )  # fmt: skip


def _last_place(request: HttpRequest) -> dict[str, Any]:
    """The library that copies were last received into: a crate of books goes to one place."""
    units = rules.units_where(request.user, RECEIVE)
    last = units.filter(pk=request.session.get("desk_receive_unit") or 0).first()
    if (unit := last or units.first()) is None:
        return {"unit": None}
    return {"unit": unit, "currency": currency_of(unit)}


def _where(record: Record, user: Any) -> list[Item]:
    mine = visible_items(user).filter(record=record).select_related("unit", "zone")
    return list(mine.order_by("unit__path", "pk")[:50])


def _item(request: HttpRequest, pk: int, action: str) -> Item:
    found = get_object_or_404(
        visible_items(request.user).select_related("unit", "zone", "holder", "record", "record__work", "base_record"),
        pk=pk,
    )
    require(request.user, action, found.unit)
    return found


@needs(VIEW)
def item(request: HttpRequest, pk: int) -> HttpResponse:
    found = _item(request, pk, VIEW)
    may_edit, may_withdraw = (rules.may(request.user, action, found.unit) for action in (EDIT, WITHDRAW))
    gone = found.status == "withdrawn"
    buttons = []
    if may_edit and not gone:
        buttons.append(HeaderButton(_("Edit"), url=reverse("desk_items:edit", args=[pk]), icon_name="edit"))
    buttons.append(HeaderButton(_("Labels"), url=f"{reverse('desk_items:labels')}?pk={pk}", icon_name="tag"))
    return page(
        request, "item.html", _("Copy %(number)s") % {"number": found}, icon="tag", crumbs=[_crumb()], buttons=buttons,
        item=found, may_edit=may_edit and not gone, may_withdraw=may_withdraw and not gone,
        status_form=StatusForm(user=request.user, action=EDIT, initial={"status": found.status}),
        move_form=ACTIONS["move"][0](user=request.user, action=EDIT, initial={"unit": found.unit, "zone": found.zone}),
        withdraw_form=WithdrawForm(user=request.user, action=WITHDRAW),
        history=_history(found), facts=_facts(found),
    )  # fmt: skip


def _history(item: Item) -> list[dict[str, Any]]:
    """What staff did to the copy, newest first, in words."""
    entries = AuditEntry.objects.filter(object_label="catalogue.item", object_id=str(item.pk), act__contains="bulk")
    return [
        {"at": e.at, "by_name": e.by_name, "told_before": _told(e.before), "told_after": _told(e.after)}
        for e in entries.order_by("-at", "-pk")[:100]
    ]


def _told(values: dict[str, Any]) -> list[tuple[str, str]]:
    lines = []
    for name, value in values.items():
        if name in ("bulk", "currency"):
            continue
        field = Item._meta.get_field(name)
        choices = dict(getattr(field, "choices", None) or ())
        shown = f"{int(value) / 100:.2f}" if name == "price_minor" and value else choices.get(value, value)
        lines.append((str(getattr(field, "verbose_name", name)), str(shown)))
    return lines


def _facts(item: Item) -> list[dict[str, Any]]:
    """Facts of the journal about this very copy."""
    facts = Fact.objects.filter(source_kind="catalogue.item", source_id=str(item.pk)).order_by("-at")[:50]
    return [{"at": fact.at, "kind_label": kinds.kind(fact.kind).label} for fact in facts]


@needs(EDIT)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = _item(request, pk, EDIT)
    if found.status == "withdrawn":
        raise PermissionDenied
    form = ItemForm(request.POST or None, user=request.user, action=EDIT, initial=ItemForm.initial_of(found))
    if form.is_valid():
        wanted = form.values()
        changed = {name: value for name, value in wanted.items() if value != getattr(found, name)}
        if not changed:
            return redirect("desk_items:item", pk)
        try:
            bulk_items.act(items=[found], action="edit", values=changed, by=request.user)
        except errors.CatalogueError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The copy is saved."))
            return redirect("desk_items:item", pk)
    return page(
        request, "item_edit.html", _("Edit"), icon="edit",
        crumbs=[_crumb(), (str(found), reverse("desk_items:item", args=[pk]))], form=form, item=found,
    )  # fmt: skip


@require_POST
@needs(VIEW)
def one(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Move, change of state or withdrawal of one copy, from its page."""
    if action not in ACTIONS:
        raise PermissionDenied
    right = bulk_items.right_for(action)
    found = _item(request, pk, right)
    form = ACTIONS[action][0](request.POST, user=request.user, action=right)
    if form.is_valid():
        _act(request, [found], action, form)
    else:
        messages.error(request, " ".join(str(e) for errors_ in form.errors.values() for e in errors_))
    return redirect("desk_items:item", pk)


def _act(request: HttpRequest, items: list[Item], action: str, form: Any) -> bool:
    try:
        entry = bulk_items.act(
            items=items, action=action, values=form.values(), by=request.user, note=request.POST.get("note", "")[:500]
        )
    except errors.CatalogueError as refusal:
        messages.error(request, str(refusal))
        return False
    done = ngettext("Done with %(n)s copy.", "Done with %(n)s copies.", len(items)) % {"n": len(items)}
    if bulk_items.entry_of(entry.pk, request.user):
        address = reverse("desk_items:undo", args=[entry.pk])
        desk_messages.success(request, done, buttons=[desk_messages.button(address, _("Undo"))])
    else:
        messages.success(request, done)
    return True


@needs(VIEW)
def scan(request: HttpRequest) -> HttpResponse:
    return page(
        request, "items_scan.html", _("By a scanned list"), icon="list-ul", crumbs=[_crumb()],
        actions=_actions(request.user), most=bulk_items.MOST,
    )  # fmt: skip


@needs(VIEW)
def bulk(request: HttpRequest) -> HttpResponseBase:
    """One act with many copies: who is chosen, what will be done, then the deed. Nothing is changed by looking."""
    if request.method != "POST":
        return redirect("desk_items:list")
    action = request.POST.get("action", "")
    choice = chosen(request)
    if action == "labels":
        return labels.labels(request)
    if action not in ACTIONS:
        messages.error(request, _("Choose what to do with them."))
        return redirect(f"{reverse('desk_items:list')}?{request.POST.get('query', '')}")
    right = bulk_items.right_for(action)
    require(request.user, right)
    sorted_out = bulk_items.sort_out(choice.items, action=action, by=request.user, unknown=choice.unknown)
    confirmed = request.POST.get("confirmed")
    # Copies of one library are moved within it for the most part: from the hall to the store.
    there = [unit for unit, _n in sorted_out.by_unit]
    initial = {"unit": there[0]} if len(there) == 1 else {}
    form = ACTIONS[action][0](request.POST if confirmed else None, user=request.user, action=right, initial=initial)
    if confirmed and form.is_valid():
        if confirmed != str(len(sorted_out.allowed)):
            messages.warning(request, _("Meanwhile the choice has changed: look again."))
        elif sorted_out.allowed and _act(request, sorted_out.allowed, action, form):
            back = request.POST.get("back", "")
            return redirect(back if _ours(back) else "desk_items:list")
    return page(
        request, "items_bulk.html", ACTIONS[action][1], icon="tag", crumbs=[_crumb()], form=form, action=action,
        choice=choice, sorted_out=sorted_out, sample=sorted_out.allowed[:20], refused=sorted_out.refused[:50],
        back=request.POST.get("back", ""), sums=_sum(choice),
    )  # fmt: skip


def _ours(address: str) -> bool:
    return address.startswith("/desk/items/") and "\n" not in address


def _sum(choice: Choice) -> list[tuple[str, float]]:
    sums: dict[str, int] = {}
    for each in choice.items:
        if each.price_minor is not None:
            sums[each.currency] = sums.get(each.currency, 0) + each.price_minor
    return [(currency, minor / 100) for currency, minor in sorted(sums.items())]


@needs(VIEW)
def undo(request: HttpRequest, entry: int) -> HttpResponse:
    found = bulk_items.entry_of(entry, request.user)
    if found is None:
        messages.error(request, _("This can no longer be undone."))
        return redirect("desk_items:list")
    if request.method != "POST":
        return page(request, "items_undo.html", _("Undo"), icon="undo", crumbs=[_crumb()], entry=found)
    try:
        done, left = bulk_items.undo(entry=found, by=request.user)
    except errors.CatalogueError as refusal:
        messages.error(request, str(refusal))
        return redirect("desk_items:list")
    text = ngettext("%(n)s copy is as it was.", "%(n)s copies are as they were.", done) % {"n": done}
    if left:
        text += " " + ngettext(
            "%(n)s was changed since and stays.", "%(n)s were changed since and stay.", left
        ) % {"n": left}  # fmt: skip
    messages.success(request, text)
    return redirect("desk_items:list")


@needs(VIEW)
def shelf(request: HttpRequest) -> HttpResponse:
    """Walk along a shelf with a scanner: what stands wrong, what is missing, what nobody knows."""
    form = ShelfForm(request.POST or None, user=request.user, action=VIEW)
    check = None
    if form.is_valid():
        asked = form.cleaned_data
        lines = asked["codes"].splitlines()[:5000]
        check = check_shelf(lines, unit=asked["unit"], zone=asked["zone"], visible=visible_items(request.user))
    return page(
        request, "shelf.html", _("Order of a shelf"), icon="order", crumbs=[_crumb()], form=form, check=check
    )  # fmt: skip
