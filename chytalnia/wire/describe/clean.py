"""What keeps any text of any record from breaking a format: characters XML forbids, addresses, ISO dates."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

# XML 1.0, production 2: everything else may not stand in a document, even as a character reference.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """The text without characters that XML 1.0 does not allow."""
    return _FORBIDDEN.sub("", text)


def one_line(text: str) -> str:
    """The text on one line, without control characters."""
    return " ".join("".join(c if c.isprintable() or c.isspace() else "" for c in xml_text(text)).split())


def web_address(url: str) -> str:
    """An http(s) address fit for a link, percent-encoded where needed; '' when it is something else."""
    url = one_line(url).replace(" ", "%20")
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https", "ftp") or not parts.netloc:
        return ""
    return quote(url, safe="%/:=&?~#+!$,;'@()*[]-._")


def year_of(text: str) -> str:
    """The first year in a date as printed: «cop. 1998» → «1998»; '' when there is none."""
    found = re.search(r"(?<!\d)(1[0-9]{3}|20[0-9]{2})(?!\d)", text)
    return found.group(1) if found else ""
