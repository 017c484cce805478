"""Pictures of scenes: judged by content, made of a sane size, without anything that a camera writes into them."""

from __future__ import annotations

import io
from typing import IO, Any

import filetype
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from chytalnia.media import services as media
from chytalnia.media.errors import RefusedFile
from chytalnia.media.inspection import inspect
from chytalnia.media.models import Asset, Kind
from chytalnia.network.models import Unit
from chytalnia.trailers.errors import NotAPicture
from chytalnia.trailers.models import Film, Scene, Trailer
from chytalnia.trailers.rules import MOST_BYTES

#: A picture may come nearer in full HD and stay sharp.
SIDE = 2560
_TAKEN = frozenset({"image/jpeg", "image/png", "image/webp", "image/avif", "image/tiff"})


def keep(upload: Any, *, unit: Unit, by: Any = None) -> Asset:
    """Keep a picture for a scene; nobody but its makers sees it before the trailer is published. Raises NotAPicture."""
    return _store(redrawn(upload), "picture.jpg", unit, by)


def redrawn(upload: Any) -> IO[bytes]:
    import pyvips

    if upload.size > MOST_BYTES["trailers.picture"]:
        raise NotAPicture(_("The picture is larger than 20 MB."))
    upload.seek(0)
    if filetype.image_match(upload.read(8192)) is None:
        raise NotAPicture(_("This is no picture. Bring a photo or a scan: JPEG, PNG, WebP, AVIF or TIFF."))
    try:
        # It is drawn anew and gets a name of ours: phones and messengers call pictures as they like.
        seen = inspect(upload, upload.name or "", any_name=True)
    except RefusedFile as refusal:
        raise NotAPicture(str(refusal)) from refusal
    if seen.form.kind != Kind.IMAGE or seen.form.media_type not in _TAKEN or not seen.width:
        raise NotAPicture(_("Bring a photo or a scan: JPEG, PNG, WebP, AVIF or TIFF."))
    try:
        picture = pyvips.Image.thumbnail_buffer(seen.content.read(), SIDE, height=SIDE, size="down")
        if picture.hasalpha():
            picture = picture.flatten(background=255)
        return io.BytesIO(picture.write_to_buffer(".jpg", Q=90, keep="none", interlace=True))
    except pyvips.Error as error:
        raise NotAPicture(_("The picture is damaged and cannot be opened.")) from error


def _store(content: IO[bytes], name: str, unit: Unit, by: Any) -> Asset:
    try:
        return media.store(content, name=name, unit=unit, by=by, public=False)
    except RefusedFile as refusal:
        raise NotAPicture(str(refusal)) from refusal


def forget(asset: Asset) -> None:
    """Forget a file that nothing of this room uses any more; one that another room brought stays there."""
    used = (
        Scene.objects.filter(picture=asset).exists()
        or Scene.objects.filter(voice=asset).exists()
        or Film.objects.filter(asset=asset).exists()
        or Trailer.objects.filter(music_file=asset).exists()
        or Trailer.objects.filter(poster=asset).exists()
    )
    if used or asset.public:
        return
    try:
        with transaction.atomic():
            media.remove(asset=asset)
    except ProtectedError:
        return
