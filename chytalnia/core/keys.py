"""The key that a form carries, so that sending it twice is one act."""

from __future__ import annotations

import uuid

from django.http import HttpRequest


def key_of(request: HttpRequest) -> uuid.UUID | None:
    """The key of the form, or nothing when it has none that can be read."""
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return None
