"""Records go out as they came in, and from one dialect to another and back with all the model holds."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chytalnia.wire import marc
from chytalnia.wire.bib import Agent, Bib, Classification, Coded, Holding, Identifier, Subject, Text, Title
from chytalnia.wire.tests.test_marc_read import DATA, KOBZAR, LOC, RAWS, RUSLAN


@pytest.mark.parametrize("raw", RAWS[::5])
def test_a_record_goes_out_byte_for_byte(raw):
    assert marc.write_iso2709(marc.parse_one(raw)) == raw


@pytest.mark.parametrize("dialect", ["marc21", "unimarc", "rusmarc"])
def test_real_records_keep_their_model_through_a_dialect(dialect):
    for parsed in marc.read(LOC):
        bib = marc.to_bib(parsed.record, parsed.dialect)
        there = marc.convert(parsed.record, "marc21", dialect)
        sent = marc.parse_one(marc.write_iso2709(there), dialect=dialect)
        assert marc.to_bib(sent, dialect).to_dict() == bib.to_dict()
        assert marc.to_bib(marc.convert(sent, dialect, "marc21")).to_dict() == bib.to_dict()


@pytest.mark.parametrize("bib", [KOBZAR, RUSLAN])
@pytest.mark.parametrize("dialect", ["marc21", "unimarc", "rusmarc"])
def test_a_model_survives_each_dialect(bib, dialect):
    back = marc.to_bib(marc.from_bib(bib, dialect), dialect)
    back.agency = ""
    # UNIMARC always tells the language of cataloguing.
    assert back.coded == (None if dialect == "marc21" else Coded(cataloguing_language=bib.languages[0]))
    assert replace(back, coded=None) == bib


@pytest.mark.parametrize("dialect", ["marc21", "unimarc"])
def test_both_scripts_survive(dialect):
    bib = Bib(title=Title(Text("Кобзар", "Kobzar"), responsibility=Text("Тарас Шевченко", "Taras Shevchenko")))
    title = marc.to_bib(marc.from_bib(bib, dialect), dialect).title
    assert title == bib.title


def test_derived_script_is_not_written_as_a_cataloguers():
    bib = Bib(title=Title(Text("Кобзар", "Kobzar", derived=True)))
    record = marc.from_bib(bib, "marc21")
    assert record["245"]["a"] == "Kobzar"
    assert "880" not in record


@pytest.mark.parametrize("dialect", ["marc21", "rusmarc"])
def test_a_copy_keeps_its_accounts(dialect):
    copy = Holding("ЦБ", "абонемент", "84/Ш37", "Ш 37", "12345", "E00401", "250.00", "20240115", "0", "дар")
    assert marc.to_bib(marc.from_bib(Bib(holdings=[copy]), dialect), dialect).holdings == [copy]


def test_a_field_past_the_bound_is_refused():
    with pytest.raises(marc.RecordTooLong):
        marc.write_iso2709(marc.from_bib(Bib(abstract="я" * 6000), "marc21"))


def test_isbd_punctuation_is_made():
    assert marc.from_bib(KOBZAR, "marc21")["245"].value() == (
        "Кобзар : вибрані поезії, що їх читають у школі і вдома / Т. Г. Шевченко."
    )


def test_a_sound_record_has_no_problems():
    assert [p for p in marc.validate(marc.from_bib(KOBZAR, "unimarc"), "unimarc") if p.severity == "error"] == []
    assert marc.validate(marc.from_bib(KOBZAR, "marc21"), "marc21") == []


def test_broken_rules_are_told_with_their_place():
    record = marc.parse_one(
        (DATA / "pymarc/marc.dat").read_bytes()[
            : len(marc.write_iso2709(next(marc.read(DATA / "pymarc/marc.dat")).record))
        ]
    )
    record.add_field(record["245"])
    record.remove_fields("008")
    found = {(p.tag, p.code) for p in marc.validate(record, "marc21")}
    assert {("245", "repeated"), ("008", "missing")} <= found


# Words long enough not to look like abbreviations, whose stops are kept.
word = st.text("абвгґдеєжзиіїйклмнопрстуфхцчшщьюяёыэъәғқңөұүһabcdefghijklmnopqrstuvwxyz", min_size=7, max_size=12)
words = st.lists(word, min_size=1, max_size=5).map(" ".join)
text = words.map(Text)
isbn = st.integers(0, 10**9 - 1).map(
    lambda n: (
        digits := f"978{n:09d}",
        digits + str(-sum(int(d) * (3 if at % 2 else 1) for at, d in enumerate(digits)) % 10),
    )[1]
)
bibs = st.builds(
    Bib,
    control_number=st.from_regex(r"[a-z]{2}[0-9]{1,12}", fullmatch=True),
    languages=st.lists(st.sampled_from(["ukr", "rus", "kaz", "eng", "ger"]), min_size=1, max_size=3, unique=True),
    title=st.builds(Title, proper=text, remainder=st.none() | text, responsibility=st.none() | text),
    agents=st.lists(
        st.builds(
            lambda family, given, role, main: Agent(Text(f"{family}, {given}"), role="aut" if main else role, main=main),
            word, word, st.sampled_from(["aut", "edt", "trl", "ill"]), st.just(False),
        ),
        max_size=3,
    ),
    places=st.lists(text, min_size=1, max_size=1), publishers=st.lists(text, min_size=1, max_size=1),
    year=st.integers(1500, 2090), isbn=st.lists(isbn.map(lambda n: Identifier(n, n)), max_size=2, unique_by=lambda i: i.normal),
    notes=st.lists(words, max_size=2), keywords=st.lists(words, max_size=3, unique=True),
    subjects=st.lists(st.builds(Subject, parts=st.lists(text, min_size=1, max_size=3)), max_size=2),
    classes=st.lists(st.builds(Classification, st.just("udc"), st.from_regex(r"[0-9]{1,3}", fullmatch=True)), max_size=1),
    abstract=words,
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(bibs, st.sampled_from(["marc21", "unimarc", "rusmarc"]), st.sampled_from(["marc21", "unimarc", "rusmarc"]))
def test_what_readers_search_by_survives_any_two_dialects(bib, first, second):
    sent = marc.parse_one(marc.write_iso2709(marc.from_bib(bib, first)), dialect=first)
    back = marc.to_bib(marc.convert(sent, first, second), second)
    for name in (
        "control_number",
        "languages",
        "title",
        "places",
        "publishers",
        "year",
        "isbn",
        "keywords",
        "classes",
        "abstract",
    ):
        assert getattr(back, name) == getattr(bib, name), name
    assert sorted(a.name.value for a in back.agents) == sorted(a.name.value for a in bib.agents)
    assert [[p.value for p in s.parts] for s in back.subjects] == [[p.value for p in s.parts] for s in bib.subjects]


@pytest.mark.parametrize("name", ["rusmarc-cp1251.iso", "unimarc.iso", "irbis.txt"])
def test_stored_files_of_other_systems_read_the_same(name):
    path = DATA / "golden" / name
    expected = json.loads((DATA / "golden" / "models.json").read_text())[name]
    found = marc.sniff(path)
    assert [found.format, found.dialect, found.encoding] == expected["sniffed"]
    assert [marc.to_bib(p.record, p.dialect).to_dict() for p in marc.read(path)] == expected["records"]
