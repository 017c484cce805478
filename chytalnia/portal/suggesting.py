"""What appears under the box while a reader types."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from chytalnia.catalogue.finding import WORK, Asked, work_url
from chytalnia.network.models import Unit
from chytalnia.search import queries
from chytalnia.search.queries import Suggestion

from .entries import KIND

KEPT = 60


def suggestions(text: str) -> list[dict[str, str]]:
    """Lines as the look's combobox takes them: text, a note in words, an address."""
    if len(text) < 2:
        return []
    said = f"{get_language()}|{text.casefold()}"
    key = f"suggest:{hashlib.blake2b(said.encode(), digest_size=16).hexdigest()}"
    kept: list[dict[str, str]] | None = cache.get(key)
    if kept is None:
        found = queries.suggest(text)
        units = _units(found)
        kept = [line for one in found if (line := _line(one, units))]
        cache.set(key, kept, KEPT)
    return kept


def _units(found: list[Suggestion]) -> dict[str, Unit]:
    keys = [one.key.partition(":")[2] for one in found if one.key.startswith(f"{KIND}:")]
    return {str(unit.pk): unit for unit in Unit.objects.filter(pk__in=keys)} if keys else {}


def _line(one: Suggestion, units: dict[str, Unit]) -> dict[str, str] | None:
    search = reverse("portal:search")
    if one.kind == "author":
        return {
            "text": one.text,
            "note": _titles(_("author"), one.count),
            "url": Asked().having("author", one.text).at(search),
        }
    if one.kind == "subject":
        return {
            "text": one.text,
            "note": _titles(_("subject"), one.count),
            "url": Asked().having("subject", one.text).at(search),
        }
    kind, _sep, pk = one.key.partition(":")
    if kind == WORK:
        return {"text": one.text, "note": one.detail.partition(";")[0], "url": work_url(int(pk))}
    if kind == KIND:
        unit = units.get(pk)
        return {"text": str(unit), "note": _("library"), "url": unit.get_absolute_url()} if unit else None
    return {"text": one.text, "note": one.detail, "url": one.url}


def _titles(what: str, count: int) -> Any:
    return f"{what} · " + ngettext("%(n)s title", "%(n)s titles", count) % {"n": count}
