"""Many items by one act: done in one transaction, told to the history of each item, and taken back as one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from chytalnia.catalogue import errors
from chytalnia.catalogue.bulk import chunks
from chytalnia.catalogue.models import Item
from chytalnia.core import audit
from chytalnia.core.models import AuditEntry
from chytalnia.network.models import Unit, Zone
from chytalnia.people import rules

from . import items as services

#: Items in one act: a branch moves house in a few of these, and one transaction stays short.
MOST = 20_000
ACT, UNDO = "catalogue.bulk_items", "catalogue.undo_bulk_items"

_RIGHTS = {"withdraw": "catalogue.withdraw_items"}


@dataclass(slots=True)
class Selection:
    """Items somebody wants to do something with: those that may be, and why the rest may not."""

    allowed: list[Item] = field(default_factory=list)
    refused: list[Item] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    @property
    def by_unit(self) -> list[tuple[Unit, int]]:
        counted: dict[Unit, int] = defaultdict(int)
        for item in self.allowed:
            counted[item.unit] += 1
        return sorted(counted.items(), key=lambda pair: pair[0].path)


def right_for(action: str) -> str:
    return _RIGHTS.get(action, "catalogue.edit_item")


def sort_out(items: Iterable[Item], *, action: str, by: Any, unknown: Iterable[str] = ()) -> Selection:
    """Which of the items this person may do this to, and which can have it done at all."""
    found = Selection(unknown=list(unknown))
    paths = rules.paths_where(by, right_for(action))
    for item in items:
        mine = any(item.unit.path.startswith(path) for path in paths)
        gone = item.status == "withdrawn"
        (found.allowed if mine and not gone else found.refused).append(item)
    return found


@transaction.atomic
def act(*, items: Iterable[Item], action: str, values: dict[str, Any], by: Any, note: str = "") -> AuditEntry:
    """Do one of `move` (unit, zone), `status`, `edit` (any fields) or `withdraw` (reason, act, on) to items.

    Returns the entry by which `undo` takes it back. Raises what the single services raise, and nothing is then done.
    """
    chosen = list(Item.objects.select_related("unit", "zone").filter(pk__in=[item.pk for item in items]))
    changed = _changed(action, values)
    before: dict[str, dict[str, list[int]]] = {name: defaultdict(list) for name in changed}
    for item in chosen:
        for name in changed:
            before[name][_text(getattr(item, _column(name)))].append(item.pk)
    if action == "move":
        services.move(items=chosen, unit=values["unit"], zone=values.get("zone"), by=by, note=note)
    elif action == "status":
        services.change_status(items=chosen, status=values["status"], by=by, note=note)
    elif action == "withdraw":
        services.withdraw(items=chosen, by=by, **values)
    else:
        # Not by `edit`: a copy has a note of its own, beside the note to the act.
        services._change(chosen, dict(values), by=by, note=note, action="catalogue.edit_item")
    entry = audit.log(
        ACT, by=by, note=note, unit=chosen[0].unit if chosen and len({i.unit_id for i in chosen}) == 1 else None,
        before={name: dict(groups) for name, groups in before.items()} if action != "withdraw" else {},
        after={"action": action, "count": len(chosen), "values": {n: _text(_plain(v)) for n, v in changed.items()}},
    )  # fmt: skip
    _tell_each(chosen, changed, by=by, act=entry.pk)
    return entry


def _changed(action: str, values: dict[str, Any]) -> dict[str, Any]:
    if action == "withdraw":
        return {
            "status": "withdrawn", "withdrawal_reason": values.get("reason", ""), "withdrawal_act": values.get("act", ""),
        }  # fmt: skip
    if action == "move":
        return {"unit": values["unit"], "zone": values.get("zone")}
    return dict(values)


def _column(name: str) -> str:
    return {"unit": "unit_id", "zone": "zone_id"}.get(name, name)


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, (Unit, Zone)) else value


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _shown(value: Any) -> str:
    return getattr(value, "code", None) or _text(value)


def _tell_each(chosen: list[Item], changed: dict[str, Any], *, by: Any, act: int) -> None:
    """One line in the history of every item: what one reads on its page years later."""
    person, now = audit.person(by), timezone.now()
    AuditEntry.objects.bulk_create(
        [
            AuditEntry(
                at=now, act=ACT, **person, **audit.thing(item), unit_id=item.unit_id, unit_code=item.unit.code,
                before={name: _shown(getattr(item, name)) for name in changed},
                after={**{name: _shown(value) for name, value in changed.items()}, "bulk": act},
            )
            for item in chosen
        ],
        batch_size=500,
    )  # fmt: skip


def entry_of(pk: int, by: Any) -> AuditEntry | None:
    """A bulk act of this person that can be taken back."""
    entry = AuditEntry.objects.filter(pk=pk, act=ACT, by_id=by.pk, object_label="").first()
    if entry is None or not entry.before or is_undone(entry):
        return None
    return entry


def is_undone(entry: AuditEntry) -> bool:
    return AuditEntry.objects.filter(act=UNDO, object_label="core.auditentry", object_id=str(entry.pk)).exists()


@transaction.atomic
def undo(*, entry: AuditEntry, by: Any) -> tuple[int, int]:
    """Give items back the values they had before a bulk act; returns how many, and how many were changed since and stay.

    Raises AlreadyUndone. Withdrawal is an act on paper and is not taken back here.
    """
    if not entry.before or is_undone(entry):
        raise errors.AlreadyUndone
    now_values = entry.after["values"]
    pks = {pk for groups in entry.before.values() for some in groups.values() for pk in some}
    there: dict[int, Item] = {}
    for piece in chunks(sorted(pks)):
        for item in Item.objects.select_for_update(of=("self",)).select_related("unit", "zone").filter(pk__in=piece):
            there[item.pk] = item
    kept = {
        pk
        for pk, item in there.items()
        if all(_text(getattr(item, _column(name))) == text for name, text in now_values.items())
        and item.status != ("withdrawn" if "status" not in now_values else None)
    }
    restored: dict[tuple[tuple[str, str], ...], list[Item]] = defaultdict(list)
    old: dict[int, dict[str, str]] = defaultdict(dict)
    for name, groups in entry.before.items():
        for text, some in groups.items():
            for pk in some:
                old[pk][name] = text
    for pk in kept:
        restored[tuple(sorted(old[pk].items()))].append(there[pk])
    for values, group in restored.items():
        _restore(group, dict(values), by=by)
    audit.log(UNDO, by=by, about=entry, after={"count": len(kept), "left": len(pks) - len(kept)})
    return len(kept), len(pks) - len(kept)


def _restore(group: list[Item], values: dict[str, str], *, by: Any) -> None:
    typed: dict[str, Any] = {}
    for name, text in values.items():
        if name == "unit":
            typed["unit"] = Unit.objects.get(pk=int(text))
        elif name == "zone":
            typed["zone"] = Zone.objects.filter(pk=int(text)).first() if text else None
        else:
            field: Any = Item._meta.get_field(name)
            typed[name] = None if text == "" and field.null else field.to_python(text)
    services._change(group, typed, by=by, note="", action=UNDO)
    _tell_each(group, typed, by=by, act=0)
