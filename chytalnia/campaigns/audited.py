"""What the acts of campaigns are called in the audit log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.core import audit

audit.name(
    {
        "campaigns.make": _("Campaign made"),
        "campaigns.change": _("Campaign changed"),
        "campaigns.invite": _("Libraries invited to a campaign"),
        "campaigns.withdraw": _("Invitation to a campaign taken back"),
        "campaigns.remind": _("Libraries reminded of an invitation"),
        "campaigns.decline": _("Library declined a campaign"),
        "campaigns.join": _("Library joined a campaign"),
        "campaigns.remove_post": _("Post of a library taken out of a campaign"),
        "campaigns.leave": _("Participant left a campaign"),
        "campaigns.correct": _("Line of a reading log corrected"),
        "campaigns.remove_line": _("Line of a reading log removed"),
        "campaigns.freeze": _("List of a draw frozen"),
        "campaigns.draw": _("Prizes drawn by lot"),
        "campaigns.diplomas": _("Diplomas issued"),
    }
)
