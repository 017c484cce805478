"""What is done to the network. Everything is logged on the card, audited, and told to rooms above by `unit_changed`.

`by` is who does it; None is the program itself (an installation, the demo), which may do everything. Others need the right
in the unit, and PermissionDenied says that they do not have it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.dateparse import parse_time

from chytalnia.core import audit
from chytalnia.core.translated import Translated
from chytalnia.people import access
from chytalnia.people.services import grant_role, revoke_role

from . import settings
from .changes import changing
from .errors import MayNotStandThereError, UnderItselfError, ValueDoesNotFitError
from .models import (
    MAY_STAND_UNDER,
    Contact,
    HoursException,
    OpeningInterval,
    SanitaryRule,
    Service,
    Specialisation,
    Unit,
    UnitChange,
    UnitSetting,
    Zone,
)
from .signals import unit_changed

__all__ = [
    "add_contact",
    "add_exception",
    "add_zone",
    "change_card",
    "clear_setting",
    "create_unit",
    "grant_role",
    "move_unit",
    "revoke_role",
    "set_hours",
    "set_sanitary_days",
    "set_setting",
]


@transaction.atomic
def create_unit(*, code: str, kind: str, name: Any, parent: Unit | None = None, by: Any = None, **card: Any) -> Unit:
    """Open a unit under another, or at the root. `card` takes any field of Unit, `specialisations` and `services` by
    code too."""
    if by is not None:
        _require_place(by, "network.create_unit", parent)
    _refuse_place(kind, parent)
    lists = {key: card.pop(key) for key in ("specialisations", "services") if key in card}
    unit = Unit(code=code, kind=kind, name=_translated(name), **_rounded(card))
    unit.clean_fields(exclude=["path", "depth"])
    unit.validate_constraints()
    if parent is None:
        Unit.add_root(instance=unit)
    else:
        Unit.objects.get(pk=parent.pk).add_child(instance=unit)
    _set_lists(unit, lists)
    UnitChange.objects.create(unit=unit, by=by, field="created", after=str(unit.name))
    audit.log("network.create_unit", by=by, about=unit, unit=unit)
    unit_changed.send(Unit, unit=unit, fields=["created"], by=by)
    return unit


def change_card(*, unit: Unit, by: Any = None, note: str = "", **fields: Any) -> Unit:
    """Change fields of the card. Raises ValidationError when a value or the card as a whole does not hold."""
    _require(by, "network.change_card", unit)
    lists = {key: fields.pop(key) for key in ("specialisations", "services") if key in fields}
    unknown = set(fields) - CARD_FIELDS
    if unknown:
        raise ValueError(f"Not on the card: {', '.join(sorted(unknown))}")
    with changing(unit, by=by, note=note):
        for field, value in _rounded(fields).items():
            setattr(unit, field, value)
        unit.clean_fields(exclude=["path", "depth"])
        unit.validate_constraints()
        if fields:
            unit.save(update_fields=list(fields))
        _set_lists(unit, lists)
    return unit


#: What `change_card` may touch: the code is for ever, the place in the tree is `move_unit`'s.
CARD_FIELDS = {
    field.name for field in Unit._meta.concrete_fields if field.name not in {"id", "path", "depth", "numchild", "code"}
}


@transaction.atomic
def move_unit(*, unit: Unit, parent: Unit | None, by: Any = None) -> Unit:
    """Put a unit, with all that is under it, under another. Rights and settings that it inherited change with it."""
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    if by is not None:
        access.require(by, "network.move_unit", unit)
        _require_place(by, "network.move_unit", parent)
    _refuse_place(unit.kind, parent)
    if parent is not None and parent.path.startswith(unit.path):
        raise UnderItselfError
    before = unit.get_parent()
    if parent is None:
        root = Unit.get_last_root_node()
        unit.move(root, "last-sibling")
    else:
        unit.move(Unit.objects.get(pk=parent.pk), "last-child")
    moved = Unit.objects.get(pk=unit.pk)
    UnitChange.objects.create(
        unit=moved, by=by, field="moved", before=before.code if before else None, after=parent.code if parent else None
    )
    audit.log(
        "network.move_unit",
        by=by,
        about=moved,
        unit=moved,
        before={"parent": before.code if before else None},
        after={"parent": parent.code if parent else None},
    )
    settings.forget()
    unit_changed.send(Unit, unit=moved, fields=["moved"], by=by)
    return moved


def set_hours(*, unit: Unit, weekly: Mapping[int, Iterable[tuple[Any, Any]]], by: Any = None, note: str = "") -> None:
    """Set the hours of the week: `{0: [("10:00", "14:00"), ("15:00", "19:00")], …}`; a day not named is closed.

    An empty week means that the unit has no hours of its own and keeps those of the unit above.
    """
    from .hours import read_intervals

    _require(by, "network.change_hours", unit)
    rows = []
    for weekday, intervals in weekly.items():
        try:
            read = read_intervals(
                [(_clock(opens).isoformat(), _clock(closes).isoformat()) for opens, closes in intervals]
            )
        except ValueError as error:
            raise ValidationError(str(error)) from error
        rows += [OpeningInterval(unit_id=unit.pk, weekday=weekday, opens=o, closes=c) for o, c in read]
    with changing(unit, by=by, note=note):
        OpeningInterval.objects.filter(unit_id=unit.pk).delete()
        OpeningInterval.objects.bulk_create(rows)


def add_exception(
    *,
    unit: Unit,
    first: date,
    last: date | None = None,
    intervals: Iterable[tuple[Any, Any]] = (),
    weekdays: Iterable[int] = (),
    reason: Any = "",
    by: Any = None,
) -> HoursException:
    """Say that days are not as usual; without intervals they are closed. Holds for the units below as well."""
    _require(by, "network.change_hours", unit)
    exception = HoursException(
        unit_id=unit.pk,
        first=first,
        last=last or first,
        weekdays=sorted(weekdays),
        intervals=[[f"{_clock(opens):%H:%M}", f"{_clock(closes):%H:%M}"] for opens, closes in intervals],
        reason=_translated(reason),
    )
    exception.full_clean(exclude=["unit"])
    with changing(unit, by=by):
        exception.save()
    return exception


def set_sanitary_days(*, unit: Unit, rules: Iterable[tuple[int, int | None]], by: Any = None) -> None:
    """Set the sanitary days: pairs of which in the month (1…4, −1 the last) and weekday (None: of the working days)."""
    _require(by, "network.change_hours", unit)
    with changing(unit, by=by):
        SanitaryRule.objects.filter(unit_id=unit.pk).delete()
        SanitaryRule.objects.bulk_create(
            SanitaryRule(unit_id=unit.pk, week=week, weekday=weekday) for week, weekday in rules
        )


def add_zone(*, unit: Unit, code: str, kind: str, by: Any = None, **fields: Any) -> Zone:
    _require(by, "network.change_zones", unit)
    zone = Zone(unit=unit, code=code, kind=kind, **fields)
    zone.full_clean(exclude=["unit"])
    with changing(unit, by=by):
        zone.save()
    return zone


def add_contact(*, unit: Unit, kind: str, value: str, label: Any = "", by: Any = None) -> Contact:
    _require(by, "network.change_card", unit)
    contact = Contact(unit=unit, kind=kind, value=value, label=_translated(label))
    contact.full_clean(exclude=["unit"])
    with changing(unit, by=by):
        contact.save()
    return contact


@transaction.atomic
def set_setting(*, unit: Unit, key: str, value: Any, by: Any = None) -> UnitSetting:
    """Set a declared setting for a unit and everything under it. Raises ValueDoesNotFitError."""
    _require(by, "network.change_settings", unit)
    if not settings.key_named(key).fits(value):
        raise ValueDoesNotFitError
    before = UnitSetting.objects.filter(unit=unit, key=key).values_list("value", flat=True).first()
    stored, _created = UnitSetting.objects.update_or_create(unit=unit, key=key, defaults={"value": value, "set_by": by})
    _log_setting(unit, key, before, value, by)
    return stored


@transaction.atomic
def clear_setting(*, unit: Unit, key: str, by: Any = None) -> None:
    """Let a unit inherit a setting again."""
    _require(by, "network.change_settings", unit)
    own = UnitSetting.objects.filter(unit=unit, key=key)
    before = own.values_list("value", flat=True).first()
    if own.delete()[0]:
        _log_setting(unit, key, before, None, by)


def _log_setting(unit: Unit, key: str, before: Any, after: Any, by: Any) -> None:
    settings.forget()
    if before == after:
        return
    UnitChange.objects.create(unit=unit, by=by, field=f"setting:{key}", before=before, after=after)
    audit.log("network.change_settings", by=by, about=unit, unit=unit, before={key: before}, after={key: after})
    unit_changed.send(Unit, unit=unit, fields=["settings"], by=by)


def _require(by: Any, action: str, unit: Unit) -> None:
    if by is not None:
        access.require(by, action, unit)


def _require_place(by: Any, action: str, parent: Unit | None) -> None:
    """At the root only the installer builds."""
    if parent is not None:
        access.require(by, action, parent)
    elif not by.is_superuser:
        raise MayNotStandThereError


def _refuse_place(kind: str, parent: Unit | None) -> None:
    if (parent.kind if parent else None) not in MAY_STAND_UNDER[kind]:
        raise MayNotStandThereError


def _set_lists(unit: Unit, lists: Mapping[Any, Iterable[Any]]) -> None:
    """Specialisations and services, given as objects or by code."""
    for name, wanted in lists.items():
        model: Any = {"specialisations": Specialisation, "services": Service}[name]
        codes = [one if isinstance(one, str) else one.code for one in wanted]
        rows = list(model.objects.filter(code__in=codes))
        if missing := set(codes) - {row.code for row in rows}:
            raise ValueError(f"No such {name}: {', '.join(sorted(missing))}")
        getattr(unit, name).set(rows)
        unit.save()


def _translated(value: Any) -> Translated:
    return Translated(uk=value) if isinstance(value, str) and value else Translated(value or {})


def _rounded(fields: dict[str, Any]) -> dict[str, Any]:
    """Coordinates to six digits, a tenth of a metre: those of a map or a telephone come with noise after them."""
    for name in ("latitude", "longitude"):
        if fields.get(name) is not None:
            fields[name] = round(Decimal(str(fields[name])), 6)
    return fields


def _clock(value: Any) -> time:
    at = parse_time(value) if isinstance(value, str) else value
    if at is None:
        raise ValidationError(f"Not a time: {value!r}")
    return at
