"""A seminar is made, decided upon, counted; afterwards the addresses of its speakers are forgotten."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from chytalnia.core import audit
from chytalnia.core.translated import Translated
from chytalnia.journal import services as journal
from chytalnia.journal.models import Fact
from chytalnia.network import settings as unit_settings
from chytalnia.network.models import Unit
from chytalnia.programmes import formats
from chytalnia.programmes import services as programmes
from chytalnia.programmes.models import Letter, Occasion, Question, Result
from chytalnia.seminars import queries
from chytalnia.seminars.models import Clause, Seminar, Talk

SOURCE = "seminars.seminar"
#: What everybody is asked at enrolment, so that the seminar knows where its people are from.
_ASKED = (
    Translated(
        uk="Бібліотека або установа", ru="Библиотека или учреждение", kk="Кітапхана немесе мекеме", en="Library or institution"
    ),
    Translated(uk="Місто або село", ru="Город или село", kk="Қала немесе ауыл", en="Town or village"),
    Translated(uk="Область, край", ru="Область, край", kk="Облыс, өлке", en="Region"),
)  # fmt: skip


@transaction.atomic
def make(
    *, unit: Unit, title: Translated, starts_at: datetime, ends_at: datetime, kind: str = "seminar", by: Any = None,
    about: Translated | None = None, mode: str = "hybrid", online_url: str = "", places: int | None = None,
    online_places: int | None = None, call: Translated | None = None, call_until: date | None = None, stage: str = "planned",
) -> Seminar:  # fmt: skip
    """Make a seminar: the programme, its one event with places at the spot and online, and the questions to those who enrol."""
    card = formats.card({"conference": "seminar"}.get(kind, kind))
    assert card is not None
    about = about or Translated(card.about)
    programme = programmes.save_programme(
        unit=unit, title=title, by=by, about=about, kind="seminar", format_code=card.code, audience="adults",
        first_day=timezone.localtime(starts_at).date(), last_day=timezone.localtime(ends_at).date(),
    )  # fmt: skip
    programme.move("begin", by=by)
    occasion = programmes.start(
        card=card, unit=unit, title=title, starts_at=starts_at, ends_at=ends_at, by=by, programme=programme, about=about,
        places=places, online_places=online_places, mode=mode, online_url=online_url, taking="open", stage=stage, most_seats=1,
        groups_welcome=False,
    )  # fmt: skip
    questions = [
        Question.objects.create(occasion=occasion, text=text, required=number != 1, order=number)
        for number, text in enumerate(_ASKED)
    ]
    made = Seminar.objects.create(
        programme=programme, occasion=occasion, kind=kind, call=call or Translated(), call_until=call_until,
        ask_library=questions[0], ask_city=questions[1], ask_region=questions[2],
    )  # fmt: skip
    audit.log("seminars.made", by=by, about=programme, unit=unit, after={"title": str(title)})
    return made


@transaction.atomic
def save(*, seminar: Seminar, by: Any = None, **fields: Any) -> Seminar:
    for name, value in fields.items():
        setattr(seminar, name, value)
    seminar.full_clean(exclude=["programme", "occasion"])
    seminar.save()
    audit.log(
        "seminars.changed", by=by, about=seminar.programme, unit=seminar.occasion.unit, after={"fields": sorted(fields)}
    )
    return seminar


@transaction.atomic
def save_clause(
    *, seminar: Seminar, text: str, kind: str, responsible: str = "", due: date | None = None, by: Any = None
) -> Clause:
    """Add a point to the resolution."""
    made = Clause.objects.create(seminar=seminar, text=text, kind=kind, responsible=responsible, due=due)
    audit.log("seminars.resolution", by=by, about=seminar.programme, unit=seminar.occasion.unit)
    return made


@transaction.atomic
def strike_clause(*, clause: Clause, by: Any = None) -> None:
    """Take a point out of the resolution."""
    seminar = clause.seminar
    audit.log(
        "seminars.resolution", by=by, about=seminar.programme, unit=seminar.occasion.unit, before={"text": clause.text}
    )
    clause.delete()


@transaction.atomic
def file_facts(*, occasion: Occasion, result: Result) -> None:
    """What a seminar counts beside its event: talks, people and regions. A count that replaces another reverses its facts."""
    seminar = Seminar.objects.filter(occasion=occasion).first()
    if seminar is None:
        return
    for fact in Fact.objects.standing().filter(source_kind=SOURCE, source_id=str(seminar.pk)):
        journal.reverse(fact)
    heads = sum(occasion.headcounts.values_list("number", flat=True))
    where = queries.geography(seminar)
    numbers = {
        "seminars.talks": seminar.talks.filter(stage="accepted", kind="talk").count(),
        "seminars.participants": heads, "seminars.regions": sum(1 for row in where if row.region),
    }  # fmt: skip
    for kind, number in numbers.items():
        if number:
            journal.record(
                kind, unit=occasion.unit, quantity=number, at=occasion.starts_at, source=seminar, late=True,
                key=f"seminar:{seminar.pk}:{result.round}:{kind}",
            )  # fmt: skip


def forget(day: date) -> int:
    """Take addresses and needs of speakers out long after the seminar, with the letters to them; talk and name stay."""
    gone = 0
    for unit in Unit.objects.filter(occasions__seminar__isnull=False).distinct():
        kept = unit_settings.setting(unit, "seminars.forget_days")
        before = timezone.make_aware(datetime.combine(day - timedelta(days=kept), time.min))
        old = Talk.objects.filter(seminar__occasion__unit=unit, seminar__occasion__ends_at__lt=before)
        with transaction.atomic():
            seminars = Seminar.objects.filter(occasion__unit=unit, occasion__ends_at__lt=before)
            Letter.objects.filter(occasion__seminar__in=seminars, enrolment=None, reader=None).delete()
            full = old.filter(~Q(email="") | ~Q(phone="") | ~Q(needs=""))
            gone += full.update(email="", phone="", needs="")
    return gone
