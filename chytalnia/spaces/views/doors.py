"""The code at the door: who stands before it says that they are here."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from chytalnia.core import limits
from chytalnia.core.views import too_many_requests
from chytalnia.spaces import services
from chytalnia.spaces.errors import SpacesError
from chytalnia.spaces.forms.own import CodeForm
from chytalnia.spaces.models import Booking, Space
from chytalnia.spaces.queries import booking as bookings

from .spaces import reader_of

#: Codes have six signs; somebody who tries them out gets nowhere.
_TRIES = limits.rate("30/m")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def door(request: HttpRequest, token: str) -> HttpResponse:
    """What goes on in the room, and “I am here”: by one's account, or by the code of the booking."""
    space = get_object_or_404(Space.objects.open().select_related("unit", "zone"), door_token=token)
    reader = reader_of(request)
    own = bookings.at_door(space, reader) if reader is not None else None
    form = CodeForm(request.POST if request.POST.get("code") else None)
    if request.method == "POST":
        if seconds := limits.wait(request, "spaces.door", _TRIES):
            return too_many_requests(request, wait_seconds=seconds)
        booking = _meant(request, form, space, own)
        if booking is not None:
            try:
                services.come(booking=booking)
                messages.success(
                    request, _("Welcome. The room is yours until %(time)s.") % {"time": f"{booking.ends:%H:%M}"}
                )
            except SpacesError as refusal:
                messages.error(request, str(refusal))
            return redirect(space.door_url)
    row = bookings.day_grid([space], bookings.today_in(space.unit)).rows[0]
    now = timezone.now()
    current = next((one for one in row.bookings if one.starts_at <= now < one.ends_at), None)
    return render(
        request, "spaces/door.html",
        {
            "space": space, "unit": space.unit, "own": own, "form": form, "current": current,
            "next": next((one for one in row.bookings if one.starts_at > now), None), "free": row.free, "day": row.day,
        },
    )  # fmt: skip


def _meant(request: HttpRequest, form: Any, space: Space, own: Booking | None) -> Booking | None:
    if not form.is_bound:
        return own
    if form.is_valid():
        found = (
            Booking.objects.filter(space=space, code=form.cleaned_data["code"]).select_related("space__unit").first()
        )
        if found is not None:
            return found
        form.add_error("code", _("No booking of this room has this code."))
    return None
