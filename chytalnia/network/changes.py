"""The log of a card: a picture of it before, a picture after, and a row for each difference."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from chytalnia.core import audit

from .models import Unit, UnitChange
from .signals import unit_changed

#: Kept by the tree itself; moving is logged by name.
_TREE = {"id", "path", "depth", "numchild"}
_LISTS = ("contacts", "staff", "zones", "opening_intervals", "hours_exceptions", "sanitary_rules", "photos")
_SETS = ("specialisations", "services")

Picture = dict[str, Any]


def picture(unit: Unit) -> Picture:
    """Everything on the card as JSON values, read from the database anew."""
    unit = Unit.objects.get(pk=unit.pk)
    seen: Picture = {f.name: _plain(unit, f) for f in Unit._meta.concrete_fields if f.name not in _TREE}
    for name in _LISTS:
        rows = getattr(unit, name).model.objects.filter(unit_id=unit.pk)
        seen[name] = [
            {f.name: _plain(row, f) for f in row._meta.concrete_fields if f.name not in {"id", "unit", "sort_order"}}
            for row in rows
        ]
    for name in _SETS:
        rows = Unit._meta.get_field(name).related_model.objects.filter(units=unit.pk)
        seen[name] = sorted(rows.values_list("code", flat=True))
    return json.loads(json.dumps(seen, cls=DjangoJSONEncoder))


def _plain(instance: models.Model, field: Any) -> Any:
    return getattr(instance, field.attname)


@contextmanager
def changing(unit: Unit, *, by: Any = None, note: str = "") -> Iterator[None]:
    """Do something to a card inside; what really changed is logged field by field, audited and told to the rooms
    above."""
    with transaction.atomic():
        # One change of a card at a time, or two editors would each log the other's work.
        Unit.objects.select_for_update().filter(pk=unit.pk).first()
        before = picture(unit)
        yield
        after = picture(unit)
        differing = [name for name in after if before[name] != after[name]]
        UnitChange.objects.bulk_create(
            UnitChange(unit_id=unit.pk, by=by, field=name, before=before[name], after=after[name], note=note)
            for name in differing
        )
        if differing:
            audit.log(
                "network.change_card",
                by=by,
                about=unit,
                unit=unit,
                before={name: before[name] for name in differing},
                after={name: after[name] for name in differing},
                note=note,
            )
            unit_changed.send(Unit, unit=unit, fields=differing, by=by)
