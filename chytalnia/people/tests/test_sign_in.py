"""Signing in says our words, in the language of the page, and invites nobody to what is closed."""

import re

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import translation

from chytalnia.people.models import User
from chytalnia.people.sign_in import LABELS

pytestmark = pytest.mark.django_db


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
