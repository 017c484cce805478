"""Book trailers of the demonstration: two at their books, one that the worker makes at the start, one being written, a contest."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from chytalnia.catalogue.models import Work
from chytalnia.core.translated import Translated
from chytalnia.network.models import Unit
from chytalnia.people import services as people
from chytalnia.people.models import Reader, User
from chytalnia.people.readers import services as readers
from chytalnia.trailers import film, services
from chytalnia.trailers.models import Contest, Rendering, Trailer
from chytalnia.trailers.services import contests, diplomas, rendering
from chytalnia.trailers.storyboards import board

from .readers import YOUNG
from .stock import Progress

#: A scene: seconds, picture or colour of the card, title, text, motion, how it comes in, words of the voice.
_FILMS: tuple[dict[str, Any], ...] = (
    {
        "book": "Українська народна фразеологія", "unit": "kremenchuk-f1", "language": "uk", "age": "6+", "music": "bright",
        "title": "Звідки взявся облизень", "stage": "published", "days": 5, "by": "librarian",
        "idea": "Слова, які ми кажемо щодня, мають історії, кумедніші за казки.",
        "hook": "Ви теж колись піймали облизня?",
        "about": "Чому облизня ловлять, ґав рахують, а носа вішають – і що на це каже мапа говірок. "
        "Книжка, яку можна відкрити на будь-якій сторінці.",
        "scenes": (
            (3.5, "lamp", "Піймати облизня", "Хто він і чим завинив?", "in", "cut", "Ви теж колись піймали облизня?"),
            (4.0, "night", "Пекти раків", "…а вони ж печуться самі", "none", "fade", "А раків пекли? Хоча б один раз, біля дошки."),
            (3.5, "cover", "", "Тут усі історії", "none", "slide", "Усі відповіді – у цій книжці."),
        ),
    },
    {
        "book": "Передчуття Авалону", "unit": "kremenchuk-f1", "language": "uk", "age": "12+", "music": "mystery",
        "title": "Острів, якого нема на мапі", "stage": "published", "days": 2, "by": YOUNG, "maker": "Марія Швець",
        "idea": "Вірші – це теж подорож, тільки вирушають уночі.",
        "hook": "Куди ви потрапите, якщо заплющите очі на восьмому рядку?",
        "about": "Я прочитала цю збірку в автобусі до Полтави й проїхала зупинку. Спробуйте й ви.",
        "scenes": (
            (3.5, "night", "Заплющ очі", "на восьмому рядку", "in", "cut", ""),
            (3.5, "paper", "Чуєш воду?", "Берега ще не видно", "none", "black", ""),
            (3.5, "cover", "", "Вірші для пасажирів", "none", "fade", ""),
        ),
    },
    {
        "book": "Улицы Томска", "unit": "minusinsk-cb", "language": "ru", "age": "6+", "music": "calm",
        "title": "Улица, на которой жили все", "stage": "review", "days": 1, "by": "director-ru",
        "idea": "Город читается как книга, если знать, где открыть.",
        "hook": "Сколько имён было у одной улицы?",
        "about": "Четыре имени у одной улицы и дом, который пережил их все.",
        "scenes": (
            (3.5, "brass", "Четыре имени", "у одной улицы", "in", "cut", ""),
            (3.5, "cover", "", "Пройдите её с книгой", "none", "fade", ""),
        ),
    },
    {
        "book": "Людяність у безодні пекла", "unit": "kremenchuk-cb", "language": "uk", "age": "12+", "music": "solemn",
        "title": "Ті, хто відчинив двері", "stage": "draft", "days": 0, "by": "librarian",
        "idea": "Не про страх, а про тих, хто відчинив двері, знаючи ціну.",
        "hook": "Стук у двері. Вночі. Ви відчините?",
        "about": "",
        "scenes": (
            (5.0, "night", "Стук у двері", "", "in", "cut", "Стук у двері. Вночі. Ви відчините?"),
            (6.0, "paper", "", "Вони відчинили", "none", "black", ""),
            (5.0, "cover", "", "", "none", "fade", ""),
        ),
    },
)  # fmt: skip


def build(progress: Progress = lambda done, total: None, *, password: str, small: bool = False) -> None:
    """Make the trailers. Small ones are drawn the size of a stamp and have no poster: then nobody waits for the films."""
    young = _young_reader(password)
    made: list[Trailer] = []
    for number, told in enumerate(_FILMS):
        progress(number, len(_FILMS))
        work = Work.objects.shown().filter(title=told["book"]).order_by("pk").first()
        unit = Unit.objects.filter(code=told["unit"]).first() or Unit.objects.get(code="kremenchuk-f1")
        by = young if told["by"] == YOUNG else User.objects.filter(username=told["by"]).first()
        if work is None or by is None:
            continue
        made.append(_written(told, work, unit, by))
        if told["stage"] == "review" and not small:
            # Made by the worker after the start, where one can watch it.
            made[-1].refresh_from_db()
            services.ask(trailer=made[-1], by=by)
        elif told["stage"] != "draft":
            _filmed(made[-1], told, small=small)
    progress(len(_FILMS), len(_FILMS))
    _contest(made)
    _ended(made)


def _young_reader(password: str) -> User | None:
    """A reader of sixteen with an account of her own."""
    known = User.objects.filter(username=YOUNG).first()
    if known is not None:
        return known
    today = timezone.localdate()
    rows = Reader.objects.active().filter(home_unit__code="kremenchuk-f1", kind="person", user=None)
    born = rows.filter(
        birth_date__gt=today - timedelta(days=18 * 365 - 30), birth_date__lt=today - timedelta(days=14 * 365)
    )
    reader = (
        born.order_by("birth_date", "pk").first()
        or rows.filter(birth_date__isnull=False).order_by("-birth_date", "pk").first()
    )
    if reader is None:
        return None
    user = people.create_account(
        username=YOUNG, by=None, password=password, first_name=reader.name, last_name=reader.surname, language="uk"
    )
    readers.link_account(reader=reader, user=user)
    return user


def _written(told: dict[str, Any], work: Work, unit: Unit, by: User) -> Trailer:
    record = work.records.filter(deleted_at=None).order_by("-year", "pk").first()
    trailer = services.begin(
        unit=unit, by=by, record=record, title=told["title"], language=told["language"], age_mark=told["age"], idea=told["idea"],
        hook=told["hook"], about=told["about"], music=told["music"], motive="local" if told["language"] == "ru" else "loved",
        approach="conceptual",
    )  # fmt: skip
    rows = list(trailer.scenes.all())
    for scene, (seconds, picture, title, text, motion, transition, voice) in zip(rows, told["scenes"], strict=False):
        kind = {"kind": "cover"} if picture == "cover" else {"kind": "card", "colour": picture}
        services.save_scene(
            scene=scene, by=by, seconds=Decimal(str(seconds)), title=title, text=text, motion=motion, transition=transition,
            voice_text=voice, **kind,
        )  # fmt: skip
    for scene in rows[len(told["scenes"]) :]:
        services.remove_scene(scene=scene, by=by)
    if told["by"] == YOUNG:
        maker = services.add_maker(
            trailer=trailer, name=told["maker"], task="сценарій і монтаж", is_child=True, user=by
        )
        services.agree(maker=maker, adult="Наталія Швець, мати")
    else:
        services.add_maker(trailer=trailer, name=by.get_full_name(), user=by)
    return trailer


def _filmed(trailer: Trailer, told: dict[str, Any], *, small: bool) -> None:
    trailer.refresh_from_db()
    trailer.move("render")
    asked = Rendering.objects.create(trailer=trailer, board=board(trailer).as_json)
    shape: str | film.Shape = film.Shape("720p", 192, 108) if small else "720p"
    rendering.run(asked, shapes=[shape], containers=["mp4"])
    trailer.refresh_from_db()
    if trailer.stage != "ready":
        return
    if small:
        trailer.poster = None
        trailer.save(update_fields=["poster"])
    if told["stage"] == "review":
        trailer.move("submit")
        return
    trailer.move("publish")
    Trailer.objects.filter(pk=trailer.pk).update(published_at=timezone.now() - timedelta(days=told["days"]))
    if told["language"] == "uk":
        _translated(trailer)


def _translated(trailer: Trailer) -> None:
    """The first of them is read in another language too, as far as somebody came."""
    own = trailer.subtitles.filter(language="uk").first()
    words = ("Сіз де алданып қалып көрдіңіз бе?", "Ал ұялып қызарған кезіңіз болды ма?", "Барлық жауап – осы кітапта.")
    if own is not None and trailer.title == _FILMS[0]["title"] and own.cues:
        lines = [{**cue, "text": text} for cue, text in zip(own.cues, words, strict=False)]
        services.save_subtitles(trailer=trailer, language="kk", cues=lines)


def _contest(made: list[Trailer]) -> None:
    """A contest that goes on, judged by the librarian and the bibliographer."""
    by = User.objects.filter(username="director").first()
    now = timezone.localtime().replace(hour=18, minute=0, second=0, microsecond=0)
    contest = contests.save_contest(
        unit=Unit.objects.get(code="kremenchuk"), by=by, submit_until=now + timedelta(days=20), vote_until=now + timedelta(days=27),
        first_day=timezone.localdate() - timedelta(days=9),
        title=Translated(uk="Книга за хвилину", ru="Книга за минуту", kk="Бір минуттағы кітап", en="A book in a minute"),
        about=Translated(
            uk="Міський конкурс буктрейлерів: розкажіть про книгу так, щоб по неї стала черга.",
            ru="Городской конкурс буктрейлеров: расскажите о книге так, чтобы за ней встала очередь.",
            kk="Қалалық буктрейлерлер байқауы: кітап туралы оған кезек тұратындай етіп айтыңыз.",
            en="The city’s contest of trailers: tell of a book so that people queue for it.",
        ),
        rules=Translated(
            uk="До трьох хвилин, книга є в бібліотеці, права на кожну картинку записано, розв’язку не видано.",
            ru="До трёх минут, книга есть в библиотеке, права на каждую картинку записаны, развязка не выдана.",
            kk="Үш минутқа дейін, кітап кітапханада бар, әр суреттің құқығы жазылған, шешімі айтылмаған.",
            en="Three minutes at most, the book is in the library, the rights of each picture are recorded, the ending is not told.",
        ),
    )  # fmt: skip
    contest.programme.move("begin")
    _filled(contest, made, by)


def _ended(made: list[Trailer]) -> None:
    """A contest of a branch that ended yesterday, with its results and diplomas."""
    by = User.objects.filter(username="director").first()
    now = timezone.localtime().replace(hour=18, minute=0, second=0, microsecond=0)
    told: dict[str, Any] = {
        "unit": Unit.objects.get(code="kremenchuk-f1"), "by": by, "rules": Translated(),
        "first_day": timezone.localdate() - timedelta(days=40),
        "title": Translated(
            uk="Книжка на вихідні", ru="Книга на выходные", kk="Демалысқа арналған кітап", en="A book for the weekend"
        ),
        "about": Translated(
            uk="Що прочитати за два дні – за хвилину.", ru="Что прочитать за два дня – за минуту.",
            kk="Екі күнде не оқуға болады – бір минутта.", en="What to read in two days – in a minute.",
        ),
    }  # fmt: skip
    contest = contests.save_contest(submit_until=now + timedelta(days=1), vote_until=now + timedelta(days=2), **told)
    contest.programme.move("begin")
    _filled(contest, made, by)
    contests.save_contest(
        contest=contest, submit_until=now - timedelta(days=1), vote_until=now - timedelta(days=1), **told
    )  # fmt: skip
    contests.close(contest=contest, by=by)
    diplomas.issue(contest=contest, by=by)


def _filled(contest: Contest, made: list[Trailer], by: User | None) -> None:
    """A jury, trailers, marks, votes."""
    jury = list(User.objects.filter(username__in=["bibliographer", "head"]))
    contests.name_jury(contest=contest, users=jury, by=by)
    groups = list(contest.groups.all())
    shown = list(Trailer.objects.filter(pk__in=[one.pk for one in made], stage="published").order_by("pk"))
    for number, trailer in enumerate(shown):
        submission = contests.enter(contest=contest, trailer=trailer, group=groups[2 if number % 2 else 3])
        for juror in jury[: 2 - number % 2]:
            marks = {criterion.pk: 7 + (criterion.order + number) % 3 for criterion in contest.criteria.all()}
            contests.mark(submission=submission, by=juror, marks=marks)
    voters = Reader.objects.active().filter(user__isnull=False).order_by("pk")[:4]
    for number, reader in enumerate(voters):
        rows = list(contest.submissions.filter(group=groups[2 + number % 2]))
        if rows:
            contests.choose(submission=rows[0], reader=reader)
