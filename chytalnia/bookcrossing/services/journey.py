"""Steps of a journey: released, found, read. Each comes with a key from the phone and is made once however often it is sent."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import IO, Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_language

from chytalnia.bookcrossing import errors, pictures, places
from chytalnia.bookcrossing.models import Shelf, Sighting, SightingKind, Traveller, Words
from chytalnia.bookcrossing.models.traveller import ROAMING
from chytalnia.bookcrossing.saying import suitable
from chytalnia.core.stages import RefusedMoveError
from chytalnia.journal import services as journal
from chytalnia.network.settings import setting
from chytalnia.wire.describe.clean import one_line

from . import following
from .map import move_on_map
from .sums import settle, share_of

#: A phone that was without a line for longer has probably a wrong clock.
LATE = timedelta(days=60)
_MOVES = {
    SightingKind.RELEASE: "release", SightingKind.FIND: "find", SightingKind.READ: "read", SightingKind.CAME: "release",
    SightingKind.GONE: "find",
}  # fmt: skip
_FACTS = {SightingKind.RELEASE: "crossing.released", SightingKind.FIND: "crossing.found"}


def find(*, traveller: Traveller, key: uuid.UUID, **about: Any) -> Sighting:
    """Somebody has the book in hand. Raises AtRest, KeyTaken, Unsuitable, NotAPhoto, RefusedFile."""
    return _step(traveller=traveller, kind=SightingKind.FIND, key=key, **about)


def release(*, traveller: Traveller, key: uuid.UUID, **about: Any) -> Sighting:
    """Left on a shelf or in the wild. Raises also NotWrittenOff."""
    return _step(traveller=traveller, kind=SightingKind.RELEASE, key=key, **about)


def read(*, traveller: Traveller, key: uuid.UUID, **about: Any) -> Sighting:
    """Whoever found it says that they are reading it."""
    return _step(traveller=traveller, kind=SightingKind.READ, key=key, **about)


def note(*, traveller: Traveller, key: uuid.UUID, **about: Any) -> Sighting:
    """A word about the book, which stays where it is."""
    return _step(traveller=traveller, kind=SightingKind.NOTE, key=key, **about)


@transaction.atomic
def step_of_check(*, traveller: Traveller, kind: str, shelf: Shelf) -> Sighting:
    """What a stocktaking found: the book came to the shelf, or left it, and nobody said so."""
    return _step(traveller=traveller, kind=kind, key=uuid.uuid4(), shelf=shelf, trusted=True)


def _step(
    *,
    traveller: Traveller,
    kind: str,
    key: uuid.UUID,
    shelf: Shelf | None = None,
    lat: float | None = None,
    lon: float | None = None,
    at: datetime | None = None,
    email: str = "",
    trusted: bool = False,
    **said: Any,
) -> Sighting:
    if known := Sighting.everything.filter(key=key).first():
        return _the_same(known, traveller)
    said = _prepared(said)
    try:
        return _made(
            traveller=traveller, kind=kind, key=key, shelf=shelf, lat=lat, lon=lon, at=at, email=email, trusted=trusted, said=said
        )  # fmt: skip
    except IntegrityError:
        # The same key for another book, which has a lock of its own, came in between.
        if known := Sighting.everything.filter(key=key).first():
            return _the_same(known, traveller)
        raise


def _made(
    *,
    traveller: Traveller,
    kind: str,
    key: uuid.UUID,
    shelf: Shelf | None,
    lat: float | None,
    lon: float | None,
    at: datetime | None,
    email: str,
    trusted: bool,
    said: dict[str, Any],
) -> Sighting:
    with transaction.atomic():
        book = Traveller.objects.select_for_update(of=("self",)).select_related("unit", "shelf").get(pk=traveller.pk)
        # Two copies of one message may have waited for the same lock.
        if known := Sighting.everything.filter(key=key).first():
            return _the_same(known, book)
        before, moment = share_of(book), _moment(at, book, trusted=trusted)
        # One that was sent late, after others, tells where the book was and not where it is.
        is_news = moment >= book.last_at
        stood_on = book.shelf
        if shelf is None and stood_on is not None and kind in (SightingKind.FIND, SightingKind.GONE) and is_news:
            shelf = stood_on
        point = places.rounded(*(shelf.point if shelf and shelf.point else (lat, lon)))
        is_doubted = is_news and not trusted and shelf is None
        if point and is_doubted and not places.within_reach(book.point, point, moment - book.last_at):
            # The find counts; only its place is not believed.
            point = None
        if is_news and kind in _MOVES:
            _move(book, _MOVES[SightingKind(kind)])
        elif book.stage == "retired":
            raise errors.AtRest
        step = Sighting.objects.create(
            traveller=book, key=key, kind=kind, at=moment, shelf=shelf, lat=point and point[0], lon=point and point[1],
            leg=places.metres(book.point, point) if is_news else 0,
        )  # fmt: skip
        squares = _settle(book, step, shelf=shelf, is_news=is_news)
        _say(step, book, trusted=trusted, **said)
        if email:
            _hold(book, email)
        following.tell(step, book)
        if kind != SightingKind.NOTE:
            traveller.refresh_from_db()
        # Rows that all books of a town or a library share come last: whoever has them lets others wait until the end.
        move_on_map(*squares)
        if fact := _FACTS.get(SightingKind(kind)):
            journal.record(
                fact, unit=shelf.unit_id if shelf else book.unit_id, at=moment, late=True, language=book.language[:3],
                source=step,
            )  # fmt: skip
        if kind != SightingKind.NOTE:
            settle(book.unit_id, before, share_of(traveller))
        return step


def _hold(book: Traveller, email: str) -> None:
    """Whoever left an address is the one to be asked when the book is silent."""
    if holder := following.follow(thing=book, email=email, language=get_language() or ""):
        book.holder = holder
        Traveller.objects.filter(pk=book.pk).update(holder=holder)


def _the_same(known: Sighting, traveller: Traveller) -> Sighting:
    if known.traveller_id != traveller.pk:
        raise errors.KeyTaken
    return known


def _moment(at: datetime | None, book: Traveller, *, trusted: bool) -> datetime:
    """Staff may enter what was on paper long ago; of others nothing older than `LATE` is believed."""
    now = timezone.now()
    if at is None or at > now or (at < now - LATE and not trusted):
        return now
    return max(at, book.registered_at)


def _move(book: Traveller, move: str) -> None:
    try:
        if book.stage == "retired":
            raise errors.AtRest
        if move == "read" and book.stage not in ("found", "reading"):
            # Who reads it has found it, even if nobody pressed that button.
            book.move("find")
        was = book.point if book.stage in ROAMING else None
        book.move(move)
    except RefusedMoveError as refusal:
        raise errors.NotWrittenOff(str(refusal)) from refusal
    book.was_at = was  # type: ignore[attr-defined]


def _settle(
    book: Traveller, step: Sighting, *, shelf: Shelf | None, is_news: bool
) -> tuple[places.Point | None, places.Point | None]:
    """Where the book is now and how far it went; answers the places between which it moves on the map."""
    changes: dict[str, Any] = {}
    squares: tuple[places.Point | None, places.Point | None] = (None, None)
    if step.kind == SightingKind.FIND:
        changes["finds"] = F("finds") + 1
    if is_news:
        changes["last_at"] = step.at
        if step.kind in _MOVES:
            stands = step.kind in (SightingKind.RELEASE, SightingKind.CAME)
            changes |= {"shelf": shelf if stands else None, "woken_at": None}
            now = step.point or book.point
            changes |= {"lat": now and now[0], "lon": now and now[1], "metres": F("metres") + step.leg}
            before = getattr(book, "was_at", None)
            if before != now:
                squares = (before, now)
        Traveller.objects.filter(pk=book.pk).update(**changes)
    else:
        if changes:
            Traveller.objects.filter(pk=book.pk).update(**changes)
        retrace(book)
    return squares


def retrace(book: Traveller) -> None:
    """Count legs and length of a journey anew, after a step was put between others."""
    last: places.Point | None = None
    total = 0
    for step in book.sightings.order_by("at", "pk"):
        leg = places.metres(last, step.point) if step.kind != SightingKind.NOTE else 0
        if step.leg != leg:
            Sighting.objects.filter(pk=step.pk).update(leg=leg)
        if step.kind != SightingKind.NOTE:
            total, last = total + leg, step.point or last
    Traveller.objects.filter(pk=book.pk).update(metres=total)


def _prepared(said: dict[str, Any]) -> dict[str, Any]:
    """Look at words and photo before the book is locked: a picture takes its time."""
    for name in ("nick", "text", "place"):
        said[name] = one_line(str(said.get(name) or ""))
    if not suitable(said["nick"], said["text"], said["place"]):
        raise errors.Unsuitable
    if said.get("photo") is not None:
        said["photo"] = pictures.small(said["photo"])
    return said


def _say(
    step: Sighting,
    book: Traveller,
    *,
    trusted: bool,
    nick: str,
    text: str,
    place: str,
    rating: int | None = None,
    photo: IO[bytes] | None = None,
    reader: Any = None,
    by: Any = None,
) -> Words | None:
    if not (nick or text or place or rating or photo or reader):
        return None
    asset = pictures.keep(photo, unit=book.unit, by=by, public=trusted) if photo is not None else None
    moderation = setting(book.unit, "bookcrossing.moderation")
    open_ = trusted or moderation == "none" or (moderation == "photos" and asset is None)
    words, made = Words.objects.get_or_create(
        sighting=step,
        defaults={"unit": book.unit, "nick": nick[:60], "text": text[:1000], "place": place[:200], "rating": rating,
                  "photo": asset, "reader": reader, "language": (get_language() or "")[:2],
                  "stage": "shown" if open_ or not (nick or text or place or asset) else "waiting"},
    )  # fmt: skip
    if not made:
        words.nick, words.text, words.place = (
            nick[:60] or words.nick,
            text[:1000] or words.text,
            place[:200] or words.place,
        )
        if asset is not None and words.photo is not None:
            _withdraw(words)
        words.rating, words.photo, words.reader = rating or words.rating, asset or words.photo, reader or words.reader
        # What is changed is looked at again.
        words.stage = "shown" if open_ and words.stage != "hidden" else "waiting"
        words.save()
    if words.stage == "shown" and words.photo is not None and not words.photo.public:
        words.photo.public = True
        words.photo.save(update_fields=["public"])
    return words


def _withdraw(words: Words) -> None:
    """The photo that another takes the place of is nobody's to see any more."""
    old = words.photo
    if old.public and not Words.objects.filter(photo=old, stage="shown").exclude(pk=words.pk).exists():
        old.public = False
        old.save(update_fields=["public"])


def say(
    *,
    sighting: Sighting,
    lat: float | None = None,
    lon: float | None = None,
    email: str = "",
    trusted: bool = False,
    **said: Any,
) -> Sighting:
    """Add a name, a line, a photo, a place to a step that was made in one tap; whoever has its key may. Raises as `find`."""
    said = _prepared(said)
    with transaction.atomic():
        book = Traveller.objects.select_for_update(of=("self",)).select_related("unit").get(pk=sighting.traveller_id)
        step = Sighting.objects.select_for_update().get(pk=sighting.pk)
        point = places.rounded(lat, lon)
        if point and step.point is None:
            Sighting.objects.filter(pk=step.pk).update(lat=point[0], lon=point[1])
            latest = book.sightings.exclude(kind=SightingKind.NOTE).order_by("-at", "-pk").first()
            if latest == step and book.is_roaming:
                move_on_map(book.point, point)
                Traveller.objects.filter(pk=book.pk).update(lat=point[0], lon=point[1])
            retrace(book)
        _say(step, book, trusted=trusted, **said)
        if email:
            _hold(book, email)
        if point:
            settle(book.unit_id, share_of(book), share_of(Traveller.objects.get(pk=book.pk)))
        step.refresh_from_db()
        return step
