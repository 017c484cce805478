"""The paper at a door: the room, how it is booked, and the code by which one says that one is here."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from chytalnia.network.settings import setting
from chytalnia.wire.print.crossing import Poster, PosterText, shelf_poster

from .models import Approval, Space


def door_pdf(space: Space) -> bytes:
    """On A4, in the language of the library."""
    unit = space.unit
    language = setting(unit, "network.language") or settings.LANGUAGE_CODE
    minutes = setting(unit, "spaces.grace_minutes")
    with translation.override(language):
        yes = _("A librarian says yes first.") if space.approval == Approval.LIBRARIAN else _("It is yours at once.")
        steps = [
            PosterText(pgettext("to book a room", "Book"), _("Read the code, choose an hour. %(yes)s") % {"yes": yes}),
            PosterText(_("Come"), _("Read the code once more and press “I am here”.")),
        ]
        if space.needs_check_in:
            steps.append(
                PosterText(
                    _("Or give up"),
                    ngettext(
                        "When nobody has come after %(n)d minute, the room is given to others.",
                        "When nobody has come after %(n)d minutes, the room is given to others.", minutes,
                    )
                    % {"n": minutes},
                )
            )  # fmt: skip
        people = ngettext("%(n)d person at most", "%(n)d people at most", space.seats) % {"n": space.seats}
        facts = [
            (_("People"), people),
            (_("Equipment"), ", ".join(space.equipment_words)),
            (str(unit), str(unit.address)),
        ]
        return shelf_poster(
            Poster(
                language=language, name=str(unit), title=str(space), lead=str(space.about),
                code_says=_("Book, or say that you are here"), address=settings.PUBLIC_URL + space.door_url,
                site=urlsplit(settings.PUBLIC_URL).netloc, facts=[(name, value) for name, value in facts if value],
                steps=steps, rules=[str(space.rules)] if space.rules else [],
            )
        )  # fmt: skip
