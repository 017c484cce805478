"""Records go out as they came in, and from one dialect to another and back with all the model holds."""

import pytest

from chytalnia.wire import marc
from chytalnia.wire.bib import Bib, Holding, Text, Title
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
    assert back == bib


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
