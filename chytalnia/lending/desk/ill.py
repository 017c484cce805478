"""Interlibrary orders at the desk: board, list and calendar; one order with its form, its moves and its slip."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.widgets.button import HeaderButton

from chytalnia.core.keys import key_of
from chytalnia.core.stage_desk import StageDesk, make_move
from chytalnia.lending import services
from chytalnia.lending.errors import Refused
from chytalnia.lending.models import IllOrder
from chytalnia.people import rules
from chytalnia.people.access import NeedsMixin, needs, require, visible_to
from chytalnia.people.readers import queries as readers
from chytalnia.people.shell import Crumb, page

VIEW, ILL = "lending.view", "lending.ill"
FORM = ("wanted", "author", "title", "published", "source", "needed_until", "agrees_to_copy", "any_edition", "note")
OURS = ("lender", "number", "due_back", "inside_only")
_DATE = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


def urls() -> list[URLPattern]:
    return [
        path("ill/", Orders.as_view(), name="ill"),
        path("ill/new/", new, name="ill_new"),
        path("ill/<int:pk>/", order, name="ill_order"),
        path("ill/<int:pk>/move/", move, name="ill_move"),
        path("ill/<int:pk>/slip/", slip, name="ill_slip"),
    ]


def crumbs() -> list[Crumb]:
    return [(gettext_lazy("Lending"), reverse("desk_lending:counter"))]


def _all() -> Crumb:
    return (gettext_lazy("Orders from other libraries"), reverse("desk_lending:ill"))


class Orders(NeedsMixin, StageDesk):
    model = IllOrder
    action = VIEW
    page_title = gettext_lazy("Orders from other libraries")
    header_icon = "redirect"
    beginning = gettext_lazy(
        "A book that the network does not have is asked of another library. Begin with what the reader wants."
    )
    related = ("unit",)

    def get_queryset(self) -> QuerySet[Any]:
        return visible_to(super().get_queryset(), self.request.user, VIEW)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        button = HeaderButton(_("New order"), url=reverse("desk_lending:ill_new"), icon_name="plus")
        return {
            **super().get_context_data(**kwargs),
            "header_buttons": [button] if rules.may(self.request.user, ILL) else [],
            "breadcrumbs_items": [
                *({"url": url, "label": label} for label, url in crumbs()), {"url": "", "label": self.page_title},
            ],
        }  # fmt: skip


class OrderForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = IllOrder
        fields = FORM
        widgets = {"needed_until": _DATE}


class DeskOrderForm(OrderForm):
    card = forms.CharField(
        label=gettext_lazy("Card of the reader"), max_length=40, widget=forms.TextInput({"data-scan": ""})
    )
    unit: Any = forms.ModelChoiceField(label=gettext_lazy("Library"), queryset=None)
    field_order = ("card", "unit", *FORM)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        field: Any = self.fields["unit"]
        field.queryset = rules.units_where(user, ILL).places()
        self.initial.setdefault("unit", field.queryset.first())

    def clean_card(self) -> Any:
        reader = readers.by_card(self.cleaned_data["card"])
        if reader is not None and readers.may_see(self.user, reader):
            return reader
        raise forms.ValidationError(_("Nobody has this card."))


class OurForm(forms.ModelForm):  # type: ignore[type-arg]
    """What the library writes: from whom, what came, until when."""

    class Meta:
        model = IllOrder
        fields = (*OURS, *FORM)
        widgets = {"needed_until": _DATE, "due_back": _DATE}


@needs(ILL)
def new(request: HttpRequest) -> HttpResponse:
    mine = rules.units_where(request.user, ILL).places()
    initial = {"card": request.GET.get("card", "")[:40], "title": request.GET.get("title", "")[:300]}
    if unit := mine.filter(code=request.session.get("desk_unit", "")).first():
        initial["unit"] = unit
    form = DeskOrderForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid():
        asked = dict(form.cleaned_data)
        reader, unit = asked.pop("card"), asked.pop("unit")
        try:
            made = services.ill.order(reader=reader, unit=unit, by=request.user, key=key_of(request), **asked)
        except Refused as refused:
            for problem in refused.problems:
                form.add_error(None, problem.message)
        else:
            messages.success(request, _("The order is written down."))
            return redirect(made)
    return page(
        request, "lending/desk/form.html", _("New order from another library"), icon="plus", form=form,
        crumbs=[*crumbs(), _all()], act=_("Write down"), key=request.POST.get("key") or uuid.uuid4(),
    )  # fmt: skip


def _order(request: HttpRequest, pk: int, action: str = VIEW) -> IllOrder:
    found: IllOrder = get_object_or_404(IllOrder.objects.select_related("unit", "reader"), pk=pk)
    require(request.user, action, found.unit)
    return found


@needs(VIEW)
def order(request: HttpRequest, pk: int) -> HttpResponse:
    found = _order(request, pk, ILL if request.method == "POST" else VIEW)
    may = rules.may(request.user, ILL, found.unit) and not found.at_stage.terminal
    form = OurForm(request.POST or None, instance=found) if may else None
    if form is not None and form.is_valid():
        try:
            services.ill.change(order=found, by=request.user, **form.cleaned_data)
        except Refused as refused:
            for problem in refused.problems:
                form.add_error("number" if problem.code == "number_taken" else None, problem.message)
        else:
            messages.success(request, _("Saved."))
            return redirect(found)
    shown = _order(request, pk)
    reader = shown.reader if shown.reader is not None and readers.may_see(request.user, shown.reader) else None
    lacks = [
        str(move.refuses(shown)) for move in shown.machine.moves_from(shown.stage)
        if move.name in ("send", "receive", "lend") and move.refuses and move.refuses(shown)
    ]  # fmt: skip
    return page(
        request, "lending/desk/ill_order.html", str(shown), icon="redirect", order=shown, form=form, reader=reader,
        moves=shown.moves_open_to(request.user, thorough=False), lacks=lacks, course=shown.stage_course(),
        crumbs=[*crumbs(), _all()],
        buttons=[HeaderButton(_("Slip"), url=reverse("desk_lending:ill_slip", args=[pk]), icon_name="doc-full")],
    )  # fmt: skip


@require_POST
@needs(ILL)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    found = _order(request, pk, ILL)
    make_move(request, found)
    return redirect(found)


@needs(VIEW)
def slip(request: HttpRequest, pk: int) -> HttpResponse:
    """The order form on paper, for the other library; and the slip that lies in the foreign copy."""
    found = _order(request, pk)
    return page(
        request, "lending/desk/ill_slip.html", str(found), icon="doc-full", order=found,
        crumbs=[*crumbs(), _all(), (str(found), found.get_absolute_url())],
    )  # fmt: skip
