"""On which days a club meets: arithmetic alone."""

from __future__ import annotations

from datetime import date, timedelta


def meeting_days(first: date, last: date, *, weekday: int, rhythm: str, week: int = 1) -> list[date]:
    """The days between two days on which a club meets by its rule. A month without a fourth weekday does not exist; the last
    one is counted from the end."""
    if rhythm == "month":
        found, month = [], first.replace(day=1)
        while month <= last:
            after = (month + timedelta(days=32)).replace(day=1)
            days = [
                month + timedelta(days=n)
                for n in range((after - month).days)
                if (month + timedelta(days=n)).weekday() == weekday
            ]
            day = days[week - 1] if week > 0 else days[-1]
            if first <= day <= last:
                found.append(day)
            month = after
        return found
    step = timedelta(days=7 if rhythm == "week" else 14)
    day, found = first + timedelta(days=(weekday - first.weekday()) % 7), []
    while day <= last:
        found.append(day)
        day += step
    return found
