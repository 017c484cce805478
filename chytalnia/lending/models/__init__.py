from .act import Act, ActKind, Channel, Visit
from .hold import LIVE, WITH_ITEM, Hold, HoldState, Transit, TransitReason
from .loan import Loan, LoanState, Mode
from .money import Charge, ChargeKind, ChargeState, Payment
from .night import Night
from .notice import Notice, NoticeKind, NoticeState
from .offline import Conflict, Deed, OfflineDesk, Outcome, Received
from .rule import ItemClass, LendingRule, ReaderKind

__all__ = [
    "LIVE",
    "WITH_ITEM",
    "Act",
    "ActKind",
    "Channel",
    "Charge",
    "ChargeKind",
    "ChargeState",
    "Conflict",
    "Deed",
    "Hold",
    "HoldState",
    "ItemClass",
    "LendingRule",
    "Loan",
    "LoanState",
    "Mode",
    "Night",
    "Notice",
    "NoticeKind",
    "NoticeState",
    "OfflineDesk",
    "Outcome",
    "Payment",
    "ReaderKind",
    "Received",
    "Transit",
    "TransitReason",
    "Visit",
]
