"""Literary elections of the demonstration network: one that is over, one whose polls are open, one that gathers its heroes."""

from __future__ import annotations

import random
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from chytalnia.catalogue.models import Item, Work
from chytalnia.network.models import Unit
from chytalnia.network.paths import under
from chytalnia.people.models import User
from chytalnia.voting.models import Candidate, Election, RollEntry
from chytalnia.voting.services import casting, counting, nominating, preparing, rolling, stations

Progress = Callable[[int, int | None], None]
STATIONS = ("kremenchuk-f1", "kremenchuk-cb", "kremenchuk-d2")
COMMISSION = (
    ("Людмила Бондаренко", "chair", "director"), ("Ніна Коваль", "secretary", "bibliographer"),
    ("Олена Шульга", "member", "head"), ("Андрій Кравець", "member", "librarian"), ("Тарас Вовк", "member", "cataloguer"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hero:
    """Who stands: the name, where the book of the catalogue begins, what is promised, and by how many voters liked."""

    name: dict[str, str]
    book: str
    slogan: dict[str, str]
    programme: dict[str, str]
    agent: str
    liked: int
    played_by: str = ""
    face: int = 0


IVASYK = Hero(
    {"uk": "Івасик-Телесик", "ru": "Ивасик-Телесик", "kk": "Ивасик-Телесик", "en": "Ivasyk-Telesyk"}, "Івасик-Телесик",
    {"uk": "Пливи, пливи, човнику, – до книжок!", "ru": "Плыви, плыви, лодочка, – к книгам!",
     "kk": "Жүз, қайығым, кітаптарға қарай!", "en": "Sail, little boat, – to the books!"},
    {"uk": "Обіцяю: хто рано встане й добре прочитає, того жодна Змія не обдурить.\nУ кожній філії буде човник з подушками, "
           "де можна читати вголос.\nГусей-лебедів не забуду: раз на місяць читаємо для них на Дніпрі.",
     "ru": "Обещаю: кто хорошо читает, того никакая Змея не обманет.\nВ каждом филиале будет лодочка с подушками, где можно "
           "читать вслух.",
     "kk": "Уәде беремін: жақсы оқитын адамды ешқандай Жылан алдай алмайды.\nӘр филиалда дауыстап оқитын жастықты қайық болады.",
     "en": "I promise: no Serpent cheats who reads well.\nEvery branch gets a boat with cushions to read aloud in."},
    "3-Б клас", 9, "Дарина, 8 років", 10,
)  # fmt: skip
TUR = Hero(
    {"uk": "Кирило Тур", "ru": "Кирилл Тур", "kk": "Кирило Тур", "en": "Kyrylo Tur"}, "Чорна рада",
    {"uk": "Слово – як шабля: тримай у чистоті", "ru": "Слово – как сабля: держи в чистоте",
     "kk": "Сөз – қылыш: таза ұста", "en": "A word is a sabre: keep it clean"},
    {"uk": "Козак не пообіцяє того, чого не зробить.\nПоверну всі прострочені книжки – сам об’їду, конем.\n"
           "У читальні – тиша, надворі – воля.",
     "ru": "Казак не обещает того, чего не сделает.\nВерну все просроченные книги – сам объеду, на коне.",
     "kk": "Казак орындалмайтын нәрсеге уәде бермейді.\nМерзімі өткен кітаптардың бәрін өзім атпен аралап жинаймын.",
     "en": "A Cossack promises nothing he does not do.\nI bring back every overdue book – on horseback."},
    "Клуб «Курінь читачів»", 8, "", 115,
)  # fmt: skip
VOLYN = Hero(
    {"uk": "Волин, господар озера", "ru": "Волин, хозяин озера", "kk": "Волин, көл иесі", "en": "Volyn, master of the lake"},
    "Озерний вітер",
    {"uk": "Чуйте воду, чуйте слово", "ru": "Слышать воду, слышать слово", "kk": "Суды тыңда, сөзді тыңда",
     "en": "Hear the water, hear the word"},
    {"uk": "Озера чисті – казки живі.\nКожна філія дбає про одну річку чи став і пише їх легенду.\nНе лякайтеся туману: в ньому "
           "найкраще читати.",
     "ru": "Чисты озёра – живы сказки.\nКаждый филиал заботится об одной реке и записывает её легенду.",
     "kk": "Көл таза болса, ертегі тірі.\nӘр филиал бір өзенге қамқор болып, аңызын жазады.",
     "en": "Clean lakes, living tales.\nEvery branch cares for one river and writes down its legend."},
    "Еколого-читацький гурток", 6, "Назар, 13 років", 1,
)  # fmt: skip
PELAGIA = Hero(
    {"uk": "Пелагія", "ru": "Пелагия", "kk": "Пелагия", "en": "Pelagia"}, "Пелагия и белый бульдог",
    {"uk": "Помічай дрібниці", "ru": "Замечай мелочи", "kk": "Ұсақ нәрсені байқа", "en": "Notice small things"},
    {"uk": "Відкрию бюро розгаданих загадок: щоп’ятниці – одна таємниця й одна книга, де вона розгадана.",
     "ru": "Открою бюро разгаданных загадок: каждую пятницу – одна тайна и одна книга, где она раскрыта.",
     "kk": "Жұмбақтар бюросын ашамын: әр жұмада – бір құпия және ол шешілген бір кітап.",
     "en": "I open a bureau of riddles: each Friday one mystery and the book that solves it."},
    "Гурток детективу", 5, "", 24,
)  # fmt: skip
TARIEL = Hero(
    {"uk": "Тарієл", "ru": "Тариэл", "kk": "Тариэл", "en": "Tariel"}, "Витяз",
    {"uk": "Що віддаси – твоє", "ru": "Что отдашь – твоё", "kk": "Бергенің – сенікі", "en": "What you give is yours"},
    {"uk": "Прочитав – передай другові: полиця дружби в кожній залі.",
     "ru": "Прочитал – передай другу: полка дружбы в каждом зале.",
     "kk": "Оқыдың ба – досыңа бер: әр залда достық сөресі болады.",
     "en": "Read it and hand it to a friend: a shelf of friendship in every hall."},
    "7-А клас", 4, "", 75,
)  # fmt: skip


def build(progress: Progress = lambda done, total: None) -> None:
    """Hold them. The outcome is the same on every machine; the codes of the ballots are not."""
    if Election.objects.exists():
        return
    with transaction.atomic():
        _over()
        progress(1, 3)
        _open()
        progress(2, 3)
        _gathering()
        progress(3, 3)


def _books(unit: Unit, heroes: tuple[Hero, ...]) -> list[tuple[Hero, Work]]:
    """Heroes with their books. A small catalogue that lacks one lends it another, so that there is an election at all."""
    there = set(
        Item.objects.in_stock()
        .filter(under([unit.path], "unit__path"))
        .order_by()
        .values_list("record__work", flat=True)
    )
    spare = iter(
        Work.objects.shown()
        .filter(pk__in=list(there)[:400], records__languages__startswith="ukr")
        .distinct()
        .order_by("pk")
    )
    found, used = [], set()
    for hero in heroes:
        works = Work.objects.shown().filter(title__startswith=hero.book).order_by("-item_count", "pk")
        work = next((one for one in works if one.pk in there), None) or next(
            (s for s in spare if s.pk not in used), None
        )
        if work is not None:
            used.add(work.pk)
            found.append((hero, work))
    return found


def _called(code: str, slug: str, title: dict[str, str], purpose: dict[str, str], heroes: tuple[Hero, ...],
            times: tuple[datetime, datetime, datetime, datetime], **rules: Any) -> Election:  # fmt: skip
    unit, director = Unit.objects.get(code=code), User.objects.get(username=rules.pop("by", "director"))
    election = preparing.call(
        unit=unit, slug=slug, title=title, purpose=purpose, by=director, nomination_until=times[0], silence_from=times[1],
        opens_at=times[2], closes_at=times[3], **rules,
    )  # fmt: skip
    staff = User.objects.in_bulk([account for *_words, account in COMMISSION], field_name="username")
    preparing.appoint(
        election=election, by=director, members=[(name, post, staff.get(account)) for name, post, account in COMMISSION]
    )
    for hero, work in _books(unit, heroes):
        candidate = nominating.nominate(
            election=election, work=work, hero=hero.name, slogan=hero.slogan, programme=hero.programme, agent=hero.agent,
            played_by=hero.played_by, by=director,
        )  # fmt: skip
        Candidate.objects.filter(pk=candidate.pk).update(face=hero.face)
    election.move("announce", by=director)
    return election


def _hour(days: int, hour: int) -> datetime:
    """An hour of a day before or after today."""
    return timezone.localtime().replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(days=days)


def _campaign(election: Election, debate: datetime) -> None:
    for candidate in election.candidates.all():
        candidate.move("register")
    election.move("close_nomination")
    nominating.add_material(
        election=election, kind="debate", author="Центральна бібліотека",
        title={"uk": "Дебати героїв: чи можна перемогти без шаблі?", "ru": "Дебаты героев: можно ли победить без сабли?",
               "kk": "Кейіпкерлер дебаты: қылышсыз жеңуге бола ма?", "en": "Debate of the heroes: can one win without a sabre?"},
        text={"uk": "Героїв грають читачі. Запитання з залу – теж від героїв.", "ru": "Героев играют читатели.",
              "kk": "Кейіпкерлерді оқырмандар ойнайды.", "en": "Heroes are played by readers."},
        at=debate, place="Абонемент, перший поверх",
    )  # fmt: skip
    first = election.candidates.order_by("pk").first()
    if first is not None:
        nominating.add_material(
            election=election, candidate=first, kind="poster", author="3-Б клас",
            title={"uk": "Плакат, намальований утрьох", "ru": "Плакат, нарисованный втроём", "kk": "Үшеуіміз салған плакат",
                   "en": "A poster drawn by three"},
            text={"uk": "Човен, гуси і ціла гора книжок. Оригінал висить у філії № 1.", "ru": "Лодка, гуси и целая гора книг.",
                  "kk": "Қайық, қаздар және бір тау кітап.", "en": "A boat, geese and a mountain of books."},
        )  # fmt: skip
    election.move("begin_campaign")


def _roll(election: Election) -> list[RollEntry]:
    preparing.set_stations(election=election, units=Unit.objects.filter(code__in=STATIONS))
    rolling.freeze(election=election)
    return list(RollEntry.objects.filter(election=election).select_related("reader").order_by("pk"))


def _set_clock(election: Election, **moments: datetime) -> None:
    Election.objects.filter(pk=election.pk).update(**moments)
    election.refresh_from_db()


def _choices(election: Election, heroes: tuple[Hero, ...]) -> list[int]:
    liked = {hero.name["uk"]: hero.liked for hero in heroes}
    rows = election.candidates.filter(stage="registered").order_by("pk")
    return [c.number for c in rows for _n in range(liked.get(c.hero.get("uk", ""), 1)) if c.number] + [0]


def _vote(election: Election, entries: list[RollEntry], heroes: tuple[Hero, ...]) -> None:
    choices, chance = _choices(election, heroes), random.Random(election.slug)  # noqa: S311 – a demonstration
    for entry in entries:
        casting.cast(election=election, voter=entry, choice=chance.choice(choices), token=secrets.token_urlsafe(24))


def _over() -> None:
    """Held two weeks ago, with a station that voted on paper."""
    now, day = timezone.now(), timedelta(days=1)
    heroes = (IVASYK, TUR, VOLYN, PELAGIA, TARIEL)
    roll_on = timezone.localdate() - 24 * day
    if roll_on.year != timezone.localdate().year:
        roll_on = timezone.localdate()
    election = _called(
        "kremenchuk", "heroi-mista",
        {"uk": "Літературний герой міста", "ru": "Литературный герой города", "kk": "Қаланың әдеби кейіпкері",
         "en": "Literary hero of the city"},
        {"uk": "Хто очолить парад книжок? Читачі висувають героїв, грають їх на дебатах і голосують.",
         "ru": "Кто возглавит парад книг? Читатели выдвигают героев, играют их на дебатах и голосуют.",
         "kk": "Кітаптар шеруін кім бастайды? Оқырмандар кейіпкер ұсынып, дебатта ойнап, дауыс береді.",
         "en": "Who will lead the parade of books? Readers nominate heroes, play them in debates and vote."},
        heroes, (now + day, now + 2 * day, now + 3 * day, now + 4 * day), decree="Наказ № 47", roll_on=roll_on,
        quorum_percent=20,
    )  # fmt: skip
    _campaign(election, _hour(-17, 16))
    lines = _roll(election)
    _set_clock(election, nomination_until=_hour(-30, 18), silence_from=_hour(-15, 0), opens_at=_hour(-14, 9))
    election.move("keep_silence")
    election.move("open_polls")
    chance = random.Random("elections")  # noqa: S311 – who comes is the same on every machine
    chance.shuffle(lines)
    came = lines[: max(6, len(lines) * 7 // 10)]
    paper, online = came[:5], came[5:]
    station = election.stations.get(unit__code=STATIONS[0])
    stations.bring_ballots(station=station, count=50)
    for entry in paper:
        stations.hand_out(station=station, entry=entry, how="paper", key=uuid.uuid4())
    _vote(election, online, heroes)
    _set_clock(election, closes_at=_hour(-13, 18))
    election.move("close_polls")
    numbers = [n for one in election.candidates.filter(stage="registered").order_by("number") if (n := one.number)]
    votes = dict.fromkeys(numbers, 0)
    for n in range(len(paper) - 1):
        votes[numbers[n % 2]] += 1
    for account in ("librarian", "head"):
        counting.enter(
            station=station, by=User.objects.get(username=account), found=len(paper), invalid=1,
            unused=50 - len(paper), votes=votes,
        )  # fmt: skip
    election.move("sign")


def _open() -> None:
    """The polls are open today; the reader of the demonstration has not voted yet."""
    now, day = timezone.now(), timedelta(days=1)
    heroes = (VOLYN, IVASYK, TARIEL, PELAGIA)
    election = _called(
        "kremenchuk", "kapitan-kanikul",
        {"uk": "Капітан канікул: вибори літературного героя", "ru": "Капитан каникул: выборы литературного героя",
         "kk": "Каникул капитаны: әдеби кейіпкерді сайлау", "en": "Captain of the holidays: a literary election"},
        {"uk": "З ким провести канікули? Оберіть героя – його книжки будуть на кожній полиці «Читаємо всім містом».",
         "ru": "С кем провести каникулы? Выберите героя – его книги будут на каждой полке «Читаем всем городом».",
         "kk": "Каникулды кіммен өткіземіз? Кейіпкерді таңдаңыз – оның кітаптары әр сөреде болады.",
         "en": "With whom shall we spend the holidays? Choose a hero, and the books stand on every shelf."},
        heroes, (now + day, now + 2 * day, now + 3 * day, now + 4 * day), decree="Наказ № 58",
        roll_on=timezone.localdate(), may_change=True,
    )  # fmt: skip
    _campaign(election, _hour(-3, 16))
    lines = _roll(election)
    _set_clock(
        election,
        nomination_until=_hour(-12, 18),
        silence_from=_hour(-2, 0),
        opens_at=_hour(-1, 9),
        closes_at=_hour(2, 18),
    )
    election.move("keep_silence")
    election.move("open_polls")
    lines = [line for line in lines if line.reader is None or line.reader.user_id is None]
    _vote(election, lines[::3], heroes)


def _gathering() -> None:
    """Readers nominate; nobody stands yet."""
    _called(
        "ekibastuz", "zhyl-keipkeri",
        {"kk": "Жылдың әдеби кейіпкері", "ru": "Литературный герой года", "uk": "Літературний герой року",
         "en": "Literary hero of the year"},
        {"kk": "Сүйікті кейіпкеріңізді ұсыныңыз: батыр ма, ертегі кейіпкері ме, замандас па – таңдау сізде.",
         "ru": "Выдвиньте любимого героя: батыр, сказочный герой или современник – решать вам.",
         "uk": "Висуньте улюбленого героя: батир, казковий герой чи сучасник – вирішувати вам.",
         "en": "Nominate your hero: a batyr, a hero of tales or of our days – it is for you to say."},
        (), (_hour(9, 18), _hour(24, 0), _hour(25, 9), _hour(27, 18)), by="director-kz", decree="№ 12 бұйрық",
        roll_on=timezone.localdate(),
    )  # fmt: skip


def told() -> list[tuple[str, str]]:
    """(title, stage) of the elections, as they are printed."""
    return [(str(one), str(one.at_stage.label)) for one in Election.objects.order_by("pk")]
