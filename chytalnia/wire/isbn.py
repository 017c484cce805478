"""Standard numbers of books and serials: found in what was printed or typed, checked, brought to one form.

ISBN: ISO 2108 (13 digits, the weights 1 and 3; the older 10 characters with modulus 11 are turned into 978…).
ISSN: ISO 3297 (8 characters, modulus 11).
"""

from __future__ import annotations

import re
import unicodedata

#: What people and old catalogues put between the digits: any dash, spaces of any width, soft hyphen, minus, underscore.
_BETWEEN = r"[\s\u00ad\u2010-\u2015\u2212\u200b\ufeff._\-]*"
#: The check character ten is Latin X; Cyrillic Х (and its small letter) is what a Cyrillic keyboard gives.
_TEN = str.maketrans("xхХχΧ", "XXXXX")

_ISBN13 = re.compile(rf"(?<!\d)9{_BETWEEN}7{_BETWEEN}[89](?:{_BETWEEN}\d){{10}}(?!\d)")
_ISBN10 = re.compile(rf"(?<!\d)\d(?:{_BETWEEN}\d){{8}}{_BETWEEN}[\dX](?!\w)")
_ISSN = re.compile(rf"(?<!\d)\d(?:{_BETWEEN}\d){{6}}{_BETWEEN}[\dX](?!\w)")
_LENGTH = re.compile(r"(?i)\bISBN[\s-]*1[03]\s*[:)]")
_NOT_DIGITS = re.compile(r"[^\dX]")


def normal_isbn(text: str) -> str:
    """The first valid ISBN in `text` as 13 digits, or an empty string when there is none.

    Prefixes (`ISBN`, `ISBN-13:`), dashes, spaces, notes such as «(в пер.)» and a Cyrillic Х are understood.
    """
    if not text:
        return ""
    plain = _plain(text)
    for match in _ISBN13.finditer(plain):
        digits = _bare(match.group())
        if _check13(digits[:12]) == digits[12]:
            return digits
    for match in _ISBN10.finditer(plain):
        digits = _bare(match.group())
        if _check_modulus_11(digits[:9]) == digits[9]:
            core = "978" + digits[:9]
            return core + _check13(core)
    return ""


def is_valid_isbn(text: str) -> bool:
    """Whether `text` is one ISBN and nothing else (a prefix and dashes aside) and its check digit is right."""
    bare = _whole(text, "ISBN")
    if len(bare) == 13:
        return bare.isdigit() and bare[:3] in ("978", "979") and _check13(bare[:12]) == bare[12]
    return len(bare) == 10 and bare[:9].isdigit() and _check_modulus_11(bare[:9]) == bare[9]


def normal_issn(text: str) -> str:
    """The first valid ISSN in `text` as 8 characters without a dash, or an empty string when there is none."""
    for match in _ISSN.finditer(_plain(text)) if text else ():
        digits = _bare(match.group())
        if _check_modulus_11(digits[:7]) == digits[7]:
            return digits
    return ""


def is_valid_issn(text: str) -> bool:
    """Whether `text` is one ISSN and nothing else (a prefix and a dash aside) and its check digit is right."""
    bare = _whole(text, "ISSN")
    return len(bare) == 8 and bare[:7].isdigit() and _check_modulus_11(bare[:7]) == bare[7]


def _plain(text: str) -> str:
    """Digits of any alphabet as 0–9, «ten» as X, and the 10 or 13 of a prefix taken away."""
    plain = unicodedata.normalize("NFKC", text).translate(_TEN)
    return _LENGTH.sub("ISBN ", plain)


def _bare(text: str) -> str:
    return _NOT_DIGITS.sub("", text)


def _whole(text: str, prefix: str) -> str:
    """`text` without its prefix and what stands between the digits; anything else in it stays and spoils the check."""
    plain = re.sub(rf"(?i)^\s*{prefix}[\s:]*", "", _plain(text))
    return re.sub(_BETWEEN, "", plain)


def _check13(twelve: str) -> str:
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(twelve))
    return str(-total % 10)


def _check_modulus_11(digits: str) -> str:
    """The check character: weights fall to 2 on the last digit; ten is written X."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(len(digits) + 1, 1, -1), strict=True))
    check = -total % 11
    return "X" if check == 10 else str(check)
