"""Words before a copy is due and after: one notice for a reader, a library and a step, with all the copies it is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from chytalnia.catalogue.bulk import chunks
from chytalnia.lending import texts
from chytalnia.lending.models import Loan, LoanState, Notice, NoticeKind
from chytalnia.lending.snapshot import Snapshot, snapshot
from chytalnia.network import settings as unit_settings
from chytalnia.network.models import Contact, ContactKind, Unit
from chytalnia.people.models import Reader
from chytalnia.people.readers.guardians import of_children

#: Notices stored at once: a library may close the computer at any moment, and the rest is made on the next run.
BATCH = 400
#: What comes after the day a copy is due, in this order; later ones are the last.
_AFTER = (NoticeKind.REMINDER, NoticeKind.REMINDER, NoticeKind.LETTER, NoticeKind.VISIT, NoticeKind.DEBTOR)


def remind(day: date) -> int:
    """Queue what readers are to be told by a day; returns how many notices. Done twice, nothing is queued twice.

    A step that was missed is left out: whoever is 40 days late gets the letter, not the two reminders before it.
    """
    here = snapshot()
    by_steps: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for unit in here.units.values():
        if steps := steps_of(unit, here):
            by_steps[steps].append(unit.pk)
    return sum(_remind(day, steps, units, here) for steps, units in by_steps.items())


def steps_of(unit: Unit, here: Snapshot) -> tuple[int, ...]:
    return tuple(int(word) for word in here.setting(unit, "lending.reminders").split())


def kind_of(steps: tuple[int, ...], step: int) -> str:
    """What the n-th step is, counted from one: those before the day are words in good time."""
    before = sum(days < 0 for days in steps)
    return NoticeKind.COURTESY if step <= before else _AFTER[min(step - before, len(_AFTER)) - 1]


def _remind(day: date, steps: tuple[int, ...], units: list[int], here: Snapshot) -> int:
    rows = (
        Loan.objects.filter(
            returned_at=None, state=LoanState.OUT, unit__in=units, reminded__lt=len(steps),
            due_on__lte=day - timedelta(days=steps[0]),
        )
        .order_by("unit", "reader", "pk")
        .values_list(
            "pk", "unit", "reader", "due_on", "reminded", "item__inventory_number", "item__record__author",
            "item__record__title",
        )
    )  # fmt: skip
    groups: dict[tuple[int, int, int], list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows.iterator(chunk_size=5000):
        late = (day - row[3]).days
        step = sum(days <= late for days in steps)
        # A word in good time that comes after the day has no sense: the next step is waited for.
        if step > row[4] and not (late > 0 and kind_of(steps, step) == NoticeKind.COURTESY):
            groups[row[1], row[2], step].append(row)
    here.read_hours([here.unit(unit) for unit in {unit for unit, _reader, _step in groups}])
    phones = _phones({unit for unit, _reader, _step in groups})
    return sum(_store(day, steps, part, groups, here, phones) for part in chunks(list(groups), BATCH))


def _store(
    day: date,
    steps: tuple[int, ...],
    part: Iterable[tuple[int, int, int]],
    groups: dict[tuple[int, int, int], list[tuple[Any, ...]]],
    here: Snapshot,
    phones: dict[int, str],
) -> int:
    part = list(part)
    people = Reader.objects.in_bulk({reader for _unit, reader, _step in part})
    for person in people.values():
        person.home_unit = here.unit(person.home_unit_id)
    with unit_settings.remembered(here.settings):
        guardians = of_children(people.values(), day)
    now = timezone.now()
    notices: list[Notice] = []
    reminded: dict[int, list[int]] = defaultdict(list)
    for unit_id, reader_id, step in part:
        rows, unit, kind = groups[unit_id, reader_id, step], here.unit(unit_id), kind_of(steps, step)
        lines = [texts.Line(author, title, number, due) for *_k, due, _r, number, author, title in rows]
        said = texts.reminder(
            people[reader_id], kind, lines, unit, day=day, hours=here.hours(unit), phone=phones.get(unit_id, ""),
            guardian=guardians.get(reader_id),
        )  # fmt: skip
        notices.append(
            Notice(
                key=f"due:{unit_id}:{reader_id}:{step}:{day.isoformat()}", reader_id=reader_id, unit=unit, kind=kind,
                step=step, loans=[row[0] for row in rows], made_at=now, **said,
            )
        )  # fmt: skip
        reminded[step] += [row[0] for row in rows]
    with transaction.atomic():
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
        for step, loans in reminded.items():
            # One renewed this minute is due another day: what was read of it does not hold any more.
            Loan.objects.filter(
                pk__in=loans, returned_at=None, reminded__lt=step, due_on__lte=day - timedelta(days=steps[step - 1])
            ).update(reminded=step)
    return len(notices)


def _phones(units: set[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for unit, value in Contact.objects.filter(kind=ContactKind.PHONE, unit__in=units).values_list("unit", "value"):
        found.setdefault(unit, value)
    return found
