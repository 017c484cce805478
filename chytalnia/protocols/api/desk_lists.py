"""What a desk looks up: a copy and its state, lists of the day, the last acts, the register of refusals."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router

from chytalnia.catalogue.models import Item, Record, Work
from chytalnia.demand import queries as demand
from chytalnia.demand import services as demand_services
from chytalnia.lending import queries, worklists
from chytalnia.lending.models import Act, Hold, Transit
from chytalnia.people import access, rules
from chytalnia.people.readers import queries as readers

from . import cursors
from .calling import Caller, StaffToken
from .describing import operation
from .desk import LIBRARY, caller_of, copy, library, reader_by_card
from .desk_acts import told
from .once import KEY, once
from .refusing import Refusal
from .shapes.common import told_copy, told_library, told_record
from .shapes.desk import (
    HoldOfItem,
    ItemOut,
    LoanOfItem,
    Passage,
    PickLine,
    PickPage,
    RefusalIn,
    RefusalOut,
    RefusalPage,
    ShelfLine,
    ShelfPage,
    TransitLine,
    TransitPage,
)  # fmt: skip
from .shapes.lending import ActPage

router = Router(tags=["desk"])
ITEMS, REFUSALS = StaffToken("desk:items"), StaffToken("desk:refusals")
VIEW = "lending.view"


@operation(
    router,
    "GET",
    "items",
    auth=ITEMS,
    out=ItemOut,
    refused=(404,),
    name="item",
    summary="A copy by its barcode, and its state",
)
def item(
    request: HttpRequest, barcode: str = Query(..., min_length=1, max_length=40, description="Or inventory number.")
) -> Any:
    caller = caller_of(request)
    access.require(caller.user, VIEW)
    found = copy(barcode)
    transit = Transit.objects.open().filter(item=found).select_related("source", "target").first()
    hold = queries.held_for(found)
    return ItemOut(
        document=told_record(found.record), item=told_copy(found), library=told_library(found.unit),
        shelf_mark=found.shelf_mark, state=found.status, state_name=str(found.get_status_display()),
        queue=queries.queue_length(found), loan=_loan(caller, found),
        hold=HoldOfItem(id=hold.pk, state=hold.state, pickup=told_library(hold.pickup_unit)) if hold else None,
        transit=Passage(**_way(transit)) if transit else None,
    )  # fmt: skip


def _loan(caller: Caller, found: Item) -> LoanOfItem | None:
    loan = queries.open_loan(found)
    if loan is None or loan.reader is None:
        return None
    seen = caller.has("desk:readers") and readers.may_see(caller.user, loan.reader)
    return LoanOfItem(
        id=loan.pk, due_on=loan.due_on, is_overdue=loan.is_overdue(timezone.localdate()), library=told_library(loan.unit),
        reader=loan.reader_id if seen else None,
    )  # fmt: skip


def _way(transit: Transit) -> dict[str, Any]:
    return {
        "id": transit.pk, "source": told_library(transit.source), "target": told_library(transit.target),
        "reason": transit.reason, "ordered_at": transit.made_at, "sent_at": transit.sent_at,
    }  # fmt: skip


@operation(
    router, "GET", "pick-list", auth=ITEMS, out=PickPage, refused=(404,), name="pick_list",
    summary="Copies to be taken from the shelves for readers, in the order of the shelves",
)  # fmt: skip
def pick_list(
    request: HttpRequest, library_: str = LIBRARY(),
    cursor: str = cursors.CURSOR(), limit: int = cursors.LIMIT(),
) -> Any:  # fmt: skip
    unit = library(caller_of(request), library_, VIEW)
    rows = queries.pick_list(unit).annotate(in_zone=Coalesce("item__zone_id", 0))
    found, behind = cursors.page(
        rows, "in_zone", "item__shelf_mark", "pk", cursor=cursor, limit=limit, of=f"pick:{unit.pk}"
    )
    ends = worklists.card_ends(found)
    return PickPage(results=[_pick(hold, ends) for hold in found], next=behind)


def _pick(hold: Hold, ends: dict[int, str]) -> PickLine:
    assert hold.item is not None
    return PickLine(
        hold=hold.pk, document=told_record(hold.item.record), item=told_copy(hold.item),
        zone=str(hold.item.zone or ""), shelf_mark=hold.item.shelf_mark, pickup=told_library(hold.pickup_unit),
        slip=ends.get(hold.reader_id or 0, ""),
    )  # fmt: skip


@operation(
    router, "GET", "shelf", auth=ITEMS, out=ShelfPage, refused=(404,), name="shelf_of_holds",
    summary="What waits on the shelf of holds, the longest first",
)  # fmt: skip
def shelf(
    request: HttpRequest, library_: str = LIBRARY(),
    cursor: str = cursors.CURSOR(), limit: int = cursors.LIMIT(),
) -> Any:  # fmt: skip
    unit, today = library(caller_of(request), library_, VIEW), timezone.localdate()
    found, behind = cursors.page(
        queries.shelf(unit), "shelf_until", "pk", cursor=cursor, limit=limit, of=f"shelf:{unit.pk}"
    )
    ends = worklists.card_ends(found)
    lines = [
        ShelfLine(
            hold=hold.pk, document=told_record(hold.item.record), item=told_copy(hold.item), until=hold.shelf_until,
            is_over=hold.shelf_until < today, slip=ends.get(hold.reader_id or 0, ""),
        )
        for hold in found
    ]  # fmt: skip
    return ShelfPage(results=lines, next=behind)


def _transits(rows: Any, of: str, cursor: str, limit: int) -> TransitPage:
    found, behind = cursors.page(rows, "made_at", "pk", cursor=cursor, limit=limit, of=of)
    lines = [
        TransitLine(document=told_record(each.item.record), item=told_copy(each.item), **_way(each)) for each in found
    ]
    return TransitPage(results=lines, next=behind)


@operation(
    router, "GET", "transits/out", auth=ITEMS, out=TransitPage, refused=(404,), name="transits_out",
    summary="What leaves a library: to be put on the van, and on its way",
)  # fmt: skip
def transits_out(
    request: HttpRequest, library_: str = LIBRARY(),
    cursor: str = cursors.CURSOR(), limit: int = cursors.LIMIT(),
) -> Any:  # fmt: skip
    unit = library(caller_of(request), library_, VIEW)
    return _transits(queries.transits_from(unit), f"out:{unit.pk}", cursor, limit)


@operation(
    router, "GET", "transits/in", auth=ITEMS, out=TransitPage, refused=(404,), name="transits_in",
    summary="What comes to a library",
)  # fmt: skip
def transits_in(
    request: HttpRequest, library_: str = LIBRARY(),
    cursor: str = cursors.CURSOR(), limit: int = cursors.LIMIT(),
) -> Any:  # fmt: skip
    unit = library(caller_of(request), library_, VIEW)
    return _transits(queries.transits_to(unit), f"in:{unit.pk}", cursor, limit)


@operation(
    router,
    "GET",
    "acts",
    auth=ITEMS,
    out=ActPage,
    refused=(404,),
    name="acts",
    summary="What was done, the newest first",
)
def acts(
    request: HttpRequest, library_: str = LIBRARY(),
    cursor: str = cursors.CURSOR(), limit: int = cursors.LIMIT(),
) -> Any:  # fmt: skip
    caller = caller_of(request)
    unit = library(caller, library_, VIEW)
    rows = Act.objects.filter(unit=unit, part_of=None).select_related("item__record")
    rows = rows.defer("item__record__source", "item__record__bib_data")
    found, behind = cursors.page(rows, "-pk", cursor=cursor, limit=limit, of=f"acts:{unit.pk}")
    told_acts = [told(act) for act in found]
    if not caller.has("desk:readers"):
        for each in told_acts:
            each.reader = None
    return ActPage(results=told_acts, next=behind)


@operation(
    router, "GET", "refusals", auth=REFUSALS, out=RefusalPage, refused=(404,), name="refusals",
    summary="The register of refusals, the newest first",
)  # fmt: skip
def refusals(
    request: HttpRequest, library_: str = LIBRARY(),
    cursor: str = cursors.CURSOR(), limit: int = cursors.LIMIT(),
) -> Any:  # fmt: skip
    caller = caller_of(request)
    access.require(caller.user, "demand.view")
    unit = library(caller, library_, "demand.view") if library_ else caller.unit
    rows = demand.register(units=rules.units_where(caller.user, "demand.view"), unit=unit)
    found, behind = cursors.page(rows, "-at", "-pk", cursor=cursor, limit=limit, of=f"refusals:{unit.pk}")
    return RefusalPage(results=[_line(one) for one in found], next=behind)


def _line(one: Any) -> RefusalOut:
    return RefusalOut(
        id=one.pk, at=one.at, library=told_library(one.unit), text=one.text or one.want.text, reason=one.reason,
        times=one.times, work=one.want.work_id, is_void=one.is_void,
    )  # fmt: skip


@operation(
    router, "POST", "refusals", auth=REFUSALS, out=RefusalOut, refused=(404, 409), name="refuse",
    summary="Write down what was asked for and not given",
)  # fmt: skip
def refuse(request: HttpRequest, response: HttpResponse, sent: RefusalIn, key: UUID = KEY) -> Any:
    """Say what was asked for by a work, an edition or words."""
    caller = caller_of(request)
    unit = library(caller, sent.library, "demand.record")

    def do(act: UUID) -> RefusalOut:
        about: dict[str, Any] = {}
        if sent.card:
            reader = reader_by_card(caller, sent.card)
            about = {"reader": reader, "audience": readers.age_band(reader, timezone.localdate())}
        work = Work.objects.filter(pk=sent.work, joined_into=None).first() if sent.work else None
        record = Record.objects.active().filter(pk=sent.record).first() if sent.record else None
        if (sent.work and work is None) or (sent.record and record is None):
            raise Refusal("not_found", _("No such work, or no such edition."))
        return _line(
            demand_services.refuse(
                unit=unit, reason=sent.reason, text=sent.text, work=work, record=record, by=caller.user,
                key=f"api:{act}", **about,
            )
        )  # fmt: skip

    return once(request, response, key, sent, do)
