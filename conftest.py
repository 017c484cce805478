"""What every test run needs, whichever rooms it tests."""

from __future__ import annotations

import fcntl
import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from tests import emptying
from tests.databases import drop_database, migrated_database, new_database, worked_in
from tests.dealing import dealt

pytest_plugins = ["tests.demonstration", "tests.browsing"]

# How long an example takes says how busy the machine is, not whether the program is right.
hypothesis.settings.register_profile(
    "chytalnia", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("chytalnia")


def pytest_configure(config: pytest.Config) -> None:
    """What is made ready once in each process."""
    # Commands that give way to those who serve people are called in this process, too: it would give way ever after.
    os.nice = lambda _more: 0  # type: ignore[assignment]
    emptying.prepare()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Deal the tests to the processes of this run so that what takes long is begun first: the last minute is then many
    short ones, which idle processes take from the others."""
    if hands := int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "0")):
        items[:] = dealt(items, hands)


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: no search for garbage goes through it with every test."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 10, 10)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Drop the databases that the workers shared, when the last of them has ended."""
    factory = getattr(session.config, "_tmp_path_factory", None)
    if factory is not None and not os.environ.get("PYTEST_XDIST_WORKER"):
        for note in factory.getbasetemp().glob("*.url"):
            drop_database(note.read_text())


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run have in common."""
    root = tmp_path_factory.getbasetemp()
    return root.parent if os.environ.get("PYTEST_XDIST_WORKER") else root


@pytest.fixture(scope="session")
def fresh_database(django_test_environment: None, django_db_blocker: Any, pytestconfig: pytest.Config) -> str:
    """The address of a database with all tables and nothing else, to be copied: migrations take their time.

    It is made once for all processes and kept for later runs, until a migration changes.
    """
    folder = pytestconfig.rootpath / ".pytest_cache" / "databases"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock, django_db_blocker.unblock():
        fcntl.flock(lock, fcntl.LOCK_EX)
        return migrated_database(folder)


@pytest.fixture(scope="session")
def django_db_setup(
    fresh_database: str, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """The test database of this process: a copy of the fresh one."""
    made = new_database(tmp_path_factory.mktemp("database"), fresh_database)
    with django_db_blocker.unblock(), worked_in(made):
        emptying.remember()
        yield
    drop_database(made)


@pytest.fixture(autouse=True)
def _facts_wait_for_the_test() -> Iterator[None]:
    """Facts recorded later are written when a test says so, not by a thread that writes into whatever test runs
    then."""
    from chytalnia.journal import later

    for buffer in later.every:
        buffer.interval = None
    yield
    for buffer in later.every:
        buffer.clear()


@pytest.fixture(autouse=True)
def _rules_of_lending_are_read_anew() -> None:
    """What a test before had in its tables is not there any more."""
    from chytalnia.lending import snapshot

    snapshot.forget()


@pytest.fixture(autouse=True)
def _libraries_are_read_anew() -> None:
    """Libraries of the test before are not there any more."""
    from chytalnia.network import memory

    memory.forget()


@pytest.fixture(autouse=True)
def _each_test_begins_in_the_language_of_the_site() -> None:
    """A request of the test before leaves its language active in this thread."""
    from django.utils import translation

    translation.deactivate()


#: What the root of all addresses remembers of them while English is the language without a prefix.
_ENGLISH: dict[str, dict[str, Any]] = {"_reverse_dict": {}, "_namespace_dict": {}, "_app_dict": {}}


@pytest.fixture
def english(settings: Any) -> Iterator[None]:
    """Addresses without a language are English ones: for tests that read what the source says."""
    from django.urls import get_resolver
    from django.utils import translation

    # Addresses made once are remembered by language, prefix and all; to make them anew takes as long as a page.
    root = get_resolver()
    before = {name: getattr(root, name) for name in _ENGLISH}
    vars(root).update(_ENGLISH)
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield
    vars(root).update(before)
