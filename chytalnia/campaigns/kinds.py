"""What campaigns count. Pages and minutes read at home feed no form; a campaign itself is one event."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.journal.kinds import Counted, Feed, Kind, register


def register_kinds() -> None:
    who = frozenset({"audience"})
    register(
        Kind(
            "campaigns.held", _("reading marathons and network campaigns"), Counted.EVENTS,
            (Feed("events.total"), Feed("events.remote")), frozenset({"audience", "place"}), order=60,
        ),
        Kind("campaigns.libraries", _("libraries that joined campaigns"), Counted.LIBRARIES, (), order=61),
        Kind("campaigns.participants", _("participants of campaigns"), Counted.PERSONS, (), who, order=62),
        Kind("campaigns.finishers", _("participants who reached the goal"), Counted.PERSONS, (), who, order=63),
        Kind("campaigns.books", _("books read in campaigns"), Counted.DOCUMENTS, (), who, order=64),
        Kind("campaigns.pages", _("pages read in campaigns"), Counted.PAGES, (), who, order=65),
        Kind("campaigns.minutes", _("minutes of reading in campaigns"), Counted.MINUTES, (), who, order=66),
        Kind(
            "campaigns.parts", pgettext_lazy("of an online combo", "parts collected"), Counted.CONTACTS, (), who, order=67
        ),
        Kind("campaigns.posts", _("posts of libraries in campaigns"), Counted.DOCUMENTS, (), order=68),
    )  # fmt: skip
