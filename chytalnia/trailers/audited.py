"""What the acts of the room are called in the audit log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.core import audit

audit.name(
    {
        "trailers.begin": _("Book trailer begun"),
        "trailers.change": _("Book trailer changed"),
        "trailers.publish": _("Book trailer published"),
        "trailers.withdraw": _("Book trailer withdrawn"),
        "trailers.agree": _("Consent to the name of a maker noted"),
        "trailers.remove": _("Draft of a book trailer thrown away"),
        "trailers.contest": _("Contest of trailers changed"),
        "trailers.diplomas": _("Diplomas of a contest of trailers issued"),
        "trailers.marks": _("Marks of the jury written"),
    }
)
