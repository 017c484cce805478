"""What is done at a desk: lend, take back, renew, send and receive, hold, undo. The rules live in the services of lending."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from chytalnia.catalogue.models import Item, Record, Work
from chytalnia.lending import counter, queries, services
from chytalnia.lending.models import Act, Hold, Mode
from chytalnia.lending.snapshot import snapshot
from chytalnia.network.paths import under
from chytalnia.people import access

from .calling import Caller, StaffToken
from .describing import operation
from .desk import caller_of, copy, library, number, reader_of
from .once import KEY, once
from .own_lending import check_pause, told_holds
from .refusing import Refusal
from .shapes.common import ProblemReason, told_copy, told_library, told_record
from .shapes.desk import DeskHoldIn, LendIn, RenewIn, Returned, ReturnIn, SendIn
from .shapes.lending import ActOut, HoldOut, told_act
from .shapes.own import Done, PauseIn

router = Router(tags=["desk"])
LEND, HOLD, MOVE = StaffToken("desk:lend"), StaffToken("desk:holds"), StaffToken("desk:move")


def told(act: Act) -> ActOut:
    return told_act(act, snapshot().unit(act.unit_id), reader=True)


def _may_override(caller: Caller, reason: str) -> str:
    if reason.strip() and not caller.has("desk:override"):
        raise Refusal("scope_missing", scope="desk:override")
    return reason.strip()


@operation(
    router, "POST", "loans", auth=LEND, out=ActOut, refused=(404, 409), name="lend", summary="Lend a copy to a reader"
)
def lend(request: HttpRequest, response: HttpResponse, sent: LendIn, key: UUID = KEY) -> Any:
    caller = caller_of(request)
    unit, override = library(caller, sent.library, "lending.lend"), _may_override(caller, sent.override)

    def do(act: UUID) -> ActOut:
        reader, item = reader_of(caller, sent), copy(sent.item)
        return told(
            services.lend(
                item=item, reader=reader, unit=unit, by=caller.user, key=act, override=override, device=caller.device,
                mode=Mode.COLLECTIVE if reader.is_collective else sent.way,
            )
        )  # fmt: skip

    return once(request, response, key, sent, do)


def _returned(item: Item, came: services.Returned) -> Returned:
    waiting = came.hold.reader if came.hold is not None and "on_shelf" in came.codes else None
    return Returned(
        act=told(came.act) if came.act else None, document=told_record(item.record), item=told_copy(item),
        messages=[
            ProblemReason(code=one.code, message=str(one), can_override=one.can_override) for one in came.messages
        ],
        send_to=told_library(came.transit.target) if came.transit is not None and came.transit.is_open else None,
        shelf_slip=counter.slip_code(waiting) if waiting is not None else None,
    )  # fmt: skip


@operation(
    router, "POST", "returns", auth=LEND, out=Returned, refused=(404, 409), name="take_back",
    summary="Take a copy back, whatever it was",
)  # fmt: skip
def take_back(request: HttpRequest, response: HttpResponse, sent: ReturnIn, key: UUID = KEY) -> Any:
    """Ends its loan, receives it, says on which shelf or to which library it goes."""
    caller = caller_of(request)
    unit = library(caller, sent.library, "lending.take_back")

    def do(act: UUID) -> Returned:
        item = copy(sent.item)
        came = services.take_back(item=item, unit=unit, by=caller.user, key=act, device=caller.device)
        return _returned(item, came)

    return once(request, response, key, sent, do)


@operation(
    router, "POST", "renewals", auth=LEND, out=ActOut, refused=(404, 409), name="renew_at_desk",
    summary="Let a reader keep a copy longer",
)  # fmt: skip
def renew(request: HttpRequest, response: HttpResponse, sent: RenewIn, key: UUID = KEY) -> Any:
    """By the library that has lent it."""
    caller = caller_of(request)
    access.require(caller.user, "lending.renew")
    override = _may_override(caller, sent.override)

    def do(act: UUID) -> ActOut:
        loan = queries.open_loan(copy(sent.item))
        if loan is None:
            raise Refusal("not_found", _("The copy is not on loan."))
        return told(services.renew(loan=loan, by=caller.user, key=act, override=override, device=caller.device))

    return once(request, response, key, sent, do)


@operation(
    router, "POST", "transits", auth=MOVE, out=ActOut, refused=(404, 409), name="send", summary="Put a copy on the van"
)
def send(request: HttpRequest, response: HttpResponse, sent: SendIn, key: UUID = KEY) -> Any:
    """One that is to go somewhere; or, with `to`, a free one that moves there for good."""
    caller = caller_of(request)
    unit = library(caller, sent.library, "lending.move")
    target = next((each for each in snapshot().units.values() if sent.to and each.code == sent.to), None)
    if sent.to and target is None:
        raise Refusal("unknown_library")

    def do(act: UUID) -> ActOut:
        return told(
            services.send(item=copy(sent.item), unit=unit, target=target, by=caller.user, key=act, device=caller.device)
        )

    return once(request, response, key, sent, do)


@operation(
    router, "POST", "arrivals", auth=MOVE, out=Returned, refused=(404, 409), name="receive",
    summary="Take in a copy that was on its way",
)  # fmt: skip
def receive(request: HttpRequest, response: HttpResponse, sent: ReturnIn, key: UUID = KEY) -> Any:
    caller = caller_of(request)
    unit = library(caller, sent.library, "lending.move")

    def do(act: UUID) -> Returned:
        item = copy(sent.item)
        came = services.receive(item=item, unit=unit, by=caller.user, key=act, device=caller.device)
        return _returned(item, came)

    return once(request, response, key, sent, do)


@operation(
    router, "POST", "holds", auth=HOLD, out=HoldOut, refused=(404, 409), name="place_hold_at_desk",
    summary="Put a reader into the queue for a work, an edition or a copy",
)  # fmt: skip
def place(request: HttpRequest, response: HttpResponse, sent: DeskHoldIn, key: UUID = KEY) -> Any:
    caller = caller_of(request)
    pickup, override = library(caller, sent.pickup, "lending.hold"), _may_override(caller, sent.override)

    def do(act: UUID) -> HoldOut:
        hold = services.place_hold(
            reader=reader_of(caller, sent), target=_target(sent), pickup=pickup, by=caller.user, key=act,
            override=override, expires_on=sent.wanted_until, device=caller.device,
        )  # fmt: skip
        assert hold.reader is not None
        return told_holds([queries.holds_of(hold.reader, live=False).get(pk=hold.pk)])[0]

    return once(request, response, key, sent, do)


def _target(sent: DeskHoldIn) -> Work | Record | Item:
    if sent.item is not None:
        return copy(sent.item)
    found: Work | Record | None = (
        Work.objects.filter(pk=sent.work, joined_into=None).first()
        if sent.work
        else Record.objects.active().filter(pk=sent.record or 0).first()
    )
    if found is None:
        raise Refusal("not_found", _("No such work, or no such edition."))
    return found


def _hold(caller: Caller, pk: int) -> Hold:
    """A hold that is picked up within the token's library."""
    found = Hold.objects.live().filter(under([caller.unit.path], "pickup_unit__path"), pk=pk).first()
    if found is None:
        raise Refusal("not_found")
    return found


def _done(pk: int) -> Done:
    now = Hold.objects.get(pk=pk)
    return Done(id=now.pk, state=now.state, paused_until=now.suspended_until)


@operation(
    router, "DELETE", "holds/{hold}", auth=HOLD, out=Done, refused=(404, 409), name="cancel_hold_at_desk",
    summary="End a hold; its copy goes to the next reader",
)  # fmt: skip
def cancel(request: HttpRequest, hold: int = number("The hold.")) -> Any:
    caller = caller_of(request)
    access.require(caller.user, "lending.hold")
    services.cancel_hold(hold=_hold(caller, hold), by=caller.user, device=caller.device)
    return _done(hold)


@operation(
    router, "PUT", "holds/{hold}/pause", auth=HOLD, out=Done, refused=(404, 409), name="pause_hold_at_desk",
    summary="Let the queue pass a reader by until a day",
)  # fmt: skip
def pause(request: HttpRequest, wished: PauseIn, hold: int = number("The hold.")) -> Any:
    caller = caller_of(request)
    access.require(caller.user, "lending.hold")
    check_pause(wished)
    services.suspend_hold(hold=_hold(caller, hold), until=wished.until, by=caller.user)
    return _done(hold)


@operation(
    router, "DELETE", "holds/{hold}/pause", auth=HOLD, out=Done, refused=(404, 409), name="resume_hold_at_desk",
    summary="Let a reader wait again, at the old place",
)  # fmt: skip
def resume(request: HttpRequest, hold: int = number("The hold.")) -> Any:
    caller = caller_of(request)
    access.require(caller.user, "lending.hold")
    services.resume_hold(hold=_hold(caller, hold), by=caller.user)
    return _done(hold)


@operation(
    router, "POST", "acts/{act}/undo", auth=StaffToken(), out=ActOut, refused=(404, 409), name="undo",
    summary="Take an act back, within the minutes that the library allows",
)  # fmt: skip
def undo(request: HttpRequest, response: HttpResponse, act: int = number("The act."), key: UUID = KEY) -> Any:
    """With any scope that acts: desk:lend, desk:holds or desk:move. Everything is as it was before."""
    caller = caller_of(request)
    if not any(caller.has(each.scope) for each in (LEND, HOLD, MOVE)):
        raise Refusal("scope_missing", scope=LEND.scope)
    access.require(caller.user, "lending.undo")
    found = Act.objects.filter(under([caller.unit.path], "unit__path"), pk=act).first()
    if found is None:
        raise Refusal("not_found")

    def do(_key: UUID) -> ActOut:
        done = services.undo(act=found, by=caller.user)
        return told(Act.objects.select_related("item__record").get(pk=done.pk))

    return once(request, response, key, None, do)
