"""What can be asked of demand: the register, its sums, the share of refusals, what to buy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from chytalnia.journal import queries as journal
from chytalnia.journal.kinds import Audience, Knowledge
from chytalnia.network.models import Unit
from chytalnia.network.paths import under

from .models import FOR_BUYING, Reason, Refusal, Want

#: Two people asking, or a title refused three times, speak for buying (the rule of the methodologists).
PEOPLE, TIMES = 2, 3
#: Facts that count as given, for the share of refusals.
ISSUES = ("issues.physical", "issues.ill")


def register(
    *, units: Iterable[Unit] | None = None, unit: Unit | None = None, first: date | None = None, last: date | None = None,
    reason: str = "", channel: str = "", audience: str = "", knowledge: str = "", want: Want | None = None, q: str = "",
) -> QuerySet[Refusal]:  # fmt: skip
    """Lines of the register, newest first. `units` is what the person may see, `unit` what is asked for, with all below."""
    rows = Refusal.objects.select_related("want", "unit", "by", "want__work")
    if units is not None:
        rows = rows.filter(under([each.path for each in units], "unit__path"))
    if unit is not None:
        rows = rows.filter(under([unit.path], "unit__path"))
    if first:
        rows = rows.filter(at__date__gte=first)
    if last:
        rows = rows.filter(at__date__lte=last)
    plain = {"reason": reason, "channel": channel, "audience": audience, "want__knowledge": knowledge, "want": want}
    rows = rows.filter(**{name: value for name, value in plain.items() if value})
    if q := q.strip():
        rows = rows.filter(Q(want__text__icontains=q) | Q(text__icontains=q))
    return rows.order_by("-at", "-pk")


@dataclass(frozen=True, slots=True)
class Part:
    """A row of a sum: its name, how many, and how long its bar is against the greatest (0 … 100)."""

    code: str
    label: Any
    times: int
    share: int


def parts(rows: QuerySet[Refusal], field: str) -> list[Part]:
    """The register summed by reason, audience, branch of knowledge or unit, the greatest first. Struck out lines do not
    count."""
    sums = list(rows.filter(reversal=None).order_by().values_list(field).annotate(n=Sum("times")).order_by("-n", field))
    labels: dict[Any, Any] = {
        "reason": dict(Reason.choices), "audience": dict(Audience.choices), "want__knowledge": dict(Knowledge.choices),
    }.get(field, {})  # fmt: skip
    if field == "unit":
        labels = Unit.objects.in_bulk([code for code, _n in sums])
    most = max((n for _code, n in sums), default=1)
    return [Part(str(code), labels.get(code, ""), n, round(100 * n / most)) for code, n in sums]


@dataclass(frozen=True, slots=True)
class Share:
    """Refusals against what was given: refusals ÷ (issues + refusals)."""

    refusals: int
    issues: int

    @property
    def percent(self) -> float:
        asked = self.refusals + self.issues
        return 100 * self.refusals / asked if asked else 0.0


def share(unit: Unit | None, first: date | None, last: date | None) -> Share:
    return Share(journal.total("refusals", unit, first, last), journal.total(ISSUES, unit, first, last))


def to_buy(
    *, systems: QuerySet[Unit] | None = None, unit: Unit | None = None, first: date | None = None, last: date | None = None,
    audience: str = "", knowledge: str = "", waiting: bool = True, often: bool = False,
) -> QuerySet[Want]:  # fmt: skip
    """Wants with `times` asked and `people` who wait to be told, the most wanted first; only refusals that buying would
    mend. `often` leaves those that reach the bound of the rule: two people, or three times."""
    counted = Q(refusals__reversal=None, refusals__reason__in=FOR_BUYING)
    if first:
        counted &= Q(refusals__at__date__gte=first)
    if last:
        counted &= Q(refusals__at__date__lte=last)
    if unit is not None:
        counted &= under([unit.path], "refusals__unit__path")
    if audience:
        counted &= Q(refusals__audience=audience)
    wants = Want.objects.select_related("system", "work")
    if systems is not None:
        wants = wants.filter(system__in=systems)
    if knowledge:
        wants = wants.filter(knowledge=knowledge)
    if waiting:
        wants = wants.waiting()
    wants = wants.annotate(
        times=Coalesce(Sum("refusals__times", filter=counted), 0),
        people=Count("refusals__reader", filter=counted, distinct=True),
        branches=Count("refusals__unit", filter=counted, distinct=True),
        asked=Max("refusals__at", filter=counted),
    ).filter(times__gt=0)
    if often:
        wants = wants.filter(Q(people__gte=PEOPLE) | Q(times__gte=TIMES))
    return wants.order_by(F("people").desc(), F("times").desc(), "-asked", "pk")


def wishes_of(reader: Any) -> QuerySet[Refusal]:
    """What a reader has asked for and waits to hear of, newest first."""
    return Refusal.objects.filter(reader=reader, reversal=None).select_related("want", "unit").order_by("-at")
