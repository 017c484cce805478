"""What clubs show on the pages of others: their programme's, a library's, a book's, the account, the start."""

from __future__ import annotations

from typing import Any

from chytalnia.catalogue.queries import works
from chytalnia.people.readers import parents
from chytalnia.people.readers.queries import of_account

from . import queries, words
from .models import Joining


def of_programme(programme: Any, request: Any) -> dict[str, Any] | None:
    """The club on the page of its programme."""
    club = queries.clubs().filter(pk=programme.pk).first()
    if club is None:
        return None
    reader = of_account(request.user)
    people = [reader, *parents.looked_after(reader)] if reader else []
    mine = list(club.memberships.filter(reader__in=people, left_on=None).select_related("reader")) if people else []
    joined = {each.reader_id for each in mine}
    readings = list(queries.read_now(club))
    books = {book["number"]: book for book in works.books([reading.work for reading in readings])}
    wanted = set(
        club.readings.filter(wanted__membership__in=[each.pk for each in mine]).values_list("pk", "wanted__membership")
    ) if mine else set()  # fmt: skip
    members = club.memberships.filter(left_on=None).count()
    return {
        "club": club, "facts": words.facts(club), "photos": queries.photos(club), "reader": reader, "mine": mine,
        "may_join": [each for each in people if each.pk not in joined], "by_desk": club.joining == Joining.DESK,
        "members": members, "free": None if club.places is None else max(0, club.places - members),
        "is_running": programme.stage == "running",
        "readings": [
            (reading, books.get(reading.work_id), [(each, (reading.pk, each.pk) in wanted) for each in mine])
            for reading in readings
        ],
    }  # fmt: skip


def at_desk(programme: Any, request: Any) -> dict[str, Any] | None:
    club = queries.counted().filter(pk=programme.pk).first()
    return {"club": club} if club else None


def of_occasion(occasion: Any, request: Any) -> dict[str, Any] | None:
    """On a meeting's screens at the desk: the way to its protocol."""
    from chytalnia.people.rules import may

    programme = occasion.programme
    if programme is None or programme.kind != "club" or not may(request.user, "clubs.keep", occasion.unit):
        return None
    return {"occasion": occasion}


def of_unit(unit: Any, request: Any) -> dict[str, Any] | None:
    found = list(queries.of_unit(unit)[:6])
    return {"clubs": [(club, words.when(club)) for club in found], "unit": unit} if found else None


def of_work(work: Any, request: Any) -> dict[str, Any] | None:
    found = queries.readings_of_work(work)
    return {"readings": found} if found else None


def of_account_page(reader: Any, request: Any) -> dict[str, Any] | None:
    found = queries.of_readers([reader, *parents.shown_to(reader)])
    return {"memberships": [(each, words.when(each.club)) for each in found], "reader": reader} if found else None


def start(_page: None, request: Any) -> dict[str, Any] | None:
    """A few clubs that meet soon."""
    found = list(queries.shown().filter(next_at__isnull=False).order_by("next_at", "pk")[:3])
    return {"clubs": [(club, words.when(club)) for club in found]} if found else None
