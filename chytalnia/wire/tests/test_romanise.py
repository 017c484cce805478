import random
import unicodedata
from itertools import islice

import pymorphy3
import pytest

from chytalnia.wire.bib import Agent, Bib, Series, Subject, Text, Title
from chytalnia.wire.romanise import restore, to_cyrillic, to_latin


@pytest.mark.parametrize(
    ("language", "romanised", "cyrillic"),
    [
        ("ukr", "Do dz͡herel dramaturhiï Lesi Ukraïnky", "До джерел драматургії Лесі Українки"),
        ("ukr", "Kyïv", "Київ"),
        ("ukr", "Kam'i͡anet͡sʹ-Podilʹsʹkyĭ", "Кам’янець-Подільський"),
        ("ukr", "obʺi͡ekt; Nʹi͡u-Ĭork; Marʹi͡an", "об’єкт; Нью-Йорк; Мар’ян"),
        ("ukr", "Zhoda i rozhli͡ad, az͡h do z͡hnyv", "Згода і розгляд, аж до жнив"),
        ("ukr", "I︠E︡vropa i I︠U︡riĭ", "Європа і Юрій"),
        ("rus", "Voĭna i mir : roman v 2-kh chasti︠a︡kh", "Война и мир : роман в 2-х частях"),
        ("rus", "Ėlektronnai͡a podpisʹ i obʺekt", "Электронная подпись и объект"),
        ("rus", "SShA, MGU im. M.V. Lomonosova", "США, МГУ им. М.В. Ломоносова"),
        ("rus", "Petr I i XX vek", "Петр I и XX век"),
        ("rus", "V nachale bylo slovo / V.I. Ivanov ... [et al.]", "В начале было слово / В.И. Иванов ... [et al.]"),
        ("rus", "redaktor, I͡U. Petrov [and four others]", "редактор, Ю. Петров [and four others]"),
        ("rus", "'Rossii͡a i mir. Vek XX'", "'Россия и мир. Век XX'"),
        ("rus", "Shchedryĭ vecher; otvetstvennyĭ; Irkutsk", "Щедрый вечер; ответственный; Иркутск"),
        ("rus", "Polnoe sobranīe sochinenīĭ i͡e", "Полное собраніе сочиненій ѣ"),
        ("rus", "Microsoft Office 97 dli͡a nachinai͡ushchikh", "Microsoft Office 97 для начинающих"),
        ("kaz", "Qūpii︠a︡ ken︠g︡ester / Mūkhtar Qazybek", "Құпия кеңестер / Мұхтар Қазыбек"),
        ("kaz", "kȯrkemdīk dăstu̇r zhalghastyghy, qaḣarman", "көркемдік дәстүр жалғастығы, қаһарман"),
        ("bel", "matėryi͡aly Adamovichaŭskikh chytanni͡aŭ, z͡hytstsi͡o", "матэрыялы Адамовічаўскіх чытанняў, жыццё"),
        ("bul", "Koĭ kakŭv e v Bŭlgarii͡a : sreshta", "Кой какъв е в България : среща"),
        ("mac", "Meǵunaroden sobir na jazikot, ljubov", "Меѓународен собир на јазикот, љубов"),
        ("uzb", "Maʺnavii͡at, Ŭzbekiston ḣaqida", "Маънавият, Ўзбекистон ҳақида"),
    ],
)
def test_texts_are_turned_back(language: str, romanised: str, cyrillic: str) -> None:
    for form in ("NFC", "NFD"):
        assert to_cyrillic(unicodedata.normalize(form, romanised), language) == cyrillic
    halves = unicodedata.normalize("NFD", romanised).replace("͡", "\ufe20")
    assert to_cyrillic(halves, language) == cyrillic


@pytest.mark.parametrize(
    ("language", "bare", "cyrillic"),
    [
        ("rus", "Voina i mir", "Война и мир"),
        ("rus", "Sotsialnoe partnerstvo v Rossiiskoi Federatsii", "Социальное партнерство в Российской Федерации"),
        ("rus", "Istoriia sovetskoi ekonomiki, materialy", "История советской экономики, материалы"),
        ("ukr", "Istoriia ukrainskoi literatury", "Історія української літератури"),
    ],
)
def test_lost_marks_are_put_back_as_far_as_spelling_tells(language: str, bare: str, cyrillic: str) -> None:
    assert to_cyrillic(bare, language) == cyrillic


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("rus", "The history of Russian literature"),
        ("ukr", "The Library of Congress"),
        ("ukr", "English-Ukrainian dictionary of mathematics"),
        ("rus", "Instytut Sztuki Polskiej Akademii Nauk"),
        ("rus", "Dictionnaire thématique français-bulgare"),
        ("rus", "1998"),
        ("rus", ""),
        ("eng", "Moskva"),
    ],
)
def test_what_is_not_romanised_is_none(language: str, text: str) -> None:
    assert to_cyrillic(text, language) is None


def _words(language: str) -> list[str]:
    """Some two thousand forms of a dictionary that the project installs, under beginnings drawn with a fixed seed."""
    forms = pymorphy3.MorphAnalyzer(lang=language).dictionary.words
    draw = random.Random(20)
    words: list[str] = []
    while len(words) < 2000:
        beginning = "".join(draw.choices("абвгдежзіиклмнопрстуфхцчшщюя", k=3))
        words += list(islice(forms.iterkeys(beginning), 0, 400, 4))
    return [word.replace("'", "’") for word in words if word.replace("'", "").isalpha()]


@pytest.mark.parametrize(("language", "least"), [("uk", 0.997), ("ru", 0.999)])
def test_a_round_trip_gives_the_word_back(language: str, least: float) -> None:
    words = _words(language)
    same = sum(to_cyrillic(to_latin(word, language), language, lost=False) == word for word in words)
    assert same / len(words) >= least


def test_forward_with_and_without_marks() -> None:
    assert to_latin("Щука і Юрій, ЩУКА", "uk") == "Shchuka i I͡Uriĭ, SHCHUKA"
    assert to_latin("Юрій Федькович", "uk", marks=False) == "IUrii Fedkovych"
    assert to_latin("Съѣздъ", "ru").startswith("Sʺ")
    assert to_latin("мужъ", "ru") == "muzh"


def _bib(**fields: object) -> Bib:
    return Bib(**{"languages": ["rus"], "country": "RU", **fields})  # type: ignore[arg-type]


def _name(name: str, *, language: str = "rus", title: str = "", originals: list[str] | None = None) -> Text:
    bib = _bib(
        languages=[language],
        original_languages=originals or [],
        title=Title(Text("Izbrannye sochinenii͡a" if language == "rus" else "Vybrani tvory i͡e")),
        agents=[Agent(Text(name), title=title, main=True)],
    )
    return restore(bib).agents[0].name


@pytest.mark.parametrize(
    ("name", "language", "expected"),
    [
        ("Shevchenko, Taras", "ukr", "Шевченко, Тарас"),
        ("Herasymova, S. V. (Svitlana Vasylivna)", "ukr", "Герасимова, С. В. (Світлана Василівна)"),
        ("Selivanov, V. N. (Vladimir Nikolaevich)", "ukr", "Селиванов, В. Н. (Владимир Николаевич)"),
        ("Tolstoĭ, Alekseĭ Nikolaevich", "rus", "Толстой, Алексей Николаевич"),
        ("Tolstoy, Leo", "rus", "Толстой, Лев"),
        ("Tolstoy, Leo", "ukr", "Толстой, Лев"),
        ("Lapin, V. A", "rus", "Лапин, В. А"),
        ("Borok, V", "rus", "Борок, В"),
        ("Vysotsky, Vladimir", "rus", "Высоцкий, Владимир"),
        ("Mūkhtar Ăuezov", "kaz", "Мұхтар Әуезов"),
    ],
)
def test_persons_are_restored(name: str, language: str, expected: str) -> None:
    text = _name(name, language=language)
    assert (text.value, text.romanised, text.derived) == (expected, name, True)


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("Dickens, Charles", "rus"),
        ("Dickens, Charles", "ukr"),
        ("Bradbury, Ray", "rus"),
        ("Kafka, Franz", "ukr"),
        ("Hemingway, Ernest", "ukr"),
        ("Verne, Jules", "rus"),
        ("Kāshgarī, Maḥmūd", "kaz"),
    ],
)
def test_foreigners_stay_latin(name: str, language: str) -> None:
    text = _name(name, language=language, originals=["eng"])
    assert text == Text(name)


def _body(name: str, language: str = "rus") -> Text:
    return restore(_bib(languages=[language], agents=[Agent(Text(name), kind="body", main=True)])).agents[0].name


@pytest.mark.parametrize(
    "name",
    [
        "Russia (Federation)", "Ukraine", "Belarus. President (1994- : Lukashenko)", "Eurasia Foundation", "Soviet Union",
        "International Renaissance Foundation (Ukraine)", "Open Society Institute. Spb. otdelenie", "Papers",
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["rus", "ukr"])
def test_bodies_of_english_headings_stay(name: str, language: str) -> None:
    assert _body(name, language) == Text(name)


@pytest.mark.parametrize(
    ("name", "language", "expected"),
    [
        ("Russia (Federation). Ministerstvo vnutrennikh del.", "rus", "Российская Федерация. Министерство внутренних дел."),
        ("Ukraine. Verkhovna Rada", "ukr", "Україна. Верховна Рада"),
        ("Institut istorii (Rossii\u0361a)", "rus", "Институт истории (Россия)"),
    ],
)  # fmt: skip
def test_offices_under_a_country_are_restored(name: str, language: str, expected: str) -> None:
    assert _body(name, language).value == expected


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("Papers", "rus"), ("Poems", "rus"), ("Diaries", "rus"), ("Postsoviet nations", "rus"), ("Ukrainians", "ukr"),
        ("Political development in Georgia", "rus"), ("Greeks in Ukraine", "rus"), ("Migration in Russia", "rus"),
    ],
)  # fmt: skip
def test_english_titles_stay(title: str, language: str) -> None:
    bib = _bib(
        languages=[language], title=Title(Text(title)), variant_titles=[Text(title)], series=[Series(Text(title))]
    )
    assert restore(bib) == bib


def test_a_place_in_brackets_stays_english() -> None:
    bib = _bib(series=[Series(Text("Mir iskusstv (Moscow, Russia : 1997)"))])
    assert restore(bib).series[0].title.value == "Мир искусств (Moscow, Russia : 1997)"


def test_sovereigns_of_english_headings() -> None:
    assert _name("Catherine II", title="Empress of Russia").value == "Екатерина II"
    assert _name("Catherine", title="Saint").value == "Catherine"


def test_a_whole_record() -> None:
    bib = _bib(
        languages=["ukr"],
        country="UA",
        title=Title(
            Text("Choven"),
            remainder=Text("poeziï = Poems"),
            responsibility=Text("Mykola Vorobĭov"),
        ),
        agents=[Agent(Text("Vorobĭov, Mykola"), dates="1941-", main=True)],
        places=[Text("Kyïv"), Text("[Moscow]"), Text("[S.l.]")],
        publishers=[Text('"Ukraïnsʹkyĭ pysʹmennyk"'), Text("[s.n.]")],
        series=[Series(Text("Biblioteka poeta"), number="4")],
        subjects=[Subject([Text("Ukrainian poetry"), Text("20th century")])],
    )
    done = restore(bib)
    assert done.title.proper == Text("Човен", "Choven", derived=True)
    assert done.title.remainder == Text("поезії = Poems", "poeziï = Poems", derived=True)
    assert done.title.responsibility is not None
    assert done.title.responsibility.value == "Микола Воробйов"
    assert done.agents[0].name.value == "Воробйов, Микола"
    assert done.agents[0].dates == "1941-"
    assert [str(place) for place in done.places] == ["Київ", "[Moscow]", "[S.l.]"]
    assert [str(name) for name in done.publishers] == ['"Український письменник"', "[s.n.]"]
    assert done.series[0].title.value == "Бібліотека поета"
    assert done.subjects == bib.subjects
    assert restore(done) == done


def test_an_original_form_is_never_touched() -> None:
    given = Text("Човен", "Choven")
    assert restore(_bib(languages=["ukr"], title=Title(given))).title.proper == given
    cyrillic = Text("Война и мир")
    assert restore(_bib(title=Title(cyrillic))).title.proper == cyrillic


def test_records_of_other_languages_stay() -> None:
    bib = _bib(languages=["eng"], title=Title(Text("Moskva")))
    assert restore(bib) == bib
    serbian = _bib(languages=["srp"], title=Title(Text("Na Drini ćuprija")))
    assert restore(serbian) == serbian


@pytest.mark.parametrize(
    ("coded", "romanised", "expected"),
    [
        # Records coded in one language with a title in another: the whole text is of one language or stays.
        ("rus", "Katastrofa i opir ukraïnsʹkoho i͡evreĭstva", "Катастрофа і опір українського єврейства"),
        ("rus", "Instytut movaznaŭstva imi͡a I͡Akuba Kolasa", "Інстытут мовазнаўства імя Якуба Коласа"),
        ("rus", "K.Sh. Khusainov, M.Kh. Zhubanova", "К.Ш. Хусаинов, М.Х. Жубанова"),
        ("bul", '"PAKS-99" OOD', '"ПАКС-99" ООД'),
        ("rus", "posvia͡shchennykh 70-letii͡u chlena", "posvia͡shchennykh 70-letii͡u chlena"),
        ("rus", "Res linguistica", "Res linguistica"),
        ("ukr", "Childhood", "Childhood"),
    ],
)
def test_each_text_in_its_own_language(coded: str, romanised: str, expected: str) -> None:
    assert restore(_bib(languages=[coded], title=Title(Text(romanised)))).title.proper.value == expected


def test_english_ordinals_stay() -> None:
    agent = Agent(Text("Veselovskie chtenii͡a. (2nd"), kind="body")
    assert restore(_bib(agents=[agent])).agents[0].name.value == "Веселовские чтения. (2nd"


@pytest.mark.parametrize("country", ["SU", "AM", "AZ", "GE", "MD", "TJ", "TM", "RU"])
def test_imprints_of_home_countries_are_restored(country: str) -> None:
    bib = _bib(country=country, places=[Text("Dushanbe")], publishers=[Text("Irfon")])
    done = restore(bib)
    assert [t.derived for t in [*done.places, *done.publishers]] == [True, True]
    abroad = restore(_bib(country="US", places=[Text("Dushanbe")], publishers=[Text("Irfon")]))
    assert [t.derived for t in [*abroad.places, *abroad.publishers]] == [False, False]
