"""Codes that people read aloud and type: made by chance, of letters and figures that nobody takes for one another.

Codes given earlier may hold signs that new ones do not (0, 1, U), never O, I or L: so what is typed is read alike for all.
"""

from __future__ import annotations

import secrets

#: Without 0 and O, 1, I and L, U and V, which are taken for one another.
CLEAR = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
#: Signs that are typed for others: no code has the left ones. Cyrillic letters look like Latin ones on paper.
_MEANT = str.maketrans({
    "O": "0", "I": "1", "L": "1", "О": "0", "І": "1", "А": "A", "В": "B", "С": "C", "Е": "E", "Н": "H", "К": "K", "М": "M",
    "Р": "P", "Т": "T", "Х": "X", "У": "Y",
})  # fmt: skip


def made(length: int, letters: str = CLEAR) -> str:
    """A code nobody can guess. Thirty signs: ten of them are 49 bits, twelve 58."""
    return "".join(secrets.choice(letters) for _n in range(length))


def grouped(code: str, size: int = 4) -> str:
    """As it is read aloud: «K7MF-2QXR»."""
    return "-".join(code[n : n + size] for n in range(0, len(code), size))


def typed(text: str) -> str:
    """A code however somebody typed it: small letters, spaces, hyphens, letters of another keyboard."""
    return "".join(sign for sign in text.upper().translate(_MEANT) if sign.isascii() and sign.isalnum())
