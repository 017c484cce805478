"""Closing of an account, removal of the data, and the reader's own copy of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from chytalnia.network.settings import setting
from chytalnia.people import rules
from chytalnia.people.errors import NotActiveError, StillOwesError
from chytalnia.people.models import Card, Consent, Reader, ReaderMerge, ReaderState, ReaderWord, Surety
from chytalnia.people.readers import queries
from chytalnia.people.signals import reader_anonymised, reader_closed, reader_closing, reader_exported

from .trail import log

#: What is emptied when a reader's data are removed. The row stays, nameless, for what was counted by it.
EMPTIED = (
    "surname", "name", "patronymic", "title", "sex", "address", "settlement", "phone", "phone_digits", "email",
    "education", "occupation", "study_place", "study_group", "language", "interests", "document_hash", "block_reason",
    "note", "household_role", "access_code",
)  # fmt: skip


def owed(reader: Reader) -> list[str]:
    """What has to be settled before the account can be closed, as sentences; rooms above say it."""
    said = [_("Somebody else has to answer for the child first.")] if _stands_for(reader) else []
    for _receiver, sentences in reader_closing.send(Reader, reader=reader):
        said += [str(sentence) for sentence in sentences or ()]
    return said


def _stands_for(reader: Reader) -> bool:
    return Surety.objects.filter(
        adult__in=queries.line(reader), ended_on=None, child__state=ReaderState.ACTIVE
    ).exists()


@transaction.atomic
def close(*, reader: Reader, by: Any = None) -> Reader:
    """Close a reader's account: cards open nothing any more, the account can no longer be signed in to.

    Closed already, it is left as it is. Raises StillOwesError with everything that is still owed, NotActiveError for a
    merged record. Sends `reader_closed`.
    """
    reader = _locked(reader)
    if reader.state == ReaderState.CLOSED:
        return reader
    if reader.state == ReaderState.MERGED:
        raise NotActiveError
    if still := owed(reader):
        raise StillOwesError(still)
    now = timezone.now()
    reader.state, reader.closed_at, reader.waits_until = ReaderState.CLOSED, now, None
    reader.save()
    Card.objects.filter(reader__in=queries.line(reader), blocked_at=None).update(
        blocked_at=now, reason=pgettext("a reader", "closed")
    )
    if (user := reader.user) is not None and not rules.holds_role(user):
        user.is_active = False
        user.save(update_fields=["is_active"])
    log("people.close_reader", reader, by=by)
    reader_closed.send(Reader, reader=reader, by=by)
    return reader


@transaction.atomic
def reopen(*, reader: Reader, by: Any = None) -> Reader:
    """Open a closed account again, as long as its data were not removed; a new card is to be given."""
    reader = _locked(reader)
    if reader.state != ReaderState.CLOSED or reader.anonymised_at is not None:
        raise NotActiveError
    reader.state, reader.closed_at = ReaderState.ACTIVE, None
    reader.save()
    if (user := reader.user) is not None:
        user.is_active = True
        user.save(update_fields=["is_active"])
    log("people.reopen_reader", reader, by=by)
    return reader


@transaction.atomic
def anonymise(*, reader: Reader, by: Any = None) -> Reader:
    """Remove everything that tells who a closed reader was; the years they were counted in stay. Sends
    `reader_anonymised`. Done already, it is left as it is. Raises NotActiveError for an account that is not closed."""
    reader = _locked(reader)
    if reader.anonymised_at is not None:
        return reader
    if reader.state != ReaderState.CLOSED:
        raise NotActiveError
    keys = queries.line(reader)
    for row in Reader.objects.filter(pk__in=keys).select_related("user"):
        user = row.user
        for name in EMPTIED:
            setattr(row, name, "")
        row.birth_date = row.user = row.household = row.responsible = row.blocked_until = row.key = None
        row.social, row.keep_history, row.is_rural, row.anonymised_at = [], False, False, timezone.now()
        row.shows_parents = False
        row.save()
        if user is not None and not rules.holds_role(user):
            user.delete()
    ReaderWord.objects.filter(reader__in=keys).delete()
    Consent.objects.filter(reader__in=keys).delete()
    Surety.objects.filter(child__in=keys).delete()
    Surety.objects.filter(adult__in=keys).update(adult=None, name="", phone="", document_hash="")
    ReaderMerge.objects.filter(Q(kept__in=keys) | Q(merged__in=keys)).update(before={}, note="")
    reader.refresh_from_db()
    log("people.anonymise_reader", reader, by=by)
    reader_anonymised.send(Reader, reader=reader)
    return reader


def nightly(day: date) -> dict[str, int]:
    """Forget registrations from home that nobody confirmed in time, and remove the data of accounts long closed."""
    gone, _rows = Reader.objects.filter(state=ReaderState.PREREGISTERED, waits_until__lt=day).delete()
    removed = 0
    waiting = Reader.objects.filter(state=ReaderState.CLOSED, anonymised_at=None).select_related("home_unit")
    for reader in waiting.iterator():
        assert reader.closed_at is not None
        kept = timedelta(days=setting(reader.home_unit, "people.anonymise_days"))
        if timezone.localdate(reader.closed_at) + kept <= day:
            anonymise(reader=reader)
            removed += 1
    return {"unconfirmed": gone, "anonymised": removed}


def export_data(*, reader: Reader) -> dict[str, Any]:
    """Everything the network keeps about a reader, for the reader: plain data, ready for JSON; rooms above add theirs."""
    keys = queries.line(reader)
    told: dict[str, Any] = {
        "reader": {
            name: _told(getattr(reader, name))
            for name in (
                "surname", "name", "patronymic", "title", "birth_date", "sex", "address", "settlement", "is_rural",
                "phone", "email", "education", "occupation", "study_place", "study_group", "social", "language",
                "interests", "keep_history", "shows_parents", "blocked_until", "block_reason", "note", "created_at",
            )
        } | {"library": str(reader.home_unit)},
        "cards": [
            {"number": card.number, "issued_at": _told(card.issued_at), "blocked_at": _told(card.blocked_at), "reason": card.reason}
            for card in queries.cards(reader)
        ],
        "registrations": [
            {"library": str(one.unit), "year": one.year, "number": one.number, "on": _told(one.on)}
            for one in queries.registrations(reader)
        ],
        "consents": [
            {"kind": one.kind, "text": one.text, "version": one.version, "language": one.language,
             "given_at": _told(one.given_at), "withdrawn_at": _told(one.withdrawn_at)}
            for one in queries.consents(reader)
        ],
        "family": [
            {"name": member.full_name, "role": member.household_role}
            for member in Reader.objects.active().filter(household=reader.household_id).exclude(pk=reader.pk)
        ] if reader.household_id else [],
        "sureties": [
            {"name": one.adult.full_name if one.adult else one.name, "phone": one.phone, "signed_on": _told(one.signed_on)}
            for one in Surety.objects.filter(child__in=keys).select_related("adult")
        ],
    }  # fmt: skip
    for key, _title, rows in parts_of(reader):
        told[key] = rows
    return told


def parts_of(reader: Reader) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """What rooms above keep about a reader: key, title for people, rows."""
    answers: list[tuple[Any, Any]] = reader_exported.send(Reader, reader=reader)
    return [(key, str(title), rows) for _receiver, parts in answers for key, title, rows in parts or ()]


def _told(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _locked(reader: Reader) -> Reader:
    rows = Reader.objects.select_for_update(of=("self",)).select_related("home_unit", "user")
    return rows.get(pk=reader.pk)
