"""Python's collector of reference rings, kept out of the way of long runs over many short-lived objects."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def few_collections() -> Iterator[None]:
    """Look for rings rarely while the block runs.

    Records and entries are trees, not rings: the count of references frees them. Looking for rings among millions of
    them, again and again with every dictionary that was loaded before, costs a fifth of an import.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(200_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
