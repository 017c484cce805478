"""What can be done with clubs."""

from .clubs import close_club, go_on, save_club
from .meetings import count_meeting, save_protocol, set_present
from .members import join, leave, set_role
from .night import nightly
from .planning import plan_meetings
from .reading import begin_reading, end_reading, place_holds, set_wanted

__all__ = [
    "begin_reading",
    "close_club",
    "count_meeting",
    "end_reading",
    "go_on",
    "join",
    "leave",
    "nightly",
    "place_holds",
    "plan_meetings",
    "save_club",
    "save_protocol",
    "set_present",
    "set_role",
    "set_wanted",
]
