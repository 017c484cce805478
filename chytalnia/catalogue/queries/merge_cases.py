"""The merge queue: which cases a person sees, and a case with all that its page compares."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chytalnia.catalogue import presenting
from chytalnia.catalogue.models import Item, MergeCase, Record
from chytalnia.network.models import Unit
from chytalnia.network.paths import under
from chytalnia.people import rules
from chytalnia.wire.bib import Bib, Text

ACTION = "catalogue.merge"

#: Evidence in words: for a code, what a person is told.
REASONS: dict[str, str | Promise] = {
    "control_number": _("the same control number"),
    "isbn": _("the same ISBN"),
    "other_isbn": _("different ISBNs"),
    "title": _("the titles are alike"),
    "other_title": _("the titles differ"),
    "numbers_in_title": _("numbers in the titles differ: perhaps different volumes"),
    "author": _("the same author"),
    "other_author": _("different authors"),
    "year": _("the same year"),
    "other_year": _("different years"),
    "pages": _("as many pages"),
    "other_pages": _("different numbers of pages"),
    "publisher": _("the same publisher"),
    "other_publisher": _("different publishers"),
    "other_language": _("different languages"),
    "other_edition": _("different editions"),
    "other_kind": _("different kinds of document"),
    "other_level": _("one is a part or a serial, the other is not"),
}


def said(code: str, value: str) -> str:
    """What a record says for or against, in words where the evidence keeps a code."""
    if code == "other_kind":
        return presenting.kind_name(value)
    if code == "other_level":
        return presenting.level_name(value)
    return presenting.language_names(value.split()) if code == "other_language" else value


def visible_cases(user: Any) -> QuerySet[MergeCase]:
    """Cases with a record of a library where the person merges. To decide one they need the right for both sides."""
    paths = rules.paths_where(user, ACTION)
    cases = MergeCase.objects.all()
    if "" in paths:
        return cases
    return cases.filter(under(paths, "first__owner__path") | under(paths, "second__owner__path"))


def may_decide(user: Any, case: MergeCase) -> bool:
    owners: list[Unit | None] = [case.first.owner, case.second.owner]
    return all(rules.may(user, ACTION, owner) if owner else user.is_superuser for owner in owners)


def with_records(cases: QuerySet[MergeCase]) -> QuerySet[MergeCase]:
    heavy = [f"{side}__{column}" for side in ("first", "second") for column in ("source", "bib_data")]
    return cases.select_related("first__owner", "second__owner").defer(*heavy)


def narrowed(cases: QuerySet[MergeCase], wanted: dict[str, Any]) -> QuerySet[MergeCase]:
    if stage := wanted.get("stage"):
        cases = cases.filter(stage=stage)
    if unit := wanted.get("unit"):
        cases = cases.filter(under([unit.path], "first__owner__path") | under([unit.path], "second__owner__path"))
    if score := wanted.get("score"):
        low, high = (int(part) / 100 for part in score.split("-"))
        cases = cases.filter(score__gte=low, score__lte=high)
    if reason := wanted.get("reason"):
        # JSON text in one database and jsonb in the other; both write a code like this.
        told = cases.annotate(told=Cast("evidence", TextField()))
        cases = told.filter(told__contains=f'"code": "{reason}"')
    if text := (wanted.get("q") or "").strip():
        folded = text.casefold()
        cases = cases.filter(Q(first__sort_title__startswith=folded) | Q(second__sort_title__startswith=folded))
    return cases


def neighbours(cases: QuerySet[MergeCase], case: MergeCase) -> tuple[int | None, int | None]:
    """The open cases before and after this one in the queue, the surest first."""
    waiting = cases.filter(stage="open").exclude(pk=case.pk)
    surer = Q(score__gt=case.score) | Q(score=case.score, pk__lt=case.pk)
    before = waiting.filter(surer).order_by("score", "-pk").values_list("pk", flat=True).first()
    after = waiting.exclude(surer).order_by("-score", "pk").values_list("pk", flat=True).first()
    return before, after


@dataclass(frozen=True, slots=True)
class Line:
    """One field of two records side by side. Pieces are (text, is it different)."""

    label: str | Promise
    left: list[tuple[str, bool]]
    right: list[tuple[str, bool]]
    kind: str  # same, differs, only


def compare(first: Record, second: Record) -> list[Line]:
    """Two records field by field; fields that neither has are left out."""
    lines = []
    one, other = _fields(first), _fields(second)
    for label in one:
        a, b = one[label], other[label]
        if not a and not b:
            continue
        if a == b:
            lines.append(Line(label, [(a, False)], [(b, False)], "same"))
        elif not a or not b:
            lines.append(Line(label, [(a, False)] if a else [], [(b, False)] if b else [], "only"))
        else:
            lines.append(Line(label, *_pieces(a, b), "differs"))
    return lines


def _pieces(a: str, b: str) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    words_a, words_b = a.split(" "), b.split(" ")
    for step, i, j, k, n in SequenceMatcher(None, words_a, words_b, autojunk=False).get_opcodes():
        if i < j:
            left.append((" ".join(words_a[i:j]), step != "equal"))
        if k < n:
            right.append((" ".join(words_b[k:n]), step != "equal"))
    return left, right


def _fields(record: Record) -> dict[Any, str]:
    bib: Bib = record.bib
    return {
        _("Title"): _text(bib.title.proper),
        _("Other title information"): _text(bib.title.remainder),
        _("Part"): " ".join(part for part in (bib.title.part_number, _text(bib.title.part_name)) if part),
        _("Responsibility"): _text(bib.title.responsibility),
        _("People"): _joined(
            f"{_text(a.name)} {a.dates}".strip() + (f" ({presenting.role_name(a.role)})" if a.role != "aut" else "")
            for a in bib.agents
        ),
        _("Edition"): _text(bib.edition),
        _("Place"): _joined(_text(p) for p in bib.places),
        _("Publisher"): _joined(_text(p) for p in bib.publishers),
        _("Year"): str(bib.date or bib.year or ""),
        _("Extent"): bib.extent,
        _("Size"): bib.size,
        _("Series"): _joined(_text(s.title) for s in bib.series),
        "ISBN": _joined(str(i.value) for i in bib.isbn),
        "ISSN": _joined(str(i.value) for i in bib.issn),
        _("Language"): presenting.language_names(bib.languages),
        _("Kind"): f"{presenting.kind_name(bib.kind)}, {presenting.level_name(bib.level)}",
        _("Subjects"): _joined(" – ".join(_text(p) for p in s.parts) for s in bib.subjects),
        _("Class"): _joined(c.number for c in bib.classes),
        _("Annotation"): bib.abstract,
        _("Notes"): _joined(bib.notes),
    }


def _text(text: Text | None) -> str:
    return (text.value or text.romanised) if text else ""


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(part for part in parts if part)


def copies(case: MergeCase) -> dict[int, list[Item]]:
    """Copies received under each of the two, wherever they are shown now."""
    found: dict[int, list[Item]] = {case.first_id: [], case.second_id: []}
    rows = Item.objects.filter(base_record__in=found).in_stock().select_related("unit")  # type: ignore[attr-defined]
    for item in rows.order_by("unit__path", "pk")[:400]:
        found[item.base_record_id].append(item)
    return found
