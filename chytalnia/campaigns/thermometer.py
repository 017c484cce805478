"""The thermometer of a common goal: numbers for a drawing that the template makes."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from .models import Campaign
from .saying import amount

#: The tube of the drawing in its own units.
TOP, BOTTOM = 10, 190


def thermometer(campaign: Campaign, score: int) -> dict[str, Any]:
    """How high it stands: `y` is the head of the column, `ticks` are a quarter, a half, three quarters and the goal."""
    percent = min(100, score * 100 // campaign.goal) if campaign.goal else 0
    height = (BOTTOM - TOP) * percent / 100
    return {
        "percent": score * 100 // campaign.goal if campaign.goal else 0, "y": round(BOTTOM - height, 1),
        "height": round(height + 20, 1), "score": amount(campaign, score), "goal": amount(campaign, campaign.goal),
        "ticks": [{"y": BOTTOM - (BOTTOM - TOP) * n / 100, "n": n} for n in (25, 50, 75, 100)],
        "label": _("%(score)s of %(goal)s") % {"score": amount(campaign, score), "goal": amount(campaign, campaign.goal)},
    }  # fmt: skip
