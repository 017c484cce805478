"""Texts of notices, made in the language of their reader."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chytalnia.catalogue.models import Item
from chytalnia.network.hours import Hours
from chytalnia.network.models import Unit
from chytalnia.people.models import Reader
from chytalnia.people.readers.guardians import Guardian

from .models import NoticeKind

_KNOWN = frozenset(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True, slots=True)
class Line:
    """A loan as a letter lists it."""

    author: str
    title: str
    number: str
    due_on: date

    def __str__(self) -> str:
        what = f"{self.author}. {self.title}" if self.author else self.title
        number = f" ({self.number})" if self.number else ""
        return f"– {what}{number}, {_('until %(day)s') % {'day': _day(self.due_on)}}"


def language_of(reader: Reader) -> str:
    return reader.language if reader.language in _KNOWN else settings.LANGUAGE_CODE


def hold_ready(reader: Reader, item: Item, unit: Unit, until: date, *, hours: Hours) -> dict[str, str]:
    language = language_of(reader)
    with translation.override(language):
        text = [
            _greeting(reader),
            _("“%(title)s” waits for you in %(unit)s until %(day)s.")
            % {"title": item.record.title, "unit": unit, "day": _day(until)},
            *_where(unit, hours),
        ]
        return {"language": language, "subject": _("Your book has come"), "text": "\n\n".join(text)}


def hold_ended(reader: Reader, title: str, unit: Unit, kind: str) -> dict[str, str]:
    language = language_of(reader)
    with translation.override(language):
        if kind == NoticeKind.HOLD_EXPIRED:
            subject = _("Your order has run out")
            said = _("“%(title)s” was not picked up in %(unit)s, and the order has ended. You may order it again.")
        else:
            subject = _("Your order was cancelled")
            said = _("Your order of “%(title)s” in %(unit)s was cancelled.")
        return {
            "language": language,
            "subject": subject,
            "text": "\n\n".join([_greeting(reader), said % {"title": title, "unit": unit}]),
        }


def ill_ready(reader: Reader, title: str, unit: Unit, until: date | None, *, hours: Hours) -> dict[str, str]:
    language = language_of(reader)
    with translation.override(language):
        said = _("“%(title)s”, which you ordered from another library, waits for you in %(unit)s.")
        text = [_greeting(reader), said % {"title": title, "unit": unit}]
        if until is not None:
            text.append(_("Its library wants it back by %(day)s, so please come soon.") % {"day": _day(until)})
        text += _where(unit, hours)
        return {
            "language": language,
            "subject": _("A book has come for you from another library"),
            "text": "\n\n".join(text),
        }


def ill_declined(reader: Reader, title: str, unit: Unit, why: str) -> dict[str, str]:
    language = language_of(reader)
    with translation.override(language):
        said = _("No library could give us “%(title)s”. We have noted that it is wanted.") % {"title": title}
        text = [_greeting(reader), said, *([why] if why else []), str(unit)]
        return {"language": language, "subject": _("Your order from another library"), "text": "\n\n".join(text)}


def reminder(
    reader: Reader,
    kind: str,
    lines: Sequence[Line],
    unit: Unit,
    *,
    day: date,
    hours: Hours,
    phone: str = "",
    guardian: Guardian | None = None,
) -> dict[str, Any]:
    """A word before the day, a reminder, a letter: the list, what to do, when the library is open.

    What a child has is asked of its `guardian`, in the guardian's language, and in words that make nobody a debtor.
    """
    language = language_of(guardian.reader if guardian and guardian.reader else reader)
    n = len(lines)
    with translation.override(language):
        if kind == NoticeKind.COURTESY:
            subject = ngettext("A book is due soon", "Books are due soon", n)
            said = ngettext(
                "Soon it will be time to bring back %(n)d book, or to renew it:",
                "Soon it will be time to bring back %(n)d books, or to renew them:",
                n,
            )
        elif kind == NoticeKind.REMINDER:
            subject = ngettext("A book is overdue", "Books are overdue", n)
            said = ngettext(
                "The time of %(n)d book has run out. Please bring it back or renew it:",
                "The time of %(n)d books has run out. Please bring them back or renew them:",
                n,
            )
        else:
            subject = _("The library asks for its books")
            said = ngettext(
                "In spite of our reminders %(n)d book has not been returned. Others wait for it. Please bring it back:",
                "In spite of our reminders %(n)d books have not been returned. Others wait for them. Please bring them back:",
                n,
            )
        parts = [_greeting(reader), said % {"n": n}, "\n".join(map(str, lines)), *_where(unit, hours, phone)]
        if guardian is not None:
            parts[:1] = [_to_guardian(guardian), _("This is about what %(name)s reads.") % {"name": reader.full_name}]
        if kind in (NoticeKind.LETTER, NoticeKind.VISIT, NoticeKind.DEBTOR):
            parts.insert(0, f"{unit}, {_day(day)}")
        to: dict[str, Any] = {}
        if guardian is not None:
            to = {"recipient": guardian.reader, "addressee": guardian.name or _parents_of(reader)}
        return {"language": language, "subject": subject, "text": "\n\n".join(parts), **to}


def _to_guardian(guardian: Guardian) -> str:
    if guardian.reader is not None:
        return _greeting(guardian.reader)
    return _("Dear %(name)s!") % {"name": guardian.name} if guardian.name else _("Dear parents!")


def _parents_of(child: Reader) -> str:
    return _("To the parents: %(name)s") % {"name": child.full_name}


def _greeting(reader: Reader) -> str:
    called = " ".join(part for part in (reader.name, reader.patronymic) if part) or reader.full_name
    return _("Dear %(name)s!") % {"name": called}


def _where(unit: Unit, hours: Hours, phone: str = "") -> Iterable[str]:
    if text := str(unit.address):
        yield f"{unit}: {text}"
    if week := _week(hours):
        yield _("We are open: %(hours)s") % {"hours": week}
    if phone:
        yield _("Phone: %(phone)s") % {"phone": phone}


def _week(hours: Hours) -> str:
    from django.utils.dates import WEEKDAYS_ABBR

    days: list[str] = []
    for weekday, intervals in sorted(hours.weekly.items()):
        if intervals:
            times = ", ".join(f"{_time(opens)}–{_time(closes)}" for opens, closes in intervals)
            days.append(f"{WEEKDAYS_ABBR[weekday]} {times}")
    return "; ".join(days)


def _time(value: Any) -> str:
    return time_format(value, "H:i")


def _day(value: date) -> str:
    return date_format(value, "SHORT_DATE_FORMAT")
