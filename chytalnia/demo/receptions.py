"""Receptions of the demonstration network: a lawyer every week, a deputy once, help with e-services in half-hours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from chytalnia.core.translated import Translated
from chytalnia.network.models import Unit
from chytalnia.network.settings import time_zone
from chytalnia.people.models import User
from chytalnia.programmes.models import Letter, Occasion
from chytalnia.receptions import queries, services
from chytalnia.receptions.models import Day

Progress = Callable[[int, int | None], None]
LAWYER = Translated(
    uk="Безплатна правова консультація", ru="Бесплатная правовая консультация", kk="Тегін құқықтық кеңес",
    en="Free legal advice",
)  # fmt: skip
DEPUTY = Translated(
    uk="Прийом депутатки міської ради", ru="Приём депутата городского совета", en="A town deputy receives"
)
ESERVICE = Translated(
    uk="Поруч за екраном: допомога з е-послугами", ru="Рядом за экраном: помощь с е-услугами",
    kk="Экран алдында бірге: е-қызметтермен көмек", en="Beside you at the screen: help with e-services",
)  # fmt: skip


def build(progress: Progress = lambda done, total: None) -> None:
    head = User.objects.get(username="head")
    unit = Unit.objects.get(code="kremenchuk-f1")
    today = timezone.localdate()
    past, *coming = _open(
        unit, "lawyer", LAWYER, "Наталя Ярова, юристка центру правничої допомоги",
        [today + timedelta(days=7 * n + 2) for n in range(4)], head, slot_minutes=30,
    )  # fmt: skip
    booked = [services.book(slot=slot, by=head, at_desk=True) for slot in queries.free(past)[:4]]
    _to_the_past(past, today - timedelta(days=5))
    for booking in booked[:3]:
        services.receive(booking=booking, by=head)
    services.close(day=past, by=head)
    progress(1, 3)
    free = queries.free(coming[0])
    for slot, name, phone in ((free[0], "Лисиця", ""), (free[2], "", ""), (free[3], "пані Марія", "+380 50 300 40 50")):
        services.book(slot=slot, name=name, phone=phone, language="uk")
    progress(2, 3)
    _open(
        unit, "deputy", DEPUTY, "Людмила Гончар, округ № 12", [today + timedelta(days=16)], head, slot_minutes=20,
        agreement="Приймальня депутатки; рівний доступ депутатів усіх партій, без агітації",
    )  # fmt: skip
    days = _open(
        unit, "eservice", ESERVICE, "Андрій Кравець, бібліотекар", [today + timedelta(days=n) for n in (4, 11)], head,
        slot_minutes=30, pause_begins=time(12), pause_ends=time(12, 30),
    )  # fmt: skip
    services.book(slot=queries.free(days[0])[1], name="Дідусь Іван", language="uk")
    Letter.objects.filter(occasion__reception__isnull=False, state="queued").update(state="sent")
    progress(3, 3)


def _open(unit: Unit, kind: str, title: Translated, who: str, days: list[date], by: User, **fields: Any) -> list[Day]:
    asked = services.Asked(
        unit=unit, kind=kind, title=title, specialist=who, days=tuple(days), begins=time(10), ends=time(13), **fields
    )
    made = services.open_series(asked=asked, by=by)
    return [queries.with_all().get(pk=day.pk) for day in made]


def _to_the_past(day: Day, on: date) -> None:
    starts = datetime.combine(on, time(10), time_zone(day.occasion.unit))
    Occasion.objects.filter(pk=day.pk).update(
        starts_at=starts, ends_at=starts + timedelta(hours=3), day=on, last_day=on
    )
