"""A reader as the rules see them: registered or not, of what age and category, with what loans and debts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from chytalnia.core.statements import Kept
from chytalnia.network import settings as unit_settings
from chytalnia.network.models import Unit
from chytalnia.people.models import Card, Reader, ReaderState, Registration
from chytalnia.people.readers import queries as readers

from .models import Charge, ChargeKind, ChargeState, Loan, LoanState, Mode, Visit
from .snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Owed:
    """An open loan, as far as rules ask."""

    pk: int
    item_id: int
    due_on: date
    state: str
    mode: str
    document_kind: str


@dataclass(slots=True)
class Borrower:
    reader: Reader
    day: date
    category: str
    audience: str
    age: int | None
    is_registered: bool
    lacks_surety: bool
    has_card: bool
    #: whether their coming to this unit on this day is counted already
    came: bool
    has_charges: bool
    loans: list[Owed] = field(default_factory=list)
    _owed_minor: int | None = None

    @property
    def pk(self) -> int:
        return self.reader.pk

    @property
    def owed_minor(self) -> int:
        """What is still to be paid; pledges are not debts."""
        if not self.has_charges:
            return 0
        if self._owed_minor is None:
            charges = Charge.objects.filter(reader=self.reader, state=ChargeState.OPEN)
            self._owed_minor = sum(charge.left_minor for charge in charges)
        return self._owed_minor

    def pledged_minor(self) -> int:
        held = Charge.objects.filter(reader=self.reader, kind=ChargeKind.PLEDGE, state=ChargeState.HELD)
        return sum(charge.amount_minor for charge in held if charge.loan_id is None)

    def counted(self, document_kind: str = "") -> int:
        """Loans that count for a limit: of one kind of document when the rule speaks of one, never those read inside."""
        return sum(
            loan.mode != Mode.READING_ROOM and (not document_kind or loan.document_kind == document_kind)
            for loan in self.loans
        )

    def overdue(self, days: int = 0) -> list[Owed]:
        """Loans overdue by more than so many days."""
        return [
            loan
            for loan in self.loans
            if loan.state in (LoanState.OUT, LoanState.CLAIMED) and (self.day - loan.due_on).days > days
        ]

    @property
    def lost(self) -> list[Owed]:
        return [loan for loan in self.loans if loan.state == LoanState.LOST]


#: What rules ask of a reader; the rest is read when somebody wants it.
_ASKED = (
    "kind", "state", "surname", "name", "birth_date", "home_unit", "user", "merged_into", "household", "blocked_until",
    "block_reason", "keep_history", "language",
)  # fmt: skip


def load(pk: int, *, unit: Unit, day: date, snapshot: Snapshot, lock: bool = False) -> Borrower:
    """A reader with all the rules ask about, in three queries; with `lock` the row stays locked until the act is stored."""
    rows = _locked if lock else _read
    reader = rows(pk)[0]
    while reader.state == ReaderState.MERGED:
        assert reader.merged_into_id is not None
        reader = rows(reader.merged_into_id)[0]
    # Asked after the lock is ours: what was asked with it would be as it was before we waited.
    registered, card, came, charges = _known_of(reader.pk, unit, day)
    reader.home_unit = snapshot.unit(reader.home_unit_id)
    with unit_settings.remembered(snapshot.settings):
        category = readers.category(reader, day)
        lacks_surety = readers.lacks_surety(reader, day)
    return Borrower(
        reader=reader,
        day=day,
        category=str(category.value),
        audience=readers.age_band(reader, day),
        age=readers.age_on(reader, day),
        # A merged reader's year, card and surety stay with the merged row: the dear question only when the cheap one fails.
        is_registered=registered or readers.is_registered(reader, day),
        lacks_surety=lacks_surety,
        has_card=card or readers.working_card(reader) is not None,
        came=came,
        has_charges=charges,
        loans=[
            Owed(loan.pk, loan.item_id, loan.due_on, loan.state, loan.mode, loan.document_kind)
            for loan in _loans(reader.pk)
        ],
    )


_read = Kept(lambda pk: Reader.objects.only(*_ASKED).filter(pk=pk))
_locked = Kept(lambda pk: Reader.objects.select_for_update(of=("self",)).only(*_ASKED).filter(pk=pk))
_loans = Kept(
    lambda reader: (
        Loan.objects.filter(reader=reader, returned_at=None)
        .only("item", "due_on", "state", "mode", "document_kind")
        .order_by()
    )
)


def _known_of(reader: int, unit: Unit, day: date) -> tuple[bool, bool, bool, bool]:
    """Whether the reader is registered this year, has a working card, has come here today, has something to pay.

    One statement that is always the same: it is asked at every scan, and to put it together each time cost more than to
    answer it.
    """
    table = {model: connection.ops.quote_name(model._meta.db_table) for model in (Registration, Card, Visit, Charge)}
    sql = (
        f"SELECT EXISTS(SELECT 1 FROM {table[Registration]} WHERE reader_id = %s AND year = %s),"  # noqa: S608
        f" EXISTS(SELECT 1 FROM {table[Card]} WHERE reader_id = %s AND blocked_at IS NULL),"
        f" EXISTS(SELECT 1 FROM {table[Visit]} WHERE reader_id = %s AND unit_id = %s AND day = %s),"
        f" EXISTS(SELECT 1 FROM {table[Charge]} WHERE reader_id = %s AND state = %s)"
    )
    today = connection.ops.adapt_datefield_value(day)
    with connection.cursor() as cursor:
        cursor.execute(sql, [reader, day.year, reader, reader, unit.pk, today, reader, str(ChargeState.OPEN)])
        registered, card, came, charges = map(bool, cursor.fetchone())
    return registered, card, came, charges
