"""What schools show on the pages of others: a programme's, the account."""

from __future__ import annotations

from typing import Any

from chytalnia.people.readers.queries import children_of
from chytalnia.programmes.queries import seats_in_words

from . import queries


def of_programme(programme: Any, request: Any) -> dict[str, Any] | None:
    course = queries.courses().filter(pk=programme.pk).first()
    if course is None:
        return None
    told = []
    for group in queries.groups(course):
        lessons = list(group.lessons.all())
        first = lessons[0].occasion if lessons else None
        if first is not None and first.is_shown:
            told.append((group, first, lessons, seats_in_words(first) if first.stage == "registration" else ""))
    return {"course": course, "groups": told}


def at_desk(programme: Any, request: Any) -> dict[str, Any] | None:
    return {"programme": programme}


def of_account(reader: Any, request: Any) -> dict[str, Any] | None:
    found = queries.of_reader([reader, *children_of(reader)])
    return {"learners": found, "reader": reader} if found else None
