"""Readers who were registered without a line: entered with their own day; whoever may be known already is told to a person."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from chytalnia.lending.models import Act, ActKind, OfflineDesk, Outcome
from chytalnia.people.errors import CardTakenError
from chytalnia.people.models import ConsentKind, Reader
from chytalnia.people.readers import names, queries
from chytalnia.people.readers import services as readers

from .past import Done

if TYPE_CHECKING:
    from .replay import Line

#: What the page asks for, and how long it may be. The rest of a record is filled in when the line is back.
TEXTS = {"surname": 150, "name": 150, "patronymic": 150, "phone": 40}
NEEDED = (ConsentKind.RULES, ConsentKind.DATA)


def register(*, desk: OfflineDesk, line: Line, at: datetime, by: Any) -> Done:
    """Enter a reader once, however often the line comes. The card, being in the reader's hands, is given as it is unless
    it is somebody else's."""
    told = line.person
    fields: dict[str, Any] = {name: str(told.get(name, ""))[:most].strip() for name, most in TEXTS.items()}
    fields["birth_date"] = _day(told.get("birth_date"))
    if not (fields["surname"] and fields["name"]) or (told.get("birth_date") and fields["birth_date"] is None):
        return Done(Outcome.NOT_RECORDED, ["data_refused"])
    twins = queries.duplicates(
        surname=fields["surname"], name=fields["name"], birth_date=fields["birth_date"], phone=fields["phone"]
    )
    adult = str(told.get("surety_name", ""))[:300].strip()
    words: dict[str, Any] = {
        "unit": desk.unit, "by": by, "on": timezone.localdate(at), "key": line.key, "adult": adult, "consents": NEEDED,
        "consent_language": _language(told.get("language")), **fields,
    }  # fmt: skip
    problems = ["registered_twice"] if twins else []
    card = names.clean_number(line.card)[:20]
    try:
        try:
            with transaction.atomic():
                reader = readers.register(card=card, **words)
        except CardTakenError:
            problems.append("card_taken")
            reader = readers.register(**words)
    except ValidationError:
        return Done(Outcome.NOT_RECORDED, ["data_refused", *problems])
    if queries.is_child(reader):
        if adult:
            readers.give_surety(
                child=reader, name=adult, phone=str(told.get("surety_phone", ""))[:40], by=by,
                signed_on=timezone.localdate(at),
            )  # fmt: skip
        else:
            problems.append("no_surety")
    return Done(Outcome.RECORDED, problems, _act(reader))


def _act(reader: Reader) -> Act | None:
    return Act.objects.filter(reader=reader, kind=ActKind.REGISTER).order_by("-pk").first()


def _day(text: Any) -> date | None:
    try:
        day = date.fromisoformat(str(text or ""))
    except ValueError:
        return None
    return day if date(1900, 1, 1) <= day <= timezone.localdate() else None


def _language(code: Any) -> str:
    return str(code) if code in dict(settings.LANGUAGES) else ""
