"""What parents see of their children: one answer for every room. The law behind it is in docs/decisions/teenagers.md."""

from __future__ import annotations

from datetime import date

from chytalnia.people.models import HouseholdRole, Reader

from . import queries


def is_of_age(child: Reader, day: date | None = None) -> bool:
    """Whether a child of a family is old enough to keep their reading and what they take part in to themselves."""
    return child.household_role == HouseholdRole.CHILD and not queries.is_young(child, day)


def looked_after(adult: Reader, day: date | None = None) -> list[Reader]:
    """Children of the family for whom a parent acts, and of whom the parent sees everything."""
    return [child for child in queries.children_of(adult) if queries.may_see_loans(adult, child, day)]


def shown_to(adult: Reader, day: date | None = None) -> list[Reader]:
    """Children of the family whose clubs, courses and marathons a parent sees: those looked after, and older ones who show them."""
    return [
        child for child in queries.children_of(adult) if child.shows_parents or queries.may_see_loans(adult, child, day)
    ]


def acts_for(adult: Reader, other: Reader | None, day: date | None = None) -> bool:
    """Whether a reader acts for another: for themselves, or for a child they look after."""
    return other is not None and (adult.pk == other.pk or queries.may_see_loans(adult, other, day))
