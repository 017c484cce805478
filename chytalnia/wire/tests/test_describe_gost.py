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


def test_a_parallel_title_is_told_once():
    title = Title(Text("Я буду лисицей"), remainder=Text("поэзии = Some day I'll be a fox : poetry"))
    bib = Bib(languages=["rus"], title=title, parallel_titles=[Text("Some day I'll be a fox"), Text("Колись")])
    assert gost(bib) == "Я буду лисицей [Текст] = Колись : поэзии = Some day I'll be a fox : poetry."


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


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("At head of title: Akademii͡a nauk Ukraïny.", "Над назв.: Академія наук України"),
        ('"Naukove vydanni︠a︡"--Colophon.', "«Наукове видання»"),
        ("In Ukrainian.", ""),
        ("Title from cover.", "Назва з обкл."),
        ("Includes bibliographical references (p. 301-310) and index.", "Бібліогр.: с. 301–310. Покажч"),
        ("Подяка на звороті тит. арк.", "Подяка на звороті тит. арк."),
    ],
)
def test_notes_of_foreign_records_are_said_in_the_language_of_the_description(note, expected):
    bib = book("ukr", "", "Назва", notes=[note])
    assert gost(bib) == f"Назва [Текст]. – {expected.rstrip('.')}." if expected else "Назва [Текст]."


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("[упорядники, М. Є. Кучеренко ... et al.]", "[упорядники, М. Є. Кучеренко та ін.]"),
        ("[редкол.: В. А. Смолій ... [et al.] ; ред. О. Бойко]", "[редкол.: В. А. Смолій та ін. ; ред. О. Бойко]"),
        ("В. А. Смолій ... [et al.]", "В. А. Смолій [та ін.]"),
        ("В.А. Смолій, О.О. Бойко", "В. А. Смолій, О. О. Бойко"),
    ],
)
def test_statement_of_responsibility(statement, expected):
    assert (
        gost(book("ukr", "", "Назва", statement)) == f"Назва [Текст] / {expected}{'' if expected[-1] == '.' else '.'}"
    )


def test_brackets_parted_between_subfields_are_closed():
    bib = book("rus", "", "Заглавие", place="[Бишкек? :", publisher="s.n.],", date="1998]")
    assert gost(bib) == "Заглавие [Текст]. – [Бишкек?] : [б. и.], [1998]."


def test_numbers_of_romanised_series_and_volumes():
    bib = book("ukr", "", "Назва", series="Студії ; vyp. 2", isbn=[("9660200323", "", "(t. 1)")])
    assert gost(bib) == "Назва [Текст]. – (Студії ; вип. 2). – ISBN 9660200323 (т. 1)."


def test_bare_numbers_get_their_units():
    bib = book("rus", "", "Заглавие", publisher="Я.В. Россомахо", date="2002", extent="398,[1]", size="30")
    assert gost(bib) == "Заглавие [Текст]. – [Б. м.] : Я. В. Россомахо, 2002. – 398, [1] с. ; 30 см."
