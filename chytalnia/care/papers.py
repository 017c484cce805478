"""The list of a session on paper, for the hour when there is no line."""

from __future__ import annotations

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chytalnia.wire.print import Column, Paper, Table, paper_pdf

from .models import Place, Session


def spaced(pin: str) -> str:
    return f"{pin[:3]} {pin[3:]}" if pin else ""


def children(session: Session, places: list[Place]) -> bytes:
    rows = []
    for place in places:
        told = place.application
        if told is None or place.enrolment.is_waiting:
            continue
        fetch = [
            f"{adult.name}{f' ({adult.document_hint})' if adult.document_hint else ''}" for adult in told.adults.all()
        ]
        rows.append([
            f"{place.number}", f"{told.child_name}, {told.age_on(session.occasion.day)}",
            "; ".join(part for part in (told.allergies, told.needs) if part),
            f"{told.guardian_name}, {told.session_phone}", ", ".join(fetch), "", "",
        ])  # fmt: skip
    occasion = session.occasion
    return paper_pdf(
        Paper(
            title=_("List of children"), organisation=str(occasion.unit), landscape=True, language=(get_language() or "uk")[:2],
            subtitle=f"{occasion}, {date_format(occasion.begins, 'DATE_FORMAT')}, {occasion.begins:%H:%M}–{occasion.ends:%H:%M}",
            facts=[(_("Adults on duty"), ", ".join(keeper.name for keeper in session.keepers.all()) or "–")],
            lead=[_("Only for the staff on duty. Destroy it after the session. No medicine is given.")],
            tables=[
                Table(
                    [
                        Column("№", 8, "center"), Column(_("Child, age"), 36), Column(_("Allergies, what to know"), 40),
                        Column(_("Parent, phone"), 40), Column(_("Who may fetch"), 40), Column(_("Came, who brought"), 30),
                        Column(_("Left, who fetched, signature"), 36),
                    ],
                    rows,
                )
            ],
            footer=date_format(timezone.localtime(), "DATETIME_FORMAT"),
        )
    )  # fmt: skip
