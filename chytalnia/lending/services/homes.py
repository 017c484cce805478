"""Home delivery: who is served at home, and the visits that were made."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chytalnia.core import audit
from chytalnia.lending import queries
from chytalnia.lending.acts import Recorder, known, persistent
from chytalnia.lending.errors import Problem, Refused
from chytalnia.lending.models import Act, ActKind, HomeService, HomeVisit
from chytalnia.network.models import Unit
from chytalnia.people import access
from chytalnia.people.models import Reader
from chytalnia.people.readers import queries as readers


@transaction.atomic
def serve_at_home(*, reader: Reader, unit: Unit, by: Any = None, **form: Any) -> HomeService:
    """Begin to serve a reader at home, or change how. Raises Refused without a consent to keep the address; PermissionDenied."""
    if by is not None:
        access.require(by, "lending.home", unit)
    Reader.objects.select_for_update().get(pk=reader.pk)
    found = HomeService.objects.filter(reader=reader, ended_on=None).first()
    service = found or HomeService(reader=reader)
    for name, value in {"unit": unit, **form}.items():
        setattr(service, name, value)
    if service.needs_two and not service.second:
        raise Refused([Problem("second", _("Name the second person."), can_override=False)])
    service.save()
    audit.log("lending.serve_at_home", by=by, about=reader, unit=unit, after={"carrier": service.carrier})
    return service


@transaction.atomic
def end_service(*, service: HomeService, on: date, by: Any = None) -> None:
    """The reader is not served at home any more; what they have stays lent to them."""
    if by is not None:
        access.require(by, "lending.home", service.unit)
    HomeService.objects.filter(pk=service.pk, ended_on=None).update(ended_on=on)
    audit.log("lending.end_home_service", by=by, about=service.reader, unit=service.unit)


@persistent
def visit_home(
    *,
    service: HomeService,
    by: Any = None,
    minutes: int = 0,
    taken: int | None = None,
    second: str = "",
    note: str = "",
    key: uuid.UUID | str | None = None,
) -> Act:
    """Write down a visit. What was handed over is counted from the loans; what was taken back too, unless it is said: returns
    that lie long back are nobody's any more.

    The same `key` again gives the same act. Raises Refused: `visited_today`, `second` where two have to go; PermissionDenied.
    """
    service = HomeService.objects.select_for_update(of=("self",)).select_related("reader", "unit").get(pk=service.pk)
    if by is not None:
        access.require(by, "lending.home", service.unit)
    if again := known(key):
        return again
    recorder = Recorder(unit=service.unit, by=by, key=key)
    second = (second or service.second).strip()
    if service.needs_two and not second:
        raise Refused(
            [Problem("second", _("Two go there together: write who the second person was."), can_override=False)]
        )
    if service.visits.filter(on=recorder.day).exists():
        raise Refused(
            [Problem("visited_today", _("The visit of this day is written down already."), can_override=False)]
        )
    bag = queries.bag(service)
    recorder.make(
        HomeVisit(
            service=service, on=recorder.day, carrier=service.carrier, second=second[:120], handed=len(bag.to_hand_over),
            taken=bag.taken_back if taken is None else taken, minutes=minutes, note=note[:300], by=by,
        )
    )  # fmt: skip
    recorder.add(
        ActKind.HOME_VISIT, reader_id=service.reader_id, place="outside",
        audience=readers.age_band(service.reader, recorder.day), handed=len(bag.to_hand_over), minutes=minutes,
        title=service.carrier,
    )  # fmt: skip
    return recorder.write()
