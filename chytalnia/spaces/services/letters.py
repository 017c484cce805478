"""A reader is told what the library decided about a booking: yes, no, moved, called off. Each is told once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from chytalnia.core.models import LetterState
from chytalnia.core.words import weekday_and_day
from chytalnia.network.settings import setting
from chytalnia.spaces.models import Booking, Letter

_KNOWN = frozenset(code for code, _name in settings.LANGUAGES)


def write_letter(*, booking: Booking, by: Any = None) -> Letter | None:
    """Put the letter about a booking as it stands now into the queue; an older one that has not left is called off. Nobody is
    told what they did themselves."""
    reader = booking.reader
    if reader is None or (getattr(by, "pk", None) and reader.user_id == by.pk):
        return None
    key = f"{booking.pk}:{booking.stage}:{booking.starts_at:%Y%m%d%H%M}:{booking.space_id}"
    if Letter.objects.filter(key=key).exists():
        return None
    Letter.objects.filter(booking=booking, state=LetterState.QUEUED).update(state=LetterState.CALLED_OFF)
    unit = booking.space.unit
    usual = setting(unit, "network.language") or settings.LANGUAGE_CODE
    language = reader.language if reader.language in _KNOWN else usual
    with translation.override(language):
        subject, text = _subject(booking), _text(booking, reader)
    return Letter.objects.create(
        key=key, booking=booking, email=reader.email, language=language, subject=subject[:200], text=text
    )


def _subject(booking: Booking) -> str:
    told = {
        "booked": _("The room is yours: %(room)s"),
        "refused": _("The room cannot be given: %(room)s"),
        "cancelled": _("Your booking is called off: %(room)s"),
    }
    return told.get(booking.stage, _("Your booking of a room: %(room)s")) % {"room": booking.space}


def _text(booking: Booking, reader: Any) -> str:
    unit = booking.space.unit
    place = ", ".join(part for part in (str(booking.space), str(unit), str(unit.address)) if part)
    when = f"{weekday_and_day(booking.begins.date())}, {booking.begins:%H:%M}–{booking.ends:%H:%M}"
    parts = [_("Dear %(name)s!") % {"name": reader.full_name}, _opening(booking), f"{when}\n{place}"]
    if booking.reason and booking.stage in ("refused", "cancelled"):
        parts.append(_("Why: %(reason)s") % {"reason": booking.reason})
    if booking.stage == "booked" and booking.space.needs_check_in:
        parts.append(_("Code for the door: %(code)s.") % {"code": booking.code})
    mine = settings.PUBLIC_URL + reverse("spaces:mine")
    if booking.holds:
        parts.append(_("If you cannot come, please give the room up: %(address)s") % {"address": mine})
    else:
        other = settings.PUBLIC_URL + reverse("spaces:spaces", args=[unit.code])
        parts.append(_("Choose another hour or room: %(address)s") % {"address": other})
    return "\n\n".join(parts)


def _opening(booking: Booking) -> str:
    is_moved = booking.timed_at - booking.made_at > timedelta(seconds=5)
    told = {
        "booked": _("The library has moved your booking; it is now:")
        if is_moved
        else _("The library keeps the room for you at this time:"),
        "asked": _("The library has moved what you asked for; a librarian still has to say yes:"),
        "refused": _("The library cannot give you the room at this time. We are sorry."),
        "cancelled": _("The library had to call your booking off. We are sorry."),
    }
    return told.get(booking.stage, _("Your booking:"))
