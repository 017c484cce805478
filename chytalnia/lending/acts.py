"""How an act is written: what it changed, its fact, and the log, in one transaction; and how that is read backwards.

A service opens a `Recorder`, changes rows through it, names its acts and writes them:

    recorder = Recorder(unit=unit, by=by, at=at, key=key)
    loan = recorder.make(Loan(…))
    recorder.add(ActKind.LEND, item=item, reader=reader, loan=loan, …)
    return recorder.write()

Locks are taken in one order everywhere: copy, then its work, then reader, then holds; whoever needs a second copy under these
takes it only if nobody else has it. Everything about a work's queue happens under the lock of the work.
"""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from django.db import IntegrityError, OperationalError, connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chytalnia.catalogue import dimensions
from chytalnia.catalogue.models import Item, ItemStatus, Record
from chytalnia.catalogue.services import states
from chytalnia.core import statements
from chytalnia.core.statements import Kept
from chytalnia.journal import services as journal
from chytalnia.network.models import Unit
from chytalnia.search import services as search
from chytalnia.wire.bib import Bib

from . import snapshot
from .errors import CannotUndo
from .kinds import FACT_OF
from .models import (
    Act,
    ActKind,
    Channel,
    Charge,
    ChargeState,
    Hold,
    HoldState,
    HomeVisit,
    IllOrder,
    Loan,
    LoanState,
    Notice,
    NoticeState,
    Payment,
    Transit,
    Visit,
)
from .signals import acts_written

T = TypeVar("T")

_MODELS: dict[str, type[models.Model]] = {
    "item": Item,
    "loan": Loan,
    "hold": Hold,
    "transit": Transit,
    "charge": Charge,
    "payment": Payment,
    "visit": Visit,
    "notice": Notice,
    "ill": IllOrder,
    "home_visit": HomeVisit,
}
_LABELS = {model: label for label, model in _MODELS.items()}
#: What must still be as the act left it, for a row that the act made.
_MADE = {
    "loan": ("state", "due_on", "renewals", "returned_at"),
    "hold": ("state", "item_id", "pickup_unit_id", "suspended_until"),
    "transit": ("sent_at", "received_at", "lost_at", "cancelled_at"),
    "charge": ("state", "paid_minor", "amount_minor"),
    "payment": (),
    "visit": (),
    "notice": (),
    "home_visit": ("handed", "taken", "minutes"),
}
#: How many times a transaction that the database broke off, to untie a knot of locks, is begun anew.
TRIES = 8


@dataclass(slots=True)
class Dimensions:
    """What facts about a document are counted by."""

    document_kind: str = ""
    language: str = ""
    knowledge: str = ""

    def __iter__(self) -> Any:
        return iter((self.document_kind, self.language, self.knowledge))


def dimensions_of(record: Record) -> Dimensions:
    """By the columns of a record, and the branch of knowledge by its classes when the model was read with it."""
    known = Dimensions(dimensions.DOCUMENT_KIND.get(record.kind, "other"), record.languages.split(" ")[0][:8])
    if "bib_data" in record.__dict__:
        data = record.bib_data
        known.knowledge = dimensions.knowledge(
            Bib.from_dict({name: data[name] for name in ("literary_form", "classes") if name in data})
        )
    return known


def dimensions_of_loan(loan: Loan) -> Dimensions:
    return Dimensions(loan.document_kind, loan.language, loan.knowledge)


@dataclass(slots=True)
class _Pending:
    kind: str
    fact: str
    row: dict[str, Any]
    dimensions: dict[str, str]
    detail: dict[str, Any] = field(default_factory=dict)


class Recorder:
    """The acts of one call of a service: the first is the act itself, the others are its parts."""

    def __init__(
        self,
        *,
        unit: Unit,
        by: Any = None,
        at: datetime | None = None,
        key: uuid.UUID | str | None = None,
        device: str = "",
        channel: str = Channel.DESK,
    ) -> None:
        self.unit, self.by, self.device, self.channel = unit, by, device, channel
        self.now = timezone.now()
        self.at = at or self.now
        self.day = timezone.localdate(self.at)
        self.key = uuid.UUID(str(key)) if key else uuid.uuid4()
        self._pending: list[_Pending] = []
        self._changes: dict[tuple[str, int], dict[str, list[Any]] | None] = {}
        self._made: dict[tuple[str, int], models.Model] = {}

    def make(self, row: T) -> T:
        """Insert a row."""
        assert isinstance(row, models.Model)
        statements.insert(row)
        self._made[_LABELS[type(row)], row.pk] = row
        return row

    def set(self, row: models.Model, **values: Any) -> None:
        """Change columns of a row that is locked; what was there before is remembered."""
        label = _LABELS[type(row)]
        if (label, row.pk) not in self._made:
            told = self._changes.setdefault((label, row.pk), {})
            assert told is not None
            for name, value in values.items():
                attribute = _column(row, name).attname
                before = told[attribute][0] if attribute in told else plain(getattr(row, attribute))
                told[attribute] = [before, plain(getattr(value, "pk", value))]
        statements.write(statements.change(type(row), row.pk, **values))
        for name, value in values.items():
            setattr(row, name, value)

    def moved(self, row: models.Model, before: dict[str, Any]) -> None:
        """Tell of a row that its stage machine changes and stores in this transaction; `before` is how it stood."""
        told = {
            name: [plain(was), plain(getattr(row, name))] for name, was in before.items() if was != getattr(row, name)
        }
        self._changes[_LABELS[type(row)], row.pk] = told

    def set_status(self, item: Item, status: str, *, work_id: int, asked_for: int = 0) -> None:
        """Give a copy another state; one withdrawn by an act meanwhile stays withdrawn."""
        if item.status in (status, ItemStatus.WITHDRAWN):
            return
        told = self._changes.setdefault(("item", item.pk), {})
        assert told is not None
        before = told["status"][0] if "status" in told else str(item.status)
        told["status"] = [before, str(status)]
        states.set_status(item=item, status=status, work_id=work_id, asked_for=asked_for)

    def add(
        self,
        kind: str,
        *,
        reader_id: int | None = None,
        item_id: int | None = None,
        loan: Loan | None = None,
        hold: Hold | None = None,
        fact: str = "",
        audience: str = "",
        place: str = "",
        of: Dimensions | None = None,
        unit: Unit | None = None,
        **detail: Any,
    ) -> None:
        counted = {"audience": audience, "place": place}
        if of is not None:
            counted |= {"document_kind": of.document_kind, "language": of.language, "knowledge": of.knowledge}
        told = {name: value for name, value in detail.items() if value not in ("", None, [])}
        row = {"reader_id": reader_id, "item_id": item_id, "loan": loan, "hold": hold, "unit": unit or self.unit}
        self._pending.append(_Pending(kind, fact or FACT_OF[ActKind(kind)], row, counted, told))

    @property
    def is_empty(self) -> bool:
        return not self._pending

    def write(self) -> Act:
        """Store facts and acts; returns the act itself. Its rows must be as the act leaves them by now."""
        keys = [self.key, *(uuid.uuid5(self.key, f"{n}") for n in range(1, len(self._pending)))]
        facts, tallies = journal.record_each(
            journal.NewFact(
                kind=each.fact,
                unit=each.row["unit"],
                at=self.at,
                source=("lending.act", str(key)),
                key=f"lending:{key}",
                late=True,
                audience=each.dimensions.get("audience", ""),
                place=each.dimensions.get("place", ""),
                document_kind=each.dimensions.get("document_kind", ""),
                language=each.dimensions.get("language", ""),
                knowledge=each.dimensions.get("knowledge", ""),
            )
            for key, each in zip(keys, self._pending, strict=True)
        )
        acts = [
            Act(
                key=key,
                kind=each.kind,
                by=self.by,
                device=self.device,
                channel=self.channel,
                at=self.at,
                recorded_at=self.now,
                fact=fact,
                detail=each.detail,
                changes=[] if n else self._told(),
                **each.row,
            )
            for n, (key, each, fact) in enumerate(zip(keys, self._pending, facts, strict=True))
        ]
        main, *parts = acts
        statements.insert(main, *tallies)
        for part in parts:
            part.part_of = main
        statements.write(*map(statements.insertion, parts))
        acts_written.send(Act, acts=acts)
        return main

    def _told(self) -> list[list[Any]]:
        made = [
            [label, pk, None, {name: plain(getattr(row, name)) for name in _MADE[label]}]
            for (label, pk), row in self._made.items()
        ]
        return made + [[label, pk, values] for (label, pk), values in self._changes.items() if values]


def _column(row: models.Model, name: str) -> models.Field[Any, Any]:
    column = row._meta.get_field(name)
    assert isinstance(column, models.Field)
    return column


def plain(value: Any) -> Any:
    """A value as JSON keeps it, the same for equal values."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, models.Choices) else value


def known(key: uuid.UUID | str | None) -> Act | None:
    """The act that a key already stands for."""
    return Act.objects.filter(key=key).first() if key else None


def persistent(function: Callable[..., T]) -> Callable[..., T]:
    """Run a service in a transaction, and anew when the database broke it off to untie locks.

    Inside somebody else's transaction only that one can begin anew, so nothing is repeated there.
    """
    from functools import wraps

    @wraps(function)
    def run(*args: Any, **words: Any) -> T:
        tries = 1 if connection.in_atomic_block else TRIES
        while True:
            tries -= 1
            try:
                with transaction.atomic():
                    return function(*args, **words)
            except Again:
                if not tries:
                    raise
                # Two who begin anew at once would meet again at once.
                time.sleep(random.uniform(0, 0.02))  # noqa: S311 - nothing secret
            except (OperationalError, IntegrityError) as error:
                # A row that a rival made first is seen on the second look: then it is a refusal, or the same act.
                if not tries or not (isinstance(error, IntegrityError) or "deadlock" in str(error).casefold()):
                    raise
                # A rule that decided may have been deleted by another process a moment ago.
                snapshot.forget()

    return run


class Again(Exception):  # noqa: N818
    """What was read before the locks is not so any more: begin anew."""


#: What acts ask of a copy, its record and its work.
_LOCKED = (
    "record", "base_record", "holder", "unit", "barcode", "status", "price_minor", "acquired_on", "record__title",
    "record__kind", "record__languages", "record__age_mark", "record__work", "record__base_work", "record__work__key",
)  # fmt: skip


def lock_item(pk: int, *, with_bib: bool = False) -> Item:
    """The copy and its work, locked in this order; the record comes along without its source."""
    for item in _locked_with_bib(pk) if with_bib else _locked(pk):
        return item
    raise Item.DoesNotExist


def _locking(*columns: str) -> Kept[Item]:
    # Few columns, named: to ask for sixty of them took longer than everything else here. Others come when asked for.
    # What a copy shows under may be joined to another work while we wait, so the work is locked by what is read then.
    return Kept(
        lambda pk: (
            Item.objects.select_for_update(of=("self", "record__work"))
            .select_related("record__work")
            .only(*columns)
            .filter(pk=pk)
        )
    )


_locked, _locked_with_bib = _locking(*_LOCKED), _locking(*_LOCKED, "record__bib_data")


def try_item(pk: int) -> Item | None:
    """Another copy of a work that is locked already, unless somebody has it: waiting here could be for ever."""
    return (
        Item.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("record")
        .defer("record__source", "record__bib_data", "note")
        .filter(pk=pk)
        .first()
    )


def unwind(act: Act, *, at: datetime) -> None:
    """Set back what an act changed, after everything it touched is locked. Raises CannotUndo when it stands no more."""
    rows: dict[tuple[str, int], models.Model] = {}
    for label, pk, values, *made in act.changes:
        row = _MODELS[label]._default_manager.filter(pk=pk).first()
        after = made[0] if values is None else {name: pair[1] for name, pair in values.items()}
        if row is None or any(plain(getattr(row, name)) != value for name, value in after.items()):
            raise CannotUndo(_("Something has happened since that stands on this act. Undo that first."))
        rows[label, pk] = row
    # Rows made are ended before rows changed are set back: the constraints allow only one of some kinds.
    for label, pk, values, *_made in act.changes:
        if values is None:
            _end(label, rows[label, pk], at)
    for label, pk, values in (change for change in act.changes if change[2] is not None):
        row = rows[label, pk]
        if label == "item":
            assert isinstance(row, Item)
            work = Record.objects.values_list("work_id", flat=True).get(pk=row.record_id)
            if "status" in values:
                states.set_status(item=row, status=values["status"][0], work_id=work)
            if "unit_id" in values:
                Item.objects.filter(pk=pk).update(unit=values["unit_id"][0], zone=values["zone_id"][0])
                search.enqueue("work", [work], urgent=True)
            continue
        before = {name: _column(row, name).to_python(pair[0]) for name, pair in values.items()}
        try:
            with transaction.atomic():
                type(row)._default_manager.filter(pk=pk).update(**before)
        except IntegrityError as taken:
            # A hold given up, and the reader has asked for the same again since: the constraint knows, whoever came first.
            raise CannotUndo(_("Something has happened since that stands on this act. Undo that first.")) from taken


def items_touched(acts: Iterable[Act]) -> list[int]:
    return sorted({pk for act in acts for label, pk, *_rest in act.changes if label == "item"})


def _end(label: str, row: Any, at: datetime) -> None:
    rows = type(row)._default_manager.filter(pk=row.pk)
    if label == "loan":
        rows.update(state=LoanState.UNDONE, returned_at=at)
    elif label == "hold":
        rows.update(state=HoldState.CANCELLED, ended_at=at)
    elif label == "transit":
        rows.update(cancelled_at=at)
    elif label == "notice":
        rows.filter(state=NoticeState.QUEUED).update(state=NoticeState.CALLED_OFF)
    elif label == "charge":
        if row.state not in (ChargeState.OPEN, ChargeState.HELD) or row.paid_minor:
            raise CannotUndo(_("Money was taken for it. Give that back first."))
        rows.delete()
    else:
        rows.delete()
