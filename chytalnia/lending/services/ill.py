"""Interlibrary orders: placed by a reader or at the desk, sent, received, lent, taken back, sent home.

The moves of the order call what is below (`models.ill`). Each that counts is an act of the desk's log with its fact, and can
be undone like any other. A foreign copy is no stock: its order stands for it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chytalnia.demand import services as demand
from chytalnia.demand.models import Channel as AskedBy
from chytalnia.demand.models import Reason
from chytalnia.lending import borrowers, texts
from chytalnia.lending.acts import Recorder, known
from chytalnia.lending.errors import Problem, Refused
from chytalnia.lending.models import Act, ActKind, Channel, IllOrder, Mode, Notice, NoticeKind, Visit, Wanted
from chytalnia.lending.models.ill import HERE
from chytalnia.lending.rules import terms, with_reader
from chytalnia.lending.snapshot import snapshot
from chytalnia.network.models import Unit
from chytalnia.people import access
from chytalnia.people.models import Reader
from chytalnia.people.readers import queries as readers
from chytalnia.people.readers.guardians import of_children

from .lend import came

#: A reader's day comes so long before the lender's: the way back takes time.
WAY_BACK = timedelta(days=3)
#: Orders of one reader at once that nobody has answered yet.
MOST_ASKED = 5
#: What a move changes, and its undoing sets back.
_CHANGED = ("stage", "due", "number", "lent_until", "reminded", "audience", "ended_at")
#: The key of the scan that a move is made by.
_key: ContextVar[uuid.UUID | str | None] = ContextVar("key of a scan", default=None)


@transaction.atomic
def order(
    *,
    reader: Reader,
    unit: Unit,
    title: str,
    by: Any = None,
    channel: str = Channel.DESK,
    key: uuid.UUID | str | None = None,
    **form: Any,
) -> IllOrder:
    """Place an order for a reader. The same `key` again gives the same order.

    Raises Refused with what stands against the reader, `too_many_asked` or `no_title`; PermissionDenied at the desk.
    """
    if by is not None and channel == Channel.DESK:
        access.require(by, "lending.ill", unit)
    if key and (again := IllOrder.objects.filter(key=key).first()):
        return again
    here = snapshot()
    borrower = borrowers.load(reader.pk, unit=unit, day=timezone.localdate(), snapshot=here, lock=True)
    problems = with_reader(borrower, unit, here)
    if not title.strip():
        problems.append(Problem("no_title", _("Say what is wanted: the title at least."), can_override=False))
    if IllOrder.objects.filter(reader=borrower.reader, stage="asked").count() >= MOST_ASKED:
        problems.append(
            Problem("too_many_asked", _("So many orders wait already. Let the library answer them first."), can_override=False)
        )  # fmt: skip
    if problems:
        raise Refused(problems)
    return IllOrder.objects.create(
        reader=borrower.reader,
        unit=unit,
        title=" ".join(title.split())[:300],
        audience=borrower.audience,
        key=key,
        **form,
    )


@transaction.atomic
def change(*, order: IllOrder, by: Any, **form: Any) -> IllOrder:
    """What the library writes into the order: who lends, until when, under what number. A copy that is here keeps a number.

    Raises Refused: `number_taken` by another foreign copy that is here; PermissionDenied.
    """
    found = IllOrder.objects.select_for_update(of=("self",)).select_related("unit").get(pk=order.pk)
    access.require(by, "lending.ill", found.unit)
    for name, value in form.items():
        setattr(found, name, value)
    if found.stage in HERE:
        found.number = found.number or own_number(found)
    try:
        with transaction.atomic():
            found.save()
    except IntegrityError as error:
        raise Refused(
            [Problem("number_taken", _("Another foreign copy with this number is here."), can_override=False)]
        ) from error
    return found


def own_number(order: IllOrder) -> str:
    """The number of a foreign copy that brought none along."""
    return f"ILL{order.pk:06}"


def cancel(*, order: IllOrder, reader: Reader) -> None:
    """A reader gives an order up that was not sent yet. Raises PermissionDenied for another's, StageError when it is late."""
    if order.reader_id != reader.pk:
        raise PermissionDenied("lending.ill")
    order.move("cancel", note=_("by the reader"))


def by_number(number: str) -> IllOrder | None:
    """The foreign copy that is here under a number."""
    found = IllOrder.objects.here().select_related("unit", "reader")
    return found.filter(number=number).first() if number else None


@contextmanager
def keyed(key: uuid.UUID | str | None) -> Iterator[None]:
    """Moves made inside are the act of this key."""
    token = _key.set(key)
    try:
        yield
    finally:
        _key.reset(token)


def moved(*, order: IllOrder, move: str, by: Any, key: uuid.UUID | str | None = None) -> Act | None:
    """Make a move by a scan, once for a key. Raises StageError."""
    with transaction.atomic():
        IllOrder.objects.select_for_update().get(pk=order.pk)
        if again := known(key):
            return again
        with keyed(key):
            order.move(move, by=by)
    return Act.objects.filter(detail__ill=order.pk).order_by("-pk").first()


# What the moves ask


def lacks_lender(order: IllOrder) -> str:
    return "" if order.lender else _("Write first from which library it is ordered.")


def lacks_term(order: IllOrder) -> str:
    if order.is_copy:
        return _("A copy is given to the reader at once; it does not come and go.")
    if order.due_back is None:
        return _("Write first until when it is to be back at its library.")
    if order.number and IllOrder.objects.here().filter(number=order.number).exclude(pk=order.pk).exists():
        return _("Another foreign copy with this number is here.")
    return ""


def is_no_copy(order: IllOrder) -> str:
    if order.is_copy or order.agrees_to_copy:
        return ""
    return _("The reader wants the book itself.")


def not_lent_to(order: IllOrder) -> str:
    """What stands against lending it; the same that stands against lending a book of ours to this reader."""
    if order.reader_id is None:
        return _("The order has no reader any more.")
    here = snapshot()
    borrower = borrowers.load(order.reader_id, unit=order.unit, day=timezone.localdate(), snapshot=here)
    return " ".join(problem.message for problem in with_reader(borrower, order.unit, here))


# What the moves do; `order` is locked and stored by the move itself


def was_sent(order: IllOrder, *, by: Any, note: str) -> None:
    _act(order, ActKind.ILL_SEND, by)


def has_come(order: IllOrder, *, by: Any, note: str) -> None:
    order.number = order.number or own_number(order)
    order.due = order.due_back
    unit = order.unit
    recorder = _recorder(order, by)
    if order.reader is not None:
        hours = snapshot().hours(unit)
        recorder.make(
            Notice(
                key=f"ill:{order.pk}:{recorder.key}", reader=order.reader, unit=unit, kind=NoticeKind.ILL_READY,
                made_at=recorder.at, **texts.ill_ready(order.reader, str(order), unit, order.due_back, hours=hours),
            )
        )  # fmt: skip
    _act(order, ActKind.ILL_RECEIVE, by, recorder)


def was_lent(order: IllOrder, *, by: Any, note: str) -> None:
    assert order.reader is not None
    recorder = _recorder(order, by)
    order.lent_until = _until(order, recorder.day)
    order.due, order.reminded = order.lent_until, 0
    order.audience = readers.age_band(order.reader, recorder.day)
    _act(order, ActKind.ILL_LEND, by, recorder)


def _until(order: IllOrder, day: date) -> date:
    """The reader's day: the library's own term, but in time for the way back, and today for what is read inside."""
    here = snapshot()
    if order.inside_only:
        return day
    days = terms(order.unit, mode=Mode.HOME, category="", document_kind="book", known=here).loan_days
    latest = (order.due_back or day + timedelta(days=days)) - WAY_BACK
    return max(day, min(day + timedelta(days=days), latest))


def was_taken_back(order: IllOrder, *, by: Any, note: str) -> None:
    order.lent_until, order.due = None, order.due_back
    _act(order, ActKind.ILL_BACK, by)


def was_lost(order: IllOrder, *, by: Any, note: str) -> None:
    _act(order, ActKind.ILL_LOSE, by)


def was_given_back(order: IllOrder, *, by: Any, note: str) -> None:
    order.ended_at = timezone.now()
    _act(order, ActKind.ILL_RETURN, by)


def was_settled(order: IllOrder, *, by: Any, note: str) -> None:
    order.lent_until, order.ended_at = None, timezone.now()


def was_delivered(order: IllOrder, *, by: Any, note: str) -> None:
    order.wanted, order.ended_at = Wanted.COPY, timezone.now()
    _act(order, ActKind.ILL_COPY, by)


def was_declined(order: IllOrder, *, by: Any, note: str) -> None:
    """Not to be had anywhere: a refusal, and the reader is told."""
    order.ended_at = timezone.now()
    demand.refuse(
        unit=order.unit, reason=Reason.NOT_OWNED, text=str(order), reader=order.reader, audience=order.audience,
        channel=AskedBy.ILL, offered=note, by=by, key=f"ill:{order.pk}",
    )  # fmt: skip
    if order.reader is not None:
        said = texts.ill_declined(order.reader, str(order), order.unit, note)
        Notice.objects.create(
            key=f"ill:{order.pk}:declined", reader=order.reader, unit=order.unit, kind=NoticeKind.ILL_DECLINED,
            made_at=timezone.now(), **said,
        )  # fmt: skip


def _recorder(order: IllOrder, by: Any) -> Recorder:
    return Recorder(unit=order.unit, by=by, key=_key.get())


def _act(order: IllOrder, kind: str, by: Any, recorder: Recorder | None = None) -> None:
    """The line of the log, with its fact. What the move changes is read from the row, which it has not stored yet."""
    recorder = recorder or _recorder(order, by)
    before = IllOrder.objects.filter(pk=order.pk).values(*_CHANGED).get()
    recorder.moved(order, before)
    in_hand = kind in (ActKind.ILL_LEND, ActKind.ILL_BACK)
    recorder.add(
        kind, reader_id=order.reader_id, audience=order.audience, place="onsite" if in_hand else "remote",
        ill=order.pk, title=str(order)[:200],
    )  # fmt: skip
    reader = order.reader if in_hand else None
    visits = Visit.objects.filter(reader=reader, unit=order.unit, day=recorder.day)
    if reader is not None and not reader.is_collective and not visits.exists():
        came(recorder, reader.pk, order.unit, audience=order.audience, place="onsite")
    recorder.write()


def reminded_of(day: date) -> int:
    """Foreign copies that are due soon or overdue: one word before, one on the day after, to whoever answers."""
    done = 0
    lent = IllOrder.objects.filter(stage="lent", reader__isnull=False, lent_until__lte=day + WAY_BACK)
    for found in lent.select_related("reader", "unit"):
        assert found.reader is not None
        assert found.lent_until is not None
        late = found.lent_until < day
        step = 2 if late else 1
        if found.reminded >= step:
            continue
        here = snapshot()
        with transaction.atomic():
            kind = NoticeKind.REMINDER if late else NoticeKind.COURTESY
            line = texts.Line("", str(found), found.number, found.lent_until)
            said = texts.reminder(
                found.reader, kind, [line], found.unit, day=day, hours=here.hours(found.unit),
                guardian=of_children([found.reader], day).get(found.reader.pk),
            )  # fmt: skip
            Notice.objects.bulk_create(
                [Notice(key=f"ill:{found.pk}:{found.lent_until}:{step}", reader=found.reader, unit=found.unit, kind=kind,
                        step=step, made_at=timezone.now(), **said)],
                ignore_conflicts=True,
            )  # fmt: skip
            IllOrder.objects.filter(pk=found.pk, reminded__lt=step).update(reminded=step)
        done += 1
    return done
