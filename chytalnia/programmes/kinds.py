"""What programmes count: kinds of facts and the indicators of the annual form they feed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.journal.kinds import Counted, Feed, Kind, register

_ONSITE = {"place": ("onsite",)}
_OUTSIDE = {"place": ("outside",)}
_REMOTE = {"place": ("remote",)}


def register_kinds() -> None:
    dimensions = frozenset({"audience", "place"})
    register(
        Kind(
            "events",
            _("events"),
            Counted.EVENTS,
            (
                Feed("events.total"),
                Feed("events.onsite", _ONSITE),
                Feed("events.offsite", _OUTSIDE),
                Feed("events.remote", _REMOTE),
                Feed("events.children", {"audience": ("children",)}),
                Feed("events.youth", {"audience": ("youth",)}),
            ),
            dimensions,
            order=8,
        ),
        Kind(
            "events.accessible",
            _("events open to people with disabilities"),
            Counted.EVENTS,
            (Feed("events.accessible"),),
            dimensions,
            order=8,
        ),
        Kind(
            "visits.events",
            _("visits to events"),
            Counted.VISITS,
            (
                Feed("visits.total", {"place": ("onsite", "outside")}),
                Feed("visits.onsite", _ONSITE),
                Feed("visits.onsite_events", _ONSITE),
                Feed("visits.outside", _OUTSIDE),
                Feed("visits.outside_events", _OUTSIDE),
                Feed("remote.total", _REMOTE),
            ),
            dimensions,
            order=9,
        ),
        # A part of the visits above, asked for apart: it feeds nothing, or the same people would be counted twice.
        Kind(
            "visits.events_disabled",
            _("of the visits to events, by people with disabilities"),
            Counted.VISITS,
            (),
            frozenset({"place"}),
            order=9,
        ),
        Kind("documents.shown", _("documents shown at events"), Counted.DOCUMENTS, (), frozenset({"place"}), order=9),
        # Later views are no attendance: they are kept apart.
        Kind("events.views", _("later views of recordings"), Counted.CONTACTS, (), frozenset({"place"}), order=9),
    )
