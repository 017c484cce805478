"""What can be done with exhibitions: keyword-only, one transaction an act."""

from __future__ import annotations

from typing import IO, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chytalnia.catalogue.models import Item, Work
from chytalnia.core import audit
from chytalnia.core.translated import Translated
from chytalnia.lending import services as lending
from chytalnia.lending.models import Act
from chytalnia.media import services as media
from chytalnia.media.models import Asset, Kind
from chytalnia.network.models import Unit, Zone
from chytalnia.programmes import services as programmes
from chytalnia.spaces.models import PLACES, Piece, PieceKind

from .errors import CannotShow
from .models import MOST_SECTIONS, Exhibit, Exhibition, ExhibitKind, Section

#: What of an exhibition is its programme's.
_OF_PROGRAMME = (
    "about",
    "first_day",
    "last_day",
    "audience",
    "age_from",
    "age_to",
    "age_mark",
    "leader_name",
    "is_public",
)


@transaction.atomic
def save(
    *, exhibition: Exhibition | None = None, unit: Unit, title: Translated, by: Any = None, **fields: Any
) -> Exhibition:
    """Make an exhibition with its programme, or change one. It leaves its place when it goes to another library. Raises
    ValidationError."""
    moved = exhibition is not None and exhibition.programme.unit_id != unit.pk
    of_programme = {name: fields.pop(name) for name in _OF_PROGRAMME if name in fields}
    programme = programmes.save_programme(
        programme=exhibition.programme if exhibition else None, unit=unit, title=title, by=by, kind="exhibition",
        format_code="book_exhibition", **of_programme,
    )  # fmt: skip
    made = exhibition or Exhibition(programme=programme)
    for name, value in fields.items():
        setattr(made, name, value)
    if moved:
        made.place, made.zone, made.shelf = None, None, ""
    made.full_clean(exclude=["programme", "zone", "place"])
    made.save()
    audit.log("exhibitions.save", by=by, about=made, unit=unit, after={"title": str(title)})
    return made


@transaction.atomic
def stand(
    *, exhibition: Exhibition, place: Piece | None = None, zone: Zone | None = None, shelf: str = "", by: Any = None
) -> Exhibition:
    """Say where it stands: a zone or a shelf of the plan, or words where nothing is drawn. Raises CannotShow."""
    held = _held(exhibition)
    unit = held.programme.unit
    if place is not None:
        if place.kind not in PLACES:
            raise CannotShow(_("An exhibition stands in a zone or on a shelf."))
        zone, shelf = place.zone, place.called if place.kind == PieceKind.SHELF else ""
    if (place is not None and place.plan.unit_id != unit.pk) or (zone is not None and zone.unit_id != unit.pk):
        raise CannotShow(_("This place belongs to another library."))
    held.place, held.zone, held.shelf = place, zone, shelf[:60]
    held.save(update_fields=["place", "zone", "shelf"])
    audit.log("exhibitions.save", by=by, about=held, unit=unit, after={"place": held.stands})
    return held


def _held(exhibition: Exhibition) -> Exhibition:
    """Whoever changes the order waits here for whoever was first."""
    return Exhibition.objects.select_for_update(of=("self",)).select_related("programme__unit").get(pk=exhibition.pk)


@transaction.atomic
def save_section(
    *, exhibition: Exhibition, section: Section | None = None, heading: Translated, text: Translated, by: Any = None
) -> Section:
    """Put a section at the end, or change one. Raises CannotShow beyond the most, ValidationError without a heading."""
    held = _held(exhibition)
    if section is None and held.sections.count() >= MOST_SECTIONS:
        raise CannotShow(_("An exhibition has seven sections at most."))
    made = section or Section(exhibition=held, order=held.sections.count())
    made.heading, made.text = heading, text
    made.full_clean(exclude=["exhibition"])
    made.save()
    audit.log("exhibitions.save", by=by, about=held, unit=held.programme.unit, after={"section": str(heading)})
    return made


@transaction.atomic
def add_book(*, section: Section, work: Work, by: Any = None) -> Exhibit:
    """Show a book; the same book twice in an exhibition is one. A copy of the library that is in place goes to the shelf."""
    held = _held(section.exhibition)
    known = Exhibit.objects.filter(section__exhibition=held, work=work).first()
    if known is not None:
        return known
    on_walls = Exhibit.objects.filter(section__exhibition__programme__stage__in=("planned", "running"))
    copies = Item.objects.filter(record__work=work, unit=held.programme.unit_id).available()
    copies = copies.exclude(pk__in=on_walls.exclude(copy=None).values("copy"))
    return _add(
        held, section, by, kind=ExhibitKind.RECORD, work=work, copy=copies.order_by("pk").first(), title=work.title
    )


@transaction.atomic
def add_picture(
    *, section: Section, title: str, source: str, upload: IO[bytes] | None = None, name: str = "", asset: Asset | None = None,
    by: Any = None,
) -> Exhibit:  # fmt: skip
    """Show a picture, uploaded now or kept already, with its source. Raises RefusedFile, or CannotShow without a source."""
    held = _held(section.exhibition)
    if not source.strip():
        raise CannotShow(_("Name the source of the picture and whose it is."))
    asset = _picture(held, upload, name, asset, source, by)
    return _add(held, section, by, kind=ExhibitKind.PICTURE, asset=asset, title=title[:300], source=source[:300])


def _picture(
    exhibition: Exhibition, upload: IO[bytes] | None, name: str, asset: Asset | None, source: str, by: Any
) -> Asset:
    if upload is not None:
        asset = media.store(
            upload, name=name, unit=exhibition.programme.unit, by=by, rights_holder=source[:200], public=True
        )
    if asset is None or asset.kind != Kind.IMAGE or not asset.public:
        raise CannotShow(_("This is not a picture that readers may see."))
    return asset


@transaction.atomic
def set_cover(
    *, exhibition: Exhibition, upload: IO[bytes] | None = None, name: str = "", asset: Asset | None = None, source: str = "",
    by: Any = None,
) -> Exhibition:  # fmt: skip
    """The picture by which the exhibition is known in lists and when its address is shared; without one there is none. Raises
    RefusedFile, CannotShow."""
    if upload is not None and not source.strip():
        raise CannotShow(_("Name the source of the picture and whose it is."))
    held = _held(exhibition)
    cover = _picture(held, upload, name, asset, source, by) if upload is not None or asset is not None else None
    programme = held.programme
    programmes.save_programme(programme=programme, unit=programme.unit, title=programme.title, by=by, photo=cover)
    audit.log("exhibitions.save", by=by, about=held, unit=programme.unit, after={"cover": cover.pk if cover else None})
    return held


@transaction.atomic
def issue(*, exhibit: Exhibit, reader: Any, by: Any, key: UUID | None = None) -> Act:
    """Lend the copy that is shown, from where it stands. Raises CannotShow when no copy stands there, what lending refuses with,
    and PermissionDenied."""
    if exhibit.copy is None:
        raise CannotShow(_("No copy of this book stands here."))
    return lending.lend(
        item=exhibit.copy, reader=reader, unit=exhibit.section.exhibition.programme.unit, by=by, key=key
    )


@transaction.atomic
def add_text(*, section: Section, title: str, caption: Translated, by: Any = None) -> Exhibit:
    """Show a text: a word at the beginning of a shelf, a note, a quotation."""
    return _add(_held(section.exhibition), section, by, kind=ExhibitKind.TEXT, title=title[:300], caption=caption)


def _add(exhibition: Exhibition, section: Section, by: Any, **fields: Any) -> Exhibit:
    made = Exhibit.objects.create(section=section, order=section.exhibits.count(), **fields)
    audit.log("exhibitions.exhibit", by=by, about=made, unit=exhibition.programme.unit)
    return made


@transaction.atomic
def change_exhibit(*, exhibit: Exhibit, by: Any = None, **fields: Any) -> Exhibit:
    """Change what is said beside an exhibit. Raises CannotShow when a picture would lose its source."""
    held = _held(exhibit.section.exhibition)
    if exhibit.kind == ExhibitKind.PICTURE and not fields.get("source", exhibit.source).strip():
        raise CannotShow(_("Name the source of the picture and whose it is."))
    for name, value in fields.items():
        setattr(exhibit, name, value)
    exhibit.save()
    audit.log("exhibitions.exhibit", by=by, about=exhibit, unit=held.programme.unit)
    return exhibit


@transaction.atomic
def remove(*, thing: Exhibit | Section, by: Any = None) -> None:
    """Take an exhibit, or a section with all that hangs in it, off the wall; pictures stay with the library."""
    exhibition = thing.section.exhibition if isinstance(thing, Exhibit) else thing.exhibition
    held = _held(exhibition)
    audit.log("exhibitions.exhibit", by=by, about=thing, unit=held.programme.unit, before={"removed": str(thing)})
    thing.delete()


@transaction.atomic
def shift(*, thing: Exhibit | Section, up: bool) -> None:
    """Move one place up or down among its like; at the edge it stays."""
    exhibition = thing.section.exhibition if isinstance(thing, Exhibit) else thing.exhibition
    _held(exhibition)
    rows: list[Any] = list(
        thing.section.exhibits.all() if isinstance(thing, Exhibit) else thing.exhibition.sections.all()
    )
    at = next(n for n, row in enumerate(rows) if row.pk == thing.pk)
    to = at - 1 if up else at + 1
    if 0 <= to < len(rows):
        rows[at], rows[to] = rows[to], rows[at]
    for n, row in enumerate(rows):
        row.order = n
    type(thing)._default_manager.bulk_update(rows, ["order"])


@transaction.atomic
def arrange(*, section: Section, order: list[int]) -> None:
    """Put the exhibits of a section into an order that was dragged; what is not named comes after."""
    _held(section.exhibition)
    place = {pk: n for n, pk in enumerate(order)}
    rows = sorted(section.exhibits.all(), key=lambda row: (place.get(row.pk, len(place)), row.order, row.pk))
    for n, row in enumerate(rows):
        row.order = n
    Exhibit.objects.bulk_update(rows, ["order"])
