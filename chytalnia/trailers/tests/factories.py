"""Trailers for tests, over the small network of the lending desk."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from chytalnia.lending.tests import factories as lending
from chytalnia.people import services as people
from chytalnia.people.rules import Role
from chytalnia.trailers import services
from chytalnia.trailers.models import Film, Trailer


def account(username: str, *, role: Role | None = None, unit: Any = None) -> Any:
    user = people.create_account(username=username, by=None, password="x", language="en")
    if role:
        people.grant_role(user=user, role=role, unit=unit, by=None)
    return user


def trailer(unit: Any, by: Any = None, **fields: Any) -> Trailer:
    """A draft in English about a book of the library."""
    record = lending.item(unit).record
    return services.begin(unit=unit, by=by, record=record, **{"title": "Why read it", "language": "en", **fields})


def photo(
    name: str = "photo.jpg", *, form: str = "JPEG", size: tuple[int, int] = (640, 480), **more: Any
) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", size, (30, 90, 70)).save(out, form, **more)
    return SimpleUploadedFile(name, out.getvalue())


def with_film(made: Trailer, *, stage: str = "ready") -> Trailer:
    """As if its film had been made: two files that a page can play."""
    from chytalnia.media import services as media

    for container, body in (("mp4", _mp4()), ("webm", _webm())):
        asset = media.store(
            io.BytesIO(body + str(made.pk).encode()), name=f"720p.{container}", unit=made.unit, public=False
        )
        Film.objects.create(trailer=made, form="720p", container=container, asset=asset, width=1280, height=720)
    Trailer.objects.filter(pk=made.pk).update(stage="rendering", film_seconds=20)
    made.refresh_from_db()
    made.move("finish")
    if stage == "published":
        made.move("publish")
    return Trailer.objects.select_related("unit").get(pk=made.pk)


def _mp4() -> bytes:
    return b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00" * 2000


def _webm() -> bytes:
    return b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm" + b"\x00" * 2000
