"""What lending counts: kinds of facts and the indicators of the annual form they feed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.journal.kinds import Counted, Feed, Kind, register

from .models import ActKind

_DOCUMENT = frozenset({"document_kind", "language", "knowledge"})
_ISSUE = _DOCUMENT | {"audience", "place"}
_ONSITE = {"place": ("onsite",)}
_OUTSIDE = {"place": ("outside",)}
_CHILDREN = ("age_0_6", "age_7_9", "age_10_14")
#: The form asks for 15–30, the diary for 15–17 and 18–35: the bands are the nearest there is.
_YOUTH = ("age_15_17", "age_18_35")

#: What an act is counted as; a loan and a renewal may be counted in other ways (`issued_as`, `renewed_as`).
FACT_OF = {
    ActKind.LEND: "issues.physical",
    ActKind.TAKE_BACK: "returns",
    ActKind.RENEW: "renewals",
    ActKind.IN_HOUSE: "issues.physical",
    ActKind.VISIT: "visits.service",
    ActKind.REGISTER: "users.registered",
    ActKind.HOLD: "holds.placed",
    ActKind.FILL: "holds.filled",
    ActKind.CANCEL_HOLD: "holds.cancelled",
    ActKind.EXPIRE_HOLD: "holds.expired",
    ActKind.SUSPEND_HOLD: "holds.suspended",
    ActKind.RESUME_HOLD: "holds.resumed",
    ActKind.SHELVE: "holds.ready",
    ActKind.SEND: "transits",
    ActKind.RECEIVE: "transits.received",
    ActKind.CLAIM: "loans.claimed",
    ActKind.LOSE: "items.lost",
    ActKind.FIND: "items.found",
    ActKind.REPLACE: "losses.replaced",
    ActKind.PAY: "losses.paid",
    ActKind.FORGIVE: "losses.forgiven",
    ActKind.CHARGE: "charges.made",
    ActKind.PRICE: "losses.priced",
    ActKind.MONEY: "payments",
    ActKind.WAIVE: "charges.waived",
    ActKind.PLEDGE: "pledges.taken",
    ActKind.PLEDGE_BACK: "pledges.given_back",
    ActKind.FORFEIT: "pledges.forfeited",
    ActKind.ILL_SEND: "ill.ordered",
    ActKind.ILL_RECEIVE: "ill.received",
    ActKind.ILL_LEND: "issues.ill_received",
    ActKind.ILL_BACK: "returns",
    ActKind.ILL_LOSE: "ill.lost",
    ActKind.ILL_RETURN: "ill.returned",
    ActKind.ILL_COPY: "issues.edd",
    ActKind.HOME_VISIT: "home.visits",
}


def issued_as(mode: str) -> str:
    return "issues.ill" if mode == "ill" else "issues.physical"


def renewed_as(*, counts_as_issue: bool) -> str:
    return "renewals.issued" if counts_as_issue else "renewals"


def register_kinds() -> None:
    person = frozenset({"audience", "place"})
    register(
        Kind(
            "users.registered",
            _("users registered"),
            Counted.PERSONS,
            (
                Feed("users.total"),
                Feed("users.onsite", _ONSITE),
                Feed("users.onsite_children", {**_ONSITE, "audience": _CHILDREN}),
                Feed("users.onsite_youth", {**_ONSITE, "audience": _YOUTH}),
                Feed("users.outside", _OUTSIDE),
                Feed("users.remote", {"place": ("remote",)}),
            ),
            person,
            order=1,
        ),
        Kind(
            "visits.service",
            _("visits for service"),
            Counted.VISITS,
            (
                Feed("visits.total", {"place": ("onsite", "outside")}),
                Feed("visits.onsite", _ONSITE),
                Feed("visits.onsite_service", _ONSITE),
                Feed("visits.outside", _OUTSIDE),
                Feed("visits.outside_service", _OUTSIDE),
            ),
            person,
            order=2,
        ),
        Kind(
            "issues.physical",
            _("documents issued"),
            Counted.DOCUMENTS,
            (Feed("issue.own"), Feed("issue.physical")),
            _ISSUE,
            order=3,
        ),
        Kind(
            "issues.ill",
            _("documents of ours lent to other libraries"),
            Counted.DOCUMENTS,
            (Feed("issue.own"), Feed("issue.physical"), Feed("ill.sent")),
            _ISSUE,
            order=4,
        ),
        Kind(
            "issues.ill_received",
            _("documents of other libraries issued"),
            Counted.DOCUMENTS,
            (Feed("issue.other"), Feed("issue.ill")),
            person,
            order=4,
        ),
        Kind(
            "issues.edd",
            _("electronic copies delivered"),
            Counted.DOCUMENTS,
            (Feed("issue.other"), Feed("issue.edd")),
            person,
            order=4,
        ),
        Kind("ill.ordered", _("orders sent to other libraries"), Counted.REQUESTS, (), person, order=61),
        Kind(
            "ill.received",
            _("documents come from other libraries"),
            Counted.DOCUMENTS,
            (Feed("ill.received"),),
            person,
            order=62,
        ),
        Kind("ill.returned", _("documents sent back to other libraries"), Counted.DOCUMENTS, (), person, order=63),
        Kind("ill.lost", _("documents of other libraries lost"), Counted.DOCUMENTS, (), person, order=64),
        Kind("bus.trips", _("trips of the library bus"), Counted.TRIPS, (Feed("bus.trips"),), frozenset(), order=65),
        Kind("bus.stops", _("stops of the library bus"), Counted.STOPS, (Feed("bus.stops"),), frozenset(), order=65),
        Kind("bus.kilometres", _("kilometres of the library bus"), Counted.KILOMETRES, (), frozenset(), order=65),
        Kind(
            "bus.visits",
            _("visits at the library bus"),
            Counted.VISITS,
            (Feed("visits.bus"),),
            frozenset({"place"}),
            order=65,
        ),
        Kind(
            "bus.guests",
            _("visits at the library bus without a card"),
            Counted.VISITS,
            (
                Feed("visits.total", {"place": ("outside",)}),
                Feed("visits.outside", _OUTSIDE),
                Feed("visits.outside_service", _OUTSIDE),
            ),
            frozenset({"place"}),
            order=65,
        ),
        Kind(
            "bus.events",
            _("events at the library bus"),
            Counted.EVENTS,
            (Feed("events.total"), Feed("events.offsite")),
            frozenset({"place"}),
            order=65,
        ),
        Kind(
            "bus.event_visits",
            _("visits of events at the library bus"),
            Counted.VISITS,
            (
                Feed("visits.total", {"place": ("outside",)}),
                Feed("visits.outside", _OUTSIDE),
                Feed("visits.outside_events", _OUTSIDE),
            ),
            frozenset({"place"}),
            order=65,
        ),
        Kind("home.visits", _("visits at readers' homes"), Counted.VISITS, (), person, order=66),
        Kind("renewals", _("renewals"), Counted.DOCUMENTS, (), _ISSUE, order=5),
        Kind(
            "renewals.issued",
            _("renewals counted as issues"),
            Counted.DOCUMENTS,
            (Feed("issue.own"), Feed("issue.physical")),
            _ISSUE,
            order=6,
        ),
        Kind("returns", _("documents returned"), Counted.DOCUMENTS, (), _ISSUE, order=7),
        Kind("holds.placed", _("holds placed"), Counted.DOCUMENTS, (), _ISSUE, order=50),
        Kind("holds.ready", _("holds ready to be picked up"), Counted.DOCUMENTS, (), _ISSUE, order=51),
        Kind("holds.filled", _("holds given to readers"), Counted.DOCUMENTS, (), _ISSUE, order=52),
        Kind("holds.expired", _("holds not picked up"), Counted.DOCUMENTS, (), _ISSUE, order=53),
        Kind("holds.cancelled", _("holds cancelled"), Counted.DOCUMENTS, (), _ISSUE, order=54),
        Kind("holds.suspended", _("holds suspended"), Counted.DOCUMENTS, (), _ISSUE, order=55),
        Kind("holds.resumed", _("holds resumed"), Counted.DOCUMENTS, (), _ISSUE, order=56),
        Kind("transits", _("copies sent to another branch"), Counted.COPIES, (), _ISSUE, order=60),
        Kind("transits.received", _("copies arrived from another branch"), Counted.COPIES, (), _ISSUE, order=61),
        Kind("loans.claimed", _("loans said to be returned"), Counted.DOCUMENTS, (), _ISSUE, order=70),
        Kind("items.lost", _("copies lost"), Counted.COPIES, (), _ISSUE, order=71),
        Kind("items.found", _("copies found"), Counted.COPIES, (), _ISSUE, order=72),
        Kind("losses.replaced", _("lost copies replaced"), Counted.COPIES, (), _ISSUE, order=73),
        Kind("losses.paid", _("lost copies paid"), Counted.COPIES, (), _ISSUE, order=74),
        Kind("losses.forgiven", _("lost copies forgiven"), Counted.COPIES, (), _ISSUE, order=75),
        Kind("losses.priced", _("prices of lost copies written down"), Counted.COPIES, (), frozenset(), order=76),
        Kind("charges.made", _("sums let be paid"), Counted.SUMS, (), frozenset(), order=77),
        Kind("payments", _("payments taken"), Counted.SUMS, (), frozenset(), order=78),
        Kind("charges.waived", _("sums forgiven"), Counted.SUMS, (), frozenset(), order=79),
        Kind("pledges.taken", _("pledges taken"), Counted.SUMS, (), frozenset(), order=80),
        Kind("pledges.given_back", _("pledges given back"), Counted.SUMS, (), frozenset(), order=81),
        Kind("pledges.forfeited", _("pledges kept by the rules"), Counted.SUMS, (), frozenset(), order=82),
    )
