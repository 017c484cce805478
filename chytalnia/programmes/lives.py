"""Special lives: kinds of programmes with models, screens and rules of their own – clubs, schools, campaigns …

A life is a room of the floor above, which registers it as it gets ready:

    lives.register(Life("club", _("Clubs"), _("club"), icon="group", index="desk_clubs:index", formats=("club",)))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Life:
    """`code` is what stands in `Programme.kind`. `index` and `new` name addresses of the desk. `panel` is the template that
    the page of a programme of this kind includes, filled by `fill(programme, request)`; `desk_panel` the same at the desk.
    `formats` are codes of formats from which one of this kind is begun."""

    code: str
    label: str | Promise
    one: str | Promise
    icon: str = "group"
    index: str = ""
    new: str = ""
    formats: tuple[str, ...] = ()
    panel: str = ""
    fill: Callable[[Any, Any], dict[str, Any] | None] | None = None
    desk_panel: str = ""
    desk_fill: Callable[[Any, Any], dict[str, Any] | None] | None = None
    #: the page on which readers see all of this kind
    readers: str = ""
    #: the page of readers, when it is not the programme's own
    address: Callable[[Any], str] | None = None
    #: Who comes is this life's own business: its list at the desk, its application and its ticket stand in the place of the
    #: general ones, which then show nobody. Each gives the address for an event; the last for an enrolment.
    people: Callable[[Any], str] | None = None
    enrol: Callable[[Any], str] | None = None
    ticket: Callable[[Any], str] | None = None


_lives: dict[str, Life] = {}


def register(life: Life) -> None:
    if _lives.setdefault(life.code, life) != life:
        raise ValueError(f"two lives are named {life.code}")


def every() -> list[Life]:
    return list(_lives.values())


def life(code: str) -> Life | None:
    return _lives.get(code)


def for_readers() -> list[tuple[str | Promise, str]]:
    """Kinds that have a page for readers, with its address."""
    return [(one.label, reverse(one.readers)) for one in _lives.values() if one.readers]


def of_occasion(occasion: Any) -> Life | None:
    return _lives.get(occasion.programme.kind) if occasion.programme_id else None


def for_format(code: str) -> Life | None:
    """The life that a format belongs to; a library's own copy of a format belongs where the format does."""
    root = code.split("--", 1)[0]
    return next((one for one in _lives.values() if root in one.formats), None)
