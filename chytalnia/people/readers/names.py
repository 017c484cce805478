"""Names, phones and card numbers as they are compared: pure functions, no database."""

from __future__ import annotations

import re
import unicodedata

from chytalnia.core import codes

#: Letters that the same name is spelt with in Ukrainian, Russian and Kazakh papers of one person.
_FOLDED = str.maketrans({
    "ё": "е", "є": "е", "э": "е", "ґ": "г", "ғ": "г", "і": "и", "ї": "и", "й": "и", "ы": "и", "қ": "к", "ң": "н",
    "ө": "о", "ұ": "у", "ү": "у", "ә": "а", "һ": "х", "ъ": "", "ь": "", "’": "", "'": "", "ʼ": "", "`": "", "′": "",
})  # fmt: skip
_WORD = re.compile(r"[^\W_]+")

#: Cards begin with this figure, so that a scanner tells them from copies, whose own numbers begin with another.
CARD_PREFIX = "8"
CARD_LENGTH = 12


def fold(text: str) -> str:
    """Small letters, without what differs between spellings of one name."""
    return unicodedata.normalize("NFC", text).lower().translate(_FOLDED)


def words(text: str) -> list[str]:
    """The folded words of a name, each once, in their order; figures too, for «4-А» and «Школа № 7»."""
    return list(dict.fromkeys(_WORD.findall(fold(text))))


def phone_digits(phone: str) -> str:
    """The last ten figures, by which a phone is the same with +38, 8 or nothing before it; empty if there are fewer
    than six."""
    digits = re.sub(r"\D", "", phone)
    return digits[-10:] if len(digits) >= 6 else ""


def check_digit(digits: str) -> str:
    """The figure that Luhn's rule (ISO/IEC 7812-1) adds: it finds a mistyped figure and two neighbours swapped."""
    total = 0
    for place, figure in enumerate(reversed(digits)):
        value = int(figure) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def new_card_number() -> str:
    """A number nobody can guess from a neighbour's: a card's number is half of what opens an account."""
    body = CARD_PREFIX + codes.made(CARD_LENGTH - 2, "0123456789")
    return body + check_digit(body)


def clean_number(text: str) -> str:
    """A number as it was scanned or typed, without spaces and hyphens."""
    return re.sub(r"[\s\-–]", "", text)[:40]
