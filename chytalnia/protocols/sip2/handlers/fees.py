"""Payments taken by machines."""

from __future__ import annotations

import uuid
from decimal import Decimal, InvalidOperation

from chytalnia.lending.errors import Refused
from chytalnia.lending.models import Charge
from chytalnia.lending.services import money
from chytalnia.network.settings import setting
from chytalnia.people.models import Reader
from chytalnia.protocols.sip2 import people, refusals, wording
from chytalnia.protocols.sip2.session import Session
from chytalnia.wire import sip2


def fee_paid(session: Session, message: sip2.FeePaid) -> sip2.Message:
    """Take a sum for one charge, if the machine names it (CG), or for the oldest ones; never more than is owed."""
    assert session.device is not None
    person = people.recognise(session, message.patron, message.patron_password)
    with wording.spoken(session, person.reader):
        if person.reader is None:
            return refusals.refuse(session, message, wording.unknown_card())
        amount = _minor(message.amount)
        if amount is None or message.currency != setting(session.device.unit, "lending.currency"):
            return refusals.refuse(session, message, wording.not_paid())
        try:
            _pay(session, message, person.reader, amount)
        except (Refused, Charge.DoesNotExist):
            return refusals.refuse(session, message, wording.not_paid())
        return sip2.FeePaidResponse(
            is_accepted=True, at=session.now(), institution=session.institution(message.institution),
            patron=message.patron, transaction=message.transaction, screen=(wording.paid(),),
        )  # fmt: skip


def _pay(session: Session, message: sip2.FeePaid, reader: Reader, amount: int) -> None:
    assert session.device is not None
    receipt = f"{session.device.login} {message.transaction or ''}".strip()[:60]
    key = _key(session, message, reader)
    named = (message.fee or "").split(" ")[0]
    if named.isascii() and named.isdecimal() and len(named) < 18:
        charge = Charge.objects.get(pk=int(named), reader=reader)
        money.pay(
            charge=charge, unit=session.device.unit, amount_minor=amount, key=key, receipt=receipt, channel="sip2"
        )
    else:
        money.pay_for_reader(
            reader=reader, unit=session.device.unit, amount_minor=amount, key=key, receipt=receipt, channel="sip2"
        )


def _key(session: Session, message: sip2.FeePaid, reader: Reader) -> uuid.UUID | None:
    """Money is taken once: by the machine's number of the payment, else by its time."""
    assert session.device is not None
    moment = session.moment(message.at)
    named = message.transaction or (moment.isoformat() if moment else "")
    if not named:
        return None
    parts = (session.device.pk, message.number, reader.pk, named, message.amount)
    return uuid.uuid5(uuid.NAMESPACE_OID, "|".join(map(str, parts)))


def _minor(written: str) -> int | None:
    """A sum as machines write it, «12.50», in the smallest units; nothing if it is none."""
    try:
        sum_ = Decimal(written.strip().replace(",", "."))
    except InvalidOperation:
        return None
    minor = sum_ * 100
    if not sum_.is_finite() or minor != minor.to_integral_value() or not 0 < minor < 10**9:
        return None
    return int(minor)
