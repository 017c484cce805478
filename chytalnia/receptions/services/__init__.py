"""What can be done with receptions."""

from .booking import book, call_off, give_up, move_booking, take_ticket
from .closing import close, forget
from .planning import Asked, open_series
from .receiving import call_next, receive, undo

__all__ = [
    "Asked", "book", "call_next", "call_off", "close", "forget", "give_up", "move_booking", "open_series", "receive",
    "take_ticket", "undo",
]  # fmt: skip
