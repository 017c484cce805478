"""What the acts of the catalogue are called in the audit log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.core import audit

audit.name(
    {
        "catalogue.import": _("File brought for import"),
        "catalogue.merge": _("Records merged"),
        "catalogue.undo_merge": _("Decision on a pair taken back"),
        "catalogue.merge_note": _("Note on a pair"),
        "catalogue.receive_items": _("Copies received"),
        "catalogue.withdraw_items": _("Copies withdrawn"),
        "catalogue.restore_items": _("Copies taken back into the stock"),
        "catalogue.move_items": _("Copies moved"),
        "catalogue.change_item_status": _("State of copies changed"),
        "catalogue.edit_item": _("Copies changed"),
        "catalogue.bulk_items": _("Many copies changed at once"),
        "catalogue.undo_bulk_items": _("Change of copies taken back"),
        "catalogue.edit_record": _("Record changed"),
        "catalogue.delete_record": _("Record taken out or put back"),
        "catalogue.edit_authority": _("Heading changed"),
        "catalogue.edit_work": _("Titles of a work changed"),
        "catalogue.join_works": _("Works joined"),
        "catalogue.split_work": _("Work split"),
        "catalogue.undo_work_change": _("Joining or splitting taken back"),
        "catalogue.load_author_marks": _("Table of author marks loaded"),
    }
)
