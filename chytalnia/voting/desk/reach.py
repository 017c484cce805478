"""Which elections a member of staff sees, and the pages they stand on."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from chytalnia.core.stage_desk import make_move
from chytalnia.core.stages import Staged, StageError
from chytalnia.network.paths import lineage, under
from chytalnia.people import rules, shell
from chytalnia.people.shell import Crumb
from chytalnia.voting.errors import VotingError
from chytalnia.voting.models import Election, Member, Station

VIEW, RUN, CHECK, STATION, COUNT = (
    "voting.view", "voting.run", "voting.check", "voting.station", "voting.count",
)  # fmt: skip
#: What members of the commission may do in their election, whatever their role.
OF_COMMISSION = (CHECK, COUNT)


def visible(user: Any) -> QuerySet[Election]:
    """Elections of the libraries where a person works, of those under them, and of the systems above them."""
    paths = rules.paths_where(user, VIEW)
    found = Election.objects.select_related("unit")
    if "" in paths:
        return found
    wanted = Q(pk__in=[])
    for path in paths:
        wanted |= under([path], "unit__path") | Q(unit__path__in=lineage(path))
    return found.filter(wanted | Q(pk__in=Member.objects.filter(user=user.pk).values("election")))


def allowed(user: Any, action: str, election: Election, unit: Any = None) -> bool:
    """By role in the library of the election or of the station; what the commission does, by being in it."""
    return rules.may(user, action, unit or election.unit) or (action in OF_COMMISSION and election.has_member(user))


def election_for(request: HttpRequest, pk: int, action: str = VIEW) -> Election:
    election = get_object_or_404(visible(request.user), pk=pk)
    if action != VIEW and not allowed(request.user, action, election):
        raise PermissionDenied(action)
    return election


def station_for(request: HttpRequest, pk: int, action: str = STATION) -> Station:
    station = get_object_or_404(Station.objects.select_related("unit", "election__unit"), pk=pk)
    if not allowed(request.user, action, station.election, station.unit):
        raise PermissionDenied(action)
    return station


def crumb() -> Crumb:
    return (gettext_lazy("Elections"), reverse("desk_voting:home"))


def page(
    request: HttpRequest, template: str, title: str | Promise, *, election: Election | None = None, **context: Any
) -> HttpResponse:
    """A page of elections in the desk's shell; the list, and the election it is about, lead to it."""
    crumbs = [crumb()]
    if election is not None and not context.pop("is_election", False):
        crumbs.append((str(election), reverse("desk_voting:election", args=[election.pk])))
    return shell.page(
        request, f"voting/desk/{template}", title, icon=context.pop("icon", "tasks"), crumbs=crumbs, election=election,
        **context,
    )  # fmt: skip


def moved(request: HttpRequest, instance: Staged) -> None:
    make_move(request, instance, refusals=(StageError, VotingError))
