"""Readers at the desk: by card, what they have and wait for, registered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router

from chytalnia.lending import counter, queries
from chytalnia.network.models import PLACES, Unit
from chytalnia.people import access
from chytalnia.people.models import Reader, ReaderKind
from chytalnia.people.readers import queries as readers
from chytalnia.people.readers import services

from . import cursors
from .calling import Caller, StaffToken
from .describing import operation
from .desk import caller_of, library, number, reader_by_card, reader_by_number
from .once import KEY, once
from .own import numbers_of
from .own_lending import told_holds
from .refusing import Refusal
from .shapes.common import ProblemReason, told_library
from .shapes.desk import ReaderIn, ReaderOut
from .shapes.lending import HoldPage, LoanPage, told_loan

router = Router(tags=["desk"])
SEE, REGISTER = StaffToken("desk:readers"), StaffToken("desk:register")
_WHO = "The number of the reader."


def _told(caller: Caller, reader: Reader, here: Unit | None = None) -> ReaderOut:
    today = timezone.localdate()
    place = here or (caller.unit if caller.unit.kind in PLACES else reader.home_unit)
    card = readers.working_card(reader)
    kind: Any = reader.kind
    state: Any = reader.state
    category: Any = readers.category(reader, today).value
    return ReaderOut(
        id=reader.pk, name=reader.full_name, kind=kind, state=state, category=category, library=told_library(reader.home_unit),
        card=card.number if card else None, is_registered=readers.is_registered(reader, today),
        is_child=readers.is_child(reader, today), language=reader.language, numbers=numbers_of(reader),
        blocked_until=reader.blocked_until if reader.is_blocked(today) else None,
        warnings=[
            ProblemReason(code=one.code, message=str(one), can_override=one.can_override)
            for one in counter.warnings(reader, place, today)
        ],
    )  # fmt: skip


@operation(
    router,
    "GET",
    "readers",
    auth=SEE,
    out=ReaderOut,
    refused=(404,),
    name="reader_by_card",
    summary="The reader of a card",
)
def by_card(
    request: HttpRequest, card: str = Query(..., min_length=1, max_length=40, description="The number of the card.")
) -> Any:
    """403 `reader_of_another_library` where the network keeps readers apart."""
    caller = caller_of(request)
    access.require(caller.user, "people.view_reader")
    return _told(caller, reader_by_card(caller, card))


@operation(
    router, "POST", "readers", auth=REGISTER, out=ReaderOut, refused=(404, 409), name="register_reader",
    summary="Register a reader and give a card",
)  # fmt: skip
def register(request: HttpRequest, response: HttpResponse, sent: ReaderIn, key: UUID = KEY) -> Any:
    """Somebody who seems to be known already is answered with 409 `maybe_known`, and nothing is done."""
    caller = caller_of(request)
    unit = library(caller, sent.library, "people.register_reader")
    return once(request, response, key, sent, lambda act: _told(caller, _register(caller, unit, sent, act), unit))


def _register(caller: Caller, unit: Unit, sent: ReaderIn, act: UUID) -> Reader:
    if sent.birth_date > timezone.localdate():
        said = _("The day of birth is in the future.")
        raise Refusal("invalid", said, errors=[{"parameter": "birth_date", "reason": said}])
    child = readers.is_child(Reader(kind=ReaderKind.PERSON, home_unit=unit, birth_date=sent.birth_date))
    if child and not sent.guardian.strip():
        said = _("Nobody stands surety for the child: give `guardian`.")
        raise Refusal("invalid", said, errors=[{"parameter": "guardian", "reason": said}])
    known = Reader.objects.filter(key=act).exists()
    alike = [] if known or sent.is_new else readers.duplicates(
        surname=sent.surname, name=sent.name, birth_date=sent.birth_date, phone=sent.phone
    )  # fmt: skip
    if alike:
        seen = [{"id": one.pk, "name": one.full_name} for one in alike if readers.may_see(caller.user, one)]
        raise Refusal("maybe_known", readers=seen)
    reader = services.register(
        unit=unit, by=caller.user, key=act, card=sent.card, consents=sent.consents, consent_language=sent.language,
        adult=sent.guardian if child else "", surname=sent.surname, name=sent.name, patronymic=sent.patronymic,
        birth_date=sent.birth_date, phone=sent.phone, email=sent.email, language=sent.language,
    )  # fmt: skip
    if child and readers.surety(reader) is None:
        services.give_surety(child=reader, name=sent.guardian, phone=sent.guardian_phone, by=caller.user)
    return reader


@operation(
    router,
    "GET",
    "readers/{reader}",
    auth=SEE,
    out=ReaderOut,
    refused=(404,),
    name="reader",
    summary="A reader by number",
)
def one(request: HttpRequest, reader: int = number(_WHO)) -> Any:
    caller = caller_of(request)
    access.require(caller.user, "people.view_reader")
    return _told(caller, reader_by_number(caller, reader))


@operation(
    router, "GET", "readers/{reader}/loans", auth=SEE, out=LoanPage, refused=(404,), name="loans_of_reader",
    summary="What a reader has, the soonest due first",
)  # fmt: skip
def loans(
    request: HttpRequest, reader: int = number(_WHO), cursor: str = cursors.CURSOR(), limit: int = cursors.LIMIT()
) -> Any:
    caller = caller_of(request)
    access.require(caller.user, "lending.view")
    who, today = reader_by_number(caller, reader), timezone.localdate()
    found, behind = cursors.page(
        queries.loans_of(who), "due_on", "pk", cursor=cursor, limit=limit, of=f"loans:{who.pk}"
    )
    return LoanPage(results=[told_loan(each, today) for each in found], next=behind)


@operation(
    router, "GET", "readers/{reader}/holds", auth=SEE, out=HoldPage, refused=(404,), name="holds_of_reader",
    summary="What a reader waits for",
)  # fmt: skip
def holds(
    request: HttpRequest, reader: int = number(_WHO), cursor: str = cursors.CURSOR(), limit: int = cursors.LIMIT()
) -> Any:
    caller = caller_of(request)
    access.require(caller.user, "lending.view")
    who = reader_by_number(caller, reader)
    found, behind = cursors.page(
        queries.holds_of(who), "placed_at", "pk", cursor=cursor, limit=limit, of=f"holds:{who.pk}"
    )
    return HoldPage(results=told_holds(found), next=behind)
