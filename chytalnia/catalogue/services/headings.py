"""Authorities made from the headings of records, and the links between the two."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from chytalnia.catalogue.bulk import chunks, insert, new_ids
from chytalnia.catalogue.derive import HeadingOf
from chytalnia.catalogue.models import Authority, Heading

_Key = tuple[str, str]


def link(headings: Mapping[int, Iterable[HeadingOf]], *, replace: Iterable[int] = ()) -> None:
    """Link records (by id) to the authorities of their headings, making those that are not there.

    For records in `replace` the links of their former state are taken away first.
    """
    for piece in chunks(replace):
        Heading.objects.filter(record_id__in=piece).delete()
    wanted: dict[_Key, HeadingOf] = {}
    for found in headings.values():
        for heading in found:
            known = wanted.get((heading.kind, heading.key))
            # The spelling in the original script is the better heading of the two.
            if known is None or (known.romanised == known.heading and heading.romanised != heading.heading):
                wanted[heading.kind, heading.key] = heading
    ids = _resolve(wanted)
    insert(
        Heading,
        ["record", "authority", "role"],
        [(pk, ids[h.kind, h.key], h.role) for pk, found in headings.items() for h in found],
        ignore=True,
    )


def _resolve(wanted: Mapping[_Key, HeadingOf]) -> dict[_Key, int]:
    ids: dict[_Key, int] = {}
    for piece in chunks({key for _, key in wanted}):
        for pk, kind, key in Authority.objects.filter(key__in=piece).values_list("pk", "kind", "key"):
            ids[kind, key] = pk
    missing = [h for k, h in wanted.items() if k not in ids]
    fresh = new_ids(Authority, len(missing))
    insert(
        Authority,
        ["id", "kind", "key", "heading", "romanised", "dates", "variants", "sources", "number", "note", "derived"],
        [
            (pk, h.kind, h.key, h.heading, h.romanised, h.dates, _variants(h), "[]", "", "", True)
            for pk, h in zip(fresh, missing, strict=True)
        ],
    )
    ids.update({(h.kind, h.key): pk for pk, h in zip(fresh, missing, strict=True)})
    return ids


def _variants(heading: HeadingOf) -> str:
    other = heading.romanised if heading.romanised != heading.heading else ""
    return json.dumps([other] if other else [], ensure_ascii=False)
