"""Photos of finders: judged by content, made small, without anything that a camera writes into them."""

from __future__ import annotations

import io
from typing import IO, Any

from chytalnia.media import services as media
from chytalnia.media.errors import RefusedFile
from chytalnia.media.inspection import inspect
from chytalnia.media.models import Asset, Kind
from chytalnia.network.models import Unit

from .errors import NotAPhoto

SIDE = 1600
_TAKEN = frozenset({"image/jpeg", "image/png", "image/webp", "image/avif"})


def small(upload: Any) -> IO[bytes]:
    """The photo as it will be kept. Raises NotAPhoto or RefusedFile."""
    import pyvips

    # What a messenger or a phone calls a file says nothing of what it is.
    seen = inspect(upload, upload.name or "", any_name=True)
    if seen.form.kind != Kind.IMAGE or seen.form.media_type not in _TAKEN or not seen.width:
        raise NotAPhoto
    try:
        picture = pyvips.Image.thumbnail_buffer(seen.content.read(), SIDE, height=SIDE, size="down")
        if picture.hasalpha():
            picture = picture.flatten(background=255)
        return io.BytesIO(picture.write_to_buffer(".jpg", Q=82, keep="none", interlace=True))
    except pyvips.Error as error:
        raise NotAPhoto from error


def keep(photo: IO[bytes], *, unit: Unit, by: Any = None, public: bool = False) -> Asset:
    try:
        return media.store(photo, name="photo.jpg", unit=unit, by=by, public=public)
    except RefusedFile as refusal:
        raise NotAPhoto(refusal.message) from refusal
