"""What the moves of a campaign ask for and bring about. The programme it hangs on goes along."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def not_described(campaign: Any) -> str:
    if not campaign.goals or not campaign.task:
        return _("Write down the goals and the task first: readers see the rules from the announcement on.")
    if campaign.last_day < timezone.localdate():
        return _("The last day is over. Change the days first.")
    if campaign.score == "parts" and not campaign.parts.exists():
        return _("Name the parts of the combo first.")
    return ""


def announce(campaign: Any, by: Any = None, **_move: Any) -> None:
    """Libraries that were invited to the draft are written to now."""
    from chytalnia.campaigns.services import inviting

    programme = campaign.programme
    if programme.stage == "planned":
        programme.move("begin")
    inviting.write(campaign)


def not_yet(campaign: Any) -> str:
    if campaign.first_day > timezone.localdate():
        return _("It begins on its first day.")
    return ""


def begin(campaign: Any, by: Any = None, **_move: Any) -> None:
    """Nothing but the stage: who joined may write."""


def not_over(campaign: Any) -> str:
    if campaign.last_day >= timezone.localdate():
        return _("It finishes after its last day.")
    return ""


def finish(campaign: Any, by: Any = None, **_move: Any) -> None:
    programme = campaign.programme
    if programme.stage == "running":
        programme.move("finish")


def not_summed_up(campaign: Any) -> str:
    waiting = campaign.entries.filter(state="new").count()
    if waiting:
        return ngettext(
            "%(n)d post waits to be looked at.", "%(n)d posts wait to be looked at.", waiting
        ) % {"n": waiting}  # fmt: skip
    if campaign.prizes and not campaign.draw.is_drawn:
        return _("The prizes are not drawn yet.")
    return ""


def tell(campaign: Any, by: Any = None, **_move: Any) -> None:
    from chytalnia.campaigns.services import counting

    counting.count(campaign)
    campaign.told_at = timezone.now()


def cancel(campaign: Any, by: Any = None, **_move: Any) -> None:
    from chytalnia.campaigns.services import inviting

    inviting.call_off(campaign)
    programme = campaign.programme
    if programme.stage in ("planned", "running"):
        programme.move("cancel")
