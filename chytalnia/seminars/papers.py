"""Papers of a seminar: the programme for the wall and the resolution for signature."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from chytalnia.core.words import weekday_and_day
from chytalnia.network.settings import setting
from chytalnia.wire.print.diplomas import Award, award_pages
from chytalnia.wire.print.papers import Column, Paper, Table, paper_pdf

from . import queries
from .models import Certificate, ClauseKind, Seminar, Talk


def programme(seminar: Seminar, language: str) -> bytes:
    """The programme for the wall, a table a day."""
    talks = queries.programme_of(seminar)
    occasion = seminar.occasion
    grids = queries.grids(seminar, talks)
    tables = [
        _day(one, [t for t in talks if t.starts_at and t.begins.date() == one.day.begins.date()]) for one in grids
    ]
    if len(tables) > 1:
        tables = [
            replace(table, caption=weekday_and_day(one.day.begins.date()))
            for table, one in zip(tables, grids, strict=True)
        ]
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
            subtitle=f"{queries.days_in_words(seminar)}, {occasion.begins:%H:%M}–{occasion.ends:%H:%M}", tables=tables,
        )
    )  # fmt: skip


def _day(one: queries.Grid, placed: list[Talk]) -> Table:
    """A column a hall when there are several, else hour, talk, speaker."""
    if len(one.halls) > 1:
        found = {(talk.hall, talk.begins): talk for talk in placed}
        rows = [
            [f"{at:%H:%M}", *(_words(found.get((hall, at))) for hall in one.halls)]
            for at in sorted({talk.begins for talk in placed})
        ]
        return Table([Column(_("Hour"), 16), *(Column(hall) for hall in one.halls)], rows)
    rows = [
        [f"{t.begins:%H:%M}–{t.ends:%H:%M}", t.title, ", ".join(p for p in (t.speaker, t.place) if p)] for t in placed
    ]
    return Table([Column(_("Hour"), 26), Column(_("Talk")), Column(_("Who speaks"), 90)], rows)


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


def certificates(found: Iterable[Certificate]) -> bytes:
    """Certificates of attendance, one to a page, in the language of the library that gives them."""
    rows = list(found)
    unit = rows[0].seminar.occasion.unit
    language = setting(unit, "network.language") or settings.LANGUAGE_CODE
    with override(language):
        return award_pages([_award(one) for one in rows], language=language)


def _award(one: Certificate) -> Award:
    seminar = one.seminar
    hours = _("academic hours: %(n)s") % {"n": number_format(one.hours)}
    return Award(
        title=_("Certificate"), lead=pgettext("of attendance", "is given to"), name=one.name,
        deed=_("for: %(deed)s") % {"deed": queries.deed_of(one)},
        campaign=f"«{seminar}»", organisation=str(seminar.occasion.unit.name), days=f"{queries.days_of(one)}, {hours}",
        number=f"№ {one.shown}", check=_("The number is checked at this address"),
        address=settings.PUBLIC_URL + one.get_absolute_url(), signs=[(_("Head of the library"), "")],
    )  # fmt: skip


def by_kind(seminar: Seminar) -> list[tuple[Any, list[Any]]]:
    clauses = list(seminar.clauses.all())
    return [(kind, rows) for kind in ClauseKind if (rows := [each for each in clauses if each.kind == kind])]
