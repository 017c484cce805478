"""Families, and grown-ups who answer for a child."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from chytalnia.people.errors import NotActiveError
from chytalnia.people.models import Household, HouseholdRole, Reader, Surety
from chytalnia.people.readers import queries

from .registering import document_hash
from .trail import log


@transaction.atomic
def join_household(*, reader: Reader, of: Reader, role: str, by: Any = None) -> Household:
    """Take a reader into the family of another, which begins if there is none: its first member is a parent in it."""
    role = HouseholdRole(role)
    if not (reader.is_active and of.is_active):
        raise NotActiveError
    household = of.household
    if household is None:
        household = Household.objects.create(name=of.surname or of.full_name)
        of.household, of.household_role = household, HouseholdRole.PARENT
        of.save(update_fields=["household", "household_role", "changed_at"])
    left = reader.household
    reader.household, reader.household_role = household, role
    if left != household:
        reader.shows_parents = False
    reader.save(update_fields=["household", "household_role", "shows_parents", "changed_at"])
    _drop_empty(left, household)
    log("people.join_household", reader, by=by, household=household.pk, role=str(role))
    return household


@transaction.atomic
def leave_household(*, reader: Reader, by: Any = None) -> Reader:
    left = reader.household
    if left is not None:
        reader.household, reader.household_role, reader.shows_parents = None, "", False
        reader.save(update_fields=["household", "household_role", "shows_parents", "changed_at"])
        _drop_empty(left, None)
        log("people.leave_household", reader, by=by, household=left.pk)
    return reader


def _drop_empty(left: Household | None, now: Household | None) -> None:
    if left is not None and left != now and not left.members.exists():
        left.delete()


@transaction.atomic
def give_surety(
    *,
    child: Reader,
    adult: Reader | None = None,
    name: str = "",
    phone: str = "",
    document: tuple[str, str] | None = None,
    signed_on: date | None = None,
    by: Any = None,
) -> Surety:
    """Keep a grown-up's written word for a child: a reader's, or of somebody known by name and document only.

    It takes the place of the one that held. Raises NotActiveError when the grown-up's record is closed, ValueError when
    nobody is named or a child would stand surety.
    """
    if adult is not None:
        if not adult.is_active:
            raise NotActiveError
        if adult.pk == child.pk or queries.is_child(adult):
            raise ValueError("A child cannot stand surety")
    elif not name.strip():
        raise ValueError("A surety names somebody")
    day = signed_on or timezone.localdate()
    # Two presses wait for each other here: one word holds for a child.
    Reader.objects.select_for_update(of=("self",), no_key=True).get(pk=child.pk)
    Surety.objects.filter(child__in=queries.line(child), ended_on=None).update(ended_on=day)
    surety = Surety.objects.create(
        child=child, adult=adult, name="" if adult else " ".join(name.split())[:300], phone=phone.strip()[:40],
        document_hash=document_hash(*document) if document else "", signed_on=day, by=by,
    )  # fmt: skip
    log("people.give_surety", child, by=by, surety=surety.pk)
    return surety


@transaction.atomic
def end_surety(*, child: Reader, on: date | None = None, by: Any = None) -> int:
    """Let nobody stand surety for a child any more; returns whether somebody did."""
    ended = Surety.objects.filter(child__in=queries.line(child), ended_on=None).update(
        ended_on=on or timezone.localdate()
    )
    if ended:
        log("people.end_surety", child, by=by)
    return ended
