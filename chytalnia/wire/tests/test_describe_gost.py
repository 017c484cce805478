import datetime as dt
from pathlib import Path

import pytest

from chytalnia.wire.bib import Agent, Bib, Text, Title
from chytalnia.wire.describe import describe, gost, gost_card
from chytalnia.wire.describe.names import direct, full, heading, initials
from chytalnia.wire.tests.described import KOBZAR, RECORDS, book


def golden():
    name = ""
    for line in (Path(__file__).parent / "golden_descriptions.txt").read_text("utf-8").splitlines():
        if line.startswith("## "):
            name = line[3:]
        elif line and not line.startswith("#"):
            standard, _, expected = line.partition(": ")
            yield pytest.param(name, standard, expected, id=f"{name}, {standard}")


@pytest.mark.parametrize(("name", "standard", "expected"), list(golden()))
def test_description_by_the_standard(name, standard, expected):
    assert gost(RECORDS[name], standard, accessed=dt.date(2024, 3, 12)) == expected


def test_every_golden_record_is_described():
    assert {case.values[0] for case in golden()} == set(RECORDS)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Тарас Григорович", "Т. Г."),
        ("Т.Г.", "Т. Г."),
        ("Т. Г.", "Т. Г."),
        ("Жан-Жак", "Ж.-Ж."),
        ("Оноре де", "О. де"),
        ("Джоан Кетлін", "Дж. К."),
        ("Октай Гасан оглы", "О. Г. оглы"),
        ("Мұхтар Омарханұлы", "М. О."),
        ("Ю.", "Ю."),
        ("Їжакевич", "Ї."),
        ("", ""),
    ],
)
def test_initials(given, expected):
    assert initials(given) == expected


def test_names_in_heading_and_after_the_slash():
    person = Agent(Text("Самойлов, Д. (Давид)"))
    assert (heading(person), direct(person), full(person)) == ("Самойлов, Д.", "Д. Самойлов", "Д. Самойлов")
    monarch = Agent(Text("Екатерина II"))
    assert heading(monarch) == "Екатерина II"
    unimarc = Agent(Text("Шевченко"), initials="Т. Г.")
    assert heading(unimarc) == "Шевченко, Т. Г."


def test_areas_join_into_the_text():
    description = describe(KOBZAR)
    assert [area.name for area in description.areas] == [
        "heading", "title", "publication", "physical", "series", "notes", "identifier",
    ]  # fmt: skip
    assert "".join(a.lead + a.text for a in description.areas) == gost(KOBZAR)
    assert description.language == "uk"


def test_prescribed_words_follow_the_language_asked_for():
    assert "[Text]" in gost(KOBZAR, lang="eng")
    assert "[Мәтін]" in gost(KOBZAR, lang="kk")


def test_material_may_be_left_out():
    assert "[Текст]" not in describe(KOBZAR, material=False).text


def test_marc_punctuation_is_not_doubled():
    bib = book("ukr", "Костенко, Ліна,", "Маруся Чурай /", "Ліна Костенко.", place="Київ :", publisher="Веселка,")
    bib.date, bib.extent, bib.size = "1990.", "159 p. :", "20 cm."
    assert gost(bib) == "Костенко, Л. Маруся Чурай [Текст] / Ліна Костенко. – Київ : Веселка, 1990. – 159 с. ; 20 см."


def test_an_empty_record_has_some_description():
    assert gost(Bib(title=Title(Text("Назва")))) == "Назва [Текст]."


def test_card():
    card = gost_card(KOBZAR, shelf_mark="84(4УКР)1 / Ш 37", inventory_numbers=["12345", "12346"])
    assert card.shelf_mark == ["84(4УКР)1", "Ш 37"]
    assert card.heading == "Шевченко, Т. Г."
    assert card.body == [
        "Кобзар [Текст] / Тарас Шевченко ; передм. І. М. Дзюби. – Київ : Дніпро, 2014. – 718, [1] с. : портр. ; "
        "21 см. – (Шкільна бібліотека)",
        "5000 пр.",
        "ISBN 978-966-00-0001-8 (в опр.).",
    ]
    assert card.inventory_numbers == ["12345", "12346"]
