"""What a desk without a line asks of the server: its page, which holds no person's data, and three doors for its token."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from chytalnia.core import audit, limits
from chytalnia.lending.models import Act, OfflineDesk, Received
from chytalnia.people.models import ConsentKind
from chytalnia.people.readers import wording

from . import desks, extract, shelf, texts
from .parse import NotUnderstood, lines_of
from .replay import take_in

#: A message of a hundred lines is far below this.
MOST_BYTES = 256 * 1024

View = Callable[..., HttpResponse]


# The page


@require_GET
def shell(request: HttpRequest, language: str) -> HttpResponse:
    """The page itself, the same for everybody: it opens for a person whose session has ended, and from the device's cache."""
    _known_language(language)
    with translation.override(language):
        answer = render(request, "lending/offline/page.html", {"language": language, "texts": texts.of_page()})
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@require_GET
def manifest(request: HttpRequest, language: str) -> HttpResponse:
    _known_language(language)
    with translation.override(language):
        told = {
            "name": _("Lending without a line"), "short_name": _("Lending"), "lang": language, "id": "/offline/",
            "start_url": reverse("offline:page", args=[language]), "scope": "/offline/", "display": "standalone",
            "background_color": "#FBF8F1", "theme_color": "#1E5B4A",
            "icons": [
                {"src": static(f"lending/offline/icon-{side}.png"), "sizes": f"{side}x{side}", "type": "image/png",
                 "purpose": purpose}
                for side, purpose in ((192, "any"), (512, "any"), (512, "maskable"))
            ],
        }  # fmt: skip
    return JsonResponse(told, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@require_GET
@never_cache
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. It names what to keep by content, so that a new version of the program is a new worker."""
    kept = shelf.kept()
    return render(
        request, "lending/offline/sw.js", {"kept": json.dumps(kept.addresses), "version": kept.version},
        content_type="text/javascript",
    )  # fmt: skip


def _known_language(language: str) -> None:
    if language not in dict(settings.LANGUAGES):
        raise Http404


# The doors


def _message(request: HttpRequest) -> Any:
    """What the device says; raises NotUnderstood."""
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        raise NotUnderstood
    try:
        return json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise NotUnderstood from error


def door(view: View) -> View:
    """A message comes in as JSON. No cookie opens anything here, so no other site can speak for a person."""

    @csrf_exempt
    @require_POST
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **words: Any) -> HttpResponse:
        try:
            return view(request, _message(request), *args, **words)
        except NotUnderstood:
            return JsonResponse({"error": "not_understood"}, status=400)

    return guarded


def by_token(view: View) -> View:
    """Open to a desk that names its token; any other is told that it is shut."""

    @wraps(view)
    def guarded(request: HttpRequest, message: Any) -> HttpResponse:
        kind, _space, token = request.headers.get("Authorization", "").partition(" ")
        desk = desks.known(token.strip()) if kind == "Bearer" else None
        return JsonResponse({"error": "shut"}, status=401) if desk is None else view(request, message, desk)

    return guarded


@door
def open_desk(request: HttpRequest, message: Any) -> HttpResponse:
    """A code for a token, once. Whoever tries codes out is kept waiting."""
    if seconds := limits.wait(request, "offline.open", limits.rate(settings.OFFLINE_OPEN_RATE)):
        return JsonResponse({"error": "later"}, status=429, headers={"Retry-After": str(seconds)})
    code = message.get("code") if isinstance(message, dict) else None
    opened = desks.open_by(code) if isinstance(code, str) and len(code) <= 40 else None
    if opened is None:
        return JsonResponse({"error": "wrong_code"}, status=403)
    desk, token = opened
    return JsonResponse({"token": token, "name": desk.name, "unit": str(desk.unit), "desk": desk.pk})


@door
@by_token
def known(request: HttpRequest, message: Any, desk: OfflineDesk) -> HttpResponse:
    """What the device should know by now and does not."""
    have = message.get("have") if isinstance(message, dict) else None
    readers_of, copies_of = (_prints(have, name) for name in ("readers", "copies"))
    language = str(message.get("language", "")) if isinstance(message, dict) else ""
    with translation.override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        return _packed(request, _known(desk, readers_of, copies_of, translation.get_language() or "uk"))


@dataclass(frozen=True, slots=True)
class Kept:
    """What was told of a branch last: after which act of its desk, from what state, with which prints of buckets, which kinds of
    documents, how many left off."""

    act: int
    state: str
    readers: dict[str, str]
    copies: dict[str, str]
    kinds: set[str]
    left_off: int


_NOTHING = '{"fresh":{},"gone":[]}'
KEPT_SECONDS = 24 * 60 * 60


def _known(desk: OfflineDesk, readers_of: dict[str, str], copies_of: dict[str, str], language: str) -> str:
    day, key = timezone.localdate(), f"offline:{desk.unit_id}"
    act = Act.objects.filter(unit=desk.unit).order_by("-pk").values_list("pk", flat=True).first() or 0
    kept: Kept | None = cache.get(key)
    # While the desk works, something has changed: its state is asked only when nothing was done there since the last time.
    state = extract.state_of(desk.unit, day) if kept is not None and kept.act == act else ""
    has_it = kept is not None and (kept.state, kept.readers, kept.copies) == (state, readers_of, copies_of)
    if kept is not None and has_it and state and (readers_of or copies_of):
        return _answered(desk, day, language, kept, _NOTHING, _NOTHING)
    rows = extract.of(desk.unit, day)
    if not readers_of and not copies_of:
        # Children are among them: that their names left the house is written down.
        audit.log(
            "lending.fill_desk", by=None, about=desk, unit=desk.unit,
            after={"readers": len(rows.readers), "copies": len(rows.copies)},
        )  # fmt: skip
    readers, all_readers = extract.changed(rows.readers, extract.READER_BUCKETS, readers_of)
    copies, all_copies = extract.changed(rows.copies, extract.COPY_BUCKETS, copies_of)
    # What was changed while the rows were read belongs to neither state.
    state = state if state and extract.state_of(desk.unit, day) == state else ""
    made = Kept(act, state, all_readers, all_copies, {row[5] for row in rows.copies} | {"book"}, rows.left_off)
    cache.set(key, made, KEPT_SECONDS)
    return _answered(desk, day, language, made, readers, copies)


def _answered(desk: OfflineDesk, day: date, language: str, made: Kept, readers: str, copies: str) -> str:
    told = {
        "now": timezone.now().isoformat(), "desk": extract.desk_of(desk, day), "left_off": made.left_off,
        "terms": extract.terms_of(desk.unit, made.kinds),
        "consents": [wording.current(kind, language).text for kind in (ConsentKind.RULES, ConsentKind.DATA)],
    }  # fmt: skip
    rest = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return f'{rest[:-1]},"readers":{readers},"copies":{copies}}}'


def _prints(have: Any, name: str) -> dict[str, str]:
    told = have.get(name) if isinstance(have, dict) else None
    return {str(n): str(mark) for n, mark in told.items()} if isinstance(told, dict) and len(told) <= 1000 else {}


@door
@by_token
def told(request: HttpRequest, message: Any, desk: OfflineDesk) -> HttpResponse:
    """Lines of the journal; an answer to each, the same however often it is sent."""
    return JsonResponse({"answers": [_answer(kept) for kept in take_in(desk=desk, lines=lines_of(message))]})


def _answer(kept: Received) -> dict[str, Any]:
    day = timezone.localdate(kept.happened_at)
    return {
        "key": str(kept.key), "outcome": kept.outcome, "problems": kept.problems,
        # The day was in a period that is closed: the fact stands on another.
        "counted_on": kept.act.fact.day.isoformat() if kept.act is not None and kept.act.fact.day != day else "",
    }  # fmt: skip


def _packed(request: HttpRequest, told: str) -> HttpResponse:
    """Compressed, for a line that is thin: nothing of the request is in it, so its length tells nothing."""
    body = told.encode()
    answer = HttpResponse(body, content_type="application/json")
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        answer.content = gzip.compress(body, compresslevel=5)
        answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Vary"] = "Accept-Encoding"
    return answer
