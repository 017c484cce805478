"""What is out, waits or travels in a made-up year, and the columns of the tables it is stored in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chytalnia.lending import rules
from chytalnia.lending.models import Channel, HoldState, Mode, TransitReason

LOAN = (
    "id", "item", "reader", "unit", "mode", "issued_at", "due_on", "renewals", "state", "returned_at", "returned_unit",
    "reminded", "audience", "reader_category", "document_kind", "language", "knowledge", "shelf_status", "rule", "carrier",
    "override",
)  # fmt: skip
HOLD = (
    "id", "reader", "work", "queue_work", "pickup_unit", "state", "priority", "placed_at", "channel", "item", "assigned_at",
    "pick_unit", "shelf_at", "shelf_until", "ended_at", "loan", "audience", "note",
)  # fmt: skip
TRANSIT = (
    "id", "item", "source", "target", "reason", "hold", "shelf_status", "made_at", "sent_at", "received_at",
)  # fmt: skip


@dataclass(slots=True, eq=False)
class OpenLoan:
    pk: int
    item: int
    reader: int
    place: int
    mode: Mode
    issued: date
    issued_at: str
    due: date
    terms: rules.Terms
    audience: str
    category: str
    renewals: int = 0
    #: when the reader means to bring it back
    planned: date = date.max
    ended: bool = False
    rows: list[list[Any]] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class LiveHold:
    pk: int
    reader: int
    place: int
    work: int
    placed_at: str
    channel: Channel
    audience: str
    state: HoldState = HoldState.QUEUED
    item: int | None = None
    assigned_at: str | None = None
    pick: int | None = None
    shelf_at: str | None = None
    until: date | None = None
    rows: list[list[Any]] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class OnTheWay:
    pk: int
    item: int
    source: int
    target: int
    reason: TransitReason
    hold: LiveHold | None
    sent_at: str
