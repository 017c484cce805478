"""What the screens of clubs share: the club one may see, its tabs, books found by a few words."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from chytalnia.catalogue.models import Work
from chytalnia.clubs import queries, words
from chytalnia.clubs.models import Club
from chytalnia.people import rules
from chytalnia.people.shell import page
from chytalnia.programmes.models import Occasion
from chytalnia.search.queries import search

VIEW, MANAGE, KEEP = "clubs.view", "clubs.manage", "clubs.keep"


def club_for(request: HttpRequest, pk: int, action: str = VIEW) -> Club:
    """The club, if this member of staff may do this with it."""
    found = get_object_or_404(queries.counted(), pk=pk)
    if not rules.may(request.user, action, found.programme.unit):
        raise PermissionDenied(action)
    return found


def meeting_for(request: HttpRequest, pk: int, action: str = KEEP) -> tuple[Occasion, Club]:
    """A meeting and its club, if this member of staff may do this with it."""
    occasion = get_object_or_404(
        Occasion.objects.select_related("unit", "zone", "programme__club"), pk=pk, programme__club__isnull=False
    )
    return occasion, club_for(request, occasion.programme_id or 0, action)


def crumbs(club: Club | None = None) -> list[Any]:
    found: list[Any] = [(_("Clubs"), reverse("desk_clubs:index"))]
    if club is not None:
        found.append((str(club), reverse("desk_clubs:club", args=[club.pk])))
    return found


def tabs(club: Club, here: str) -> list[dict[str, Any]]:
    year = timezone.localdate().year
    rows = [
        ("club", _("Club"), [club.pk]), ("members", _("Members"), [club.pk]), ("plan", _("Plan of the year"), [club.pk]),
        ("reading", _("What is read"), [club.pk]), ("passport", _("Passport"), [club.pk]), ("year", _("Year"), [club.pk, year]),
    ]  # fmt: skip
    return [
        {"label": label, "url": reverse(f"desk_clubs:{name}", args=args), "here": name == here}
        for name, label, args in rows
    ]


def screen(request: HttpRequest, template: str, club: Club, here: str, **context: Any) -> HttpResponse:
    unit = club.programme.unit
    return page(
        request, f"clubs/desk/{template}.html", str(club), icon="group", crumbs=crumbs(), club=club, tabs=tabs(club, here),
        when=words.when(club), leader=words.leader(club), may_manage=rules.may(request.user, MANAGE, unit),
        may_keep=rules.may(request.user, KEEP, unit), **context,
    )  # fmt: skip


def works(request: HttpRequest, name: str = "q") -> list[Work]:
    """Books found by a title, an author or an ISBN that the form asks for."""
    text = request.GET.get(name, "").strip()[:200]
    if not text:
        return []
    pks = [int(hit.pk) for hit in search(text, filters={"kind": ["work"]}, limit=8, facets=[]).hits]
    return sorted(Work.objects.filter(pk__in=pks), key=lambda work: pks.index(work.pk))
