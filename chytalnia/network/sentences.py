"""Opening hours as a librarian would say them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .hours import Day, Status

#: Whole sentences, because languages bend the day: «у вівторок», «в четверг».
_OPENS_ON = (
    gettext_lazy("Opens on Monday at %(time)s"),
    gettext_lazy("Opens on Tuesday at %(time)s"),
    gettext_lazy("Opens on Wednesday at %(time)s"),
    gettext_lazy("Opens on Thursday at %(time)s"),
    gettext_lazy("Opens on Friday at %(time)s"),
    gettext_lazy("Opens on Saturday at %(time)s"),
    gettext_lazy("Opens on Sunday at %(time)s"),
)


def status_sentence(status: Status, at: datetime) -> str:
    """«Відчинено до 19:00», «Відчиниться завтра о 10:00»; empty when the hours are not known."""
    if not status.is_known:
        return ""
    if status.is_open and status.until:
        here = at.astimezone(status.until.tzinfo)
        if status.until - here > timedelta(hours=24):
            return _("Open round the clock")
        return _("Open until %(time)s") % {"time": _clock(status.until)}
    if status.opens is None:
        return _("Closed")
    today = at.astimezone(status.opens.tzinfo).date()
    days = (status.opens.date() - today).days
    time = _clock(status.opens)
    if days < 7 and today != timezone.localtime(at).date():
        # Its morning is still the evening before for who reads this: «today» would be wrong for one of the two.
        day = day_month(status.opens.date())
        return _("Opens on %(date)s at %(time)s, local time") % {"date": day, "time": time}
    if days == 0:
        return _("Opens today at %(time)s") % {"time": time}
    if days == 1:
        return _("Opens tomorrow at %(time)s") % {"time": time}
    if days < 7:
        return str(_OPENS_ON[status.opens.weekday()]) % {"time": time}
    return _("Opens on %(date)s at %(time)s") % {"date": day_month(status.opens.date()), "time": time}


def day_sentence(day: Day) -> str:
    """The hours of a day: «10:00–14:00, 15:00–19:00», or why it is closed."""
    if day.intervals:
        return ", ".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in day.intervals)
    if day.is_sanitary:
        return _("closed: sanitary day")
    if day.exception and day.exception.reason:
        return _("closed: %(reason)s") % {"reason": day.exception.reason}
    return _("closed")


def day_month(day: date) -> str:
    """«26 листопада»: the day with the month bent as the language wants."""
    return date_format(day, "j E")


def _clock(moment: datetime) -> str:
    return f"{moment:%H:%M}"
