"""Public pages: a work, an edition, authors and subjects – and what is no longer there."""

import json
import re
from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from chytalnia.catalogue.derive import slug
from chytalnia.catalogue.models import Authority, Correction, Item, ItemStatus, MergeCase, Record, Work
from chytalnia.catalogue.services import items, merging, records, works
from chytalnia.core import panels
from chytalnia.core.translated import Translated
from chytalnia.network import services as network
from chytalnia.network.tests.factories import holder
from chytalnia.people.rules import Role

from .factories import bring, copies, marc, system

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ukrainian")]


def json_ld(page):
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return json.loads(found[1])


def test_the_card_says_where_the_book_stands(client, kobzar):
    work, one, two = kobzar
    page = client.get(work.get_absolute_url() + "?lat=50.46&lon=30.52").content.decode()
    with override("uk"):
        assert f"{one}" in page
    assert page.index(str(one)) < page.index(str(two))
    assert "84(4УКР)1" in page
    far = client.get(work.get_absolute_url() + "?lat=50.59&lon=30.52")
    assert far.context["where"].branch.unit == two
    near = client.get(work.get_absolute_url() + "?lat=50.46&lon=30.52")
    assert near.context["where"].branch.unit == one
    assert near.context["where"].kind == "ok"


def test_the_readers_own_branch_comes_first(client, kobzar):
    work, _one, two = kobzar
    client.post("/my-library/", {"unit": two.code, "next": work.get_absolute_url()})
    assert client.get(work.get_absolute_url()).context["where"].branch.unit == two
    client.post("/my-library/", {"unit": ""})
    assert "branch" not in {name for name, morsel in client.cookies.items() if morsel.value}


def test_when_all_copies_are_out_it_says_whom_to_ask(client, kobzar):
    work, one, _two = kobzar
    network.add_contact(unit=one, kind="phone", value="+380 44 123 45 67")
    items.change_status(items=Item.objects.all(), status=ItemStatus.ON_LOAN)
    where = client.get(work.get_absolute_url() + "?unit=" + one.code).context["where"]
    assert (where.kind, where.url) == ("wait", "tel:+380441234567")
    items.change_status(items=Item.objects.all(), status=ItemStatus.LOST)
    where = client.get(work.get_absolute_url()).context["where"]
    assert (where.kind, where.branch) == ("wait", None)


def test_an_edition_that_is_read_in_the_library_is_not_told_as_lent(client, kobzar):
    work, *_ = kobzar
    items.change_status(items=Item.objects.filter(record__control_number="2"), status=ItemStatus.NOT_LENT)
    items.change_status(items=Item.objects.filter(record__control_number="1"), status=ItemStatus.ON_LOAN)
    badges = re.findall(
        r'class="edition".*?(?:class="badge( wait)?">([^<]+))', client.get(work.get_absolute_url()).content.decode()
    )
    assert badges == [(" wait", "усі на руках"), ("", "читати на місці")]


def test_translations_stand_by_language_and_lead_to_their_pages(client, kobzar):
    work, *_ = kobzar
    answer = client.get(work.get_absolute_url())
    groups = {group["code"]: len(group["editions"]) for group in answer.context["groups"]}
    assert groups == {"ukr": 2, "rus": 1}
    page = answer.content.decode()
    for record in Record.objects.all():
        assert f'href="{record.get_absolute_url()}"' in page
    assert '<h1 lang="uk">' in page
    assert 'lang="ru">Кобзарь' in page


def test_json_ld_of_a_work_names_editions_and_offers(client, kobzar):
    work, one, _two = kobzar
    told = json_ld(client.get(work.get_absolute_url()).content.decode())
    assert told["@type"] == "Book"
    assert {edition["@type"] for edition in told["workExample"]} == {"Book"}
    assert len(told["workExample"]) == 3
    assert {offer["offeredBy"]["name"] for offer in told["offers"]} == {str(one.name), str(_two.name)}
    assert all(offer["availability"].startswith("https://schema.org/") for offer in told["offers"])
    record = json_ld(client.get(Record.objects.get(control_number="1").get_absolute_url()).content.decode())
    assert record["exampleOfWork"]["@id"] == told["@id"]
    author = json_ld(client.get(Authority.objects.get(kind="person").get_absolute_url()).content.decode())
    assert (author["@type"], author["name"]) == ("Person", "Тарас Шевченко")


def test_markup_in_a_record_stays_text(client, tmp_path):
    unit, *_ = system()
    evil = "</script><script>alert(1)</script><b>"
    bring(tmp_path, unit, marc("1", title=evil, author=evil))
    work = Work.objects.get()
    record = Record.objects.get()
    pages = [
        work.get_absolute_url(),
        record.get_absolute_url(),
        f"/list/?works={work.pk}",
        f"/lists/print?works={work.pk}",
    ]
    for address in [*pages, *(a.get_absolute_url() for a in Authority.objects.all()), "/new/"]:
        assert "<script>alert" not in client.get(address).content.decode()
    json_ld(client.get(work.get_absolute_url()).content.decode())
    assert b"<script" not in client.get(f"/cover/{work.pk}.svg").content


@pytest.mark.parametrize("address", ["work", "record", "card"])
def test_the_number_of_queries_does_not_grow(client, tmp_path, address):
    """One edition with one copy, and twenty editions with a hundred copies, cost the same."""
    unit, one, two = system()
    bring(tmp_path, unit, marc("0", year=1990))
    copies(Record.objects.get(), one)

    def ask():
        work = Work.objects.shown().get()
        record = Record.objects.order_by("pk").first()
        card = f"/records/{record.pk}/card.pdf"
        return {"work": work.get_absolute_url(), "record": record.get_absolute_url(), "card": card}[address]

    client.get(ask())
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert client.get(ask()).status_code == 200
    bring(tmp_path, unit, *(marc(str(n), year=1990 + n, publisher=f"Дім {n},") for n in range(1, 20)))
    for record in Record.objects.all():
        copies(record, one, 3)
        copies(record, two, 2)
    with CaptureQueriesContext(connection) as many:
        assert client.get(ask()).status_code == 200
    assert abs(len(many) - len(few)) <= 1
    assert len(many) <= 24


def test_lists_cost_the_same_with_one_and_twenty(client, tmp_path):
    unit, one, _two = system()
    bring(tmp_path, unit, marc("0", title="Перша книга", language="ukr"))
    copies(Record.objects.get(), one, acquired_on=date(2026, 11, 1))
    author = Authority.objects.get(kind="person")
    addresses = ["/new/", f"/new/?unit={one.code}", author.get_absolute_url()]
    few = []
    for address in addresses:
        client.get(address)
        with CaptureQueriesContext(connection) as context:
            client.get(address)
        few.append(len(context))
    bring(tmp_path, unit, *(marc(str(n), title=f"Зовсім інша книга {n}", language="ukr") for n in range(1, 20)))
    for record in Record.objects.all():
        copies(record, one, acquired_on=date(2026, 11, 2))
    for address, before in zip(addresses, few, strict=True):
        with CaptureQueriesContext(connection) as context:
            page = client.get(address)
        assert page.status_code == 200
        assert len(context) <= before + 1, address


@pytest.mark.parametrize("prefix", ["", "/ru", "/kk", "/en"])
def test_every_page_answers_in_every_language(client, kobzar, prefix):
    work, one, _two = kobzar
    record = Record.objects.first()
    author = Authority.objects.get(kind="person")
    bare = [
        f"/works/{work.pk}/kobzar/", f"/works/{work.pk}/", f"/records/{record.pk}/", f"/records/{record.pk}/?view=marc",
        f"/records/{record.pk}/correct/", f"/authors/{author.pk}/", "/new/", f"/new/?unit={one.code}", "/list/",
        f"/list/?works={work.pk}", f"/lists/print?works={work.pk}", f"/lists/print?works={work.pk}&as=pdf",
    ]  # fmt: skip
    for address in bare:
        answer = client.get(prefix + address)
        assert answer.status_code == 200, address
        if answer["Content-Type"].startswith("text/html"):
            assert f'<html lang="{prefix.strip("/") or "uk"}"' in answer.content.decode()


def test_canonical_address_and_languages_of_a_work(client, kobzar):
    work, *_ = kobzar
    for address in (f"/works/{work.pk}/", f"/works/{work.pk}/kobzar/", f"/works/{work.pk}/kobzar/?lat=1&lon=1"):
        page = client.get(address).content.decode()
        assert f'<link rel="canonical" href="{settings.PUBLIC_URL}/works/{work.pk}/kobzar/">' in page
        assert f'hreflang="kk" href="{settings.PUBLIC_URL}/kk/works/{work.pk}/kobzar/"' in page
    old = client.get(f"/works/{work.pk}/an-old-title/?unit=x")
    assert (old.status_code, old["Location"]) == (301, f"/works/{work.pk}/kobzar/?unit=x")
    assert client.get(f"/kk/works/{work.pk}/old/")["Location"] == f"/kk/works/{work.pk}/kobzar/"


@pytest.mark.parametrize(
    "address",
    [
        "/works/0/", "/works/99999999999999999999999/", "/works/-1/", "/works/1e5/", "/works/1;drop/", "/works/%00/",
        "/records/99999999999999999999/", "/records/0/card.pdf", "/records/9/correct/", "/authors/99999999999999999999/",
        "/subjects/0/", "/headings/7777777/", "/cover/99999999999999999999.svg", "/cover/0.png", "/export/marc21?ids=0",
        "/export/nope?ids=1", "/export/marc21", "/new/?unit=nowhere", "/new/?unit=" + "a" * 5000, "/works/" + "9" * 5000 + "/",
    ],
)  # fmt: skip
def test_numbers_of_nothing_are_not_found(client, db, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "lat=nan&lon=nan",
        "lat=1e400&lon=2",
        "lat=91&lon=0",
        "lat=x",
        "unit=%27%22%3Cb%3E",
        "lat=&lon=",
        "unit=" + "я" * 300,
    ],
)
def test_strange_places_are_passed_over(client, kobzar, query):
    assert client.get(f"{kobzar[0].get_absolute_url()}?{query}").status_code == 200


def test_a_joined_work_and_a_merged_record_lead_on(client, tmp_path):
    mine, *_ = system("mine")
    theirs, *_ = system("theirs")
    bring(tmp_path, mine, marc("1", isbn="9789660000018"))
    bring(tmp_path, theirs, marc("9", isbn="9789660000018", agency="OTHER"))
    case = MergeCase.objects.get()
    merging.merge(case=case, keep=case.second)
    answer = client.get(case.first.get_absolute_url())
    assert (answer.status_code, answer["Location"]) == (301, case.second.get_absolute_url())
    bring(tmp_path, mine, marc("2", title="Гайдамаки"))
    first, second = Work.objects.shown().order_by("pk")
    works.join(works=[first, second])
    gone = second if Work.objects.shown().get() == first else first
    answer = client.get(f"/works/{gone.pk}/")
    assert (answer.status_code, answer["Location"]) == (301, Work.objects.shown().get().get_absolute_url())


def test_what_was_taken_out_is_gone_and_what_is_hidden_is_not_found(client, tmp_path):
    unit, *_ = system()
    bring(tmp_path, unit, marc("1"), marc("2", title="Гайдамаки"))
    removed, hidden = Record.objects.order_by("control_number")
    records.remove(record=removed)
    records.show(record=hidden, visible=False)
    answer = client.get(removed.get_absolute_url())
    assert answer.status_code == 410
    assert "Кобзар" in answer.content.decode()
    assert client.get(f"/works/{removed.work_id}/").status_code == 410
    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert client.get(f"/works/{hidden.work_id}/").status_code == 404
    assert client.get(f"/cover/{hidden.work_id}.svg").status_code == 404
    assert client.get(f"/export/marc21?ids={removed.pk},{hidden.pk}").status_code == 404


def test_romanised_form_is_beside_the_derived_one_with_a_way_to_tell(client, tmp_path):
    unit, *_ = system()
    bring(tmp_path, unit, marc("1", title="Lisova pisni︠a︡", author="Ukraïnka, Lesi︠a︡"))
    record = Record.objects.get()
    page = client.get(record.work.get_absolute_url()).content.decode()
    assert "Лісова пісня" in page
    assert 'lang="uk-Latn"' in page
    assert f'href="/records/{record.pk}/correct/"' in page


def test_a_readers_correction_waits_for_a_cataloguer_and_is_carried_out(client, tmp_path):
    unit, *_ = system()
    bring(tmp_path, unit, marc("1", title="Lisova pisni︠a︡", author="Ukraïnka, Lesi︠a︡"))
    record = Record.objects.get()
    address = f"/records/{record.pk}/correct/"
    said = {"proposed": "Лісова пісня, драма", "comment": "так на обкладинці"}
    assert client.post(address, said).status_code == 302
    client.post(address, said)
    correction = Correction.objects.get()
    assert (correction.stage, correction.shown) == ("open", "Лісова пісня")
    correction.move("accept")
    assert Record.objects.get().title.startswith("Лісова пісня, драма")


def test_a_program_that_fills_every_field_and_a_foreign_page_leave_no_correction(client, kobzar):
    address = f"/records/{Record.objects.first().pk}/correct/"
    client.post(address, {"proposed": "x", "website": "http://spam.example"})
    client.post(address, {"proposed": "y"}, headers={"Origin": "https://elsewhere.example"})
    for n in range(20):
        client.post(address, {"comment": f"no {n}"})
    assert Correction.objects.count() == 5


def test_upper_rooms_fill_their_place(client, kobzar, monkeypatch):
    monkeypatch.setitem(panels._places, "catalogue.work", [])
    panels.add(
        "catalogue.work", "components/notice.html", lambda work, request: {"kind": "info", "text": f"про {work.title}"}
    )
    panels.add("catalogue.work", "components/notice.html", lambda work, request: None, order=1)
    page = client.get(kobzar[0].get_absolute_url()).content.decode()
    assert page.count("про Кобзар") == 1


def test_pages_need_no_session(kobzar):
    """An anonymous page sets no cookie but that of the visit, so that caches between us and readers may keep it."""
    client = Client()
    client.get(kobzar[0].get_absolute_url())
    assert set(client.cookies) <= {"visit"}


def test_name_in_other_languages_is_the_readers(client, kobzar):
    work, one, _two = kobzar
    network.change_card(unit=one, name=Translated(uk="Перша", kk="Бірінші"))
    assert "Бірінші" in client.get(f"/kk/works/{work.pk}/kobzar/").content.decode()


def test_corrections_wait_on_a_board_of_the_desk(client, tmp_path):
    unit, *_ = system()
    bring(tmp_path, unit, marc("1", title="Lisova pisni︠a︡", author="Ukraïnka, Lesi︠a︡"))
    client.post(f"/records/{Record.objects.get().pk}/correct/", {"proposed": "Лісова пісня: драма"})
    client.force_login(holder(unit, Role.CATALOGUER))
    board = client.get("/desk/corrections/")
    assert "Лісова пісня: драма" in board.content.decode()
    client.force_login(holder(unit, Role.EDITOR))
    assert client.get("/desk/corrections/").status_code in (302, 403)


@pytest.mark.parametrize(
    ("title", "end"),
    [("Łódź – ziemia", "lodz-ziemia"), ("Œuvres", "oeuvres"), ("Straße", "strasse"), ("Лісова пісня", "lisova-pisnia")],
)
def test_the_end_of_an_address_is_latin(title, end):
    assert slug(title) == end


def test_an_address_with_signs_nobody_writes_leads_to_the_right_one(client, kobzar):
    work, *_branches = kobzar
    for end in ("%00", "%0A", "инше"):
        answer = client.get(f"/works/{work.pk}/{end}/")
        assert (answer.status_code, answer.url) == (301, work.get_absolute_url())
