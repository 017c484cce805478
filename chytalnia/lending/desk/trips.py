"""The library bus at the desk: trips on a board, one trip with its stops and numbers, routes with their timetable."""

from __future__ import annotations

import re
from datetime import time
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.widgets.button import HeaderButton

from chytalnia.core.stage_desk import StageDesk, make_move
from chytalnia.core.stages import StageError
from chytalnia.journal import kinds
from chytalnia.lending import queries, services
from chytalnia.lending.errors import LendingError
from chytalnia.lending.models import Mode, Route, Stop, Trip
from chytalnia.network.models import Unit
from chytalnia.people import rules
from chytalnia.people.access import NeedsMixin, needs, require, visible_to
from chytalnia.people.shell import Crumb, page

from .ill import crumbs

VIEW, TRIP = "lending.view", "lending.trip"
_DATE = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
#: «9:30 Потоки, школа; 40»: the minutes may be left out.
_STOP = re.compile(r"(\d{1,2})[:.](\d{2})\s+(.+?)(?:\s*[;|]\s*(\d{1,3}))?\s*$")


def urls() -> list[URLPattern]:
    return [
        path("bus/", Trips.as_view(), name="trips"),
        path("bus/new/", new, name="trip_new"),
        path("bus/<int:pk>/", trip, name="trip"),
        path("bus/<int:pk>/move/", move, name="trip_move"),
        path("bus/routes/", routes, name="routes"),
        path("bus/routes/new/", route, name="route_new"),
        path("bus/routes/<int:pk>/", route, name="route"),
        path("bus/routes/<int:pk>/plan/", plan, name="route_plan"),
    ]


def _all() -> Crumb:
    return (gettext_lazy("Library bus"), reverse("desk_lending:trips"))


class Trips(NeedsMixin, StageDesk):
    model = Trip
    action = VIEW
    page_title = gettext_lazy("Library bus")
    header_icon = "site"
    beginning = gettext_lazy("Begin with the day and the stops; on the way the bus lends as a branch does.")
    related = ("unit", "route")

    def get_queryset(self) -> QuerySet[Any]:
        return visible_to(super().get_queryset(), self.request.user, VIEW)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        buttons = [HeaderButton(_("Routes and timetable"), url=reverse("desk_lending:routes"), icon_name="list-ul")]
        if rules.may(self.request.user, TRIP):
            buttons.insert(0, HeaderButton(_("New trip"), url=reverse("desk_lending:trip_new"), icon_name="plus"))
        return {
            **super().get_context_data(**kwargs), "header_buttons": buttons,
            "breadcrumbs_items": [
                *({"url": url, "label": label} for label, url in crumbs()), {"url": "", "label": self.page_title},
            ],
        }  # fmt: skip


class NewTripForm(forms.Form):
    unit: Any = forms.ModelChoiceField(label=gettext_lazy("Library"), queryset=None)
    on = forms.DateField(label=gettext_lazy("Day"), widget=_DATE)
    name = forms.CharField(label=gettext_lazy("Where to"), max_length=120)
    crew = forms.CharField(label=gettext_lazy("Who goes"), max_length=200, required=False)
    stops = forms.CharField(
        label=gettext_lazy("Stops"), widget=forms.Textarea({"rows": 4}), required=False,
        help_text=gettext_lazy("One a line: time, place; minutes. For example “9:30 Village hall; 40”."),
    )  # fmt: skip

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.queryset = rules.units_where(user, TRIP).places()
        self.initial.setdefault("unit", field.queryset.first())
        self.initial.setdefault("on", timezone.localdate())

    def clean_stops(self) -> list[tuple[time, str, int]]:
        return stops_in(self.cleaned_data["stops"])


def stops_in(text: str) -> list[tuple[time, str, int]]:
    """Stops written one a line. Raises ValidationError naming the line that cannot be read."""
    found: dict[time, tuple[time, str, int]] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        read = _STOP.match(line)
        try:
            assert read is not None
            at = time(int(read[1]), int(read[2]))
        except (AssertionError, ValueError):
            said = _("This line cannot be read: “%(line)s”. Write time, place; minutes.")
            raise forms.ValidationError(said % {"line": line[:80]}) from None
        if at in found:
            raise forms.ValidationError(_("Two stops at one time: %(at)s.") % {"at": f"{at:%H:%M}"})
        found[at] = (at, read[3].rstrip(" ,")[:160], min(int(read[4] or 30), 600))
    return sorted(found.values())


@needs(TRIP)
def new(request: HttpRequest) -> HttpResponse:
    form = NewTripForm(request.POST or None, user=request.user)
    if form.is_valid():
        asked = dict(form.cleaned_data)
        asked["stops"] = [
            {"place": place, "at": f"{at:%H:%M}", "minutes": minutes, "held": True}
            for at, place, minutes in asked["stops"]
        ]
        return redirect(services.trips.plan(by=request.user, **asked))
    return page(
        request, "lending/desk/form.html", _("New trip"), icon="plus", form=form, crumbs=[*crumbs(), _all()],
        act=_("Plan it"),
    )  # fmt: skip


class TripForm(forms.ModelForm):  # type: ignore[type-arg]
    held = forms.MultipleChoiceField(
        label=gettext_lazy("Where the bus stopped"), widget=forms.CheckboxSelectMultiple, required=False
    )

    class Meta:
        model = Trip
        fields = ("km", "guests", "events", "event_guests", "is_online", "crew", "vehicle", "note")
        widgets = {"note": forms.Textarea({"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stops = self.instance.stops
        if not stops:
            del self.fields["held"]
            return
        field: Any = self.fields["held"]
        field.choices = [(str(n), f"{stop['at']} {stop['place']}") for n, stop in enumerate(stops)]
        field.initial = [str(n) for n, stop in enumerate(stops) if stop.get("held", True)]

    def values(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        held = said.pop("held", None)
        if held is not None:
            said["stops"] = [{**stop, "held": str(n) in held} for n, stop in enumerate(self.instance.stops)]
        return said


def _trip(request: HttpRequest, pk: int, action: str = VIEW) -> Trip:
    found: Trip = get_object_or_404(Trip.objects.select_related("unit", "route"), pk=pk)
    require(request.user, action, found.unit)
    return found


@needs(VIEW)
def trip(request: HttpRequest, pk: int) -> HttpResponse:
    found = _trip(request, pk, TRIP if request.method == "POST" else VIEW)
    may = rules.may(request.user, TRIP, found.unit) and found.stage in ("planned", "under_way")
    form = TripForm(request.POST or None, instance=found) if may else None
    if form is not None and form.is_valid():
        try:
            services.trips.change(trip=found, by=request.user, **form.values())
        except StageError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Saved."))
        return redirect(found)
    acts = queries.acts_of_trip(found)
    facts = [(kinds.label(fact.kind), fact.quantity) for fact in services.trips.facts_of(found).order_by("pk")]
    lending = f"{reverse('desk_lending:counter')}?unit={found.unit_id}&way={Mode.BUS.value}"
    return page(
        request, "lending/desk/trip.html", str(found), icon="site", trip=_trip(request, pk), form=form,
        crumbs=[*crumbs(), _all()], issued=acts.count(), visits=queries.visits_of_trip(found), lending=lending,
        moves=found.moves_open_to(request.user, thorough=False), lacks=services.trips.why_not_close(found)
        if found.stage == "under_way" else "", facts=facts,
    )  # fmt: skip


@require_POST
@needs(TRIP)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    found = _trip(request, pk, TRIP)
    make_move(request, found)
    return redirect(found)


class RouteForm(forms.ModelForm):  # type: ignore[type-arg]
    stops = NewTripForm.base_fields["stops"]

    class Meta:
        model = Route
        fields = ("unit", "name", "vehicle", "weekday", "weeks", "is_active")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.queryset = rules.units_where(user, TRIP).places()
        if self.instance.pk:
            self.initial["stops"] = "\n".join(
                f"{stop.at:%H:%M} {stop.place}; {stop.minutes}" for stop in self.instance.stops.all()
            )
        else:
            self.initial.setdefault("unit", field.queryset.first())

    def clean_stops(self) -> list[tuple[time, str, int]]:
        return stops_in(self.cleaned_data["stops"])


@needs(VIEW)
def routes(request: HttpRequest) -> HttpResponse:
    found = visible_to(Route.objects.select_related("unit").prefetch_related("stops"), request.user, VIEW)
    today = timezone.localdate()
    may = {unit.pk for unit in rules.units_where(request.user, TRIP)}
    rows = [(each, each.next_after(today), each.unit_id in may) for each in found]
    buttons = [HeaderButton(_("New route"), url=reverse("desk_lending:route_new"), icon_name="plus")] if may else []
    return page(
        request, "lending/desk/routes.html", _("Routes and timetable"), icon="list-ul", rows=rows,
        crumbs=[*crumbs(), _all()], buttons=buttons,
    )  # fmt: skip


@needs(TRIP)
def route(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    found = get_object_or_404(Route.objects.select_related("unit"), pk=pk) if pk else None
    if found is not None:
        require(request.user, TRIP, found.unit)
    form = RouteForm(request.POST or None, user=request.user, instance=found)
    if form.is_valid():
        unit: Unit = form.cleaned_data["unit"]
        require(request.user, TRIP, unit)
        with transaction.atomic():
            saved = form.save()
            saved.stops.all().delete()
            Stop.objects.bulk_create(
                Stop(route=saved, at=at, place=place, minutes=minutes)
                for at, place, minutes in form.cleaned_data["stops"]
            )
        messages.success(request, _("Saved."))
        return redirect("desk_lending:routes")
    title = str(found) if found else _("New route")
    return page(
        request, "lending/desk/form.html", title, icon="list-ul", form=form, act=_("Save"),
        crumbs=[*crumbs(), _all(), (_("Routes and timetable"), reverse("desk_lending:routes"))],
    )  # fmt: skip


@require_POST
@needs(TRIP)
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The next trip of a route."""
    found: Route = get_object_or_404(Route.objects.select_related("unit"), pk=pk)
    require(request.user, TRIP, found.unit)
    try:
        made = services.trips.plan(
            unit=found.unit, on=found.next_after(timezone.localdate()), route=found, by=request.user
        )
    except LendingError as refused:
        messages.error(request, str(refused))
        return redirect("desk_lending:routes")
    return redirect(made)
