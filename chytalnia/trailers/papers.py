"""Diplomas of a contest on paper, and what a stranger reads of one by its number."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chytalnia.core import certificates
from chytalnia.wire.print.diplomas import Award, award_pages

from .models import Contest, Diploma, Merit, Trailer


def diplomas() -> QuerySet[Diploma]:
    return Diploma.objects.select_related(
        "contest__programme__unit", "submission__trailer__unit", "submission__group"
    ).prefetch_related("submission__trailer__makers")


def printed(found: Iterable[Diploma]) -> bytes:
    return award_pages([_award(one) for one in found], language=(get_language() or "uk")[:2])


def _award(one: Diploma) -> Award:
    contest, trailer = one.contest, one.submission.trailer
    title, deed = _words(one)
    return Award(
        title=title, lead=_("is given to"), name=on_paper(trailer), deed=deed, campaign=str(contest),
        organisation=str(contest.unit), days=date_format(timezone.localtime(one.issued_at), "DATE_FORMAT"), number=one.written,
        check=_("Check it at %(site)s by the code %(code)s") % {"site": urlsplit(settings.PUBLIC_URL).netloc, "code": one.code},
        address=settings.PUBLIC_URL + one.get_absolute_url(), signs=[(_("Organiser"), contest.programme.leader_name)],
        is_special=one.merit not in (Merit.PARTICIPANT,),
    )  # fmt: skip


def _words(one: Diploma) -> tuple[str, str]:
    trailer = {"title": one.submission.trailer.title, "group": str(one.submission.group)}
    match one.merit:
        case Merit.FIRST:
            return _("Diploma of the first degree"), _("for the trailer “%(title)s”, age group: %(group)s") % trailer
        case Merit.SECOND:
            return _("Diploma of the second degree"), _("for the trailer “%(title)s”, age group: %(group)s") % trailer
        case Merit.THIRD:
            return _("Diploma of the third degree"), _("for the trailer “%(title)s”, age group: %(group)s") % trailer
        case Merit.CHOICE:
            return _("People’s choice"), _("for the trailer “%(title)s”, which readers chose: %(group)s") % trailer
        case _participant:
            return _("Certificate"), _("for taking part with the trailer “%(title)s”") % trailer


def on_paper(trailer: Trailer) -> str:
    """Whose the paper is: it is handed over to those it names, so children stand on it with their whole name."""
    return ", ".join(maker.name for maker in trailer.makers.all()) or trailer.title


def paper(code: str) -> certificates.Paper | None:
    """What a stranger reads: the makers as they are named on the page of the trailer, none while it is not shown."""
    found = diplomas().filter(code=code).first()
    if found is None:
        return None
    trailer, contest = found.submission.trailer, found.contest
    names = ", ".join(name for maker in trailer.makers.all() if (name := maker.shown_name)) if trailer.is_shown else ""
    return certificates.Paper(
        title=_words(found)[0], number=f"{found.written} ({found.code})", holder=names or trailer.title,
        organisation=str(contest.unit), issued=timezone.localtime(found.issued_at).date(), address=found.get_absolute_url(),
        facts=[
            (_("Contest"), str(contest)), (_("Age group"), str(found.submission.group)), (_("Trailer"), trailer.title),
            (_("Book"), trailer.book_title),
        ],
        note=_("Children are named by the first name alone, and only when an adult has agreed; the paper has the whole name."),
    )  # fmt: skip


def of_contest(contest: Contest) -> QuerySet[Diploma]:
    return diplomas().filter(contest=contest).order_by("number")
