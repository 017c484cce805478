"""Files are found out and read whole, whatever is broken in them."""

import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from chytalnia.wire import marc
from chytalnia.wire.bib import Agent, Bib, Text, Title

DATA = Path(__file__).parent / "data" / "marc"
LOC = DATA / "loc-slavic.mrc"
RAWS = [p.raw for p in marc.read(LOC)]
KOBZAR = Bib(
    control_number="kobzar-1", level="monograph", kind="book", languages=["ukr"], country="UA", year=2014, date="2014",
    title=Title(Text("Кобзар"), Text("вибрані поезії, що їх читають у школі і вдома"), responsibility=Text("Т. Г. Шевченко")),
    agents=[Agent(Text("Шевченко, Тарас Григорович"), initials="Т. Г.", main=True)],
    places=[Text("Київ")], publishers=[Text("Дніпро")], extent="718 с.", age_mark=12,
    abstract="До збірки увійшли найкращі твори поета, написані впродовж усього його життя.",
)  # fmt: skip
RUSLAN = Bib(
    control_number="ruslan-1", languages=["rus"], country="RU", year=1998, date="1998",
    title=Title(Text("Руслан и Людмила"), Text("поэма"), responsibility=Text("А. С. Пушкин")),
    agents=[Agent(Text("Пушкин, Александр Сергеевич"), initials="А. С.", main=True)],
    places=[Text("Москва")], publishers=[Text("Детская литература")], extent="143 с.",
    abstract="Поэма о приключениях князя Руслана, который ищет похищенную волшебником невесту.",
)  # fmt: skip


def in_set(bib, dialect, encoding):
    """A record in transmission form in an eight-bit set, its lengths counted anew."""
    parts = []
    for field in marc.from_bib(bib, dialect).fields:
        body = field.data if field.control_field else "".join(field.indicators) + "".join(
            f"\x1f{c}{v}" for c, v in field.subfields
        )  # fmt: skip
        parts.append((field.tag, body.encode(encoding, "replace") + b"\x1e"))
    directory, at = b"", 0
    for tag, body in parts:
        directory += f"{tag}{len(body):04d}{at:05d}".encode()
        at += len(body)
    base = 25 + len(directory)
    leader = f"{base + at + 1:05d}nam0 22{base:05d} i 450 ".encode()
    return leader + directory + b"\x1e" + b"".join(b for _, b in parts) + b"\x1d"


@pytest.mark.parametrize("encoding", ["cp1251", "cp866", "koi8-r", "utf-8"])
@pytest.mark.parametrize("dialect", ["rusmarc", "unimarc"])
def test_set_is_told_by_the_text_though_the_record_claims_another(tmp_path, encoding, dialect):
    path = tmp_path / "file.iso"
    bib = replace(RUSLAN, country="RU" if dialect == "rusmarc" else "BY")
    path.write_bytes(in_set(bib, dialect, encoding) * 3)
    found = marc.sniff(path)
    assert (found.format, found.dialect, found.encoding, found.claimed) == ("iso2709", dialect, encoding, "utf-8")
    assert [marc.to_bib(p.record, p.dialect).title.proper.value for p in marc.read(path)] == ["Руслан и Людмила"] * 3


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-u"])
def test_ukrainian_letters_survive_eight_bit_sets(tmp_path, encoding):
    path = tmp_path / "file.iso"
    path.write_bytes(in_set(KOBZAR, "unimarc", encoding))
    (parsed,) = marc.read(path)
    assert marc.to_bib(parsed.record, parsed.dialect).abstract == KOBZAR.abstract


def test_records_of_several_sets_in_one_file(tmp_path):
    path = tmp_path / "mixed.iso"
    sets = ["cp1251", "utf-8", "cp866", "koi8-r"]
    path.write_bytes(b"\r\n".join(in_set(RUSLAN, "rusmarc", e) for e in sets))
    assert [p.encoding for p in marc.read(path)] == sets
    assert {marc.to_bib(p.record, p.dialect).abstract for p in marc.read(path)} == {RUSLAN.abstract}


def test_marc_8_reads_as_its_unicode_twin():
    (old,) = marc.read(DATA / "pymarc/marc8.dat")
    (new,) = marc.read(DATA / "pymarc/marc8-to-unicode.dat")
    assert old.encoding == "marc-8"
    assert marc.to_bib(old.record).to_dict() == marc.to_bib(new.record).to_dict()


def test_cp1251_under_a_claim_of_marc_8():
    found = marc.sniff(DATA / "pymarc/1251.dat")
    assert (found.encoding, found.claimed) == ("cp1251", "marc-8")
    assert (
        next(marc.to_bib(p.record) for p in marc.read(DATA / "pymarc/1251.dat")).title.proper.value
        == "Основы гидравлического расчета инженерных сетей"
    )


def test_bad_records_come_out_with_their_bytes_and_reasons():
    whole = (DATA / "pymarc/bad_records.mrc").read_bytes()
    parsed = list(marc.read(DATA / "pymarc/bad_records.mrc"))
    assert [p.raw for p in parsed] == [whole[p.offset : p.next_offset] for p in parsed]
    between = [whole[a.next_offset : b.offset] for a, b in pairwise(parsed)]
    assert not b"".join([whole[: parsed[0].offset], *between, whole[parsed[-1].next_offset :]]).strip()
    assert all(p.problem and p.reason.code for p in parsed if p.record is None)
    assert sum(p.record is None for p in parsed) == 4


def test_a_record_as_long_as_it_says_but_without_an_end_is_not_called_cut(tmp_path):
    path = tmp_path / "endless.mrc"
    path.write_bytes(LOC.read_bytes().split(b"\x1d")[0] + b" ")
    (parsed,) = marc.read(path)
    assert ["end sign" in str(repair) for repair in parsed.repairs] == [True]


def test_reading_resumes_from_any_record():
    whole = list(marc.read(LOC))
    for parsed in whole[::7]:
        rest = list(marc.read(LOC, offset=parsed.next_offset))
        assert [p.offset for p in rest] == [p.offset for p in whole if p.offset > parsed.offset]


def test_marcxml_is_read_and_resumed_like_iso(tmp_path):
    path = tmp_path / "file.xml"
    body = b"".join(marc.write_marcxml(p.record) for p in marc.read(LOC))
    path.write_bytes(marc.marcxml_header() + body + marc.marcxml_footer())
    parsed = list(marc.read(path))
    assert [marc.write_iso2709(p.record) for p in parsed] == RAWS
    assert len(list(marc.read(path, offset=parsed[9].next_offset))) == len(parsed) - 10


def test_marcxml_with_and_without_a_prefix(tmp_path):
    prefixed = (DATA / "pymarc/batch.xml").read_bytes()
    path = tmp_path / "bare.xml"
    path.write_bytes(prefixed.replace(b"marc:", b""))
    bare = [marc.write_iso2709(p.record) for p in marc.read(path)]
    assert len(bare) == 2
    assert [marc.write_iso2709(p.record) for p in marc.read(DATA / "pymarc/batch.xml")] == bare


@pytest.mark.parametrize("opener", [b"<!--", b"<![CDATA[", b"<record "])
def test_openings_without_an_end_take_no_longer_than_their_bytes(tmp_path, opener):
    path = tmp_path / "evil.xml"
    path.write_bytes(b"<collection>" + opener * 20_000)
    began = time.process_time()
    assert not [p for p in marc.read(path) if p.record is not None]
    # Seconds each, when every opening looked for its end through all the rest.
    assert time.process_time() - began < 1


def test_a_record_in_a_comment_is_none_also_where_a_chunk_ends_in_it(tmp_path):
    path = tmp_path / "long.xml"
    one = b'<record><leader>00000nam a2200000 i 4500</leader><controlfield tag="001">%s</controlfield></record>'
    comment = b"<!--" + (one % b"no" + b" " * 900) * 400 + b"-->"
    path.write_bytes(b"<collection>" + one % b"1" + comment + one % b"2" + b"</collection>")
    assert [p.record["001"].data for p in marc.read(path)] == ["1", "2"]


@pytest.mark.parametrize("entity", ['<!ENTITY a "b">', '<!ENTITY a SYSTEM "file:///etc/passwd">'])
def test_xml_with_entities_is_refused(tmp_path, entity):
    path = tmp_path / "bad.xml"
    path.write_text(f"<!DOCTYPE c [{entity}]><collection><record><leader>&a;</leader></record></collection>")
    (parsed,) = marc.read(path)
    assert parsed.record is None
    assert parsed.reason.code == "hostile-xml"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
def test_irbis_text_export(tmp_path, encoding):
    path = tmp_path / "export.txt"
    text = marc.write_irbis(marc.from_bib(KOBZAR, "irbis")).decode()
    path.write_bytes((text * 2).encode(encoding))
    assert marc.sniff(path).dialect == "irbis"
    first, second = (marc.to_bib(p.record, p.dialect) for p in marc.read(path))
    assert first == second
    assert (first.title, first.agents, first.age_mark) == (KOBZAR.title, KOBZAR.agents, 12)


def test_a_record_of_few_words_is_told_as_the_file_round_it(tmp_path):
    path = tmp_path / "export.txt"
    text = marc.write_irbis(marc.from_bib(RUSLAN, "irbis")).decode()
    # Capitals of CP1251 are small letters of KOI8-R: alone, these three words would be taken for the other set.
    short = "#700: ^AAlfaro^BR.\r\n#200: ^ARegular rings\r\n#907: ^CПК^BДСМ\r\n#907: ^BКОИ\r\n#907: ^CПРФ\r\n*****\r\n"
    path.write_bytes((text * 3 + short).encode("cp1251"))
    assert marc.sniff(path).encodings == {"cp1251": 4}
    # The same name with other bytes is looked at anew.
    path.write_bytes((text * 2).encode("koi8-r"))
    assert marc.sniff(path).encodings == {"koi8-r": 2}


def test_empty_and_foreign_files(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"")
    assert (marc.sniff(path).reason.code, list(marc.read(path))) == ("empty", [])
    path.write_bytes(b"%PDF-1.4 nothing of ours")
    assert marc.sniff(path).reason.code == "unknown"
    assert [p.record for p in marc.read(path)] == [None]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400), st.sampled_from(["iso2709", "marcxml", "irbis", None]))
def test_any_bytes_are_read_without_a_crash(tmp_path, data, format):
    path = tmp_path / "any"
    path.write_bytes(data)
    for parsed in marc.read(path, format=format):
        assert parsed.record is not None or parsed.problem


def _cut(raw, at, by):
    return raw[: at % len(raw)] or by


def _change(raw, at, by):
    at %= len(raw)
    return raw[:at] + by + raw[at + 1 :]


def _insert(raw, at, by):
    at %= len(raw)
    return raw[:at] + by + raw[at:]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(0, _cut, 94, b"\0")  # cut so that it and the next are as long as its leader says
@given(
    st.integers(0, len(RAWS) - 1), st.sampled_from([_cut, _change, _insert]), st.integers(0, 5000),
    st.binary(min_size=1, max_size=3),
)  # fmt: skip
def test_a_bad_record_costs_no_good_one(tmp_path, which, mutate, at, by):
    path = tmp_path / "mutated"
    path.write_bytes(RAWS[0] + mutate(RAWS[which], at, by) + RAWS[1] + RAWS[2])
    raws = [p.raw for p in marc.read(path, dialect="marc21") if p.record is not None]
    assert raws[0] == RAWS[0]
    assert raws[-2:] == RAWS[1:3]
