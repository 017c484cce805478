import random

import pytest

from chytalnia.wire.author_mark import author_mark, load_table, shelf_key, shelf_mark

#: Rows just below and at known headings: enough to tell the rule of choice, not a table to work with.
ROWS = """
А 11 А|А 13 Аба|А 15 Аве|А 93 Ау|А 95 Аф|Г 11 Г|Г 58 Гог|Г 60 Гол|Д 11 Д|Д 70 Дос|Д 71 Дот|Е 11 Е|Е 82 Ес|Е 85 Ет
З-11 З|З-88 Зощ|З-91 Зу|К 11 К|К 75 Коц|К 76 Коч|Л 11 Л|Л 49 Лер|Л 50 Лес|М 11 М|М 30 Мар|М 31 Мас|Н 11 Н|Н 84 Нос
Н 86 Нот|О-11 О|О-77 Ос|О-80 От|П 11 П|П 91 Пуш|П 94 Пч|С 11 С|С 88 Сту|С 89 Суб|Т 11 Т|Т 53 Толс|Т 56 Том|У 11 У
У 45 Ук|У 47 Ул|Ф 11 Ф|Ф 83 Фра|Ф 86 Фре|Ч-11 Ч|Ч-56 Чех|Ч-57 Чеч|Ш 11 Ш|Ш 37 Шев|Ш 38 Шек|Щ 11 Щ|Щ 36 Щед|Щ 39 Щек
Э 11 Э|Э 76 Эр|Э 77 Эс|Я 11 Я|Я 64 Ян|Я 66 Яп|И 11 И|И 17 Ив|И 20 Иг|D55 Dic|D11 D|D79 Dr
"""
PAIRS = [row.rsplit(" ", 1) for row in ROWS.replace("\n", "|").split("|") if row]


def _file(pairs: list[list[str]]) -> str:
    return "".join(f"{mark}\r\n{letters}\r\n" for mark, letters in pairs) + "*****\r\nafter the end\r\n"


TABLE = load_table(_file(PAIRS))


@pytest.mark.parametrize(
    ("heading", "mark"),
    [
        ("Шевченко", "Ш 37"), ("Франко", "Ф 83"), ("Українка", "У 45"), ("Коцюбинський", "К 75"), ("Стус", "С 88"),
        ("Яновський", "Я 64"), ("Абай", "А 13"), ("Пушкин", "П 91"), ("Толстой", "Т 53"), ("Достоевский", "Д 70"),
        ("Гоголь", "Г 58"), ("Носов", "Н 84"), ("Есенин", "Е 82"), ("Ауэзов", "А 93"), ("Чехов", "Ч-56"),
        ("Зощенко", "З-88"), ("Островский", "О-77"), ("Лермонтов", "Л 49"), ("Маршак", "М 30"), ("Эренбург", "Э 76"),
        ("Щедрин", "Щ 36"),
    ],
)  # fmt: skip
def test_known_headings(heading: str, mark: str) -> None:
    assert author_mark(heading, TABLE) == mark
    assert author_mark(f"{heading}, Имя (1800-1900)", TABLE) == mark
    assert author_mark(heading.upper(), TABLE) == mark


def test_the_order_and_the_encoding_of_the_file_do_not_matter() -> None:
    shuffled = PAIRS[:]
    random.Random(5).shuffle(shuffled)
    for source in (_file(shuffled).encode("cp1251"), _file(shuffled).encode("utf-8"), _file(shuffled)):
        assert author_mark("Шевченко", load_table(source)) == "Ш 37"
        assert len(load_table(source)) == len(PAIRS)


def test_letters_missing_in_the_table_are_filed_as_their_neighbours() -> None:
    assert author_mark("Іваненко, Іван", TABLE) == "И 17"
    assert author_mark("Єсенін", TABLE) == "Е 82"
    assert author_mark("Ёсенин", TABLE) == "Е 82"
    assert author_mark("Әуезов, Мұхтар", TABLE) == "А 93"
    assert author_mark("Ґоґоль", TABLE) == "Г 58"


def test_letters_with_rows_of_their_own_are_not_folded() -> None:
    own = load_table(_file([*PAIRS, ["І 17", "Ів"], ["І 11", "І"]]))
    assert author_mark("Іваненко", own) == "І 17"
    assert author_mark("Иваненко", own) == "И 17"


def test_titles_skip_quotes_and_articles_and_numbers_are_spoken() -> None:
    assert author_mark("«Пушкин в жизни»", TABLE, title=True) == "П 91"
    assert author_mark("The Dictionary", TABLE, title=True) == "D55"
    assert author_mark("1984", TABLE, title=True, language="rus") == "Т 56"
    assert author_mark("20 000 льє під водою", TABLE, title=True, language="ukr") == "Д 11"
    assert author_mark("О’Генрі", TABLE) == "О-11"


def test_what_has_no_rows() -> None:
    assert author_mark("Ыгыатта", TABLE) == "Ы"
    assert author_mark("Цвєтаєва", TABLE) == ""
    assert author_mark("", TABLE) == ""


@pytest.mark.parametrize("broken", ["", "*****", "Ш 37\n*****", "Ш\nШев\nШев\nШ 37"])
def test_a_broken_table_is_refused_with_the_place(broken: str) -> None:
    with pytest.raises(ValueError, match="line"):
        load_table(broken)


def test_shelves_go_by_class_mark_title_year() -> None:
    books = [
        ("63.3(2)", "К 60", "Історія", 1999),
        ("84", "Ш 37", "Кобзар", 2001),
        ("84(4УКР)", "А 13", "Слова", 1990),
        ("84(4УКР)", "Ш 37", "Гайдамаки", 2000),
        ("84(4УКР)", "Ш 37", "Кобзар", 1985),
        ("84(4УКР)", "Ш 37", "Кобзар", 2010),
        ("84(4УКР)", "Ш 371", "Інше", 1970),
        ("84.5", "А 13", "Слова", 1990),
        ("85", "А 13", "Абетка", 1990),
    ]
    mixed = books[:]
    random.Random(7).shuffle(mixed)
    assert sorted(mixed, key=lambda book: shelf_key(*book)) == books


def test_a_shelf_mark_is_class_and_mark() -> None:
    assert shelf_mark("84(4УКР)", "Ш 37") == "84(4УКР) / Ш 37"
    assert shelf_mark("84(4УКР)", "") == "84(4УКР)"


def test_a_raised_figure_does_not_stop_a_shelf_from_being_ordered():
    assert shelf_key("82²") == shelf_key("82")
