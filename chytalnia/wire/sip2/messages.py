"""Messages of SIP2 2.00 about the line and about readers, both ways; those about copies stand in `copies`. The order of fields is the
order in which they are written.

`at` is when the sender wrote the message. Where a field is None, it is not sent.
"""

from __future__ import annotations

from datetime import datetime

from .codes import PatronStatus, Request, Summary
from .kinds import Moment, Number, Status, Supported, Text, WhichList, YesNo
from .layout import LAYOUTS, Message, fixed, many, message, optional, required

__all__ = ["LAYOUTS", "Message"]

_OK = YesNo("1", "0")
_FREE_NUMBER = Number(0)


# The line itself


@message("93")
class Login(Message):
    user_algorithm: str = fixed(Text(1), default="0")
    password_algorithm: str = fixed(Text(1), default="0")
    user: str = required("CN", default="")
    password: str = required("CO", default="")
    location: str | None = optional("CP", default=None)


@message("94")
class LoginResponse(Message):
    ok: bool = fixed(_OK)


@message("99")
class ScStatus(Message):
    status: str = fixed(Text(1), default="0")
    print_width: int = fixed(Number(3), default=80)
    version: str = fixed(Text(4), default="2.00")


@message("98")
class AcsStatus(Message):
    is_online: bool = fixed(YesNo())
    checkin_ok: bool = fixed(YesNo())
    checkout_ok: bool = fixed(YesNo())
    renewal_ok: bool = fixed(YesNo())
    status_update_ok: bool = fixed(YesNo())
    offline_ok: bool = fixed(YesNo())
    timeout: int = fixed(Number(3), default=100)
    retries: int = fixed(Number(3), default=3)
    at: datetime | None = fixed(Moment())
    version: str = fixed(Text(4), default="2.00")
    institution: str = required("AO", default="")
    library: str | None = optional("AM", default=None)
    supported: frozenset[Request] = required("BX", Supported(), default=frozenset())
    terminal_location: str | None = optional("AN", default=None)
    screen: tuple[str, ...] = many("AF", default=())
    print_lines: tuple[str, ...] = many("AG", default=())


@message("96")
class RequestScResend(Message):
    """The server asks the machine for its last message again."""


@message("97")
class RequestAcsResend(Message):
    """The machine asks the server for its last answer again."""


# Readers


@message("23")
class PatronStatusRequest(Message):
    language: str = fixed(Text(3), default="000")
    at: datetime | None = fixed(Moment())
    institution: str = required("AO", default="")
    patron: str = required("AA", default="")
    terminal_password: str = required("AC", default="")
    patron_password: str = required("AD", default="")


@message("24")
class PatronStatusResponse(Message):
    status: PatronStatus = fixed(Status())
    language: str = fixed(Text(3), default="000")
    at: datetime | None = fixed(Moment())
    institution: str = required("AO", default="")
    patron: str = required("AA", default="")
    name: str = required("AE", default="")
    is_valid: bool | None = optional("BL", YesNo(), default=None)
    is_password_valid: bool | None = optional("CQ", YesNo(), default=None)
    currency: str | None = optional("BH", default=None)
    fee: str | None = optional("BV", default=None)
    screen: tuple[str, ...] = many("AF", default=())
    print_lines: tuple[str, ...] = many("AG", default=())


@message("63")
class PatronInformation(Message):
    language: str = fixed(Text(3), default="000")
    at: datetime | None = fixed(Moment())
    summary: Summary = fixed(WhichList(), default=Summary.NONE)
    institution: str = required("AO", default="")
    patron: str = required("AA", default="")
    terminal_password: str | None = optional("AC", default=None)
    patron_password: str | None = optional("AD", default=None)
    start: int | None = optional("BP", _FREE_NUMBER, default=None)
    end: int | None = optional("BQ", _FREE_NUMBER, default=None)


@message("64")
class PatronInformationResponse(Message):
    status: PatronStatus = fixed(Status())
    language: str = fixed(Text(3), default="000")
    at: datetime | None = fixed(Moment())
    holds_count: int = fixed(Number(4), default=0)
    overdue_count: int = fixed(Number(4), default=0)
    charged_count: int = fixed(Number(4), default=0)
    fines_count: int = fixed(Number(4), default=0)
    recalls_count: int = fixed(Number(4), default=0)
    unavailable_holds_count: int = fixed(Number(4), default=0)
    institution: str = required("AO", default="")
    patron: str = required("AA", default="")
    name: str = required("AE", default="")
    holds_limit: int | None = optional("BZ", Number(4), default=None)
    overdue_limit: int | None = optional("CA", Number(4), default=None)
    charged_limit: int | None = optional("CB", Number(4), default=None)
    is_valid: bool | None = optional("BL", YesNo(), default=None)
    is_password_valid: bool | None = optional("CQ", YesNo(), default=None)
    currency: str | None = optional("BH", default=None)
    fee: str | None = optional("BV", default=None)
    fee_limit: str | None = optional("CC", default=None)
    holds: tuple[str, ...] = many("AS", default=())
    overdue: tuple[str, ...] = many("AT", default=())
    charged: tuple[str, ...] = many("AU", default=())
    fines: tuple[str, ...] = many("AV", default=())
    recalls: tuple[str, ...] = many("BU", default=())
    unavailable_holds: tuple[str, ...] = many("CD", default=())
    address: str | None = optional("BD", default=None)
    email: str | None = optional("BE", default=None)
    phone: str | None = optional("BF", default=None)
    screen: tuple[str, ...] = many("AF", default=())
    print_lines: tuple[str, ...] = many("AG", default=())


@message("01")
class BlockPatron(Message):
    """Answered by a PatronStatusResponse."""

    is_card_retained: bool = fixed(YesNo())
    at: datetime | None = fixed(Moment())
    institution: str = required("AO", default="")
    reason: str = required("AL", default="")
    patron: str = required("AA", default="")
    terminal_password: str = required("AC", default="")


@message("25")
class PatronEnable(Message):
    at: datetime | None = fixed(Moment())
    institution: str = required("AO", default="")
    patron: str = required("AA", default="")
    terminal_password: str | None = optional("AC", default=None)
    patron_password: str | None = optional("AD", default=None)


@message("26")
class PatronEnableResponse(Message):
    status: PatronStatus = fixed(Status())
    language: str = fixed(Text(3), default="000")
    at: datetime | None = fixed(Moment())
    institution: str = required("AO", default="")
    patron: str = required("AA", default="")
    name: str = required("AE", default="")
    is_valid: bool | None = optional("BL", YesNo(), default=None)
    is_password_valid: bool | None = optional("CQ", YesNo(), default=None)
    screen: tuple[str, ...] = many("AF", default=())
    print_lines: tuple[str, ...] = many("AG", default=())


@message("35")
class EndSession(Message):
    at: datetime | None = fixed(Moment())
    institution: str = required("AO", default="")
    patron: str = required("AA", default="")
    terminal_password: str | None = optional("AC", default=None)
    patron_password: str | None = optional("AD", default=None)


@message("36")
class EndSessionResponse(Message):
    is_ended: bool = fixed(YesNo())
    at: datetime | None = fixed(Moment())
    institution: str = required("AO", default="")
    patron: str = required("AA", default="")
    screen: tuple[str, ...] = many("AF", default=())
    print_lines: tuple[str, ...] = many("AG", default=())


@message("37")
class FeePaid(Message):
    at: datetime | None = fixed(Moment())
    fee_type: str = fixed(Text(2), default="01")
    payment_type: str = fixed(Text(2), default="00")
    currency: str = fixed(Text(3))
    amount: str = required("BV", default="")
    institution: str = required("AO", default="")
    patron: str = required("AA", default="")
    terminal_password: str | None = optional("AC", default=None)
    patron_password: str | None = optional("AD", default=None)
    fee: str | None = optional("CG", default=None)
    transaction: str | None = optional("BK", default=None)


@message("38")
class FeePaidResponse(Message):
    is_accepted: bool = fixed(YesNo())
    at: datetime | None = fixed(Moment())
    institution: str = required("AO", default="")
    patron: str = required("AA", default="")
    transaction: str | None = optional("BK", default=None)
    screen: tuple[str, ...] = many("AF", default=())
    print_lines: tuple[str, ...] = many("AG", default=())
