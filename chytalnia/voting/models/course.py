"""The course of an election: what each move asks for first, and what it brings about."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

#: A commission of fewer cannot count with two and decide with a third.
FEWEST_MEMBERS, MOST_MEMBERS = 3, 7
FEWEST_CANDIDATES = 2


def not_announced(election: Any) -> str:
    n = election.members.count()
    if not FEWEST_MEMBERS <= n <= MOST_MEMBERS:
        return _("The commission has from three to seven members; now %(n)s.") % {"n": n}
    if not election.members.filter(post="chair").exists():
        return _("The commission has no chair.")
    if not election.online and not election.stations.exists():
        return _("There is nowhere to vote: neither online nor at a polling station.")
    return ""


def not_registered(election: Any) -> str:
    if waiting := election.candidates.filter(stage="proposed").count():
        return ngettext(
            "%(n)d nomination is not decided yet.", "%(n)d nominations are not decided yet.", waiting
        ) % {"n": waiting}  # fmt: skip
    if election.candidates.filter(stage="registered").count() < FEWEST_CANDIDATES:
        return _("At least two candidates have to be registered.")
    return ""


def draw(election: Any, **_words: Any) -> None:
    from chytalnia.voting.services.nominating import draw

    draw(election)


def not_open(election: Any) -> str:
    now = timezone.now()
    if not election.is_frozen:
        return _("The roll is not frozen yet.")
    if now < election.opens_at:
        return _("The time to open the polls has not come.")
    if now >= election.closes_at:
        return _("The time to close the polls is over.")
    if election.candidates.filter(stage="registered").count() < FEWEST_CANDIDATES:
        return _("At least two candidates have to be registered.")
    return ""


def close_the_box(election: Any, **_words: Any) -> None:
    from chytalnia.voting.services.box import close

    close(election)


def not_over(election: Any) -> str:
    return "" if timezone.now() >= election.closes_at else _("The polls are open until the time that was announced.")


def open_the_box(election: Any, **_words: Any) -> None:
    from chytalnia.voting.services.box import open_

    open_(election)


def burn_the_box(election: Any, **_words: Any) -> None:
    from chytalnia.voting.services.box import burn

    burn(election)


def not_counted(election: Any) -> str:
    from chytalnia.voting.services.counting import uncounted

    if waiting := uncounted(election):
        return _("Two people have not yet counted the same at: %(stations)s.") % {
            "stations": ", ".join(str(station) for station in waiting)
        }
    return ""


def publish(election: Any, *, by: Any = None, **_words: Any) -> None:
    from chytalnia.voting.services.counting import publish as told

    told(election, by=by)
