"""What schools show on the pages of others: a programme's, the account."""

from __future__ import annotations

from typing import Any

from chytalnia.people.readers import parents
from chytalnia.people.rules import may
from chytalnia.programmes.queries import seats_in_words

from . import queries
from .models import Lesson


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


def of_occasion(occasion: Any, request: Any) -> dict[str, Any] | None:
    """On a lesson's screens at the desk: the way to its register."""
    if not occasion.programme_id or not may(request.user, "schools.teach", occasion.unit):
        return None
    lesson = Lesson.objects.filter(pk=occasion.pk).select_related("group").first()
    return {"lesson": lesson} if lesson else None


def at_desk(programme: Any, request: Any) -> dict[str, Any] | None:
    return {"programme": programme}


def of_account(reader: Any, request: Any) -> dict[str, Any] | None:
    found = queries.of_reader([reader, *parents.shown_to(reader)])
    return {"learners": found, "reader": reader} if found else None
