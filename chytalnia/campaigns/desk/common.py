"""What the screens of campaigns share: the campaign one may see, its tabs, the pages they stand on."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from chytalnia.campaigns import queries
from chytalnia.campaigns.models import Campaign, Joining, Member, Participant
from chytalnia.people import rules, shell

VIEW, RUN, TAKE_PART, WRITE = "campaigns.view", "campaigns.run", "campaigns.take_part", "campaigns.write"


def campaign_for(request: HttpRequest, pk: int, action: str = VIEW) -> Campaign:
    """The campaign, if this member of staff may do this with it; whose library is invited may look."""
    found = get_object_or_404(queries.visible(request.user).select_related("draw"), pk=pk)
    if action != VIEW and not rules.may(request.user, action, found.unit):
        raise PermissionDenied(action)
    return found


def member_for(request: HttpRequest, pk: int, action: str = TAKE_PART) -> Member:
    found = get_object_or_404(Member.objects.select_related("unit", "campaign__programme__unit"), pk=pk)
    if not rules.may(request.user, action, found.unit):
        raise PermissionDenied(action)
    return found


def participant_for(request: HttpRequest, pk: int, action: str = WRITE) -> Participant:
    """A participant of one's own library, or of a campaign one runs."""
    found = get_object_or_404(
        Participant.objects.select_related("member__unit", "campaign__programme__unit", "reader", "household"), pk=pk
    )
    if not (rules.may(request.user, action, found.member.unit) or rules.may(request.user, RUN, found.campaign.unit)):
        raise PermissionDenied(action)
    return found


def crumbs(campaign: Campaign | None = None) -> list[tuple[Any, str]]:
    told: list[tuple[Any, str]] = [(gettext_lazy("Marathons and campaigns"), reverse("desk_campaigns:home"))]
    if campaign is not None:
        told.append((str(campaign), reverse("desk_campaigns:campaign", args=[campaign.pk])))
    return told


def page(
    request: HttpRequest, template: str, title: str | Promise, *, campaign: Campaign | None = None, here: str = "",
    **context: Any,
) -> HttpResponse:  # fmt: skip
    """A screen in the desk's shell; one of a campaign has its tabs."""
    found = campaign
    return shell.page(
        request, f"campaigns/desk/{template}", title, icon="pick",
        crumbs=crumbs(None if here == "campaign" else campaign), campaign=campaign,
        tabs=_tabs(found, here) if found is not None and here else [],
        may_run=found is not None and rules.may(request.user, RUN, found.unit), **context,
    )  # fmt: skip


def _tabs(campaign: Campaign, here: str) -> list[dict[str, Any]]:
    joined = campaign.members.filter(state=Joining.JOINED).count()
    rows: list[tuple[str, str, int | None]] = [
        ("campaign", _("Overview"), None), ("libraries", _("Libraries"), joined),
        ("posts", _("Posts"), queries.waiting_posts(campaign).count()),
    ]  # fmt: skip
    if campaign.score == "parts":
        rows.append(("parts", pgettext("of a campaign", "Parts"), None))
    if campaign.score != "posts":
        rows.append(("people", _("Participants"), Participant.objects.filter(campaign=campaign, left_at=None).count()))
    rows.append(("ending", _("Draw and diplomas"), None))
    return [
        {"label": label, "url": reverse(f"desk_campaigns:{name}", args=[campaign.pk]), "here": name == here, "count": count}
        for name, label, count in rows
    ]  # fmt: skip
