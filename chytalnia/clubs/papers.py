"""Papers of a club: protocol of a meeting, passport, report of a year."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from chytalnia.network.settings import setting
from chytalnia.programmes.models import Link, Occasion
from chytalnia.wire.print.papers import Column, Paper, Table, paper_pdf

from . import queries, words
from .models import Club, ClubRole, Membership, Presence, Protocol


def language_of(club: Club) -> str:
    return setting(club.programme.unit, "network.language") or settings.LANGUAGE_CODE


def protocol_pdf(occasion: Occasion, club: Club) -> bytes:
    with translation.override(language_of(club)):
        found = Protocol.objects.filter(occasion=occasion).first()
        people = Presence.objects.filter(occasion=occasion).select_related("membership__reader")
        names = sorted(each.membership.reader.short_name for each in people if each.membership.reader)
        books = Link.objects.filter(occasion=occasion, work__isnull=False).select_related("work")
        secretary = _named(club, ClubRole.SECRETARY)
        guests = found.guests if found else 0
        return paper_pdf(
            Paper(
                title=_("Protocol of a meeting"), subtitle=str(club), organisation=str(club.programme.unit.name),
                facts=[
                    (_("Day"), f"{occasion.begins:%d.%m.%Y, %H:%M}"), (_("Place"), str(occasion.unit)),
                    (_("Topic"), (found.topic if found else "") or str(occasion.title)),
                    (_("Members present"), str(len(names))), (_("Guests"), str(guests)),
                ],
                tables=[
                    Table([Column("№", 10, "end"), Column(_("Present"))], [[str(n), name] for n, name in enumerate(names, 1)]),
                    *([Table([Column("№", 10, "end"), Column(_("Books spoken of"))],
                             [[str(n), _title(each.work)] for n, each in enumerate(books, 1)])] if books else []),
                ],
                closing=[
                    *_paragraphs(_("What was said"), found.said if found else ""),
                    *_paragraphs(_("Decisions"), found.decisions if found else ""),
                ],
                signs=[(pgettext("in a club", "Leader"), words.leader(club)), (_("Secretary"), secretary)], language=language_of(club),
            )
        )  # fmt: skip


def _paragraphs(head: str, text: str) -> list[str]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [f"{head}: {lines[0]}", *lines[1:]] if lines else []


def _title(work: Any) -> str:
    return f"{str(work.author).rstrip('.')}. {work.title}" if getattr(work, "author", "") else str(work)


def _named(club: Club, role: str) -> str:
    found = (
        Membership.objects.filter(club=club, role=role, left_on=None, reader__isnull=False)
        .select_related("reader")
        .first()
    )
    return found.reader.short_name if found and found.reader else ""


def passport_facts(club: Club) -> list[tuple[str, str]]:
    """The fields of a passport, page and paper alike."""
    programme = club.programme
    now = club.memberships.filter(left_on=None).count()
    rows = [
        (pgettext("in a club", "Name"), str(club)), (_("Library"), str(programme.unit)),
        (_("Interest"), str(club.get_profile_display())),
        *((fact["name"], str(fact["value"])) for fact in words.facts(club)[1:]),
        (_("Motto"), str(club.motto or "")), (_("Members now"), str(now)),
        (_("Partners"), programme.partners), (_("State"), str(programme.at_stage.label)),
    ]  # fmt: skip
    return [(name, value) for name, value in rows if value]


def passport_pdf(club: Club, number: int) -> bytes:
    with translation.override(language_of(club)):
        members = club.memberships.select_related("reader").order_by("joined_on", "pk")
        year = queries.year(club, number)
        return paper_pdf(
            Paper(
                title=_("Passport of the club"), subtitle=str(club), organisation=str(club.programme.unit.name),
                facts=passport_facts(club), lead=_paragraphs(_("Statute"), club.statute),
                tables=[
                    Table(
                        [Column("№", 10, "end"), Column(_("Member")), Column(_("Role"), 30), Column(_("Joined"), 25),
                         Column(pgettext("in a club", "Left"), 25)],
                        [[str(n), each.reader.short_name if each.reader else "–", str(each.get_role_display()),
                          f"{each.joined_on:%d.%m.%Y}", f"{each.left_on:%d.%m.%Y}" if each.left_on else ""]
                         for n, each in enumerate(members, 1)],
                        caption=_("Members"),
                    ),
                    _meetings(year, _("Plan and meetings of %(year)d") % {"year": number}),
                ],
                signs=[(pgettext("in a club", "Leader"), words.leader(club)), (_("Head of the library"), "")],
                language=language_of(club),
            )
        )  # fmt: skip


def _meetings(year: queries.Year, caption: str) -> Table:
    return Table(
        [Column(_("Day"), 25), Column(_("Topic")), Column(_("Came"), 20, "end")],
        [[f"{row.begins:%d.%m.%Y}", topic_of(row), str(row.came or "–")] for row in year.meetings],
        caption=caption,
    )  # fmt: skip


def topic_of(occasion: Occasion) -> str:
    protocol = getattr(occasion, "protocol", None)
    return (protocol.topic if protocol else "") or str(occasion.title)


def year_facts(year: queries.Year) -> list[tuple[str, Any]]:
    return [
        (_("Meetings held"), len(year.held)), (pgettext("of a club", "Visits"), year.visits),
        (_("Came on average"), localize(year.average)),
        (_("Members at the end"), year.members), (_("Joined"), year.joined), (pgettext("in a club", "Left"), year.left),
        (_("Books read"), len(year.readings)), (_("Books spoken of"), len(year.books)),
    ]  # fmt: skip


def year_pdf(club: Club, number: int) -> bytes:
    with translation.override(language_of(club)):
        year = queries.year(club, number)
        return paper_pdf(
            Paper(
                title=_("Report of the club for %(year)d") % {"year": number}, subtitle=str(club),
                organisation=str(club.programme.unit.name), facts=[(name, str(value)) for name, value in year_facts(year)],
                tables=[
                    _meetings(year, _("Meetings")),
                    Table([Column("№", 10, "end"), Column(_("Books of the year"))],
                          [[str(n), _title(work)] for n, work in enumerate(year.titles, 1)]),
                ],
                signs=[(pgettext("in a club", "Leader"), words.leader(club))], language=language_of(club),
            )
        )  # fmt: skip
