from .act import Act, ActKind, Channel, Visit
from .hold import LIVE, WITH_ITEM, Hold, HoldState, Transit, TransitReason
from .loan import Loan, LoanState, Mode
from .money import Charge, ChargeKind, ChargeState, Payment
from .night import Night
from .notice import Notice, NoticeKind, NoticeState
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
    "Payment",
    "ReaderKind",
    "Transit",
    "TransitReason",
    "Visit",
]
