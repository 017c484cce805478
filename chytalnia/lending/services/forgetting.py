"""Who read what is forgotten some days after the return, unless the reader wants it kept. Numbers stay: facts name nobody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from chytalnia.lending.models import Act, Charge, ChargeState, Hold, IllOrder, Loan, Notice, Received, Visit
from chytalnia.lending.snapshot import snapshot
from chytalnia.people.models import Reader

#: Rows changed by one statement: short enough for the desk to get in between.
BATCH = 2_000
#: A notice tells who read what; nobody asks for one after this many days.
NOTICE_DAYS = 180
#: Long enough for the acts of a desk that was without a line.
VISIT_DAYS = 62


def forget(day: date) -> int:
    """Take readers out of what ended long enough ago; returns how many rows. Each batch is stored by itself."""
    here = snapshot()
    by_days: dict[int, list[int]] = defaultdict(list)
    for unit in here.units.values():
        by_days[here.setting(unit, "lending.forget_days")].append(unit.pk)
    done = 0
    for days, units in by_days.items():
        before = _moment(day - timedelta(days=days))
        owed = Exists(Charge.objects.filter(loan=OuterRef("pk"), state=ChargeState.OPEN))
        loans = Loan.objects.filter(
            ~owed, returned_at__lt=before, reader__isnull=False, reader__keep_history=False, unit__in=units
        )
        done += _nameless(loans)
        done += _nameless(
            Hold.objects.filter(
                ended_at__lt=before, reader__isnull=False, reader__keep_history=False, pickup_unit__in=units
            )
        )
        done += _nameless(
            Act.objects.filter(
                Q(loan=None) | Q(loan__reader=None), Q(hold=None) | Q(hold__reader=None),
                at__lt=before, reader__isnull=False, reader__keep_history=False, unit__in=units,
            )
        )  # fmt: skip
        done += _nameless(
            IllOrder.objects.filter(
                ended_at__lt=before, reader__isnull=False, reader__keep_history=False, unit__in=units
            )
        )
    Visit.objects.filter(day__lt=day - timedelta(days=VISIT_DAYS)).delete()
    # What a desk without a line told; what still waits for somebody is kept on the list of deeds to look at.
    done += (
        Received.objects.filter(recorded_at__lt=_moment(day - timedelta(days=VISIT_DAYS)))
        .exclude(told={})
        .update(told={})
    )
    old = Notice.objects.filter(made_at__lt=_moment(day - timedelta(days=NOTICE_DAYS)))
    for pks in _batches(old):
        Notice.objects.filter(pk__in=pks).delete()
    return done


def forget_history(*, reader: Reader) -> int:
    """Take a reader out of everything that has ended, at their own wish. What ended within the last day, and may still be
    undone, and what money is owed for, is left to the night that forgets."""
    before = timezone.now() - timedelta(days=1)
    owed = Exists(Charge.objects.filter(loan=OuterRef("pk"), state=ChargeState.OPEN))
    done = _nameless(Loan.objects.filter(~owed, reader=reader, returned_at__lt=before))
    done += _nameless(Hold.objects.filter(reader=reader, ended_at__lt=before))
    past = Act.objects.filter(
        Q(loan=None) | Q(loan__reader=None), Q(hold=None) | Q(hold__reader=None), reader=reader, at__lt=before
    )
    return done + _nameless(past)


def _nameless(rows: QuerySet[Any]) -> int:
    done = 0
    for pks in _batches(rows):
        # Asked again: a return undone this moment has its reader back.
        done += rows.filter(pk__in=pks).update(reader=None)
    return done


def _batches(rows: QuerySet[Any]) -> Iterator[list[int]]:
    last = 0
    while pks := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        last = pks[-1]
        yield pks


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
