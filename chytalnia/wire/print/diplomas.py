"""Diplomas and certificates: one to a page of A4, with a number and the QR of the page where it is checked. Texts come in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from chytalnia.wire.describe.clean import one_line
from chytalnia.wire.print.codes import qr_svg
from chytalnia.wire.print.typeset import pdf, unbroken


@dataclass(frozen=True, slots=True)
class Award:
    """What stands on one page. `address` is in the QR code; `signs` are pairs of a post and a person."""

    title: str
    lead: str
    name: str
    deed: str
    campaign: str
    organisation: str = ""
    days: str = ""
    number: str = ""
    check: str = ""
    address: str = ""
    signs: Sequence[tuple[str, str]] = field(default_factory=tuple)
    is_special: bool = False


def award_pages(awards: Sequence[Award], *, language: str = "uk") -> bytes:
    """The PDF of diplomas, a page each."""
    rows = [
        {
            "title": one_line(one.title), "lead": one_line(one.lead), "name": one_line(one.name),
            "deed": unbroken(one_line(one.deed)), "campaign": one_line(one.campaign),
            "organisation": one_line(one.organisation), "days": one_line(one.days), "number": one_line(one.number),
            "check": one_line(one.check), "code": qr_svg(one.address) if one.address else "",
            "signs": [[one_line(post), one_line(person)] for post, person in one.signs], "special": one.is_special,
        }
        for one in awards
    ]  # fmt: skip
    return pdf("diploma.typ", {"awards": rows, "language": language})
