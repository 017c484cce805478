"""What a campaign prints: the founding paper, and diplomas in the language of the person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chytalnia.wire.print import Column, Paper, Table, paper_pdf
from chytalnia.wire.print.diplomas import Award, award_pages

from . import saying
from .models import Campaign, Diploma, Kind, Merit


def _language() -> str:
    return (get_language() or "uk")[:2]


def sections(campaign: Campaign) -> list[tuple[str, str]]:
    """The founding paper in its order: heads and texts that are there."""
    told: list[tuple[str, Any]] = [
        (_("Goals"), campaign.goals), (_("Organiser"), campaign.organiser or campaign.unit.name),
        (_("Days"), saying.days_of(campaign)), (_("Who takes part"), campaign.who), (_("Task"), campaign.task),
        (_("How to take part"), campaign.how), (_("What a post must have"), "\n".join(f"• {one}" for one in campaign.required())),
        (_("Hashtags"), " ".join(campaign.tags())), (_("How it is counted"), "\n".join(counting_of(campaign))),
        (_("How results are judged"), campaign.criteria), (_("Prizes"), campaign.prizes_told),
    ]  # fmt: skip
    return [(head, str(text)) for head, text in told if str(text).strip()]


def counting_of(campaign: Campaign) -> list[str]:
    """The rules that the program keeps, in sentences."""
    told = []
    if campaign.goal:
        told.append(_("The common goal is %(goal)s.") % {"goal": saying.amount(campaign, campaign.goal)})
    if campaign.finish_at:
        told.append(
            _("Who comes to %(goal)s gets the diploma of a finisher.")
            % {"goal": saying.amount(campaign, campaign.finish_at)}
        )
    if campaign.day_limit:
        told.append(
            _("A day counts %(limit)s at most for each person.")
            % {"limit": saying.amount(campaign, campaign.day_limit)}
        )
    if campaign.is_read:
        told.append(
            _(
                "What was read is written down on the same day or up to %(n)d days later; a librarian may add from a paper diary."
            )
            % {"n": campaign.back_days}
        )
    if campaign.counts_loans:
        told.append(_("Who wishes so has borrowed books counted by themselves."))
    if campaign.prizes:
        told.append(
            _("Prizes are drawn by lot: %(n)d, among: %(among)s. The draw can be repeated by anybody.")
            % {"n": campaign.prizes, "among": campaign.get_among_display()}
        )
    if campaign.open_to_readers:
        told.append(
            _("Participants are shown by nick and library alone. Every library that takes part gets a certificate.")
        )
    return told


def rules(campaign: Campaign) -> bytes:
    """The founding paper as a PDF."""
    rows = [[str(n), head, text] for n, (head, text) in enumerate(_lines(sections(campaign)), 1)]
    draw = campaign.draw
    return paper_pdf(
        Paper(
            title=_("Rules of the campaign"), subtitle=str(campaign), organisation=str(campaign.unit.name) or str(campaign.unit),
            tables=[Table([Column("№", 10, "end"), Column("", 42), Column("")], rows)],
            closing=[_("Promise of the draw (SHA-256 of the seed): %(digest)s.") % {"digest": draw.commitment}]
            if campaign.prizes else [],
            signs=[(str(_("Organiser")), campaign.programme.leader_name)], footer=settings.PUBLIC_URL + campaign.get_absolute_url(),
            language=_language(), size=10.5,
        )
    )  # fmt: skip


def _lines(told: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """A row for each paragraph: a cell of a table knows no line breaks."""
    for head, text in told:
        for n, line in enumerate(line.strip() for line in text.splitlines() if line.strip()):
            yield (head if n == 0 else "", line)


def diplomas(found: Iterable[Diploma]) -> bytes:
    return award_pages([_award(one) for one in found], language=_language())


def _award(one: Diploma) -> Award:
    campaign = one.campaign
    address = settings.PUBLIC_URL + one.get_absolute_url()
    amount = saying.amount(campaign, one.total)
    title, lead, deed = _words(one, amount)
    return Award(
        title=title, lead=lead, name=name_of(one), deed=deed, campaign=f"«{campaign}»" if _language() != "en" else f"“{campaign}”",
        organisation=str(campaign.unit.name) or str(campaign.unit), days=saying.days_of(campaign), number=one.written,
        check=_("Check it at %(site)s by the code %(code)s") % {"site": urlsplit(settings.PUBLIC_URL).netloc, "code": one.code},
        address=address, signs=[(str(_("Organiser")), campaign.programme.leader_name)], is_special=one.merit == Merit.WINNER,
    )  # fmt: skip


def _words(one: Diploma, amount: str) -> tuple[str, str, str]:
    given = _("is given to")
    match one.merit:
        case Merit.LIBRARY:
            deed = (
                _("for taking part with its readers: %(amount)s") % {"amount": amount}
                if one.total
                else _("for taking part")
            )
            return _("Certificate"), given, deed
        case Merit.FINISHER:
            return _("Diploma"), given, _("who has reached the goal: %(amount)s") % {"amount": amount}
        case Merit.WINNER:
            return _("Diploma of a winner"), given, _("to whom the lot fell among those who have read")
        case _participant:
            return _("Certificate"), given, _("who has taken part and read: %(amount)s") % {"amount": amount}


def name_of(one: Diploma) -> str:
    """The name for the paper that is handed over: the reader's while it is known, else the nick. Public pages show the nick."""
    if one.participant is None:
        return str(one.member.unit)
    who = one.participant
    if who.kind == Kind.FAMILY and who.household is not None:
        return who.household.name
    return who.reader.full_name if who.kind == Kind.PERSON and who.reader is not None else who.nick
