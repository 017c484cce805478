"""A branch that was without a line yesterday: two devices, what they did, and what somebody has to look at."""

from __future__ import annotations

import uuid
from datetime import datetime, time, timedelta

from django.utils import timezone

from chytalnia.lending.models import Act, Loan, OfflineDesk
from chytalnia.lending.offline import extract
from chytalnia.lending.offline.replay import Line, take_in
from chytalnia.network.models import Unit
from chytalnia.people.models import User

UNIT = "kremenchuk-f1"


def build() -> None:
    unit = Unit.objects.get(code=UNIT)
    if OfflineDesk.objects.filter(unit=unit).exists():
        return
    head = User.objects.get(username="head")
    now = timezone.now()
    hall, tablet = (
        OfflineDesk.objects.create(
            name=name, unit=unit, registered_by=head, registered_at=now - timedelta(days=days),
            opened_at=now - timedelta(days=days), seen_at=now - timedelta(hours=hours),
        )
        for name, days, hours in (("Комп’ютер читального залу", 40, 2), ("Планшет філії", 33, 5))
    )  # fmt: skip
    OfflineDesk.objects.create(
        name="Старий ноутбук", unit=unit, registered_by=head, registered_at=now - timedelta(days=90),
        opened_at=now - timedelta(days=90), seen_at=now - timedelta(days=41), revoked_at=now - timedelta(days=40),
        revoked_by=head,
    )  # fmt: skip
    rows = extract.of(unit)
    # Copies that nothing has happened to yet: what is told of yesterday then meets nothing of today.
    touched = set(Act.objects.filter(item__isnull=False).values_list("item", flat=True))
    copies = [row for row in rows.copies if row[1] and row[4] == "available" and not row[6]]
    free = sorted(row for row in copies if row[0] not in touched)[-3:]
    out = Loan.objects.open().filter(unit=unit, issued_at__lt=now - timedelta(days=2)).exclude(item__barcode="")
    back = out.order_by("pk").values_list("item__barcode", flat=True).first()
    people = sorted(row for row in rows.readers if row[1] and not (row[4] or row[7] or row[8]) and row[3] == "a")[-3:]
    if len(free) < 3 or len(people) < 3:
        return
    cards = [row[1][0] for row in people]
    told = (
        # The same book, given out at two desks.
        (hall, 10, "lend", cards[0], free[0][1]), (tablet, 11, "lend", cards[1], free[0][1]),
        # An ordinary loan, and one to a card that was read badly.
        (hall, 12, "lend", cards[2], free[1][1]), (tablet, 13, "lend", "8000", free[2][1]),
        (hall, 14, "take_back", "", back or ""),
    )  # fmt: skip
    day = timezone.localdate() - timedelta(days=1)
    for n, (desk, hour, deed, card, barcode) in enumerate(told):
        at = timezone.make_aware(datetime.combine(day, time(hour, 7 * n)))
        key = uuid.uuid5(uuid.NAMESPACE_OID, f"{UNIT} {n}")
        take_in(desk=desk, lines=[Line(key=key, deed=deed, at=at, by=head.pk, card=card, barcode=barcode)])
