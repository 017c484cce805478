"""Numbers of travelling books: a prefix of the network, seven signs by chance and a check sign, «KR-7K2M-9XQ4».

The signs are 32: digits and Latin letters without I, L, O and U, so that nothing looks or sounds like something else. The check
sign is a sum over the field of 32 elements with weights that are all different: one wrong sign, or any two that changed places, is
always noticed. A prefix begins with a letter, so a number never looks like a BCID (three digits, a hyphen, seven or eight digits).
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

from .errors import WrongNumber

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: Signs after the prefix, the check sign among them.
BODY = 8
PREFIX = re.compile(r"[A-HJKMNP-TV-Z][0-9A-HJKMNP-TV-Z]{1,3}")
_VALUE = {sign: value for value, sign in enumerate(SIGNS)}
#: What a Cyrillic keyboard gives for the same shapes, and the letters we left out.
_ALIKE = str.maketrans("АВЕКМНОРСТУХІЗOIL", "ABEKMH0PCTYX13011")
#: x⁵ + x² + 1, whose root runs through all 31 elements that are not zero.
_POLYNOMIAL = 0b100101


def _times_root(value: int) -> int:
    value <<= 1
    return value ^ _POLYNOMIAL if value & 32 else value


def check_sign(signs: str) -> str:
    total = 0
    # Horner's way: the sign next to the check sign has the weight of the root, the one before it the root's square …
    for sign in signs:
        total = _times_root(total ^ _VALUE[sign])
    return SIGNS[total]


def new(prefix: str, chance: Callable[[int], int] = secrets.randbelow) -> str:
    """A number nobody can guess, without separators. Raises ValueError for a prefix that is none."""
    if not PREFIX.fullmatch(prefix):
        raise ValueError(f"{prefix!r} is no prefix")
    signs = prefix + "".join(SIGNS[chance(32)] for _ in range(BODY - 1))
    return signs + check_sign(signs)


def parse(text: str) -> str:
    """The number in what was typed, scanned or read aloud, without separators. Raises WrongNumber when it cannot be one."""
    # A code is an address: the number is its last part.
    last = re.split(r"[?#]", text.strip())[0].rstrip("/").rpartition("/")[2]
    signs = re.sub(r"[\W_]+", "", last).upper().translate(_ALIKE)
    if not BODY + 2 <= len(signs) <= BODY + 4 or not PREFIX.fullmatch(signs[:-BODY]) or set(signs) - _VALUE.keys():
        raise WrongNumber
    if check_sign(signs[:-1]) != signs[-1]:
        raise WrongNumber
    return signs


def written(number: str) -> str:
    """As it stands on a label: «KR-7K2M-9XQ4»."""
    return f"{number[:-8]}-{number[-8:-4]}-{number[-4:]}"
