"""Consents: given in the words of the day, withdrawn at any time."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from chytalnia.core import audit
from chytalnia.core.translated import Translated
from chytalnia.people.models import Consent, ConsentKind, ConsentText, Reader
from chytalnia.people.readers import queries, wording

from .trail import log


@transaction.atomic
def give_consent(
    *,
    reader: Reader,
    kind: str,
    language: str = "",
    by: Any = None,
    at: datetime | None = None,
    adult: str = "",
) -> Consent:
    """Keep that a reader agreed, with the very words in the language they read. `adult` speaks for a child.

    Given again to the same version, it is the same consent; a new version takes the place of the old one.
    """
    at = at or timezone.now()
    text = wording.current(kind, language or reader.language)
    # Two presses wait for each other here: one consent of a kind holds.
    Reader.objects.select_for_update(of=("self",), no_key=True).get(pk=reader.pk)
    held = Consent.objects.filter(reader=reader, kind=kind, withdrawn_at=None).first()
    if held is not None:
        if held.version == text.version:
            return held
        held.withdrawn_at, held.withdrawn_by = at, by
        held.save(update_fields=["withdrawn_at", "withdrawn_by"])
    consent = Consent.objects.create(
        reader=reader, kind=ConsentKind(kind), text=text.text, version=text.version, language=text.language,
        given_at=at, by=by, given_by_adult=adult[:300],
    )  # fmt: skip
    log("people.give_consent", reader, by=by, kind=str(kind), version=text.version)
    return consent


@transaction.atomic
def withdraw_consent(*, reader: Reader, kind: str, by: Any = None, at: datetime | None = None) -> int:
    """Take a consent back; returns how many were. Without the consent to it, the social category is forgotten."""
    taken = Consent.objects.filter(reader__in=queries.line(reader), kind=kind, withdrawn_at=None).update(
        withdrawn_at=at or timezone.now(), withdrawn_by=by
    )
    if kind == ConsentKind.SOCIAL:
        Reader.objects.filter(pk__in=queries.line(reader)).update(social=[])
        reader.social = []
    if taken:
        log("people.withdraw_consent", reader, by=by, kind=str(kind))
    return taken


@transaction.atomic
def change_text(*, kind: str, text: Translated, since: date | None = None, by: Any = None) -> ConsentText:
    """Write a new version of a consent's words. Those who signed an older one are asked at their next visit."""
    last = ConsentText.objects.filter(kind=kind).aggregate(last=Max("version"))["last"] or 0
    written = ConsentText.objects.create(
        kind=ConsentKind(kind), version=last + 1, text=text, since=since or timezone.localdate(), by=by
    )
    audit.log("people.edit_consents", by=by, about=written, after={"kind": str(kind), "version": written.version})
    return written
