"""Events made quickly: a branch, a format, a time that lies safely in the future or the past."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from chytalnia.core.translated import Translated
from chytalnia.programmes import formats, services
from chytalnia.programmes.models import Occasion


def occasion(
    unit,
    *,
    format="craft_workshop",
    title="Закладка",
    days=3,
    hour_shift=0,
    stage="registration",
    places=None,
    **fields,
):
    """An event that begins so many days from now; its enrolment is open unless said otherwise."""
    starts = timezone.now().replace(microsecond=0) + timedelta(days=days, hours=hour_shift)
    return services.start(
        card=formats.card(format), unit=unit, title=Translated(uk=title), starts_at=starts, places=places, stage=stage,
        **({"taking": "open"} | fields),
    )  # fmt: skip


def past(unit, **fields):
    return occasion(unit, days=-2, stage="held", **fields)


def fresh(thing: Occasion) -> Occasion:
    return type(thing)._default_manager.get(pk=thing.pk)
