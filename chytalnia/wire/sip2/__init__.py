"""SIP2 2.00, the language of self-service machines: bytes in, typed messages out, and back.

    >>> from chytalnia.wire import sip2
    >>> frame = sip2.read(b"9900302.00AY1AZFCA5")
    >>> frame.message
    ScStatus(status='0', print_width=30, version='2.00')
    >>> frame.sequence, frame.is_checked
    (1, True)
    >>> sip2.write(frame.message, sequence=1)
    b'9900302.00AY1AZFCA5\\r'

Lenient in reading (unknown fields, a missing last `|`, small letters, missing fields), strict in writing.
"""

from .codes import CirculationStatus, HoldMode, MediaType, PatronStatus, Request, Summary
from .copies import (
    Checkin,
    CheckinResponse,
    Checkout,
    CheckoutResponse,
    Hold,
    HoldResponse,
    ItemInformation,
    ItemInformationResponse,
    ItemStatusUpdate,
    ItemStatusUpdateResponse,
    Renew,
    RenewAll,
    RenewAllResponse,
    RenewResponse,
)
from .errors import BrokenMessageError, ChecksumError, Sip2Error, UnknownMessageError, UnwritableError
from .frames import Encoding, Frame, LineReader, TooLong, checksum, clean, read, write
from .messages import (
    LAYOUTS,
    AcsStatus,
    BlockPatron,
    EndSession,
    EndSessionResponse,
    FeePaid,
    FeePaidResponse,
    Login,
    LoginResponse,
    Message,
    PatronEnable,
    PatronEnableResponse,
    PatronInformation,
    PatronInformationResponse,
    PatronStatusRequest,
    PatronStatusResponse,
    RequestAcsResend,
    RequestScResend,
    ScStatus,
)

__all__ = [
    "LAYOUTS",
    "AcsStatus",
    "BlockPatron",
    "BrokenMessageError",
    "Checkin",
    "CheckinResponse",
    "Checkout",
    "CheckoutResponse",
    "ChecksumError",
    "CirculationStatus",
    "Encoding",
    "EndSession",
    "EndSessionResponse",
    "FeePaid",
    "FeePaidResponse",
    "Frame",
    "Hold",
    "HoldMode",
    "HoldResponse",
    "ItemInformation",
    "ItemInformationResponse",
    "ItemStatusUpdate",
    "ItemStatusUpdateResponse",
    "LineReader",
    "Login",
    "LoginResponse",
    "MediaType",
    "Message",
    "PatronEnable",
    "PatronEnableResponse",
    "PatronInformation",
    "PatronInformationResponse",
    "PatronStatus",
    "PatronStatusRequest",
    "PatronStatusResponse",
    "Renew",
    "RenewAll",
    "RenewAllResponse",
    "RenewResponse",
    "Request",
    "RequestAcsResend",
    "RequestScResend",
    "ScStatus",
    "Sip2Error",
    "Summary",
    "TooLong",
    "UnknownMessageError",
    "UnwritableError",
    "checksum",
    "clean",
    "read",
    "write",
]
