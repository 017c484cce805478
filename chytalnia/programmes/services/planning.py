"""The plan of an event and of a month: checklist, duties, books and materials, photos, what is fixed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import IO, Any

from django.db import transaction
from django.utils import timezone

from chytalnia.core import audit
from chytalnia.core.translated import Translated
from chytalnia.media import services as media
from chytalnia.network.models import Unit
from chytalnia.programmes.models import Duty, Link, LinkKind, MonthPlan, Occasion, Photo, Programme, Task
from chytalnia.search import services as search


@transaction.atomic
def tick(*, task: Task, done: bool = True, by: Any = None) -> Task:
    """Note a line of the checklist as done, or open it again."""
    locked = Task.objects.select_for_update().get(pk=task.pk)
    locked.done_at = timezone.now() if done else None
    locked.done_by = by if done and getattr(by, "pk", None) else None
    locked.save(update_fields=["done_at", "done_by"])
    return locked


@transaction.atomic
def add_task(*, occasion: Occasion, text: Translated, due: date | None = None, role: str = "organiser") -> Task:
    offset = (due - occasion.day).days if due else None
    return Task.objects.create(occasion=occasion, text=text, due=due, role=role, offset=offset)


@transaction.atomic
def set_duty(*, duty: Duty, person: Any = None, name: str = "", note: str = "") -> Duty:
    """Say who fills a role."""
    duty.person, duty.name, duty.note = person, name, note
    duty.save(update_fields=["person", "name", "note"])
    return duty


@transaction.atomic
def add_duty(*, occasion: Occasion, role: str, person: Any = None, name: str = "", note: str = "") -> Duty:
    return Duty.objects.create(occasion=occasion, role=role, person=person, name=name, note=note)


@transaction.atomic
def add_link(
    *, occasion: Occasion | None = None, programme: Programme | None = None, kind: str = LinkKind.BOOK, work: Any = None,
    url: str = "", title: str = "", note: str = "", asset: Any = None,
) -> Link:  # fmt: skip
    """Put a book, a file or an address to an event or a programme; the same book twice is one."""
    if work is not None and occasion is not None:
        known = Link.objects.filter(occasion=occasion, work=work).first()
        if known:
            return known
    order = Link.objects.filter(occasion=occasion, programme=programme).count()
    return Link.objects.create(
        occasion=occasion, programme=programme, kind=kind, work=work, url=url, title=title[:300], note=note[:300],
        asset=asset, order=order,
    )  # fmt: skip


@transaction.atomic
def remove_link(*, link: Link) -> None:
    link.delete()


@transaction.atomic
def add_photo(
    *, occasion: Occasion, upload: IO[bytes], name: str, caption: str = "", by: Any = None, rights_holder: str = ""
) -> Photo:
    """Keep a photo of an event. Raises RefusedFile when it is no picture we keep."""
    asset = media.store(
        upload, name=name, unit=occasion.unit, by=by, description=Translated(uk=caption) if caption else "",
        rights_holder=rights_holder,
    )  # fmt: skip
    photo, _made = Photo.objects.get_or_create(
        occasion=occasion, asset=asset, defaults={"caption": caption[:300], "order": occasion.photos.count()}
    )
    search.enqueue("event", [occasion.pk])
    return photo


@transaction.atomic
def fix_month(*, unit: Unit, month: date, by: Any = None) -> MonthPlan:
    """Fix the plan of a month: events of it that are planned later are marked as out of the plan."""
    plan, made = MonthPlan.objects.get_or_create(
        unit=unit, month=month.replace(day=1), defaults={"fixed_by": by if getattr(by, "pk", None) else None}
    )
    if made:
        audit.log("programmes.fix_month", by=by, about=plan, unit=unit, after={"month": f"{month:%Y-%m}"})
    return plan


@transaction.atomic
def unfix_month(*, unit: Unit, month: date, by: Any = None) -> None:
    """Open a plan again; what was added out of it becomes a part of it."""
    first = month.replace(day=1)
    deleted, _rows = MonthPlan.objects.filter(unit=unit, month=first).delete()
    if deleted:
        last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        Occasion.objects.filter(unit=unit, day__gte=first, day__lte=last).update(out_of_plan=False)
        audit.log("programmes.unfix_month", by=by, about=unit, unit=unit, after={"month": f"{month:%Y-%m}"})
