"""Where a book stands, as a librarian would say it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chytalnia.core import words

from .queries.holdings import Branch, Holdings

TIE = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Where:
    """`lead` is the news in bold with its colour, `rest` are further sentences; `label` and `url` make the one button."""

    lead: str
    kind: str
    rest: list[str] = field(default_factory=list)
    label: str = ""
    url: str = ""
    icon: str = ""
    branch: Branch | None = None


def where_it_stands(holdings: Holdings, *, online: str = "", known_place: bool = False) -> Where:
    """What to tell a reader first. `online` is an address where the text can be read."""
    branch = holdings.best
    if branch is not None and branch.available:
        return _on_the_shelf(branch, holdings)
    if branch is not None and branch.within:
        return _within(branch, holdings)
    if online:
        return Where(
            _("It can be read online."), "net", _copies_out(holdings), _("Read online"), online, "book-open-text"
        )
    if branch is not None:
        return _all_out(branch, holdings)
    return Where(
        _("No library of the network has it now."),
        "wait",
        [_("Ask a librarian: it may come from another library, or be bought.")],
    )


def _on_the_shelf(branch: Branch, holdings: Holdings) -> Where:
    rest = [*_nearness(branch), *_place(branch)]
    total = holdings.total
    if total == 1:
        rest.append(_("It is the only copy, and it is free."))
    else:
        rest.append(
            ngettext("%(free)s of %(total)s copy is free.", "%(free)s of %(total)s copies are free.", total)
            % {"free": holdings.available, "total": total}
        )
    lead = _("On the shelf: %(library)s.") % {"library": branch.unit}
    return Where(lead, "ok", rest, _("How to get there"), branch.unit.get_absolute_url(), "map-pin", branch)


def _within(branch: Branch, holdings: Holdings) -> Where:
    lead = _("To be read within the library: %(library)s.") % {"library": branch.unit}
    rest = [*_nearness(branch), *_place(branch), *_copies_out(holdings, apart=branch.within)]
    return Where(lead, "ok", rest, _("How to get there"), branch.unit.get_absolute_url(), "map-pin", branch)


def _all_out(branch: Branch, holdings: Holdings) -> Where:
    total = holdings.total
    lead = (
        _("The only copy is not on the shelf now.")
        if total == 1
        else ngettext("%(n)s copy, and it is not on the shelf now.", "All %(n)s copies are away from the shelf.", total)
        % {"n": total}
    )
    states: dict[str, int] = {}
    for one in holdings.branches:
        for state, n in one.others:
            states[state] = states.get(state, 0) + n
    rest = [_("Now: %(states)s.") % {"states": ", ".join(f"{state} – {n}" for state, n in states.items())}]
    phone = branch.phone
    if phone:
        rest.append(
            _("Call, and the librarian will put the next one aside for you: %(library)s.") % {"library": branch.unit}
        )
        return Where(lead, "wait", rest, phone.value, phone.href, "phone", branch)
    rest.append(_("Ask the librarian to put the next one aside for you: %(library)s.") % {"library": branch.unit})
    return Where(lead, "wait", rest, _("How to ask"), branch.unit.get_absolute_url(), "map-pin", branch)


def _nearness(branch: Branch) -> list[str]:
    out = []
    if branch.metres is not None:
        out.append(_("%(distance)s from you.") % {"distance": words.distance(branch.metres)})
    if branch.sentence:
        out.append(f"{branch.sentence}." if not branch.sentence.endswith((".", "…")) else branch.sentence)
    return out


def _place(branch: Branch) -> list[str]:
    out = []
    zone: Any = next(iter(branch.zones), None)
    mark = next(iter(branch.shelf_marks), "")
    if zone is not None and zone.floor:
        out.append(_held(_("%(zone)s, floor %(floor)s.") % {"zone": zone, "floor": zone.floor}, str(zone.floor)))
    elif zone is not None:
        out.append(f"{zone}.")
    if mark:
        out.append(_("Shelf mark %(mark)s.") % {"mark": mark.replace(" ", TIE)})
    return out


def _held(sentence: str, number: str) -> str:
    """The sentence with its number never alone at the beginning of a line."""
    return sentence.replace(f" {number}", f"{TIE}{number}")


def _copies_out(holdings: Holdings, apart: int = 0) -> list[str]:
    n = holdings.total - apart
    if n <= 0:
        return []
    return [ngettext("%(n)s copy is not on the shelf now.", "%(n)s copies are not on the shelf now.", n) % {"n": n}]
