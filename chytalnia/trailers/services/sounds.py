"""Voice and music: what was recorded or brought, judged by content."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from chytalnia.media import services as media
from chytalnia.media.errors import RefusedFile
from chytalnia.media.models import Asset, Kind
from chytalnia.network.models import Unit
from chytalnia.trailers.errors import NotASound
from chytalnia.trailers.film import sound
from chytalnia.trailers.models import Music, Scene, Trailer
from chytalnia.trailers.rules import MOST_BYTES

from . import pictures
from .making import held, touched

#: Browsers record a voice into a container of films.
_RECORDED = frozenset({"video/webm", "video/mp4"})


def _kept(upload: Any, *, unit: Unit, by: Any, most: int) -> tuple[Asset, float]:
    """The sound and its seconds. Raises NotASound."""
    if upload.size > most:
        raise NotASound(_("The sound is larger than %(size)d MB.") % {"size": most >> 20})
    try:
        asset = media.store(upload, name=upload.name or "", unit=unit, by=by, public=False)
    except RefusedFile as refusal:
        raise NotASound(str(refusal)) from refusal
    if asset.kind != Kind.AUDIO and asset.media_type not in _RECORDED:
        pictures.forget(asset)
        raise NotASound(_("Bring a recording: MP3, M4A, OGG, WAV or FLAC."))
    seconds = _seconds(asset)
    if not seconds:
        pictures.forget(asset)
        raise NotASound(_("There is no sound in the file that can be heard."))
    return asset, seconds


def _seconds(asset: Asset) -> float:
    with default_storage.open(str(asset.file.name)) as file, tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / f"sound{asset.extension}"
        copy.write_bytes(file.read())
        return sound.length(copy)


@transaction.atomic
def keep_voice(*, scene: Scene, upload: Any, by: Any = None) -> Scene:
    """The voice of a scene; a longer voice is what the scene has to make room for, and the page says so."""
    locked = held(scene.trailer)
    row = Scene.objects.select_related("voice").get(pk=scene.pk, trailer=locked)
    before = row.voice
    row.voice, seconds = _kept(upload, unit=locked.unit, by=by, most=MOST_BYTES["trailers.voice"])
    row.voice_seconds, row.speak = Decimal(str(round(min(seconds, 9999), 1))), False
    row.save(update_fields=["voice", "voice_seconds", "speak"])
    touched(locked)
    if before is not None and before != row.voice:
        pictures.forget(before)
    return row


@transaction.atomic
def drop_voice(*, scene: Scene, by: Any = None) -> Scene:
    locked = held(scene.trailer)
    row = Scene.objects.select_related("voice").get(pk=scene.pk, trailer=locked)
    before, row.voice, row.voice_seconds = row.voice, None, None
    row.save(update_fields=["voice", "voice_seconds"])
    touched(locked)
    if before is not None:
        pictures.forget(before)
    return row


@transaction.atomic
def keep_music(*, trailer: Trailer, upload: Any, by: Any = None) -> Trailer:
    locked = held(trailer)
    before = locked.music_file
    locked.music_file, _seconds_of_it = _kept(upload, unit=locked.unit, by=by, most=MOST_BYTES["trailers.music"])
    locked.music = Music.OWN
    locked.save(update_fields=["music_file", "music"])
    touched(locked)
    if before is not None and before != locked.music_file:
        pictures.forget(before)
    return locked
