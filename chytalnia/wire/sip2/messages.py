"""Every message of SIP2 2.00, both ways. The order of fields is the order in which they are written.

`at` is when the sender wrote the message. Where a field is None, it is not sent.
"""

from __future__ import annotations

from datetime import datetime

from .codes import CirculationStatus, HoldMode, PatronStatus, Request, Summary
from .kinds import Chosen, Moment, Number, Status, Supported, Text, WhichList, YesNo, YesNoUnknown
from .layout import LAYOUTS, Message, fixed, many, message, optional, required

__all__ = ["LAYOUTS", "Message"]

_OK = YesNo("1", "0")
_FREE_NUMBER = Number(0)


# The line itself


@message("93")
class Login(Message):
    user_algorithm: str = fixed(Text(1), default="0")
    password_algorithm: str = fixed(Text(1), default="0")
    user: str = required("CN")
    password: str = required("CO")
    location: str | None = optional("CP")


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
    institution: str = required("AO")
    library: str | None = optional("AM")
    supported: frozenset[Request] = required("BX", Supported(), default=frozenset())
    terminal_location: str | None = optional("AN")
    screen: tuple[str, ...] = many("AF")
    print_lines: tuple[str, ...] = many("AG")


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
    institution: str = required("AO")
    patron: str = required("AA")
    terminal_password: str = required("AC")
    patron_password: str = required("AD")


@message("24")
class PatronStatusResponse(Message):
    status: PatronStatus = fixed(Status())
    language: str = fixed(Text(3), default="000")
    at: datetime | None = fixed(Moment())
    institution: str = required("AO")
    patron: str = required("AA")
    name: str = required("AE")
    is_valid: bool | None = optional("BL", YesNo())
    is_password_valid: bool | None = optional("CQ", YesNo())
    currency: str | None = optional("BH")
    fee: str | None = optional("BV")
    screen: tuple[str, ...] = many("AF")
    print_lines: tuple[str, ...] = many("AG")


@message("63")
class PatronInformation(Message):
    language: str = fixed(Text(3), default="000")
    at: datetime | None = fixed(Moment())
    summary: Summary = fixed(WhichList(), default=Summary.NONE)
    institution: str = required("AO")
    patron: str = required("AA")
    terminal_password: str | None = optional("AC")
    patron_password: str | None = optional("AD")
    start: int | None = optional("BP", _FREE_NUMBER)
    end: int | None = optional("BQ", _FREE_NUMBER)


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
    institution: str = required("AO")
    patron: str = required("AA")
    name: str = required("AE")
    holds_limit: int | None = optional("BZ", Number(4))
    overdue_limit: int | None = optional("CA", Number(4))
    charged_limit: int | None = optional("CB", Number(4))
    is_valid: bool | None = optional("BL", YesNo())
    is_password_valid: bool | None = optional("CQ", YesNo())
    currency: str | None = optional("BH")
    fee: str | None = optional("BV")
    fee_limit: str | None = optional("CC")
    holds: tuple[str, ...] = many("AS")
    overdue: tuple[str, ...] = many("AT")
    charged: tuple[str, ...] = many("AU")
    fines: tuple[str, ...] = many("AV")
    recalls: tuple[str, ...] = many("BU")
    unavailable_holds: tuple[str, ...] = many("CD")
    address: str | None = optional("BD")
    email: str | None = optional("BE")
    phone: str | None = optional("BF")
    screen: tuple[str, ...] = many("AF")
    print_lines: tuple[str, ...] = many("AG")


@message("01")
class BlockPatron(Message):
    """Answered by a PatronStatusResponse."""

    is_card_retained: bool = fixed(YesNo())
    at: datetime | None = fixed(Moment())
    institution: str = required("AO")
    reason: str = required("AL")
    patron: str = required("AA")
    terminal_password: str = required("AC")


@message("25")
class PatronEnable(Message):
    at: datetime | None = fixed(Moment())
    institution: str = required("AO")
    patron: str = required("AA")
    terminal_password: str | None = optional("AC")
    patron_password: str | None = optional("AD")


@message("26")
class PatronEnableResponse(Message):
    status: PatronStatus = fixed(Status())
    language: str = fixed(Text(3), default="000")
    at: datetime | None = fixed(Moment())
    institution: str = required("AO")
    patron: str = required("AA")
    name: str = required("AE")
    is_valid: bool | None = optional("BL", YesNo())
    is_password_valid: bool | None = optional("CQ", YesNo())
    screen: tuple[str, ...] = many("AF")
    print_lines: tuple[str, ...] = many("AG")


@message("35")
class EndSession(Message):
    at: datetime | None = fixed(Moment())
    institution: str = required("AO")
    patron: str = required("AA")
    terminal_password: str | None = optional("AC")
    patron_password: str | None = optional("AD")


@message("36")
class EndSessionResponse(Message):
    is_ended: bool = fixed(YesNo())
    at: datetime | None = fixed(Moment())
    institution: str = required("AO")
    patron: str = required("AA")
    screen: tuple[str, ...] = many("AF")
    print_lines: tuple[str, ...] = many("AG")


@message("37")
class FeePaid(Message):
    at: datetime | None = fixed(Moment())
    fee_type: str = fixed(Text(2), default="01")
    payment_type: str = fixed(Text(2), default="00")
    currency: str = fixed(Text(3))
    amount: str = required("BV")
    institution: str = required("AO")
    patron: str = required("AA")
    terminal_password: str | None = optional("AC")
    patron_password: str | None = optional("AD")
    fee: str | None = optional("CG")
    transaction: str | None = optional("BK")


@message("38")
class FeePaidResponse(Message):
    is_accepted: bool = fixed(YesNo())
    at: datetime | None = fixed(Moment())
    institution: str = required("AO")
    patron: str = required("AA")
    transaction: str | None = optional("BK")
    screen: tuple[str, ...] = many("AF")
    print_lines: tuple[str, ...] = many("AG")


# Loans


@message("11")
class Checkout(Message):
    """`is_no_block`: it has already happened while the line was down, at `at`, with `no_block_due` promised."""

    is_renewal_ok: bool = fixed(YesNo())
    is_no_block: bool = fixed(YesNo())
    at: datetime | None = fixed(Moment())
    no_block_due: datetime | None = fixed(Moment(), default=None)
    institution: str = required("AO")
    patron: str = required("AA")
    item: str = required("AB")
    terminal_password: str = required("AC")
    properties: str | None = optional("CH")
    patron_password: str | None = optional("AD")
    is_fee_acknowledged: bool | None = optional("BO", YesNo())
    is_cancelled: bool | None = optional("BI", YesNo())


@message("12")
class CheckoutResponse(Message):
    ok: bool = fixed(_OK)
    is_renewal: bool = fixed(YesNo(), default=False)
    is_magnetic: bool | None = fixed(YesNoUnknown(), default=None)
    desensitize: bool | None = fixed(YesNoUnknown())
    at: datetime | None = fixed(Moment())
    institution: str = required("AO")
    patron: str = required("AA")
    item: str = required("AB")
    title: str = required("AJ")
    due: str = required("AH")
    fee_type: str | None = optional("BT", Text(2))
    inhibits_security: bool | None = optional("CI", YesNo())
    currency: str | None = optional("BH", Text(3))
    fee: str | None = optional("BV")
    media: str | None = optional("CK", Text(3))
    properties: str | None = optional("CH")
    transaction: str | None = optional("BK")
    screen: tuple[str, ...] = many("AF")
    print_lines: tuple[str, ...] = many("AG")


@message("09")
class Checkin(Message):
    is_no_block: bool = fixed(YesNo())
    at: datetime | None = fixed(Moment())
    returned_at: datetime | None = fixed(Moment())
    location: str = required("AP")
    institution: str = required("AO")
    item: str = required("AB")
    terminal_password: str = required("AC")
    properties: str | None = optional("CH")
    is_cancelled: bool | None = optional("BI", YesNo())


@message("10")
class CheckinResponse(Message):
    """`alert` is why the book needs a hand: 01 hold here, 02 hold elsewhere, 03 hold at another library,
    04 send to another branch, 99 other."""

    ok: bool = fixed(_OK)
    resensitize: bool = fixed(YesNo())
    is_magnetic: bool | None = fixed(YesNoUnknown(), default=None)
    is_alert: bool = fixed(YesNo(), default=False)
    at: datetime | None = fixed(Moment())
    institution: str = required("AO")
    item: str = required("AB")
    permanent_location: str = required("AQ")
    title: str | None = optional("AJ")
    sort_bin: str | None = optional("CL")
    patron: str | None = optional("AA")
    media: str | None = optional("CK", Text(3))
    properties: str | None = optional("CH")
    alert: str | None = optional("CV", Text(2))
    destination: str | None = optional("CT")
    hold_patron: str | None = optional("CY")
    hold_patron_name: str | None = optional("DA")
    screen: tuple[str, ...] = many("AF")
    print_lines: tuple[str, ...] = many("AG")


@message("29")
class Renew(Message):
    is_third_party_ok: bool = fixed(YesNo())
    is_no_block: bool = fixed(YesNo())
    at: datetime | None = fixed(Moment())
    no_block_due: datetime | None = fixed(Moment(), default=None)
    institution: str = required("AO")
    patron: str = required("AA")
    patron_password: str | None = optional("AD")
    item: str | None = optional("AB")
    title: str | None = optional("AJ")
    terminal_password: str | None = optional("AC")
    properties: str | None = optional("CH")
    is_fee_acknowledged: bool | None = optional("BO", YesNo())


@message("30")
class RenewResponse(Message):
    ok: bool = fixed(_OK)
    is_renewal: bool = fixed(YesNo(), default=False)
    is_magnetic: bool | None = fixed(YesNoUnknown(), default=None)
    desensitize: bool | None = fixed(YesNoUnknown())
    at: datetime | None = fixed(Moment())
    institution: str = required("AO")
    patron: str = required("AA")
    item: str = required("AB")
    title: str = required("AJ")
    due: str = required("AH")
    fee_type: str | None = optional("BT", Text(2))
    inhibits_security: bool | None = optional("CI", YesNo())
    currency: str | None = optional("BH", Text(3))
    fee: str | None = optional("BV")
    media: str | None = optional("CK", Text(3))
    properties: str | None = optional("CH")
    transaction: str | None = optional("BK")
    screen: tuple[str, ...] = many("AF")
    print_lines: tuple[str, ...] = many("AG")


@message("65")
class RenewAll(Message):
    at: datetime | None = fixed(Moment())
    institution: str = required("AO")
    patron: str = required("AA")
    patron_password: str | None = optional("AD")
    terminal_password: str | None = optional("AC")
    is_fee_acknowledged: bool | None = optional("BO", YesNo())


@message("66")
class RenewAllResponse(Message):
    ok: bool = fixed(_OK)
    renewed_count: int = fixed(Number(4))
    unrenewed_count: int = fixed(Number(4))
    at: datetime | None = fixed(Moment())
    institution: str = required("AO")
    renewed: tuple[str, ...] = many("BM")
    unrenewed: tuple[str, ...] = many("BN")
    screen: tuple[str, ...] = many("AF")
    print_lines: tuple[str, ...] = many("AG")


# Holds


@message("15")
class Hold(Message):
    mode: HoldMode = fixed(Chosen(HoldMode, HoldMode.CHANGE))
    at: datetime | None = fixed(Moment())
    expires: datetime | None = optional("BW", Moment())
    pickup: str | None = optional("BS")
    hold_type: str | None = optional("BY", Text(1))
    institution: str = required("AO")
    patron: str = required("AA")
    patron_password: str | None = optional("AD")
    item: str | None = optional("AB")
    title: str | None = optional("AJ")
    terminal_password: str | None = optional("AC")
    is_fee_acknowledged: bool | None = optional("BO", YesNo())


@message("16")
class HoldResponse(Message):
    ok: bool = fixed(_OK)
    is_available: bool = fixed(YesNo())
    at: datetime | None = fixed(Moment())
    expires: datetime | None = optional("BW", Moment())
    queue_position: int | None = optional("BR", _FREE_NUMBER)
    pickup: str | None = optional("BS")
    institution: str = required("AO")
    patron: str = required("AA")
    item: str | None = optional("AB")
    title: str | None = optional("AJ")
    screen: tuple[str, ...] = many("AF")
    print_lines: tuple[str, ...] = many("AG")


# Items


@message("17")
class ItemInformation(Message):
    at: datetime | None = fixed(Moment())
    institution: str = required("AO")
    item: str = required("AB")
    terminal_password: str | None = optional("AC")


@message("18")
class ItemInformationResponse(Message):
    status: CirculationStatus = fixed(Chosen(CirculationStatus, CirculationStatus.OTHER))
    security_marker: str = fixed(Text(2), default="01")
    fee_type: str = fixed(Text(2), default="01")
    at: datetime | None = fixed(Moment())
    hold_queue: int | None = optional("CF", _FREE_NUMBER)
    due: str | None = optional("AH")
    recalled_at: datetime | None = optional("CJ", Moment())
    hold_pickup_until: datetime | None = optional("CM", Moment())
    item: str = required("AB")
    title: str = required("AJ")
    owner: str | None = optional("BG")
    currency: str | None = optional("BH", Text(3))
    fee: str | None = optional("BV")
    media: str | None = optional("CK", Text(3))
    permanent_location: str | None = optional("AQ")
    current_location: str | None = optional("AP")
    properties: str | None = optional("CH")
    screen: tuple[str, ...] = many("AF")
    print_lines: tuple[str, ...] = many("AG")


@message("19")
class ItemStatusUpdate(Message):
    at: datetime | None = fixed(Moment())
    institution: str = required("AO")
    item: str = required("AB")
    terminal_password: str | None = optional("AC")
    properties: str = required("CH")


@message("20")
class ItemStatusUpdateResponse(Message):
    ok: bool = fixed(_OK)
    at: datetime | None = fixed(Moment())
    item: str = required("AB")
    title: str | None = optional("AJ")
    properties: str | None = optional("CH")
    screen: tuple[str, ...] = many("AF")
    print_lines: tuple[str, ...] = many("AG")
