"""What can be done: each verb one transaction, one act, one fact."""

from .change_hold import change_hold
from .forgetting import forget_history
from .holds import cancel_hold, expire_hold, place_hold, resume_hold, retarget, suspend_hold
from .in_house import count_in_house
from .lend import lend
from .losses import claim, forgive, mark_lost, replace, write_off
from .money import charge, forfeit_pledge, give_back_pledge, pay, pay_for_reader, take_pledge, waive
from .night import nightly, once_a_night
from .posting import letters_sent
from .reminding import remind
from .renew import can_renew, renew
from .take_back import Returned, repeated, take_back
from .transits import receive, send
from .undo import undo

__all__ = [
    "Returned",
    "can_renew",
    "cancel_hold",
    "change_hold",
    "charge",
    "claim",
    "count_in_house",
    "expire_hold",
    "forfeit_pledge",
    "forget_history",
    "forgive",
    "give_back_pledge",
    "lend",
    "letters_sent",
    "mark_lost",
    "nightly",
    "once_a_night",
    "pay",
    "pay_for_reader",
    "place_hold",
    "receive",
    "remind",
    "renew",
    "repeated",
    "replace",
    "resume_hold",
    "retarget",
    "send",
    "suspend_hold",
    "take_back",
    "take_pledge",
    "undo",
    "waive",
    "write_off",
]
