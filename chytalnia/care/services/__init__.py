"""What can be done with children in care."""

from .applying import Told, apply, leave, new_pin
from .door import adult_comes, adult_goes, check_in, check_out, check_room, note_call, note_incident
from .finishing import finish, forget
from .planning import Asked, keep_duty, open_camp, open_sessions, plan_day

__all__ = [
    "Asked", "Told", "adult_comes", "adult_goes", "apply", "check_in", "check_out", "check_room", "finish", "forget",
    "keep_duty", "leave", "new_pin", "note_call", "note_incident", "open_camp", "open_sessions", "plan_day",
]  # fmt: skip
