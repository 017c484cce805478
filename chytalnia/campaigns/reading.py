"""Streaks and badges of a reader: worked out from the log each time, so that nothing can be forgotten or given twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

#: Days in a row that earn a badge.
STREAKS = (3, 7, 30)
#: Books, and fields of knowledge, that earn one.
BOOKS = (5, 10, 25, 50)
FIELDS = 3
#: Shares of the goal of one reader.
HALF = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """What of a line of the log the badges look at."""

    day: date
    amount: int
    books: int = 0
    knowledge: str = ""


@dataclass(frozen=True, slots=True)
class Badge:
    """`code` names it, `n` is its number, `day` is when it was earned."""

    code: str
    n: int
    day: date


def longest(days: Iterable[date]) -> int:
    """The longest run of days in a row on which something was read."""
    best = run = 0
    before: date | None = None
    for day in sorted(set(days)):
        run = run + 1 if before is not None and day - before == timedelta(days=1) else 1
        best, before = max(best, run), day
    return best


def current(days: Iterable[date], today: date) -> int:
    """The run that goes on: it ends today, or yesterday when today is still young."""
    known = set(days)
    day = today if today in known else today - timedelta(days=1)
    run = 0
    while day in known:
        run, day = run + 1, day - timedelta(days=1)
    return run


def badges(entries: Sequence[Entry], *, finish_at: int = 0) -> list[Badge]:
    """All badges a log has earned, in the order of their days. The same log gives the same badges, however it was written."""
    earned: dict[tuple[str, int], date] = {}

    def earn(code: str, n: int, day: date) -> None:
        earned.setdefault((code, n), day)

    total = books = run = 0
    before: date | None = None
    fields: set[str] = set()
    by_day: dict[date, list[Entry]] = {}
    for entry in entries:
        by_day.setdefault(entry.day, []).append(entry)
    for day in sorted(by_day):
        run = run + 1 if before is not None and day - before == timedelta(days=1) else 1
        before = day
        earn("first", 1, day)
        for n in STREAKS:
            if run >= n:
                earn("streak", n, day)
        for entry in by_day[day]:
            total, books = total + entry.amount, books + entry.books
            if entry.knowledge:
                fields.add(entry.knowledge)
        for n in BOOKS:
            if books >= n:
                earn("books", n, day)
        if len(fields) >= FIELDS:
            earn("fields", FIELDS, day)
        if finish_at and total * 100 >= finish_at * HALF:
            earn("half", HALF, day)
        if finish_at and total >= finish_at:
            earn("finish", 100, day)
    order = {code: n for n, code in enumerate(("first", "streak", "books", "fields", "half", "finish"))}
    return sorted((Badge(code, n, day) for (code, n), day in earned.items()), key=lambda b: (b.day, order[b.code], b.n))
