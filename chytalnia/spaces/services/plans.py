"""Drawing: floors and what stands on them. Who saves names the version they saw, so that two never overwrite each other."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from chytalnia.core import audit
from chytalnia.network.models import Unit, Zone
from chytalnia.spaces import geometry, matching
from chytalnia.spaces.errors import CannotDraw, OutsideThePlan, Stale
from chytalnia.spaces.models import Piece, PieceKind, Plan


def _locked(plan: Plan, version: int | None) -> Plan:
    """The plan, held until the transaction ends. Raises Stale when it is not the version that was seen."""
    locked = Plan.objects.select_for_update().select_related("unit").get(pk=plan.pk)
    if version is not None and locked.version != version:
        raise Stale
    return locked


def _changed(plan: Plan, by: Any, **after: Any) -> int:
    plan.version += 1
    plan.changed_by = by if getattr(by, "pk", None) else None
    plan.save()
    audit.log("spaces.plan", by=by, about=plan, unit=plan.unit, after={"version": plan.version, **after})
    return plan.version


@transaction.atomic
def save_plan(
    *, plan: Plan | None = None, unit: Unit, floor: str, width: int, depth: int, version: int | None = None, by: Any = None,
    **fields: Any,
) -> Plan:  # fmt: skip
    """Make a floor, or change its size and name. Raises Stale; OutsideThePlan when something drawn would lie outside;
    ValidationError when the library has a plan of this floor."""
    made = _locked(plan, version) if plan is not None else Plan(unit=unit, order=_order_of(floor))
    if plan is not None:
        for piece in made.pieces.all():
            if piece.x + piece.w > width or piece.y + piece.h > depth:
                raise OutsideThePlan(_("“%(piece)s” would lie outside the plan.") % {"piece": piece.called})
    made.floor, made.width, made.depth, made.order = floor, width, depth, _order_of(floor)
    for name, value in fields.items():
        setattr(made, name, value)
    made.full_clean(exclude=["unit"])
    if plan is None:
        made.changed_by = by if getattr(by, "pk", None) else None
        made.save()
        audit.log("spaces.plan", by=by, about=made, unit=unit, after={"floor": floor})
    else:
        _changed(made, by, width=width, depth=depth, is_public=made.is_public)
    return made


def _order_of(floor: str) -> int:
    """The ground floor first, then up, then down: readers come in on it."""
    try:
        number = int(floor)
    except ValueError:
        return 500
    return number if number >= 0 else 600 - number


@transaction.atomic
def remove_plan(*, plan: Plan, by: Any = None) -> None:
    audit.log("spaces.remove_plan", by=by, about=plan, unit=plan.unit, before={"floor": plan.floor})
    plan.delete()


@transaction.atomic
def save_piece(
    *, plan: Plan, piece: Piece | None = None, version: int | None = None, by: Any = None, **fields: Any
) -> Piece:
    """Draw a piece, or change one, and return it with its plan as it is now. Raises Stale, OutsideThePlan or CannotDraw."""
    locked = _locked(plan, version)
    made = Piece.objects.get(pk=piece.pk, plan=locked) if piece is not None else Piece(plan=locked)
    for name, value in fields.items():
        setattr(made, name, value)
    made.plan = locked
    _check(made)
    made.save()
    _changed(locked, by, piece=made.called)
    return made


@transaction.atomic
def place_piece(*, piece: Piece, x: int, y: int, w: int, h: int, version: int | None = None, by: Any = None) -> Piece:
    """Move or stretch a piece; a shape of several corners goes along. Raises Stale or OutsideThePlan."""
    locked = _locked(piece.plan, version)
    made = Piece.objects.get(pk=piece.pk)
    if made.points:
        made.points = geometry.moved(made.points, (made.x, made.y, made.w, made.h), (x, y, w, h))
    made.x, made.y, made.w, made.h, made.plan = x, y, w, h, locked
    _check(made)
    made.save()
    _changed(locked, by, piece=made.called)
    return made


@transaction.atomic
def remove_piece(*, piece: Piece, version: int | None = None, by: Any = None) -> Plan:
    """Raises Stale."""
    locked = _locked(piece.plan, version)
    called = piece.called
    Piece.objects.filter(pk=piece.pk, plan=locked).delete()
    _changed(locked, by, removed=called)
    return locked


def _check(piece: Piece) -> None:
    if piece.points:
        x, y, w, h = geometry.box_of(piece.points)
        piece.x, piece.y, piece.w, piece.h = int(x), int(y), int(w), int(h)
    if piece.x < 0 or piece.y < 0 or piece.x + piece.w > piece.plan.width or piece.y + piece.h > piece.plan.depth:
        raise OutsideThePlan
    if piece.w < 5 or piece.h < 5:
        raise CannotDraw(_("A piece is at least five centimetres wide and deep."))
    if piece.kind == PieceKind.ZONE and piece.zone_id is None:
        raise CannotDraw(_("Say which zone of the library it is."))
    if piece.zone_id and not Zone.objects.filter(pk=piece.zone_id, unit=piece.plan.unit_id).exists():
        raise CannotDraw(_("This zone belongs to another library."))
    try:
        matching.read_classes(piece.classes)
    except ValueError:
        raise CannotDraw(_("The classes could not be read: 82, 94(477), 50/59.")) from None
    try:
        piece.full_clean(exclude=["plan", "zone"], validate_unique=False)
    except ValidationError as error:
        raise CannotDraw(" ".join(error.messages)) from error
