"""Readers at the desk: registered, found, renewed, merged, their cards printed and read."""

import re
from datetime import date, timedelta

import pypdfium2
import pytest
import zxingcpp
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from chytalnia.core import panels
from chytalnia.core.models import AuditEntry
from chytalnia.people.models import Reader, ReaderMerge
from chytalnia.people.readers import printing, queries, services

from .forms import act, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def test_a_reader_is_registered_with_one_form(desk, branch):
    answer = desk.post(reverse("desk_readers:new"), typed(branch, card="700 001"), follow=True)
    reader = Reader.objects.get()
    assert answer.redirect_chain[-1][0] == reader.get_absolute_url()
    assert (reader.birth_date, reader.home_unit) == (date(1985, 2, 1), branch)
    assert queries.by_card("700001") == reader
    assert {one.kind for one in queries.consents(reader)} == {"rules", "data"}
    assert queries.registered_in(reader, branch, timezone.localdate().year)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"surname": ""}, "surname"),
        ({"birth_date": "31021985"}, "birth_date"),
        ({"birth_date": "01021785"}, "birth_date"),
        ({"consents": ["rules"]}, "consents"),
        ({"social": ["veteran"]}, "social"),
        ({"surety": "999"}, "surety"),
    ],
)
def test_what_is_unclear_is_said_and_nobody_registered(desk, branch, fields, field):
    answer = desk.post(reverse("desk_readers:new"), typed(branch, **fields))
    assert list(answer.context["form"].errors) == [field]
    assert not Reader.objects.exists()


def test_a_child_comes_with_a_grown_up(desk, branch, enrol, small):
    mother = enrol(branch, card="801")
    born = small.strftime("%d.%m.%Y")
    answer = desk.post(reverse("desk_readers:new"), typed(branch, birth_date=born))
    assert list(answer.context["form"].errors) == ["surety_name"]
    desk.post(
        reverse("desk_readers:new"), typed(branch, birth_date=born, surety="801", family="801", family_role="child")
    )
    child = Reader.objects.get(surname="Бойко")
    mother.refresh_from_db()
    assert queries.surety(child).adult == mother
    assert list(queries.children_of(mother)) == [child]
    assert queries.consents(child).first().given_by_adult == "Коваль Олена"


def test_somebody_known_is_shown_before_a_second_record_is_made(desk, branch, enrol):
    known = enrol(branch, surname="Бойко", name="Иван", birth_date=date(1985, 2, 1))
    seen = desk.get(reverse("desk_readers:twins"), {"surname": "Бойко", "name": "Іван", "birth_date": "01.02.1985"})
    assert known.get_absolute_url() in seen.content.decode()
    answer = desk.post(reverse("desk_readers:new"), typed(branch))
    assert [reader for reader, _seen in answer.context["twins"]] == [known]
    desk.post(reverse("desk_readers:new"), typed(branch, apart="on"))
    assert Reader.objects.count() == 2


def test_a_foreign_namesake_is_shown_without_contacts(desk, branch, abroad, enrol):
    enrol(abroad, surname="Бойко", name="Іван", birth_date=date(1985, 2, 1), phone="0671234567")
    page = desk.get(reverse("desk_readers:twins"), {"surname": "Бойко", "name": "Іван", "birth_date": "01.02.1985"})
    text = page.content.decode()
    assert "Бойко І." in text
    assert "Чужа філія" in text
    assert "0671234567" not in text
    assert "desk/readers/" not in text


@pytest.mark.parametrize("born", ["", "31.02.1985", "x"])
def test_half_typed_days_find_nobody_and_break_nothing(desk, born):
    assert desk.get(reverse("desk_readers:twins"), {"surname": "Бойко", "birth_date": born}).status_code == 200


def test_the_list_finds_and_a_scanned_card_opens(desk, branch, enrol):
    reader = enrol(branch, card="801")
    assert desk.get(reverse("desk_readers:list"), {"q": "8 01"}).url == reader.get_absolute_url()
    assert list(desk.get(reverse("desk_readers:list"), {"q": "олен"}).context["listed"]) == [reader]
    assert "q=%D0%91" in desk.get(reverse("desk_readers:list"), {"q": "Бо"}).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_for_one_and_for_many(desk, branch, enrol, rows, django_assert_max_num_queries):
    for number in range(rows):
        enrol(branch, name=f"Олена{'абв'[number]}")
    desk.get(reverse("desk_readers:list"))
    with django_assert_max_num_queries(16):
        desk.get(reverse("desk_readers:list"))


@pytest.mark.parametrize("state", ["waiting", "due", "blocked", "children", "closed"])
def test_lists_of_work(desk, branch, enrol, small, state):
    readers = {
        "waiting": services.preregister(unit=branch, surname="Чекає", name="А", birth_date=date(1990, 1, 1)),
        "due": enrol(branch, name="Б", on=date(2020, 1, 1)),
        "blocked": services.block(reader=enrol(branch, name="В"), reason="борг"),
        "children": enrol(branch, name="Г", birth_date=small),
        "closed": services.close(reader=enrol(branch, name="Д")),
    }
    listed = desk.get(reverse("desk_readers:list"), {"state": state, "q": ""}).context["listed"]
    assert list(listed) == [readers[state]]


def test_one_press_renews_the_year(desk, branch, enrol):
    reader = enrol(branch, on=date(2020, 1, 1))
    year = timezone.localdate().year
    assert desk.get(reader.get_absolute_url()).context["is_due"]
    desk.post(reverse("desk_readers:renew", args=[reader.pk]), {"surname": "Коваль", "phone": "0500000001"})
    reader.refresh_from_db()
    assert reader.phone == "0500000001"
    assert queries.registered_in(reader, branch, year)
    assert not desk.get(reader.get_absolute_url()).context["is_due"]


def test_acts_of_the_page(desk, branch, enrol):
    reader = enrol(branch, card="801")
    act(desk, reader, "card", number="802", reason="lost")
    assert (queries.by_card("801"), queries.by_card("802")) == (None, reader)
    act(desk, reader, "block", reason="борг")
    reader.refresh_from_db()
    assert reader.is_blocked(timezone.localdate() + timedelta(days=9000))
    act(desk, reader, "unblock")
    act(desk, reader, "consent", kind="sms")
    assert queries.consented(reader, "sms")
    act(desk, reader, "consent", kind="sms", withdraw="1")
    assert not queries.consented(reader, "sms")
    page = act(desk, reader, "code").content.decode()
    assert re.search(r"\d{4} \d{4}", page)
    assert act(desk, reader, "nothing").status_code == 404
    assert act(desk, reader, "consent", kind="none").status_code == 404
    act(desk, reader, "block-card")
    assert queries.working_card(reader) is None


def test_what_is_wrong_is_said_on_the_page(desk, branch, enrol):
    reader = enrol(branch, card="801")
    enrol(branch, card="802")
    assert "belongs to another reader" in act(desk, reader, "card", number="802", reason="lost").content.decode()
    assert act(desk, reader, "block", reason="").context["block_form"].errors
    assert act(desk, reader, "surety").context["surety_form"].errors


def test_a_panel_of_an_upper_room_stands_on_the_page(desk, branch, enrol):
    panel = panels.add(
        "people.reader", "components/notice.html", lambda reader, request: {"text": f"loans of {reader.pk}"}
    )
    reader = enrol(branch)
    try:
        assert f"loans of {reader.pk}" in desk.get(reader.get_absolute_url()).content.decode()
    finally:
        assert panel is None
        panels._places.pop("people.reader")


def test_every_look_at_a_child_is_logged(desk, branch, enrol, small):
    child, adult = enrol(branch, birth_date=small), enrol(branch)
    for reader in (child, adult):
        desk.get(reader.get_absolute_url())
    desk.get(reverse("desk_readers:card", args=[child.pk]))
    assert [entry.object_id for entry in AuditEntry.objects.filter(act="people.look")] == [str(child.pk)]


PAGES = ["reader", "edit", "card", "export"]


@pytest.mark.parametrize("name", PAGES)
def test_a_reader_of_another_system_is_not_shown(desk, abroad, enrol, name):
    stranger = enrol(abroad)
    assert desk.get(reverse(f"desk_readers:{name}", args=[stranger.pk])).status_code == 403


@pytest.mark.parametrize(
    ("role", "reads", "registers", "merges", "closes"),
    [
        ("librarian", True, True, False, False),
        ("branch_head", True, True, True, True),
        ("bibliographer", True, False, False, False),
        ("methodologist", True, False, False, False),
        ("cataloguer", False, False, False, False),
        ("editor", False, False, False, False),
    ],
)  # fmt: skip
def test_roles_at_the_desk(client, staff, branch, enrol, role, reads, registers, merges, closes):
    reader, second = enrol(branch), enrol(branch)
    client.force_login(staff(branch, role))

    def opens(answer):
        # The desk answers a refusal with a page of its own or with a way home; neither does anything.
        return answer.status_code == 200 if answer.wsgi_request.method == "GET" else answer.status_code == 302

    assert opens(client.get(reader.get_absolute_url())) is reads
    assert opens(client.get(reverse("desk_readers:list"))) is reads
    assert opens(client.get(reverse("desk_readers:new"))) is registers
    assert opens(client.get(reverse("desk_readers:edit", args=[reader.pk]))) is registers
    client.post(reverse("desk_readers:act", args=[reader.pk, "consent"]), {"kind": "sms"})
    assert queries.consented(reader, "sms") is registers
    assert opens(client.get(reverse("desk_readers:merge"))) is merges
    client.post(reverse("desk_readers:decide"), {"keep": reader.pk, "gone": second.pk})
    assert ReaderMerge.objects.exists() is merges
    client.post(reverse("desk_readers:act", args=[reader.pk, "close"]))
    reader.refresh_from_db()
    assert (reader.state == "closed") is closes


def test_two_records_side_by_side_and_back(client, staff, branch, enrol):
    client.force_login(staff(branch, "branch_head"))
    keep, gone = enrol(branch, card="801", phone="0501112233"), enrol(branch, card="802", surname="Ковальова")
    page = client.get(reverse("desk_readers:merge"), {"first": "801", "second": f"#{gone.pk}"})
    assert [side["reader"] for side in page.context["pair"]] == [keep, gone]
    assert client.get(reverse("desk_readers:merge"), {"first": "801", "second": "801"}).context["form"].errors
    client.post(reverse("desk_readers:decide"), {"keep": keep.pk, "gone": gone.pk})
    assert client.get(gone.get_absolute_url()).url == keep.get_absolute_url()
    assert "Part them again" in client.get(keep.get_absolute_url()).content.decode()
    client.post(reverse("desk_readers:unmerge", args=[ReaderMerge.objects.get().pk]))
    assert queries.by_card("802") == gone


def test_a_registration_from_home_is_confirmed_at_the_desk(desk, branch):
    waiting = services.preregister(unit=branch, surname="Бойко", name="Іван", birth_date=date(1985, 2, 1))
    assert "Registered from home" in desk.get(waiting.get_absolute_url()).content.decode()
    desk.post(reverse("desk_readers:confirm", args=[waiting.pk]), {"card": "801"})
    assert queries.by_card("801") == waiting


def test_a_group_has_a_card(desk, branch, enrol):
    enrol(branch, card="801")
    desk.post(reverse("desk_readers:group"), {"title": "3-А", "responsible": "801", "unit": branch.pk})
    group = Reader.objects.get(kind="collective")
    assert queries.working_card(group)
    assert "3-А" in desk.get(group.get_absolute_url()).content.decode()
    address = reverse("desk_readers:edit", args=[group.pk])
    assert desk.get(address).context["form"].initial["responsible"] == "801"
    desk.post(address, {"title": "4-А", "responsible": "801", "unit": branch.pk})
    group.refresh_from_db()
    assert group.title == "4-А"
    assert queries.find("4-а") == queries.find("а 4") == [group]
    assert queries.find("3-а") == []


def test_words_of_consents_are_the_administrators(client, staff, system):
    client.force_login(staff(system, "administrator"))
    address = reverse("desk_readers:text", args=["rules"])
    assert client.get(address).context["form"].initial["text"]["uk"]
    client.post(address, {"text_uk": "Нові правила", "text_ru": "", "text_kk": "", "text_en": "New rules"})
    assert "New rules" in client.get(reverse("people:consents")).content.decode()
    assert client.get(reverse("desk_readers:text", args=["none"])).status_code == 404


# Cards


@pytest.mark.parametrize(("paper", "pages"), [("plastic", 3), ("a4", 1)])
def test_scanners_read_the_printed_cards(branch, enrol, paper, pages):
    readers = [enrol(branch, name=name) for name in ("Олена", "Ганна-Вікторія Всеволодівна", "Ія")]
    document = pypdfium2.PdfDocument(printing.cards_pdf(readers, paper))
    assert len(document) == pages
    read = set()
    for page in document:
        for code in zxingcpp.read_barcodes(page.render(scale=300 / 72).to_pil()):
            read.add((code.format.name, code.text))
    numbers = {queries.working_card(reader).number for reader in readers}
    assert read == {(kind, number) for kind in ("Code128", "QRCode") for number in numbers}


def test_cards_of_a_day_are_printed(desk, branch, enrol):
    enrol(branch)
    today = timezone.localdate().isoformat()
    answer = desk.get(reverse("desk_readers:cards"), {"unit": branch.pk, "since": today, "paper": "a4"})
    assert answer.content.startswith(b"%PDF")
