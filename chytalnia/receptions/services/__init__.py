"""What can be done with receptions."""

from .booking import book, call_off, give_up, move_booking, take_ticket
from .closing import close, counted, forget, reopen
from .planning import Asked, open_series, refuse_shorter, refuse_silence, repeat
from .receiving import call_next, receive, undo

__all__ = [
    "Asked", "book", "call_next", "call_off", "close", "counted", "forget", "give_up", "move_booking", "open_series", "receive",
    "refuse_shorter", "refuse_silence", "reopen", "repeat", "take_ticket", "undo",
]  # fmt: skip
