"""Records that may describe one edition: found by shared keys, weighed by evidence, put into the merge queue."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.utils import timezone
from rapidfuzz import fuzz

from chytalnia.catalogue.bulk import chunks, insert, moment
from chytalnia.catalogue.derive import name_skeleton, pages, skeleton
from chytalnia.catalogue.models import MergeCase, Record, RecordKey

#: A key that more records share says nothing: sets and series often have one ISBN.
CROWD = 8
#: Cases from one batch at most: a file full of copies must not stop the import.
MOST_CASES = 300
#: Score from which a pair is worth a person's look: between libraries, and within one, where two records are mostly meant.
ACROSS, WITHIN = 0.6, 0.9

_SEEN = (
    "id", "owner_id", "agency", "control_number", "title", "author", "year", "languages", "level", "kind", "publisher",
    "edition", "extent",
)  # fmt: skip
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for (+) or against (−) two records being one edition, with what each says."""

    code: str
    weight: float
    first: str = ""
    second: str = ""


def weigh(a: dict[str, Any], b: dict[str, Any]) -> tuple[float, list[Evidence]]:
    """How likely two records are one edition, 0–1, and why. Takes the columns of the records and their ISBNs."""
    found: list[Evidence] = []

    def say(code: str, weight: float, first: Any = "", second: Any = "") -> None:
        found.append(Evidence(code, weight, str(first or ""), str(second or "")))

    if a["control_number"] and a["control_number"] == b["control_number"] and a["agency"] == b["agency"] != "":
        say("control_number", 0.6, a["control_number"], b["control_number"])
    if a["isbns"] & b["isbns"]:
        say("isbn", 0.45, *[min(a["isbns"] & b["isbns"])] * 2)
    elif a["isbns"] and b["isbns"]:
        say("other_isbn", -0.35, min(a["isbns"]), min(b["isbns"]))
    titles = skeleton(a["title"]), skeleton(b["title"])
    likeness = max(fuzz.ratio(*titles), fuzz.token_sort_ratio(*titles))
    heads = [skeleton(t.split(" : ")[0]) for t in (a["title"], b["title"])]
    likeness = max(likeness, fuzz.ratio(*heads) - 5)
    weight = 0.3 if likeness >= 94 else 0.2 if likeness >= 85 else 0.0 if likeness >= 70 else -0.4
    if weight:
        say("title" if weight > 0 else "other_title", weight, a["title"], b["title"])
    if set(_DIGITS.findall(titles[0])) != set(_DIGITS.findall(titles[1])):
        say("numbers_in_title", -0.3, a["title"], b["title"])
    if a["author"] and b["author"]:
        names = name_skeleton(a["author"]), name_skeleton(b["author"])
        same = fuzz.ratio(*names) >= 88
        say("author" if same else "other_author", 0.2 if same else -0.25, a["author"], b["author"])
    if a["year"] and b["year"]:
        same = a["year"] == b["year"]
        say("year" if same else "other_year", 0.1 if same else -0.25, a["year"], b["year"])
    counts = pages(a["extent"]), pages(b["extent"])
    if counts[0] and counts[1]:
        same = abs(counts[0] - counts[1]) <= max(2, counts[0] // 50)
        say("pages" if same else "other_pages", 0.15 if same else -0.2, a["extent"], b["extent"])
    if a["publisher"] and b["publisher"]:
        likeness = fuzz.token_set_ratio(skeleton(a["publisher"]), skeleton(b["publisher"]))
        if likeness >= 80 or likeness < 40:
            say(*(("publisher", 0.1) if likeness >= 80 else ("other_publisher", -0.1)), a["publisher"], b["publisher"])
    if a["languages"] and b["languages"] and a["languages"].split()[0] != b["languages"].split()[0]:
        say("other_language", -0.5, a["languages"], b["languages"])
    if a["edition"] and b["edition"] and skeleton(a["edition"]) != skeleton(b["edition"]):
        say("other_edition", -0.15, a["edition"], b["edition"])
    if a["kind"] != b["kind"]:
        say("other_kind", -0.4, a["kind"], b["kind"])
    if a["level"] != b["level"]:
        say("other_level", -0.3, a["level"], b["level"])
    return round(min(1.0, max(0.0, sum(e.weight for e in found))), 3), found


def find(pks: Iterable[int]) -> int:
    """Compare records with those that share a key with them and put likely pairs into the queue; returns how many.

    Work is bounded: crowded keys are passed over, and a pair that has a case already is not opened again.
    """
    pks = set(pks)
    pairs = _pairs(pks)
    if not pairs:
        return 0
    seen = _columns({pk for pair in pairs for pk in pair})
    now = moment(timezone.now())
    cases = []
    for first, second in sorted(pairs):
        if first not in seen or second not in seen:
            continue
        a, b = seen[first], seen[second]
        score, evidence = weigh(a, b)
        if score >= (ACROSS if a["owner_id"] != b["owner_id"] else WITHIN):
            text = json.dumps([asdict(e) for e in evidence], ensure_ascii=False)
            cases.append((first, second, "open", now, score, text, now))
    cases = sorted(cases, key=lambda case: -case[4])[:MOST_CASES]
    before = MergeCase.objects.count() if cases else 0
    insert(MergeCase, ["first", "second", "stage", "stage_since", "score", "evidence", "found_at"], cases, ignore=True)
    return MergeCase.objects.count() - before if cases else 0


def _pairs(pks: set[int]) -> set[tuple[int, int]]:
    values: dict[str, set[str]] = defaultdict(set)
    for piece in chunks(pks):
        for kind, value in RecordKey.objects.filter(record__in=piece).exclude(kind="issn").values_list("kind", "value"):
            values[kind].add(value)
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    for kind, some in values.items():
        for values_here in chunks(some):
            for value, pk in RecordKey.objects.filter(kind=kind, value__in=values_here).values_list(
                "value", "record_id"
            ):
                holders[kind, value].append(pk)
    pairs = set()
    for sharing in holders.values():
        if 1 < len(sharing) <= CROWD:
            pairs |= {(min(a, b), max(a, b)) for a in sharing for b in sharing if a != b and a in pks}
    return pairs


def _columns(pks: set[int]) -> dict[int, dict[str, Any]]:
    seen: dict[int, dict[str, Any]] = {}
    for piece in chunks(pks):
        for row in Record.objects.active().filter(pk__in=piece).values(*_SEEN):
            seen[row["id"]] = {**row, "isbns": set()}
        for pk, value in RecordKey.objects.filter(kind="isbn", record__in=piece).values_list("record_id", "value"):
            if pk in seen:
                seen[pk]["isbns"].add(value)
    return seen


def propose(*, first: int, second: int) -> MergeCase:
    """Put a pair that a person noticed into the queue, with the evidence weighed; a case that is there is returned."""
    low, high = sorted((first, second))
    seen = _columns({low, high})
    score, evidence = weigh(seen[low], seen[high])
    case, _ = MergeCase.objects.get_or_create(
        first_id=low, second_id=high, defaults={"score": score, "evidence": [asdict(e) for e in evidence]}
    )
    return case
