"""Travelling books at the desk: the list, a book, labels, write-off and receipt."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import is_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin.widgets.button import HeaderButton

from chytalnia.bookcrossing import papers, queries, services
from chytalnia.bookcrossing.errors import CrossingError
from chytalnia.bookcrossing.models import Owner, Traveller
from chytalnia.bookcrossing.numbers import parse
from chytalnia.catalogue.services import items as copies
from chytalnia.core.stage_desk import StageDesk, make_move
from chytalnia.core.stages import StageError
from chytalnia.people import rules
from chytalnia.people.access import NeedsMixin, needs, require, visible_to
from chytalnia.people.shell import page
from chytalnia.stock.errors import StockError
from chytalnia.wire.print.crossing import SIZES

from .forms import BookForm, DeskRegisterForm, LabelsForm, LookForm, SetFreeForm, TakeInForm

VIEW, REGISTER, MANAGE = "bookcrossing.view", "bookcrossing.register", "bookcrossing.manage"
PER_PAGE = 50
Crumbs = list[tuple[Any, str]]


def crumbs(*more: tuple[Any, str]) -> Crumbs:
    return [(_("Bookcrossing"), reverse("desk_bookcrossing:home")), *more]


def _seen(request: HttpRequest, action: str = VIEW) -> Any:
    return visible_to(Traveller.objects.select_related("unit", "shelf", "item"), request.user, action)


def _buttons(request: HttpRequest) -> list[HeaderButton]:
    if not rules.may(request.user, REGISTER):
        return []
    return [HeaderButton(_("Register a book"), url=reverse("desk_bookcrossing:add"), icon_name="plus")]


def _ways(request: HttpRequest) -> list[tuple[str, str]]:
    """Where one goes from the list: words and addresses of what the person may do."""
    wanted = [
        (REGISTER, _("Print labels"), "labels"), ("stock.write_off", _("Set the library's books free"), "free"),
        ("bookcrossing.moderate", _("What finders wrote"), "words"), (VIEW, _("Shelves"), "shelves"), (VIEW, _("Games"), "games"),
        (VIEW, _("Board"), "board"),
    ]  # fmt: skip
    ways = [
        (label, reverse(f"desk_bookcrossing:{name}"))
        for action, label, name in wanted
        if rules.may(request.user, action)
    ]
    return [*ways, (_("Numbers"), reverse("bookcrossing:numbers"))]


@needs(VIEW)
def home(request: HttpRequest) -> HttpResponse:
    form = LookForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    found = _seen(request).order_by("-last_at", "-pk")
    if text := asked.get("q"):
        try:
            found = found.filter(number=parse(text))
        except CrossingError:
            found = found.filter(queries.named(text))
    if stage := asked.get("stage"):
        found = found.filter(stage=stage)
    if asked.get("silent"):
        found = found.roaming().filter(last_at__lt=timezone.now() - timedelta(days=182))
    query = request.GET.copy()
    query.pop("page", None)
    units = rules.units_where(request.user, VIEW)
    waiting = queries.words_to_read(units).at_stage("waiting", "reported").count()
    counts = dict(_seen(request).order_by().values_list("stage").annotate(n=Count("pk")))
    return page(
        request, "bookcrossing/desk/home.html", _("Bookcrossing"), icon="redirect", buttons=_buttons(request), form=form,
        listed=Paginator(found, PER_PAGE).get_page(request.GET.get("page")), query=query.urlencode(), waiting=waiting,
        may_moderate=rules.may(request.user, "bookcrossing.moderate"),
        stages=[(stage.label, counts.get(stage.code, 0), stage.code) for stage in Traveller.machine.stages.values()],
        ways=_ways(request),
    )  # fmt: skip


class Board(NeedsMixin, StageDesk):
    """The same books by stages."""

    model, action, page_title, header_icon = Traveller, VIEW, gettext_lazy("Travelling books"), "redirect"

    def get_queryset(self) -> QuerySet[Any]:
        return visible_to(super().get_queryset(), self.request.user, VIEW)

    def address_of(self, instance: Any) -> str:
        return reverse("desk_bookcrossing:book", args=[instance.pk])


@needs(REGISTER)
def add(request: HttpRequest) -> HttpResponse:
    form = DeskRegisterForm(request.POST or None, user=request.user, initial={"isbn": request.GET.get("isbn", "")[:40]})
    if form.is_valid():
        asked = dict(form.cleaned_data)
        require(request.user, REGISTER, asked["unit"])
        reader = asked.pop("card")
        asked.pop("website"), asked.pop("work")
        owner = Owner.STAFF if reader is None else Owner.CLASS if reader.is_collective else Owner.READER
        if owner == Owner.CLASS and not asked["owner_nick"]:
            asked["owner_nick"] = str(reader)[:60]
        try:
            book = services.register(owner=owner, reader=reader, by=request.user, **asked)
        except CrossingError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("“%(book)s” has the number %(number)s.") % {"book": book, "number": book.written}
            )
            return redirect("desk_bookcrossing:book", book.pk)
    return page(request, "bookcrossing/desk/add.html", _("Register a book"), icon="plus", form=form, crumbs=crumbs())


@needs(VIEW)
def book(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_seen(request), pk=pk)
    may = {name: rules.may(request.user, f"bookcrossing.{name}", found.unit) for name in ("manage", "moderate")}
    may_take = found.record_id and found.stage != "retired" and rules.may(request.user, "stock.accept_receipt")
    return page(
        request, "bookcrossing/desk/book.html", str(found), icon="redirect", book=found, steps=queries.steps(found), may=may,
        moves=found.moves_open_to(request.user), course=found.stage_course(), crumbs=crumbs(), sizes=papers.size_choices(),
        languages=settings.LANGUAGES,
        take=TakeInForm(user=request.user) if may_take else None, act=_act_of(found),
        code_form_url=reverse("bookcrossing:release", args=[found.number]),
    )  # fmt: skip


def _act_of(found: Traveller) -> Any:
    """The act of write-off by which a book of the library goes."""
    line = found.item and found.item.write_off_lines.filter(live=True).select_related("act").first()
    return line and line.act


@needs(MANAGE)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_seen(request, MANAGE), pk=pk)
    names = list(BookForm.base_fields)
    form = BookForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    if form.is_valid():
        services.change(traveller=found, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("desk_bookcrossing:book", pk)
    back = (str(found), reverse("desk_bookcrossing:book", args=[pk]))
    return page(request, "bookcrossing/desk/form.html", _("Mend"), icon="edit", form=form, crumbs=crumbs(back))


@require_POST
@needs(VIEW)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_seen(request), pk=pk)
    make_move(request, found)
    return redirect("desk_bookcrossing:book", pk)


@require_POST
@needs("stock.accept_receipt")
def take_in(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_seen(request, MANAGE), pk=pk)
    form = TakeInForm(request.POST, user=request.user)
    if form.is_valid():
        require(request.user, "stock.accept_receipt", form.cleaned_data["unit"])
        try:
            item = services.take_in(traveller=found, unit=form.cleaned_data["unit"], by=request.user)
        except (CrossingError, StageError, StockError) as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, _("The book is in the stock as %(item)s; its lot waits to be entered.") % {"item": item}
            )
            return redirect("desk_items:item", item.pk)
    return redirect("desk_bookcrossing:book", pk)


@needs(REGISTER)
def labels(request: HttpRequest) -> HttpResponse:
    """Blank labels with new numbers."""
    form = LabelsForm(request.POST or None, user=request.user)
    if form.is_valid():
        asked = form.cleaned_data
        require(request.user, REGISTER, asked["unit"])
        made = services.print_labels(unit=asked["unit"], count=asked["count"], by=request.user)
        chosen = {"size": asked["size"], "language": asked["languages"], "outlines": "1" if asked["outlines"] else ""}
        # Led to the sheet, so that a page loaded anew prints the same numbers and makes no others.
        return redirect(_sheet(asked["unit"].code, made[0].printed_at, **chosen))
    units = rules.units_where(request.user, REGISTER)
    sheets = [{**one, "address": _sheet(one["unit"].code, one["printed_at"])} for one in queries.sheets(units)]
    free = queries.free_labels(units)
    return page(
        request, "bookcrossing/desk/labels.html", _("Print labels"), icon="print", form=form, crumbs=crumbs(),
        free=list(free[:60]), total=free.count(), sheets=sheets,
    )  # fmt: skip


def _sheet(code: str, printed_at: datetime, **chosen: Any) -> str:
    asked = urlencode({"unit": code, "at": printed_at.isoformat(), **chosen}, doseq=True)
    return f"{reverse('desk_bookcrossing:sheet')}?{asked}"


@needs(REGISTER)
def sheet(request: HttpRequest) -> HttpResponse:
    """Labels that were printed together, once more."""
    unit: Any = get_object_or_404(rules.units_where(request.user, REGISTER), code=request.GET.get("unit", "")[:40])
    try:
        printed_at = datetime.fromisoformat(request.GET.get("at", "")[:40])
    except ValueError:
        raise Http404 from None
    numbers = queries.sheet(unit, printed_at) if is_aware(printed_at) else []
    if not numbers:
        raise Http404
    size = request.GET.get("size", "")
    data = papers.labels_pdf(
        numbers, unit, size=size if size in SIZES else papers.SIZE, languages=_languages(request),
        outlines=bool(request.GET.get("outlines")),
    )  # fmt: skip
    return papers.pdf(data, "labels.pdf")


def _languages(request: HttpRequest) -> list[str]:
    return [code for code in request.GET.getlist("language") if code in papers.LANGUAGES]


@needs(VIEW)
def label(request: HttpRequest, pk: int) -> HttpResponse:
    """Labels of one book: enough of one size to fill a sheet is not wanted, one inside and one outside is."""
    found = get_object_or_404(_seen(request, REGISTER), pk=pk)
    size = request.GET.get("size", "")
    data = papers.labels_pdf(
        [found.number], found.unit, size=size if size in SIZES else papers.SIZE, titles=[str(found)],
        languages=_languages(request), outlines=True,
    )  # fmt: skip
    return papers.pdf(data, f"label-{found.written}.pdf")


@needs("stock.write_off")
def free(request: HttpRequest) -> HttpResponse:
    """Books of the library are set free: a draft act of write-off, and numbers that wait for its approval."""
    form = SetFreeForm(request.POST or None, user=request.user)
    told: Any = None
    unknown: list[str] = []
    if form.is_valid():
        asked = form.cleaned_data
        require(request.user, "stock.write_off", asked["unit"])
        found, unknown = copies.by_barcodes(asked["numbers"].splitlines(), under=asked["unit"])
        try:
            told = services.set_free(
                items=found.select_related("unit", "record__work"),
                unit=asked["unit"],
                reason=asked["reason"],
                by=request.user,
            )
        except (CrossingError, StockError, StageError) as refusal:
            form.add_error(None, str(refusal))
        else:
            if told.books:
                n = len(told.books)
                text = ngettext(
                    "%(n)s book is registered and waits for the approval of the act.",
                    "%(n)s books are registered and wait for the approval of the act.",
                    n,
                )
                messages.success(request, text % {"n": n})
            if told.act is not None and not unknown and not told.refused:
                return redirect(told.act)
    return page(
        request, "bookcrossing/desk/free.html", _("Set the library's books free"), icon="redirect", form=form, told=told,
        unknown=unknown, crumbs=crumbs(),
    )  # fmt: skip
