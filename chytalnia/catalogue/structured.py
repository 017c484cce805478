"""Works and people for machines: schema.org."""

from __future__ import annotations

import json
import re
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from chytalnia.catalogue.models import Authority, Record, Work
from chytalnia.wire.describe import jsonld, offer, work_jsonld

from .queries.holdings import Branch, Holdings
from .queries.works import WorkPage

#: Editions and offers told in a page; a search engine reads no more, and a phone has to load them all.
MOST_EXAMPLES = 12
MOST_OFFERS = 12


def absolute(path: str) -> str:
    return f"{settings.PUBLIC_URL}{path}"


def offers(holdings: Holdings) -> list[dict[str, Any]]:
    return [_offer(branch) for branch in holdings.branches[:MOST_OFFERS]]


def _offer(branch: Branch) -> dict[str, Any]:
    return offer(
        str(branch.unit.name),
        absolute(branch.unit.get_absolute_url()),
        available=bool(branch.available),
        shelf_mark=next(iter(branch.shelf_marks), ""),
    )


def work(page: WorkPage, *, image: str) -> dict[str, Any]:
    """A work with its editions and where it can be had."""
    told = work_jsonld(
        page.work.title,
        absolute(page.work.get_absolute_url()),
        page.main.bib.creators,
        [(e.record.bib, absolute(e.record.get_absolute_url())) for e in page.editions[:MOST_EXAMPLES]],
        other_titles=[text for text, _ in page.spellings[:8]],
    )
    if any(example.get("@type") == "Book" for example in _listed(told.get("workExample"))):
        told["@type"] = "Book"
    told["image"] = image
    if found := offers(page.holdings):
        told["offers"] = found
    return told


def record(one: Record, of: Work, holdings: Holdings, *, image: str) -> dict[str, Any]:
    return jsonld(
        one.bib,
        absolute(one.get_absolute_url()),
        work_url=absolute(of.get_absolute_url()),
        images=[image],
        offers=offers(holdings),
    )


def person(authority: Authority, works: list[Work]) -> dict[str, Any]:
    """A person or a body with some of what they made."""
    kind = {"person": "Person", "body": "Organization", "meeting": "Event"}.get(authority.kind, "Thing")
    url = absolute(authority.get_absolute_url())
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": kind,
        "@id": url,
        "url": url,
        "name": authority.name,
    }
    others = [str(variant) for variant in authority.variants if variant]
    if authority.romanised:
        others.append(authority.romanised)
    if others:
        told["alternateName"] = others
    dates = re.match(r"^\D*(\d{4})\??\s*[-–—]?\s*(\d{4})?", authority.dates)
    if kind == "Person" and dates:
        told["birthDate"] = dates.group(1)
        if dates.group(2):
            told["deathDate"] = dates.group(2)
    if works:
        told["@reverse"] = {
            "about" if kind == "Thing" else "author": [
                {"@type": "CreativeWork", "@id": absolute(one.get_absolute_url()), "name": one.title}
                for one in works[:10]
            ]
        }
    return told


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def script(told: dict[str, Any]) -> SafeString:
    """JSON that may stand inside a script element: nothing in it can end the element."""
    text = json.dumps(told, ensure_ascii=False)
    for character, escape in (("<", "\\u003C"), (">", "\\u003E"), ("&", "\\u0026")):
        text = text.replace(character, escape)
    return mark_safe(text)  # noqa: S308 - escaped above
