"""Films made elsewhere: laid aside, looked at, made anew. Nothing of the file that was brought is ever shown."""

from __future__ import annotations

import shutil
import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chytalnia.trailers import film, workshop
from chytalnia.trailers.errors import TrailerError
from chytalnia.trailers.models import Rendering, Trailer
from chytalnia.trailers.rules import MOST_BYTES

from . import rendering

_SUFFIXES = (".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi", ".mpg", ".mpeg")


def take_film(*, trailer: Trailer, upload: Any, by: Any = None) -> Rendering:
    """Take a film in and let it be made anew. Raises TrailerError with everything that is wrong with it."""
    if upload.size > (most := MOST_BYTES["trailers.film"]):
        raise TrailerError(_("The film is larger than %(size)d MB.") % {"size": most >> 20})
    suffix = next((one for one in _SUFFIXES if (upload.name or "").lower().endswith(one)), "")
    path = workshop.folder_of(trailer) / f"upload-{uuid.uuid4().hex}{suffix}"
    try:
        with path.open("wb") as copy:
            upload.seek(0)
            shutil.copyfileobj(upload, copy)
        verdict = film.check(path, name=upload.name or "", decode=False)
        if not verdict.is_taken:
            raise TrailerError("\n".join(str(problem) for problem in verdict.problems))
        with transaction.atomic():
            return rendering.ask(trailer=trailer, by=by, upload=str(path))
    except BaseException:
        path.unlink(missing_ok=True)
        raise
