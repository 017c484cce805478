"""Bookings at the desk: the day of a library, a booking, those that wait for a yes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin.widgets.button import HeaderButton

from chytalnia.core.stage_desk import StageDesk
from chytalnia.core.stages import StageError
from chytalnia.core.words import weekday_and_day
from chytalnia.people import rules
from chytalnia.people.access import NeedsMixin, needs, visible_to
from chytalnia.people.shell import page
from chytalnia.programmes.desk.common import occasion_for
from chytalnia.spaces import services
from chytalnia.spaces.errors import SpacesError
from chytalnia.spaces.forms.desk import BookingForm, MoveBookingForm, asked_time, norm_warning, quarter_after
from chytalnia.spaces.forms.own import DayForm
from chytalnia.spaces.models import Booking, Space
from chytalnia.spaces.queries import booking as bookings

from .common import BOOK, DECIDE, SET_UP, VIEW, booking_for, crumbs, shown_unit, space_for, units_with_rooms


def urls() -> list[Any]:
    return [
        path("", day, name="day"),
        path("board/", Board.as_view(), name="board"),
        path("<int:pk>/", space, name="space"),
        path("<int:pk>/book/", book, name="book"),
        path("bookings/<int:pk>/", booking, name="booking"),
        path("bookings/<int:pk>/act/", act, name="act"),
        path("bookings/<int:pk>/move/", move, name="move"),
        path("events/<int:pk>/hold/", hold, name="hold"),
    ]


class Board(NeedsMixin, StageDesk):
    model, action, page_title, header_icon = Booking, VIEW, _("Bookings of rooms"), "home"
    related = ("space__unit", "occasion")

    def get_queryset(self) -> Any:
        return visible_to(super().get_queryset(), self.request.user, VIEW, "space__unit")

    def address_of(self, instance: Any) -> str:
        return reverse("desk_spaces:booking", args=[instance.pk])


def _day(request: HttpRequest, today: date) -> date:
    form = DayForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data.get("day")
    return asked if asked and 2000 <= asked.year <= 2199 else today


@needs(VIEW)
def day(request: HttpRequest) -> HttpResponse:
    """Rooms × hours of a day, and what waits for a yes."""
    unit = shown_unit(request)
    spaces = list(Space.objects.open().filter(unit=unit).select_related("unit", "zone")) if unit else []
    today = bookings.today_in(unit) if unit else timezone.localdate()
    shown = _day(request, today)
    grid = bookings.day_grid(spaces, shown)
    buttons = []
    if rules.may(request.user, SET_UP):
        buttons.append(HeaderButton(_("New room"), url=reverse("desk_spaces:new"), icon_name="plus"))
    buttons += [
        HeaderButton(_("Plans"), url=reverse("desk_spaces:units"), icon_name="site"),
        HeaderButton(_("Board"), url=reverse("desk_spaces:board"), icon_name="table"),
    ]
    mine = Space.objects.filter(unit__in=rules.units_where(request.user, BOOK))
    return page(
        request, "spaces/desk/day.html", _("Rooms"), icon="home", buttons=buttons, unit=unit, grid=grid, day=shown, today=today,
        before=shown - timedelta(days=1), after=shown + timedelta(days=1), heading=weekday_and_day(shown, today=today),
        units=units_with_rooms(request),
        waiting=list(bookings.waiting(mine)[:30]) if rules.may(request.user, BOOK) else [],
        may_book=bool(unit) and rules.may(request.user, BOOK, unit), may_decide=rules.may(request.user, DECIDE),
        query=f"unit={unit.code}&day={shown:%Y-%m-%d}" if unit else "",
    )  # fmt: skip


@needs(VIEW)
def space(request: HttpRequest, pk: int) -> HttpResponse:
    """The week of a room."""
    found = space_for(request, pk)
    shown = _day(request, bookings.today_in(found.unit))
    monday = shown - timedelta(days=shown.weekday())
    buttons = []
    if rules.may(request.user, SET_UP, found.unit):
        buttons.append(HeaderButton(_("Change"), url=reverse("desk_spaces:edit", args=[pk]), icon_name="edit"))
    buttons.append(
        HeaderButton(_("Paper for the door"), url=reverse("desk_spaces:paper", args=[pk]), icon_name="doc-full")
    )
    return page(
        request, "spaces/desk/space.html", str(found), icon="home", crumbs=crumbs(), buttons=buttons, space=found,
        grid=bookings.week_grid(found, monday), before=monday - timedelta(days=7), after=monday + timedelta(days=7),
        monday=monday, sunday=monday + timedelta(days=6), may_book=rules.may(request.user, BOOK, found.unit) and found.is_open,
        norm=norm_warning(found, found.seats),
    )  # fmt: skip


@needs(BOOK)
def book(request: HttpRequest, pk: int) -> HttpResponse:
    found = space_for(request, pk, BOOK)
    initial: dict[str, Any] = {"day": _day(request, bookings.today_in(found.unit)), "persons": 1}
    if at := asked_time(request.GET.get("begins", "")):
        initial |= {"begins": at, "ends": quarter_after(at)}
    form = BookingForm(request.POST or None, space=found, initial=initial)
    refused: list[tuple[date, str]] = []
    if form.is_valid():
        try:
            if form.is_weekly:
                _weekly, made, refused = services.book_weekly(space=found, by=request.user, **form.weekly())
                said = ngettext("%(n)d day is booked.", "%(n)d days are booked.", len(made)) % {"n": len(made)}
                messages.success(request, said)
                for day, why in refused:
                    messages.warning(request, f"{day:%d.%m.%Y}: {why}")
                target = made[0]
            else:
                target = services.book(space=found, by=request.user, at_desk=True, **form.once())
                messages.success(request, _("The room is booked."))
        except SpacesError as refusal:
            form.add_error(None, str(refusal))
        else:
            if warning := norm_warning(found, form.cleaned_data["persons"]):
                messages.warning(request, warning)
            return redirect("desk_spaces:booking", target.pk)
    return page(
        request, "spaces/desk/book.html", _("Book: %(room)s") % {"room": found}, icon="home", form=form, space=found,
        crumbs=crumbs((str(found), reverse("desk_spaces:space", args=[pk]))),
    )  # fmt: skip


@needs(VIEW)
def booking(request: HttpRequest, pk: int) -> HttpResponse:
    found = booking_for(request, pk)
    unit = found.space.unit
    form = MoveBookingForm(
        unit=unit,
        initial={"space": found.space, "day": found.day, "begins": found.begins.time(), "ends": found.ends.time()},
    )
    following = 0
    if found.weekly_id:
        following = Booking.objects.filter(
            weekly=found.weekly_id, day__gte=found.day, stage__in=("asked", "booked")
        ).count()  # fmt: skip
    return page(
        request, "spaces/desk/booking.html", str(found.space), icon="home", booking=found, form=form, following=following,
        crumbs=crumbs((str(found.space), reverse("desk_spaces:space", args=[found.space_id]))),
        may_book=rules.may(request.user, BOOK, unit), may_decide=rules.may(request.user, DECIDE, unit),
        letters=list(found.letters.exclude(state="called_off")),
        course=found.stage_course(8), late=services.late_after(found).astimezone(found.clock),
        warning=norm_warning(found.space, found.persons), is_over=found.ends_at <= timezone.now(),
    )  # fmt: skip


@require_POST
@needs(BOOK)
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Yes, no, here, called off: one press each."""
    found = booking_for(request, pk, BOOK)
    asked, reason = request.POST.get("act", ""), request.POST.get("reason", "")[:300]
    if asked in ("yes", "no") and not rules.may(request.user, DECIDE, found.space.unit):
        raise PermissionDenied(DECIDE)
    try:
        if asked in ("yes", "no"):
            services.decide(booking=found, yes=asked == "yes", by=request.user, reason=reason)
            messages.success(
                request, _("Said yes: the room is booked.") if asked == "yes" else _("Said no: the hours are free.")
            )
        elif asked == "come":
            services.come(booking=found, by=request.user)
            messages.success(request, _("Noted: they are here."))
        elif asked == "cancel":
            services.cancel(booking=found, by=request.user, reason=reason)
            messages.success(request, _("Called off; the room is free."))
        elif asked == "cancel_following" and found.weekly is not None:
            gone = services.cancel_weekly(weekly=found.weekly, since=found.day, by=request.user, reason=reason)
            messages.success(
                request, ngettext("%(n)d booking is called off.", "%(n)d bookings are called off.", gone) % {"n": gone}
            )
    except (SpacesError, StageError) as refusal:
        messages.error(request, str(refusal))
    if request.POST.get("back") == "day":
        return redirect("desk_spaces:day")
    return redirect("desk_spaces:booking", pk)


@require_POST
@needs(BOOK)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    found = booking_for(request, pk, BOOK)
    form = MoveBookingForm(request.POST, unit=found.space.unit)
    if form.is_valid():
        try:
            services.move(booking=found, by=request.user, **form.asked())
            messages.success(request, _("The booking is moved."))
        except SpacesError as refusal:
            messages.error(request, str(refusal))
    else:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect("desk_spaces:booking", pk)


@require_POST
@needs(BOOK)
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an event try once more to have its rooms."""
    occasion = occasion_for(request, pk, BOOK)
    clashes = services.hold(occasion=occasion)
    if clashes:
        messages.error(request, _("Still taken: %(rooms)s.") % {"rooms": ", ".join(str(room) for room in clashes)})
    else:
        messages.success(request, _("The event holds its room."))
    return redirect("desk_programmes:occasion", pk)
