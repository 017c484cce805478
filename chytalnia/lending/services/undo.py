"""An act is taken back: everything as it was, and one reversal for its fact."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chytalnia.catalogue.models import Item, ItemStatus, Record, Work
from chytalnia.core import audit
from chytalnia.core.models import StageMove
from chytalnia.journal import services as journal
from chytalnia.lending.acts import Recorder, items_touched, persistent, unwind
from chytalnia.lending.errors import CannotUndo
from chytalnia.lending.models import Act, ActKind, Charge, Hold, HoldState, IllOrder, Loan, Visit
from chytalnia.lending.routing import assign, next_hold, set_aside
from chytalnia.lending.signals import act_undone
from chytalnia.lending.snapshot import snapshot
from chytalnia.people import access

#: Acts that stand by themselves: a registration is taken back where readers are, a loss paid with its payment.
NOT_UNDONE = (ActKind.REGISTER, ActKind.PAY)


@persistent
def undo(*, act: Act, by: Any = None) -> Act:
    """Take an act back, with its parts; done twice, it is taken back once.

    Raises CannotUndo when it is too late (`lending.undo_minutes`), when it is a part of another act or something has
    happened since that stands on it; PermissionDenied without `lending.undo`.
    """
    if by is not None:
        access.require(by, "lending.undo", snapshot().unit(act.unit_id))
    _lock(act)
    act = Act.objects.select_for_update(of=("self",)).get(pk=act.pk)
    if act.undone_at:
        return act
    _refuse(act, by)
    now = timezone.now()
    parts = list(act.parts.filter(undone_at=None).select_related("fact"))
    kept = [part for part in parts if part.kind == ActKind.VISIT and _came_for_more(part, act)]
    if kept:
        act.changes = [change for change in act.changes if change[0] != "visit"]
    unwind(act, at=now)
    _log_moves(act, by)
    undone = [*(part for part in parts if part not in kept), act]
    # In the order in which all acts add to tallies: two who wait for each other's would have to begin anew.
    for each in sorted(undone, key=lambda each: (each.fact.kind, each.fact.unit_id, each.fact.day)):
        each.reversal = journal.reverse(each.fact, by=by, note=_("undone at the desk"), at=now)
        each.undone_at, each.undone_by = now, by
        each.save(update_fields=["reversal", "undone_at", "undone_by"])
    act_undone.send(Act, act=act)
    _give_on(act)
    return act


def _log_moves(act: Act, by: Any) -> None:
    """What a stage machine did is undone in its own log too."""
    for label, pk, values, *_made in act.changes:
        if label == "ill" and "stage" in values:
            before, after = values["stage"]
            order = IllOrder.objects.get(pk=pk)
            StageMove.objects.create(
                **audit.person(by), **audit.thing(order), move="undo", from_stage=after, to_stage=before
            )


def _give_on(act: Act) -> None:
    """A copy that stands free again may be waited for by now: it is set aside, for somebody to take from its shelf."""
    here = snapshot()
    for pk in {*items_touched([act]), *([act.item_id] if act.item_id else [])}:
        item = Item.objects.select_related("record").defer("record__source", "record__bib_data").get(pk=pk)
        if item.status != ItemStatus.AVAILABLE:
            continue
        place, day = here.unit(item.unit_id), timezone.localdate()
        hold = next_hold(item, place, day, here)
        if hold is not None:
            set_aside(Recorder(unit=place), hold, item, place)
    if act.hold is not None and act.hold.state == HoldState.QUEUED and act.hold.is_wanted(timezone.localdate()):
        assign(Recorder(unit=here.unit(act.unit_id)), act.hold, known=here)


def _lock(act: Act) -> None:
    """Everything the act touched, in the order that all services keep: copies, works, the act."""
    orders = [pk for label, pk, *_rest in act.changes if label == "ill"]
    if orders:
        list(IllOrder.objects.select_for_update(of=("self",)).filter(pk__in=orders).values_list("pk"))
    pks = sorted({*items_touched([act]), *([act.item_id] if act.item_id else [])})
    locked = list(Item.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk").values_list("record"))
    works = set(Record.objects.filter(pk__in=[record for (record,) in locked]).values_list("work_id", flat=True))
    if act.hold_id:
        works |= set(Hold.objects.filter(pk=act.hold_id).values_list("queue_work_id", flat=True))
    list(Work.objects.select_for_update(of=("self",)).filter(pk__in=works).order_by("pk").values_list("pk"))
    if charges := [pk for label, pk, *_rest in act.changes if label == "charge"]:
        list(Charge.objects.select_for_update(of=("self",)).filter(pk__in=charges).order_by("pk").values_list("pk"))
    if act.loan_id:
        list(Loan.objects.select_for_update(of=("self",)).filter(pk=act.loan_id).values_list("pk"))


def _refuse(act: Act, by: Any) -> None:
    if act.kind in NOT_UNDONE:
        raise CannotUndo(_("This cannot be undone here."))
    if act.part_of_id:
        raise CannotUndo(_("This came with another act. Undo that one."))
    minutes = snapshot().setting(snapshot().unit(act.unit_id), "lending.undo_minutes")
    if by is not None and timezone.now() - act.recorded_at > timedelta(minutes=minutes):
        raise CannotUndo(
            ngettext(
                "Only acts of the last minute can be undone.", "Only acts of the last %(n)d minutes can be undone.", minutes
            )
            % {"n": minutes}
        )  # fmt: skip


def _came_for_more(visit: Act, act: Act) -> bool:
    """Whether the reader did something else there that day, so that they came all the same."""
    if visit.reader_id is None:
        return True
    day = timezone.localdate(visit.at)
    others = Act.objects.filter(
        Q(part_of=None) | ~Q(part_of=act), reader=visit.reader_id, unit=visit.unit_id, undone_at=None, at__date=day
    ).exclude(pk=act.pk)
    return not Visit.objects.filter(reader=visit.reader_id, unit=visit.unit_id, day=day).exists() or others.exists()
