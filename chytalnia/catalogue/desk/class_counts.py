"""How often each class number stands in the catalogue, counted from time to time and remembered."""

from __future__ import annotations

from collections import Counter

from django.core.cache import cache

from chytalnia.catalogue.models import Record

#: Counts may lag behind the catalogue by this much; they help to choose, nothing is decided by them.
SECONDS = 3600
#: So many of the newest records are read: enough to know how this library classifies, a second's work at most.
READ = 5_000


def counted_classes(scheme: str, beginning: str, *, most: int) -> list[tuple[str, int]]:
    """Class numbers of a scheme that begin so, the most used first."""
    counts = cache.get("catalogue.classes")
    if counts is None:
        counts = _count()
        cache.set("catalogue.classes", counts, SECONDS)
    of_scheme = counts.get("udc" if scheme == "udc" else "rubbk", {})
    found = [(number, n) for number, n in of_scheme.items() if number.startswith(beginning)]
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:most]


def _count() -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {"udc": Counter(), "rubbk": Counter()}
    newest = Record.objects.active().order_by("-pk").values_list("bib_data", flat=True)[:READ]
    for data in newest.iterator(chunk_size=500):
        for one in data.get("classes", ()):
            if one.get("scheme") in counts and one.get("number"):
                counts[one["scheme"]][one["number"][:60]] += 1
    return {scheme: dict(found) for scheme, found in counts.items()}
