"""A reader's own bookings."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chytalnia.people.models import Reader
from chytalnia.people.readers.views.own import readers_own
from chytalnia.spaces import services
from chytalnia.spaces.errors import SpacesError
from chytalnia.spaces.models import Booking, Space
from chytalnia.spaces.queries import booking as bookings

PAST = 10


@readers_own
def mine(request: HttpRequest, reader: Reader) -> HttpResponse:
    ahead = list(bookings.of_reader(reader))
    home = reader.home_unit
    near = Space.objects.for_readers().filter(unit=home).exists() if home else False
    return render(
        request, "spaces/mine.html",
        {
            "reader": reader, "ahead": [(one, services.late_after(one).astimezone(one.clock)) for one in ahead],
            "past": list(bookings.of_reader(reader, past=True)[:PAST]), "home": home if near else None,
            "others": list(Space.objects.for_readers().select_related("unit").order_by("unit__path", "order")[:8])
            if not near
            else [],
        },
    )  # fmt: skip


@require_POST
@readers_own
def give_up(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    booking = get_object_or_404(Booking, pk=pk, reader=reader)
    try:
        services.cancel(booking=booking, by=request.user)
        messages.success(request, _("The booking is given up; the room is free for others."))
    except SpacesError as refusal:
        messages.error(request, str(refusal))
    return redirect("spaces:mine")
