"""What is done for each message."""

from __future__ import annotations

from typing import Any

from chytalnia.wire import sip2

from . import copies, fees, holds, line, loans, readers

log_in = line.log_in

HANDLERS: dict[type[sip2.Message], Any] = {
    sip2.ScStatus: line.sc_status,
    sip2.PatronStatusRequest: readers.patron_status,
    sip2.PatronInformation: readers.patron_information,
    sip2.BlockPatron: readers.block_patron,
    sip2.PatronEnable: readers.patron_enable,
    sip2.EndSession: readers.end_session,
    sip2.Checkout: loans.checkout,
    sip2.Checkin: loans.checkin,
    sip2.Renew: loans.renew,
    sip2.RenewAll: loans.renew_all,
    sip2.Hold: holds.hold,
    sip2.ItemInformation: copies.item_information,
    sip2.ItemStatusUpdate: copies.item_status_update,
    sip2.FeePaid: fees.fee_paid,
}

#: Messages whose answer changes nothing: they need not wait for those that write.
READING = (
    sip2.ScStatus,
    sip2.PatronStatusRequest,
    sip2.PatronInformation,
    sip2.ItemInformation,
    sip2.EndSession,
)
