import pytest

from chytalnia.lending.tests import factories


@pytest.fixture
def units(db):
    return factories.network()


@pytest.fixture
def one(units):
    return units["one"]


@pytest.fixture
def two(units):
    return units["two"]


@pytest.fixture
def three(units):
    return units["three"]
