"""Signing in says our words, in the language of the page, and invites nobody to what is closed."""

import re

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation

from chytalnia.people.models import User
from chytalnia.people.sign_in import LABELS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_tried_before():
    cache.clear()


def labels(page):
    found = BeautifulSoup(page.content, "html.parser").select("main form label")
    return [re.sub(r"\s+", " ", label.get_text()).strip() for label in found]


@pytest.mark.parametrize("language", ["uk", "ru", "kk", "en"])
def test_labels_are_ours_in_every_language(client, language):
    with translation.override(language):
        page = client.get(reverse("account_login"))
        said = [str(LABELS[name]) for name in ("login", "password", "remember")]
    assert labels(page) == said
    assert "placeholder=" not in page.content.decode()


def test_nobody_is_invited_to_open_an_account(client):
    page = client.get(reverse("account_login")).content.decode()
    assert reverse("account_signup") not in page


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("account_change_password", ["oldpassword", "password1", "password2"]),
        ("account_reauthenticate", ["password"]),
        ("mfa_activate_totp", ["code"]),
    ],
)
def test_pages_of_ones_own_account_speak_alike(client, name, fields):
    user = User.objects.create_user("anna", "anna@library.example", "a long enough word")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.post(reverse("account_reauthenticate"), {"password": "a long enough word"})
    page = client.get(reverse(name))
    with translation.override("uk"):
        assert labels(page)[-len(fields) :] == [str(LABELS[field]) for field in fields]


def test_one_signs_in_by_name_and_by_mail(client):
    User.objects.create_user("anna", "anna@library.example", "a long enough word")
    for name in ("anna", "anna@library.example"):
        answer = client.post(reverse("account_login"), {"login": name, "password": "a long enough word"})
        assert (answer.status_code, answer["Location"]) == (302, "/")
        client.logout()


def test_a_reader_is_not_sent_round_between_desk_and_sign_in(client):
    client.force_login(User.objects.create_user("reader", password="a long enough word"))
    asked = client.get(reverse("wagtailadmin_home"))
    answer = client.get(asked["Location"])
    assert (answer.status_code, answer["Location"]) == (302, "/")


ACCOUNT_PAGES = (
    "account_change_password", "account_email", "account_inactive", "account_logout", "account_reauthenticate",
    "account_reset_password", "account_reset_password_done", "account_reset_password_from_key_done", "mfa_index",
    "mfa_activate_totp", "mfa_generate_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn",
)  # fmt: skip


@pytest.mark.parametrize("name", ACCOUNT_PAGES)
def test_pages_of_the_account_are_kazakh_in_kazakh(client, name):
    """What a part bought in does not know in Kazakh, it would say in the first language of the network."""
    user = User.objects.create_user("anna", "anna@library.example", "a long enough word")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    with translation.override("kk"):
        client.post(reverse("account_reauthenticate"), {"password": "a long enough word"})
        page = client.get(reverse(name))
    assert page.status_code == 200
    said = BeautifulSoup(page.content, "html.parser").select_one("main").get_text(" ")
    assert not re.search(r"[єїґЄЇҐ]|\b(?:the|you|your|or|email|код для|пароль)\b", said, re.I), said


def test_a_second_factor_is_set_up_whether_or_not_the_address_is_confirmed(client):
    user = User.objects.create_user("anna", "anna@library.example", "a long enough word")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.post(reverse("account_reauthenticate"), {"password": "a long enough word"})
    # Looking at one's addresses enters them, unconfirmed.
    assert "anna@library.example" in client.get(reverse("account_email")).content.decode()
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_whoever_is_unknown_is_not_invited_to_an_account_that_cannot_be_opened(client, mailoutbox):
    client.post(reverse("account_reset_password"), {"email": "nobody@library.example"})
    assert reverse("account_signup") not in mailoutbox[0].body
    assert "nobody@library.example" in mailoutbox[0].body
