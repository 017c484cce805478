"""What is asked about programmes."""

from .calendar import Asked, asked_in, chosen, month_cells, of_day, upcoming
from .occasions import for_page, of_reader, of_work, seats_in_words, with_all

__all__ = [
    "Asked",
    "asked_in",
    "chosen",
    "for_page",
    "month_cells",
    "of_day",
    "of_reader",
    "of_work",
    "seats_in_words",
    "upcoming",
    "with_all",
]
