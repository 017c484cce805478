from __future__ import annotations

import pytest

from chytalnia.search import queries

KOBZAR, BOOK_OF_GENESIS, BOOK_ON_KOBZAR, ABAI, CHERRY, CAPTAIN, POPULAR, KYIV, ROMANISED, WORLD, SHADOWS = range(1, 12)


def found(shelf, text, **options):
    return [int(hit.pk) for hit in queries.search(text, using=shelf, **options).hits]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("кобзар", KOBZAR),
        ("КОБЗАРЕМ", KOBZAR),
        ("кобзар шевченко", KOBZAR),
        ("шевченко кобзар", KOBZAR),
        ("книгою Шевченка", BOOK_ON_KOBZAR),
        ("тіней забутих предків", SHADOWS),
        ("вишневого сада чехова", CHERRY),
        ("вишнёвый сад", CHERRY),
        ("вишневый сад", CHERRY),
        ("Абайдың жолы", ABAI),
        ("казак адебиети", ABAI),
        ("ауезов жолы", ABAI),
        ("кітаптар алеми", WORLD),
        ("сейфуллин сакен", WORLD),
        ("путь абая", ABAI),
        ("кітаптардың әлемі", WORLD),
        ("library kyiv", KYIV),
        ("п'ятнадцятирічного капітана", CAPTAIN),
        ("п’ятнадцятирічний", CAPTAIN),
        ("пʼятнадцятирічний", CAPTAIN),
        ("науково-популярної бібліотеки", POPULAR),
        ("науково популярна", POPULAR),
        ("науковопопулярна", POPULAR),
        ("українська поезія лисенко", ROMANISED),
    ],
)
def test_words_are_found_in_any_form(shelf, text, expected):
    assert found(shelf, text)[0] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Т. Г. Шевченко",
        "Шевченко Т.Г.",
        "Шевченко Тарас",
        "тарас шевченко",
        "Шевченко Т. Г. Кобзар",
        "т г шевченко",
        "Шевченко Т Г кобзар",
        "t h shevchenko",
    ],
)
def test_names_are_found_in_any_order_and_by_initials(shelf, text):
    results = queries.search(text, using=shelf)
    assert results.hits[0].pk == "1"
    assert results.correction is None


@pytest.mark.parametrize(
    "text",
    [
        "kobzar",
        "Kobzar Shevchenko",
        "kobzar ševčenko",
        "abai zholy",
        "vyshnevyi sad",
        "tini zabutykh predkiv",
        "knyhoiu shevchenka",
    ],
)
def test_latin_letters_find_cyrillic_books(shelf, text):
    expected = {"abai zholy": 4, "vyshnevyi sad": 5, "tini zabutykh predkiv": 11, "knyhoiu shevchenka": 3}.get(text, 1)
    assert found(shelf, text)[0] == expected


@pytest.mark.parametrize(
    ("text", "expected", "shown"),
    [
        ("rj,pfh", 1, "кобзар"),
        ("RJ<PFH", 1, "кобзар"),
        ("nsys pf,enb[ ghtlrsd", 11, "тіні забутих предків"),
        ("dbiytdsq cfl", 5, "вишневый сад"),
        ("дшикфкшуы", 8, "libraries"),
    ],
)
def test_the_wrong_keyboard_layout_is_understood(shelf, text, expected, shown):
    results = queries.search(text, using=shelf)
    assert int(results.hits[0].pk) == expected
    assert results.correction.kind == "layout"
    assert results.correction.shown == shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("кобзра", 1),
        ("кобзвр", 1),
        ("шевчнеко кобзар", 1),
        ("тіні забутіх придків", 11),
        ("вишнвый сад", 5),
        ("lbiraries kyiv", 8),
        ("kobsar", 1),
    ],
)
def test_a_typo_is_mended_and_said(shelf, text, expected):
    results = queries.search(text, using=shelf)
    assert int(results.hits[0].pk) == expected
    assert results.correction.kind == "spelling"
    assert results.correction.original == text


def test_as_written_undoes_the_correction(shelf):
    results = queries.search("rj,pfh", using=shelf, as_written=True)
    assert (results.total, results.correction) == (0, None)


def test_fewer_words_are_required_when_all_together_are_nowhere(shelf):
    results = queries.search("кобзар шевченко динозаври", using=shelf)
    assert results.hits[0].pk == "1"
    assert results.correction.kind == "relaxed"


@pytest.mark.parametrize(("text", "first"), [("мертвые сады", 5), ("пальто чехова", 5), ("капітан гранту", 6)])
def test_a_word_that_dictionaries_have_is_left_out_rather_than_mended(shelf, text, first):
    """That no record has it says nothing against the reader's spelling."""
    results = queries.search(text, using=shelf)
    assert (results.hits[0].pk, results.correction.kind) == (str(first), "relaxed")
    assert results.correction.shown == text


@pytest.mark.parametrize(
    "text",
    [
        "978-966-03-7161-3",
        "9789660371613",
        "ISBN 978 966 03 7161 3",
        "966-03-7161-6",
        "978-966-03-7161-9",
        "isbn:9789660371613",
        "isbn:978-966-03-7161-3",
        "номер:ИНВ1024",
    ],
)
def test_numbers_are_found_however_they_are_written(shelf, text):
    assert found(shelf, text, as_written=True) == [1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"тіні забутих предків"', [11]),
        ('"забутих тіні"', []),
        ("книга -кобзар", [2]),
        ("автор:шевченко кобзар", [1, 3, 12]),
        ("author:чехов", [5]),
        ("авторы:чехова", [5]),
        ("назва:кобзар", [1, 3]),
        ("заглавие:сад", [5]),
        ("атауы:жолы", [4]),
        ("тема:поезія", [1]),
        ("рік:2010-2012", [6, 11]),
        ("год:1985", [5]),
        ("рік:2019- мова:англійська", [8]),
        ("тіні OR сад", [5, 11]),
        ("тіні АБО сад", [5, 11]),
        ("мова:kk", [4, 10]),
    ],
)
def test_operators_and_fields(shelf, text, expected):
    assert sorted(found(shelf, text, as_written=True)) == expected


def test_a_year_typed_alone_is_a_title_and_a_year(shelf):
    assert found(shelf, "1984")[0] == 13
    assert 8 in found(shelf, "2019")


def test_an_exact_title_comes_first_whatever_is_popular(shelf):
    assert found(shelf, "кобзар")[0] == KOBZAR
    assert found(shelf, "кобзар")[-1] == 12


def test_facets_count_the_results(shelf):
    results = queries.search("", using=shelf)
    facets = {name: {v.value: v.count for v in values} for name, values in results.facets.items()}
    assert results.total == 13
    assert facets["language"] == {"ukr": 8, "kaz": 2, "rus": 1, "eng": 1}
    assert facets["unit"] == {"R": 4, "R-1": 1, "R-2": 1}
    assert facets["available"] == {"*": 1}
    assert facets["age"] == {"12+": 1}
    assert facets["year"]["2014"] == 1
    assert not results.estimated


def test_filters_narrow_and_combine(shelf):
    assert sorted(found(shelf, "", filters={"language": ["kaz", "rus"]})) == [4, 5, 10]
    assert found(shelf, "", filters={"language": ["ukr"], "year": ["2014"], "available": ["*"]}) == [1]
    assert sorted(found(shelf, "", filters={"year": ["2010-2012", "1985"]})) == [5, 6, 11]
    assert sorted(found(shelf, "", filters={"nonsense": ["x"]}, limit=100)) == list(range(1, 14))


def test_sorting(shelf):
    assert found(shelf, "", sort="year", limit=2) == [12, 8]
    assert found(shelf, "", sort="oldest", limit=100)[-1] == 12
    assert found(shelf, "", sort="title", limit=2) == [13, 4]


def test_pages_do_not_overlap_and_end(shelf):
    seen = [pk for offset in range(0, 20, 5) for pk in found(shelf, "", sort="title", offset=offset, limit=5)]
    assert sorted(seen) == list(range(1, 14))
    assert found(shelf, "", offset=10**9, limit=10**9) == []


def test_other_forms_are_told(shelf):
    assert "книга" in queries.search("книгою", using=shelf).understood


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        ("кобз", "Кобзар"),
        ("rj,p", "Кобзар"),
        ("kobz", "Кобзар"),
        ("тіні заб", "Тіні забутих предків"),
        ("шевч", "Кобзар"),
        ("т г шев", "Кобзар"),
        ("шевченко т г", "Кобзар"),
        ("ауез", "Абай жолы"),
    ],
)
def test_suggestions_of_works(shelf, prefix, expected):
    assert queries.suggest(prefix, using=shelf)[0].text == expected


def test_what_begins_as_typed_is_suggested_before_what_has_it_somewhere(shelf):
    titles = [one.text for one in queries.suggest("кобз", using=shelf) if one.kind == "work"]
    first, later = "Кобзар", "Книга про кобзаря"
    assert titles.index(first) < min((n for n, title in enumerate(titles) if not title.startswith("Кобз")), default=99)
    assert (
        queries._title_place(first, ["кобз"])
        < queries._title_place(later, ["кобз"])
        < queries._title_place("Земля", ["кобз"])
    )


def test_suggestions_of_authors_and_subjects(shelf):
    assert ("author", "Чехов, Антон Павлович") in [(s.kind, s.text) for s in queries.suggest("чех", using=shelf)]
    assert ("subject", "Українська поезія") in [(s.kind, s.text) for s in queries.suggest("поез", using=shelf)]
    assert queries.suggest("ч", using=shelf) == []


@pytest.mark.parametrize("text", ["ъъъъ щщщщ", "щщщщ", "шщшщ шщшщ", "аааа", "йййй", "zzzz", "ьь ъъ"])
def test_a_hand_on_the_keyboard_finds_nothing(shelf, text):
    results = queries.search(text, using=shelf)
    assert (results.total, results.correction) == (0, None)


@pytest.mark.parametrize("label", ["мова", "язык", "тіл", "language"])
@pytest.mark.parametrize("said", ["укр", "українська", "украинский", "украин", "uk", "ukr", "Ukrainian"])
def test_a_language_may_be_said_in_any_way(shelf, label, said):
    assert found(shelf, f"{label}:{said} кобзар") == found(shelf, "мова:ukr кобзар") != []
    assert KOBZAR not in found(shelf, f"{label}:каз кобзар")
