"""Acts of write-off at the desk."""

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

from chytalnia.catalogue.models import Item
from chytalnia.catalogue.queries.items import narrowed
from chytalnia.core.stage_desk import StageDesk, make_move
from chytalnia.network.paths import under
from chytalnia.people import rules
from chytalnia.people.access import NeedsMixin, needs, require, visible_to
from chytalnia.people.rules import units_where
from chytalnia.people.shell import told_if_refused
from chytalnia.stock import errors, papers
from chytalnia.stock.models import InventoryCheck, WriteOffAct
from chytalnia.stock.services import checking, writing_off

from .forms import ActForm, CodesForm
from .page import home_crumb, page, pdf, scanned, tell_unknown

VIEW, WRITE = "stock.view_books", "stock.write_off"
PER_PAGE = 100
MOST_FOUND = 50


def urls() -> list[URLPattern]:
    return [
        path("acts/", Acts.as_view(), name="acts"),
        path("acts/new/", new, name="act_new"),
        path("acts/<int:pk>/", act, name="act"),
        path("acts/<int:pk>/edit/", edit, name="act_edit"),
        path("acts/<int:pk>/add/", add, name="act_add"),
        path("acts/<int:pk>/remove/", remove, name="act_remove"),
        path("acts/<int:pk>/move/", move, name="act_move"),
        path("acts/<int:pk>/act.pdf", printed, name="act_pdf"),
    ]


def _crumb() -> tuple[Any, str]:
    return (gettext_lazy("Acts of write-off"), reverse("desk_stock:acts"))


class Acts(NeedsMixin, StageDesk):
    model = WriteOffAct
    action = VIEW
    page_title = gettext_lazy("Acts of write-off")
    header_icon = "bin"
    beginning = gettext_lazy("Copies leave the stock by an act. Begin with the reason, then put the copies into it.")
    related = ("unit", "holder")

    def get_queryset(self) -> QuerySet[Any]:
        return visible_to(super().get_queryset(), self.request.user, VIEW)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        label, url = home_crumb()
        button = HeaderButton(_("New act"), url=reverse("desk_stock:act_new"), icon_name="plus")
        return {
            **super().get_context_data(**kwargs),
            "header_buttons": [button] if rules.may(self.request.user, WRITE) else [],
            "breadcrumbs_items": [{"url": url, "label": label}, {"url": "", "label": self.page_title}],
        }  # fmt: skip


def _act(request: HttpRequest, pk: int, action: str = VIEW) -> WriteOffAct:
    found: WriteOffAct = get_object_or_404(WriteOffAct.objects.select_related("unit", "holder"), pk=pk)
    require(request.user, action, found.unit)
    return found


@needs(WRITE)
def new(request: HttpRequest) -> HttpResponse:
    check = _check_of(request)
    form = ActForm(
        request.POST or None, user=request.user, action=WRITE,
        initial={
            "unit": check.unit if check else units_where(request.user, WRITE).first(), "on": timezone.localdate(),
            "commission": _last_commission(request.user), "reason": "missing" if check else "worn",
            "fate": "gone" if check else "waste",
        },
    )  # fmt: skip
    if form.is_valid():
        made = writing_off.begin(by=request.user, **form.cleaned_data)
        if check is not None:
            _told(request, writing_off.add(act=made, items=checking.marked_missing(check), by=request.user))
        return redirect(made)
    return page(request, "form.html", _("New act"), icon="plus", crumbs=[_crumb()], form=form, act=_("Draw up"))


def _check_of(request: HttpRequest) -> InventoryCheck | None:
    """The check whose missing copies the act is to take over."""
    asked = request.GET.get("check", "")
    if not asked.isdecimal() or len(asked) > 17:
        return None
    return visible_to(
        InventoryCheck.objects.select_related("unit"), request.user, "stock.check_inventory"
    ).filter(pk=int(asked)).first()  # fmt: skip


def _last_commission(user: Any) -> list[str]:
    """The people of the last act: a commission is named for years."""
    last = visible_to(WriteOffAct.objects.exclude(commission=[]), user, WRITE).order_by("-pk").first()
    return last.commission if last is not None else []


@needs(VIEW)
def act(request: HttpRequest, pk: int) -> HttpResponse:
    found = _act(request, pk)
    may_write = found.is_draft and rules.may(request.user, WRITE, found.unit)
    lines = found.lines.select_related("item", "item__record", "item__unit", "item__zone").defer(
        "item__record__source", "item__record__bib_data"
    )
    totals = found.lines.order_by().values_list("item__currency").annotate(sum=Sum("item__price_minor"))
    text = request.GET.get("q", "").strip()[:200]
    buttons = [HeaderButton(_("Print"), url=reverse("desk_stock:act_pdf", args=[pk]), icon_name="doc-full")]
    if may_write:
        buttons.insert(0, HeaderButton(_("Edit"), url=reverse("desk_stock:act_edit", args=[pk]), icon_name="edit"))
    listed = Paginator(lines, PER_PAGE).get_page(request.GET.get("page"))
    return page(
        request, "act.html", _("Act of write-off %(act)s") % {"act": found.number_text and f"№ {found.number_text}"},
        icon="bin", crumbs=[_crumb()], buttons=buttons, act=found, listed=listed, total=listed.paginator.count,
        sums=papers.sums({currency: minor or 0 for currency, minor in totals}), may_write=may_write,
        codes=CodesForm(), text=text, found=_search(found, text) if text and may_write else [],
        checks=_checks_with_missing(found, request.user) if may_write else [],
        moves=found.moves_open_to(request.user, thorough=False), lacking=writing_off.why_not_approved(found)
        if found.is_draft else "",
    )  # fmt: skip


def _search(act: WriteOffAct, text: str) -> list[Item]:
    items = narrowed(Item.objects.filter(under([act.unit.path], "unit__path")), {"q": text})
    return list(
        items.exclude(write_off_lines__live=True).select_related("unit", "zone", "record")
        .defer("record__source", "record__bib_data").order_by("shelf_mark", "pk")[:MOST_FOUND]
    )  # fmt: skip


def _checks_with_missing(act: WriteOffAct, user: Any) -> list[InventoryCheck]:
    checks = InventoryCheck.objects.filter(under([act.unit.path], "unit__path"), missing_entry__isnull=False)
    return list(visible_to(checks.select_related("unit", "zone"), user, WRITE)[:5])


@needs(WRITE)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = _act(request, pk, WRITE)
    names = [name for name in ActForm.base_fields if name != "unit"]
    form = ActForm(
        request.POST or None, user=request.user, action=WRITE, initial={name: getattr(found, name) for name in names}
    )
    # The library decides which copies may stand on the act: another library is another act.
    del form.fields["unit"]
    if form.is_valid():
        try:
            writing_off.change(act=found, by=request.user, **form.cleaned_data)
        except errors.StockError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(found)
    return page(
        request, "form.html", _("Edit"), icon="edit", crumbs=[_crumb(), (str(found), found.get_absolute_url())],
        form=form, act=_("Save"),
    )  # fmt: skip


@require_POST
@needs(WRITE)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Copies by scanned numbers, by ticks among what was found, or those that a check found missing."""
    found = _act(request, pk, WRITE)
    unknown: list[str] = []
    items: list[Item] = []
    if request.POST.get("check", "").isdecimal():
        check = get_object_or_404(InventoryCheck, under([found.unit.path], "unit__path"), pk=request.POST["check"])
        items = checking.marked_missing(check)
    elif "codes" in request.POST:
        form = CodesForm(request.POST)
        if form.is_valid():
            items, unknown = scanned(Item.objects.filter(holder=found.holder_id), form.lines()[: writing_off.MOST])
    else:
        pks = [int(pk) for pk in request.POST.getlist("pk") if pk.isdecimal() and len(pk) < 18]
        items = list(Item.objects.filter(pk__in=pks, holder=found.holder_id))
    with told_if_refused(request, errors.StockError):
        _told(request, writing_off.add(act=found, items=items, by=request.user), unknown)
    return redirect(found)


def _told(request: HttpRequest, told: writing_off.Added, unknown: list[str] | None = None) -> None:
    if told.added:
        text = ngettext("%(n)s copy is put on the act.", "%(n)s copies are put on the act.", told.added)
        messages.success(request, text % {"n": told.added})
    if told.already:
        text = ngettext("%(n)s copy was on it already.", "%(n)s copies were on it already.", told.already)
        messages.info(request, text % {"n": told.already})
    if told.refused:
        shown = "; ".join(f"{item} – {why}" for item, why in told.refused[:10])
        more = len(told.refused) - 10
        messages.warning(
            request, _("Not put on the act: %(list)s") % {"list": shown} + (f" … +{more}" if more > 0 else "")
        )  # fmt: skip
    tell_unknown(request, unknown or [])
    if not (told.added or told.already or told.refused or unknown):
        messages.info(request, _("Nothing was chosen."))


@require_POST
@needs(WRITE)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    found = _act(request, pk, WRITE)
    lines = [int(line) for line in request.POST.getlist("line") if line.isdecimal() and len(line) < 18]
    with told_if_refused(request, errors.StockError):
        n = writing_off.remove(act=found, lines=lines, by=request.user)
        text = ngettext("%(n)s copy is taken off the act.", "%(n)s copies are taken off the act.", n) % {"n": n}
        messages.success(request, text)
    return redirect(found)


@require_POST
@needs(VIEW)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    found = _act(request, pk)
    make_move(request, found)
    return redirect(found)


@needs(VIEW)
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    return pdf(papers.write_off_act(_act(request, pk)), f"act-{pk}")
