"""Home delivery at the desk: to whom somebody goes, with what in the bag, and what came of the visit."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.widgets.button import HeaderButton

from chytalnia.core.keys import key_of
from chytalnia.lending import queries, services
from chytalnia.lending.errors import LendingError
from chytalnia.lending.models import HomeService, Mode
from chytalnia.lending.snapshot import snapshot
from chytalnia.network import settings as unit_settings
from chytalnia.people import rules
from chytalnia.people.access import needs, require
from chytalnia.people.readers import queries as readers
from chytalnia.people.readers import services as reader_services
from chytalnia.people.shell import page

from .ill import crumbs
from .lists import shown, unit_of

VIEW, HOME = "lending.view", "lending.home"
FIELDS = ("address", "phone", "carrier", "second", "needs_two", "every_days", "wishes", "note", "since")


def urls() -> list[URLPattern]:
    return [
        path("homes/", homes, name="homes"),
        path("homes/new/", new, name="home_new"),
        path("homes/<int:pk>/", home, name="home"),
        path("homes/<int:pk>/visit/", visit, name="home_visit"),
        path("homes/<int:pk>/end/", end, name="home_end"),
    ]


@needs(HOME)
def homes(request: HttpRequest) -> HttpResponse:
    """The work list of those who go: one may print it for one of them alone. Addresses are for those who serve."""
    unit, today = unit_of(request, HOME), timezone.localdate()
    served = HomeService.objects.filter(unit=unit, ended_on=None).select_related("reader__home_unit")
    carriers = list(served.order_by("carrier").values_list("carrier", flat=True).distinct())
    carrier = request.GET.get("carrier", "")
    if carrier in carriers:
        served = served.filter(carrier=carrier)
    services_here = list(served[:300])
    bags = queries.bags(services_here)
    rows = [(each, bags[each.pk], each.next_on(bags[each.pk].last)) for each in services_here]
    rows.sort(key=lambda row: (row[0].carrier, row[2]))
    response = shown(
        request, "homes.html", _("To readers' homes"), unit, rows=rows, today=today, carriers=carriers, carrier=carrier,
        may_home=True, way=Mode.DELIVERY.value, key=uuid.uuid4(),
    )  # fmt: skip
    with unit_settings.remembered(snapshot().settings):
        for each in services_here:
            reader_services.look(reader=each.reader, by=request.user, what="home")
    return response


class HomeForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = HomeService
        fields = FIELDS
        widgets = {
            "wishes": forms.Textarea({"rows": 3}),
            "since": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        }

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("needs_two") and not said.get("second"):
            self.add_error("second", _("Name the second person."))
        return said


class NewHomeForm(HomeForm):
    card = forms.CharField(
        label=gettext_lazy("Card of the reader"), max_length=40, widget=forms.TextInput({"data-scan": ""})
    )
    unit: Any = forms.ModelChoiceField(label=gettext_lazy("Library"), queryset=None)
    field_order = ("card", "unit", *FIELDS)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        field: Any = self.fields["unit"]
        field.queryset = rules.units_where(user, HOME).places()
        self.initial.setdefault("unit", field.queryset.first())
        self.fields["address"].required = False
        self.fields["address"].help_text = _("Left empty, the address of the registration.")

    def clean_card(self) -> Any:
        reader = readers.by_card(self.cleaned_data["card"])
        if reader is not None and readers.may_see(self.user, reader):
            return reader
        raise forms.ValidationError(_("Nobody has this card."))


@needs(HOME)
def new(request: HttpRequest) -> HttpResponse:
    initial = {"card": request.GET.get("card", "")[:40], "since": timezone.localdate()}
    if unit := rules.units_where(request.user, HOME).places().filter(code=request.session.get("desk_unit", "")).first():
        initial["unit"] = unit
    form = NewHomeForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid():
        asked = dict(form.cleaned_data)
        reader, unit = asked.pop("card"), asked.pop("unit")
        asked["address"] = asked["address"] or ", ".join(filter(None, (reader.settlement, reader.address)))
        asked["phone"] = asked["phone"] or reader.phone
        if not asked["address"]:
            form.add_error("address", _("Where is the reader to be found?"))
        else:
            services.serve_at_home(reader=reader, unit=unit, by=request.user, **asked)
            messages.success(request, _("From now on the library comes to this reader."))
            return redirect("desk_lending:homes")
    return page(
        request, "lending/desk/form.html", _("Serve a reader at home"), icon="plus", form=form, act=_("Save"),
        crumbs=[*crumbs(), (_("To readers' homes"), reverse("desk_lending:homes"))],
    )  # fmt: skip


def _service(request: HttpRequest, pk: int) -> HomeService:
    found = get_object_or_404(HomeService.objects.select_related("unit", "reader"), pk=pk)
    require(request.user, HOME, found.unit)
    return found


@needs(HOME)
def home(request: HttpRequest, pk: int) -> HttpResponse:
    """How one reader is served at home, and the visits that were made."""
    found = _service(request, pk)
    reader_services.look(reader=found.reader, by=request.user, what="home")
    # A service that has ended is read, not changed: to change it would begin another one unasked.
    form = HomeForm(request.POST or None, instance=found) if found.ended_on is None else None
    if form is not None and form.is_valid():
        services.serve_at_home(reader=found.reader, unit=found.unit, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("desk_lending:home", pk)
    return page(
        request, "lending/desk/home.html", str(found.reader), icon="home", service=found, form=form,
        visits=list(found.visits.all()[:50]), crumbs=[*crumbs(), (_("To readers' homes"), reverse("desk_lending:homes"))],
        buttons=[HeaderButton(_("Reader"), url=found.reader.get_absolute_url(), icon_name="user")],
    )  # fmt: skip


class VisitForm(forms.Form):
    minutes = forms.IntegerField(min_value=0, max_value=600, required=False)
    taken = forms.IntegerField(min_value=0, max_value=200, required=False)
    second = forms.CharField(max_length=120, required=False)
    note = forms.CharField(max_length=300, required=False)


@require_POST
@needs(HOME)
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = _service(request, pk), VisitForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Minutes and numbers are whole, and not that large."))
        return redirect("desk_lending:homes")
    said = form.cleaned_data
    try:
        services.visit_home(
            service=found, by=request.user, minutes=said["minutes"] or 0, taken=said["taken"], second=said["second"],
            note=said["note"], key=key_of(request),
        )  # fmt: skip
    except LendingError as refused:
        messages.error(request, f"{found.reader}: {refused}")
    else:
        messages.success(request, _("The visit is written down: %(reader)s.") % {"reader": found.reader})
    return redirect("desk_lending:homes")


@require_POST
@needs(HOME)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    found = _service(request, pk)
    services.end_service(service=found, on=timezone.localdate(), by=request.user)
    messages.success(request, _("%(reader)s is not served at home any more.") % {"reader": found.reader})
    return redirect("desk_lending:homes")
