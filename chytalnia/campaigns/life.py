"""Campaigns as a special life of programmes, and who may do what with them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from chytalnia.people.rules import Role, allow
from chytalnia.programmes import lives

FORMATS = ("reading_marathon", "summer_reading", "family_reading", "network_campaign", "online_combo", "flashmob")


def register() -> None:
    heads = (Role.DIRECTOR, Role.ADMINISTRATOR, Role.BRANCH_HEAD)
    desk = (*heads, Role.LIBRARIAN, Role.BIBLIOGRAPHER)
    allow("campaigns.view", *Role)
    allow("campaigns.run", *heads, Role.METHODOLOGIST)
    allow("campaigns.take_part", *desk, Role.METHODOLOGIST, Role.EDITOR)
    allow("campaigns.write", *desk)
    lives.register(
        lives.Life(
            "campaign", _("Marathons and campaigns"), _("campaign"), icon="pick", index="desk_campaigns:home",
            new="desk_campaigns:new", readers="campaigns:campaigns",
            formats=FORMATS, panel="campaigns/_programme.html", fill=_fill,
            desk_panel="campaigns/desk/_programme.html", desk_fill=_fill,
        )
    )  # fmt: skip


def _fill(programme: Any, request: Any) -> dict[str, Any] | None:
    from . import queries

    campaign = getattr(programme, "campaign", None)
    if campaign is None:
        return None
    return {"campaign": campaign, "totals": queries.totals(campaign)}
