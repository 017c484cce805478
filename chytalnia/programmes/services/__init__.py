"""What can be done with programmes."""

from .changing import change, move, repeat, save_programme, set_places
from .counting import count, file_report, suggested_heads, uncount
from .door import note_at_door
from .enrolling import change_seats, enrol, leave, move_up
from .formats import copy_format, retire_format, save_format, share_format
from .letters import letters_told, tell, write_letters, write_to
from .night import nightly
from .planning import add_duty, add_link, add_photo, add_task, fix_month, remove_link, set_duty, tick, unfix_month
from .starting import start

__all__ = [
    "add_duty",
    "add_link",
    "add_photo",
    "add_task",
    "change",
    "change_seats",
    "copy_format",
    "count",
    "enrol",
    "file_report",
    "fix_month",
    "leave",
    "letters_told",
    "move",
    "move_up",
    "nightly",
    "note_at_door",
    "remove_link",
    "repeat",
    "retire_format",
    "save_format",
    "save_programme",
    "set_duty",
    "set_places",
    "share_format",
    "start",
    "suggested_heads",
    "tell",
    "tick",
    "uncount",
    "unfix_month",
    "write_letters",
    "write_to",
]
