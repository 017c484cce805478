"""The answer as a list for paper: numbered descriptions with shelf marks."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from chytalnia.catalogue import finding
from chytalnia.catalogue.finding import WORK, Asked
from chytalnia.catalogue.models import Item, Record
from chytalnia.catalogue.queries.holdings import GONE
from chytalnia.network import memory
from chytalnia.wire.describe import gost

from . import facets

#: Descriptions on one list; a longer one is an export, not a paper.
MOST = 100
#: Shelves told for one title: more than a reader will walk to.
MOST_PLACES = 4


def page(asked: Asked) -> dict[str, Any]:
    found = finding.find(asked, language=get_language() or "", limit=MOST, offset=0, facets=())
    pks = [int(hit.pk) for hit in found.hits if hit.kind == WORK]
    records = _records(pks)
    places = _places(pks, asked.values("unit"))
    units = memory.units_coded(asked.values("unit"))
    return {
        "asked": asked,
        "total": found.total,
        "most": MOST,
        "entries": [
            {
                "description": gost(records[pk].bib),
                "language": records[pk].language_codes[:1],
                "places": places.get(pk, []),
            }
            for pk in pks
            if pk in records
        ],
        "conditions": [facets.label(name, value, units) for name, value in asked.conditions if name != "kind"],
        "url": asked.at(reverse("portal:search")),
        "address": settings.PUBLIC_URL + asked.at(reverse("portal:search")),
        "on": timezone.localdate(),
    }


def _records(works: list[int]) -> dict[int, Record]:
    """The newest edition of each work speaks for it."""
    rows = Record.objects.public().filter(work__in=works).defer("source").order_by("year", "pk")
    return {record.work_id: record for record in rows}


def _places(works: list[int], codes: tuple[str, ...]) -> dict[int, list[str]]:
    """Library and shelf mark, those with more copies first; in the libraries asked for, when some were."""
    items = Item.objects.filter(record__work__in=works).exclude(status__in=GONE).exclude(shelf_mark="")
    if codes:
        items = items.filter(unit__code__in=codes)
    counted: dict[int, Counter[tuple[int, str]]] = defaultdict(Counter)
    for work, unit, mark in items.values_list("record__work", "unit", "shelf_mark"):
        counted[work][unit, mark] += 1
    units = memory.units({unit for one in counted.values() for unit, _mark in one})
    return {
        work: [f"{units[unit]}: {mark}" for (unit, mark), _count in one.most_common(MOST_PLACES)]
        for work, one in counted.items()
    }
