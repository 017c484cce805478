"""Shelves and their stocktaking with a phone."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from chytalnia.bookcrossing import errors
from chytalnia.bookcrossing.models import CheckLine, Shelf, ShelfCheck, Traveller, Verdict
from chytalnia.core import audit
from chytalnia.search import services as search

from .journey import step_of_check


@transaction.atomic
def create_shelf(*, by: Any = None, **values: Any) -> Shelf:
    shelf = Shelf.objects.create(**values)
    audit.log("bookcrossing.create_shelf", by=by, about=shelf, unit=shelf.unit)
    search.enqueue("shelf", [shelf.pk])
    return shelf


@transaction.atomic
def change_shelf(*, shelf: Shelf, by: Any = None, **values: Any) -> Shelf:
    before = {name: str(getattr(shelf, name)) for name in values if getattr(shelf, name) != values[name]}
    for name, value in values.items():
        setattr(shelf, name, value)
    shelf.save()
    audit.log(
        "bookcrossing.change_shelf", by=by, about=shelf, unit=shelf.unit, before=before,
        after={name: str(values[name]) for name in before},
    )  # fmt: skip
    search.enqueue("shelf", [shelf.pk])
    return shelf


def begin_check(*, shelf: Shelf, by: Any = None) -> ShelfCheck:
    """The stocktaking that is under way, or a new one."""
    if found := ShelfCheck.objects.filter(shelf=shelf, ended_at=None).first():
        return found
    try:
        with transaction.atomic():
            return ShelfCheck.objects.create(shelf=shelf, by=by)
    except IntegrityError:
        return ShelfCheck.objects.get(shelf=shelf, ended_at=None)


@transaction.atomic
def scan(*, check: ShelfCheck, traveller: Traveller) -> CheckLine:
    """A book stands here. One that was elsewhere by its journey has come by itself. Raises CheckOver, AtRest, NotWrittenOff."""
    check = _open(check)
    if line := CheckLine.objects.filter(check_of=check, traveller=traveller).first():
        return line
    here = Traveller.objects.filter(pk=traveller.pk, shelf=check.shelf, stage="released").exists()
    if not here:
        step_of_check(traveller=traveller, kind="came", shelf=check.shelf)
    verdict = Verdict.STANDS if here else Verdict.CAME
    return CheckLine.objects.create(check_of=check, traveller=traveller, verdict=verdict)


@transaction.atomic
def end_check(*, check: ShelfCheck, by: Any = None) -> ShelfCheck:
    """Books that should stand here and were not read have been taken, and nobody said so. Raises CheckOver."""
    check = _open(check)
    missing = Traveller.objects.filter(shelf=check.shelf, stage="released", last_at__lte=check.begun_at)
    for book in missing.exclude(check_lines__check_of=check):
        step_of_check(traveller=book, kind="gone", shelf=check.shelf)
        CheckLine.objects.create(check_of=check, traveller=book, verdict=Verdict.GONE)
    check.ended_at = timezone.now()
    check.save(update_fields=["ended_at"])
    Shelf.objects.filter(pk=check.shelf_id).update(checked_at=check.ended_at)
    audit.log("bookcrossing.check_shelf", by=by, about=check.shelf, unit=check.shelf.unit)
    return check


def _open(check: ShelfCheck) -> ShelfCheck:
    found = ShelfCheck.objects.select_for_update(of=("self",)).select_related("shelf__unit").get(pk=check.pk)
    if found.ended_at is not None:
        raise errors.CheckOver
    return found
