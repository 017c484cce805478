"""Drift between what programmes' tables say of one another and the ledger, found and, where it can only be meant one way, mended."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Count, Q, Sum

from chytalnia.journal.models import Fact

from .models import HOLDING, Enrolment, EnrolmentState, Headcount, Occasion, Seats

COUNTED = ("counted", "reported", "archived")


@dataclass(slots=True)
class Drift:
    """What is not as it should be, by primary key."""

    #: rows of places whose numbers are not those of the enrolments
    seats: list[int] = field(default_factory=list)
    #: counted events whose head counts are not what their facts say
    counted: list[int] = field(default_factory=list)
    #: events that are not counted, and yet have facts standing
    uncounted: list[int] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.seats or self.counted or self.uncounted)


def check(*, mend: bool = False) -> Drift:
    """Look for drift. Places can be put right, from the enrolments; the ledger only by a person, who counts anew."""
    return Drift(seats=_seats(mend=mend), counted=_counted(), uncounted=_uncounted())


def _seats(*, mend: bool) -> list[int]:
    taken = {
        (row["occasion"], row["part"]): (row["n"] or 0, row["w"])
        for row in Enrolment.objects.values("occasion", "part").annotate(
            n=Sum("seats", filter=Q(state__in=HOLDING)), w=Count("pk", filter=Q(state=EnrolmentState.WAITING))
        )
    }
    wrong = [
        seats
        for seats in Seats.objects.all().iterator(chunk_size=2000)
        if (seats.taken, seats.waiting) != taken.get((seats.occasion_id, seats.part), (0, 0))
    ]
    if mend:
        for seats in wrong:
            with transaction.atomic():
                locked = Seats.objects.select_for_update().get(pk=seats.pk)
                rows = Enrolment.objects.filter(occasion=locked.occasion_id, part=locked.part)
                held = rows.filter(state__in=HOLDING).aggregate(n=Sum("seats"))["n"] or 0
                if locked.capacity is not None and held > locked.capacity:
                    locked.capacity = held
                locked.taken, locked.waiting = held, rows.filter(state=EnrolmentState.WAITING).count()
                locked.save(update_fields=["taken", "waiting", "capacity"])
    return [seats.pk for seats in wrong]


def _counted() -> list[int]:
    heads: dict[int, set[tuple[str, str, int]]] = defaultdict(set)
    for occasion, place, band, number in Headcount.objects.values_list("occasion", "place", "audience", "number"):
        heads[occasion].add((place, band, number))
    told: dict[int, set[tuple[str, str, int]]] = defaultdict(set)
    events: set[int] = set()
    for kind, source, place, band, number in (
        Fact.objects.standing().filter(source_kind="programmes.occasion", kind__in=("visits.events", "events"))
        .values_list("kind", "source_id", "place", "audience", "quantity")
    ):  # fmt: skip
        if kind == "events":
            events.add(int(source))
        else:
            told[int(source)].add((place, band, number))
    counted = Occasion.objects.filter(stage__in=COUNTED).order_by("pk").values_list("pk", flat=True)
    return [pk for pk in counted if pk not in events or heads[pk] != told[pk]]


def _uncounted() -> list[int]:
    there = (
        Fact.objects.standing().filter(source_kind="programmes.occasion").values_list("source_id", flat=True).distinct()
    )
    pks = {int(pk) for pk in there}
    return sorted(pks - set(Occasion.objects.filter(stage__in=COUNTED).values_list("pk", flat=True)))
