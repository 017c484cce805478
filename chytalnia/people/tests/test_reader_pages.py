"""Readers at home: who registers from there, and the pages of the account."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from chytalnia.network import services as network
from chytalnia.people.models import Reader, User
from chytalnia.people.readers import queries, services
from chytalnia.people.signals import reader_closing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


# From home


def joined(client, library, **fields):
    cache.clear()
    data = {
        "surname": "Бойко", "name": "Іван", "birth_date": "01.02.1985", "phone": "050 111 22 33", "unit": library.pk,
        "to_rules": "on", "to_data": "on",
    } | fields  # fmt: skip
    return client.post(reverse("people:join"), data)


def test_a_registration_from_home_keeps_little_and_waits(client, branch):
    answer = joined(client, branch)
    reader = Reader.objects.get()
    assert answer.status_code == 200
    assert (reader.state, reader.waits_until) == ("preregistered", timezone.localdate() + timedelta(days=30))
    assert {(one.kind, one.version) for one in queries.consents(reader)} == {("rules", 0), ("data", 0)}
    assert not reader.cards.exists()


@pytest.mark.parametrize(
    "fields",
    [{"to_rules": ""}, {"to_data": ""}, {"phone": ""}, {"birth_date": ""}, {"unit": ""}, {"birth_date": "02.03.2020"}],
)
def test_what_is_missing_is_asked_for(client, branch, fields):
    assert joined(client, branch, **fields).context["form"].errors
    assert not Reader.objects.exists()


def test_a_library_may_take_nobody_from_home(client, branch, other):
    network.set_setting(unit=branch, key="people.preregistration", value=False, by=None)
    assert "unit" in joined(client, branch).context["form"].errors
    joined(client, other)
    assert Reader.objects.exists()


def test_programs_are_kept_waiting(client, branch):
    answers = []
    for number in range(12):
        data = {"surname": f"Бойко{number}", "name": "І", "birth_date": "01.02.1985", "phone": "0501112233", "unit": branch.pk,
                "to_rules": "on", "to_data": "on"}  # fmt: skip
        answers.append(client.post(reverse("people:join"), data).status_code)
    assert answers == [200] * 10 + [429] * 2
    assert Reader.objects.count() == 10


# The account


@pytest.fixture
def reader(client, branch, enrol):
    reader = enrol(branch, card="801", email="olena@example.org")
    user = User.objects.create(username="801")
    services.link_account(reader=reader, user=user)
    client.force_login(user)
    return reader


def test_a_code_of_the_desk_opens_the_account(client, branch, enrol):
    reader = enrol(branch, card="801")
    code = services.offer_code(reader=reader)
    answer = client.post(
        reverse("people:open"), {"number": "801", "birth_date": "17.05.1990", "code": f"{code[:4]} {code[4:]}"}
    )
    assert answer.url == reverse("account_set_password")
    client.post(answer.url, {"password1": "довгий-пароль-7", "password2": "довгий-пароль-7"})
    client.logout()
    signed = client.post(reverse("account_login"), {"login": "801", "password": "довгий-пароль-7"})
    assert signed.url == reverse("people:me")
    assert client.get(signed.url).context["reader"] == reader


def test_a_letter_opens_the_account(client, branch, enrol):
    enrol(branch, card="801", email="olena@example.org")
    client.post(reverse("people:open"), {"number": "801", "birth_date": "17.05.1990", "email": "olena@example.org"})
    assert [letter.to for letter in mail.outbox] == [["olena@example.org"]]
    assert "/accounts/password/reset/key/" in mail.outbox[0].body


def test_guessing_is_stopped(client, branch, enrol):
    enrol(branch, card="801")
    answers = [
        client.post(
            reverse("people:open"), {"number": "801", "birth_date": "17.05.1990", "code": f"{n:08d}"}
        ).status_code
        for n in range(12)
    ]
    assert answers == [200] * 10 + [429] * 2


def test_a_code_never_opens_the_account_of_staff(client, staff, branch, enrol):
    reader = enrol(branch, card="801")
    services.link_account(reader=reader, user=staff(branch, "director"))
    code = services.offer_code(reader=reader)
    answer = client.post(reverse("people:open"), {"number": "801", "birth_date": "17.05.1990", "code": code})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("name", ["me", "card", "wishes", "data", "export", "leave"])
def test_own_pages_are_the_readers_alone(client, staff, branch, reader, name):
    address = reverse(f"people:{name}")
    answer = client.get(address)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    client.logout()
    assert client.get(address).url.startswith(reverse("account_login"))
    client.force_login(staff(branch))
    assert client.get(address).status_code == 404


def test_the_card_on_the_phone_is_read(client, reader, enrol, branch, small):
    child = enrol(branch, name="Марко", birth_date=small, card="802")
    services.join_household(reader=child, of=reader, role="child")
    page = client.get(reverse("people:card"))
    assert [told["number"] for told in page.context["cards"]] == ["801", "802"]
    for told in page.context["cards"]:
        assert "<svg" in told["qr"]
        assert "<svg" in told["bars"]


def test_wishes_are_consents(client, reader):
    client.post(
        reverse("people:wishes"), {"email": "o@example.org", "channels": ["email", "sms"], "keep_history": "on"}
    )
    client.post(reverse("people:wishes"), {"email": "o@example.org", "channels": ["email"]})
    reader.refresh_from_db()
    assert [queries.consented(reader, kind) for kind in ("email", "sms", "messenger")] == [True, False, False]
    assert (reader.email, reader.keep_history) == ("o@example.org", False)


def test_nobody_leaves_by_one_press_or_with_books(client, reader):
    def owes(reader, **_):
        return ["A book is at home."]

    address = reverse("people:leave")
    client.post(address)
    reader_closing.connect(owes)
    try:
        assert "A book is at home." in client.post(address, {"sure": "1"}).content.decode()
    finally:
        reader_closing.disconnect(owes)
    reader.refresh_from_db()
    assert reader.is_active
    client.post(address, {"sure": "1"})
    reader.refresh_from_db()
    assert reader.state == "closed"
    assert not User.objects.get(username="801").is_active


def test_own_data_as_a_file(client, reader):
    told = client.get(reverse("people:export")).json()
    assert told["reader"]["surname"] == "Коваль"
    assert told["cards"][0]["number"] == "801"
