"""Dates, distances and counts as a person says them.

Whole pieces are translated with the preposition they stand after, because our languages bend weekday and month:
"until Thursday, 26 November" is «до четверга, 26 листопада», «26 қараша, бейсенбіге дейін».
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Literal

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy, pgettext, pgettext_lazy

Way = Literal["", "on", "until"]

ON = (
    pgettext_lazy("on a weekday", "on Monday"),
    pgettext_lazy("on a weekday", "on Tuesday"),
    pgettext_lazy("on a weekday", "on Wednesday"),
    pgettext_lazy("on a weekday", "on Thursday"),
    pgettext_lazy("on a weekday", "on Friday"),
    pgettext_lazy("on a weekday", "on Saturday"),
    pgettext_lazy("on a weekday", "on Sunday"),
)
UNTIL = (
    pgettext_lazy("until a weekday", "until Monday, %(day)s"),
    pgettext_lazy("until a weekday", "until Tuesday, %(day)s"),
    pgettext_lazy("until a weekday", "until Wednesday, %(day)s"),
    pgettext_lazy("until a weekday", "until Thursday, %(day)s"),
    pgettext_lazy("until a weekday", "until Friday, %(day)s"),
    pgettext_lazy("until a weekday", "until Saturday, %(day)s"),
    pgettext_lazy("until a weekday", "until Sunday, %(day)s"),
)

COUNTED = {
    "edition": ngettext_lazy("%(n)s edition", "%(n)s editions", "number"),
    "copy": ngettext_lazy("%(n)s copy", "%(n)s copies", "number"),
    "library": ngettext_lazy("%(n)s library", "%(n)s libraries", "number"),
    "book": ngettext_lazy("%(n)s book", "%(n)s books", "number"),
    "record": ngettext_lazy("%(n)s record", "%(n)s records", "number"),
    "event": ngettext_lazy("%(n)s event", "%(n)s events", "number"),
    "person": ngettext_lazy("%(n)s person", "%(n)s people", "number"),
    "place": ngettext_lazy("%(n)s place", "%(n)s places", "number"),
    "result": ngettext_lazy("%(n)s answer", "%(n)s answers", "number"),
    "day": ngettext_lazy("%(n)s day", "%(n)s days", "number"),
}


def day_in_words(value: date | datetime, *, way: Way = "", today: date | None = None) -> str:
    """A day as said from today: "today", "tomorrow", "Thursday, 26 November"; the year only when it is another one."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    today = today or timezone.localdate()
    distance = (value - today).days
    if way == "until":
        if distance == 0:
            return _("until today")
        if distance == 1:
            return _("until tomorrow")
        return str(UNTIL[value.weekday()]) % {"day": _day(value, today)}
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}.get(distance)
    if near:
        return near
    if way == "on":
        if 1 < distance < 7:
            return str(ON[value.weekday()])
        return _day(value, today)
    return weekday_and_day(value, today=today)


def weekday_and_day(value: date, *, today: date | None = None) -> str:
    """A day by its weekday and date, "Sunday, 22 November", also when it is today."""
    weekday = date_format(value, "l").lower() if _weekdays_are_small() else date_format(value, "l")
    return _("%(weekday)s, %(day)s") % {"weekday": weekday, "day": _day(value, today or timezone.localdate())}


def _weekdays_are_small() -> bool:
    return pgettext("are weekday names written small in this language, yes or no", "no") == "yes"


def _day(value: date, today: date) -> str:
    if value.year == today.year:
        return date_format(value, "MONTH_DAY_FORMAT")
    # The word for "year" is shortened with a point, which would meet the one that ends the sentence.
    return date_format(value, "DATE_FORMAT").removesuffix(" р.").removesuffix(" г.")


def clock(value: time | datetime) -> str:
    """An hour of the day, "19:00"."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value:%H:%M}"


def distance(metres: float) -> str:
    """How far: "400 m", "2.1 km", "14 km"; rounded as one would say it, not as it was measured."""
    if metres < 950:
        rounded = max(10, round(metres / 50) * 50 if metres >= 100 else round(metres / 10) * 10)
        return _("%(n)s m") % {"n": number_format(rounded)}
    kilometres = metres / 1000
    return _("%(n)s km") % {
        "n": number_format(
            round(kilometres, 1) if kilometres < 10 else round(kilometres), 1 if kilometres < 9.95 else 0
        )
    }


def counted(n: int, noun: str) -> str:
    """A count with its noun in the right number: "1 284 editions". Nouns are those of `COUNTED`."""
    return COUNTED[noun] % {"number": n, "n": number_format(n, force_grouping=True)}


def minutes_long(minutes: int) -> str:
    """A length of time: "45 minutes", "1 hour 30 minutes"."""
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours})
    if rest or not hours:
        parts.append(ngettext("%(n)s minute", "%(n)s minutes", rest) % {"n": rest})
    return " ".join(parts)
