"""The library of formats for everybody: a librarian of another network may read it too."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from chytalnia.core.words import minutes_long
from chytalnia.programmes import formats
from chytalnia.programmes.formats import Card
from chytalnia.programmes.lines import ages_of


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "programmes/formats.html", {"groups": grouped(list(formats.built_in().values()))})


def grouped(cards: list[Card]) -> list[tuple[Any, list[Card]]]:
    """Formats under their groups, by the alphabet of whoever reads."""
    found: dict[str, list[Card]] = {}
    for card in cards:
        found.setdefault(card.group, []).append(card)
    return [
        (label, sorted(found[code], key=lambda card: str(card).casefold()))
        for code, label in formats.library.labels("groups").items()
        if code in found
    ]


@require_safe
def card(request: HttpRequest, code: str) -> HttpResponse:
    found = formats.built_in().get(code)
    if found is None:
        found = formats.card(code)
        if found is None or not found.shared:
            raise Http404
    return render(request, "programmes/format.html", {"card": found, **told(found)})


def told(card: Card) -> dict[str, Any]:
    """The card in words."""
    labels = formats.label
    people = _("%(least)d–%(most)d people") % {"least": card.people[0], "most": card.people[1]}
    lasts = minutes_long(card.minutes[1]) if card.minutes[1] < 60 * 24 else ngettext(
        "%(n)d day", "%(n)d days", card.minutes[1] // 1440) % {"n": card.minutes[1] // 1440}  # fmt: skip
    return {
        "roles": [labels("roles", code) for code in card.roles],
        "documents": [labels("documents", code) for code in card.documents],
        "counts": [labels("counts", code) for code in card.counts],
        "cost": labels("costs", card.cost),
        "group": labels("groups", card.group),
        "people": people,
        "lasts": lasts,
        "ages": ages_of(card.ages[0] or None, card.ages[1] if card.ages[1] < 100 else None),
        "plan": [
            (phase, [(step, labels("roles", step.role), day_of(step.day)) for step in steps])
            for phase, steps in card.by_phase()
        ],
    }


def day_of(day: int) -> str:
    if day == 0:
        return _("on the day")
    if day < 0:
        return ngettext("%(n)d day before", "%(n)d days before", -day) % {"n": -day}
    return ngettext("%(n)d day after", "%(n)d days after", day) % {"n": day}
