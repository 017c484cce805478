"""Plans of two libraries of the demonstration, with shelves that hold their copies; rooms, and who booked them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from chytalnia.core.translated import Translated
from chytalnia.network.models import Unit, Zone
from chytalnia.network.settings import time_zone
from chytalnia.people.models import Reader, User
from chytalnia.people.readers import services as people
from chytalnia.spaces import services
from chytalnia.spaces.errors import SpacesError
from chytalnia.spaces.models import Booking, Piece, Plan, Space

from .stock import Progress

Box = tuple[float, float, float, float]


def _said(uk: str, ru: str, kk: str, en: str) -> Translated:
    return Translated(uk=uk, ru=ru, kk=kk, en=en)


_FICTION_UK = _said("Українська література", "Украинская литература", "Украин әдебиеті", "Ukrainian literature")
_FICTION = _said("Література світу", "Литература мира", "Әлем әдебиеті", "Literature of the world")
_LETTERS = _said("Про літературу, мови", "О литературе, языки", "Әдебиет туралы, тілдер", "On literature; languages")
_HISTORY = _said("Історія, географія", "История, география", "Тарих, география", "History, geography")
_ARTS = _said("Музика, мистецтво, спорт", "Музыка, искусство, спорт", "Музыка, өнер, спорт", "Music, arts, sport")
_REFERENCE = _said(
    "Довідники, книгознавство", "Справочники, книговедение", "Анықтамалықтар", "Reference, books about books"
)
_LAW = _said("Політика, право, військова справа", "Политика, право, военное дело", "Саясат, құқық", "Politics, law")
_SOCIETY = _said(
    "Суспільство, освіта, звичаї", "Общество, образование, обычаи", "Қоғам, білім, салт", "Society, education"
)
_MONEY = _said("Економіка", "Экономика", "Экономика", "Economics")
_NATURE = _said("Природа", "Природа", "Табиғат", "Nature")
_SKILLS = _said(
    "Медицина, техніка, господарство", "Медицина, техника, хозяйство", "Медицина, техника", "Medicine, technology"
)
_THOUGHT = _said(
    "Філософія, психологія, релігія", "Философия, психология, религия", "Философия, дін", "Philosophy, religion"
)

#: Library, floor, metres; zones by kind; shelves: zone, label, box, classes, words; the rest: kind, box, more.
_FLOORS: tuple[dict[str, Any], ...] = (
    {
        "unit": "kremenchuk-f1", "floor": "1", "size": (18, 12),
        "zones": {
            "loud": (0, 0, 7.2, 12), "quiet": (12.2, 0, 5.8, 7), "reception": (7.4, 8.4, 4.6, 3.6),
            "open_shelf": [(7.4, 0), (12, 0), (12, 7.2), (18, 7.2), (18, 12), (12.2, 12), (12.2, 8.2), (7.4, 8.2)],
        },
        "shelves": (
            ("loud", "1", (0.3, 2, 0.45, 4.2), "821.161.2", _FICTION_UK), ("loud", "2", (0.3, 6.8, 0.45, 4.6), "82", _FICTION),
            ("quiet", "3", (17.2, 1.8, 0.45, 4.8), "9", _HISTORY), ("quiet", "4", (13, 6.2, 3.6, 0.45), "7", _ARTS),
            ("quiet", "5", (12.5, 2.2, 0.45, 2.6), "0", _REFERENCE),
            ("open_shelf", "6", (7.8, 2.2, 3.6, 0.45), "32/35", _LAW), ("open_shelf", "7", (7.8, 3.7, 3.6, 0.45), "33", _MONEY),
            ("open_shelf", "8", (7.8, 5.2, 3.6, 0.45), "3", _SOCIETY),
            ("open_shelf", "9", (13, 11.2, 4.4, 0.45), "5", _NATURE), ("open_shelf", "10", (13, 9.9, 4.4, 0.45), "6", _SKILLS),
            ("open_shelf", "11", (7.8, 6.7, 3.6, 0.45), "1, 2", _THOUGHT), ("open_shelf", "12", (13, 8.6, 4.4, 0.45), "8", _LETTERS),
        ),
        "rest": (
            ("entrance", (9, 11.8, 1.4, 0.2), {}), ("way", (9.1, 9.3, 1.2, 2.4), {}), ("way", (7.2, 7.3, 5, 0.8), {}),
            ("furniture", (10.6, 8.8, 1.2, 2), {"furniture": "desk"}),
            ("furniture", (7.6, 10.4, 1.2, 0.8), {"furniture": "catalogue"}),
            ("furniture", (14, 3, 2.2, 1.2), {"furniture": "table"}), ("furniture", (2.6, 3, 2.8, 1.4), {"furniture": "table"}),
            ("furniture", (2.4, 7.6, 3, 1.2), {"furniture": "seats"}), ("furniture", (5.4, 10.6, 1.6, 1.2), {"furniture": "toilet"}),
        ),
    },
    {
        "unit": "kremenchuk-cb", "floor": "1", "size": (24, 14),
        "zones": {
            "loud": (0, 0, 9.8, 14), "open_shelf": (10, 0, 14, 8), "reception": (10, 8.2, 7, 5.8), "e_services": (17.2, 8.2, 6.8, 5.8),
        },
        "shelves": (
            ("loud", "1", (0.4, 2, 0.5, 5), "821.161.2", _FICTION_UK), ("loud", "2", (0.4, 7.6, 0.5, 5.8), "82", _FICTION),
            ("open_shelf", "3", (11, 1.9, 5, 0.5), "32, 355", _LAW), ("open_shelf", "4", (11, 3.4, 5, 0.5), "34", _LAW),
            ("open_shelf", "5", (11, 4.9, 5, 0.5), "33", _MONEY), ("open_shelf", "6", (11, 6.4, 5, 0.5), "3", _SOCIETY),
            ("open_shelf", "7", (18, 1.9, 5, 0.5), "1, 2", _THOUGHT), ("open_shelf", "8", (18, 3.4, 5, 0.5), "5", _NATURE),
            ("open_shelf", "9", (18, 4.9, 5, 0.5), "6", _SKILLS), ("open_shelf", "10", (18, 6.4, 5, 0.5), "8", _LETTERS),
        ),
        "rest": (
            ("entrance", (12.5, 13.8, 1.6, 0.2), {}), ("way", (12.7, 8, 1.2, 5.6), {}),
            ("furniture", (14.6, 9.6, 1.4, 2.6), {"furniture": "desk"}),
            ("furniture", (10.3, 11.8, 1.8, 1.4), {"furniture": "cloakroom"}),
            ("furniture", (3, 3.4, 3.4, 1.6), {"furniture": "table"}), ("furniture", (3, 8.6, 3.4, 1.4), {"furniture": "seats"}),
            ("furniture", (20.6, 9.6, 2.6, 1), {"furniture": "computer"}), ("furniture", (8, 0.3, 1.6, 2.6), {"furniture": "stairs"}),
        ),
    },
    {
        "unit": "kremenchuk-cb", "floor": "2", "size": (24, 14),
        "zones": {"quiet": (0, 0, 12, 14), "media": (12.2, 0, 11.8, 8), "museum_corner": (12.2, 8.2, 11.8, 5.8)},
        "shelves": (
            ("quiet", "11", (0.4, 2, 0.5, 5), "94, 93", _HISTORY), ("quiet", "12", (0.4, 7.6, 0.5, 5.8), "9", _HISTORY),
            ("quiet", "13", (2, 13, 6, 0.5), "7", _ARTS), ("media", "14", (23, 1.8, 0.5, 5.4), "0", _REFERENCE),
        ),
        "rest": (
            ("furniture", (10, 0.3, 1.6, 2.6), {"furniture": "stairs"}), ("furniture", (3, 4, 3, 1.6), {"furniture": "table"}),
            ("furniture", (3, 8, 3, 1.6), {"furniture": "table"}), ("furniture", (15, 3, 3, 1.2), {"furniture": "computer"}),
            ("furniture", (15, 5.6, 3, 1.2), {"furniture": "computer"}), ("furniture", (16, 10.4, 3, 1.2), {"furniture": "table"}),
        ),
    },
)  # fmt: skip

_ROOMS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("kremenchuk-f1", "loud", {
        "name": _said("Зала гучної зони", "Зал шумной зоны", "Шулы аймақ залы", "Hall of the loud zone"), "seats": 30, "area": 52,
        "about": _said("Репетиції, настільні ігри, зустрічі гуртків", "Репетиции, настольные игры, кружки",
                       "Репетициялар, үстел ойындары, үйірмелер", "Rehearsals, board games, circles"),
        "equipment": ["screen", "projector", "sound", "wifi"], "approval": "librarian", "most_minutes": 180,
    }),
    ("kremenchuk-f1", "", {
        "name": _said("Стіл на шістьох", "Стол на шестерых", "Алты адамдық үстел", "Table for six"), "seats": 6, "area": 15,
        "about": _said("Навчальні групи, розмовні клуби", "Учебные группы, разговорные клубы", "Оқу топтары, сөйлесу клубтары",
                       "Study groups, talking clubs"),
        "equipment": ["board", "sockets", "wifi"], "most_minutes": 120,
    }),
    ("kremenchuk-cb", "e_services", {
        "name": _said("Кабінет е-послуг", "Кабинет электронных услуг", "Е-қызмет бөлмесі", "E-services booth"), "seats": 2,
        "area": 8, "equipment": ["computer"], "most_minutes": 60,
        "rules": _said("Свої документи й паролі – тільки у вас", "Документы и пароли – только у вас",
                       "Құжаттар мен құпиясөздер тек сізде", "Your papers and passwords stay yours"),
    }),
    ("kremenchuk-cb", "media", {
        "name": _said("Студія медіатеки", "Студия медиатеки", "Медиатека студиясы", "Studio of the media library"), "seats": 4,
        "area": 14, "equipment": ["computer", "sound"], "approval": "librarian", "most_minutes": 120,
    }),
)  # fmt: skip

#: Hour, minutes, people, name, what for.
_PEOPLE: tuple[tuple[int, int, int, str, str], ...] = (
    (10, 90, 4, "Марина Левченко", "Підготовка до іспиту"), (15, 60, 5, "Клуб «Слово»", "Розмовна англійська"),
    (16, 60, 2, "Іван Бойко", "Співбесіда онлайн"), (11, 45, 3, "Ольга Ткач", "Репетиція виступу"),
    (15, 90, 6, "7-Б клас", "Настільні ігри"), (12, 60, 1, "Петро Гнатюк", "Вебінар"),
)  # fmt: skip


@transaction.atomic
def build(progress: Progress = lambda done, total: None) -> None:
    for told in _FLOORS:
        _draw(told, Unit.objects.get(code=told["unit"]))
    head = User.objects.filter(username="head").first()
    rooms = [_room(code, kind, fields, head) for code, kind, fields in _ROOMS]
    today = timezone.localdate()
    for n, room in enumerate(rooms):
        for days in (-19, -15, -12, -8, -5, -3, -1):
            _past(room, today + timedelta(days=days), n - days, head)
        for days in (1, 2, 4, 6):
            _ahead(room, today + timedelta(days=days), n + days, head)
    _weekly(rooms[1], today, head)
    _of_the_reader(rooms)
    _decided(rooms[0], head)


def _cm(box: Box) -> dict[str, int]:
    return {name: round(value * 100) for name, value in zip("xywh", box, strict=True)}


def _draw(told: dict[str, Any], unit: Unit) -> None:
    """Drawn at once: the pieces of the demonstration need no version each."""
    width, depth = told["size"]
    plan = services.save_plan(unit=unit, floor=told["floor"], width=width * 100, depth=depth * 100, is_public=True)
    zones = {zone.kind: zone for zone in Zone.objects.filter(unit=unit)}
    pieces = []
    for kind, shape in told["zones"].items():
        pieces.append(_zone(plan, zones[kind], shape))
    for kind, label, box, classes, note in told["shelves"]:
        pieces.append(
            Piece(plan=plan, kind="shelf", zone=zones[kind], label=label, classes=classes, note=note, **_cm(box))
        )
    pieces += [Piece(plan=plan, kind=kind, **_cm(box), **more) for kind, box, more in told["rest"]]
    Piece.objects.bulk_create(pieces)


def _zone(plan: Plan, zone: Zone, shape: Any) -> Piece:
    if isinstance(shape, tuple):
        return Piece(plan=plan, kind="zone", zone=zone, **_cm(shape))
    points = [[round(x * 100), round(y * 100)] for x, y in shape]
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    box = {"x": min(xs), "y": min(ys), "w": max(xs) - min(xs), "h": max(ys) - min(ys)}
    return Piece(plan=plan, kind="zone", zone=zone, points=points, **box)


def _room(code: str, kind: str, fields: dict[str, Any], by: Any) -> Space:
    unit = Unit.objects.get(code=code)
    zone = Zone.objects.filter(unit=unit, kind=kind).first() if kind else None
    return services.save_space(unit=unit, zone=zone, by=by, order=Space.objects.filter(unit=unit).count(), **fields)


def _times(room: Space, day: date, n: int) -> tuple[datetime, datetime, dict[str, Any]]:
    hour, minutes, persons, name, purpose = _PEOPLE[n % len(_PEOPLE)]
    starts = datetime.combine(day, time(hour), time_zone(room.unit))
    about = {"persons": min(persons, room.seats), "name": name, "purpose": purpose}
    return starts, starts + timedelta(minutes=min(minutes, room.most_minutes)), about


def _past(room: Space, day: date, n: int, by: Any) -> None:
    """Most came; now and then somebody did not."""
    starts, ends, about = _times(room, day, n)
    before = starts - timedelta(hours=20)
    try:
        booking = services.book(space=room, starts_at=starts, ends_at=ends, by=by, at_desk=True, at=before, **about)
    except SpacesError:
        return
    if n % 7:
        services.come(booking=booking, by=by, at=starts + timedelta(minutes=3))
        booking.refresh_from_db()
        booking.move("end")
    else:
        services.release_late(room, ends)


def _ahead(room: Space, day: date, n: int, by: Any) -> None:
    starts, ends, about = _times(room, day, n)
    try:
        services.book(space=room, starts_at=starts, ends_at=ends, by=by, at_desk=True, **about)
    except SpacesError:
        return


def _weekly(room: Space, today: date, by: Any) -> None:
    """A talking club every Thursday."""
    first = today + timedelta(days=(3 - today.weekday()) % 7 or 7)
    services.book_weekly(
        space=room, first_day=first, last_day=first + timedelta(days=49), begins=time(17), ends=time(18, 30), persons=6,
        name="Клуб «Толока»", purpose="Розмовний клуб української", without={first + timedelta(days=21)}, by=by,
    )  # fmt: skip


def _of_the_reader(rooms: list[Space]) -> None:
    """One booking that is sure, one that waits for a yes."""
    reader = Reader.objects.filter(user__username="reader").first()
    if reader is None:
        return
    for room, hour in ((rooms[1], 11), (rooms[0], 15)):
        day = timezone.localdate()
        for _n in range(14):
            day += timedelta(days=1)
            starts = datetime.combine(day, time(hour), time_zone(room.unit))
            try:
                services.book(
                    space=room, starts_at=starts, ends_at=starts + timedelta(minutes=60), persons=3, reader=reader,
                    purpose="Читаємо вголос із сусідами", by=reader.user,
                )  # fmt: skip
            except SpacesError:
                continue
            break


def _decided(room: Space, head: Any) -> None:
    """What readers asked for and the library answered: yes, no, another hour, called off. Each was written to."""
    readers = Reader.objects.active().filter(home_unit=room.unit, kind="person", user=None, birth_date__year__lt=1995)
    answers = (
        ("approve", ""), ("refuse", "У цей день у залі вистава лялькового театру."), ("move", ""),
        ("cancel", "Аварія опалення: зала зачинена до суботи."),
    )  # fmt: skip
    for n, (reader, (answer, why)) in enumerate(zip(readers.order_by("pk")[:4], answers, strict=False)):
        people.change(reader=reader, email=f"reader-{reader.pk}@library.example", by=head)
        asked = _asked(room, reader, timezone.localdate() + timedelta(days=4 + 3 * n))
        if asked is None:
            continue
        services.decide(booking=asked, yes=answer != "refuse", by=head, reason=why if answer == "refuse" else "")
        if answer == "cancel":
            services.cancel(booking=asked, by=head, reason=why)
        elif answer == "move":
            with suppress(SpacesError):
                later = asked.starts_at + timedelta(hours=1)
                services.move(booking=asked, starts_at=later, ends_at=later + timedelta(minutes=45), by=head)


def _asked(room: Space, reader: Reader, first: date) -> Booking | None:
    """A wish for the room, at the first hour from a day on that is free."""
    for days in range(10):
        for hour in (11, 13, 14):
            starts = datetime.combine(first + timedelta(days=days), time(hour), time_zone(room.unit))
            with suppress(SpacesError):
                return services.book(
                    space=room, starts_at=starts, ends_at=starts + timedelta(minutes=45), persons=4, reader=reader,
                    purpose="Репетиція", by=reader.user, at=timezone.now() - timedelta(hours=30),
                )  # fmt: skip
    return None
