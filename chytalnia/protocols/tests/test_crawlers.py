"""Feeds, maps of the site and what programs may do."""

from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest

from chytalnia.protocols import crawlers

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_robots_are_let_to_works_and_kept_from_endless_answers(client, db):
    told = client.get("/robots.txt").content.decode()
    robots = RobotFileParser()
    robots.parse(told.splitlines())
    assert robots.can_fetch("Examplebot", "/works/1/kobzar/")
    for path in ("/desk/", "/api/v1/search?q=a", "/suggest?q=a", "/search/print?q=a"):
        assert not robots.can_fetch("Examplebot", path)
    assert "Sitemap: http://library.example/sitemap.xml" in told


def test_maps_name_every_work_library_and_page(client, library, monkeypatch):
    monkeypatch.setattr(crawlers, "PER_MAP", 1)
    index = ElementTree.fromstring(body(client.get("/sitemap.xml")))
    named = [one.text for one in index.iter(f"{SITEMAP}loc")]
    found = []
    for address in named:
        part = client.get(address.removeprefix("http://library.example"))
        assert part["Content-Type"].startswith("application/xml")
        root = ElementTree.fromstring(body(part))
        found += [one.text.removeprefix("http://library.example") for one in root.iter(f"{SITEMAP}loc")]
    assert len(found) == len(set(found))
    assert len([path for path in found if "/works/" in path]) == 2
    assert "/libraries/one/" in found
    assert all(client.get(path, follow=True).status_code == 200 for path in found)


def test_a_map_of_many_works_costs_one_question(client, library, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert body(client.get("/sitemap-works-0.xml")).count(b"<lastmod>") == 2


@pytest.mark.parametrize("name", ["works-x", "works-", "works-99999999999999999999", "nothing"])
def test_a_map_that_is_none_is_not_found(client, db, name):
    assert client.get(f"/sitemap-{name}.xml").status_code == 404


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("/feeds/new.rss", 2),
        ("/feeds/new.rss?lang=kk", 2),
        ("/feeds/libraries/one.rss", 1),
        ("/feeds/search.rss?q=абай", 1),
        ("/feeds/search.rss?q=немає", 0),
        ("/feeds/search.rss?q=%00&lang=zz", 2),
    ],
)
def test_feeds_are_valid_and_lead_to_works(client, library, path, count):
    answer = client.get(path)
    root = ElementTree.fromstring(answer.content)
    assert answer["Content-Type"] == "application/rss+xml; charset=utf-8"
    links = [one.text.removeprefix("http://library.example") for one in root.findall("channel/item/link")]
    assert len(links) == count
    assert all(link.startswith("/kk/") for link in links) or "lang=kk" not in path
    assert all(client.get(link).status_code == 200 for link in links)


def test_a_feed_of_no_library_is_not_found(client, db):
    assert client.get("/feeds/libraries/nothing.rss").status_code == 404


def test_a_browser_learns_to_search(client, db):
    root = ElementTree.fromstring(client.get("/opensearch.xml?lang=kk").content)
    templates = [one.get("template") for one in root.findall("{http://a9.com/-/spec/opensearch/1.1/}Url")]
    assert templates[0] == "http://library.example/kk/search?q={searchTerms}"
