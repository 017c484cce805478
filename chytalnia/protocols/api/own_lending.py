"""The reader's own loans and holds."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Path, Router

from chytalnia.catalogue.models import Record, Work
from chytalnia.lending import queries, services
from chytalnia.lending.errors import LendingError, Problem
from chytalnia.lending.models import Act, Channel, Hold, Loan
from chytalnia.lending.own import LONGEST_PAUSE
from chytalnia.lending.snapshot import snapshot
from chytalnia.network.models import Unit
from chytalnia.network.paths import under
from chytalnia.people.models import Reader
from chytalnia.people.readers import queries as readers
from chytalnia.people.readers import services as reader_services

from . import cursors
from .calling import ReaderToken
from .describing import operation
from .once import KEY, once
from .own import reader_of
from .refusing import Refusal
from .shapes.common import MOST, ProblemReason, told_library, told_record
from .shapes.lending import (
    ActOut,
    HoldOut,
    HoldPage,
    LoanPage,
    Refused,
    RenewedAll,
    told_act,
    told_hold,
    told_loan,
)  # fmt: skip
from .shapes.own import Done, HistoryPage, HoldIn, PastLoan, PauseIn, PlaceList

router = Router(tags=["account"])
LOANS, RENEW = ReaderToken("loans:read"), ReaderToken("loans:renew")
HOLDS, HOLD = ReaderToken("holds:read"), ReaderToken("holds:write")


def _number(text: str) -> Any:
    return Path(..., ge=1, le=MOST, description=text)


def _page_of_loans(reader: Reader, cursor: str, limit: int) -> LoanPage:
    today = timezone.localdate()
    found, behind = cursors.page(
        queries.loans_of(reader), "due_on", "pk", cursor=cursor, limit=limit, of=f"loans:{reader.pk}"
    )
    return LoanPage(results=[told_loan(one, today) for one in found], next=behind)


@operation(
    router, "GET", "loans", auth=LOANS, out=LoanPage, name="my_loans", summary="What I have, the soonest due first"
)
def loans(request: HttpRequest, cursor: str = cursors.CURSOR(), limit: int = cursors.LIMIT()) -> Any:
    return _page_of_loans(reader_of(request), cursor, limit)


@operation(
    router, "GET", "family/{member}/loans", auth=LOANS, out=LoanPage, refused=(404,), name="family_loans",
    summary="What a child of my family has",
)  # fmt: skip
def family_loans(
    request: HttpRequest,
    member: int = _number("The number of the child, as /me/family tells it."),
    cursor: str = cursors.CURSOR(),
    limit: int = cursors.LIMIT(),
) -> Any:
    """Only of a child who is too young to read in private; the look goes to the audit log, as everybody's does."""
    reader = reader_of(request)
    child = readers.children_of(reader).select_related("home_unit").filter(pk=member).first()
    if child is None or not readers.may_see_loans(reader, child):
        raise Refusal("not_found")
    reader_services.look(reader=child, by=request.auth.user, what="loans")  # type: ignore[attr-defined]
    return _page_of_loans(child, cursor, limit)


def _told(act: Act) -> ActOut:
    return told_act(act, snapshot().unit(act.unit_id))


@operation(
    router, "POST", "loans/{loan}/renewal", auth=RENEW, out=ActOut, refused=(404, 409), name="renew",
    summary="Keep a copy longer",
)  # fmt: skip
def renew(request: HttpRequest, response: HttpResponse, loan: int = _number("The loan."), key: UUID = KEY) -> Any:
    """One's own loan, or that of a child whose loans one may see."""
    reader = reader_of(request)
    found = Loan.objects.open().select_related("reader__home_unit").filter(pk=loan).first()
    mine = found is not None and found.reader is not None and (
        found.reader_id == reader.pk or readers.may_see_loans(reader, found.reader)
    )  # fmt: skip
    if found is None or not mine:
        raise Refusal("not_found")
    return once(
        request, response, key, None,
        lambda act: _told(
            services.renew(loan=found, by=request.auth.user, channel=Channel.API, key=act)  # type: ignore[attr-defined]
        ),
    )  # fmt: skip


@operation(
    router,
    "POST",
    "renewals",
    auth=RENEW,
    out=RenewedAll,
    name="renew_all",
    summary="Keep everything longer that may be",
)
def renew_all(request: HttpRequest, response: HttpResponse, key: UUID = KEY) -> Any:
    reader, user = reader_of(request), request.auth.user  # type: ignore[attr-defined]

    def do(act: UUID) -> RenewedAll:
        done = RenewedAll(renewed=[], refused=[])
        for loan in queries.loans_of(reader):
            try:
                one = services.renew(loan=loan, by=user, channel=Channel.API, key=uuid.uuid5(act, str(loan.pk)))
            except LendingError as refused:
                done.refused.append(
                    Refused(loan=loan.pk, document=told_record(loan.item.record), problems=_reasons(refused))
                )
            else:
                done.renewed.append(_told(one))
        return done

    return once(request, response, key, None, do)


def _reasons(refused: LendingError) -> list[ProblemReason]:
    problems = getattr(refused, "problems", None) or [Problem("refused", str(refused), False)]
    return [ProblemReason(code=one.code, message=str(one), can_override=False) for one in problems]


@operation(
    router,
    "GET",
    "history",
    auth=LOANS,
    out=HistoryPage,
    name="my_history",
    summary="What I have read, if I want it kept",
)
def history(request: HttpRequest, cursor: str = cursors.CURSOR(), limit: int = cursors.LIMIT()) -> Any:
    reader = reader_of(request)
    if not reader.keep_history:
        return HistoryPage(is_kept=False, results=[], next=None)
    found, behind = cursors.page(
        queries.history_of(reader), "-returned_at", "-pk", cursor=cursor, limit=limit, of="my_history"
    )
    return HistoryPage(is_kept=True, next=behind, results=[_past(one) for one in found])


def _past(loan: Loan) -> PastLoan:
    record = loan.item.record
    assert loan.returned_at is not None
    return PastLoan(
        loan=loan.pk, title=record.title, author=record.author, work=record.work_id, lent_at=loan.issued_at,
        ended_at=loan.returned_at,
    )  # fmt: skip


@operation(
    router,
    "GET",
    "holds",
    auth=HOLDS,
    out=HoldPage,
    name="my_holds",
    summary="What I wait for, with the place in the queue",
)
def holds(request: HttpRequest, cursor: str = cursors.CURSOR(), limit: int = cursors.LIMIT()) -> Any:
    found, behind = cursors.page(
        queries.holds_of(reader_of(request)), "placed_at", "pk", cursor=cursor, limit=limit, of="my_holds"
    )
    return HoldPage(results=told_holds(found), next=behind)


def told_holds(found: list[Hold]) -> list[HoldOut]:
    places = queries.positions(found)
    return [told_hold(one, places.get(one.pk)) for one in found]


def _places(reader: Reader) -> list[Unit]:
    """Where a reader may pick up: in their own library system, the nearest first."""
    here = snapshot()
    found = list(Unit.objects.places().filter(under([here.system_of(reader.home_unit)])))
    return sorted(found, key=lambda unit: (here.nearness(reader.home_unit_id, unit.pk), unit.path))


@operation(
    router,
    "GET",
    "pickup-places",
    auth=HOLDS,
    out=PlaceList,
    name="pickup_places",
    summary="Where I may pick up a hold",
)
def pickup_places(request: HttpRequest) -> Any:
    return PlaceList(results=[told_library(unit) for unit in _places(reader_of(request))])


@operation(
    router, "POST", "holds", auth=HOLD, out=HoldOut, refused=(404, 409), name="place_hold", summary="Order a book"
)  # fmt: skip
def place(request: HttpRequest, response: HttpResponse, wanted: HoldIn, key: UUID = KEY) -> Any:
    reader, user = reader_of(request), request.auth.user  # type: ignore[attr-defined]
    target: Work | Record | None = (
        Work.objects.filter(pk=wanted.work, joined_into=None).first()
        if wanted.work
        else Record.objects.public().filter(pk=wanted.record or 0).first()
    )
    if target is None:
        raise Refusal("not_found", _("No such work, or no such edition."))
    pickup = next((unit for unit in _places(reader) if unit.code == wanted.pickup), None)
    if pickup is None:
        raise Refusal("unknown_library")

    def do(act: UUID) -> HoldOut:
        hold = services.place_hold(
            reader=reader, target=target, pickup=pickup, by=user, channel=Channel.API, key=act
        )  # fmt: skip
        return told_holds([queries.holds_of(reader, live=False).get(pk=hold.pk)])[0]

    return once(request, response, key, wanted, do)


def _own_hold(request: HttpRequest, hold: int) -> Hold:
    found = Hold.objects.live().filter(reader=reader_of(request), pk=hold).first()
    if found is None:
        raise Refusal("not_found")
    return found


def _done(hold: int) -> Done:
    now = Hold.objects.get(pk=hold)
    return Done(id=now.pk, state=now.state, paused_until=now.suspended_until)


@operation(
    router,
    "DELETE",
    "holds/{hold}",
    auth=HOLD,
    out=Done,
    refused=(404, 409),
    name="cancel_hold",
    summary="Give a hold up",
)
def cancel(request: HttpRequest, hold: int = _number("The hold.")) -> Any:
    services.cancel_hold(hold=_own_hold(request, hold), by=request.auth.user, channel=Channel.API)  # type: ignore[attr-defined]
    return _done(hold)


@operation(
    router, "PUT", "holds/{hold}/pause", auth=HOLD, out=Done, refused=(404, 409), name="pause_hold",
    summary="Let others go first until a day; the place in the queue stays",
)  # fmt: skip
def pause(request: HttpRequest, wished: PauseIn, hold: int = _number("The hold.")) -> Any:
    check_pause(wished)
    services.suspend_hold(
        hold=_own_hold(request, hold), until=wished.until, by=request.auth.user, channel=Channel.API,  # type: ignore[attr-defined]
    )  # fmt: skip
    return _done(hold)


def check_pause(wished: PauseIn) -> None:
    today = timezone.localdate()
    if not timedelta(0) < wished.until - today <= LONGEST_PAUSE:
        said = _("Choose a day after today, within a year.")
        raise Refusal("invalid", said, errors=[{"parameter": "until", "reason": said}])


@operation(
    router, "DELETE", "holds/{hold}/pause", auth=HOLD, out=Done, refused=(404, 409), name="resume_hold",
    summary="Wait again, at the old place",
)  # fmt: skip
def resume(request: HttpRequest, hold: int = _number("The hold.")) -> Any:
    services.resume_hold(hold=_own_hold(request, hold), by=request.auth.user, channel=Channel.API)  # type: ignore[attr-defined]
    return _done(hold)
