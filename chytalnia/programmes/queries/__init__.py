"""What is asked about programmes."""

from .calendar import Asked, asked_in, cells, chosen, of_day, upcoming
from .occasions import for_page, of_readers, of_work, seats_in_words, with_all

__all__ = [
    "Asked",
    "asked_in",
    "cells",
    "chosen",
    "for_page",
    "of_day",
    "of_readers",
    "of_work",
    "seats_in_words",
    "upcoming",
    "with_all",
]
