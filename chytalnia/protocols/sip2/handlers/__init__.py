"""What is done for each message."""

from __future__ import annotations

from typing import Any

from chytalnia.wire import sip2

from . import line

log_in = line.log_in

HANDLERS: dict[type[sip2.Message], Any] = {
    sip2.ScStatus: line.sc_status,
}

#: Messages whose answer changes nothing: they need not wait for those that write.
READING = (
    sip2.ScStatus,
    sip2.PatronStatusRequest,
    sip2.PatronInformation,
    sip2.ItemInformation,
    sip2.EndSession,
)
