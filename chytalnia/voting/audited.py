"""What the acts of an election are called in the audit log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.core import audit

audit.name(
    {
        "voting.call": _("Election called"),
        "voting.change": _("Election changed"),
        "voting.appoint": _("Commission appointed"),
        "voting.set_stations": _("Polling stations set"),
        "voting.nominate": _("Candidate nominated by the commission"),
        "voting.change_candidate": _("Candidate changed"),
        "voting.add_material": _("Campaign material published"),
        "voting.remove_material": _("Campaign material removed"),
        "voting.freeze_roll": _("Roll frozen"),
        "voting.print_sheet": _("Sheet of codes made"),
        "voting.show_sheet": _("Sheet of codes printed"),
        "voting.add_to_roll": _("Reader added to the roll"),
        "voting.mark": _("Roll marked at a polling station"),
        "voting.take_back_mark": _("Mark on the roll taken back"),
        "voting.bring_ballots": _("Printed ballots taken over"),
        "voting.count": _("Paper ballots counted"),
        "voting.publish": _("Result published"),
    }
)
