"""What exhibitions answer to the rooms below."""

from __future__ import annotations

from typing import Any

from chytalnia.spaces import signals

from . import queries


def connect() -> None:
    signals.copies_elsewhere.connect(_stand_at_exhibitions, dispatch_uid="exhibitions.places")


def _stand_at_exhibitions(sender: Any, items: Any, places: dict[int, Any], **_more: Any) -> None:
    places.update(queries.places_of(items))
