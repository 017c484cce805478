"""The small demo network for tests of pages: made once in a run, in a database of its own that tests copy."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from .databases import drop_database, new_database


@dataclass(frozen=True, slots=True)
class Demo:
    """Where a demo network lies: its database, and the folder of its index."""

    url: str
    folder: Path


@contextmanager
def moved_to(demo: Demo) -> Iterator[None]:
    """Django works in the demo's database and index meanwhile, in every thread of this process."""
    from django.contrib.contenttypes.models import ContentType
    from django.core.cache import cache
    from django.db import connections
    from django.test import override_settings
    from wagtail.models import Site

    def forget() -> None:
        connections.close_all()
        cache.clear()
        ContentType.objects.clear_cache()
        Site.clear_site_root_paths_cache()

    database = connections["default"].settings_dict
    name = database["NAME"]
    sqlite = demo.url.startswith("sqlite")
    with override_settings(SEARCH_URL=f"tantivy://{demo.folder / 'index'}"):
        forget()
        database["NAME"] = demo.url.removeprefix("sqlite:///") if sqlite else urlsplit(demo.url).path[1:]
        try:
            yield
        finally:
            forget()
            database["NAME"] = name


@contextmanager
def copy_of(demo: Demo, folder: Path) -> Iterator[Demo]:
    """Django works in a copy of the demo meanwhile."""
    shutil.copytree(demo.folder / "index", folder / "index")
    copy = Demo(new_database(folder, demo.url), folder)
    try:
        with moved_to(copy):
            yield copy
    finally:
        drop_database(copy.url)


@pytest.fixture(scope="session")
def demo_made(shared: Path, fresh_database: str, django_db_blocker: Any) -> Demo:
    """The small demo network as it was made; only copied from."""
    from django.core.files.storage import default_storage
    from django.db import transaction

    from chytalnia.demo import making

    folder, note = shared / "demo", shared / "demo.url"
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not note.exists():
            folder.mkdir()
            made = Demo(new_database(folder, fresh_database), folder)
            with django_db_blocker.unblock(), moved_to(made), transaction.atomic():
                making.make(lambda _title: nullcontext(lambda done, total: None), small=True)
            _take(Path(default_storage.location), folder / "files")
            note.write_text(made.url)
    _take(folder / "files", Path(default_storage.location))
    return Demo(note.read_text(), folder)


def _take(source: Path, target: Path) -> None:
    """The pictures and films of the demo: each process has a folder of its own."""
    shutil.copytree(source, target, dirs_exist_ok=True)


@pytest.fixture(scope="module")
def demo_network(demo_made: Demo, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[Demo]:
    """The demo network for all tests of a module. What a test writes there stays, unless it asks for `db` too."""
    with django_db_blocker.unblock(), copy_of(demo_made, tmp_path_factory.mktemp("demo")) as demo:
        yield demo


@pytest.fixture
def own_demo(demo_made: Demo, tmp_path: Path, django_db_blocker: Any) -> Iterator[Demo]:
    """A demo network of the test's own, to be changed at will; also by a server in another thread. The test asks for no
    other database: the one of its process stays as it is.
    """
    with django_db_blocker.unblock(), copy_of(demo_made, tmp_path) as demo:
        yield demo
