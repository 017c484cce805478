from .following import confirm, follow, stop
from .journey import find, note, read, release, say
from .labels import print_labels
from .moderation import report
from .night import nightly
from .registering import change, register
from .shelves import begin_check, change_shelf, create_shelf, end_check, scan
from .stock import set_free, take_in
from .striking import strike

__all__ = [
    "begin_check",
    "change",
    "change_shelf",
    "confirm",
    "create_shelf",
    "end_check",
    "find",
    "follow",
    "nightly",
    "note",
    "print_labels",
    "read",
    "register",
    "release",
    "report",
    "say",
    "scan",
    "set_free",
    "stop",
    "strike",
    "take_in",
]
