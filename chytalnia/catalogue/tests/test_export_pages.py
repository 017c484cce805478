"""Files by address, each read by a real reader of its format."""

import io
import json

import bibtexparser
import pymarc
import pytest
import rispy
from lxml import etree

from chytalnia.catalogue import selecting
from chytalnia.catalogue.models import Record, Work
from chytalnia.catalogue.services import importing
from chytalnia.catalogue.services.exporting import FORMATS
from chytalnia.search import services as search
from chytalnia.wire import marc as wire

from .factories import marc, system, write

pytestmark = pytest.mark.django_db
TITLES = ["Гайдамаки", "Кобзар", "Лісова пісня"]


@pytest.fixture
def three(tmp_path):
    unit, *_ = system()
    brought = [marc(str(n), title=title, isbn="9789660000018" if n == 0 else "") for n, title in enumerate(TITLES)]
    importing.run(importing.create_job(path=write(tmp_path / "in.mrc", *brought), unit=unit))
    return [record.pk for record in Record.objects.order_by("pk")]


def fetched(client, format, pks, more=""):
    answer = client.get(f"/export/{format}?ids={','.join(map(str, pks))}{more}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == FORMATS[format].media_type
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    return answer.getvalue()


def titles(records, tag="245"):
    return [record[tag]["a"].strip(" /") for record in records]


@pytest.mark.parametrize(("format", "tag"), [("marc21", "245"), ("unimarc", "200"), ("rusmarc", "200")])
def test_iso2709_is_read_by_pymarc(client, three, format, tag):
    read = list(pymarc.MARCReader(io.BytesIO(fetched(client, format, three)), force_utf8=True))
    assert titles(read, tag) == TITLES


@pytest.mark.parametrize(("dialect", "tag"), [("", "245"), ("marc21", "245"), ("unimarc", "200"), ("rusmarc", "200")])
def test_marcxml_is_read_by_pymarc(client, three, dialect, tag):
    text = fetched(client, "marcxml", three, f"&dialect={dialect}")
    assert titles(pymarc.parse_xml_to_array(io.BytesIO(text)), tag) == TITLES


def test_marcxml_of_another_set_of_characters_goes_out_in_utf8(client, tmp_path):
    unit, *_ = system()
    file = tmp_path / "in.xml"
    text = """<?xml version="1.0" encoding="windows-1251"?><collection><record><leader>00000nam a2200000 i 4500</leader>
    <controlfield tag="001">1</controlfield><datafield tag="245" ind1="0" ind2="0"><subfield code="a">Кобзар</subfield>
    </datafield></record></collection>"""
    file.write_bytes(text.encode("cp1251"))
    importing.run(importing.create_job(path=file, unit=unit))
    out = fetched(client, "marcxml", [Record.objects.get().pk])
    assert etree.fromstring(out).findtext(".//{*}subfield") == "Кобзар"


def test_a_record_past_the_bounds_of_iso2709_stops_no_export(client, tmp_path):
    unit, *_ = system()
    file = tmp_path / "in.xml"
    long, short = (wire.write_marcxml(one) for one in (marc("1", title="Довга " * 2_000), marc("2", title="Мала")))
    file.write_bytes(wire.marcxml_header() + long + short + wire.marcxml_footer())
    importing.run(importing.create_job(path=file, unit=unit))
    out = tmp_path / "out.iso"
    out.write_bytes(fetched(client, "rusmarc", list(Record.objects.order_by("pk").values_list("pk", flat=True))))
    back = [wire.to_bib(parsed.record, "rusmarc").title.proper.value for parsed in wire.read(out)]
    assert back == [("Довга " * 2_000).strip(), "Мала"]


def test_irbis_text_is_read_back(client, three, tmp_path):
    file = tmp_path / "out.txt"
    file.write_bytes(fetched(client, "irbis", three))
    read = [wire.to_bib(parsed.record, "irbis") for parsed in wire.read(file, format="irbis")]
    assert [bib.title.proper.value for bib in read] == TITLES


def test_dublin_core_is_xml_with_a_title_each(client, three):
    root = etree.fromstring(fetched(client, "dc", three))
    assert [t.text for t in root.iter("{http://purl.org/dc/elements/1.1/}title")] == TITLES


def test_json_ld_is_a_list_of_books(client, three):
    told = json.loads(fetched(client, "jsonld", three))
    assert [(one["@type"], one["name"]) for one in told] == [("Book", title) for title in TITLES]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_bibtex_and_ris_are_read(client, three):
    entries = bibtexparser.loads(fetched(client, "bibtex", three).decode()).entries
    assert len(entries) == 3
    assert len(rispy.loads(fetched(client, "ris", three).decode())) == 3


def test_descriptions_are_lines(client, three):
    lines = fetched(client, "gost", three).decode().splitlines()
    assert len(lines) == 3
    assert all("Київ" in line for line in lines)


def test_files_are_named_after_their_book_and_safe(client, three):
    answer = client.get(f"/export/marc21?ids={three[1]}")
    assert 'filename="kobzar.mrc"' in answer["Content-Disposition"]
    assert "\n" not in answer["Content-Disposition"]
    work = Work.objects.get(title="Кобзар")
    assert client.get(f"/export/ris?works={work.pk}").getvalue().count(b"TY  -") == 1


def test_a_search_is_exported_and_too_much_is_refused_with_a_way_on(client, three, monkeypatch):
    search.rebuild()
    found = client.get("/export/marc21?q=%D0%9A%D0%BE%D0%B1%D0%B7%D0%B0%D1%80")
    assert titles(pymarc.MARCReader(io.BytesIO(found.getvalue()), force_utf8=True)) == ["Кобзар"]
    monkeypatch.setattr(selecting, "MOST_FOR_ANYBODY", 2)
    everything = "/export/marc21?q=%D0%A8%D0%B5%D0%B2%D1%87%D0%B5%D0%BD%D0%BA%D0%BE"
    refused = client.get(everything)
    assert refused.status_code == 403
    assert "limit=2" in refused.content.decode()
    part = client.get(everything + "&limit=2")
    assert len(list(pymarc.MARCReader(io.BytesIO(part.getvalue())))) == 2
    assert client.get("/export/marc21?q=%22%22%22((((").status_code in (200, 404)


def test_a_record_that_came_in_goes_out_byte_for_byte(client, three):
    assert fetched(client, "marc21", three[:1]) == bytes(Record.objects.get(pk=three[0]).source)
