"""A device's message as lines of a journal. What cannot be understood inside a line becomes empty, so that the line still
arrives on the list of deeds to look at; a line without a key is no line."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from chytalnia.lending.models import Deed

from .replay import Line

#: Lines of one message; the device sends the rest in the next.
MOST_LINES = 100
#: A device's clock may be off by so much before its times are put right by the difference.
OFF = timedelta(seconds=90)
#: Terms longer than this were not read from our rules.
LONGEST = timedelta(days=430)
DEEDS = (Deed.LEND, Deed.TAKE_BACK, Deed.REGISTER)
PERSON = ("surname", "name", "patronymic", "birth_date", "phone", "surety_name", "surety_phone", "language")


class NotUnderstood(ValueError):  # noqa: N818 - reads as the sentence it is
    """The message is no message of a desk."""


def lines_of(message: Any) -> list[Line]:
    """Raises NotUnderstood."""
    if not isinstance(message, dict) or not isinstance(message.get("lines"), list):
        raise NotUnderstood
    told = message["lines"]
    if len(told) > MOST_LINES:
        raise NotUnderstood
    now = timezone.now()
    theirs = _moment(message.get("now"))
    wrong = now - theirs if theirs is not None and abs(now - theirs) > OFF else timedelta()
    return [_line(each, now, wrong) for each in told]


def _line(told: Any, now: datetime, wrong: timedelta) -> Line:
    if not isinstance(told, dict) or told.get("deed") not in DEEDS or (key := _key(told.get("key"))) is None:
        raise NotUnderstood
    at = (_moment(told.get("at")) or now - wrong) + wrong
    by = told.get("by")
    person = told.get("person")
    data = {name: _text(person.get(name), 300) for name in PERSON} if isinstance(person, dict) else {}
    return Line(
        key=key, deed=told["deed"], at=at, by=by if isinstance(by, int) and 0 < by < 2**62 else None,
        card=_text(told.get("card")), barcode=_text(told.get("barcode")), due_on=_due(told.get("due_on"), at),
        reader_key=_key(told.get("reader_key")), person=data,
    )  # fmt: skip


def _text(value: Any, most: int = 40) -> str:
    """One line of text; half a surrogate pair, which JSON can say and no database can keep, is left out with the NULs."""
    if not isinstance(value, str):
        return ""
    return " ".join(value.encode("utf-8", "ignore").decode().replace("\0", "").split())[:most]


def _key(value: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _moment(value: Any) -> datetime | None:
    try:
        found = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        return None
    if found is None or not 2000 <= found.year <= 2200:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _due(value: Any, at: datetime) -> date | None:
    """The day that was promised to the reader, if it lies where a term may end."""
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    lent = timezone.localdate(at)
    return day if day is not None and lent <= day <= lent + LONGEST else None
