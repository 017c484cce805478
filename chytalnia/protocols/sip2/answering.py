"""A message in, an answer out: who may, which handler, in which language, and what happens when something breaks."""

from __future__ import annotations

import dataclasses
import logging
import time
from dataclasses import dataclass
from typing import Any

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from chytalnia.network.settings import remembered
from chytalnia.wire import sip2

from . import devices, handlers, refusals, wording
from .events import tell
from .session import Session

logger = logging.getLogger("chytalnia.sip2")

#: Seconds after which a machine's rights are read anew.
FRESH = 10.0


@dataclass(frozen=True, slots=True)
class Answer:
    line: bytes
    is_broken: bool = False
    is_refused_login: bool = False


def writes(message: sip2.Message) -> bool:
    """Whether answering may change something."""
    return not isinstance(message, handlers.READING)


def answer(session: Session, frame: sip2.Frame) -> Answer:
    """The line to send back. Never raises: a machine is always answered."""
    began = time.perf_counter()
    message = frame.message
    reply = _reply(session, message)
    tell(
        "message", level=logging.DEBUG, number=message.number, answer=reply.number,
        ms=round((time.perf_counter() - began) * 1000, 1), **session.facts(),
    )  # fmt: skip
    sequence = 0 if frame.sequence is None and frame.is_checked else frame.sequence
    return Answer(
        _written(reply, sequence, session.encoding),
        is_broken=isinstance(reply, sip2.RequestScResend),
        is_refused_login=isinstance(reply, sip2.LoginResponse) and not reply.ok,
    )


def _reply(session: Session, message: sip2.Message) -> sip2.Message:
    for last in (False, True):
        try:
            close_old_connections()
            with remembered():
                return _handled(session, message)
        except (InterfaceError, OperationalError):
            # The database was restarted, or its lock was held for very long: once more, with a new connection.
            connection.close()
            if last:
                logger.exception("The database did not answer")
        except Exception:
            logger.exception("A message of type %s could not be answered", message.number)
            break
    with wording.spoken(session):
        return refusals.refuse(session, message, wording.failed())


def _handled(session: Session, message: sip2.Message) -> sip2.Message:
    _refresh(session)
    if isinstance(message, sip2.Login):
        return handlers.log_in(session, message)
    handler: Any = handlers.HANDLERS.get(type(message))
    if handler is None:
        # An answer where a question was expected.
        return sip2.RequestScResend()
    if session.device is None and not isinstance(message, sip2.ScStatus):
        return sip2.RequestScResend()
    if session.device is not None and not session.device.allows(message.number):
        with wording.spoken(session):
            return refusals.refuse(session, message, wording.not_this_machine())
    reply: sip2.Message = handler(session, message)
    return reply


def _refresh(session: Session) -> None:
    """What an administrator has changed holds for a machine that is logged in too."""
    if session.device is not None and time.monotonic() - session.read_at > FRESH:
        session.become(devices.fresh(session.device), time.monotonic())


def _written(reply: sip2.Message, sequence: int | None, encoding: sip2.Encoding) -> bytes:
    try:
        return sip2.write(reply, sequence=sequence, encoding=encoding)
    except sip2.UnwritableError:
        return sip2.write(_cleaned(reply), sequence=sequence, encoding=encoding)


def _cleaned(reply: sip2.Message) -> sip2.Message:
    """The same without the characters that end fields: a title may hold a bar, an echo what the machine sent."""
    changed: dict[str, Any] = {}
    for variable in reply.layout.variable:
        value = getattr(reply, variable.name)
        if isinstance(value, tuple):
            changed[variable.name] = tuple(sip2.clean(one) for one in value)
        elif type(value) is str:
            changed[variable.name] = sip2.clean(value)
    return dataclasses.replace(reply, **changed)  # type: ignore[type-var]
