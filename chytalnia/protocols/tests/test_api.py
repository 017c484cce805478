"""The JSON API: its description is true, its answers have their shape, its refusals are clear."""

import pytest
from django.urls import reverse
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate

from chytalnia.journal import later
from chytalnia.journal.models import Fact

SEARCH = "/api/v1/search"


def test_the_description_is_valid_and_answers_follow_it(client, library):
    described = client.get("/api/v1/openapi.json").json()
    validate(described)
    for name, path in (
        ("SearchAnswer", f"{SEARCH}?q=кобзар"),
        ("WorkAnswer", f"/api/v1/works/{library.kobzar.work_id}"),
    ):
        schema = {"$ref": f"#/components/schemas/{name}", "components": described["components"]}
        OAS31Validator(schema).validate(client.get(path).json())


def test_a_search_answers_in_the_promised_shape(client, library):
    answer = client.get(SEARCH, {"q": "кобзаря", "limit": 5}).json()
    assert list(answer) == ["total", "correction", "results", "facets"]
    assert answer["total"] == 1
    assert answer["correction"] is None
    assert answer["results"] == [
        {
            "id": library.kobzar.work_id,
            "title": "Кобзар & <інше>",
            "authors": ["Шевченко, Тарас"],
            "year": 2014,
            "languages": ["ukr"],
            "url": "http://library.example" + reverse("catalogue:work", args=[library.kobzar.work_id]),
        }
    ]
    assert {"value": "ukr", "count": 1} in answer["facets"]["language"]


def test_conditions_and_paging(client, library):
    assert client.get(SEARCH, {"language": "kaz"}).json()["total"] == 1
    assert client.get(SEARCH, {"available": "true", "unit": "one"}).json()["total"] == 1
    assert client.get(SEARCH, {"year": "1980-1995"}).json()["results"][0]["title"] == "Абай жолы"
    first, second = (client.get(SEARCH, {"limit": 1, "offset": n}).json()["results"][0]["id"] for n in (0, 1))
    assert first != second
    assert client.get(SEARCH, {"limit": 0}).json()["results"] == []
    assert (
        client.get(SEARCH, {"q": "кобзар", "lang": "kk"})
        .json()["results"][0]["url"]
        .startswith("http://library.example/kk/")
    )


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("limit=101", 422),
        ("limit=ten", 422),
        ("offset=-1", 422),
        ("offset=10001", 422),
        ("sort=colour", 422),
        ("lang=xx", 422),
        ("&".join(f"language=l{n}" for n in range(1000)), 400),
        ("q=%00%00", 200),
        ("q=%D0%BA%D0", 200),
        ("q=" + "a" * 100_000, 200),
        ("year=abc&unit=%00&author=%ff", 200),
    ],
)
def test_a_senseless_request_gets_a_clear_answer(client, library, query, status):
    answer = client.get(f"{SEARCH}?{query}")
    assert answer.status_code == status
    if status != 200:
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["status"] == status
        assert answer.json()["title"]


def test_records_go_out_in_any_format(client, library):
    path = f"/api/v1/records/{library.kobzar.pk}"
    assert client.get(path, {"format": "marc21"}).content == bytes(library.kobzar.source)
    assert client.get(path).json()[0]["@context"].startswith("https://schema.org")
    for name, media in (("marcxml", "application/marcxml+xml"), ("bibtex", "application/x-bibtex; charset=utf-8")):
        assert client.get(path, {"format": name})["Content-Type"] == media
    assert client.get(path, {"format": "clay"}).status_code == 400
    assert client.get("/api/v1/records/999999").json()["status"] == 404
    assert client.get("/api/v1/nothing", headers={"Accept-Language": "en"}).json()["title"] == "There is nothing here"
    assert client.get(f"/api/v1/records/{2**70}").headers["Content-Type"] == "application/problem+json"


def test_pages_of_other_sites_may_read_it(client, library):
    assert client.get(SEARCH)["Access-Control-Allow-Origin"] == "*"
    before = client.options(SEARCH)
    assert (before.status_code, before["Access-Control-Allow-Methods"]) == (
        204,
        "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS",
    )
    assert "Access-Control-Allow-Origin" not in client.get("/robots.txt")


def test_who_asks_too_often_is_told_when_to_come_again(client, library, settings):
    settings.SEARCH_RATE = "2/m"
    answers = [client.get(SEARCH) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1]["Content-Type"] == "application/problem+json"
    assert int(answers[-1]["Retry-After"]) > 0


def test_a_search_by_a_machine_is_counted_too(client, library):
    client.get(SEARCH, {"q": "кобзар"})
    client.get(SEARCH, {"q": "немає такого"})
    client.get(SEARCH, {"language": "ukr"})
    later.flush()
    assert sorted(Fact.objects.filter(kind__startswith="searches").values_list("kind", flat=True)) == [
        "searches",
        "searches",
        "searches.empty",
    ]
