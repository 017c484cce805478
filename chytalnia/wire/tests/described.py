"""Records to describe in tests, made short: `book("ukr", "Шевченко, Тарас Григорович", "Кобзар", …)`."""

from __future__ import annotations

from typing import Any

from chytalnia.wire.bib import Agent, Bib, Host, Identifier, Link, Series, Text, Title


def agents(*names: str) -> list[Agent]:
    """«Дзюба, Іван|edt» is an editor, a name in angle brackets is a body; the first author is the main entry."""
    out = []
    for name in names:
        text, _, role = name.partition("|")
        body = text.startswith("<")
        out.append(Agent(Text(text.strip("<>")), kind="body" if body else "person", role=role or "aut"))
    if out and out[0].role == "aut":
        out[0].main = True
    return out


def book(language: str, names: str | list[str], title: str, resp: str = "", **more: Any) -> Bib:
    """A record; `rest` is other title information, `place`, `publisher`, `series` are plain text, `isbn` a list."""
    proper, _, remainder = title.partition(" : ")
    bib = Bib(languages=[language], agents=agents(*([names] if isinstance(names, str) else names)) if names else [])
    bib.title = Title(
        proper=Text(proper),
        remainder=Text(remainder) if remainder else None,
        responsibility=Text(resp) if resp else None,
        part_number=more.pop("part_number", ""),
        part_name=Text(more.pop("part_name")) if "part_name" in more else None,
    )
    for single, many in (("place", "places"), ("publisher", "publishers")):
        if single in more:
            setattr(bib, many, [Text(more.pop(single))])
    if "series" in more:
        name, _, number = more.pop("series").partition(" ; ")
        bib.series = [Series(Text(name), number)]
    if "isbn" in more:
        bib.isbn = [Identifier(*n) if isinstance(n, tuple) else Identifier(n) for n in more.pop("isbn")]
    if "edition" in more:
        bib.edition = Text(more.pop("edition"))
    if "parallel" in more:
        bib.parallel_titles = [Text(more.pop("parallel"))]
    if "url" in more:
        bib.links = [Link(more.pop("url"))]
    if "host" in more:
        of = dict(more.pop("host"))
        bib.host = Host(title=Text(of.pop("title")), **of)
        bib.level = "article"
    for name, value in more.items():
        setattr(bib, name, value)
    return bib


KOBZAR = book(
    "ukr", "Шевченко, Тарас Григорович", "Кобзар", "Тарас Шевченко ; передм. І. М. Дзюби",
    place="Київ", publisher="Дніпро", date="2014", extent="718, [1] с.", illustrations="портр.", size="21 см",
    series="Шкільна бібліотека", print_run="5000", isbn=[("978-966-00-0001-8", "9789660000018", "в опр.")],
)  # fmt: skip

NEZNAIKA = book(
    "rus", "Носов, Николай Николаевич", "Приключения Незнайки и его друзей : роман-сказка",
    "Николай Носов ; художник А. Лаптев", place="Москва", publisher="Махаон", date="2019", extent="205, [3] с.",
    illustrations="цв. ил.", size="24 см", series="Яркая ленточка", print_run="10000",
    isbn=[("978-5-00-000001-4", "9785000000014")], age_mark=0,
)  # fmt: skip

_VOLUME = book(
    "rus", "Чехов, Антон Павлович", "Рассказы", place="Москва", publisher="Наука", date="1984", extent="511 с."
)
_VOLUME.level = "part"
_VOLUME.host = Host(title=Text("Собрание сочинений"), volume="2")

#: Name → record; what is expected of each stands in golden_descriptions.txt.
RECORDS: dict[str, Bib] = {
    "kobzar": KOBZAR,
    "neznaika": NEZNAIKA,
    "article ru": book(
        "rus",
        "Иванова, Ирина Ивановна",
        "Краеведение сегодня",
        "И. И. Иванова",
        host={"title": "Библиотека", "year": "2021", "issue": "4", "pages": "12-18"},
    ),
    "article uk": book(
        "ukr",
        "Коваль, Олена Петрівна",
        "Бібліотека і громада",
        "О. П. Коваль",
        host={"title": "Бібліотечна планета", "year": "2019", "issue": "3", "pages": "12-18"},
    ),
    "two authors": book(
        "rus",
        ["Жвачкин, Сергей Анатольевич", "Паровинчак, Михаил Степанович"],
        "Новая концепция развития газовой отрасли Томской области : геологическое обоснование",
        "С.А. Жвачкин, М.С. Паровинчак",
        place="Томск",
        publisher="Изд-во науч.-техн. лит-ры",
        date="1999",
        extent="54 p. :",
        illustrations="ill., maps ;",
        size="28 cm.",
        notes=["Cover title."],
        bibliography_note="Includes bibliographical references (p. 54).",
    ),
    "no author": book(
        "ukr",
        ["Смоляр, Людмила|edt"],
        "Жіночі студії в Україні : жінка в історії та сьогодні",
        "[за загальною редакцією Смоляр Людмили Олексіївни]",
        place="Одеса",
        publisher="АстроПринт",
        date="1999",
        extent="438 p.",
        illustrations="ill.",
        size="20 cm.",
        bibliography_note="Includes bibliographical references (p. 301-[404]).",
        isbn=[("9665492810", "9789665492818")],
    ),
    "four authors": book(
        "ukr",
        ["Іваненко, Петро Сергійович", "Бондар, Ольга", "Ткач, Юрій", "Мороз, Ганна"],
        "Основи краєзнавства : навч. посіб.",
        "П. С. Іваненко, О. Бондар, Ю. Ткач, Г. Мороз",
        place="Львів",
        publisher="Світ",
        date="2012",
        extent="240 с.",
    ),
    "five authors ru": book(
        "rus",
        ["Петров, А. А.", "Сидоров, Б. Б.", "Кузнецов, В. В.", "Смирнов, Г. Г.", "Попов, Д. Д."],
        "Физика : учебник",
        "А. А. Петров, Б. Б. Сидоров, В. В. Кузнецов, Г. Г. Смирнов, Д. Д. Попов",
        place="М.",
        publisher="Наука",
        date="2005",
        extent="400 с.",
    ),
    "five authors kk no resp": book(
        "kaz",
        ["Ахметов, Серік", "Омаров, Бауыржан", "Сейітов, Нұрлан", "Әлиев, Ғалым", "Жұмабаев, Төлеген"],
        "Қазақстан тарихы : оқулық",
        place="Алматы",
        publisher="Мектеп",
        date="2010",
        extent="320 б.",
    ),
    "kk": book(
        "kaz",
        "Әуезов, Мұхтар Омарханұлы",
        "Абай жолы : роман-эпопея",
        "Мұхтар Әуезов",
        place="Алматы",
        publisher="Жазушы",
        date="2013",
        extent="496",
        illustrations="сур.",
        size="21 см",
        print_run="3000",
        isbn=[("978-601-200-100-1", "9786012001001")],
    ),
    "place full": book(
        "rus",
        "Самойлов, Давид",
        "Перебирая наши даты",
        "Давид Самойлов",
        place="М.",
        publisher="Вагриус",
        date="2000",
        extent="508 p.",
        illustrations="ill.",
        size="22 cm",
        isbn=[("5264002215", "9785264002212")],
    ),
    "no place": book(
        "ukr",
        "Радостєв, Юрій",
        "Класовий підхід",
        "Ю. Радостєв",
        place="[S.l.]",
        publisher="[s.n.]",
        date="1999",
        extent="72 p.",
    ),
    "one missing": book(
        "bul",
        "Никифоров, Галин",
        "Последната истина",
        "Галин Никифоров",
        edition="1. изд.",
        place="Варна",
        publisher="[s.n.]",
        date="1998",
        extent="181 p.",
        size="20 cm",
    ),
    "edition": book(
        "rus",
        "Липицкий, Василий Семенович",
        "Социализм обетованный",
        "Василий Липицкий",
        edition="Изд. 2., перераб. и доп.",
        place="Москва",
        publisher="Научная книга",
        date="1999",
        extent="175 p.",
        size="21 cm.",
        bibliography_note="Includes bibliographical references.",
    ),
    "question": book(
        "rus",
        "Герцен, Александр Иванович",
        "Кто виноват?",
        "А. И. Герцен",
        place="Москва",
        publisher="АСТ",
        date="2021",
        extent="350 с.",
    ),
    "serial": book(
        "ukr",
        "",
        "Бібліотечна планета : наук.-вироб. журн.",
        "засн. Нац. парлам. б-ка України",
        level="serial",
        kind="serial",
        numbering="1998, № 1-",
        place="Київ",
        date="1998-",
        frequency="q",
        issn=[Identifier("1727-740X", "1727740X")],
    ),
    "newspaper": book(
        "rus",
        "",
        "Вечерняя Одесса : обществ.-полит. газ.",
        level="serial",
        kind="newspaper",
        place="Одесса",
        year=1973,
        frequency="i",
    ),
    "volume": book(
        "ukr",
        "Франко, Іван Якович",
        "Зібрання творів : у 50 т.",
        "Іван Франко",
        part_number="Т. 3",
        part_name="Поезія",
        place="Київ",
        publisher="Наук. думка",
        date="1976",
        extent="446 с.",
        size="21 см",
    ),
    "volume of set": _VOLUME,
    "set": book(
        "ukr",
        "",
        "Енциклопедія історії України : у 10 т.",
        "редкол.: В. А. Смолій (голова) [et al.]",
        level="set",
        place="Київ",
        publisher="Наук. думка",
        date="2003-2013",
        extent="10 v.",
        illustrations="ill., maps, ports.",
    ),
    "eres ru": book(
        "rus",
        "",
        "Президентская библиотека : сайт",
        kind="electronic",
        place="Санкт-Петербург",
        date="2009-",
        url="https://www.prlib.ru/",
    ),
    "eres uk": book(
        "ukr", "Петренко, Марія", "Цифрові послуги бібліотек", kind="electronic", url="https://example.org/a?b=1"
    ),
    "web article": book(
        "rus",
        "Орлова, Е. В.",
        "Библиотека онлайн",
        "Е. В. Орлова",
        host={"title": "Культура.РФ : [сайт]"},
        url="https://example.org/x",
    ),
    "map": book(
        "ukr",
        "",
        "Карпати : туристська карта",
        kind="map",
        place="К.",
        publisher="Картографія",
        date="2006",
        extent="1 map",
        illustrations="col.",
        size="60 x 80 cm",
    ),
    "music": book(
        "ukr",
        "Лисенко, Микола Віталійович|cmp",
        "Тарас Бульба : опера",
        "М. Лисенко",
        kind="music",
        place="Київ",
        publisher="Муз. Україна",
        date="1989",
        extent="1 score (300 p.)",
    ),
    "body": book(
        "rus",
        "<Россия. Законы>",
        "Семейный кодекс Российской Федерации : официальный текст",
        place="Москва",
        publisher="Омега-Л",
        date="2018",
        extent="96 с.",
    ),
    "latin": book(
        "eng",
        "Rowling, J. K.",
        "Harry Potter and the philosopher's stone",
        "J.K. Rowling",
        place="London",
        publisher="Bloomsbury",
        date="c1997",
        extent="223 p.",
        size="21 cm",
        isbn=[("0747532745", "9780747532743")],
    ),
    "romanised only": book(
        "ukr",
        "Kostenko, Lina",
        "Marusi︠a︡ Churaĭ",
        "Lina Kostenko",
        place="Kyïv",
        publisher="Veselka",
        date="1990",
        extent="159 p.",
        illustrations="ill.",
    ),
    "translated foreign": book(
        "ukr",
        ["Роулінг, Джоан Кетлін", "Морозов, Віктор|trl"],
        "Гаррі Поттер і філософський камінь",
        place="Київ",
        publisher="А-БА-БА-ГА-ЛА-МА-ГА",
        date="©2002",
        extent="319 с.",
        isbn=[("966-7047-39-9", "9789667047399", "в опр.")],
    ),
    "particle": book(
        "rus",
        ["Бальзак, Оноре де"],
        "Отец Горио",
        "Оноре де Бальзак ; пер. с фр. Е. Корша",
        place="СПб.",
        publisher="Азбука",
        date="2010",
        extent="320 с.",
        series="Азбука-классика ; вып. 12",
    ),
    "belarusian": book(
        "bel",
        "Быкаў, Васіль Уладзіміравіч",
        "Сотнікаў : аповесць",
        "Васіль Быкаў",
        place="Мн.",
        publisher="Маст. літ.",
        date="1992",
        extent="175 p.",
        print_run="20 000",
        illustrations="ill.",
    ),
    "parallel": book(
        "ukr",
        ["Степан, І. І.|com"],
        "Українсько-англійський словник",
        "уклад. І. І. Степан",
        parallel="Ukrainian-English dictionary",
        place="Тернопіль",
        publisher="Богдан",
        date="2009",
        extent="560 с.",
    ),
    "multi vol open": book(
        "ukr",
        "<Україна>",
        "Соціальне страхування в Україні : збірник нормативно-правових актів",
        "[відповідальний редактор В.Д. Піліпчук]",
        place="Київ",
        publisher="Фонд",
        date="2000-",
        extent="v. <1-3   >",
        illustrations="forms",
        size="20 cm.",
        notes=['"Довідкове видання"--Colophon.'],
    ),
    "manuscript": book(
        "ukr",
        "Гончаренко, П. П.",
        "Спогади старожила",
        "П. П. Гончаренко",
        kind="manuscript",
        date="1957",
        extent="34 арк.",
    ),
    "article in book": book(
        "ukr",
        ["Мельник, Олег"],
        "З історії читальні",
        "О. Мельник",
        host={
            "title": "Краєзнавчі читання : зб. пр.",
            "author": "Обл. наук. б-ка",
            "place": "Суми",
            "publisher": "Мрія",
            "year": "2015",
            "pages": "45-51",
        },
    ),
    "newspaper article": book(
        "kaz",
        ["Сүлейменов, Олжас"],
        "Жер дауысы",
        "О. Сүлейменов",
        host={"title": "Егемен Қазақстан", "year": "2021", "issue": "4 наурыз (№ 43)", "pages": "5"},
    ),
}
