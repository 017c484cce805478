"""Seminars at the desk. Each file brings the addresses of its screens."""

from __future__ import annotations

from typing import Any

from . import after, committee, seminars


def urls() -> list[Any]:
    return [*seminars.urls(), *committee.urls(), *after.urls()]
