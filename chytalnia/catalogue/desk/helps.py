"""Help while typing: names and subjects that are already there, classes in use, books that are already here."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from chytalnia.catalogue.derive import skeleton
from chytalnia.catalogue.models import Authority, Record, RecordKey
from chytalnia.core.partial import beginning
from chytalnia.people import access
from chytalnia.wire.isbn import is_valid_isbn, normal_isbn

from . import reach
from .class_counts import counted_classes
from .worksheet import BBK_ROWS, UDC_ROWS

MOST = 10
_KINDS = {
    "names": ("person", "body", "meeting"),
    "subjects": ("topic", "place", "form", "time"),
    "titles": ("title",),
}


@require_safe
def authorities(request: HttpRequest, what: str) -> JsonResponse:
    """Headings that begin so, in any script or spelling; those most used first."""
    access.require(request.user, reach.VIEW)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    if len(text) < 2 or what not in _KINDS:
        return JsonResponse({"results": []})
    return JsonResponse({"results": [_told(a) for a in matching(text, _KINDS[what])]})


def matching(text: str, kinds: tuple[str, ...] | list[str], most: int = MOST) -> list[Any]:
    """Authorities whose heading, romanised form or another spelling begins so."""
    key = skeleton(text)
    standing = Authority.objects.filter(kind__in=kinds, merged_into=None)
    # Two questions and not one condition: each has its index.
    begun = standing.filter(beginning("heading", text)).values("pk")
    if key:
        begun = begun.union(standing.filter(beginning("key", key)).values("pk"))
    rows = list(
        Authority.objects.filter(pk__in=begun)
        .annotate(uses=Count("headings"))
        .filter(Q(uses__gt=0) | Q(derived=False))
        .order_by("-uses", "heading")[:most]
    )
    if len(rows) < most and len(text) > 2:
        # Not every database knows capitals of letters that are not Latin. Most headings have no other spelling: that is
        # seen sooner than what is in a list.
        spelled = Q(*(("variants__icontains", way) for way in {text, text.lower(), text.capitalize()}), _connector=Q.OR)
        other = standing.exclude(variants=[]).filter(spelled).exclude(pk__in=[a.pk for a in rows])
        rows += list(other.annotate(uses=Count("headings")).order_by("-uses")[: most - len(rows)])
    return rows


def _told(authority: Any) -> dict[str, Any]:
    notes = [authority.dates] if authority.dates else []
    notes += [v for v in authority.variants[:2] if v != authority.heading]
    if authority.uses:
        notes.append(ngettext("%(n)d record", "%(n)d records", authority.uses) % {"n": authority.uses})
    surname, _comma, given = authority.heading.partition(",")
    return {
        "text": authority.heading,
        "note": " · ".join(notes),
        "fill": {"d": authority.dates, "f": authority.dates, "surname": surname.strip(), "given": given.strip()},
        "kind": authority.kind,
    }


@require_safe
def classes(request: HttpRequest, scheme: str) -> JsonResponse:
    """Class numbers that begin so: the main rows with their names, then those in use here with their counts."""
    access.require(request.user, reach.VIEW)
    text = request.GET.get("q", "").strip()[:40]
    rows = UDC_ROWS if scheme == "udc" else BBK_ROWS
    small = text.casefold()
    told = [
        {"text": number, "note": str(label)}
        for number, label in rows
        if number.startswith(text) or (len(small) > 2 and small in str(label).casefold())
    ]
    have = {row["text"] for row in told}
    if text:
        for number, count in counted_classes(scheme, text, most=MOST):
            if number not in have:
                note = ngettext("%(n)d record here", "%(n)d records here", count) % {"n": count}
                parent = max((r for r in rows if number.startswith(r[0])), key=lambda r: len(r[0]), default=None)
                told.append({"text": number, "note": f"{parent[1]} · {note}" if parent else note})
    return JsonResponse({"results": told[:16]})


@require_safe
def isbn(request: HttpRequest) -> JsonResponse:
    """What is already here under an ISBN, so that copies are attached instead of a second description."""
    access.require(request.user, reach.VIEW)
    text = request.GET.get("q", "")[:40]
    normal = normal_isbn(text)
    if not normal:
        return JsonResponse({"results": [], "message": _("This is not yet an ISBN.") if text else "", "valid": False})
    pks = RecordKey.objects.filter(kind="isbn", value=normal).values("record")
    found = Record.objects.light().active().filter(pk__in=pks).select_related("owner")[:5]
    results = [
        {
            "text": f"{r.title} ({r.year or '–'})",
            "note": str(r.owner or ""),
            "url": reverse("describing:record", args=[r.pk]) + "?tab=items",
        }
        for r in found
    ]
    message = (
        _("Already here: attach copies instead of describing it again.")
        if results
        else _("No record here has this ISBN yet.")
    )
    return JsonResponse({"results": results, "message": message, "valid": is_valid_isbn(normal), "isbn": normal})
