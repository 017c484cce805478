"""Engines: the embedded one, and the door for others. `engine()` is the one that `SEARCH_URL` names."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from . import base, embedded

base.scheme("tantivy", embedded.from_url)


@lru_cache(maxsize=8)
def _made(url: str) -> base.Engine:
    return base.make(url)


def engine() -> base.Engine:
    return _made(settings.SEARCH_URL)
