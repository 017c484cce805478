"""What trailers count."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.journal.kinds import Counted, Kind, register


def register_kinds() -> None:
    dimensions = frozenset({"audience", "language"})
    register(
        Kind("trailers.made", _("book trailers made"), Counted.DOCUMENTS, (), dimensions, order=81),
        Kind("trailers.published", _("book trailers published"), Counted.DOCUMENTS, (), dimensions, order=82),
        Kind("trailers.views", _("views of book trailers"), Counted.CONTACTS, (), dimensions, order=83),
        Kind("trailers.diplomas", _("diplomas of contests of trailers"), Counted.PERSONS, (), frozenset(), order=84),
    )
