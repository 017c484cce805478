"""What bookcrossing hears: stages that change what the search may find, readers who are merged or leave, closed accounts."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from chytalnia.core.stages import stage_moved
from chytalnia.people import signals as people
from chytalnia.search import services as search

from .models import Follow, Traveller, Words


def connect() -> None:
    stage_moved.connect(_moved, sender=Traveller, dispatch_uid="bookcrossing")
    people.readers_merged.connect(_merged, dispatch_uid="bookcrossing")
    people.readers_unmerged.connect(_unmerged, dispatch_uid="bookcrossing")
    people.reader_anonymised.connect(_anonymised, dispatch_uid="bookcrossing")
    people.reader_exported.connect(_exported, dispatch_uid="bookcrossing")


def _moved(instance: Traveller, move: Any, **_news: Any) -> None:
    if move.to_stage == "retired":
        search.enqueue("traveller", [instance.pk])


_MOVED: dict[str, Any] = {"travellers": Traveller, "words": Words}


def _merged(merge: Any, kept: Any, merged: Any, **_news: Any) -> None:
    moved = {}
    for name, model in _MOVED.items():
        rows = model._default_manager.filter(reader=merged)
        moved[name] = list(rows.values_list("pk", flat=True))
        rows.update(reader=kept)
    merge.moved["bookcrossing"] = moved


def _unmerged(merge: Any, kept: Any, merged: Any, **_news: Any) -> None:
    for name, pks in merge.moved.get("bookcrossing", {}).items():
        _MOVED[name]._default_manager.filter(pk__in=pks, reader=kept).update(reader=merged)


def _anonymised(reader: Any, **_news: Any) -> None:
    """Books go on without their owner; what the reader wrote under a name stays without it."""
    Traveller.objects.filter(reader=reader).update(reader=None, owner_nick="")
    Words.objects.filter(reader=reader).update(reader=None, nick="")
    if reader.user_id:
        Follow.objects.filter(user=reader.user_id).delete()


def _exported(reader: Any, **_news: Any) -> list[tuple[str, str, list[dict[str, Any]]]]:
    books = Traveller.objects.filter(reader=reader)
    words = Words.objects.filter(reader=reader).select_related("sighting__traveller")
    return [
        (
            "travelling_books", _("Travelling books"),
            [{"title": str(book), "number": book.written, "registered": book.registered_at.isoformat()} for book in books],
        ),
        (
            "travelling_words", _("What you wrote about travelling books"),
            [
                {"book": str(one.sighting.traveller), "when": one.sighting.at.isoformat(), "name": one.nick, "text": one.text,
                 "place": one.place}
                for one in words
            ],
        ),
    ]  # fmt: skip
