"""Two records of one person, side by side."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from chytalnia.people.access import needs
from chytalnia.people.errors import PeopleError
from chytalnia.people.models import Reader, ReaderMerge
from chytalnia.people.readers import queries, services
from chytalnia.people.readers.forms.desk import PairForm
from chytalnia.people.shell import page

from .common import MERGE, crumb, filled_panels, reader_for

COMPARED = (
    ("surname", gettext_lazy("surname")), ("name", gettext_lazy("first name")),
    ("patronymic", gettext_lazy("patronymic")), ("birth_date", gettext_lazy("date of birth")),
    ("phone", gettext_lazy("phone")), ("email", gettext_lazy("e-mail")), ("settlement", gettext_lazy("town or village")),
    ("address", gettext_lazy("address")), ("study_place", gettext_lazy("place of study or work")),
    ("home_unit", gettext_lazy("library of registration")),
)  # fmt: skip


@needs(MERGE)
def merge(request: HttpRequest) -> HttpResponse:
    """Name two records, see them side by side, keep one."""
    asked = request.GET.copy()
    form = PairForm(asked if "first" in asked else None)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        pair = [reader_for(request, form.cleaned_data[name].pk, MERGE) for name in ("first", "second")]
        context |= {"pair": [_side(reader, request) for reader in pair], "lines": _lines(*pair)}
    return page(
        request, "people/desk/readers/merge.html", _("Merge duplicates"), icon="resubmit", crumbs=[crumb()], **context
    )


def _side(reader: Reader, request: HttpRequest) -> dict[str, Any]:
    return {
        "reader": reader, "cards": list(queries.cards(reader)), "years": list(queries.registrations(reader)[:6]),
        "panels": filled_panels("people.reader.merging", reader, request),
    }  # fmt: skip


def _lines(first: Reader, second: Reader) -> list[dict[str, Any]]:
    lines = []
    for name, label in COMPARED:
        left, right = (_told(getattr(reader, name)) for reader in (first, second))
        if left or right:
            kind = "same" if left == right else "differs" if left and right else "only"
            lines.append({"label": label, "left": left, "right": right, "kind": kind})
    return lines


def _told(value: Any) -> str:
    return date_format(value, "SHORT_DATE_FORMAT") if hasattr(value, "year") else str(value or "")


@needs(MERGE)
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Keep one record of two; its page tells how to part them again."""
    keep, gone = (
        reader_for(request, _key(request, name), MERGE) for name in ("keep", "gone")
    )  # fmt: skip
    try:
        services.merge(keep=keep, gone=gone, by=request.user, note=request.POST.get("note", ""))
    except PeopleError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("desk_readers:merge")
    messages.success(request, _("The two records are one now. It can be undone from this page."))
    return redirect("desk_readers:reader", keep.pk)


def _key(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise PermissionDenied
    return int(text)


@needs(MERGE)
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    done = get_object_or_404(ReaderMerge, pk=pk)
    reader_for(request, done.kept_id, MERGE)
    try:
        services.unmerge(merge=done, by=request.user)
    except PeopleError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("These are two readers again."))
    return redirect("desk_readers:reader", done.kept_id)
