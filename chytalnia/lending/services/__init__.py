"""What can be done: each verb one transaction, one act, one fact."""

from .holds import cancel_hold, expire_hold, place_hold, resume_hold, retarget, suspend_hold
from .lend import lend
from .renew import can_renew, renew
from .take_back import Returned, take_back
from .undo import undo

__all__ = [
    "Returned",
    "can_renew",
    "cancel_hold",
    "expire_hold",
    "lend",
    "place_hold",
    "renew",
    "resume_hold",
    "retarget",
    "suspend_hold",
    "take_back",
    "undo",
]
