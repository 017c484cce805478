"""What can be done with plans and rooms: keyword-only, one transaction an act."""

from .booking import book, book_weekly, cancel, cancel_weekly, come, decide, is_open_from, late_after, move
from .holding import grace, lock, release_late
from .letters import write_letter
from .night import nightly
from .occasions import hold, hold_all, needs_room, refusals
from .plans import place_piece, remove_piece, remove_plan, save_piece, save_plan
from .spaces import new_door, save_space

__all__ = [
    "book",
    "book_weekly",
    "cancel",
    "cancel_weekly",
    "come",
    "decide",
    "grace",
    "hold",
    "hold_all",
    "is_open_from",
    "late_after",
    "lock",
    "move",
    "needs_room",
    "new_door",
    "nightly",
    "place_piece",
    "refusals",
    "release_late",
    "remove_piece",
    "remove_plan",
    "save_piece",
    "save_plan",
    "save_space",
    "write_letter",
]
