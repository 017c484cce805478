"""Exhibitions of the demonstration: one that goes on, one of the past that was lent from."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from chytalnia.catalogue.models import Work
from chytalnia.core.translated import Translated
from chytalnia.exhibitions import services
from chytalnia.network.models import Unit, Zone
from chytalnia.people.models import User

from .stock import Progress


def _said(uk: str, ru: str, kk: str, en: str) -> Translated:
    return Translated(uk=uk, ru=ru, kk=kk, en=en)


#: Library, days from today, what it is, sections with the classes that fill them.
_SHOWS: tuple[dict[str, Any], ...] = (
    {
        "unit": "kremenchuk-f1", "zone": "open_shelf", "shelf": "7", "first": -8, "last": 16,
        "title": _said("Читаємо між рядків закону", "Читаем между строк закона", "Заң жолдарының арасын оқимыз",
                       "Reading between the lines of the law"),
        "quotation": _said("Де немає книжки, там немає й права.", "Где нет книги, там нет и права.",
                           "Кітап жоқ жерде құқық та жоқ.", "Where there is no book, there is no right."),
        "about": _said("Право, господарство і люди: книжки, що пояснюють, як воно влаштоване.",
                       "Право, хозяйство и люди: книги, которые объясняют, как это устроено.",
                       "Құқық, шаруашылық және адамдар: бәрі қалай құрылғанын түсіндіретін кітаптар.",
                       "Law, economy and people: books that explain how it works."),
        "sections": (("34", _said("Право", "Право", "Құқық", "Law")),
                     ("33", _said("Господарство", "Хозяйство", "Шаруашылық", "Economy")),
                     ("3", _said("Суспільство", "Общество", "Қоғам", "Society"))),
    },
    {
        "unit": "kremenchuk-cb", "zone": "quiet", "shelf": "11", "first": -60, "last": -32,
        "title": _said("Дороги історії", "Дороги истории", "Тарих жолдары", "Roads of history"),
        "quotation": _said("Пам’ять живе, доки її читають.", "Память живёт, пока её читают.",
                           "Жад оқылғанда ғана тірі.", "Memory lives while it is read."),
        "about": _said("Книжки про минуле краю і світу.", "Книги о прошлом края и мира.",
                       "Өлке мен әлемнің өткені туралы кітаптар.", "Books on the past of the region and the world."),
        "sections": (("94", _said("Події", "События", "Оқиғалар", "Events")),
                     ("9", _said("Люди й місця", "Люди и места", "Адамдар мен жерлер", "People and places"))),
    },
)  # fmt: skip


@transaction.atomic
def build(progress: Progress = lambda done, total: None) -> None:
    by = User.objects.filter(username="director").first()
    today = timezone.localdate()
    for told in _SHOWS:
        unit = Unit.objects.get(code=told["unit"])
        show = services.save(
            unit=unit, title=told["title"], quotation=told["quotation"], about=told["about"], shelf=told["shelf"],
            zone=Zone.objects.filter(unit=unit, kind=told["zone"]).first(), first_day=today + timedelta(days=told["first"]),
            last_day=today + timedelta(days=told["last"]), leader_name="Олена Ткаченко", by=by,
        )  # fmt: skip
        for classes, heading in told["sections"]:
            section = services.save_section(exhibition=show, heading=heading, text=Translated(), by=by)
            works = Work.objects.shown().filter(
                records__items__unit=unit, records__items__class_number__startswith=classes
            )  # fmt: skip
            for work in works.exclude(exhibits__section__exhibition=show).distinct().order_by("pk")[:6]:
                services.add_book(section=section, work=work, by=by)
        show.programme.move("begin")
        if told["last"] < 0:
            show.programme.move("finish")
