"""From one dialect to another and back: what the trade codes is kept, on records as libraries made them."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymarc import Field, Indicators, Record, Subfield

from chytalnia.wire import marc
from chytalnia.wire.bib import Agent, Bib, Coded, Relation, Text, Title
from chytalnia.wire.romanise import restore

DATA = Path(__file__).parent / "data" / "marc"
LOC = Path(__file__).parents[2] / "catalogue" / "tests" / "data" / "loc-slavic.mrc"
REAL = [parsed.record for parsed in marc.read(LOC) if parsed.record is not None]


def there_and_back(bib: Bib, dialect: str) -> Bib:
    return marc.to_bib(marc.from_bib(bib, dialect), dialect)


@pytest.mark.parametrize("dialect", ["unimarc", "rusmarc"])
def test_coded_positions_of_real_records_come_back(dialect: str) -> None:
    bibs = [marc.to_bib(record, "marc21") for record in REAL]
    assert sum(bib.coded is not None for bib in bibs) > 50
    for bib in bibs:
        back = there_and_back(bib, dialect)
        again = marc.to_bib(marc.from_bib(back, "marc21"), "marc21")
        assert again.coded == bib.coded
        assert (again.literary_form, again.audience, again.country) == (bib.literary_form, bib.audience, bib.country)
        assert [(a.role, a.more_roles) for a in again.agents] == [(a.role, a.more_roles) for a in back.agents]


CODED = st.builds(
    Coded, date_type=st.sampled_from(["", "r", "q", "t"]), illustrations=st.sampled_from(["", "a", "abf", "p"]),
    form=st.sampled_from(["", "a", "d", "f", "r", "o"]), conference=st.booleans(), festschrift=st.booleans(),
    index=st.booleans(), biography=st.sampled_from(["", "a", "b", "c", "d"]), modified=st.sampled_from(["", "o"]),
)  # fmt: skip


@given(CODED, st.sampled_from(["marc21", "unimarc", "rusmarc"]))
def test_any_coded_positions_come_back(coded: Coded, dialect: str) -> None:
    bib = Bib(languages=["ukr"], country="UA", year=2001, title=Title(Text("Книга")), coded=coded)
    if coded.date_type:
        bib.coded = replace(coded, second_date="1999")
    back = there_and_back(bib, dialect).coded or Coded()
    assert replace(back, cataloguing_language="") == bib.coded


@pytest.mark.parametrize("dialect", ["marc21", "unimarc", "rusmarc"])
def test_all_that_somebody_did_comes_back(dialect: str) -> None:
    agent = Agent(name=Text("Бойчук, Михайло"), role="aut", more_roles=["ill", "edt"], main=True, initials="М.")
    bib = Bib(languages=["ukr"], year=2001, title=Title(Text("Книга")), agents=[agent])
    (back,) = there_and_back(bib, dialect).agents
    assert (back.role, back.more_roles) == ("aut", ["ill", "edt"])


@pytest.mark.parametrize("dialect", ["marc21", "unimarc", "rusmarc"])
def test_earlier_and_later_titles_of_a_serial_come_back(dialect: str) -> None:
    bib = Bib(
        languages=["ukr"], level="serial", kind="serial", year=1990, title=Title(Text("Бібліотечний вісник")),
        relations=[
            Relation("before", Text("Бібліотечні вісті"), "01307258", "n1"),
            Relation("after", Text("Вісник книгозбірні")),
        ],
    )  # fmt: skip
    assert there_and_back(bib, dialect).relations == bib.relations


def test_what_the_model_does_not_hold_comes_back_from_unimarc() -> None:
    rows = [
        ("010", "  ", "a", "00417193"), ("035", "  ", "a", "(OCoLC)44065618"), ("043", "  ", "a", "e-un---"),
        ("050", " 4", "a", "PG3949", "b", "K37 2000"), ("490", "0 ", "a", "Пісні"),
        ("650", " 0", "a", "Poetry", "x", "History", "z", "Ukraine", "y", "20th century", "v", "Sources"),
        ("830", " 0", "a", "Пісні (Київ)", "v", "12"),
    ]  # fmt: skip
    record = Record()
    record.add_field(Field("245", Indicators("0", "0"), [Subfield("a", "Книга.")]))
    for tag, marks, *pairs in rows:
        subfields = [Subfield(code, text) for code, text in zip(pairs[::2], pairs[1::2], strict=True)]
        record.add_field(Field(tag, Indicators(*marks), subfields))
    sent = marc.parse_one(marc.write_iso2709(marc.convert(record, "marc21", "unimarc")), dialect="unimarc")
    assert [(s.code, s.value) for s in sent["606"].subfields][1:5] == [
        ("x", "History"), ("y", "Ukraine"), ("z", "20th century"), ("j", "Sources"),
    ]  # fmt: skip
    back = marc.convert(sent, "unimarc", "marc21")
    kept = {str(field) for field in back.fields}
    assert {str(record[tag]) for tag, *_ in rows} <= kept


def test_the_model_with_them_is_the_same_after_json() -> None:
    for record in REAL[:60]:
        bib = marc.to_bib(record, "marc21")
        assert Bib.from_dict(bib.to_dict()) == bib


CODED_TAGS = {
    "marc21": ("008", "040", "041", "044"),
    "rusmarc": ("100", "101", "102", "105", "106", "110", "801", "886"),
}


def told(record: Record, dialect: str) -> list[str]:
    return [f"    {field!s}".replace("\\", "#") for tag in CODED_TAGS[dialect] for field in record.get_fields(tag)]


def test_coded_data_of_real_records_are_written_as_before() -> None:
    """Records of the Library of Congress and what becomes of their coded fields in RUSMARC and back."""
    lines: list[str] = []
    for record in [
        parsed.record for parsed in marc.read(DATA / "coded" / "loc-coded.mrc") if parsed.record is not None
    ]:
        there = marc.convert(record, "marc21", "rusmarc")
        back = marc.convert(there, "rusmarc", "marc21")
        lines += [f"{record['001'].data.strip()} {record.leader[6:8]}", *told(record, "marc21"), "  RUSMARC",
                  *told(there, "rusmarc"), "  back", *told(back, "marc21"), ""]  # fmt: skip
    assert "\n".join(lines) == (DATA / "coded" / "loc-coded.txt").read_text()


@pytest.mark.parametrize("dialect", ["unimarc", "rusmarc"])
def test_008_of_real_records_comes_back_whole(dialect: str) -> None:
    for record in REAL[::3]:
        sent = marc.parse_one(marc.write_iso2709(marc.convert(record, "marc21", dialect)), dialect=dialect)
        back, fixed = marc.convert(sent, dialect, "marc21")["008"].data, record["008"].data
        said = [at for at in CARRIED if fixed[at] != "|"]
        assert [back[at] for at in said] == [fixed[at] for at in said]


#: All of 008 but undefined positions, dates of entry that are none, years that the text of the record tells otherwise.
CARRIED = [6, *range(11, 30), *range(33, 40)]


@pytest.mark.parametrize(
    ("marc_code", "iso", "part"),
    [
        ("un ", "UA", ""),
        ("nyu", "US", "US-NY"),
        ("enk", "GB", "GB-ENG"),
        ("ur ", "SU", ""),
        ("kzr", "KZ", ""),
        ("vp ", "", ""),
    ],
)
def test_a_place_of_publication_by_both_lists(marc_code: str, iso: str, part: str) -> None:
    fixed = f"010203s2001    {marc_code}           000 0 eng d"
    record = Record()
    record.add_field(Field("008", data=fixed), Field("245", Indicators("0", "0"), [Subfield("a", "Book")]))
    there = marc.convert(record, "marc21", "unimarc")
    field = there.get("102")
    assert ("", "") if field is None else (field["a"], field.get("c", "")) == (iso, part)
    assert marc.convert(there, "unimarc", "marc21")["008"].data[15:18] == marc_code


def test_a_change_of_the_codes_outweighs_the_008_kept_beside_them() -> None:
    record = Record()
    fixed = "010203s2001    un a     f    000 0 ukr c"
    record.add_field(Field("008", data=fixed), Field("245", Indicators("0", "0"), [Subfield("a", "Книга")]))
    there = marc.convert(record, "marc21", "unimarc")
    assert there["886"]["b"] == fixed
    there["105"]["a"] = "ac  e   000yy"
    back = marc.convert(there, "unimarc", "marc21")["008"].data
    assert (back[18:20], back[24]) == ("ac", "d")


def test_countries_by_three_letters_are_not_taken_for_others() -> None:
    record = Record()
    record.add_field(Field("200", Indicators("1", " "), [Subfield("a", "Raamat")]))
    for code, country in (("est", "EE"), ("UKR", "UA"), ("DDR", "DD"), ("RUS", "RU"), ("PRY", "PY"), ("SEN", "SN")):
        record.remove_fields("102")
        record.add_field(Field("102", Indicators(" ", " "), [Subfield("a", code)]))
        assert marc.to_bib(record, "rusmarc").country == country


def test_a_code_that_iso_has_given_up_finds_the_marc_code_of_the_place() -> None:
    record = Record()
    record.add_field(Field("200", Indicators("1", " "), [Subfield("a", "Livre")]))
    for iso, marc_code in (("ZR", "cg "), ("TP", "em "), ("NT", "iy "), ("QQ", "xx ")):
        record.remove_fields("102")
        record.add_field(Field("102", Indicators(" ", " "), [Subfield("a", iso)]))
        assert marc.convert(record, "unimarc", "marc21")["008"].data[15:18] == marc_code


def test_a_year_in_a_second_publisher_is_the_date_and_irbis_gets_it() -> None:
    record = Record()
    record.add_field(
        Field("008", data="000916s1995    ru            000 0 ruso "),
        Field("245", Indicators("1", "0"), [Subfield("a", "Стихи")]),
        Field("260", Indicators(" ", " "), [Subfield("a", "Москва :"), Subfield("b", "Рой,"), Subfield("b", "1995.")]),
    )
    bib = marc.to_bib(record, "marc21")
    assert ([str(name) for name in bib.publishers], bib.date) == (["Рой"], "1995")
    record.remove_fields("260")
    assert marc.convert(record, "marc21", "irbis")["210"]["d"] == "1995"


NAMED = [
    ("100", "1 ", "a", "Eliot, T. S.", "q", "(Thomas Stearns),", "d", "1888-1965."),
    ("110", "1 ", "a", "Ukraine.", "b", "Ministerstvo kulʹtury.", "b", "Viddil bibliotek."),
    ("246", "1 ", "i", "Title on cover verso:", "a", "Old possum", "b", "a book of cats", "n", "Part 2"),
    ("246", "14", "a", "Practical cats"),
    ("700", "12", "a", "Shakespeare, William,", "d", "1564-1616.", "t", "Hamlet.", "l", "Ukrainian"),
    ("710", "22", "a", "Taras Shevchenko Society.", "t", "Notes"),
    ("711", "2 ", "a", "Congress of Poets", "n", "(2nd :", "d", "1998 :", "c", "Kyiv)"),
    ("546", "  ", "a", "Text in Ukrainian and English"),
    ("530", "  ", "a", "Also on line"),
]


def record_of(rows: list[tuple[str, ...]]) -> Record:
    record = Record()
    record.add_field(Field("245", Indicators("0", "0"), [Subfield("a", "Книга")]))
    for tag, marks, *pairs in rows:
        subfields = [Subfield(code, text) for code, text in zip(pairs[::2], pairs[1::2], strict=True)]
        record.add_field(Field(tag, Indicators(*marks), subfields))
    return record


@pytest.mark.parametrize("dialect", ["unimarc", "rusmarc"])
def test_names_and_titles_with_their_parts_come_back(dialect: str) -> None:
    for row in NAMED:
        record = record_of([row])
        sent = marc.parse_one(marc.write_iso2709(marc.convert(record, "marc21", dialect)), dialect=dialect)
        (back,) = marc.convert(sent, dialect, "marc21").get_fields(row[0])
        assert str(back).rstrip(".") == str(record[row[0]]).rstrip(".")
        # What has a place in the dialect stands in that place.
        assert ("886" in sent) == (row[0] == "530")


def test_parts_stand_where_unimarc_has_a_place_for_them() -> None:
    sent = marc.convert(record_of([row for row in NAMED if row[0] != "110"]), "marc21", "unimarc")
    shown = {str(field)[1:] for tag in ("700", "712", "517", "512", "464", "302") for field in sent.get_fields(tag)}
    assert shown == {
        "700  \\1$aEliot$bT. S.$g(Thomas Stearns)$f1888-1965$4070",
        "712  02$aTaras Shevchenko Society",
        "712  12$aCongress of Poets$d2nd$f1998$eKyiv",
        "517  1\\$nTitle on cover verso:$aOld possum$ea book of cats$hPart 2",
        "512  1\\$aPractical cats",
        "464  \\1$1700 1$aShakespeare$bW.$gWilliam$f1564-1616$150010$aHamlet$mUkrainian",
        "464  \\1$171002$aTaras Shevchenko Society$150010$aNotes",
        "302  \\\\$aText in Ukrainian and English",
    }


def test_a_change_outweighs_what_was_carried_beside_it() -> None:
    sent = marc.convert(record_of([("530", "  ", "a", "Also on line")]), "marc21", "unimarc")
    (note,) = sent.get_fields("300")
    note.subfields = [Subfield("a", "Also on a disc")]
    back = marc.convert(sent, "unimarc", "marc21")
    assert [str(field) for field in back.get_fields("500", "530")] == ["=500  \\\\$aAlso on a disc"]


def test_fields_of_rusmarc_come_back_from_marc21() -> None:
    record = Record()
    for tag, marks, *pairs in (
        ("200", "1 ", "a", "Туризм", "e", "Избр. произведения", "e", "В 4 т.", "f", "В. А. Квартальнов", "g", "Рос. акад. туризма"),
        ("300", "  ", "a", "Первое", "a", "Второе"),
        ("345", "  ", "a", "Киев, изд-во", "d", "12.00"),
        ("464", " 1", "1", "2001 ", "a", "Эмили Бронте", "f", "Мюриэл Спарк"),
    ):  # fmt: skip
        subfields = [Subfield(code, text) for code, text in zip(pairs[::2], pairs[1::2], strict=True)]
        record.add_field(Field(tag, Indicators(*marks), subfields))
    sent = marc.parse_one(marc.write_iso2709(marc.convert(record, "rusmarc", "marc21")), dialect="marc21")
    back = {str(field) for field in marc.convert(sent, "marc21", "rusmarc").fields}
    assert {str(field) for field in record.fields} <= back
    # A piece within the book is no book that it stands in.
    assert marc.to_bib(record, "rusmarc").host is None


def test_initials_are_in_the_script_of_their_name() -> None:
    agent = Agent(name=Text("Zalizni͡ak, Bohdan"), role="aut", main=True, initials="B.")
    bib = restore(Bib(languages=["ukr"], title=Title(Text("Shchodennyk")), agents=[agent]))
    assert (bib.agents[0].name.value, bib.agents[0].initials) == ("Залізняк, Богдан", "Б.")
    written = marc.from_bib(bib, "unimarc").get_fields("700")
    assert [(field["a"], field["b"]) for field in written] == [("Залізняк", "Б."), ("Zalizni͡ak", "B.")]
    assert there_and_back(bib, "unimarc").agents[0].initials == "Б."
