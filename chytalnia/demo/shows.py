"""Exhibitions of the demonstration: three that go on, one of the past that was lent from, each with its cover."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from chytalnia.catalogue.models import Work
from chytalnia.core.translated import Translated
from chytalnia.exhibitions import services
from chytalnia.network.models import Unit
from chytalnia.people.models import User
from chytalnia.spaces.models import Piece

from .posters import drawn
from .stock import Progress


def _said(uk: str, ru: str, kk: str, en: str) -> Translated:
    return Translated(uk=uk, ru=ru, kk=kk, en=en)


#: Library, days from today, what it is, sections with the classes that fill them.
_SHOWS: tuple[dict[str, Any], ...] = (
    {
        "unit": "kremenchuk-f1", "shelf": "7", "motif": "scales", "curator": "Олена Ткаченко", "first": -8, "last": 16,
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
        "unit": "kremenchuk-cb", "shelf": "11", "motif": "road", "curator": "Ганна Лисенко", "first": -60, "last": -32,
        "title": _said("Дороги історії", "Дороги истории", "Тарих жолдары", "Roads of history"),
        "quotation": _said("Пам’ять живе, доки її читають.", "Память живёт, пока её читают.",
                           "Жад оқылғанда ғана тірі.", "Memory lives while it is read."),
        "about": _said("Книжки про минуле краю і світу.", "Книги о прошлом края и мира.",
                       "Өлке мен әлемнің өткені туралы кітаптар.", "Books on the past of the region and the world."),
        "sections": (("94", _said("Події", "События", "Оқиғалар", "Events")),
                     ("9", _said("Люди й місця", "Люди и места", "Адамдар мен жерлер", "People and places"))),
    },
    {
        "unit": "ekibastuz-ok", "words": "кіреберістегі сөре", "motif": "sun", "curator": "Айгүл Сәрсенова", "first": -5, "last": 25,
        "title": _said("Степ розповідає", "Степь рассказывает", "Дала сыр шертеді", "The steppe tells its story"),
        "quotation": _said("Хто читає, той бачить далі обрію.", "Кто читает, тот видит дальше горизонта.",
                           "Оқыған адам көкжиектен әрі көреді.", "Who reads sees beyond the horizon."),
        "about": _said("Книжки про землю, людей і слово.", "Книги о земле, людях и слове.",
                       "Жер, адам және сөз туралы кітаптар.", "Books on land, people and the word."),
        "sections": (("82", _said("Слово", "Слово", "Сөз", "The word")), ("9", _said("Земля й час", "Земля и время", "Жер мен уақыт",
                                                                                   "Land and time"))),
    },
    {
        "unit": "minusinsk-cb", "words": "витрина абонемента", "motif": "snow", "curator": "Наталья Белова", "first": -3, "last": 28,
        "title": _said("Зимове читання", "Зимнее чтение", "Қысқы оқу", "Winter reading"),
        "quotation": _said("Довгий вечір короткий, якщо книжка добра.", "Долгий вечер короток, если книга хороша.",
                           "Кітап жақсы болса, ұзақ кеш қысқарады.", "A long evening is short with a good book."),
        "about": _said("Товсті романи й оповідання для довгих вечорів.", "Толстые романы и рассказы для долгих вечеров.",
                       "Ұзақ кештерге арналған қалың романдар мен әңгімелер.", "Thick novels and stories for long evenings."),
        "sections": (("82", _said("Романи й оповідання", "Романы и рассказы", "Романдар мен әңгімелер", "Novels and stories")),
                     ("7", _said("Мистецтво", "Искусство", "Өнер", "Arts"))),
    },
)  # fmt: skip


@transaction.atomic
def build(progress: Progress = lambda done, total: None) -> None:
    by = User.objects.filter(username="director").first()
    today = timezone.localdate()
    for told in _SHOWS:
        unit = Unit.objects.get(code=told["unit"])
        show = services.save(
            unit=unit, title=told["title"], quotation=told["quotation"], about=told["about"],
            first_day=today + timedelta(days=told["first"]),
            last_day=today + timedelta(days=told["last"]), leader_name=told["curator"], by=by,
        )  # fmt: skip
        place = Piece.objects.filter(plan__unit=unit, kind="shelf", label=told.get("shelf", "–"))
        services.stand(
            exhibition=show, place=place.select_related("plan", "zone").first(), shelf=told.get("words", ""), by=by
        )
        cover = drawn(unit.code, told["motif"])
        services.set_cover(
            exhibition=show, upload=io.BytesIO(cover), name=f"cover-{unit.code}.jpg", source=str(unit), by=by
        )
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
