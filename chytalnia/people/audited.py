"""What the acts of accounts and readers are called in the audit log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.core import audit

audit.name(
    {
        "people.create_account": _("Account created"),
        "people.grant_role": _("Role given"),
        "people.revoke_role": _("Role taken away"),
        "people.look": _("Record of a child opened"),
        "people.register_reader": _("Reader registered"),
        "people.change_reader": _("Data of a reader changed"),
        "people.confirm_reader": _("Data of a reader confirmed"),
        "people.reregister": _("Reader re-registered"),
        "people.block_reader": _("Reader blocked"),
        "people.unblock_reader": _("Reader unblocked"),
        "people.close_reader": _("Reader left"),
        "people.reopen_reader": _("Reader came back"),
        "people.anonymise_reader": _("Data of a reader removed"),
        "people.merge_readers": _("Readers merged"),
        "people.unmerge_readers": _("Readers parted"),
        "people.issue_card": _("Card issued"),
        "people.block_card": _("Card blocked"),
        "people.link_account": _("Account linked with a reader"),
        "people.open_account": _("Account of a reader opened"),
        "people.offer_code": _("Code for an account given out"),
        "people.give_consent": _("Consent given"),
        "people.withdraw_consent": _("Consent withdrawn"),
        "people.edit_consents": _("Text of consents changed"),
        "people.give_surety": _("Surety given"),
        "people.end_surety": _("Surety ended"),
        "people.join_household": _("Family joined"),
        "people.leave_household": _("Family left"),
    }
)
