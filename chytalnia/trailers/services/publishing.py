"""From the makers to the librarian, from the librarian to everybody, and back."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from chytalnia.core import audit
from chytalnia.core.models import StageMove
from chytalnia.journal import services as journal
from chytalnia.journal.models import Fact
from chytalnia.media.models import Asset
from chytalnia.search import services as search
from chytalnia.trailers.models import Trailer
from chytalnia.wire.languages import marc_code

from . import telling


def move(*, trailer: Trailer, name: str, by: Any, note: str = "") -> StageMove:
    """Publish, withdraw, give back. Raises StageError, which says what is missing."""
    return trailer.move(name, by=by, note=note)


def submit(*, trailer: Trailer, by: Any) -> StageMove:
    """The makers send it to the librarian. Raises StageError naming each right that is not recorded."""
    return trailer.move("submit", note=_who(by))


def take_back(*, trailer: Trailer, by: Any) -> StageMove:
    return trailer.move("take_back", note=_who(by))


def _who(by: Any) -> str:
    return str(getattr(by, "username", "") or "")


def shown(trailer: Trailer, *, by: Any) -> None:
    """What publication brings about: its files are everybody's, it is counted, found by the search."""
    trailer.published_at = timezone.now()
    _open_files(trailer, public=True)
    count("trailers.published", trailer)
    telling.published(trailer, by=by)
    audit.log("trailers.publish", by=by, about=trailer, unit=trailer.unit, after={"title": trailer.title})
    search.enqueue("trailer", [trailer.pk])


def hidden(trailer: Trailer, *, by: Any) -> None:
    """A withdrawn trailer is hidden from readers, and its publication is counted back."""
    _open_files(trailer, public=False)
    counted = Fact.objects.filter(
        kind="trailers.published",
        source_kind="trailers.trailer",
        source_id=str(trailer.pk),
        reverses=None,
        reversal=None,
    ).order_by("-pk")
    if fact := counted.first():
        journal.reverse(fact, by=by)
    audit.log("trailers.withdraw", by=by, about=trailer, unit=trailer.unit, before={"title": trailer.title})
    search.enqueue("trailer", [trailer.pk])


def _open_files(trailer: Trailer, *, public: bool) -> None:
    files = [*trailer.films.values_list("asset", flat=True), trailer.poster_id]
    Asset.objects.filter(pk__in=[pk for pk in files if pk]).update(public=public)


def count(kind: str, trailer: Trailer, *, key: str | None = None) -> None:
    journal.record(
        kind,
        unit=trailer.unit_id,
        audience=trailer.audience,
        language=marc_code(trailer.language),
        source=trailer,
        key=key,
    )


@transaction.atomic
def choose_programme(*, trailer: Trailer, programme: Any, by: Any = None) -> Trailer:
    """Show it on the page of a programme, or no longer."""
    trailer.programme = programme
    trailer.save(update_fields=["programme"])
    return trailer
