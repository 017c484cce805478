"""Periods: which days are closed, closing them, opening them again."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chytalnia.core import audit, statements
from chytalnia.network.models import Unit
from chytalnia.network.paths import under
from chytalnia.people import rules

from . import queries
from .errors import PeriodRefusedError, TalliesDifferError
from .models import Fact, Period

#: Names the lock in PostgreSQL that recorders share and a closer holds alone: no fact slips into a day while it is
#: being closed.
_LOCK = 0x6368_7974
#: How long a closer waits for recorders before it gives up; recorders queue behind it meanwhile.
_PATIENCE = "3s"


def lock() -> list[statements.Statement]:
    """What a recorder sends before its facts."""
    return [("SELECT pg_advisory_xact_lock_shared(%s)", [_LOCK])] if connection.vendor == "postgresql" else []


class Guard:
    """Answers whether a day of a unit is closed, and remembers, for the length of one transaction."""

    def __init__(self, *, locks: bool = True) -> None:
        if locks:
            statements.write(*lock())
        self._today = timezone.localdate()
        self._closed: list[tuple[str, date, date]] | None = None
        self._known: dict[tuple[int, date], bool] = {}
        self._paths: dict[int, str] = {}

    def is_closed(self, unit_id: int, day: date) -> bool:
        # Today and later can never be closed, and nearly every fact is of today: no question to the database for it.
        if day >= self._today:
            return False
        if self._closed is None:
            rows = Period.objects.exclude(closed_at=None).values_list("unit__path", "first", "last")
            self._closed = list(rows)
        if not self._closed:
            return False
        known = self._known.get((unit_id, day))
        if known is None:
            path = self._path(unit_id)
            known = any(path.startswith(top) and first <= day <= last for top, first, last in self._closed)
            self._known[unit_id, day] = known
        return known

    def _path(self, unit_id: int) -> str:
        if unit_id not in self._paths:
            self._paths[unit_id] = Unit.objects.values_list("path", flat=True).get(pk=unit_id)
        return self._paths[unit_id]


def is_closed(unit: Unit, day: date) -> bool:
    return (
        Period.objects.exclude(closed_at=None)
        .filter(
            unit__path__in=[unit.path[: Unit.steplen * depth] for depth in range(1, unit.depth + 1)],
            first__lte=day,
            last__gte=day,
        )
        .exists()
    )


@transaction.atomic
def close_period(*, unit: Unit, first: date, last: date, by: Any = None) -> Period:
    """Close the days from `first` to `last` of the unit and all under it.

    Raises PermissionDenied without `journal.close_period` in the unit (`by=None` is the system itself),
    PeriodRefusedError for
    days that are not over or a period that is already closed, TalliesDifferError when tallies and facts disagree.
    """
    _allow(by, "journal.close_period", unit)
    if last >= timezone.localdate():
        raise PeriodRefusedError(_("A period can be closed from the day after its last day."))
    if first > last:
        raise PeriodRefusedError(_("The period ends before it begins."))
    _hold_recorders()
    period, _new = Period.objects.select_for_update().get_or_create(unit=unit, first=first, last=last)
    if period.is_closed:
        raise PeriodRefusedError(_("The period is already closed."))
    units = Unit.objects.filter(under([unit.path]))
    if drift := queries.check(units, first, last):
        raise TalliesDifferError(
            _("%(n)d tallies of the period differ from their facts. Have the journal checked and mended first.")
            % {"n": len(drift)}
        )
    period.closed_at, period.closed_by_name = timezone.now(), audit.person(by)["by_name"]
    period.facts = Fact.objects.filter(unit__in=units, day__range=(first, last)).count()
    period.save()
    audit.log("journal.close_period", by=by, about=period, unit=unit, after={"facts": period.facts})
    return period


@transaction.atomic
def reopen_period(period: Period, *, by: Any = None, note: str) -> Period:
    """Open a closed period again. Raises PermissionDenied without `journal.reopen_period`, PeriodRefusedError without
    a reason."""
    _allow(by, "journal.reopen_period", period.unit)
    if not note.strip():
        raise PeriodRefusedError(_("Say why the period is reopened."))
    period = Period.objects.select_for_update().get(pk=period.pk)
    if not period.is_closed:
        raise PeriodRefusedError(_("The period is not closed."))
    before = {"closed_at": period.closed_at, "closed_by": period.closed_by_name, "facts": period.facts}
    period.closed_at, period.closed_by_name = None, ""
    period.save()
    audit.log("journal.reopen_period", by=by, about=period, unit=period.unit, before=before, note=note)
    return period


def _allow(by: Any, action: str, unit: Unit) -> None:
    if by is not None and not rules.may(by, action, unit):
        raise PermissionDenied(_("You have no right to do this here."))


def _hold_recorders() -> None:
    if connection.vendor != "postgresql":
        return  # SQLite has one writer, and this transaction is it.
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{_PATIENCE}'")
        try:
            with transaction.atomic():
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        except OperationalError as error:
            raise PeriodRefusedError(
                _("A large import is being recorded. Close the period when it is done.")
            ) from error
        cursor.execute("SET LOCAL lock_timeout = 0")
