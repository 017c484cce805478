"""Each format is read back by a parser that is not ours."""

import json
import re
import typing

import bibtexparser
import pytest
import rispy
from bibtexparser.bparser import BibTexParser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from pyld import jsonld as pyld

from chytalnia.wire import languages
from chytalnia.wire.bib import (
    Agent,
    Bib,
    Classification,
    Holding,
    Host,
    Identifier,
    Kind,
    Level,
    Link,
    Series,
    Subject,
    Text,
    Title,
)
from chytalnia.wire.describe import (
    bibtex,
    citation_key,
    dublin_core,
    dublin_core_fields,
    gost,
    gost_card,
    jsonld,
    offer,
    ris,
    work_jsonld,
)
from chytalnia.wire.describe.oai_dc import ELEMENTS
from chytalnia.wire.tests.described import KOBZAR, NEZNAIKA, RECORDS, agents, book

pytestmark = pytest.mark.filterwarnings("ignore:.*deprecated:DeprecationWarning")

URL = "https://library.example/record/1"


def read_bibtex(text):
    entries = bibtexparser.loads(text, BibTexParser(ignore_nonstandard_types=False, common_strings=True)).entries
    assert len(entries) == 1, text
    return entries[0]


def read_ris(text):
    records = rispy.loads(text)
    assert len(records) == 1, text
    return records[0]


def read_dc(text):
    root = etree.fromstring(text)
    assert root.tag == "{http://www.openarchives.org/OAI/2.0/oai_dc/}dc"
    out = {}
    for element in root:
        space, name = re.match(r"{(.*)}(.*)", element.tag).groups()
        assert space == "http://purl.org/dc/elements/1.1/"
        assert name in ELEMENTS
        assert not set(element.attrib) - {"{http://www.w3.org/XML/1998/namespace}lang"}
        out.setdefault(name, []).append(element.text)
    return out


def without_network(url, _options):
    assert url == "https://schema.org"
    context = {"@vocab": "https://schema.org/", "url": {"@type": "@id"}, "contentUrl": {"@type": "@id"}}
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": context}}


def expand(document):
    return pyld.expand(json.loads(json.dumps(document)), {"documentLoader": without_network})


def test_dublin_core():
    assert read_dc(dublin_core(KOBZAR, URL)) == {
        "title": ["Кобзар"],
        "creator": ["Шевченко, Тарас Григорович"],
        "publisher": ["Дніпро"],
        "date": ["2014"],
        "type": ["Text"],
        "format": ["718, [1] с. ; 21 см"],
        "identifier": [URL, "urn:isbn:9789660000018"],
        "language": ["uk"],
        "relation": ["Шкільна бібліотека"],
    }


def test_dublin_core_drops_what_xml_forbids():
    bib = Bib(title=Title(Text("Назва\x00\x0b & <b>\ufffe")), languages=["kaz"])
    assert read_dc(dublin_core(bib, URL))["title"] == ["Назва & <b>"]


def test_dublin_core_of_an_article_names_its_source():
    assert dublin_core_fields(RECORDS["article ru"])["source"] == ["Библиотека. 2021. № 4. С. 12–18"]


def test_bibtex():
    assert read_bibtex(bibtex(KOBZAR, "kobzar-2014", URL)) == {
        "ENTRYTYPE": "book",
        "ID": "kobzar-2014",
        "author": "Шевченко, Тарас Григорович",
        "title": "Кобзар",
        "publisher": "Дніпро",
        "address": "Київ",
        "year": "2014",
        "series": "Шкільна бібліотека",
        "pagetotal": "718, [1] с.",
        "isbn": "9789660000018",
        "language": "uk",
        "url": URL,
    }


def test_bibtex_article_and_special_characters():
    bib = book("eng", ["Smith, J. & Sons", "Anderson and Son, T."], r"100% of {C#}_x \ $5 ~ ^", "", date="2001")
    entry = read_bibtex(bibtex(bib))
    assert entry["title"] == (
        r"100\% of \textbraceleft{}C\#\textbraceright{}\_x \textbackslash{} \$5 \textasciitilde{} \textasciicircum{}"
    )
    assert entry["author"] == r"Smith, J. \& Sons and {Anderson and Son}, T."
    article = read_bibtex(bibtex(RECORDS["article ru"], "x"))
    assert (article["ENTRYTYPE"], article["journal"], article["number"], article["pages"], article["year"]) == (
        "article", "Библиотека", "4", "12--18", "2021",
    )  # fmt: skip


def test_citation_key_is_plain():
    bib = book("ukr", "", "Назва")
    bib.agents = [Agent(Text("Шевченко, Тарас", romanised="Shevchenko, Taras"), main=True)]
    bib.year = 1990
    assert citation_key(bib) == "Shevchenko1990"
    assert citation_key(bib, "ключ 1, {x}") == "1x"
    assert citation_key(Bib(control_number="12/3")) == "record-123"


def test_ris():
    record = read_ris(ris(NEZNAIKA, URL))
    assert record["type_of_reference"] == "BOOK"
    assert record["authors"] == ["Носов, Николай Николаевич"]
    assert record["title"] == "Приключения Незнайки и его друзей : роман-сказка"
    assert record["year"] == "2019"
    assert record["issn"] == "9785000000014"
    assert record["language"] == "ru"
    assert record["urls"] == [URL]


def test_ris_article():
    record = read_ris(ris(RECORDS["article uk"]))
    assert record["type_of_reference"] == "JOUR"
    assert (record["secondary_title"], record["number"], record["start_page"], record["end_page"]) == (
        "Бібліотечна планета", "3", "12", "18",
    )  # fmt: skip


def test_ris_lines():
    bib = book("ukr", "", "Назва\nER  - \r\nTY  - HACK")
    for line in ris(bib).split("\r\n")[:-1]:
        assert re.match(r"[A-Z][A-Z0-9]  - ", line)
    assert read_ris(ris(bib))["title"] == "Назва ER - TY - HACK"


def test_jsonld_of_a_book():
    assert jsonld(NEZNAIKA, URL, work_url="https://library.example/work/7") == {
        "@context": "https://schema.org",
        "@type": "Book",
        "@id": URL,
        "url": URL,
        "name": "Приключения Незнайки и его друзей",
        "alternativeHeadline": "роман-сказка",
        "author": {"@type": "Person", "name": "Николай Николаевич Носов"},
        "inLanguage": "ru",
        "publisher": {
            "@type": "Organization",
            "name": "Махаон",
            "location": {"@type": "Place", "name": "Москва"},
        },
        "datePublished": "2019",
        "numberOfPages": 205,
        "isbn": "9785000000014",
        "typicalAgeRange": "0-",
        "contentRating": "0+",
        "isPartOf": {"@type": "BookSeries", "name": "Яркая ленточка"},
        "exampleOfWork": {"@type": "CreativeWork", "@id": "https://library.example/work/7"},
    }


def test_jsonld_of_an_article_nests_the_issue():
    data = jsonld(RECORDS["article ru"])
    assert data["@type"] == "Article"
    assert data["pagination"] == "12–18"
    assert data["isPartOf"] == {
        "@type": "PublicationIssue",
        "issueNumber": "4",
        "datePublished": "2021",
        "isPartOf": {"@type": "Periodical", "name": "Библиотека"},
    }


def test_jsonld_roles():
    bib = book("ukr", ["Роулінг, Джоан", "Морозов, Віктор|trl", "Ґрафік, І.|ill"], "Гаррі Поттер")
    data = jsonld(bib)
    assert (data["author"]["name"], data["translator"]["name"], data["illustrator"]["name"]) == (
        "Джоан Роулінг", "Віктор Морозов", "І. Ґрафік",
    )  # fmt: skip


def test_jsonld_of_a_work():
    data = work_jsonld(
        "Кобзар", "https://x.example/w", agents("Шевченко, Тарас"), [(KOBZAR, URL)], other_titles=["Kobzar"]
    )
    assert data["@type"] == "Book"
    assert data["alternateName"] == "Kobzar"
    assert data["workExample"]["@id"] == URL
    assert "@context" not in data["workExample"]


def test_jsonld_offer():
    data = jsonld(
        KOBZAR, URL, offers=[offer("Філія № 1", "https://x.example/b/1", available=False, shelf_mark="84 / Ш 37")]
    )
    assert data["offers"]["availability"] == "https://schema.org/OutOfStock"
    assert data["offers"]["offeredBy"]["@type"] == "Library"


@pytest.mark.parametrize("name", RECORDS)
def test_jsonld_expands_whole(name):
    """Every property survives expansion: none has a name the vocabulary cannot take, every @id is absolute."""
    data = jsonld(RECORDS[name], URL)
    node = expand(data)[0]
    assert node["@type"] == [f"https://schema.org/{data['@type']}"]
    assert len([k for k in node if not k.startswith("@")]) == len([k for k in data if not k.startswith("@")])


@pytest.mark.parametrize(
    ("code", "tag"),
    [("ukr", "uk"), ("rus", "ru"), ("kaz", "kk"), ("ger", "de"), ("scr", "hr"), ("xyz", "xyz"), ("", "")],
)
def test_language_codes(code, tag):
    assert languages.bcp47(code) == tag


def test_language_names():
    assert [languages.language_name("kaz", tongue) for tongue in ("uk", "ru", "kk", "en")] == [
        "казахська", "казахский", "қазақ тілі", "Kazakh",
    ]  # fmt: skip
    for code in languages.codes():
        assert languages.marc_code(languages.bcp47(code)) == code
        names = {languages.language_name(code, tongue) for tongue in ("uk", "ru", "kk")}
        assert code not in names
        assert not any(re.search("[A-Za-z]", name) for name in names), (code, names)


# --- any record at all -------------------------------------------------------------------------------------------

words = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "Кобзар",
            "Ганна and Son",
            "}{",
            "\\",
            "A, B",
            "@x",
            "TY  - ",
            "1999-",
            "№ 5",
            "{",
            "%&$#_^~",
            "\x00\u2028",
            "[S.l.]",
            '"',
            "…",
        ]
    ),
)
texts = st.builds(Text, words, words)
some = st.lists(texts, max_size=2)
lines = st.lists(words, max_size=2)
bibs = st.builds(
    Bib,
    control_number=words,
    level=st.sampled_from(typing.get_args(Level)),
    kind=st.sampled_from(typing.get_args(Kind)),
    languages=st.lists(st.sampled_from(["ukr", "rus", "kaz", "eng", "bel", "scr", "", "??", "x"]), max_size=2),
    title=st.builds(Title, texts, st.none() | texts, words, st.none() | texts, st.none() | texts),
    uniform_title=st.none() | texts,
    parallel_titles=some,
    variant_titles=some,
    agents=st.lists(
        st.builds(
            Agent, texts, st.sampled_from(["person", "body", "meeting"]), words, words, words,
            st.sampled_from(["aut", "", "edt", "trl", "ill", "cmp", "zzz"]), st.booleans(), words,
        ),
        max_size=6,
    ),
    edition=st.none() | texts,
    places=some,
    publishers=some,
    date=words,
    year=st.none() | st.integers(0, 2100),
    year_to=st.none() | st.integers(0, 9999),
    numbering=words,
    frequency=words | st.sampled_from("mqa"),
    extent=words,
    illustrations=words,
    size=words,
    accompanying=words,
    series=st.lists(st.builds(Series, texts, words, words), max_size=2),
    notes=lines,
    bibliography_note=words,
    contents=lines,
    abstract=words,
    age_mark=st.none() | st.sampled_from([0, 12, 18]),
    audience=words,
    print_run=words,
    subjects=st.lists(
        st.builds(Subject, some, st.sampled_from(["topic", "person", "place", "time", "form"])), max_size=2
    ),
    keywords=lines,
    classes=st.lists(st.builds(Classification, st.sampled_from(["udc", "rubbk", "ddc", ""]), words), max_size=2),
    isbn=st.lists(st.builds(Identifier, words, words, words, st.booleans()), max_size=2),
    issn=st.lists(st.builds(Identifier, words, words, words, st.booleans()), max_size=2),
    price=words,
    host=st.none() | st.builds(Host, texts, words, words, words, words, words, words, words, words, words),
    links=st.lists(st.builds(Link, words | st.just("https://x.example/{а}%"), words, words), max_size=2),
    rights=words,
    holdings=st.lists(st.builds(Holding, words, words, words, words, words), max_size=1),
)  # fmt: skip
many = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@many
@given(bibs)
def test_any_record_gives_sound_dublin_core(bib):
    assert read_dc(dublin_core(bib, URL)) == dublin_core_fields(bib, URL)


@many
@given(bibs)
def test_any_record_gives_sound_bibtex(bib):
    text = bibtex(bib, "", URL)
    assert text.count("{") == text.count("}")
    assert read_bibtex(text)["url"].startswith(("http", "ftp"))


@many
@given(bibs)
def test_any_record_gives_sound_ris(bib):
    text = ris(bib, URL)
    assert text.endswith("ER  - \r\n")
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in text.split("\r\n")[:-1])
    assert "type_of_reference" in read_ris(text)


@many
@given(bibs)
def test_any_record_gives_sound_jsonld(bib):
    assert expand(jsonld(bib, URL))[0]["@id"] == URL


@many
@given(
    bibs, st.sampled_from(["dstu-gost-7.1", "gost-r-7.0.100", "dstu-8302"]), st.sampled_from([None, "uk", "kaz", "en"])
)
def test_any_record_is_described(bib, standard, lang):
    text = gost(bib, standard, lang)
    assert text == "" or text.endswith((".", "…", "!", "?", ".»", '."'))
    assert "\n" not in text
    gost_card(bib, standard, lang)
