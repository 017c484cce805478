"""Letters to those who made a trailer: it came back, it is shown, what it won; and to those who judged."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from chytalnia.core import post
from chytalnia.network.settings import setting
from chytalnia.people.models import User
from chytalnia.people.readers import queries as readers
from chytalnia.trailers.models import Contest, Diploma, Group, Trailer

if TYPE_CHECKING:
    from .contests import Result


def returned(trailer: Trailer, *, by: Any, note: str) -> None:
    """What the librarian asks to be mended, and where."""

    def written() -> tuple[str, str]:
        place = settings.PUBLIC_URL + reverse("trailers:open", args=[trailer.pk])
        told = [
            _("The librarian of %(library)s has looked at your trailer “%(title)s” and gives it back to be mended.")
        ]
        if note.strip():
            told.append(_("The librarian writes: %(note)s"))
        told.append(_("Everything you made is kept. Mend it here and send it again: %(place)s"))
        return _("Your trailer “%(title)s” comes back to be mended"), _letter(
            told, trailer, note=note.strip(), place=place
        )

    _tell(trailer, by, f"returned:{timezone.now().isoformat()}", written)


def published(trailer: Trailer, *, by: Any) -> None:
    def written() -> tuple[str, str]:
        place = settings.PUBLIC_URL + trailer.get_absolute_url()
        told = [
            _("Your trailer “%(title)s” is shown now: at its book, in the gallery and on the page of %(library)s."),
            _("Watch it and give the address to friends: %(place)s"),
        ]
        return _("Your trailer “%(title)s” is shown"), _letter(told, trailer, place=place)

    _tell(trailer, by, f"published:{timezone.now().isoformat()}", written)


def results(contest: Contest, told: list[tuple[Group, list[Result]]], *, by: Any) -> None:
    """To makers what their trailer has won, to the jury who won; in the transaction in which results are told."""
    for group, rows in told:
        for one in rows:
            trailer = one.submission.trailer
            written = partial(_won, contest, trailer, group, one)
            _tell(trailer, by, f"results:{contest.pk}", written)
    for juror in contest.jury.select_related("user").exclude(user=by).exclude(user__email=""):
        language = _language_of(juror.user, contest.unit)
        with translation.override(language):
            subject, text = _judged(contest, told)
        post.write(
            key=f"trailers:contest:{contest.pk}:jury:{juror.user_id}",
            to=juror.user,
            language=language,
            subject=subject,
            text=text,
        )


def _won(contest: Contest, trailer: Trailer, group: Group, result: Result) -> tuple[str, str]:
    places = {
        1: _("It has the first place in its group, “%(group)s”."), 2: _("It has the second place in its group, “%(group)s”."),
        3: _("It has the third place in its group, “%(group)s”."),
    }  # fmt: skip
    told = [
        _("The results of the contest “%(contest)s” are told. Your trailer “%(title)s” took part in it."),
        places.get(result.place, _("It was judged in its group, “%(group)s”. Thank you for taking part.")),
    ]
    if result.is_choice:
        told.append(_("It is the people’s choice: most readers voted for it."))
    told += [
        _("All results: %(place)s"),
        _("The library issues diplomas next; a letter tells you where yours is."),
    ]
    text = _letter(
        told, trailer, contest=str(contest), group=str(group), place=settings.PUBLIC_URL + contest.get_absolute_url()
    )
    return _("Your trailer “%(title)s”: the results of the contest"), text


def _judged(contest: Contest, told: list[tuple[Group, list[Result]]]) -> tuple[str, str]:
    lines = [
        _("The results of the contest “%(contest)s”, which you have judged, are told. Thank you.")
        % {"contest": contest}
    ]
    for group, rows in told:
        best = [str(one.submission.trailer) for one in rows if one.place == 1]
        chosen = [str(one.submission.trailer) for one in rows if one.is_choice]
        if best:
            lines.append(_("%(group)s, first place: %(titles)s") % {"group": group, "titles": ", ".join(best)})
        if chosen:
            lines.append(_("%(group)s, people’s choice: %(titles)s") % {"group": group, "titles": ", ".join(chosen)})
    lines.append(_("All results: %(place)s") % {"place": settings.PUBLIC_URL + contest.get_absolute_url()})
    return _("The results of “%(contest)s” are told") % {"contest": contest}, "\n\n".join(lines)


def awarded(made: list[Diploma], *, by: Any) -> None:
    """To makers, once their diplomas are there, what they are and where they are printed."""
    of_trailer: dict[Trailer, list[Diploma]] = {}
    for one in made:
        of_trailer.setdefault(one.submission.trailer, []).append(one)
    for trailer, rows in of_trailer.items():
        numbers = "-".join(str(one.number) for one in rows)

        def written(trailer: Trailer = trailer, rows: list[Diploma] = rows) -> tuple[str, str]:
            told = [_("Your trailer “%(title)s” has a diploma of the contest “%(contest)s”.")]
            told += [
                _("%(merit)s, number %(number)s: %(place)s")
                % {
                    "merit": one.get_merit_display(),
                    "number": one.written,
                    "place": settings.PUBLIC_URL + one.get_absolute_url(),
                }
                for one in rows
            ]
            told.append(_("Print it here, signed in: %(place)s"))
            place = settings.PUBLIC_URL + reverse("trailers:own_diplomas", args=[trailer.pk])
            contest = str(rows[0].contest)
            return _("A diploma for your trailer “%(title)s”"), _letter(told, trailer, contest=contest, place=place)

        _tell(trailer, by, f"diplomas:{rows[0].contest_id}:{numbers}", written)


def _letter(told: list[str], trailer: Trailer, **more: str) -> str:
    return "\n\n".join(told) % {"title": trailer.title, "library": str(trailer.unit), **more}


def _tell(trailer: Trailer, by: Any, what: str, written: Callable[[], tuple[str, str]]) -> None:
    """To whoever began it and to makers with an account, each in their language; not to whoever did it themselves."""
    who = User.objects.filter(is_active=True).exclude(email="").exclude(pk=getattr(by, "pk", None) or 0)
    makers = trailer.makers.exclude(user=None).values("user")
    for user in (who.filter(pk=trailer.made_by_id or 0) | who.filter(pk__in=makers)).distinct():
        language = _language_of(user, trailer.unit, trailer.language)
        with translation.override(language):
            subject, text = written()
        post.write(
            key=f"trailers:{trailer.pk}:{what}:{user.pk}", to=user, language=language,
            subject=subject % {"title": trailer.title}, text=text,
        )  # fmt: skip


def _language_of(user: User, unit: Any, usual: str = "") -> str:
    reader = readers.of_account(user)
    told = (reader.language if reader else "") or user.language or usual
    return str(told or setting(unit, "network.language") or settings.LANGUAGE_CODE)
