"""One record under the cataloguer's hand: saved, compared, restored, hidden, removed; drafts that are never lost."""

from __future__ import annotations

import difflib
import secrets
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from pymarc import Field
from pymarc import Record as MarcRecord

from chytalnia.catalogue import dimensions, errors
from chytalnia.catalogue.derive import content_hash, identity
from chytalnia.catalogue.models import Draft, Item, Record, RecordVersion
from chytalnia.catalogue.queries import holder_of
from chytalnia.catalogue.services import ingest, works
from chytalnia.core import audit
from chytalnia.journal import services as journal
from chytalnia.network.models import Unit
from chytalnia.wire import marc, romanise
from chytalnia.wire.bib import Bib


def parsed(record: Record | RecordVersion) -> MarcRecord:
    """The source of a record, read as it is kept."""
    return marc.parse_one(bytes(record.source), record.format, record.dialect, record.encoding)


def model_of(record: MarcRecord, dialect: str) -> Bib:
    """The internal model of a MARC record, romanised text turned back to its script."""
    return romanise.restore(marc.to_bib(record, dialect))


@transaction.atomic
def create(*, source: MarcRecord, dialect: str, unit: Unit, by: Any = None, reason: str = "") -> Record:
    """A new record made here. Without a control number it gets one of the house. Tells the journal."""
    owner = holder_of(unit)
    if not source.get_fields("001"):
        source.add_ordered_field(Field(tag="001", data=f"{owner.code}-{secrets.token_hex(5)}"))
    incoming = _incoming(source, dialect)
    if Record.objects.filter(identity=identity(owner.code, incoming.bib)).exists():
        raise errors.RecordExists
    setting = ingest.Setting(owner=owner, unit=unit, by=getattr(by, "pk", None), reason=reason[:200], make_items=False)
    outcome = ingest.write([incoming], setting)
    record = Record.objects.get(pk=outcome.created[0])
    # A record made here was brought by no file.
    Record.objects.filter(pk=record.pk).update(import_hash="")
    audit.log("catalogue.edit_record", by=by, about=record, unit=owner, after={"created": True})
    return record


@transaction.atomic
def save(
    *,
    record: Record,
    source: MarcRecord,
    by: Any = None,
    reason: str = "",
    seen_version: int | None = None,
    fixes: dict[str, str] | None = None,
) -> Record:
    """Replace the source of a record; the former state goes to its history. `fixes` correct script made by the tables.

    Raises RecordChanged when `seen_version` is not the present one. The date of the record (005) becomes now.
    """
    locked = Record.objects.select_for_update(of=("self",)).select_related("owner").get(pk=record.pk)
    if seen_version is not None and locked.version != seen_version:
        raise errors.RecordChanged
    incoming = _incoming(source, locked.dialect)
    _replace(locked, incoming, by=by, reason=reason, fixes={**locked.script_fixes, **(fixes or {})})
    return Record.objects.get(pk=record.pk)


def _replace(locked: Record, incoming: ingest.Incoming, *, by: Any, reason: str, fixes: dict[str, str]) -> None:
    # The identity stays: a cataloguer who corrects the control number corrects this record and makes no other.
    incoming.identity, incoming.hash = locked.identity, content_hash(incoming.raw)
    ingest.keep_versions([locked.pk])
    Record.objects.filter(pk=locked.pk).update(script_fixes=fixes)
    setting = ingest.Setting(owner=locked.owner, unit=locked.owner, by=getattr(by, "pk", None), reason=reason[:200])
    ingest.replace(incoming, locked.pk, setting)
    audit.log("catalogue.edit_record", by=by, about=locked, unit=locked.owner, note=reason)


def _incoming(source: MarcRecord, dialect: str) -> ingest.Incoming:
    """A record in our own writing: UTF-8, dated now."""
    if dialect == "irbis":
        raw, format_ = marc.write_irbis(source), "irbis"
        raw = raw.encode() if isinstance(raw, str) else raw
    else:
        source.remove_fields("005")
        source.add_ordered_field(Field(tag="005", data=timezone.now().strftime("%Y%m%d%H%M%S.0")))
        raw, format_ = marc.write_iso2709(source), "iso2709"
    return ingest.Incoming(model_of(source, dialect), raw, format_, dialect, "utf-8")


@transaction.atomic
def fix_script(*, record: Record, fixes: dict[str, str], by: Any = None) -> Record:
    """Correct, or confirm, what the tables made of romanised text: romanised form → right form. Outlives new imports."""
    locked = Record.objects.select_for_update(of=("self",)).select_related("owner").get(pk=record.pk)
    source = parsed(locked)
    bib = model_of(source, locked.dialect)
    incoming = ingest.Incoming(bib, bytes(locked.source), locked.format, locked.dialect, locked.encoding)
    _replace(locked, incoming, by=by, reason="", fixes={**locked.script_fixes, **fixes})
    return Record.objects.get(pk=record.pk)


@dataclass(frozen=True, slots=True)
class Change:
    """A line of the comparison: « » unchanged, «-» only before, «+» only after."""

    sign: str
    text: str


def diff(older: Record | RecordVersion, newer: Record | RecordVersion) -> list[Change]:
    """Two states of a record, field by field."""
    before, after = lines(parsed(older)), lines(parsed(newer))
    return [Change(line[0], line[2:]) for line in difflib.ndiff(before, after) if line[0] != "?"]


def lines(source: MarcRecord) -> list[str]:
    """The fields of a record as people read them: «245 10 $a Кобзар $c …»."""
    out = [f"LDR {source.leader}"]
    for field in source.fields:
        if field.control_field:
            out.append(f"{field.tag} {field.data}")
        else:
            marks = "".join(field.indicators or ()).replace(" ", "_")
            out.append(f"{field.tag} {marks} " + " ".join(f"${code} {value}" for code, value in field.subfields))
    return out


@transaction.atomic
def restore(*, record: Record, version: RecordVersion, by: Any = None) -> Record:
    """Make a former state the present one; the present one goes to the history like any other."""
    locked = Record.objects.select_for_update(of=("self",)).select_related("owner").get(pk=record.pk)
    incoming = ingest.Incoming(
        model_of(parsed(version), version.dialect),
        bytes(version.source),
        version.format,
        version.dialect,
        version.encoding,
    )
    _replace(locked, incoming, by=by, reason=f"← {version.number}", fixes=version.script_fixes)
    return Record.objects.get(pk=record.pk)


@transaction.atomic
def show(*, record: Record, visible: bool, by: Any = None) -> None:
    """Show a record to readers or hide it from them."""
    Record.objects.filter(pk=record.pk).update(visible=visible, changed_at=timezone.now())
    works.refresh([record.work_id])
    audit.log("catalogue.edit_record", by=by, about=record, unit=record.owner, after={"visible": visible})


@transaction.atomic
def remove(*, record: Record, by: Any = None) -> None:
    """Take a record out of the catalogue. Its row and source stay. Raises RecordHasItems while items are in stock."""
    locked = Record.objects.select_for_update(of=("self",)).select_related("owner").get(pk=record.pk)
    if Item.objects.in_stock().filter(record=locked).exists():
        raise errors.RecordHasItems
    if locked.deleted_at is None:
        Record.objects.filter(pk=locked.pk).update(deleted_at=timezone.now(), changed_at=timezone.now())
        if locked.owner is not None:
            journal.record(
                "records.removed", unit=locked.owner, source=locked, late=True,
                document_kind=dimensions.document_kind(locked.bib), language=dimensions.language(locked.bib),
            )  # fmt: skip
        works.refresh([locked.work_id])
        audit.log("catalogue.delete_record", by=by, about=locked, unit=locked.owner)


def save_draft(
    *, user: Any, data: dict[str, Any], record: Record | None = None, token: str = "", unit: Unit | None = None,
    dialect: str = "marc21", base_version: int = 0,
) -> Draft:  # fmt: skip
    """Keep what a cataloguer has typed so far. A new record's draft gets a token to come back by."""
    values = {"data": data, "unit": unit, "dialect": dialect, "base_version": base_version}
    if record is not None:
        draft, _ = Draft.objects.update_or_create(user=user, record=record, defaults=values)
    else:
        draft, _ = Draft.objects.update_or_create(
            user=user, record=None, token=token or secrets.token_urlsafe(16), defaults=values
        )
    return draft


def drop_draft(*, draft: Draft) -> None:
    """Forget a draft: it was saved as a record, or thrown away on purpose."""
    draft.delete()
