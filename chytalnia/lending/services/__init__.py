"""What can be done: each verb one transaction, one act, one fact."""

from . import ill, trips
from .booklists import begin_list, change_list, put_on_list, share, take_off_list
from .change_hold import change_hold
from .forgetting import forget_history
from .holds import cancel_hold, expire_hold, place_hold, resume_hold, retarget, suspend_hold
from .homes import end_service, serve_at_home, visit_home
from .in_house import count_in_house
from .lend import lend
from .losses import claim, forgive, mark_lost, replace, write_off
from .money import charge, pay, pay_for_reader, price_loss, waive
from .night import nightly, once_a_night
from .pledges import forfeit_pledge, give_back_pledge, take_pledge
from .posting import letters_sent
from .reminding import remind
from .renew import can_renew, renew
from .take_back import Returned, repeated, take_back
from .transits import receive, send
from .undo import undo

__all__ = [
    "Returned",
    "begin_list",
    "can_renew",
    "cancel_hold",
    "change_hold",
    "change_list",
    "charge",
    "claim",
    "count_in_house",
    "end_service",
    "expire_hold",
    "forfeit_pledge",
    "forget_history",
    "forgive",
    "give_back_pledge",
    "ill",
    "lend",
    "letters_sent",
    "mark_lost",
    "nightly",
    "once_a_night",
    "pay",
    "pay_for_reader",
    "place_hold",
    "price_loss",
    "put_on_list",
    "receive",
    "remind",
    "renew",
    "repeated",
    "replace",
    "resume_hold",
    "retarget",
    "send",
    "serve_at_home",
    "share",
    "suspend_hold",
    "take_back",
    "take_off_list",
    "take_pledge",
    "trips",
    "undo",
    "visit_home",
    "waive",
    "write_off",
]
