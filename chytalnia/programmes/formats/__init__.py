"""The library of formats: ways of working with people as data, from files of the project and from libraries themselves."""

from . import library, reading, rules
from .card import Card, Line, Phase, Step
from .library import all_codes, built_in, card, cards_for, forget, label, vocabulary
from .reading import FormatError, as_data, read

__all__ = [
    "Card",
    "FormatError",
    "Line",
    "Phase",
    "Step",
    "all_codes",
    "as_data",
    "built_in",
    "card",
    "cards_for",
    "forget",
    "label",
    "library",
    "read",
    "reading",
    "rules",
    "vocabulary",
]
