"""What the books of a library come to together: the difference that an act makes is added in its transaction."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import Count, F, Q, Sum

from chytalnia.bookcrossing.models import Traveller, UnitSum
from chytalnia.bookcrossing.models.traveller import ROAMING

#: Books, those on the road, those found at least once, finds, metres.
Share = tuple[int, int, int, int, int]
NAMES = ("books", "roaming", "found", "finds", "metres")
NOTHING: Share = (0, 0, 0, 0, 0)


def share_of(book: Traveller) -> Share:
    """What one book adds, as it stands in memory: read anew after an act that counted in the database."""
    return 1, int(book.stage in ROAMING), int(book.finds > 0), book.finds, book.metres


def settle(unit_id: int, before: Share, after: Share) -> None:
    """To be called last of all in an act: other libraries' acts wait for the row until this one is stored."""
    change = {name: new - old for name, old, new in zip(NAMES, before, after, strict=True) if new != old}
    if not change or _added(unit_id, change):
        return
    try:
        with transaction.atomic():
            UnitSum.objects.create(unit_id=unit_id, **change)
    except IntegrityError:
        _added(unit_id, change)


def _added(unit_id: int, change: dict[str, int]) -> int:
    return UnitSum.objects.filter(pk=unit_id).update(**{name: F(name) + n for name, n in change.items()})


def recounted() -> dict[int, Share]:
    """The sums as the books themselves say; a check compares and mends by them."""
    rows = Traveller.objects.order_by().values_list("unit").annotate(
        books=Count("pk"), roaming=Count("pk", filter=Q(stage__in=ROAMING)), found=Count("pk", filter=Q(finds__gt=0)),
        all_finds=Sum("finds"), all_metres=Sum("metres"),
    )  # fmt: skip
    return {unit: (*numbers,) for unit, *numbers in rows}  # type: ignore[misc]
