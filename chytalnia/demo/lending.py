"""Two months of lending in the demonstration: loans and returns, late books and letters, a queue, orders from other libraries, the
bus, readers served at home, lists of books. The same every time, counted from today."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from chytalnia.catalogue.models import Item, ItemStatus, Work
from chytalnia.lending import services
from chytalnia.lending.errors import LendingError
from chytalnia.lending.models import BookList, Charge, ChargeKind, Loan, Route, Stop, Trip
from chytalnia.network.models import Unit
from chytalnia.people.models import Reader
from chytalnia.people.readers.queries import registered_in

from .stock import Progress

#: Branches that lend, and how many of their readers come.
BRANCHES = {
    "kremenchuk-f4": 10, "kremenchuk-f11": 8, "kremenchuk-d2": 6, "potoky": 6, "kremenchuk-f1": 6, "ekibastuz-bala": 5,
    "minusinsk-f4": 6,
}  # fmt: skip
ROUTES = (
    ("kremenchuk-cb", "Лівобережні села", "Бібліобус «Читальня на колесах»", 2, "every",
     ((9, 30, "Потоки, сільський клуб", 60), (11, 0, "Рокитне, школа", 45), (12, 15, "Кам’яні Потоки, крамниця", 30))),
    ("kremenchuk-cb", "За Псел", "Бібліобус «Читальня на колесах»", 4, "odd",
     ((10, 0, "Недогарки, амбулаторія", 45), (11, 30, "Пришиб, сільрада", 60))),
    ("minusinsk-cb", "Заречные сёла", "КИБО", 3, "every",
     ((10, 0, "Селиваниха, дом культуры", 60), (12, 0, "Тесь, школа", 45))),
)  # fmt: skip
ORDERS = (
    ("asked", "loan", "Куліш П.", "Записки о Южной Руси", "Київ, 1994", "", ""),
    ("sent", "copy", "Мирний Панас", "Листи до брата", "Рідний край, 1911, № 4, с. 12–19", "Бібліографія краю", "НБУ Вернадського"),
    ("received", "loan", "Яворницький Д.", "Історія запорозьких козаків. Том 2", "Київ, 1990", "", "Обласна бібліотека, Полтава"),
    ("lent", "loan", "Грушевський М.", "Ілюстрована історія України", "Київ, 1992", "", "Обласна бібліотека, Полтава"),
)  # fmt: skip
_MOVES = {"asked": (), "sent": ("send",), "received": ("send", "receive"), "lent": ("send", "receive", "lend")}


def build(progress: Progress = lambda done, total: None) -> None:
    for n, (code, count) in enumerate(BRANCHES.items()):
        _lend(Unit.objects.get(code=code), count)
        progress(n + 1, len(BRANCHES) + 1)
    _orders(Unit.objects.get(code="kremenchuk-f1"))
    _bus()
    _homes(Unit.objects.get(code="kremenchuk-f4"))
    _account()
    _list()
    _money(Unit.objects.get(code="kremenchuk-f1"))
    services.remind(timezone.localdate())
    progress(len(BRANCHES) + 1, len(BRANCHES) + 1)


def _at(back: int, hour: int = 12) -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localdate() - timedelta(days=back), time(hour)))


def _copies(unit: Unit, count: int) -> list[Item]:
    """Copies of different works, from the end of the catalogue: its beginning is what people try things with."""
    found: dict[int, Item] = {}
    items = Item.objects.filter(unit=unit, status=ItemStatus.AVAILABLE).select_related("record")
    for item in items.defer("record__source", "record__bib_data").order_by("-pk")[: count * 4]:
        found.setdefault(item.record.work_id, item)
    return list(found.values())[:count]


def _lend(unit: Unit, count: int) -> None:
    chance = random.Random(unit.code)  # noqa: S311 – the same loans every time
    readers = list(Reader.objects.active().filter(home_unit=unit, kind="person", user=None).order_by("pk")[:count])
    copies = _copies(unit, count * 3)
    for item in copies:
        reader = chance.choice(readers)
        back = chance.choice((1, 2, 4, 6, 9, 13, 18, 24, 29, 35, 48))
        try:
            act = services.lend(item=item, reader=reader, unit=unit, at=_at(back, chance.randint(10, 17)), force=True)
        except LendingError:
            continue
        if chance.random() < 0.4 and act.loan is not None and back > 3:
            services.take_back(item=item, unit=unit, at=_at(max(0, back - chance.randint(3, 20)), 15))
    lent = [item for item in copies if Item.objects.get(pk=item.pk).status == ItemStatus.ON_LOAN]
    for item, reader in zip(lent[:2], readers[::-1], strict=False):
        try:
            services.place_hold(reader=reader, target=item.record.work, pickup=unit, at=_at(2))
        except LendingError:
            continue
    free = [item for item in copies if Item.objects.get(pk=item.pk).status == ItemStatus.AVAILABLE]
    for item, reader in zip(free[:2], readers[2:], strict=False):
        try:
            services.place_hold(reader=reader, target=item, pickup=unit, at=_at(1))
        except LendingError:
            continue


def _orders(unit: Unit) -> None:
    own = Reader.objects.filter(user__username="reader")
    others = Reader.objects.active().filter(home_unit=unit, kind="person", user=None).order_by("pk")
    # The account to look around with has one at hand; then whoever is registered this year.
    readers = [*own, *(each for each in others if registered_in(each, unit, timezone.localdate().year))]
    waiting = iter(readers)
    for stage, wanted, author, title, published, source, lender in reversed(ORDERS):
        for reader in waiting:
            try:
                order = services.ill.order(
                    reader=reader, unit=unit, wanted=wanted, author=author, title=title, published=published, source=source,
                    lender=lender, due_back=timezone.localdate() + timedelta(days=24) if lender else None,
                )  # fmt: skip
            except LendingError:
                # Something stands against this one: an old debt, a card lost. The next in the line orders it.
                continue
            for move in _MOVES[stage]:
                order.move(move)
            break


def _bus() -> None:
    for code, name, vehicle, weekday, weeks, stops in ROUTES:
        route = Route.objects.create(
            unit=Unit.objects.get(code=code), name=name, vehicle=vehicle, weekday=weekday, weeks=weeks
        )
        Stop.objects.bulk_create(
            Stop(route=route, at=time(hour, minute), place=place, minutes=minutes)
            for hour, minute, place, minutes in stops
        )
    today = timezone.localdate()
    route = Route.objects.get(name=ROUTES[0][1])
    last = _last(route, today)
    trip = services.trips.plan(
        unit=route.unit, on=last, route=route, crew="Шевчук О. П., бібліотекар; Дяченко В., водій"
    )
    trip.move("leave")
    readers = Reader.objects.active().filter(home_unit__code="potoky", kind="person").order_by("pk")[:4]
    for item, reader in zip(_copies(route.unit, 4), readers, strict=False):
        at = timezone.make_aware(datetime.combine(last, time(11)))
        services.lend(item=item, reader=reader, unit=route.unit, at=at, mode="bus", force=True)
    Trip.objects.filter(pk=trip.pk).update(km=64, guests=5, events=1, event_guests=18, note="Лялькова вистава у школі.")
    trip.refresh_from_db()
    trip.move("close")
    services.trips.plan(unit=route.unit, on=route.next_after(today), route=route)


def _last(route: Route, today: date) -> date:
    return next(day for day in (today - timedelta(days=n) for n in range(1, 22)) if route.runs_on(day))


def _homes(unit: Unit) -> None:
    readers = list(Reader.objects.active().filter(home_unit=unit, kind="person", user=None).order_by("birth_date")[:3])
    wishes = ("Історичні романи, великий шрифт.", "Поезія; про город і квіти.", "Детективи, не страшні.")
    for n, (reader, wish) in enumerate(zip(readers, wishes, strict=False)):
        service = services.serve_at_home(
            reader=reader, unit=unit, address=f"{reader.settlement}, {reader.address}", phone=reader.phone, wishes=wish,
            carrier="Ганна Лис, волонтерка" if n < 2 else "Шульга О. Д.", second="Петро Лис" if n == 0 else "",
            needs_two=n == 0, since=timezone.localdate() - timedelta(days=40), note="Код 24, другий поверх." if n else "",
        )  # fmt: skip
        for back, item in zip((20, 1), _copies(unit, 2), strict=False):
            services.lend(
                item=item, reader=reader, unit=unit, at=_at(back), mode="delivery", force=True, carrier=service.carrier
            )
        service.visits.create(
            on=timezone.localdate() - timedelta(days=15),
            carrier=service.carrier,
            second=service.second,
            handed=1,
            minutes=30,
        )


def _account() -> None:
    """What the reader to look around with has at home: one book that may be renewed, one lent yesterday."""
    reader = Reader.objects.filter(user__username="reader").first()
    if reader is None:
        return
    for back, item in zip((24, 1), _copies(reader.home_unit, 2), strict=False):
        services.lend(item=item, reader=reader, unit=reader.home_unit, at=_at(back), force=True)


def _list() -> None:
    reader = Reader.objects.filter(user__username="reader").first()
    if reader is None or BookList.objects.filter(reader=reader).exists():
        return
    mine = services.begin_list(reader=reader, title="На зиму", about="Те, що хочеться перечитати довгими вечорами.")
    for work in Work.objects.shown().filter(available_count__gt=0, languages__startswith="ukr").order_by("pk")[:6]:
        services.put_on_list(book_list=mine, work=work)
    services.share(book_list=mine, shared=True)


def _money(unit: Unit) -> None:
    """A lost book whose price nobody has written down, another replaced by its reader, a pledge for books of a guest."""
    if Charge.objects.filter(unit=unit, kind=ChargeKind.PLEDGE).exists():
        return
    loans = list(
        Loan.objects.open().filter(unit=unit, reader__user=None).select_related("item", "reader").order_by("pk")
    )
    for loan, amount in zip(loans[:2], (0, None), strict=False):
        services.mark_lost(item=loan.item, unit=unit, at=_at(1, 14), amount_minor=amount)
    if len(loans) > 1:
        services.replace(loan=loans[1], at=_at(0, 9))
    guest = next((loan.reader for loan in loans[2:] if loan.reader_id != loans[0].reader_id), None)
    if guest is not None:
        services.take_pledge(reader=guest, unit=unit, amount_minor=30000, at=_at(3, 11), receipt="№ 117")
