"""Marathons of the demonstration network: one that goes on over two countries, one that is over with draw and diplomas, a combo."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from chytalnia.campaigns.models import Campaign, Participant
from chytalnia.campaigns.services import diary, diplomas, drawing, inviting, libraries, making, people
from chytalnia.catalogue.models import Work
from chytalnia.core.translated import Translated
from chytalnia.network.models import Unit
from chytalnia.people.models import Reader, User

Progress = Callable[[int, int | None], None]
NICKS = (
    "Книжкова Миша", "Сова", "Лісовик", "Мандрівниця", "Їжачок", "Капітан Немо", "Зоряна", "Мавка", "Буквоїд", "Тигролов", "Равлик",
    "Дніпровська хвиля", "Козак Сторінка", "Тиха вода", "Кульбаба", "Читака", "Ліхтарик", "Сонях", "Вітряк", "Бурштин", "Орлан",
    "Жайвір", "Соняшниця", "Степовик", "Закладка", "Барвінок", "Книголюб", "Ніч і лампа", "Стрибунець", "Ягідка", "Мольфар",
    "Паперовий кораблик", "Пілігрим", "Білка Піа", "Хмаринка", "Крук", "Шелест", "Абетка", "Рись", "Мед і книга", "Кобзарик",
        "Ластівка",
)  # fmt: skip
#: How much is read in each library: some are keen, some have just begun.
KEEN = (5, 4, 3, 2, 4, 2, 3, 1, 3, 2, 2, 1, 2)


def build(progress: Progress = lambda done, total: None) -> None:
    if Campaign.objects.exists():
        return
    books = list(
        Work.objects.shown().filter(languages__startswith="ukr").exclude(author="").order_by("-item_count", "pk")[:24]
    )
    with transaction.atomic():
        _running(books)
        progress(1, 3)
        _over(books)
        progress(2, 3)
        _combo()
        progress(3, 3)


def _running(books: list[Work]) -> None:
    here, by = timezone.localdate(), User.objects.get(username="methodologist")
    region = Unit.objects.get(code="poltava")
    campaign = making.make(
        unit=region, by=by, slug="storinka-za-storinkoiu", format_code="reading_marathon", leader_name="Оксана Гринь",
        title=Translated(uk="Сторінка за сторінкою", ru="Страница за страницей", kk="Беттен бетке", en="Page by page"),
        about=Translated(
            uk="Разом прочитаємо двадцять тисяч сторінок до кінця місяця.",
                ru="Вместе прочитаем двадцать тысяч страниц до конца месяца.",
            kk="Ай соңына дейін бірге жиырма мың бет оқимыз.", en="Together we read twenty thousand pages by the end of the month.",
        ),
        goals=Translated(uk="Щоб читання стало щоденною звичкою, а бібліотеки краю – однією командою.",
                         ru="Чтобы чтение стало ежедневной привычкой, а библиотеки края – одной командой.",
                         kk="Оқу күнделікті әдетке, ал өңір кітапханалары бір командаға айналсын."),
        task=Translated(uk="Читайте що завгодно щодня й записуйте, скільки сторінок прочитали.",
                        ru="Читайте что угодно каждый день и записывайте, сколько страниц прочитали.",
                        kk="Күн сайын қалағаныңызды оқып, неше бет оқығаныңызды жазыңыз."),
        who=Translated(uk="Читачі всіх бібліотек, родини, класи. Вік – від шести років.",
            ru="Читатели всех библиотек, семьи, классы. Возраст – от шести лет.",
                       kk="Барлық кітапхана оқырмандары, отбасылар, сыныптар. Жасы алтыдан бастап."),
        how=Translated(uk="Візьміть участь на цій сторінці або попросіть бібліотекаря. Паперовий щоденник дають у бібліотеці.",
                       ru="Примите участие на этой странице или попросите библиотекаря. Бумажный дневник дают в библиотеке.",
                       kk="Осы бетте қатысыңыз не кітапханашыдан сұраңыз. Қағаз күнделікті кітапхана береді."),
        prizes_told=Translated(uk="Три книги з підписами авторів", ru="Три книги с подписями авторов",
            kk="Авторлар қол қойған үш кітап"),
        elements=Translated(uk="світлина з книгою\nхештег марафону", ru="фото с книгой\nхештег марафона",
            kk="кітаппен сурет\nмарафон хештегі"),
        hashtags="#СторінкаЗаСторінкою", score="pages", first_day=here - timedelta(days=20), last_day=here + timedelta(days=18),
        goal=20000, finish_at=300, day_limit=150, back_days=7, prizes=3, audience="mixed", age_from=6, age_mark="0+",
    )  # fmt: skip
    campaign.move("announce", by=by)
    inviting.invite(campaign=campaign, under=[region, Unit.objects.get(code="ekibastuz")], by=by)
    campaign.move("begin", by=by)
    campaign = _fresh(campaign)
    waiting = ("bibliobus", "mala-kokhnivka", "shiderti", "ekibastuz-bala")
    dice = random.Random(11)  # noqa: S311 - the same network on every machine
    nicks = iter(NICKS)
    members = campaign.members.select_related("unit").exclude(unit__code__in=waiting).order_by("unit__path")
    for member, keen in zip(members, KEEN, strict=False):
        joined = libraries.join(campaign=campaign, unit=member.unit, by=by)
        taking = _people(joined, keen, nicks)
        for one in taking:
            _reads(one, dice, books, days=20, share=2 if keen < 3 else 1)
        if keen > 2:
            _post(joined, f"https://library.example/{member.unit.code}/marafon", "Наші читачі вже на старті", keen)
    _own(campaign, books, dice)


def _people(member: Any, keen: int, nicks: Any) -> list[Participant]:
    readers = (
        Reader.objects.active().filter(home_unit=member.unit, kind="person", user=None).order_by("birth_date", "pk")
    )
    taking: list[Participant] = []
    for reader in readers[: keen + 6]:
        age = (timezone.localdate() - reader.birth_date).days // 365.25 if reader.birth_date else None
        nick = next(nicks, None)
        if nick is None or len(taking) == keen:
            break
        if age is None or age < 7:
            continue
        taking.append(people.join(member=member, reader=reader, nick=nick))
    if keen > 3:
        taking.append(
            people.join(
                member=member, nick=f"3-Б клас, {member.unit.code[-2:]}", kind="group", people=24, audience="age_7_9"
            )
        )
    return taking


def _reads(one: Participant, dice: random.Random, books: list[Work], *, days: int, share: int) -> None:
    here, first = timezone.localdate(), dice.randrange(2, days)
    for back in range(first, -1, -1):
        if dice.random() < 0.25 * share:
            continue
        book = dice.choice(books) if books else None
        _write(one, here - timedelta(days=back), dice.randrange(8, 60) * (3 if one.people > 1 else 1), book, dice)


def _write(one: Participant, day: date, amount: int, book: Work | None, dice: random.Random) -> None:
    diary.write(
        participant=one, day=day, amount=amount, source="desk", key=uuid.UUID(int=dice.getrandbits(128)),
        book=diary.book_of(work=book) if book else None,
    )  # fmt: skip


def _own(campaign: Campaign, books: list[Work], dice: random.Random) -> None:
    """The account to look around with has been reading for nine days."""
    reader = Reader.objects.filter(user__username="reader").first()
    member = campaign.members.filter(state="joined", unit=reader.home_unit).first() if reader else None
    if reader is None or member is None:
        return
    one = people.join(member=member, reader=reader, nick="Вечірня лампа")
    for back in (14, 13, *range(8, -1, -1)):
        _write(one, timezone.localdate() - timedelta(days=back), 18 + back, books[back % 4] if books else None, dice)


def _post(member: Any, link: str, title: str, keen: int) -> None:
    day = timezone.localdate() - timedelta(days=keen)
    entry = libraries.post(member=member, link=link, day=day, title=title, ticks=[0, 1], reach=keen * 140)
    if keen < 5:
        libraries.judge(entry=entry, good=True)


def _over(books: list[Work]) -> None:
    """Summer reading: written down, then moved into the past, summed up, drawn."""
    here, by = timezone.localdate(), User.objects.get(username="director")
    campaign = making.make(
        unit=Unit.objects.get(code="kremenchuk"), by=by, slug="lito-z-knyhoiu", format_code="summer_reading",
        title=Translated(uk="Літо з книгою", ru="Лето с книгой", kk="Кітаппен жаз", en="Summer with a book"),
        about=Translated(uk="П’ять книг за літо – і диплом ваш.", ru="Пять книг за лето – и диплом ваш.",
            kk="Жазда бес кітап – диплом сіздікі."),
        goals=Translated(uk="Літо без екрана, з книгою в наплічнику.", ru="Лето без экрана, с книгой в рюкзаке.",
            kk="Экрансыз, қапшықта кітабы бар жаз."),
        task=Translated(uk="Прочитайте п’ять книг і розкажіть про них.", ru="Прочитайте пять книг и расскажите о них.",
            kk="Бес кітап оқып, олар туралы айтыңыз."),
        score="books", first_day=here - timedelta(days=170), last_day=here + timedelta(days=1), goal=60, finish_at=5, day_limit=2,
        prizes=2, among="finishers", audience="children", leader_name="Людмила Бондаренко", counts_loans=True,
    )  # fmt: skip
    campaign.move("announce", by=by)
    campaign.move("begin", by=by)
    campaign, dice = _fresh(campaign), random.Random(5)  # noqa: S311
    nicks = iter(NICKS[::-1])
    for code, keen in (("kremenchuk-cdb", 5), ("kremenchuk-d2", 4), ("kremenchuk-f1", 3), ("kremenchuk-f4", 3)):
        joined = libraries.join(campaign=campaign, unit=Unit.objects.get(code=code), by=by)
        for n, one in enumerate(_people(joined, keen, nicks)):
            for number in range(7 - n):
                book = books[(number + n) % len(books)] if books else None
                _write(one, here - timedelta(days=160 - number * 11 - n), 1, book, dice)
    last = here - timedelta(days=80)
    Campaign.objects.filter(pk=campaign.pk).update(last_day=last)
    campaign.programme.last_day = last
    campaign.programme.save(update_fields=["last_day"])
    campaign = _fresh(campaign)
    campaign.move("finish", by=by)
    campaign = _fresh(campaign)
    drawing.freeze(campaign=campaign, by=by)
    drawing.draw_lots(campaign=campaign, public="4 6 1", by=by)
    campaign = _fresh(campaign)
    diplomas.issue(campaign=campaign, by=by)
    campaign.move("tell", by=by)


def _combo() -> None:
    here, by = timezone.localdate(), User.objects.get(username="director")
    campaign = making.make(
        unit=Unit.objects.get(code="kremenchuk"), by=by, slug="slidamy-neznaika", format_code="online_combo",
        title=Translated(uk="Слідами Незнайка", ru="По следам Незнайки", kk="Незнайканың ізімен", en="On Neznaiko’s trail"),
        about=Translated(uk="Одна книга – п’ять онлайн-зустрічей.", ru="Одна книга – пять онлайн-встреч.",
            kk="Бір кітап – бес онлайн-кездесу."),
        goals=Translated(uk="Прочитати книгу М. Носова разом.", ru="Прочитать книгу Н. Носова вместе.",
            kk="Н. Носовтың кітабын бірге оқу."),
        task=Translated(uk="Зберіть усі частини на картку.", ru="Соберите все части на карточку.",
            kk="Барлық бөлікті картаға жинаңыз."),
        score="parts", first_day=here - timedelta(days=4), last_day=here + timedelta(days=10), audience="children", age_from=6,
    )  # fmt: skip
    for n, (uk, ru, kk, word) in enumerate((
        ("Трейлер книги", "Трейлер книги", "Кітап трейлері", ""), ("Читання вголос", "Чтение вслух", "Дауыстап оқу", "Квіткове місто"),
        ("Вікторина", "Викторина", "Викторина", "Пончик"), ("Паперова куля", "Бумажный шар", "Қағаз шар", ""),
        ("Галерея малюнків", "Галерея рисунков", "Суреттер галереясы", ""),
    )):  # fmt: skip
        making.set_part(
            campaign=campaign,
            title=Translated(uk=uk, ru=ru, kk=kk),
            opens_on=here + timedelta(days=n * 3 - 4),
            word=word,
        )
    campaign.move("announce", by=by)
    member = libraries.join(campaign=_fresh(campaign), unit=Unit.objects.get(code="kremenchuk-cdb"), by=by)
    libraries.join(campaign=_fresh(campaign), unit=Unit.objects.get(code="kremenchuk-f1"), by=by)
    campaign.move("begin", by=by)
    taking = _people(member, 3, iter(("Цвяшок", "Кнопочка", "Гуня")))
    for n, one in enumerate(taking):
        for part in campaign.parts.filter(opens_on__lte=here).order_by("number")[: n + 1]:
            diary.collect(participant=one, part=part, source="desk", by=by)


def _fresh(campaign: Campaign) -> Campaign:
    return Campaign.objects.select_related("programme__unit", "draw").get(pk=campaign.pk)
