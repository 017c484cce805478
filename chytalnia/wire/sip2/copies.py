"""Messages of SIP2 2.00 about copies: lent, taken back, renewed, put aside, described."""

from __future__ import annotations

from datetime import datetime

from .codes import CirculationStatus, HoldMode
from .kinds import Chosen, Moment, Number, Text, YesNo, YesNoUnknown
from .layout import Message, fixed, many, message, optional, required

_OK = YesNo("1", "0")
_FREE_NUMBER = Number(0)


# Loans


@message("11")
class Checkout(Message):
    """`is_no_block`: it has already happened while the line was down, at `at`, with `no_block_due` promised."""

    is_renewal_ok: bool = fixed(YesNo())
    is_no_block: bool = fixed(YesNo())
    at: datetime | None = fixed(Moment())
    no_block_due: datetime | None = fixed(Moment(), default=None)
    institution: str = required("AO", default="")
    patron: str = required("AA", default="")
    item: str = required("AB", default="")
    terminal_password: str = required("AC", default="")
    properties: str | None = optional("CH", default=None)
    patron_password: str | None = optional("AD", default=None)
    is_fee_acknowledged: bool | None = optional("BO", YesNo(), default=None)
    is_cancelled: bool | None = optional("BI", YesNo(), default=None)


@message("12")
class CheckoutResponse(Message):
    ok: bool = fixed(_OK)
    is_renewal: bool = fixed(YesNo(), default=False)
    is_magnetic: bool | None = fixed(YesNoUnknown(), default=None)
    desensitize: bool | None = fixed(YesNoUnknown())
    at: datetime | None = fixed(Moment())
    institution: str = required("AO", default="")
    patron: str = required("AA", default="")
    item: str = required("AB", default="")
    title: str = required("AJ", default="")
    due: str = required("AH", default="")
    fee_type: str | None = optional("BT", Text(2), default=None)
    inhibits_security: bool | None = optional("CI", YesNo(), default=None)
    currency: str | None = optional("BH", Text(3), default=None)
    fee: str | None = optional("BV", default=None)
    media: str | None = optional("CK", Text(3), default=None)
    properties: str | None = optional("CH", default=None)
    transaction: str | None = optional("BK", default=None)
    screen: tuple[str, ...] = many("AF", default=())
    print_lines: tuple[str, ...] = many("AG", default=())


@message("09")
class Checkin(Message):
    is_no_block: bool = fixed(YesNo())
    at: datetime | None = fixed(Moment())
    returned_at: datetime | None = fixed(Moment())
    location: str = required("AP", default="")
    institution: str = required("AO", default="")
    item: str = required("AB", default="")
    terminal_password: str = required("AC", default="")
    properties: str | None = optional("CH", default=None)
    is_cancelled: bool | None = optional("BI", YesNo(), default=None)


@message("10")
class CheckinResponse(Message):
    """`alert` is why the book needs a hand: 01 hold here, 02 hold elsewhere, 03 hold at another library,
    04 send to another branch, 99 other."""

    ok: bool = fixed(_OK)
    resensitize: bool = fixed(YesNo())
    is_magnetic: bool | None = fixed(YesNoUnknown(), default=None)
    is_alert: bool = fixed(YesNo(), default=False)
    at: datetime | None = fixed(Moment())
    institution: str = required("AO", default="")
    item: str = required("AB", default="")
    permanent_location: str = required("AQ", default="")
    title: str | None = optional("AJ", default=None)
    sort_bin: str | None = optional("CL", default=None)
    patron: str | None = optional("AA", default=None)
    media: str | None = optional("CK", Text(3), default=None)
    properties: str | None = optional("CH", default=None)
    alert: str | None = optional("CV", Text(2), default=None)
    destination: str | None = optional("CT", default=None)
    hold_patron: str | None = optional("CY", default=None)
    hold_patron_name: str | None = optional("DA", default=None)
    screen: tuple[str, ...] = many("AF", default=())
    print_lines: tuple[str, ...] = many("AG", default=())


@message("29")
class Renew(Message):
    is_third_party_ok: bool = fixed(YesNo())
    is_no_block: bool = fixed(YesNo())
    at: datetime | None = fixed(Moment())
    no_block_due: datetime | None = fixed(Moment(), default=None)
    institution: str = required("AO", default="")
    patron: str = required("AA", default="")
    patron_password: str | None = optional("AD", default=None)
    item: str | None = optional("AB", default=None)
    title: str | None = optional("AJ", default=None)
    terminal_password: str | None = optional("AC", default=None)
    properties: str | None = optional("CH", default=None)
    is_fee_acknowledged: bool | None = optional("BO", YesNo(), default=None)


@message("30")
class RenewResponse(Message):
    ok: bool = fixed(_OK)
    is_renewal: bool = fixed(YesNo(), default=False)
    is_magnetic: bool | None = fixed(YesNoUnknown(), default=None)
    desensitize: bool | None = fixed(YesNoUnknown())
    at: datetime | None = fixed(Moment())
    institution: str = required("AO", default="")
    patron: str = required("AA", default="")
    item: str = required("AB", default="")
    title: str = required("AJ", default="")
    due: str = required("AH", default="")
    fee_type: str | None = optional("BT", Text(2), default=None)
    inhibits_security: bool | None = optional("CI", YesNo(), default=None)
    currency: str | None = optional("BH", Text(3), default=None)
    fee: str | None = optional("BV", default=None)
    media: str | None = optional("CK", Text(3), default=None)
    properties: str | None = optional("CH", default=None)
    transaction: str | None = optional("BK", default=None)
    screen: tuple[str, ...] = many("AF", default=())
    print_lines: tuple[str, ...] = many("AG", default=())


@message("65")
class RenewAll(Message):
    at: datetime | None = fixed(Moment())
    institution: str = required("AO", default="")
    patron: str = required("AA", default="")
    patron_password: str | None = optional("AD", default=None)
    terminal_password: str | None = optional("AC", default=None)
    is_fee_acknowledged: bool | None = optional("BO", YesNo(), default=None)


@message("66")
class RenewAllResponse(Message):
    ok: bool = fixed(_OK)
    renewed_count: int = fixed(Number(4))
    unrenewed_count: int = fixed(Number(4))
    at: datetime | None = fixed(Moment())
    institution: str = required("AO", default="")
    renewed: tuple[str, ...] = many("BM", default=())
    unrenewed: tuple[str, ...] = many("BN", default=())
    screen: tuple[str, ...] = many("AF", default=())
    print_lines: tuple[str, ...] = many("AG", default=())


# Holds


@message("15")
class Hold(Message):
    mode: HoldMode = fixed(Chosen(HoldMode, HoldMode.CHANGE))
    at: datetime | None = fixed(Moment())
    expires: datetime | None = optional("BW", Moment(), default=None)
    pickup: str | None = optional("BS", default=None)
    hold_type: str | None = optional("BY", Text(1), default=None)
    institution: str = required("AO", default="")
    patron: str = required("AA", default="")
    patron_password: str | None = optional("AD", default=None)
    item: str | None = optional("AB", default=None)
    title: str | None = optional("AJ", default=None)
    terminal_password: str | None = optional("AC", default=None)
    is_fee_acknowledged: bool | None = optional("BO", YesNo(), default=None)


@message("16")
class HoldResponse(Message):
    ok: bool = fixed(_OK)
    is_available: bool = fixed(YesNo())
    at: datetime | None = fixed(Moment())
    expires: datetime | None = optional("BW", Moment(), default=None)
    queue_position: int | None = optional("BR", _FREE_NUMBER, default=None)
    pickup: str | None = optional("BS", default=None)
    institution: str = required("AO", default="")
    patron: str = required("AA", default="")
    item: str | None = optional("AB", default=None)
    title: str | None = optional("AJ", default=None)
    screen: tuple[str, ...] = many("AF", default=())
    print_lines: tuple[str, ...] = many("AG", default=())


# Items


@message("17")
class ItemInformation(Message):
    at: datetime | None = fixed(Moment())
    institution: str = required("AO", default="")
    item: str = required("AB", default="")
    terminal_password: str | None = optional("AC", default=None)


@message("18")
class ItemInformationResponse(Message):
    status: CirculationStatus = fixed(Chosen(CirculationStatus, CirculationStatus.OTHER))
    security_marker: str = fixed(Text(2), default="01")
    fee_type: str = fixed(Text(2), default="01")
    at: datetime | None = fixed(Moment())
    hold_queue: int | None = optional("CF", _FREE_NUMBER, default=None)
    due: str | None = optional("AH", default=None)
    recalled_at: datetime | None = optional("CJ", Moment(), default=None)
    hold_pickup_until: datetime | None = optional("CM", Moment(), default=None)
    item: str = required("AB", default="")
    title: str = required("AJ", default="")
    owner: str | None = optional("BG", default=None)
    currency: str | None = optional("BH", Text(3), default=None)
    fee: str | None = optional("BV", default=None)
    media: str | None = optional("CK", Text(3), default=None)
    permanent_location: str | None = optional("AQ", default=None)
    current_location: str | None = optional("AP", default=None)
    properties: str | None = optional("CH", default=None)
    screen: tuple[str, ...] = many("AF", default=())
    print_lines: tuple[str, ...] = many("AG", default=())


@message("19")
class ItemStatusUpdate(Message):
    at: datetime | None = fixed(Moment())
    institution: str = required("AO", default="")
    item: str = required("AB", default="")
    terminal_password: str | None = optional("AC", default=None)
    properties: str = required("CH", default="")


@message("20")
class ItemStatusUpdateResponse(Message):
    ok: bool = fixed(_OK)
    at: datetime | None = fixed(Moment())
    item: str = required("AB", default="")
    title: str | None = optional("AJ", default=None)
    properties: str | None = optional("CH", default=None)
    screen: tuple[str, ...] = many("AF", default=())
    print_lines: tuple[str, ...] = many("AG", default=())
