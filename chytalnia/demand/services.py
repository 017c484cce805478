"""What can be done with demand: write down a refusal, strike it out, tell of a day's empty searches, forget persons."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from chytalnia.catalogue import dimensions
from chytalnia.catalogue.derive import fold
from chytalnia.catalogue.models import Item, Record, Work
from chytalnia.core import audit
from chytalnia.journal import services as journal
from chytalnia.network.models import Unit, UnitKind
from chytalnia.network.paths import lineage
from chytalnia.wire.isbn import normal_isbn

from .errors import AlreadyVoid, NothingAsked
from .models import Channel, EmptySearch, Reason, Refusal, Want

#: A search that only one person made once is curiosity or a slip of the hand; asked twice, it is demand.
ASKED_OFTEN_ENOUGH = 2
#: How long words of empty searches and names of those to be told are kept.
KEPT = timedelta(days=400)
_PRIVATE = re.compile(r"\d[\d\s().-]{6,}\d|\S+@\S+")


def refuse(
    *,
    unit: Unit,
    reason: str,
    text: str = "",
    work: Work | None = None,
    record: Record | None = None,
    reader: Any = None,
    audience: str = "",
    channel: str = Channel.DESK,
    purpose: str = "",
    offered: str = "",
    language: str = "",
    knowledge: str = "",
    document_kind: str = "",
    times: int = 1,
    at: datetime | None = None,
    by: Any = None,
    key: str | None = None,
) -> Refusal:
    """Write a line into the register, with its fact, and add it to what the library system may buy.

    Says what was asked by a work, an edition or words; raises NothingAsked without any. The same `key` gives the same
    line. `reader` is kept to be told when the book comes; the fact has only the age band `audience`.
    Rule: refusal = an inquiry that was not met, one line an inquiry.
    """
    text = " ".join(text.split())[:300]
    if record is not None:
        work = work or record.work
    if work is None and not fold(text):
        raise NothingAsked(_("Say what was asked for: a title, an author or a topic."))
    at = at or timezone.now()
    key = key or f"desk:{uuid.uuid4()}"
    with transaction.atomic():
        if known := Refusal.objects.filter(key=key).first():
            return known
        about = _about(work, record)
        want = _want(
            system=system_of(unit), work=work, text=text, at=at, knowledge=knowledge or about.get("knowledge", ""),
            document_kind=document_kind or about.get("document_kind", ""), language=language or about.get("language", ""),
        )  # fmt: skip
        fact = journal.record(
            "refusals", unit=unit, quantity=times, at=at, audience=audience, document_kind=want.document_kind,
            language=want.language, knowledge=want.knowledge, source=want, key=f"refusal:{key}", late=True,
            place="remote" if channel in (Channel.WEB, Channel.SEARCH, Channel.PHONE) else "onsite",
        )  # fmt: skip
        try:
            with transaction.atomic():
                return Refusal.objects.create(
                    want=want, unit=unit, at=at, channel=channel, reason=reason, purpose=purpose, offered=offered[:300],
                    audience=audience, text="" if text == want.text else text, times=times, reader=reader, by=by,
                    fact=fact, key=key,
                )  # fmt: skip
        except IntegrityError:
            return Refusal.objects.get(key=key)


def wish(*, reader: Any, unit: Unit, text: str, audience: str = "", key: str | None = None) -> Refusal:
    """A reader asks the library to have something: an inquiry that could not be met, told from home."""
    return refuse(
        unit=unit, reason=Reason.NOT_OWNED, text=text, reader=reader, audience=audience, channel=Channel.WEB, key=key
    )


@transaction.atomic
def void(*, refusal: Refusal, by: Any, note: str = "") -> Refusal:
    """Strike out a line written by mistake: the line stays, its fact is reversed. Raises AlreadyVoid."""
    locked = Refusal.objects.select_for_update().get(pk=refusal.pk)
    if locked.is_void:
        raise AlreadyVoid(_("This line is struck out already."))
    locked.reversal = journal.reverse(locked.fact, note=note)
    locked.save(update_fields=["reversal"])
    audit.log(by=by, act="demand.void", about=locked)
    return locked


def note_empty_searches(found_nothing: Iterable[dict[str, Any]]) -> int:
    """Count words that found nothing; what looks like a phone number, an address or a long number is left out.

    Each is `{"text", "unit" (pk or None), "language", "day"}`. Returns how many were kept.
    """
    root = Unit.objects.filter(depth=1).order_by("path").values_list("pk", flat=True).first()
    kept = 0
    for search in found_nothing:
        shown = " ".join(str(search["text"]).split())[:200]
        words, unit = fold(shown)[:200], search["unit"] or root
        if not words or unit is None or _PRIVATE.search(shown):
            continue
        with transaction.atomic():
            row, made = EmptySearch.objects.get_or_create(
                day=search["day"], unit_id=unit, words=words,
                defaults={"shown": shown, "language": search["language"]},
            )  # fmt: skip
            if not made:
                EmptySearch.objects.filter(pk=row.pk).update(times=F("times") + 1)
        kept += 1
    return kept


def gather_searches(day: date) -> int:
    """A day's empty searches, asked often enough, become refusals of that day. Runs as often as one likes: each day's
    words are one line. Returns how many lines were new."""
    made = 0
    for row in EmptySearch.objects.filter(day=day, times__gte=ASKED_OFTEN_ENOUGH).select_related("unit"):
        key = f"search:{row.day:%Y%m%d}:{row.unit_id}:{row.pk}"
        if Refusal.objects.filter(key=key).exists():
            continue
        noon = datetime.combine(day, time(12), timezone.get_current_timezone())
        refuse(
            unit=row.unit, reason=Reason.NOT_OWNED, text=row.shown, channel=Channel.SEARCH, language=row.language,
            times=row.times, at=noon, key=key,
        )  # fmt: skip
        made += 1
    return made


def receive_wanted() -> int:
    """Wants whose work has got a copy in the system since they were last asked for are received. Returns how many."""
    done = 0
    # The work is looked up by its index; of its few copies the path tells which are of the system.
    newest = (
        Item.objects.in_stock()
        .filter(record__work=OuterRef("work"), unit__path__startswith=OuterRef("system__path"))
        .order_by("-created_at")
    )
    wants = Want.objects.waiting().exclude(work=None).annotate(came=Subquery(newest.values("created_at")[:1]))
    for want in wants.filter(came__gt=F("last_at")):
        want.move("receive")
        done += 1
    return done


@transaction.atomic
def forget(before: date) -> int:
    """Take readers out of lines and words out of searches older than a day; numbers stay in the facts."""
    gone = Refusal.objects.filter(at__date__lt=before, reader__isnull=False).update(reader=None)
    return gone + EmptySearch.objects.filter(day__lt=before).delete()[0]


def nightly(day: date) -> dict[str, int]:
    """What a night does for the day before it; may be repeated."""
    return {
        "searches": gather_searches(day - timedelta(days=1)),
        "received": receive_wanted(),
        "forgotten": forget(day - KEPT),
    }


def system_of(unit: Unit) -> Unit:
    """The library system that a unit belongs to, or the topmost of its libraries where there is none."""
    above = list(Unit.objects.filter(path__in=lineage(unit.path)))
    by_kind = {each.kind: each for each in reversed(above)}
    return by_kind.get(UnitKind.SYSTEM) or by_kind.get(UnitKind.LIBRARY) or unit


def _about(work: Work | None, record: Record | None) -> dict[str, str]:
    if record is None and work is not None:
        record = Record.objects.active().filter(work=work).order_by("-year", "pk").first()
    if record is None:
        return {}
    bib = record.bib
    return {
        "knowledge": dimensions.knowledge(bib), "document_kind": dimensions.document_kind(bib),
        "language": dimensions.language(bib),
    }  # fmt: skip


def _want(*, system: Unit, work: Work | None, text: str, at: datetime, **about: str) -> Want:
    isbn = normal_isbn(text) if work is None else ""
    if work is None and isbn:
        # Words that are a number of a book we know are that book.
        work = Work.objects.filter(records__keys__kind="isbn", records__keys__value=isbn).first()
    key = f"work:{work.pk}" if work else f"isbn:{isbn}" if isbn else " ".join(sorted(fold(text).split()))[:250]
    shown = (f"{work.author.split(',')[0]}. {work.title}" if work.author else work.title) if work else text
    want, made = Want.objects.get_or_create(
        system=system, key=key,
        defaults={"text": shown[:300], "work": work, "isbn": isbn, "first_at": at, "last_at": at, **about},
    )  # fmt: skip
    if not made and want.last_at < at:
        Want.objects.filter(pk=want.pk, last_at__lt=at).update(last_at=at)
    return want
