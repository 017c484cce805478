"""A book gets its number."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from chytalnia.bookcrossing import errors
from chytalnia.bookcrossing.models import Label, Owner, Traveller
from chytalnia.bookcrossing.saying import suitable, suitable_title
from chytalnia.catalogue.models import Record, Work
from chytalnia.core import audit
from chytalnia.journal import services as journal
from chytalnia.network.models import Unit
from chytalnia.search import services as search
from chytalnia.wire.describe.clean import one_line
from chytalnia.wire.isbn import normal_isbn

from .labels import fresh
from .sums import NOTHING, settle, share_of


def record_by_isbn(isbn: str) -> Record | None:
    """The newest record that the catalogue shows under a number."""
    normal = normal_isbn(isbn)
    if not normal:
        return None
    return Record.objects.public().filter(keys__kind="isbn", keys__value=normal).order_by("-year", "-pk").first()


@transaction.atomic
def register(
    *,
    unit: Unit,
    title: str = "",
    author: str = "",
    isbn: str = "",
    work: Work | None = None,
    record: Record | None = None,
    number: str = "",
    owner: str = Owner.STAFF,
    by: Any = None,
    **about: Any,
) -> Traveller:
    """Register a book by its record, work, ISBN or title; what is typed is kept where the catalogue knows nothing.

    With `number` it takes a label that was printed before, without one it gets a new number. Raises NothingNamed, UnknownLabel,
    LabelTaken, Unsuitable.
    """
    title, author = one_line(title), one_line(author)
    about["owner_nick"] = one_line(about.get("owner_nick", ""))
    if not suitable(about["owner_nick"]) or (owner != Owner.STAFF and not suitable_title(title, author)):
        raise errors.Unsuitable
    if record is None and work is None and isbn:
        record = record_by_isbn(isbn)
    if record is None and work is not None:
        record = Record.objects.public().filter(work=work).order_by("-year", "-pk").first()
    if record is not None:
        work = work or record.work
        author = author or (work.author if work else "") or record.author
        title = title or record.title
        about.setdefault("language", (record.language_codes or [""])[0])
    elif work is not None:
        title, author = title or work.title, author or work.author
    if "registered_at" in about:
        about.setdefault("last_at", about["registered_at"])
    title, author = one_line(title)[:300], one_line(author)[:200]
    if not title:
        raise errors.NothingNamed
    if number:
        label = Label.objects.select_for_update().filter(number=number).select_related("unit").first()
        if Traveller.objects.filter(number=number).exists():
            raise errors.LabelTaken
        if label is None:
            raise errors.UnknownLabel
        label.taken_at = timezone.now()
        label.save(update_fields=["taken_at"])
    book = Traveller.objects.create(
        number=number or fresh(unit)[0], unit=unit, title=title, author=author,
        isbn=normal_isbn(isbn) or "", work=work, record=record, owner=owner, **about,
    )  # fmt: skip
    journal.record(
        "crossing.registered", unit=unit, at=book.registered_at, late=True, language=book.language, source=book
    )
    search.enqueue("traveller", [book.pk])
    if owner == Owner.STAFF:
        audit.log("bookcrossing.register", by=by, about=book, unit=unit)
    settle(book.unit_id, NOTHING, share_of(book))
    return book


@transaction.atomic
def change(*, traveller: Traveller, by: Any = None, **values: Any) -> Traveller:
    """Mend what is said of a book."""
    before = {name: str(getattr(traveller, name) or "") for name in values if getattr(traveller, name) != values[name]}
    for name, value in values.items():
        setattr(traveller, name, value)
    traveller.save(update_fields=list(values))
    search.enqueue("traveller", [traveller.pk])
    audit.log(
        "bookcrossing.change", by=by, about=traveller, unit=traveller.unit, before=before,
        after={name: str(values[name] or "") for name in before},
    )  # fmt: skip
    return traveller
