"""What can be done with children in care."""

from .applying import Told, apply, leave, new_pin
from .door import adult_comes, adult_goes, check_in, check_out, check_room, note_call, note_incident, undo_check_in
from .finishing import counted, finish, forget, reopen
from .planning import Asked, keep_duty, open_camp, open_sessions, plan_day, refuse_long, repeat

__all__ = [
    "Asked", "Told", "adult_comes", "adult_goes", "apply", "check_in", "check_out", "check_room", "counted",
    "finish", "forget", "keep_duty", "leave", "new_pin", "note_call", "note_incident", "open_camp", "open_sessions",
    "plan_day", "refuse_long", "reopen", "repeat", "undo_check_in",
]  # fmt: skip
