"""What strangers may write on a page that children read."""

from __future__ import annotations

import re

_CONTACT = re.compile(
    r"(?:\+?\d[\s().-]*){7,}|\S+@\S+|https?://|www\.|\bt\.me/|\b[\w-]+\.(?:com|net|org|ru|ua|kz|рф|укр|қаз)\b", re.I
)


def suitable(*texts: str) -> bool:
    """Whether there is no telephone number, address of mail or link: nobody shall be called or led away from here."""
    return not any(_CONTACT.search(text) for text in texts)
