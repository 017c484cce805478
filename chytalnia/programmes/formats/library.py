"""Where formats are found: files of the project first, then what libraries wrote for themselves."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Q

from chytalnia.core.translated import Translated
from chytalnia.network.models import Unit

from . import rules
from .card import Card
from .reading import FormatError, read

DATA = Path(__file__).parent / "data"
#: Kinds of shared words that carry nothing but their text.
_PLAIN = ("groups", "directions", "costs", "roles", "documents", "counts")


@cache
def vocabulary() -> dict[str, dict[str, dict[str, Any]]]:
    """The shared words by kind and code."""
    return tomllib.loads((DATA / "_words.toml").read_text(encoding="utf-8"))


@cache
def _labels() -> dict[str, dict[str, Translated]]:
    return {kind: {code: Translated(text) for code, text in vocabulary()[kind].items()} for kind in _PLAIN}


def label(kind: str, code: str) -> Translated | str:
    """A shared word in the language of whoever reads: `label("roles", "organiser")`; an unknown one by its code."""
    return _labels()[kind].get(code, code)


def labels(kind: str) -> Mapping[str, Translated]:
    return _labels()[kind]


@cache
def built_in() -> dict[str, Card]:
    """The library of formats, by code, in the order of the alphabet."""
    found: dict[str, Card] = {}
    for path in sorted(DATA.glob("[a-z]*.toml")):
        card = read(tomllib.loads(path.read_text(encoding="utf-8")), vocabulary(), known_rules=rules.VALUES)
        if card.code != path.stem:
            raise FormatError(card.code, [f"stands in the file {path.name}"])
        found[card.code] = card
    return found


def own_card(own: Any) -> Card:
    """What an OwnFormat tells."""
    return read(
        {**own.card, "code": own.code, "version": own.version}, vocabulary(), known_rules=rules.VALUES, languages=(),
        unit=own.unit, shared=own.shared, copied_from=own.copied_from,
    )  # fmt: skip


def card(code: str, version: int | None = None) -> Card | None:
    """The format of this code: the library's, or a library's own in its version of then."""
    if found := built_in().get(code):
        return found
    from chytalnia.programmes.models import OwnFormat

    own = OwnFormat.objects.select_related("unit").filter(code=code).first()
    if own is None:
        return None
    if version is not None and version != own.version and (kept := own.versions.filter(number=version).first()):
        own.card, own.version = kept.card, kept.number
    return own_card(own)


def names(codes: Any) -> dict[str, Translated]:
    """Names of many formats in one query at most."""
    wanted = set(codes)
    found = {code: built_in()[code].name for code in wanted if code in built_in()}
    if rest := wanted - found.keys():
        from chytalnia.programmes.models import OwnFormat

        for code, data in OwnFormat.objects.filter(code__in=rest).values_list("code", "card"):
            found[code] = Translated(data.get("name") or {})
    return found


def cards_for(unit: Unit | None) -> list[Card]:
    """Formats that a library may begin from: those of the project, its own and those of the units above it, and all that
    are shared."""
    from chytalnia.programmes.models import OwnFormat

    own = OwnFormat.objects.filter(retired_at=None).select_related("unit")
    mine = Q(shared=True) | (Q(unit__path__in=unit.lineage) if unit else Q())
    return [*built_in().values(), *(own_card(each) for each in own.filter(mine))]


def all_codes() -> list[str]:
    from chytalnia.programmes.models import OwnFormat

    return [*built_in(), *OwnFormat.objects.values_list("code", flat=True)]


def forget() -> None:
    """Read the files anew; for tests."""
    for function in (vocabulary, _labels, built_in):
        function.cache_clear()
