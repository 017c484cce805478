import pytest

from chytalnia.network.models import Unit


@pytest.fixture
def region(db):
    """A region with a library of two branches."""
    return make_region()


def make_region():
    region = Unit.add_root(code="region", kind="region", name={"uk": "Область"})
    central = region.add_child(code="central", kind="library", name={"uk": "Центральна"})
    for code in ("branch-1", "branch-2"):
        Unit.objects.get(pk=central.pk).add_child(code=code, kind="branch", name={"uk": code})
    return Unit.objects.get(pk=region.pk)


@pytest.fixture
def central(region):
    return Unit.objects.get(code="central")


@pytest.fixture
def branch(region):
    return Unit.objects.get(code="branch-1")
