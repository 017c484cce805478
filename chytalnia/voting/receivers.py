"""What elections hear: their own stages, for the search; readers who are merged, leave or ask for their data."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext as _

from chytalnia.core.stages import stage_moved
from chytalnia.people import signals as people
from chytalnia.people.readers import queries as readers
from chytalnia.search import services as search

from . import entries
from .models import Candidate, Election, RollEntry


def connect() -> None:
    for model in (Election, Candidate):
        stage_moved.connect(_changed, sender=model, dispatch_uid="voting.search")
        post_save.connect(_changed, sender=model, dispatch_uid="voting.search")
        post_delete.connect(_changed, sender=model, dispatch_uid="voting.search")
    people.readers_merged.connect(_merged, dispatch_uid="voting")
    people.readers_unmerged.connect(_unmerged, dispatch_uid="voting")
    people.reader_anonymised.connect(_anonymised, dispatch_uid="voting")
    people.reader_exported.connect(_exported, dispatch_uid="voting")


def _changed(instance: Any, **_news: Any) -> None:
    pk = instance.pk if isinstance(instance, Election) else instance.election_id
    search.enqueue(entries.KIND, [pk])


def _merged(merge: Any, kept: Any, merged: Any, **_news: Any) -> None:
    """Nominations go along, so that one person nominates once. Where both had nominated before, both heroes stand. Lines of
    rolls stay where they are: a line is found by any record of its reader."""
    own = Candidate.objects.filter(proposer=kept).values("election")
    rows = Candidate.objects.filter(proposer=merged).exclude(election__in=own)
    merge.moved["voting"] = list(rows.values_list("pk", flat=True))
    Candidate.objects.filter(pk__in=merge.moved["voting"]).update(proposer=kept)


def _unmerged(merge: Any, kept: Any, merged: Any, **_news: Any) -> None:
    Candidate.objects.filter(pk__in=merge.moved.get("voting", []), proposer=kept).update(proposer=merged)


def _anonymised(reader: Any, **_news: Any) -> None:
    """Lines of rolls whose polls are closed forget the person; an open roll keeps its line until it is over."""
    over = Election.objects.filter(stage__in=["counting", "protocol", "inaugurated", "cancelled"])
    RollEntry.objects.filter(reader=reader, election__in=over).update(reader=None)
    Candidate.objects.filter(proposer=reader).update(proposer=None)


def _exported(reader: Any, **_news: Any) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """In which elections the reader stands on the roll, and whether they took part; how, nobody can tell."""
    lines = RollEntry.objects.filter(reader__in=readers.line(reader)).select_related("election", "mark")
    rows = [
        {
            _("Election"): str(line.election), _("Day"): line.election.closes_at.date().isoformat(),
            _("Took part"): _("yes") if hasattr(line, "mark") else _("no"),
        }
        for line in lines.order_by("-election__closes_at")
    ]  # fmt: skip
    return [("elections", str(_("Elections")), rows)] if rows else []
