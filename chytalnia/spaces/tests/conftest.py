import pytest
from django.utils import translation

from chytalnia.lending.tests import factories as lending
from chytalnia.people import services as people
from chytalnia.people.rules import Role


@pytest.fixture(autouse=True)
def english(settings):
    from django.urls import clear_url_caches

    clear_url_caches()
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield
    clear_url_caches()


@pytest.fixture
def units(db):
    return lending.network()


@pytest.fixture
def one(units):
    return units["one"]


@pytest.fixture
def head(one):
    """Heads the branch: draws, sets rooms up, books and decides there."""
    user = people.create_account(username="head", by=None, password="x", language="en")
    people.grant_role(user=user, role=Role.BRANCH_HEAD, unit=one, by=None)
    return user


@pytest.fixture
def desk(client, head):
    client.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def reader(one):
    """Has a card and an account."""
    made = lending.reader(one)
    made.user = people.create_account(username="reader", by=None, password="x", language="en")
    made.save()
    return made


@pytest.fixture
def own(client, reader):
    client.force_login(reader.user, backend="django.contrib.auth.backends.ModelBackend")
    return client
