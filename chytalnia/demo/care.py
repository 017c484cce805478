"""Children in care of the demonstration network: an hour that is over, one that goes on, Saturdays to come, a shift of a camp."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from chytalnia.care import services
from chytalnia.care.models import ConsentKind, Place, Session, Way
from chytalnia.core.translated import Translated
from chytalnia.network.models import Unit
from chytalnia.network.settings import time_zone
from chytalnia.people.models import Reader, User
from chytalnia.programmes.models import Letter, Occasion

BRANCH = "kremenchuk-f1"
NANNY = Translated(uk="Бібліосад «Равлик»", ru="Библиосад «Улитка»", kk="«Ұлу» библиобақшасы", en="Bibliosad «Snail»")
CAMP = Translated(
    uk="Зимовий табір «Книжкова ковдра»", ru="Зимний лагерь «Книжное одеяло»", kk="«Кітап көрпе» қысқы лагері",
    en="Winter camp «Blanket of books»",
)  # fmt: skip
#: child, years, who asks, phone, allergies, who else may fetch
CHILDREN = (
    ("Соломія Бойко", 4, "Ірина Бойко", "+380 50 200 10 01", "немає", "Галина Бойко, бабуся"),
    ("Матвій Дяченко", 5, "Павло Дяченко", "+380 67 200 10 02", "горіхи", "Юлія Дяченко"),
    ("Злата Мороз", 3, "Вікторія Мороз", "+380 63 200 10 03", "немає", "Степан Мороз, дідусь"),
    ("Давид Кравчук", 4, "Надія Кравчук", "+380 50 200 10 04", "укуси бджіл", "Роман Кравчук"),
    ("Емілія Савчук", 5, "Тетяна Савчук", "+380 98 200 10 05", "молоко", "Оксана Литвин, тітка"),
)
SCHOOL = (
    ("Орест Панченко", 9, "Марина Панченко", "+380 50 200 20 01", "немає", "Сергій Панченко"),
    ("Аліна Гуменюк", 8, "Олег Гуменюк", "+380 66 200 20 02", "цитрусові", "Леся Гуменюк"),
    ("Тимур Яременко", 10, "Світлана Яременко", "+380 97 200 20 03", "немає", "Ніна Яременко, бабуся"),
)
Progress = Callable[[int, int | None], None]


def build(progress: Progress = lambda done, total: None) -> None:
    unit = Unit.objects.get(code=BRANCH)
    head, librarian = User.objects.get(username="head"), User.objects.get(username="librarian")
    today = timezone.localdate()
    saturday = today + timedelta(days=(5 - today.weekday()) % 7 or 7)
    duty: dict[str, Any] = {"people": [head, librarian], "by": head}

    over = _hours(unit, [today + timedelta(days=1)], head)[0]
    services.keep_duty(session=over, **duty)
    _hold(over, [_enter(over, row, librarian) for row in CHILDREN[:4]], librarian)
    progress(1, 4)

    now = _hours(unit, [today + timedelta(days=1)], head)[0]
    services.keep_duty(session=now, names=["Леся, волонтерка"], **duty)
    _go_on(now, [_enter(now, row, librarian) for row in CHILDREN[1:]], librarian)
    progress(2, 4)

    coming = _hours(unit, [saturday + timedelta(days=7 * n) for n in range(4)], head)
    for session in coming[:3]:
        services.keep_duty(session=session, **duty)
    parent = Reader.objects.filter(user__username="reader").first()
    _enter(coming[0], ("Марійка", 4, "", "+380 50 200 30 01", "полуниця", "Бабуся Ганна"), None, reader=parent)
    _enter(coming[0], CHILDREN[0], librarian)
    progress(3, 4)

    monday = saturday + timedelta(days=16)
    shift = services.open_camp(
        asked=services.Asked(
            unit=unit, title=CAMP, ages=(7, 12), begins=time(9), ends=time(14), price="600 грн за зміну",
            days=tuple(day for n in range(14) if (day := monday + timedelta(days=n)).weekday() < 5),
        ),
        by=head,
    )  # fmt: skip
    services.keep_duty(session=shift[0], whole_shift=True, names=["Леся, волонтерка"], **duty)
    for row in SCHOOL:
        _enter(shift, row, librarian)
    Letter.objects.filter(occasion__care__isnull=False, state="queued").update(state="sent")
    progress(4, 4)


def _hours(unit: Unit, days: list[date], by: User) -> list[Session]:
    asked = services.Asked(unit=unit, title=NANNY, days=tuple(days), begins=time(10), ends=time(13), ages=(3, 5))
    return services.open_sessions(asked=asked, by=by)


def _enter(session: Any, row: tuple[str, int, str, str, str, str], by: Any, *, reader: Any = None) -> tuple[Place, str]:
    name, years, parent, phone, allergies, fetch = row
    days = session if isinstance(session, list) else [session]
    told = services.Told(
        child_name=name, birth_date=date(days[0].occasion.day.year - years, 1, 1), language="uk",
        guardian_name=parent or reader.full_name, guardian_phone=phone, session_phone=phone, allergies=allergies,
        adults=[(fetch, "", "паспорт …417", "")],
        agreed=frozenset({ConsentKind.RULES, ConsentKind.FIRST_AID, *([ConsentKind.PHOTO] if years != 5 else [])}),
    )  # fmt: skip
    made, pin = services.apply(sessions=days, told=told, by=by, reader=reader, at_desk=True)
    return Place.objects.select_related("session").filter(application=made).order_by("pk")[0], pin


def _move(session: Session, starts: datetime, hours: int) -> None:
    """Into the past, or into this very hour: parents could not apply for it there any more."""
    ends = starts + timedelta(hours=hours)
    zone = time_zone(session.occasion.unit)
    Occasion.objects.filter(pk=session.pk).update(
        starts_at=starts, ends_at=ends, day=starts.astimezone(zone).date(),
        last_day=(ends - timedelta(seconds=1)).astimezone(zone).date(),
    )  # fmt: skip


def _ready(session: Session, by: User) -> None:
    services.check_room(session=session, by=by)
    for keeper in session.keepers.all():
        services.adult_comes(keeper=keeper, by=by)


def _hold(session: Session, children: list[tuple[Place, str]], by: User) -> None:
    today = timezone.localdate()
    starts = datetime.combine(today - timedelta(days=3), time(10), time_zone(session.occasion.unit))
    _move(session, starts, 3)
    _ready(session, by)
    for n, (place, pin) in enumerate(children):
        services.check_in(place=place, brought_by="Мама", by=by, at=starts + timedelta(minutes=4 * n))
        services.check_out(place=place, way=Way.PIN, secret=pin, by=by, at=starts + timedelta(minutes=150 + 9 * n))
    services.note_incident(
        session=session, kind="hurt", place=children[1][0], text="Дитина посковзнулася й забила коліно.",
        done="Приклали холодне, подзвонили мамі.", by=by,
    )  # fmt: skip
    services.finish(session=session, by=by)


def _go_on(session: Session, children: list[tuple[Place, str]], by: User) -> None:
    starts = timezone.now().replace(minute=0, second=0, microsecond=0) - timedelta(hours=1)
    _move(session, starts, 3)
    _ready(session, by)
    for n, (place, _pin) in enumerate(children[:3]):
        services.check_in(place=place, brought_by="Мама", by=by, at=starts + timedelta(minutes=5 * n))
