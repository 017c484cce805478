"""Files on their way out: with the type they were found to have, never as a page of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO, Any

from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, HttpResponseNotModified
from django.shortcuts import get_object_or_404
from django.utils.http import http_date, parse_http_date_safe
from django.views.decorators.http import require_safe

from chytalnia.people import rules

from .inspection import FORMS
from .models import Asset

#: Folders of the storage that anybody may read: pictures of pages and libraries, in their sizes and as they came.
OPEN = ("images/", "original_images/", "avatar_images/")
#: Forms that a browser shows by itself; the rest is offered to be saved.
_SHOWN = re.compile(r"(?:image|audio|video)/|application/pdf$|text/plain$")
_BY_EXTENSION = {extension: form.media_type for form in FORMS.values() for extension in form.extensions}
#: A file opened by itself runs nothing and sends nothing, whatever is in it.
POLICY = "default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'unsafe-inline'; sandbox"
WEEK, YEAR = 604_800, 31_536_000
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
#: Bytes that are read and sent at a time.
PIECE = 1 << 16


@require_safe
def stored(request: HttpRequest, name: str) -> HttpResponseBase:
    """A picture of the storage by its name."""
    if not name.startswith(OPEN) or ".." in PurePosixPath(name).parts:
        raise Http404
    media_type = _BY_EXTENSION.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")
    return send(request, name, media_type, PurePosixPath(name).name, f"public, max-age={WEEK}")


@require_safe
def file(request: HttpRequest, sha256: str, name: str) -> HttpResponseBase:
    """An asset by its content. One that is not shown to readers opens to staff of its unit only."""
    asset = get_object_or_404(Asset.objects.select_related("unit"), sha256=sha256)
    if not asset.public and not rules.may(request.user, "media.view_file", asset.unit):
        raise Http404
    caching = f"public, max-age={YEAR}, immutable" if asset.public else "private, no-store"
    return send(request, str(asset.file.name), asset.media_type, asset.name, caching)


def send(request: HttpRequest, name: str, media_type: str, shown_name: str, caching: str) -> HttpResponseBase:
    """A stored file, whole or the part that was asked for: players of films ask for parts, and some play nothing else.

    Who may have it is the caller's to ask.
    """
    try:
        changed = int(default_storage.get_modified_time(name).timestamp())
        since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
        response: HttpResponseBase
        if since is not None and changed <= since:
            response = HttpResponseNotModified()
        else:
            response = FileResponse(
                default_storage.open(name), as_attachment=not _SHOWN.match(media_type), filename=shown_name,
                content_type=f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type,
            )  # fmt: skip
            _part(request, response, changed)
    except (FileNotFoundError, IsADirectoryError, SuspiciousOperation, ValueError):
        raise Http404 from None
    response["Last-Modified"] = http_date(changed)
    response["Cache-Control"] = caching
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    response["Cross-Origin-Resource-Policy"] = "same-site"
    return response


def _part(request: HttpRequest, response: HttpResponseBase, changed: int) -> None:
    """Cut an answer down to the one range of bytes that was asked for (RFC 9110, 14). Several at once are answered whole."""
    response["Accept-Ranges"] = "bytes"
    asked = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    # Asked for under the condition that it is what it was: another one is sent whole.
    is_same = request.headers.get("If-Range", http_date(changed)) == http_date(changed)
    if asked is None or not is_same or not isinstance(response, FileResponse):
        return
    size = int(response["Content-Length"])
    first, last = asked.groups()
    if not first and not last:
        return
    start = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    if start >= size or end < start:
        if first and last and int(last) < int(first):
            return
        response.status_code = 416
        response["Content-Range"] = f"bytes */{size}"
        response["Content-Length"] = "0"
        response.streaming_content = iter(())  # type: ignore[attr-defined]
        return
    response.status_code = 206
    response["Content-Range"] = f"bytes {start}-{end}/{size}"
    response["Content-Length"] = str(end - start + 1)
    if start or end < size - 1:
        file: Any = response.file_to_stream
        file.seek(start)
        response.streaming_content = _pieces(file, end - start + 1)  # type: ignore[attr-defined]


def _pieces(file: IO[bytes], left: int) -> Iterator[bytes]:
    while left > 0 and (piece := file.read(min(PIECE, left))):
        left -= len(piece)
        yield piece
