"""The door for files that come in pieces. It speaks tus 1.0.0 (core, creation, termination; https://tus.io), so that any client
of that protocol may bring one, and `media/sending.js` does."""

from __future__ import annotations

import base64
import binascii
import uuid
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from . import uploads
from .errors import InHand, TooLarge, UploadRefused, WrongOffset
from .models import Upload

VERSION = "1.0.0"
PIECE_TYPE = "application/offset+octet-stream"
View = Callable[..., HttpResponse]


def _speaks_tus(view: View) -> View:
    @wraps(view)
    @never_cache
    def spoken(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        method = request.headers.get("X-HTTP-Method-Override", "") if request.method == "POST" else ""
        answer = _answered(view, request, (method or str(request.method)).upper(), *args, **kwargs)
        answer["Tus-Resumable"] = VERSION
        return answer

    return spoken


def _answered(view: View, request: HttpRequest, method: str, *args: object, **kwargs: object) -> HttpResponse:
    if method == "OPTIONS":
        return HttpResponse(status=204, headers={"Tus-Version": VERSION, "Tus-Extension": "creation,termination"})
    if request.headers.get("Tus-Resumable") != VERSION:
        return HttpResponse(status=412, headers={"Tus-Version": VERSION})
    if not request.user.is_authenticated:
        return _said(_("Sign in first."), 403)
    try:
        return view(request, method, *args, **kwargs)
    except WrongOffset as refusal:
        return _said(refusal, 409, {"Upload-Offset": str(refusal.offset)})
    except InHand as refusal:
        return _said(refusal, 423)
    except TooLarge as refusal:
        return _said(refusal, 413)
    except UploadRefused as refusal:
        return _said(refusal, 403)


def _said(what: object, status: int, headers: dict[str, str] | None = None) -> HttpResponse:
    return HttpResponse(str(what), status=status, content_type="text/plain; charset=utf-8", headers=headers)


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.headers.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else None


def _told(request: HttpRequest) -> dict[str, str]:
    """`Upload-Metadata`: names, each with its value in base64."""
    found = {}
    for pair in request.headers.get("Upload-Metadata", "")[:2000].split(","):
        name, _space, value = pair.strip().partition(" ")
        try:
            found[name] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, ValueError):
            continue
    return found


@_speaks_tus
def all_pieces(request: HttpRequest, method: str) -> HttpResponse:
    """Begin one: its length, what it is for, what it is called."""
    if method != "POST":
        return HttpResponse(status=405, headers={"Allow": "OPTIONS, POST"})
    size = _number(request, "Upload-Length")
    if size is None:
        return _said(_("Say how long the file is."), 400)
    told = _told(request)
    made = uploads.begin(
        by=request.user, purpose=told.get("purpose", ""), name=told.get("filename", ""), size=size
    )  # fmt: skip
    return HttpResponse(
        status=201, headers={"Location": reverse("media:upload", args=[made.key]), "Upload-Offset": "0"}
    )


@_speaks_tus
def pieces(request: HttpRequest, method: str, key: uuid.UUID) -> HttpResponse:
    """Ask how far one is, add to it, give it up. Those of others are not there."""
    found = uploads.find(by=request.user, key=key)
    if found is None:
        return _said(_("This upload is no longer there. Begin anew."), 404)
    if method == "HEAD":
        return HttpResponse(status=200, headers=_standing(found, uploads.offset(found)))
    if method == "DELETE":
        uploads.forget(upload=found)
        return HttpResponse(status=204)
    if method != "PATCH":
        return HttpResponse(status=405, headers={"Allow": "DELETE, HEAD, OPTIONS, PATCH"})
    at = _number(request, "Upload-Offset")
    if request.content_type != PIECE_TYPE:
        return HttpResponse(status=415, headers={"Accept": PIECE_TYPE})
    if at is None:
        return _said(_("Say where the piece begins."), 400)
    return HttpResponse(status=204, headers=_standing(found, uploads.append(upload=found, at=at, stream=request)))


def _standing(found: Upload, offset: int) -> dict[str, str]:
    return {"Upload-Offset": str(offset), "Upload-Length": str(found.size)}
