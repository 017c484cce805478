"""A book is registered in a minute: from the catalogue, by ISBN, by title."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from chytalnia.bookcrossing import queries, services
from chytalnia.bookcrossing.errors import CrossingError
from chytalnia.bookcrossing.forms import RegisterForm
from chytalnia.bookcrossing.models import Owner, Traveller
from chytalnia.bookcrossing.services.registering import record_by_isbn
from chytalnia.catalogue.models import Work
from chytalnia.people.models import Reader

from .common import reader_of, too_fast, with_camera


def _as_whom(reader: Reader | None) -> list[tuple[str, str]]:
    """Oneself, and the classes one answers for."""
    if reader is None:
        return []
    classes = Reader.objects.active().filter(responsible=reader, kind="collective")
    return [("", _("in my own name")), *((str(one.pk), str(one)) for one in classes)]


@never_cache
def register(request: HttpRequest) -> HttpResponse:
    """Readers get a new number; guests need a label that a library has printed."""
    reader = reader_of(request)
    asked = request.GET.get("work", "")
    work = Work.objects.shown().filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 19 else None
    first: dict[str, Any] = {
        "number": request.GET.get("number", ""),
        "owner_nick": request.GET.get("owner_nick", "")[:60],
    }
    if work is not None:
        first |= {"work": work.pk, "title": work.title, "author": work.author}
    form = RegisterForm(request.POST or None, initial=first)
    choices = _as_whom(reader)
    if request.method == "POST":
        if refused := too_fast(request, "register"):
            return refused
        if form.is_valid() and not form.cleaned_data.pop("website"):
            book = _register(form, reader, request.POST.get("as", ""))
            if book is not None:
                return _next(request, book)
    return with_camera(
        render(request, "bookcrossing/register.html",
               {"form": form, "reader": reader, "as_whom": choices, "work": work,
                "chosen": request.POST.get("as", request.GET.get("as", ""))},
               status=422 if form.errors else 200)
    )  # fmt: skip


def _next(request: HttpRequest, book: Traveller) -> HttpResponse:
    """To the release of the book, or to the next one of a heap: a class brings twenty."""
    if "next" not in request.POST:
        return redirect("bookcrossing:release", book.number)
    messages.success(request, _("“%(book)s” has the number %(number)s.") % {"book": book, "number": book.written})
    kept = {name: request.POST.get(name, "")[:60] for name in ("as", "owner_nick")}
    return redirect(f"{reverse('bookcrossing:register')}?{urlencode({k: v for k, v in kept.items() if v})}")


def _register(form: RegisterForm, reader: Reader | None, chosen: str) -> Traveller | None:
    said = dict(form.cleaned_data)
    label = queries.free_label(said["number"]) if said["number"] else None
    if reader is None and label is None:
        form.add_error("number", _("Without a reader's account a book needs a label that a library has printed."))
        return None
    owner, owned_by = (Owner.READER, reader) if reader else (Owner.GUEST, None)
    if reader and chosen.isdecimal():
        owned_by = (
            Reader.objects.active().filter(responsible=reader, kind="collective", pk=int(chosen)).first() or reader
        )
        owner = Owner.CLASS if owned_by != reader else Owner.READER
        said["owner_nick"] = said["owner_nick"] or (str(owned_by) if owner == Owner.CLASS else "")
    unit = label.unit if label else reader.home_unit  # type: ignore[union-attr]
    work = Work.objects.shown().filter(pk=said.pop("work") or 0).first()
    try:
        return services.register(unit=unit, work=work, owner=owner, reader=owned_by, **said)
    except CrossingError as refusal:
        form.add_error(None, str(refusal))
        return None


@require_safe
def lookup(request: HttpRequest) -> JsonResponse:
    """What the catalogue knows of an ISBN, for the form to fill itself in."""
    if too_fast(request, "lookup", times=5):
        return JsonResponse({}, status=429)
    record = record_by_isbn(request.GET.get("isbn", "")[:40])
    if record is None:
        return JsonResponse({"text": _("The catalogue does not know this number; write the title.")})
    author = (record.work.author if record.work else "") or record.author
    return JsonResponse({"title": record.title, "author": author, "text": _("Found in the catalogue.")})
