"""Papers of a seminar: the programme for the wall and the resolution for signature."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from chytalnia.core.words import weekday_and_day
from chytalnia.programmes.nonstop.grid import halls_of
from chytalnia.wire.print.papers import Column, Paper, Table, paper_pdf

from . import queries
from .models import Seminar, Talk


def programme(seminar: Seminar, language: str) -> bytes:
    """A column a hall when there are several, else hour, talk, speaker."""
    talks = queries.programme_of(seminar)
    placed = [talk for talk in talks if talk.starts_at]
    halls = halls_of(placed)  # type: ignore[arg-type]
    occasion = seminar.occasion
    if len(halls) > 1:
        hours = sorted({talk.begins for talk in placed})
        rows = [
            [
                f"{at:%H:%M}",
                *(_words(next((t for t in placed if t.hall == hall and t.begins == at), None)) for hall in halls),
            ]
            for at in hours
        ]
        tables = [Table([Column(_("Hour"), 16), *(Column(hall) for hall in halls)], rows)]
    else:
        rows = [
            [f"{t.begins:%H:%M}–{t.ends:%H:%M}", t.title, ", ".join(p for p in (t.speaker, t.place) if p)]
            for t in placed
        ]
        tables = [Table([Column(_("Hour"), 26), Column(_("Talk")), Column(_("Who speaks"), 90)], rows)] if rows else []
    later = [talk for talk in talks if not talk.starts_at and talk.speaker]
    if later:
        columns = [Column(_("Talk")), Column(_("Who speaks"), 110)]
        tables.append(
            Table(
                columns,
                [[t.title, ", ".join(p for p in (t.speaker, t.place) if p)] for t in later],
                caption=_("The hour is to be set"),
            )
        )
    return paper_pdf(
        Paper(
            title=str(seminar), organisation=str(occasion.unit.name), landscape=True, language=language,
            subtitle=f"{weekday_and_day(occasion.begins.date())}, {occasion.begins:%H:%M}–{occasion.ends:%H:%M}", tables=tables,
        )
    )  # fmt: skip


def _words(talk: Talk | None) -> str:
    if talk is None:
        return ""
    who = ", ".join(part for part in (talk.speaker, talk.place) if part) or talk.moderator
    return f"{talk.begins:%H:%M}–{talk.ends:%H:%M} {talk.title}" + (f". {who}" if who else "")


def resolution(seminar: Seminar, language: str) -> bytes:
    """The resolution, its points by their kind, with places for signatures."""
    lead = []
    for kind, points in by_kind(seminar):
        lead.append(f"{kind.label}:")
        for number, clause in enumerate(points, 1):
            who = f" – {clause.responsible}" if clause.responsible else ""
            until = f", {date_format(clause.due, 'DATE_FORMAT')}" if clause.due else ""
            lead.append(f"{number}. {clause.text}{who}{until}")
    day = date_format(seminar.resolved_on or seminar.occasion.begins.date(), "DATE_FORMAT")
    return paper_pdf(
        Paper(
            title=_("Resolution"), subtitle=str(seminar), organisation=str(seminar.occasion.unit.name), facts=[(_("Day"), day)],
            lead=lead, signs=[(_("Chair"), ""), (_("Secretary"), "")], language=language, size=11,
        )
    )  # fmt: skip


def by_kind(seminar: Seminar) -> list[tuple[Any, list[Any]]]:
    from .models import ClauseKind

    clauses = list(seminar.clauses.all())
    return [(kind, rows) for kind in ClauseKind if (rows := [each for each in clauses if each.kind == kind])]
