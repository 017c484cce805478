"""Who answers for children: it is to them that the library writes, and they who owe."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from chytalnia.people.models import HouseholdRole, Reader, ReaderState, Surety

from . import queries


@dataclass(frozen=True, slots=True)
class Guardian:
    """The grown-up who answers for a child. Without a name the library only knows that there must be somebody."""

    name: str = ""
    phone: str = ""
    reader: Reader | None = None


def of_children(readers: Iterable[Reader], day: date) -> dict[int, Guardian]:
    """Whoever answers for those of the readers who are children on a day: who stands surety, else a parent of the family.

    Two queries, however many readers; grown-ups are not in the answer.
    """
    children = [reader for reader in readers if queries.is_child(reader, day)]
    if not children:
        return {}
    signed = Surety.objects.filter(child__in=children, ended_on=None).select_related("adult")
    found = {
        each.child_id: Guardian(each.adult.full_name if each.adult else each.name, _phone(each), each.adult)
        for each in signed
    }
    lacking = {child.household_id for child in children if child.pk not in found and child.household_id}
    parents: dict[int, Reader] = {}
    if lacking:
        grown = Reader.objects.filter(
            household__in=lacking, household_role=HouseholdRole.PARENT, state=ReaderState.ACTIVE
        )
        for parent in grown.order_by("pk"):
            assert parent.household_id is not None
            parents.setdefault(parent.household_id, parent)
    for child in children:
        who = parents.get(child.household_id or 0)
        if child.pk not in found:
            found[child.pk] = Guardian(who.full_name, who.phone, who) if who else Guardian()
    return found


def _phone(surety: Surety) -> str:
    return surety.phone or (surety.adult.phone if surety.adult else "")
