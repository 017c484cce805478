"""What an election prints: ballots, sheets of codes, the protocol of each station and of the whole. In the language of the
person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chytalnia.core.translated import Translated
from chytalnia.wire.print import Column, Label, Paper, Table, label_sheets, paper_pdf

from .models import Candidate, Election, Sheet, Station
from .services import counting


def _language() -> str:
    return (get_language() or "uk")[:2]


def _standing(election: Election) -> list[Candidate]:
    return list(
        election.candidates.filter(stage__in=["registered", "struck"]).exclude(number=None)
        .select_related("work").order_by("number")
    )  # fmt: skip


def _signs(election: Election) -> list[tuple[str, str]]:
    return [(str(member.get_post_display()), member.name) for member in election.members.all()]


def _moment(at: Any) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


def _percent(part: int, whole: int) -> str:
    return f"{number_format(part * 100 / whole if whole else 0, decimal_pos=1)} %"


def ballot(election: Election) -> bytes:
    """The paper ballot, to be copied: a square to be marked for each candidate."""
    rows = [
        [
            f"{candidate.number}",
            f"{candidate.hero} – {_('crossed out by decision')}"
            if candidate.stage == "struck"
            else str(candidate.hero),
            ". ".join(part.rstrip(".") for part in (candidate.work.author, candidate.work.title) if part),
            "—" if candidate.stage == "struck" else "☐",
        ]
        for candidate in _standing(election)
    ]
    return paper_pdf(
        Paper(
            title=_("Ballot"), subtitle=str(election.title), organisation=str(election.unit.name) or str(election.unit),
            lead=[_("Make one mark in the square beside the candidate you choose. A ballot without a mark, or with two, is invalid.")],
            tables=[
                Table(
                    [Column("№", 10, "center"), Column(_("Candidate"), 60), Column(_("The book")), Column("", 14, "center")], rows
                )
            ],
            signs=[(str(_("Member of the commission")), ""), (str(_("Member of the commission")), "")],
            footer=f"{election.closes_at:%d.%m.%Y}", language=_language(), size=13,
        )
    )  # fmt: skip


def sheet(sheet: Sheet, codes: list[str]) -> bytes:
    """Codes to be cut apart and handed out, each with the address of the ballot as a QR."""
    address = settings.PUBLIC_URL + reverse("voting:code", args=[sheet.election.slug])
    labels = [
        Label(
            shelf_mark=[code], barcode=str(sheet.election.title), library=f"{sheet.name} · {n}/{sheet.size}",
            address=f"{address}?c={code}",
        )
        for n, code in enumerate(codes, 1)
    ]  # fmt: skip
    return label_sheets(labels, "a4-3x7", "qr", outlines=True)


def station_protocol(station: Station) -> bytes:
    """The protocol of one polling station: blank places where nothing is counted yet, so that it can be filled in by hand."""
    election = station.election
    count, out = counting.agreed(station), counting.issued(station)
    printed = station.printed.count if hasattr(station, "printed") else None
    blank = "______"
    facts = [
        (_("Polling station"), str(station.unit)), (_("Election"), str(election)),
        (_("Polls open"), _moment(election.opens_at)), (_("Polls close"), _moment(election.closes_at)),
        (_("Paper ballots received"), str(printed) if printed is not None else blank),
        (_("Handed out against a mark on the roll"), str(out)),
        (_("Unused"), str(count.unused) if count else blank), (_("Found in the box"), str(count.found) if count else blank),
        (_("Invalid"), str(count.invalid) if count else blank),
        (_("Voted on a tablet here"), str(station.marks.filter(how="tablet").count())),
    ]  # fmt: skip
    rows = [
        [str(c.number), str(c.hero), str(count.votes.get(str(c.number), 0)) if count else blank]
        for c in _standing(election) if c.stage == "registered"
    ]  # fmt: skip
    return paper_pdf(
        Paper(
            title=_("Protocol of the polling station"), subtitle=date_format(timezone.localtime(election.closes_at), "DATE_FORMAT"),
            organisation=str(election.unit.name) or str(election.unit), facts=facts,
            tables=[Table([Column("№", 12, "end"), Column(_("Candidate")), Column(_("Votes on paper"), 34, "end")], rows)],
            closing=[_("Two members counted independently and got the same numbers.") if count else
                     _("To be counted by two members independently."),
                     _("Votes given on tablets and online lie in one electronic box and are counted in the summary protocol.")],
            signs=[(str(_("Member of the commission")), ""), (str(_("Member of the commission")), "")],
            footer=f"{election} · {station}", language=_language(),
        )
    )  # fmt: skip


def protocol(election: Election) -> bytes:
    """The summary protocol of a published result."""
    told = election.publication
    heroes: Mapping[int, Candidate] = {c.number: c for c in _standing(election) if c.number}
    paper: dict[int, int] = {}
    for station in told.stations:
        for number, n in station["votes"].items():
            paper[int(number)] = paper.get(int(number), 0) + n
    votes = [
        [str(number), str(heroes[number].hero) if number in heroes else "?", str(n - paper.get(number, 0)),
         str(paper.get(number, 0)), str(n), _percent(n, told.valid)]
        for number, n in sorted(((int(k), v) for k, v in told.result.items()), key=lambda row: (-row[1], row[0]))
    ]  # fmt: skip
    stations = [
        [str(s["name"]), str(s["printed"]), str(s["issued"]), str(s["unused"]), str(s["found"]), str(s["invalid"]), str(s["tablet"])]
        for s in told.stations
    ]  # fmt: skip
    turnout = [
        [str(Translated(row["name"])), str(row["roll"]), str(row["came"]), _percent(row["came"], row["roll"])]
        for row in told.turnout
    ]
    extra = election.roll.filter(extra=True).count()
    facts = [
        (_("Decree"), election.decree), (_("Polls open"), _moment(election.opens_at)),
        (_("Polls close"), _moment(election.closes_at)),
        (_("On the roll"), str(election.roll_size)), (_("Added at polling stations"), str(extra) if extra else ""),
        (_("Took part"), f"{told.came} ({_percent(told.came, election.roll_size + extra)})"),
        (_("Ballots in the boxes"), str(told.ballots)), (_("Valid"), str(told.valid)), (_("Invalid"), str(told.invalid)),
        (_("Quorum"), f"{election.quorum_percent} %" if election.quorum_percent else ""),
    ]  # fmt: skip
    tables = [
        Table(
            [Column("№", 10, "end"), Column(_("Candidate")), Column(_("Electronic"), 26, "end"), Column(_("On paper"), 26, "end"),
             Column(_("Total"), 20, "end"), Column("%", 20, "end")],
            votes, caption=_("Votes"),
        )
    ]  # fmt: skip
    if stations:
        tables.append(
            Table(
                [Column(_("Polling station")), Column(_("Received"), 19, "end"), Column(_("Handed out"), 19, "end"),
                 Column(_("Unused"), 19, "end"), Column(_("In the box"), 19, "end"), Column(_("Invalid"), 19, "end"),
                 Column(_("Tablet"), 17, "end")],
                stations, caption=_("Paper ballots by polling station"),
            )
        )  # fmt: skip
    tables.append(
        Table(
            [Column(_("Library")), Column(_("On the roll"), 28, "end"), Column(_("Took part"), 28, "end"), Column("%", 22, "end")],
            turnout, caption=_("Turnout by library"),
        )
    )  # fmt: skip
    return paper_pdf(
        Paper(
            title=_("Protocol of results"), subtitle=str(election.title),
            organisation=str(election.unit.name) or str(election.unit), facts=[row for row in facts if row[1]], tables=tables,
            closing=[
                _decision(election, heroes),
                _("Digest of the roll (SHA-256): %(digest)s.") % {"digest": election.roll_sha256},
                _("Digest of the published list (SHA-256): %(digest)s.") % {"digest": told.sha256},
                _("Seed of the draw: %(seed)s.") % {"seed": election.seed},
            ],
            signs=_signs(election), footer=f"{election} · {told.sha256[:16]}", language=_language(),
        )
    )  # fmt: skip


def _decision(election: Election, heroes: Mapping[int, Candidate]) -> str:
    told = election.publication
    names = ", ".join(f"№ {number} {heroes[number].hero}" for number in told.winners if number in heroes)
    if not told.quorum_met:
        return _("The quorum was missing: nobody is chosen.")
    if len(told.winners) > 1 and election.tie == "second":
        return _("Equal at the first place: %(names)s. A second round is held between them.") % {"names": names}
    if len(told.winners) > 1:
        return _("Equal at the first place, chosen together: %(names)s.") % {"names": names}
    return _("Chosen: %(names)s.") % {"names": names} if names else _("Nobody got a vote.")
