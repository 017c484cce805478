"""What trailers hear: stages that change what the search may find, readers who leave or are merged."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from chytalnia.core import post
from chytalnia.people import signals as people

from .models import Maker, Trailer, Vote


def connect() -> None:
    people.readers_merged.connect(_merged, dispatch_uid="trailers")
    people.readers_unmerged.connect(_unmerged, dispatch_uid="trailers")
    people.reader_anonymised.connect(_anonymised, dispatch_uid="trailers")
    people.reader_exported.connect(_exported, dispatch_uid="trailers")


def _merged(merge: Any, kept: Any, merged: Any, **_news: Any) -> None:
    taken = set(Vote.objects.filter(reader=kept).values_list("group", flat=True))
    rows = Vote.objects.filter(reader=merged).exclude(group__in=taken)
    merge.moved["trailers"] = {"votes": list(rows.values_list("pk", flat=True))}
    rows.update(reader=kept)


def _unmerged(merge: Any, kept: Any, merged: Any, **_news: Any) -> None:
    pks = merge.moved.get("trailers", {}).get("votes", [])
    Vote.objects.filter(pk__in=pks, reader=kept).update(reader=merged)


def _anonymised(reader: Any, **_news: Any) -> None:
    """Trailers stay; that this reader made them does not, nor a child's name."""
    Vote.objects.filter(reader=reader).delete()
    if not reader.user_id:
        return
    post.forget(to_id=reader.user_id)
    Maker.objects.filter(user=reader.user_id).delete()
    Trailer.objects.filter(made_by=reader.user_id).update(made_by=None)


def _exported(reader: Any, **_news: Any) -> list[tuple[str, str, list[dict[str, Any]]]]:
    if not reader.user_id:
        return []
    rows = Trailer.objects.filter(made_by=reader.user_id)
    return [
        (
            "trailers", _("Book trailers"),
            [{"title": one.title, "book": one.book_title, "begun": one.made_at.isoformat(), "stage": str(one.at_stage.label)}
             for one in rows],
        )
    ]  # fmt: skip
