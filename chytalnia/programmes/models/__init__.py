"""What programmes keep."""

from .counting import Headcount, MonthPlan, Photo, Result
from .door import DoorAct, DoorKind
from .enrolment import HOLDING, LIVE, Enrolment, EnrolmentKind, EnrolmentState, Part, Question, QuestionKind, Seats
from .format import FormatVersion, OwnFormat
from .letter import Letter, LetterKind
from .occasion import PUBLIC, AgeMark, Mode, Occasion, OccasionQuerySet, Taking
from .plan import Duty, Link, LinkKind, Task
from .programme import Programme
from .slot import Slot

__all__ = [
    "HOLDING",
    "LIVE",
    "PUBLIC",
    "AgeMark",
    "DoorAct",
    "DoorKind",
    "Duty",
    "Enrolment",
    "EnrolmentKind",
    "EnrolmentState",
    "FormatVersion",
    "Headcount",
    "Letter",
    "LetterKind",
    "Link",
    "LinkKind",
    "Mode",
    "MonthPlan",
    "Occasion",
    "OccasionQuerySet",
    "OwnFormat",
    "Part",
    "Photo",
    "Programme",
    "Question",
    "QuestionKind",
    "Result",
    "Seats",
    "Slot",
    "Taking",
    "Task",
]
