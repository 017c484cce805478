"""Numbers and letters with a meaning (SIP2 2.00, «Field definitions»)."""

from __future__ import annotations

from enum import Enum, IntFlag, StrEnum


class PatronStatus(IntFlag):
    """What is denied to a reader, and why: the 14 places of the patron status, the first is the lowest bit."""

    CHARGE_DENIED = 1 << 0
    RENEWAL_DENIED = 1 << 1
    RECALL_DENIED = 1 << 2
    HOLD_DENIED = 1 << 3
    CARD_LOST = 1 << 4
    TOO_MANY_CHARGED = 1 << 5
    TOO_MANY_OVERDUE = 1 << 6
    TOO_MANY_RENEWALS = 1 << 7
    TOO_MANY_CLAIMED_RETURNED = 1 << 8
    TOO_MANY_LOST = 1 << 9
    EXCESSIVE_FINES = 1 << 10
    EXCESSIVE_FEES = 1 << 11
    RECALL_OVERDUE = 1 << 12
    TOO_MANY_BILLED = 1 << 13


class Summary(Enum):
    """The list that a patron information request asks for, by the place of its `Y`."""

    NONE = -1
    HOLDS = 0
    OVERDUE = 1
    CHARGED = 2
    FINES = 3
    RECALLS = 4
    UNAVAILABLE_HOLDS = 5


class Request(StrEnum):
    """What a machine may ask for, in the order of the letters of BX (supported messages); the value is the message."""

    PATRON_STATUS = "23"
    CHECKOUT = "11"
    CHECKIN = "09"
    BLOCK_PATRON = "01"
    SC_STATUS = "99"
    RESEND = "97"
    LOGIN = "93"
    PATRON_INFORMATION = "63"
    END_SESSION = "35"
    FEE_PAID = "37"
    ITEM_INFORMATION = "17"
    ITEM_STATUS_UPDATE = "19"
    PATRON_ENABLE = "25"
    HOLD = "15"
    RENEW = "29"
    RENEW_ALL = "65"


class HoldMode(StrEnum):
    ADD = "+"
    DELETE = "-"
    CHANGE = "*"


class CirculationStatus(StrEnum):
    OTHER = "01"
    ON_ORDER = "02"
    AVAILABLE = "03"
    CHARGED = "04"
    CHARGED_NO_RECALL = "05"
    IN_PROCESS = "06"
    RECALLED = "07"
    ON_HOLD_SHELF = "08"
    WAITING_TO_BE_SHELVED = "09"
    IN_TRANSIT = "10"
    CLAIMED_RETURNED = "11"
    LOST = "12"
    MISSING = "13"


class MediaType(StrEnum):
    OTHER = "000"
    BOOK = "001"
    MAGAZINE = "002"
    BOUND_JOURNAL = "003"
    AUDIO_TAPE = "004"
    VIDEO_TAPE = "005"
    COMPACT_DISC = "006"
    DISKETTE = "007"
    BOOK_WITH_DISKETTE = "008"
    BOOK_WITH_DISC = "009"
    BOOK_WITH_AUDIO_TAPE = "010"
