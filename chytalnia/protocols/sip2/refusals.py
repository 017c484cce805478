"""The answer «no» to each message: a machine that asked must be answered in the form it waits for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chytalnia.wire import sip2

from .session import Session

ALL_DENIED = (
    sip2.PatronStatus.CHARGE_DENIED
    | sip2.PatronStatus.RENEWAL_DENIED
    | sip2.PatronStatus.RECALL_DENIED
    | sip2.PatronStatus.HOLD_DENIED
)


def _patron(reply: Any, **more: Any) -> Callable[[Session, Any, tuple[str, ...]], sip2.Message]:
    def make(session: Session, message: Any, screen: tuple[str, ...]) -> sip2.Message:
        answer: sip2.Message = reply(
            status=ALL_DENIED, language=session.number_of_language(), at=session.now(),
            institution=session.institution(message.institution), patron=message.patron, is_valid=False,
            screen=screen, **more,
        )  # fmt: skip
        return answer

    return make


def _loan(reply: Any) -> Callable[[Session, Any, tuple[str, ...]], sip2.Message]:
    def make(session: Session, message: Any, screen: tuple[str, ...]) -> sip2.Message:
        answer: sip2.Message = reply(
            ok=False, desensitize=False, at=session.now(), institution=session.institution(message.institution),
            patron=message.patron, item=message.item or "", title=getattr(message, "title", None) or "", screen=screen,
        )  # fmt: skip
        return answer

    return make


_NO: dict[type[sip2.Message], Callable[[Session, Any, tuple[str, ...]], sip2.Message]] = {
    sip2.Login: lambda session, message, screen: sip2.LoginResponse(ok=False),
    sip2.ScStatus: lambda session, message, screen: sip2.AcsStatus(
        is_online=False, checkin_ok=False, checkout_ok=False, renewal_ok=False, status_update_ok=False, offline_ok=True,
        at=session.now(), institution=session.institution(""), screen=screen,
    ),
    sip2.PatronStatusRequest: _patron(sip2.PatronStatusResponse),
    sip2.BlockPatron: _patron(sip2.PatronStatusResponse),
    sip2.PatronInformation: _patron(sip2.PatronInformationResponse),
    sip2.PatronEnable: _patron(sip2.PatronEnableResponse),
    sip2.Checkout: _loan(sip2.CheckoutResponse),
    sip2.Renew: _loan(sip2.RenewResponse),
    sip2.Checkin: lambda session, message, screen: sip2.CheckinResponse(
        ok=False, resensitize=False, is_alert=True, at=session.now(),
        institution=session.institution(message.institution), item=message.item, alert="99", screen=screen,
    ),
    sip2.RenewAll: lambda session, message, screen: sip2.RenewAllResponse(
        ok=False, renewed_count=0, unrenewed_count=0, at=session.now(),
        institution=session.institution(message.institution), screen=screen,
    ),
    sip2.Hold: lambda session, message, screen: sip2.HoldResponse(
        ok=False, is_available=False, at=session.now(), institution=session.institution(message.institution),
        patron=message.patron, item=message.item, title=message.title, screen=screen,
    ),
    sip2.ItemInformation: lambda session, message, screen: sip2.ItemInformationResponse(
        status=sip2.CirculationStatus.OTHER, security_marker="00", at=session.now(), item=message.item, screen=screen
    ),
    sip2.ItemStatusUpdate: lambda session, message, screen: sip2.ItemStatusUpdateResponse(
        ok=False, at=session.now(), item=message.item, screen=screen
    ),
    sip2.FeePaid: lambda session, message, screen: sip2.FeePaidResponse(
        is_accepted=False, at=session.now(), institution=session.institution(message.institution),
        patron=message.patron, transaction=message.transaction, screen=screen,
    ),
    sip2.EndSession: lambda session, message, screen: sip2.EndSessionResponse(
        is_ended=False, at=session.now(), institution=session.institution(message.institution),
        patron=message.patron, screen=screen,
    ),
}  # fmt: skip


def refuse(session: Session, message: sip2.Message, *screen: str) -> sip2.Message:
    """The answer that says no, with sentences for the screen; a request to resend for what is no question."""
    make = _NO.get(type(message))
    return make(session, message, screen) if make else sip2.RequestScResend()
