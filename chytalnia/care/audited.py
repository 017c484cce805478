"""What the acts of care are called in the audit log. No entry names a child: numbers only."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.core import audit

audit.name(
    {
        "care.plan": _("Sessions with children planned"),
        "care.duty": _("Adults on duty with children set"),
        "care.look": _("List of children looked at"),
        "care.print": _("List of children printed"),
        "care.apply": _("Application for a child taken"),
        "care.leave": _("Place of a child given up"),
        "care.pin": _("New pick-up PIN made"),
        "care.room": _("Room for children looked over"),
        "care.in": _("Child let in"),
        "care.undo": _("Child let in by mistake, taken back"),
        "care.out": _("Child given over"),
        "care.wrong": _("Child not given over: wrong PIN or code word"),
        "care.incident": _("Incident with children written down"),
        "care.finish": _("Session with children finished"),
        "care.forget": _("Data of children deleted"),
    }
)
