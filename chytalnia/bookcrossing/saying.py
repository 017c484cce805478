"""What strangers may write on a page that children read."""

from __future__ import annotations

import re

_LEADS_AWAY = re.compile(
    r"\S+@\S+|(?<!\w)@\w{3,}|https?://|www\.|\bt\.me/|"
    r"\b[\w-]+\.(?:com|net|org|info|me|eu|ly|io|su|by|ru|ua|kz|рф|укр|қаз)\b",
    re.I,
)
_NUMBER_TO_CALL = re.compile(r"(?:\+?\d[\s().-]*){7,}")
#: Digits that call nobody: a day, years from and to, an hour, an ISBN, thousands.
_YEAR = r"(?:1\d|20)\d\d"
_HARMLESS = re.compile(
    rf"\b(?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|1[0-2])[./-](?:{_YEAR}|\d\d)\b|\b{_YEAR}\s?[-–—/]\s?{_YEAR}\b|"
    r"\b(?:[01]?\d|2[0-3])[:.][0-5]\d\b(?!\.?\d)|\b97[89][ -]?(?:\d[ -]?){9}[\dXХ]\b|\b\d{1,3}(?: 000)+\b"
)


def suitable(*texts: str) -> bool:
    """Whether there is no telephone number, address of mail or link: nobody shall be called or led away from here."""
    return not any(_LEADS_AWAY.search(text) or _NUMBER_TO_CALL.search(_HARMLESS.sub(" · ", text)) for text in texts)


def suitable_title(*texts: str) -> bool:
    """The same of a title and an author, where there may be years and numbers of any kind."""
    return not any(
        _LEADS_AWAY.search(text) or re.search(r"\+\d[\d\s().-]{8,}|\b[078]\d{9,10}\b", text) for text in texts
    )
