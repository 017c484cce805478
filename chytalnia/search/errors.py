from __future__ import annotations


class SearchError(Exception):
    """The search refuses; the message can be shown."""


class UnknownKind(SearchError):  # noqa: N818
    """No room has registered entries of this kind."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"no room has registered search entries of kind {kind!r}")


class CannotRebuild(SearchError):  # noqa: N818
    """A registered kind does not say which things it has, or another process writes the index."""
