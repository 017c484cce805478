"""The grid is laid, filled and changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from chytalnia.core import audit
from chytalnia.core.translated import Translated
from chytalnia.programmes.errors import CannotChange
from chytalnia.programmes.models import DoorAct, Occasion, Slot

from . import grid

#: A day of a big library: eight halls from morning till night.
MOST = 150
OVER = ("counted", "reported", "archived", "cancelled")


def _lock(occasion: Occasion) -> Occasion:
    """The day, held: two people who fill one grid do not put two guests on one chair."""
    locked = Occasion.objects.select_for_update(no_key=True).get(pk=occasion.pk)
    if locked.stage in OVER:
        raise CannotChange(_("It has been counted or called off; the grid stays as it was."))
    return locked


@transaction.atomic
def lay(*, occasion: Occasion, halls: Sequence[str], minutes: int, pause: int = 0, by: Any = None) -> list[Slot]:
    """Lay out an empty grid from the beginning of the day to its end. Raises CannotChange when there is one already."""
    occasion = _lock(occasion)
    if occasion.slots.exists():
        raise CannotChange(_("The grid is laid already."))
    length, step = timedelta(minutes=minutes), timedelta(minutes=minutes + pause)
    made = []
    for hall in dict.fromkeys(name.strip()[:80] for name in halls if name.strip()):
        begins = occasion.starts_at
        while begins + length <= occasion.ends_at:
            made.append(Slot(occasion=occasion, hall=hall, starts_at=begins, ends_at=begins + length))
            begins += step
    if not made or len(made) > MOST:
        raise CannotChange(_("Name the halls, and choose a length that fits the day."))
    Slot.objects.bulk_create(made)
    audit.log("programmes.grid", by=by, about=occasion, unit=occasion.unit, after={"slots": len(made)})
    return made


@transaction.atomic
def save_slot(
    *, occasion: Occasion, hall: str, starts_at: datetime, minutes: int, title: Translated, guest: str = "", moderator: str = "",
    slot: Slot | None = None, by: Any = None,
) -> Slot:  # fmt: skip
    """Put a slot into the grid, or change it. Raises CannotChange when the hall is taken at that hour."""
    occasion = _lock(occasion)
    made = slot or Slot(occasion=occasion)
    made.hall, made.starts_at, made.ends_at = hall.strip(), starts_at, starts_at + timedelta(minutes=minutes)
    made.title, made.guest, made.moderator = title, guest.strip(), moderator.strip()
    others = list(occasion.slots.filter(hall=made.hall).exclude(pk=made.pk))
    if grid.overlaps([*others, made]):
        raise CannotChange(_("Something else is in this hall at that hour."))
    if len(others) >= MOST:
        raise CannotChange(_("So many slots do not fit a day."))
    made.save()
    audit.log(
        "programmes.grid", by=by, about=occasion, unit=occasion.unit,
        after={"hall": made.hall, "at": f"{made.starts_at:%H:%M}", "guest": made.guest},
    )  # fmt: skip
    return made


@transaction.atomic
def remove_slot(*, slot: Slot, by: Any = None) -> None:
    """Take a slot out of the grid. Raises CannotChange when people were counted in it."""
    occasion = _lock(slot.occasion)
    if DoorAct.objects.filter(slot=slot).exists():
        raise CannotChange(_("People were counted in it: it cannot be taken out any more."))
    audit.log(
        "programmes.grid", by=by, about=occasion, unit=occasion.unit,
        before={"hall": slot.hall, "at": f"{slot.starts_at:%H:%M}", "guest": slot.guest},
    )  # fmt: skip
    slot.delete()


def came(occasion: Occasion) -> dict[int, int]:
    """How many came into each slot."""
    rows = DoorAct.objects.filter(occasion=occasion, slot__isnull=False).values("slot").annotate(n=Sum("number"))
    return {row["slot"]: max(0, row["n"]) for row in rows.order_by()}


def suggested_outputs(occasion: Occasion) -> dict[str, int]:
    """What the format counts beside heads, as the grid knows it."""
    filled = [slot for slot in occasion.slots.all() if grid.is_filled(slot)]
    guests = {name.strip().casefold() for slot in filled for name in slot.guest.split(",") if name.strip()}
    return {"slots": len(filled), "guests": len(guests)} if filled else {}
