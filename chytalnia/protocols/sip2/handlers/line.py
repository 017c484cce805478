"""The line itself: a machine logs in and asks what the server can do."""

from __future__ import annotations

import time

from chytalnia.protocols.sip2 import devices
from chytalnia.protocols.sip2.events import tell
from chytalnia.protocols.sip2.session import Session
from chytalnia.wire import sip2


def log_in(session: Session, message: sip2.Login) -> sip2.Message:
    """Passwords come as they are: the standard names no cipher that one could agree on. TLS hides them."""
    device = None
    if message.user_algorithm == message.password_algorithm == "0":
        device = devices.log_in(login=message.user, password=message.password, address=session.address)
    session.end()
    session.become(device, time.monotonic())
    if device is None:
        tell("login refused", address=session.address)
        return sip2.LoginResponse(ok=False)
    tell("login", **session.facts())
    return sip2.LoginResponse(ok=True)


def sc_status(session: Session, message: sip2.ScStatus) -> sip2.Message:
    """Before the login too, for machines that ask first; nothing is allowed then."""
    device = session.device
    if device is None:
        supported = frozenset({sip2.Request.LOGIN, sip2.Request.SC_STATUS, sip2.Request.RESEND})
    else:
        supported = frozenset(request for request in sip2.Request if device.allows(request.value))
    return sip2.AcsStatus(
        is_online=True,
        checkin_ok=sip2.Request.CHECKIN in supported,
        checkout_ok=sip2.Request.CHECKOUT in supported,
        renewal_ok=sip2.Request.RENEW in supported,
        status_update_ok=sip2.Request.ITEM_STATUS_UPDATE in supported,
        offline_ok=bool({sip2.Request.CHECKIN, sip2.Request.CHECKOUT} & supported),
        at=session.now(),
        institution=session.institution(""),
        library=str(device.unit) if device else None,
        supported=supported,
        terminal_location=device.location if device else None,
    )
