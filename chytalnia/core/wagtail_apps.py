"""Wagtail's rooms without their API.

Wagtail describes every model to it when a process starts, and loads all screens of the desk for that, though nobody can
reach an API that is not installed. Without it each command, worker and server starts in two thirds of the time; screens are
loaded with the addresses, by those who serve them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from wagtail.contrib.redirects.apps import WagtailRedirectsAppConfig
from wagtail.documents.apps import WagtailDocsAppConfig
from wagtail.images.apps import WagtailImagesAppConfig
from wagtail.snippets.apps import WagtailSnippetsAppConfig

#: What Wagtail's rooms take of the API when they get ready. A name that is not here is loaded, which only takes time.
LEFT_OUT = (
    "wagtail.api.v3.api", "wagtail.contrib.redirects.api.v3",
    "wagtail.documents.api.v3.registry", "wagtail.documents.api.v3.router",
    "wagtail.images.api.v3.registry", "wagtail.images.api.v3.router",
    "wagtail.snippets.api.v3", "wagtail.snippets.api.v3.router",
)  # fmt: skip


class Nothing(ModuleType):
    """Stands where a module would be; whatever is taken from it may be called, and does nothing."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *_args: Any, **_more: Any) -> None:
        return None


@contextmanager
def without_api() -> Iterator[None]:
    put = {name: Nothing(name) for name in LEFT_OUT if name not in sys.modules}
    sys.modules.update(put)
    try:
        yield
    finally:
        for name in put:
            del sys.modules[name]


class Documents(WagtailDocsAppConfig):
    def ready(self) -> None:
        with without_api():
            super().ready()


class Images(WagtailImagesAppConfig):
    def ready(self) -> None:
        with without_api():
            super().ready()


class Redirects(WagtailRedirectsAppConfig):
    def ready(self) -> None:
        with without_api():
            super().ready()


class Snippets(WagtailSnippetsAppConfig):
    def ready(self) -> None:
        with without_api():
            super().ready()
