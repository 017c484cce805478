"""Authorities made from the headings of records, and the links between the two."""

from __future__ import annotations

import json
from collections import defaultdict
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
    led_on: dict[_Key, int] = {}
    of_kind: dict[str, list[str]] = defaultdict(list)
    for kind, key in wanted:
        of_kind[kind].append(key)
    for kind, keys in of_kind.items():
        # One kind at a time: the index is by kind and then key, and by key alone every authority would be read.
        for piece in chunks(keys):
            there = Authority.objects.filter(kind=kind, key__in=piece)
            for pk, key, into in there.values_list("pk", "key", "merged_into"):
                ids[kind, key] = pk
                if into:
                    led_on[kind, key] = into
    if led_on:
        roots = roots_of(led_on.values())
        ids.update({named: roots[into] for named, into in led_on.items()})
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


def roots_of(pks: Iterable[int]) -> dict[int, int]:
    """The authorities that stand at the end of `merged_into`, by the ids asked for."""
    roots = {pk: pk for pk in pks}
    while True:
        onward: dict[int, int | None] = {}
        for piece in chunks(set(roots.values())):
            merged = Authority.objects.filter(pk__in=piece, merged_into__isnull=False)
            onward.update(merged.values_list("pk", "merged_into"))
        if not onward:
            return roots
        roots = {pk: onward.get(root) or root for pk, root in roots.items()}


def _variants(heading: HeadingOf) -> str:
    other = heading.romanised if heading.romanised != heading.heading else ""
    return json.dumps([other] if other else [], ensure_ascii=False)
