"""A reader searches: what stands on the page, what its addresses are, what becomes of hostile ones."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chytalnia.catalogue.finding import MOST_CONDITIONS, asked_in
from chytalnia.catalogue.models import Item, Record
from chytalnia.catalogue.services import items
from chytalnia.core.translated import Translated
from chytalnia.journal import later
from chytalnia.journal.models import Fact
from chytalnia.network.models import Unit
from chytalnia.network.tests.factories import unit
from chytalnia.search import services as search

BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64)", "Accept-Language": "uk"}
ROBOT = {"User-Agent": "Examplebot/2.1"}


def text_of(page):
    body = re.sub(r"<svg.*?</svg>|<script.*?</script>", " ", page.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def titles(page):
    return re.findall(
        r'<h2><a href="[^"]*/works/\d+/[^"]*"[^>]*>([^<]*)</a>', page.content.decode().replace("\xad", "")
    )


@pytest.mark.usefixtures("english")
def test_an_inflected_word_finds_the_book_and_says_where_it_stands(client, library):
    page = client.get("/search", {"q": "кобзаря"})
    assert titles(page) == ["Кобзар"]
    told = text_of(page)
    assert "1 title in 2 libraries" in told
    assert "In 2 libraries" in told
    assert "Shelf 84(4УКР)1 Ш37" in told
    assert "Also searched for: кобзар" in told


@pytest.mark.usefixtures("english")
def test_the_answer_and_its_line_count_the_same_libraries(client, library):
    third = unit(Unit.objects.get(code="system"), code="three", name=Translated(uk="Філія № 3"))
    items.receive_items(record=library.kobzar, unit=third)
    items.change_status(items=Item.objects.filter(unit=third), status="on_loan")
    search.drain()
    told = text_of(client.get("/search", {"q": "кобзар"}))
    assert "1 title in 3 libraries" in told
    assert "In place in 2 of 3 libraries" in told


def test_all_that_was_found_goes_out_as_a_file_and_not_one_page_of_it(client, library):
    page = client.get("/search", {"q": "шевченко", "sort": "title"}).content.decode()
    address = re.search(r'href="([^"]*/export/marc21[^"]*)"', page)[1].replace("&amp;", "&")
    assert parse_qsl(urlsplit(address).query) == [("q", "шевченко")]
    assert client.get(address).getvalue().count(b"\x1d") == 1


@pytest.mark.usefixtures("english")
def test_another_layout_is_understood_and_can_be_undone(client, library):
    page = client.get("/search", {"q": "rj,pfh"})
    assert titles(page) == ["Кобзар"]
    undo = re.search(r'<a href="([^"]+)"[^>]*>Only as written', page.content.decode())[1].replace("&amp;", "&")
    assert parse_qsl(urlsplit(undo).query) == [("q", "rj,pfh"), ("as", "written")]
    as_written = client.get(undo)
    assert titles(as_written) == []
    assert "Search more widely" in text_of(as_written)


@pytest.mark.usefixtures("english")
def test_a_copy_that_is_away_is_told_as_away(client, library):
    items.change_status(items=Item.objects.all(), status="on_loan")
    search.drain()
    assert "All 2 copies are away" in text_of(client.get("/search", {"q": "кобзар"}))
    assert titles(client.get("/search", {"q": "кобзар", "available": "1"})) == []


@pytest.mark.usefixtures("english")
def test_my_library_comes_first(client, library):
    client.cookies["branch"] = "two"
    assert "In your library , Бібліотека для дітей" in text_of(client.get("/search", {"q": "кобзар"}))


def test_near_me_is_remembered_and_stays_out_of_addresses(client, library):
    answer = client.get("/search", {"q": "кобзар", "lat": "50.44012", "lon": "30.51"})
    assert answer.url == "/search?q=%D0%BA%D0%BE%D0%B1%D0%B7%D0%B0%D1%80"
    assert client.cookies["place"].value == "50.440,30.510"


def test_the_page_asks_the_same_number_of_questions(client, library):
    """One hit or twenty, each with copies in both branches."""
    for record in Record.objects.filter(control_number__startswith="h"):
        for branch in (library.one, library.two):
            items.receive_items(record=record, unit=branch)
    search.drain()
    # Which libraries there are and when they are open is known from the page before.
    client.get("/search")
    counted = []
    for word, hits in (("кобзар", 1), ("історія", 20)):
        with CaptureQueriesContext(connection) as asked:
            page = client.get("/search", {"q": word, "language": "ukr"})
        assert len(titles(page)) == hits
        counted.append(len(asked))
    # The works and their copies; what else a list shows of a work the index keeps.
    assert counted == [2, 2]


def test_conditions_narrow_and_chips_take_them_away(client, library):
    page = client.get("/search", {"q": "історія", "language": "ukr", "year": "1995-2000"})
    assert len(titles(page)) == 6
    removes = [
        dict(parse_qsl(urlsplit(url.replace("&amp;", "&")).query))
        for url in re.findall(r'<a class="chip on" href="([^"]+)"', page.content.decode())
    ]
    assert removes == [{"q": "історія", "year": "1995-2000"}, {"q": "історія", "language": "ukr"}]


def test_other_values_of_a_ticked_facet_keep_their_counts(client, library):
    every = client.get("/search").content.decode()
    ticked = client.get("/search", {"language": "kaz"}).content.decode()
    count = r'value="ukr".*?</span><span>(\d+)</span>'
    assert re.search(count, every)[1] == re.search(count, ticked)[1] != "0"


def test_paging_leads_through_all_results_once(client, library):
    seen, url = [], "/search?q=" + "історія&sort=title"
    while url:
        page = client.get(url, follow=True)
        seen += titles(page)
        found = re.search(r'<a rel="next nofollow" href="([^"]+)"', page.content.decode())
        url = found and found[1].replace("&amp;", "&")
    assert len(seen) == len(set(seen)) >= 24


def test_a_page_beyond_the_last_leads_to_the_last(client, library):
    answer = client.get("/search", {"q": "історія", "page": "99999999"}, follow=True)
    assert answer.status_code == 200
    assert titles(answer)


ADDRESSES = [
    ("q=%20кобзар%20%20поезія", "q=кобзар+поезія"),
    ("sort=&q=a&page=1&year_from=&year_to=", "q=a"),
    ("year_to=2000&year_from=2010&q=a", "q=a&year=2000-2010"),
    ("language=rus&q=a&language=kaz&language=rus", "q=a&language=kaz&language=rus"),
    ("author=&available=on&sort=nonsense&kind=work&unknown=1&q=a", "q=a&available=1"),
    ("page=7&q=a&as=written", "q=a&as=written&page=7"),
]


@pytest.mark.parametrize(("given", "canonical"), ADDRESSES)
def test_every_search_has_one_address(client, db, given, canonical):
    answer = client.get(f"/search?{given}")
    assert parse_qsl(urlsplit(answer.url).query) == parse_qsl(canonical)
    asked = asked_in(RequestFactory().get(answer.url).GET)
    assert asked.at("/search") == answer.url


@pytest.mark.usefixtures("english")
def test_the_piece_for_htmx_is_the_answer_alone_with_its_address(client, library):
    answer = client.get("/search", {"q": "кобзар", "year_from": ""}, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert page.startswith("<title>кобзар – 1 title")
    assert "<html" not in page
    assert answer["HX-Push-Url"] == "/search?q=%D0%BA%D0%BE%D0%B1%D0%B7%D0%B0%D1%80"
    again = client.get("/search", {"q": "кобзар"}, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in again.content.decode()


def test_the_second_reader_within_a_minute_costs_no_search(client, library, django_assert_num_queries):
    client.get("/search", {"q": "кобзар"})
    with django_assert_num_queries(0):
        assert titles(client.get("/search", {"q": "кобзар"})) == ["Кобзар"]


@pytest.mark.usefixtures("english")
def test_one_box_finds_libraries_too(client, library):
    page = client.get("/search", {"q": "сімейна"})
    assert "/libraries/one/" in page.content.decode()
    only = client.get("/search", {"q": "сімейна", "kind": "library"})
    assert "1 library" in text_of(only)
    assert "Open round the clock" in text_of(only)


def test_a_renamed_library_is_found_by_its_new_name(client, library):
    from chytalnia.network import services

    services.change_card(unit=library.one, short_name=Translated(uk="Вітрильник"))
    search.drain()
    assert "/libraries/one/" in client.get("/search", {"q": "вітрильник"}).content.decode()


@pytest.mark.usefixtures("english")
def test_nothing_found_helps_further_and_is_counted_as_empty(client, library):
    page = client.get("/search", {"q": '"кобзар небувалий"'}, headers=BROWSER)
    told = text_of(page)
    assert "Nothing answers" in told
    assert "Ask a librarian" in told
    assert "кобзар · 1" in told
    client.get("/search", {"q": "кобзар"}, headers=BROWSER)
    client.get("/search", {"q": "кобзар", "page": "2"}, headers=BROWSER)
    client.get("/search", {"q": "кобзар"}, headers=ROBOT)
    later.flush()
    counted = sorted(Fact.objects.filter(kind__startswith="searches").values_list("kind", "place", "language"))
    assert counted == [
        ("searches", "remote", "eng"),
        ("searches", "remote", "eng"),
        ("searches.empty", "remote", "eng"),
    ]


@pytest.mark.parametrize("language", ["", "/ru", "/kk", "/en"])
def test_every_page_answers_in_every_language(client, library, language):
    for path in ("/", "/search", "/search?q=кобзар", "/search?q=немає", "/search/print?q=кобзар"):
        answer = client.get(language + path)
        assert (path, answer.status_code) == (path, 200)
        assert f'<html lang="{language[1:] or "uk"}"' in answer.content.decode()


HOSTILE = {
    "a thousand conditions": ("?" + "&".join(f"language=l{n}" for n in range(1000)), 400),
    "a thousand subjects": ("?q=a&" + "&".join(f"subject=s{n}" for n in range(MOST_CONDITIONS + 1)), 400),
    "a negative page": ("?q=a&page=-1", 200),
    "a page of no number": ("?q=a&page=٣", 200),
    "a far page": ("?q=історія&page=99999999", 200),
    "a question of 100 kB": ("?q=" + "кобзар " * 15_000, 200),
    "null bytes": ("?q=%00%00кобзар%00&author=%00", 200),
    "broken UTF-8": ("?q=%D0%BA%D0&unit=%ff%fe", 200),
    "half a surrogate": ("?q=%ED%A0%80", 200),
    "years of no kind": ("?year=0-99999&year=abc&year_from=-5", 200),
    "a unit that is none": ("?unit=' OR 1=1 --", 200),
    "a kind that is none": ("?q=a&kind=<script>", 200),
    "query syntax": ('?q="((автор:::OR -- AND [ TO * ~^', 200),
    "markup": ("?q=<script>alert(1)</script>", 200),
    "place of no kind": ("?q=a&lat=nan&lon=inf", 200),
}


@pytest.mark.usefixtures("english")
def test_a_hostile_address_gets_a_clear_answer(client, library):
    for name, (query, status) in HOSTILE.items():
        answer = client.get("/search" + query, follow=True)
        assert (name, answer.status_code) == (name, status)
        assert "<script>alert" not in answer.content.decode()
        assert ("Too many conditions at once" in text_of(answer)) == (status == 400)
        assert client.get("/search/print" + query).status_code == status
        assert client.get("/suggest" + query).status_code == 200


def test_programs_get_no_deep_combinations(client, library):
    deep = {"q": "історія", "available": "1", "language": "ukr", "year": "1990-2000", "format": "book"}
    assert client.get("/search", deep, headers=BROWSER).status_code == 200
    refused = client.get("/search", deep, headers=ROBOT)
    assert refused.status_code == 403
    assert "noindex, nofollow" in refused.content.decode()
    assert 'content="noindex, nofollow"' in client.get("/search", deep, headers=BROWSER).content.decode()


@pytest.mark.usefixtures("english")
def test_who_asks_too_often_is_told_when_to_come_again(client, library, settings):
    settings.SEARCH_RATE = "3/m"
    answers = [client.get("/search", {"q": f"слово{n}"}, REMOTE_ADDR="203.0.113.9") for n in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert 1 <= int(answers[-1]["Retry-After"]) <= 61
    assert "That was very fast" in text_of(answers[-1])
    assert client.get("/search", {"q": "інший"}, REMOTE_ADDR="203.0.113.10").status_code == 200
    settings.ONSITE_NETWORKS = ["203.0.113.0/24"]
    assert client.get("/search", {"q": "ще"}, REMOTE_ADDR="203.0.113.9").status_code == 200


def test_the_printed_list_has_descriptions_and_shelves(client, library):
    told = text_of(client.get("/search/print", {"q": "кобзар"}))
    assert "Кобзар" in told
    assert "Київ : Дніпро, 2014" in told.replace("\xa0", " ")
    assert "84(4УКР)1 Ш37" in told


def test_suggestions_name_works_authors_and_libraries(client, library):
    lines = client.get("/suggest", {"q": "кобз"}).json()["results"]
    assert {"text": "Кобзар", "url": reverse("catalogue:work", args=[library.kobzar.work_id])}.items() <= lines[
        0
    ].items()
    [author] = [line for line in client.get("/suggest", {"q": "шевч"}).json()["results"] if "author=" in line["url"]]
    assert titles(client.get(author["url"])) == ["Кобзар"]
    assert client.get("/suggest", {"q": "сімей"}).json()["results"][0]["url"] == "/libraries/one/"
    assert client.get("/suggest", {"q": "\x00"}).json() == {"results": []}
