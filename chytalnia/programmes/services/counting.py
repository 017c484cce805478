"""Counting: what came of an event goes into the ledger once, and a correction reverses before it counts anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from chytalnia.core import audit
from chytalnia.core.translated import Translated
from chytalnia.journal import services as journal
from chytalnia.journal.models import Fact
from chytalnia.network.models import Unit
from chytalnia.network.settings import setting
from chytalnia.people.models import Reader
from chytalnia.people.readers import queries as readers
from chytalnia.programmes import formats
from chytalnia.programmes.errors import CannotCount
from chytalnia.programmes.models import (
    DoorAct,
    DoorKind,
    Enrolment,
    EnrolmentState,
    Headcount,
    Occasion,
    Part,
    Result,
)
from chytalnia.programmes.signals import occasion_counted
from chytalnia.search import services as search

#: (place, band) → how many.
Heads = Mapping[tuple[str, str], int]
BANDS = ("children", "youth", "adults")
PLACES = ("onsite", "outside", "remote")
SOURCE = "programmes.occasion"


def band_of(reader: Reader | None, unit: Unit, day: date, otherwise: str = "adults") -> str:
    """Among whom somebody is counted, by age on a day; where nobody knows the birthday, as the audience of the event says."""
    age = readers.age_on(reader, day) if reader else None
    if age is None:
        return otherwise if otherwise in ("children", "youth") else "adults"
    if age <= setting(unit, "people.children_to"):
        return "children"
    return "youth" if age <= setting(unit, "people.youth_to") else "adults"


def places_of(occasion: Occasion) -> list[str]:
    """Where heads of an event can be counted."""
    return {"inside": ["onsite"], "outside": ["outside"], "online": ["remote"], "hybrid": ["onsite", "remote"]}[
        occasion.mode
    ]


def suggested_heads(occasion: Occasion) -> dict[tuple[str, str], int]:
    """Heads as the door has seen them: those who were ticked off, and those who walked in. A person confirms them."""
    found: dict[tuple[str, str], int] = {}
    here = places_of(occasion)[0]

    def add(place: str, band: str, number: int) -> None:
        found[place, band] = found.get((place, band), 0) + number

    for each in Enrolment.objects.filter(occasion=occasion, state=EnrolmentState.CAME):
        place = "remote" if each.part == Part.ONLINE else here
        # A class that came smaller than it enrolled has the same share of teachers with it.
        children = min(each.came_seats, each.children)
        add(place, "children", children)
        add(place, "youth" if occasion.audience == "youth" else "adults", each.came_seats - children)
    walked = DoorAct.objects.filter(occasion=occasion, kind=DoorKind.WALK_IN)
    at_the_door = walked.filter(slot=None)
    # On a non-stop day one person sits in several halls: where somebody stood at the door of the house, only those count.
    counted = at_the_door if at_the_door.exists() else walked
    for band, number in counted.values_list("audience").annotate(n=Sum("number")):
        add(here, band or "adults", number)
    return {key: number for key, number in found.items() if number > 0}


@transaction.atomic
def count(
    *, occasion: Occasion, heads: Heads, by: Any = None, with_disabilities: int = 0, online_peak: int = 0,
    books_shown: int = 0, books_issued: int = 0, outputs: Mapping[str, int] | None = None, note: str = "",
) -> Result:  # fmt: skip
    """Count an event: its facts go into the ledger on the day it was held, late ones as such. Counted before, the old count
    is reversed first. Raises CannotCount when it has not begun, was called off, or the numbers contradict each other.
    """
    # Without the key: who enrols at this moment refers to this row, holds the places, and is waited for below.
    occasion = Occasion.objects.select_for_update(no_key=True).get(pk=occasion.pk)
    heads = {key: number for key, number in heads.items() if number}
    _refuse(occasion, heads, with_disabilities)
    if occasion.stage in ("counted", "reported"):
        _take_back(occasion, note=note or _("counted anew"))
    elif occasion.stage != "held":
        occasion.move("hold")
    result, _made = Result.objects.select_for_update().get_or_create(occasion=occasion)
    result.round += 1
    result.with_disabilities, result.online_peak = with_disabilities, online_peak
    result.books_shown, result.books_issued = books_shown, books_issued
    if outputs is not None:
        result.outputs = {code: number for code, number in outputs.items() if number}
    result.counted_at, result.counted_by = timezone.now(), by if getattr(by, "pk", None) else None
    result.save()
    Headcount.objects.bulk_create(
        Headcount(occasion=occasion, place=place, audience=band, number=number)
        for (place, band), number in heads.items()
    )
    journal.record_many(_facts(occasion, heads, result))
    _note_missed(occasion)
    reported = result.reported_at is not None
    occasion.move("count")
    if reported:
        occasion.move("report")
    audit.log(
        "programmes.count", by=by, about=occasion, unit=occasion.unit, note=note,
        after={f"{place}.{band}": number for (place, band), number in heads.items()},
    )  # fmt: skip
    occasion_counted.send(Occasion, occasion=occasion, result=result, by=by)
    return result


def _refuse(occasion: Occasion, heads: Heads, with_disabilities: int) -> None:
    if occasion.stage in ("cancelled", "postponed", "idea", "archived"):
        raise CannotCount(_("It was not held, or is in the archive: there is nothing to count."))
    if occasion.starts_at > timezone.now():
        raise CannotCount(_("It has not begun yet."))
    for (place, band), number in heads.items():
        if place not in places_of(occasion) or band not in BANDS or number < 0:
            raise CannotCount(_("These numbers do not fit the place of the event."))
    if with_disabilities > sum(heads.values()):
        raise CannotCount(_("More people with disabilities than people came: please look again."))


def _facts(occasion: Occasion, heads: Heads, result: Result) -> list[journal.NewFact]:
    at = occasion.starts_at
    where = occasion.counted_place

    def fact(kind: str, quantity: int, **dimensions: str) -> journal.NewFact:
        said = ":".join(dimensions.values())
        return journal.NewFact(
            kind=kind, unit=occasion.unit_id, quantity=quantity, at=at, source=occasion, late=True,
            key=f"occasion:{occasion.pk}:{result.round}:{kind}:{said}", **dimensions,
        )  # fmt: skip

    facts = [fact("events", 1, place=where, audience=occasion.audience)]
    if occasion.is_accessible:
        facts.append(fact("events.accessible", 1, place=where, audience=occasion.audience))
    facts += [fact("visits.events", n, place=place, audience=band) for (place, band), n in sorted(heads.items())]
    if result.with_disabilities:
        facts.append(fact("visits.events_disabled", result.with_disabilities, place=where))
    if result.books_shown:
        facts.append(fact("documents.shown", result.books_shown, place=where))
    if result.views_later:
        facts.append(fact("events.views", result.views_later, place="remote"))
    return facts


def standing_facts(occasion: Occasion) -> Any:
    return Fact.objects.standing().filter(source_kind=SOURCE, source_id=str(occasion.pk))


def _take_back(occasion: Occasion, *, note: str) -> None:
    for fact in standing_facts(occasion):
        journal.reverse(fact, note=note)
    Headcount.objects.filter(occasion=occasion).delete()
    occasion.move("uncount")


@transaction.atomic
def uncount(*, occasion: Occasion, by: Any = None, note: str = "") -> Occasion:
    """Take the count of an event back: its facts are reversed, and it waits to be counted again. Raises CannotCount."""
    occasion = Occasion.objects.select_for_update().get(pk=occasion.pk)
    if occasion.stage not in ("counted", "reported"):
        raise CannotCount(_("It is not counted, or is in the archive."))
    _take_back(occasion, note=note)
    audit.log("programmes.uncount", by=by, about=occasion, unit=occasion.unit, note=note)
    return occasion


def _note_missed(occasion: Occasion) -> None:
    """Those who had a place and did not come – where the door was kept at all: without it nobody knows."""
    if DoorAct.objects.filter(occasion=occasion).exclude(enrolment=None).exists():
        Enrolment.objects.filter(occasion=occasion, state=EnrolmentState.BOOKED).update(state=EnrolmentState.MISSED)


@transaction.atomic
def file_report(
    *, occasion: Occasion, by: Any = None, story: Translated | None = None, went_well: str = "", to_change: str = "",
    views_later: int | None = None, recording_url: str | None = None,
) -> Result:  # fmt: skip
    """Tell what was: for readers, and for colleagues who will do it again. Later views are counted when they are told.
    Raises CannotCount when it has not been counted."""
    occasion = Occasion.objects.select_for_update().get(pk=occasion.pk)
    if occasion.stage not in ("counted", "reported"):
        raise CannotCount(_("Count it first, then tell of it."))
    result = Result.objects.select_for_update().get(occasion=occasion)
    if story is not None:
        result.story = story
    result.went_well, result.to_change = went_well, to_change
    result.reported_at, result.reported_by = timezone.now(), by if getattr(by, "pk", None) else None
    if views_later is not None and views_later != result.views_later:
        for fact in standing_facts(occasion).filter(kind="events.views"):
            journal.reverse(fact, note=_("views counted anew"))
        result.views_later = views_later
        if views_later:
            times = Fact.objects.filter(source_kind=SOURCE, source_id=str(occasion.pk), kind="events.views").count()
            journal.record(
                "events.views", unit=occasion.unit, quantity=views_later, at=occasion.starts_at, place="remote",
                source=occasion, late=True, key=f"occasion:{occasion.pk}:{result.round}:views:{times}",
            )  # fmt: skip
    result.save()
    if recording_url is not None and recording_url != occasion.recording_url:
        occasion.recording_url = recording_url
        occasion.save(update_fields=["recording_url"])
    if occasion.stage == "counted":
        occasion.move("report")
    audit.log("programmes.report", by=by, about=occasion, unit=occasion.unit)
    search.enqueue("event", [occasion.pk])
    return result


def outputs_of(occasion: Occasion) -> list[tuple[str, Any]]:
    """What the format asks to count beside heads, shown books and loans: (code, label)."""
    card = formats.card(occasion.format_code, occasion.format_version)
    counted_apart = {"attendance", "titles", "issues", "live_peak", "views"}
    codes = [code for code in (card.counts if card else ()) if code not in counted_apart]
    return [(code, formats.label("counts", code)) for code in codes]
