"""What a library decides about receptions."""

from __future__ import annotations

import re
from datetime import date

from django.utils.translation import gettext_lazy as _

from chytalnia.network.settings import declare

_DAY = r"\d{4}-\d\d-\d\d"
_STRETCH = re.compile(rf"({_DAY})(?:\.\.({_DAY}))?")


def silences(text: str) -> list[tuple[date, date]]:
    """«2026-10-20..2026-10-25, 2027-03-28» as stretches of days. Raises ValueError."""
    found = []
    for part in text.replace(";", ",").split(","):
        if not part.strip():
            continue
        told = _STRETCH.fullmatch(part.strip())
        if told is None:
            raise ValueError(part)
        first = date.fromisoformat(told[1])
        found.append((first, date.fromisoformat(told[2]) if told[2] else first))
    return found


def _readable(text: str) -> bool:
    try:
        return all(first <= last for first, last in silences(text))
    except ValueError:
        return False


def declare_settings() -> None:
    declare(
        "receptions.themes", bool, False, label=_("Classes of themes are counted at receptions"),
        help=_("Only how many of each class on a day; never beside a person."),
    )  # fmt: skip
    declare(
        "receptions.silence", str, "", label=_("Days without receptions of deputies"),
        help=_("Of election campaigns: 2026-10-20..2026-10-25, 2027-03-28"), check=_readable,
    )  # fmt: skip
    declare(
        "receptions.queue_most", int, 30, label=_("Tickets of the live queue on a day, at most"),
        check=lambda n: 0 <= n <= 500,
    )  # fmt: skip
