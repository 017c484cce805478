"""What trailers show on pages of the rooms below."""

from __future__ import annotations

from typing import Any

from chytalnia.people import rules

from . import queries


def of_work(work: Any, request: Any) -> dict[str, Any] | None:
    """On the page of a book: its trailers, the newest to be watched at once. Whoever is signed in may begin one."""
    found = list(queries.of_work(work)[:5])
    if found:
        return {"trailer": found[0], "more": found[1:], "films": queries.playable(found[0]), "work": work}
    return {"work": work} if request.user.is_authenticated and may_begin(request.user) else None


def may_begin(user: Any) -> bool:
    return rules.may(user, "trailers.make") or queries.reader_of(user) is not None


def of_unit(unit: Any, request: Any) -> dict[str, Any] | None:
    found = list(queries.shown().filter(unit=unit)[:4])
    return {"trailers": found} if found else None


def of_programme(programme: Any, request: Any) -> dict[str, Any] | None:
    found = list(queries.shown().filter(programme=programme)[:12])
    return {"trailers": found} if found else None


def start(_page: None, request: Any) -> dict[str, Any] | None:
    """Which trailer is new."""
    found = list(queries.shown()[:3])
    return {"trailers": found} if found else None


def of_contest(programme: Any, request: Any) -> dict[str, Any] | None:
    contest = getattr(programme, "trailer_contest", None)
    return {"contest": contest} if contest is not None else None


def at_desk(programme: Any, request: Any) -> dict[str, Any] | None:
    contest = getattr(programme, "trailer_contest", None)
    return {"contest": contest, "count": contest.submissions.count()} if contest is not None else None
