"""From the label to the find: no account, one tap; the rest is said afterwards by whoever wants to."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from chytalnia.bookcrossing import queries, services
from chytalnia.bookcrossing.errors import CrossingError, NoBook, WrongNumber
from chytalnia.bookcrossing.forms import FindForm, NumberForm, ReleaseForm, SaidForm
from chytalnia.bookcrossing.models import Sighting, Traveller, Words
from chytalnia.bookcrossing.numbers import parse
from chytalnia.journal import later
from chytalnia.media.errors import RefusedFile
from chytalnia.people import rules

from .common import from_ourselves, reader_of, too_fast, wants_json, with_camera

_PROOF = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@never_cache
def door(request: HttpRequest, number: str) -> HttpResponse:
    """The code on a label: counted, and led to the page in the language of the phone."""
    if refused := too_fast(request, "door", times=5):
        return refused
    language = translation.get_language_from_request(request)
    try:
        signs = parse(number)
    except WrongNumber:
        signs = ""
    book = queries.by_number(signs) if signs else None
    if book is not None:
        later.record("crossing.scans", unit=book.unit_id, source=book)
    with translation.override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        return HttpResponseRedirect(reverse("bookcrossing:find", args=[signs or number]))


@_PROOF
def number(request: HttpRequest) -> HttpResponse:
    """The number typed by hand or read by the camera of the page."""
    form = NumberForm(request.GET if "number" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("bookcrossing:find", form.cleaned_data["number"])
    return with_camera(render(request, "bookcrossing/number.html", {"form": form}))


@never_cache
@_PROOF
@from_ourselves
def find(request: HttpRequest, number: str) -> HttpResponse:
    book = _book(request, number)
    if isinstance(book, HttpResponse):
        return book
    form = FindForm(request.POST or None, request.FILES or None, initial={"key": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        if form.is_a_trap:
            return _done(request, reverse("bookcrossing:journey", args=[book.pk]))
        answer = _act(request, form, book, services.find)
        if answer is not None:
            return answer
    elif request.method == "POST" and wants_json(request):
        return _refused(" ".join(str(error) for errors in form.errors.values() for error in errors))
    return render(
        request, "bookcrossing/find.html",
        {"book": book, "form": form, "steps": queries.steps(book)[-3:], "check": queries.check_of(request.user)},
        status=422 if form.errors else 200,
    )  # fmt: skip


def _book(request: HttpRequest, number: str) -> Traveller | HttpResponse:
    """The book of a number, or what to answer instead: a free label leads to the registration."""
    if not _came_before(request, number) and (refused := too_fast(request, "numbers", times=5)):
        return refused
    try:
        signs = parse(number)
    except WrongNumber as refusal:
        form = NumberForm({"number": number})
        form.full_clean()
        if wants_json(request):
            return _refused(str(refusal))
        return with_camera(render(request, "bookcrossing/number.html", {"form": form}, status=404))
    if book := queries.by_number(signs):
        return book
    if queries.free_label(signs):
        return redirect(f"{reverse('bookcrossing:register')}?number={signs}")
    form = NumberForm({"number": signs})
    form.full_clean()
    form.add_error("number", NoBook.message)
    return with_camera(render(request, "bookcrossing/number.html", {"form": form}, status=404))


def _came_before(request: HttpRequest, number: str) -> bool:
    """A note that a phone sends again, of the same book. Any other counts, however it is asked: a key that is known must
    not open the door to guessing numbers."""
    try:
        key, signs = uuid.UUID(request.POST.get("key", "")), parse(number)
    except (ValueError, WrongNumber):
        return False
    return Sighting.everything.filter(key=key, traveller__number=signs).exists()


def _act(request: HttpRequest, form: FindForm, book: Traveller, act: Any, **more: Any) -> HttpResponse | None:
    """Do what was sent; one that came before is answered again and does not count against the address."""
    said = form.said()
    if not _came_before(request, book.number) and (refused := too_fast(request, "find")):
        return refused
    trusted = rules.may(request.user, "bookcrossing.manage", book.unit)
    try:
        step = act(
            traveller=book,
            reader=reader_of(request),
            by=request.user if trusted else None,
            trusted=trusted,
            **said,
            **more,
        )
    except (CrossingError, RefusedFile) as refusal:
        if wants_json(request):
            return _refused(str(refusal))
        form.add_error(None, str(refusal))
        return None
    return _done(request, reverse("bookcrossing:step", args=[step.key]))


def _refused(text: str) -> JsonResponse:
    return JsonResponse({"refused": text}, status=422, json_dumps_params={"ensure_ascii": False})


def _done(request: HttpRequest, url: str) -> HttpResponse:
    return JsonResponse({"url": url}) if wants_json(request) else redirect(url)


@never_cache
@_PROOF
@from_ourselves
def step(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """After the tap: thanks, and whatever one wants to add. Whoever has the key made the step."""
    done = get_object_or_404(Sighting.objects.select_related("traveller__unit", "traveller__shelf", "shelf"), key=key)
    book, words = done.traveller, getattr(done, "words", None)
    first = {name: getattr(words, name) for name in ("nick", "text", "place", "rating")} if words else {}
    form = SaidForm(request.POST or None, request.FILES or None, initial=first)
    if request.method == "POST":
        if refused := too_fast(request, "find"):
            return refused
        if request.POST.get("act") == "read":
            return _reading(request, book, done)
        if form.is_valid() and not form.is_a_trap:
            try:
                said = services.say(sighting=done, reader=reader_of(request), **form.said())
            except (CrossingError, RefusedFile) as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _thanks(getattr(said, "words", None)))
                return redirect("bookcrossing:step", key)
    return render(
        request, "bookcrossing/step.html",
        {"step": done, "book": book, "words": words, "form": form, "is_reader": reader_of(request) is not None},
        status=422 if form.errors else 200,
    )  # fmt: skip


def _thanks(words: Words | None) -> str:
    if words is not None and words.stage == "waiting":
        return _("Thank you. The librarian looks at words and photos before everybody sees them.")
    return _("Thank you.")


def _reading(request: HttpRequest, book: Traveller, done: Sighting) -> HttpResponse:
    try:
        services.read(traveller=book, key=uuid.uuid5(done.key, "read"), reader=reader_of(request))
    except CrossingError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Good reading. When you have finished, let the book go on."))
    return redirect("bookcrossing:step", done.key)


@never_cache
@_PROOF
@from_ourselves
def release(request: HttpRequest, number: str) -> HttpResponse:
    book = _book(request, number)
    if isinstance(book, HttpResponse):
        return book
    reader = reader_of(request)
    first = {"key": uuid.uuid4(), "shelf": queries.shelf_of_late(reader) if request.method == "GET" else None}
    form = ReleaseForm(request.POST or None, request.FILES or None, initial=first)
    if request.method == "POST" and form.is_valid():
        if form.is_a_trap:
            return _done(request, reverse("bookcrossing:journey", args=[book.pk]))
        answer = _act(request, form, book, services.release)
        if answer is not None:
            return answer
    elif request.method == "POST" and wants_json(request):
        return _refused(" ".join(str(error) for errors in form.errors.values() for error in errors))
    if book.stage == "retired":
        raise Http404
    return render(
        request, "bookcrossing/release.html",
        {"book": book, "form": form, "is_own": reader is not None and queries.own_books(reader).filter(pk=book.pk).exists()},
        status=422 if form.errors else 200,
    )  # fmt: skip
