"""Registration, its renewal every year, changes of the data and blocks."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from chytalnia.network.models import Unit
from chytalnia.network.settings import setting
from chytalnia.people.errors import NotActiveError
from chytalnia.people.models import Reader, ReaderState, ReaderWord, Registration
from chytalnia.people.readers import names, queries
from chytalnia.people.signals import reader_registered

from .access import follow_email
from .cards import issue_card
from .consents import give_consent
from .trail import log

#: What `register` and `change` set; everything else has a verb of its own.
FIELDS = frozenset({
    "kind", "surname", "name", "patronymic", "title", "responsible", "birth_date", "sex", "address", "settlement",
    "is_rural", "phone", "email", "education", "occupation", "study_place", "study_group", "social", "language",
    "interests", "home_unit", "keep_history", "shows_parents", "note",
})  # fmt: skip

#: The last day there is: a block until somebody lifts it.
FOR_EVER = date(9999, 12, 31)


def document_hash(kind: str, number: str) -> str:
    """A keyed hash of a document: the same document gives the same text, and nobody reads the number back."""
    plain = "".join(number.split()).upper()
    if not plain:
        return ""
    return hmac.new(settings.SECRET_KEY.encode(), f"{kind}:{plain}".encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def register(
    *,
    unit: Unit,
    by: Any = None,
    on: date | None = None,
    card: str = "",
    document: tuple[str, str] | None = None,
    consents: Iterable[str] = (),
    consent_language: str = "",
    adult: str = "",
    key: UUID | str | None = None,
    **fields: Any,
) -> Reader:
    """Enter a new reader, count them in the unit's year and give them a card (with the number of `card`, else a new one).

    `fields` are those of FIELDS. `consents` are kinds agreed to now; `adult` is the name of the grown-up who spoke for a
    child. With a `key`, the same registration sent twice is one reader. Sends `reader_registered`. Raises
    ValidationError for data that cannot be kept and CardTakenError.
    """
    reader, known = _new_or_known(unit, fields, document, key)
    if known:
        return reader
    log("people.register_reader", reader, by=by, unit=unit)
    for kind in consents:
        give_consent(reader=reader, kind=kind, language=consent_language, by=by, adult=adult)
    issue_card(reader=reader, number=card, by=by)
    reregister(reader=reader, unit=unit, by=by, on=on)
    return reader


@transaction.atomic
def preregister(
    *, unit: Unit, consents: Iterable[str] = (), consent_language: str = "", adult: str = "",
    key: UUID | str | None = None, **fields: Any,
) -> Reader:  # fmt: skip
    """Keep a registration from home until the first visit; it has no card, is counted nowhere and expires."""
    until = timezone.localdate() + timedelta(days=setting(unit, "people.preregistration_days"))
    waiting = {"state": ReaderState.PREREGISTERED, "waits_until": until}
    reader, known = _new_or_known(unit, fields, None, key, **waiting)
    if known:
        return reader
    for kind in consents:
        give_consent(reader=reader, kind=kind, language=consent_language, adult=adult)
    return reader


@transaction.atomic
def confirm(
    *,
    reader: Reader,
    unit: Unit,
    by: Any = None,
    on: date | None = None,
    card: str = "",
    document: tuple[str, str] | None = None,
    **fields: Any,
) -> Reader:
    """Make a registration from home a real one, at the first visit, with what the document corrected.

    Confirmed twice, it is left as it is. Raises NotActiveError when it is closed or merged by now.
    """
    reader = Reader.objects.select_for_update(of=("self",)).select_related("home_unit").get(pk=reader.pk)
    if reader.is_active:
        return reader
    if reader.state != ReaderState.PREREGISTERED:
        raise NotActiveError
    _set(reader, {**fields, "home_unit": unit})
    if document is not None:
        reader.document_hash = document_hash(*document)
    reader.state, reader.waits_until = ReaderState.ACTIVE, None
    _store(reader)
    log("people.confirm_reader", reader, by=by, unit=unit)
    issue_card(reader=reader, number=card, by=by)
    reregister(reader=reader, unit=unit, by=by, on=on)
    return reader


@transaction.atomic
def reregister(*, reader: Reader, unit: Unit, by: Any = None, on: date | None = None, **changed: Any) -> Registration:
    """Count a reader in a library's year, at the first visit after 1 January, with the data that have changed.

    Done already, it returns the year's registration and sends nothing. Sends `reader_registered`. Raises NotActiveError.
    """
    on = on or timezone.localdate()
    reader = Reader.objects.select_for_update(of=("self",)).select_related("home_unit").get(pk=reader.pk)
    if not reader.is_active:
        raise NotActiveError
    if changed:
        change(reader=reader, by=by, **changed)
    everybody = queries.line(reader)
    years = Registration.objects.filter(reader__in=everybody)
    if (done := years.filter(unit=unit, year=on.year).first()) is not None:
        return done
    # Numbers of forms follow each other, so two desks of one library take turns here.
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    last = Registration.objects.filter(unit=unit, year=on.year).aggregate(last=Max("number"))["last"] or 0
    registration = Registration.objects.create(
        reader=reader, unit=unit, year=on.year, number=last + 1, on=on, by=by,
        is_new=not years.filter(unit=unit).exists(),
        first_in_network=not years.filter(year=on.year, first_in_network=True).exists(),
    )  # fmt: skip
    log("people.reregister", reader, by=by, unit=unit, year=on.year)
    reader_registered.send(
        Registration, registration=registration, reader=reader, unit=unit, is_new=registration.is_new,
        first_in_network=registration.first_in_network, by=by,
    )  # fmt: skip
    return registration


@transaction.atomic
def change(*, reader: Reader, by: Any = None, document: tuple[str, str] | None = None, **fields: Any) -> Reader:
    """Change a reader's data; the log names the fields. Raises ValidationError for data that cannot be kept."""
    reader = Reader.objects.select_for_update(of=("self",)).select_related("home_unit").get(pk=reader.pk)
    changed = _set(reader, fields)
    if document is not None and (hashed := document_hash(*document)) != reader.document_hash:
        reader.document_hash, changed = hashed, [*changed, "document"]
    if changed:
        _store(reader)
        if "email" in changed:
            follow_email(reader)
        log("people.change_reader", reader, by=by, fields=changed)
    return reader


@transaction.atomic
def block(*, reader: Reader, reason: str, until: date | None = None, by: Any = None) -> Reader:
    """Stop lending to a reader until a day, or until somebody lifts it. A second block takes the place of the first."""
    reader.blocked_until, reader.block_reason = until or FOR_EVER, reason.strip()[:300]
    reader.save(update_fields=["blocked_until", "block_reason", "changed_at"])
    log("people.block_reader", reader, by=by, until=str(until or ""))
    return reader


@transaction.atomic
def unblock(*, reader: Reader, by: Any = None) -> Reader:
    if reader.blocked_until is not None:
        reader.blocked_until, reader.block_reason = None, ""
        reader.save(update_fields=["blocked_until", "block_reason", "changed_at"])
        log("people.unblock_reader", reader, by=by)
    return reader


def _new_or_known(
    unit: Unit, fields: dict[str, Any], document: tuple[str, str] | None, key: Any, **own: Any
) -> tuple[Reader, bool]:
    """The reader of this key, and whether they were there already; two senders of one registration make one reader."""
    if key is None:
        return _new(unit, fields, document, None, **own), False
    known = Reader.objects.filter(key=key)
    if (first := known.first()) is not None:
        return first, True
    try:
        with transaction.atomic():
            return _new(unit, fields, document, key, **own), False
    except IntegrityError:
        if (first := known.first()) is not None:
            return first, True
        raise


def _new(unit: Unit, fields: dict[str, Any], document: tuple[str, str] | None, key: Any, **own: Any) -> Reader:
    reader = Reader(home_unit=unit, key=key, **own)
    _set(reader, fields)
    if document is not None:
        reader.document_hash = document_hash(*document)
    _store(reader)
    return reader


def _set(reader: Reader, fields: dict[str, Any]) -> list[str]:
    """Set the fields and return the names of those that changed."""
    if unknown := fields.keys() - FIELDS:
        raise TypeError(f"A reader has no {', '.join(sorted(unknown))}")
    changed = []
    for name, given in fields.items():
        value = " ".join(given.split()) if isinstance(given, str) and name != "note" else given
        if getattr(reader, name) != value:
            setattr(reader, name, value)
            changed.append(name)
    return changed


def _store(reader: Reader) -> None:
    reader.phone_digits = names.phone_digits(reader.phone)
    # Constraints and unique fields are the database's to hold; forms say them kindly.
    reader.full_clean(validate_unique=False, exclude=["user", "household", "merged_into", "responsible", "home_unit"])
    reader.save()
    keep_words([reader])


def keep_words(readers: Iterable[Reader]) -> None:
    """Write anew the words by which readers are found."""
    readers = list(readers)
    ReaderWord.objects.filter(reader__in=readers).delete()
    ReaderWord.objects.bulk_create(
        ReaderWord(reader=reader, word=word[:150]) for reader in readers for word in names.words(reader.full_name)
    )
