"""Files that come in pieces and go on where they stopped: begun, added to, handed in to a form, forgotten.

    uploads.accept("trailers.film", most=600 << 20, may=queries.may_bring)  # in ready()
    uploads.take_in(request)  # in a view: `film-sent` among the fields becomes the file `film`, as if the form had brought it
    uploads.done(upload)  # once the file is kept

A form field with `data-send="trailers.film"` is sent so by `media/sending.js`; without a script the form brings the file itself.
What the file is, is judged when it is handed in, as of any other.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from .errors import InHand, TooLarge, UploadRefused, WrongOffset
from .models import Upload

#: Not added to for so long, a file is given up by whoever brought it.
KEPT = 24 * 3600
#: What one person may have under way at once; what is older gives way.
MOST_OPEN, MOST_BYTES = 20, 2 << 30
_READ = 1 << 16
SENT = "-sent"


@dataclass(frozen=True, slots=True)
class Purpose:
    most: int
    may: Callable[[Any], bool]


_purposes: dict[str, Purpose] = {}


def accept(name: str, *, most: int, may: Callable[[Any], bool]) -> None:
    """Let files of a purpose come in pieces: how many bytes, and from whom."""
    _purposes[name] = Purpose(most, may)


class Sent(UploadedFile):
    """A file that came in pieces, as forms know files."""

    def __init__(self, upload: Upload) -> None:
        self.upload = upload
        super().__init__(upload.path.open("rb"), upload.name, "application/octet-stream", upload.size)


@transaction.atomic
def begin(*, by: Any, purpose: str, name: str, size: int) -> Upload:
    """Make room for a file. Raises UploadRefused, TooLarge."""
    wanted = _purposes.get(purpose)
    if wanted is None or not wanted.may(by):
        raise UploadRefused(_("You cannot bring such a file."))
    if size < 1:
        raise UploadRefused(_("The file is empty."))
    if size > wanted.most:
        raise TooLarge(_("The file is larger than %(size)s MB.") % {"size": wanted.most >> 20})
    _make_room(by, size)
    name = "".join(sign for sign in name if sign.isprintable())
    made = Upload.objects.create(
        by=by, purpose=purpose, name=name.replace("\\", "/").rpartition("/")[2][-200:], size=size
    )
    made.path.parent.mkdir(parents=True, exist_ok=True)
    made.path.touch()
    return made


def _make_room(by: Any, size: int) -> None:
    """The oldest of a person go when there are too many: nobody fills the disk with files that are never handed in."""
    rows = list(Upload.objects.filter(by=by).order_by("pk"))
    while rows and (len(rows) >= MOST_OPEN or sum(row.size for row in rows) + size > MOST_BYTES):
        forget(upload=rows.pop(0))


def find(*, by: Any, key: Any) -> Upload | None:
    """An upload of this person; those of others are not there for them."""
    found = Upload.objects.filter(by=by, key=key).first() if by.is_authenticated else None
    return found if found is not None and found.path.exists() else None


def offset(upload: Upload) -> int:
    try:
        return upload.path.stat().st_size
    except FileNotFoundError:
        return 0


def append(*, upload: Upload, at: int, stream: Any) -> int:
    """Add a piece that begins at `at`, read from a request or a file; returns where the next one begins. What came before the
    line broke is kept.

    Raises WrongOffset, InHand, TooLarge; nothing of a piece that is refused remains.
    """
    with upload.path.open("r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise InHand from None
        here = file.seek(0, 2)
        if here != at:
            raise WrongOffset(here)
        try:
            while piece := stream.read(_READ):
                if here + len(piece) > upload.size:
                    file.truncate(at)
                    raise TooLarge(_("The file is longer than was said."))
                file.write(piece)
                here += len(piece)
        except OSError:
            # The line of whoever sends it is gone: they will ask how far it came.
            pass
    return here


def take_in(request: HttpRequest) -> None:
    """Put files that came whole in pieces among those that the form brought."""
    for field, key in request.POST.items():
        if not field.endswith(SENT) or (name := field.removesuffix(SENT)) in request.FILES:
            continue
        try:
            found = find(by=request.user, key=key)
        except ValidationError:
            continue
        if found is not None and offset(found) == found.size:
            request.FILES[name] = Sent(found)


def done(file: Any) -> None:
    """The file is kept elsewhere now; one that the form brought itself is nobody's to forget."""
    if isinstance(file, Sent):
        file.close()
        forget(upload=file.upload)


def forget(*, upload: Upload) -> None:
    Upload.objects.filter(pk=upload.pk).delete()
    upload.path.unlink(missing_ok=True)


def sweep(_day: date | None = None, *, now: float | None = None) -> int:
    """The work of a night: what nobody has added to for a day goes, with files that no row knows and rows without files."""
    now = time.time() if now is None else now
    rows = {row.path.name: row for row in Upload.objects.all()}
    folder = Path(settings.DATA) / "uploads"
    files = {path.name: path for path in folder.iterdir()} if folder.is_dir() else {}
    old = {name for name, path in files.items() if path.stat().st_mtime < now - KEPT}
    gone = {name for name, row in rows.items() if name not in files and row.begun_at.timestamp() < now - KEPT}
    for name in old | gone:
        if name in rows:
            forget(upload=rows[name])
        else:
            files[name].unlink(missing_ok=True)
    return len(old | gone)
