"""A trailer begun and changed: keyword-only, one transaction an act. A change of a finished film makes it a draft again."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from chytalnia.catalogue.models import Record
from chytalnia.core import audit
from chytalnia.network.models import Unit
from chytalnia.people import rules as people
from chytalnia.trailers import rules
from chytalnia.trailers.errors import CannotChange, TooLong, TrailerError
from chytalnia.trailers.models import EDITABLE, MOST_SCENES, MOST_SECONDS, Maker, Origin, PictureKind, Scene, Trailer
from chytalnia.trailers.models.trailer import CREDITS_SECONDS

from . import pictures

#: Trailers that a reader may have begun at once: a machine of a library is not endless.
MOST_BEGUN = 20
#: What of a trailer may be changed without making its film anew.
_BESIDE = frozenset({"about", "audience", "age_mark", "motive", "approach", "idea", "hook", "film_rights", "film_note",
                     "film_people", "music_rights", "music_note", "programme"})  # fmt: skip


#: What of a scene is not in the film: rights may be recorded of one that waits or is shown, too.
_UNSEEN = frozenset({"plot", "alt", "rights", "rights_note", "has_people", "people_agreed"})


@transaction.atomic
def begin(
    *, unit: Unit, by: Any, record: Record | None = None, title: str = "", origin: str = Origin.STUDIO, **fields: Any
) -> Trailer:
    """Begin a trailer about a book, or about one the catalogue does not have when its title is given among the fields.

    In the studio it gets three scenes to begin with: the hook, what it is about, why to read.
    """
    if record is not None:
        imprint = ", ".join(str(part) for part in (record.publisher, record.year) if part)
        fields = {
            "book_title": (record.work.title if record.work else record.title)[:300],
            "book_author": _straight(record)[:200],
            "book_imprint": imprint[:200],
        } | fields
    if not fields.get("book_title"):
        raise TrailerError(_("Choose the book that the trailer is about."))
    if by is not None and not people.may(by, rules.MAKE, unit):
        begun = Trailer.objects.filter(made_by=by).exclude(stage__in=("published", "withdrawn")).count()
        if begun >= MOST_BEGUN:
            raise TrailerError(
                _(
                    "You have twenty trailers that are not shown yet. Finish one of them, or throw one away, before the next."
                )
            )
    trailer = Trailer(
        unit=unit, record=record, made_by=by, origin=origin, title=(title or fields["book_title"])[:160], **fields
    )
    trailer.full_clean(exclude=["unit", "record", "made_by"])
    trailer.save()
    if origin == Origin.STUDIO:
        Scene.objects.bulk_create([
            Scene(trailer=trailer, order=0, seconds=5, kind=PictureKind.CARD),
            Scene(trailer=trailer, order=1, seconds=6, kind=PictureKind.CARD, colour="night"),
            Scene(trailer=trailer, order=2, seconds=5, kind=PictureKind.COVER, title=trailer.book_title[:80]),
        ])  # fmt: skip
        _count(trailer)
    audit.log("trailers.begin", by=by, about=trailer, unit=unit, after={"title": trailer.title})
    return trailer


def _straight(record: Record) -> str:
    from chytalnia.catalogue.queries.works import straight

    return straight((record.work.author if record.work else "") or record.author)


def _locked(trailer: Trailer) -> Trailer:
    """Whoever changes a trailer waits here for whoever was first."""
    return Trailer.objects.select_for_update(of=("self",)).select_related("unit", "record").get(pk=trailer.pk)


def _refuse_unless_editable(trailer: Trailer) -> None:
    if trailer.stage not in EDITABLE:
        raise CannotChange(
            _("This trailer is in the stage “%(stage)s” and is not changed now.") % {"stage": trailer.at_stage.label}
        )


def held(trailer: Trailer) -> Trailer:
    """The trailer, locked to be changed. Raises CannotChange while it is rendered, waits or is shown."""
    locked = _locked(trailer)
    _refuse_unless_editable(locked)
    return locked


def touched(trailer: Trailer) -> None:
    """What was rendered is not what is written any more."""
    if trailer.stage == "ready" and trailer.origin == Origin.STUDIO:
        trailer.move("change")


def _count(trailer: Trailer) -> None:
    """Keep the sum of the scenes with them. Raises TooLong, and nothing of the act remains."""
    total = trailer.scenes.aggregate(sum=Sum("seconds"))["sum"] or Decimal(0)
    if total > MOST_SECONDS - CREDITS_SECONDS:
        raise TooLong(rules.too_long(total))
    Trailer.objects.filter(pk=trailer.pk).update(seconds=total, changed_at=timezone.now())
    trailer.seconds = total


@transaction.atomic
def change(*, trailer: Trailer, by: Any = None, **fields: Any) -> Trailer:
    """Change idea, words, music. What is not in the film may be changed of one that waits or is shown, too."""
    locked = _locked(trailer) if set(fields) <= _BESIDE else held(trailer)
    changed = [name for name, value in fields.items() if getattr(locked, name) != value]
    for name in changed:
        setattr(locked, name, fields[name])
    locked.full_clean(exclude=["unit", "record", "made_by", "programme", "poster", "music_file"])
    locked.save()
    if set(changed) - _BESIDE:
        touched(locked)
    if changed and locked.is_shown:
        audit.log("trailers.change", by=by, about=locked, unit=locked.unit, after={"changed": sorted(changed)})
        _found_anew(locked)
    return locked


def _found_anew(trailer: Trailer) -> None:
    from chytalnia.search import services as search

    search.enqueue("trailer", [trailer.pk])


@transaction.atomic
def add_scene(*, trailer: Trailer, after: Scene | None = None, by: Any = None, **fields: Any) -> Scene:
    """Add a scene behind another, or at the end."""
    locked = held(trailer)
    rows = list(locked.scenes.all())
    if len(rows) >= MOST_SCENES:
        raise TrailerError(_("A trailer has thirty scenes at most."))
    fields.setdefault("seconds", min(Decimal(5), rules.room_left(locked)))
    if fields["seconds"] < 1:
        raise TooLong(rules.too_long(locked.seconds + 1))
    made = Scene(trailer=locked, **fields)
    made.full_clean(exclude=["trailer", "picture", "voice"])
    made.order = len(rows)
    made.save()
    at = next((n + 1 for n, row in enumerate(rows) if after is not None and row.pk == after.pk), len(rows))
    _order([*rows[:at], made, *rows[at:]])
    _count(locked)
    touched(locked)
    return made


def _order(rows: list[Scene]) -> None:
    for n, row in enumerate(rows):
        row.order = n
    Scene.objects.bulk_update(rows, ["order"])


@transaction.atomic
def save_scene(*, scene: Scene, upload: Any = None, by: Any = None, **fields: Any) -> Scene:
    """Change a scene; an `upload` becomes its picture. Raises TooLong, NotAPicture, ValidationError."""
    locked = _locked(scene.trailer)
    row = Scene.objects.select_related("picture").get(pk=scene.pk, trailer=locked)
    before = row.picture
    if upload is not None:
        _refuse_unless_editable(locked)
        fields |= {"picture": pictures.keep(upload, unit=locked.unit, by=by), "kind": PictureKind.FILE}
    elif fields.get("kind") == PictureKind.FILE and row.picture is None:
        fields["kind"] = row.kind
    changed = [name for name, value in fields.items() if getattr(row, name) != value]
    is_seen = bool(set(changed) - _UNSEEN)
    if is_seen:
        _refuse_unless_editable(locked)
    for name in changed:
        setattr(row, name, fields[name])
    row.full_clean(exclude=["trailer", "picture", "voice"])
    row.save()
    if "seconds" in changed:
        _count(locked)
    if is_seen:
        touched(locked)
    if before is not None and before != row.picture:
        pictures.forget(before)
    return row


@transaction.atomic
def remove_scene(*, scene: Scene, by: Any = None) -> None:
    locked = held(scene.trailer)
    row = Scene.objects.select_related("picture", "voice").get(pk=scene.pk, trailer=locked)
    files = [asset for asset in (row.picture, row.voice) if asset is not None]
    row.delete()
    _order(list(locked.scenes.all()))
    _count(locked)
    touched(locked)
    for asset in files:
        pictures.forget(asset)


@transaction.atomic
def shift_scene(*, scene: Scene, up: bool, by: Any = None) -> None:
    """Move one place up or down; at the edge it stays."""
    locked = held(scene.trailer)
    rows = list(locked.scenes.all())
    at = next(n for n, row in enumerate(rows) if row.pk == scene.pk)
    to = at - 1 if up else at + 1
    if 0 <= to < len(rows):
        rows[at], rows[to] = rows[to], rows[at]
        _order(rows)
        touched(locked)


@transaction.atomic
def add_maker(
    *, trailer: Trailer, name: str, task: str = "", is_child: bool = False, user: Any = None, by: Any = None
) -> Maker:
    """Name somebody who made it. A child's name waits for the consent of an adult."""
    locked = held(trailer)
    maker = Maker(trailer=locked, name=name.strip()[:120], task=task.strip()[:120], is_child=is_child, user=user)
    maker.order = locked.makers.count()
    maker.full_clean(exclude=["trailer", "user"])
    maker.save()
    touched(locked)
    return maker


@transaction.atomic
def remove_maker(*, maker: Maker, by: Any = None) -> None:
    locked = held(maker.trailer)
    maker.delete()
    touched(locked)


@transaction.atomic
def agree(*, maker: Maker, adult: str, by: Any = None) -> Maker:
    """Note who agreed that a child is named. Taken back with an empty name. The credits of a ready film stay as they are."""
    maker.agreed_by = adult.strip()[:200]
    maker.agreed_at = timezone.now() if maker.agreed_by else None
    maker.save(update_fields=["agreed_by", "agreed_at"])
    trailer = maker.trailer
    audit.log("trailers.agree", by=by, about=trailer, unit=trailer.unit, after={"agreed": bool(maker.agreed_at)})
    return maker


@transaction.atomic
def discard(*, trailer: Trailer, by: Any = None) -> None:
    """Throw a draft away with everything that was brought for it."""
    locked = held(trailer)
    files = [
        asset
        for scene in locked.scenes.select_related("picture", "voice")
        for asset in (scene.picture, scene.voice)
        if asset
    ]
    files += [film.asset for film in locked.films.select_related("asset")]
    files += [asset for asset in (locked.music_file, locked.poster) if asset is not None]
    audit.log("trailers.remove", by=by, about=locked, unit=locked.unit, before={"title": locked.title})
    locked.delete()
    for asset in files:
        pictures.forget(asset)
