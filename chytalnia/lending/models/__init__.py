from .act import Act, ActKind, Channel, Visit
from .booklist import BookList, ListedWork
from .hold import LIVE, WITH_ITEM, Hold, HoldState, Transit, TransitReason
from .home import HomeService, HomeVisit
from .ill import IllOrder, Wanted
from .loan import Loan, LoanState, Mode
from .money import Charge, ChargeKind, ChargeState, Payment
from .night import Night
from .notice import Notice, NoticeKind, NoticeState
from .offline import Conflict, Deed, OfflineDesk, Outcome, Received
from .rule import ItemClass, LendingRule, ReaderKind
from .trip import Route, Stop, Trip, Weeks

__all__ = [
    "LIVE",
    "WITH_ITEM",
    "Act",
    "ActKind",
    "BookList",
    "Channel",
    "Charge",
    "ChargeKind",
    "ChargeState",
    "Conflict",
    "Deed",
    "Hold",
    "HoldState",
    "HomeService",
    "HomeVisit",
    "IllOrder",
    "ItemClass",
    "LendingRule",
    "ListedWork",
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
    "Route",
    "Stop",
    "Transit",
    "TransitReason",
    "Trip",
    "Visit",
    "Wanted",
    "Weeks",
]
