"""Papers of a school: certificates and the register."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from chytalnia.network.settings import setting
from chytalnia.wire.print.diplomas import Award, award_pages
from chytalnia.wire.print.papers import Column, Paper, Table, paper_pdf

from . import queries
from .models import Certificate, Group


def _language(group: Group) -> str:
    return setting(group.course.programme.unit, "network.language") or settings.LANGUAGE_CODE


def certificates_pdf(group: Group, certificates: Sequence[Certificate]) -> bytes:
    language = _language(group)
    with translation.override(language):
        unit = group.course.programme.unit
        return award_pages(
            [
                Award(
                    title=_("Certificate"), lead=_("This certifies that"), name=str(one.learner),
                    deed=ngettext(
                        "attended %(n)d of %(held)d lessons of the course, %(hours)s hours",
                        "attended %(n)d of %(held)d lessons of the course, %(hours)s hours", one.attended,
                    ) % {"n": one.attended, "held": one.held, "hours": f"{one.hours:g}"},
                    campaign=str(group.course), organisation=str(unit.name), days=f"{one.issued_on:%d.%m.%Y}",
                    number=f"№ {one.number}", check=_("The number is checked at this address"),
                    address=settings.PUBLIC_URL + one.get_absolute_url(),
                    signs=[(pgettext("at school", "Teacher"), group.taught_by), (_("Head of the library"), "")],
                )
                for one in certificates
            ],
            language=language,
        )  # fmt: skip


def register_pdf(group: Group) -> bytes:
    """The register as it lies on the table: names and lessons, marks where somebody was, room for the rest."""
    language = _language(group)
    with translation.override(language):
        lessons, rows = queries.register(group)
        columns = [
            Column("№", 9, "end"),
            Column(_("Learner")),
            *(Column(f"{one.occasion.begins:%d.%m}", 11, "center") for one in lessons),
        ]
        marks = [[str(who), *("+" if here else "" for _one, here in cells)] for who, cells, _k in rows]
        table = Table(columns, [[str(n), *row] for n, row in enumerate(marks, 1)])
        return paper_pdf(
            Paper(
                title=_("Register of attendance"), subtitle=f"{group.course} – {group}",
                organisation=str(group.course.programme.unit.name),
                tables=[table], signs=[(pgettext("at school", "Teacher"), group.taught_by)], landscape=True, language=language,
            )
        )  # fmt: skip
