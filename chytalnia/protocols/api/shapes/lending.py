"""Loans, holds and acts, for the account and for the desk."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from ninja import Field, Schema

from chytalnia.lending.models import Act, Hold, Loan

from .common import Copy, Document, Library, NextPage, ProblemReason, told_copy, told_library, told_record

LoanState = Literal[
    "out", "claimed", "lost", "returned", "replaced", "paid", "forgiven", "written_off", "undone"
]  # fmt: skip
HoldState = Literal["queued", "assigned", "in_transit", "on_shelf", "filled", "expired", "cancelled"]
Way = Literal["home", "reading_room", "night", "collective", "point", "bus", "delivery", "ill"]


class LoanOut(Schema):
    id: int
    document: Document
    item: Copy
    library: Library = Field(description="Who has lent it.")
    way: Way
    state: LoanState
    lent_at: datetime
    due_on: date = Field(description="The last day on which it may be brought back in time.")
    is_overdue: bool
    renewals: int = Field(description="How often it was renewed.")
    ended_at: datetime | None


class LoanPage(NextPage):
    results: list[LoanOut]


class HoldOut(Schema):
    id: int
    document: Document
    item: Copy | None = Field(description="The copy set aside for it.")
    pickup: Library
    state: HoldState
    placed_at: datetime
    place_in_queue: int | None = Field(description="From 1 on, while it waits in the queue.")
    paused_until: date | None
    wanted_until: date | None
    on_shelf_until: date | None


class HoldPage(NextPage):
    results: list[HoldOut]


class ActOut(Schema):
    """Something that was done. It can be undone for a while by its number."""

    id: int
    kind: str = Field(examples=["lend"])
    at: datetime
    library: Library
    due_on: date | None = Field(description="Of a loan and a renewal: the new date.")
    document: Document | None
    item: Copy | None
    reader: int | None = Field(description="The number of the reader; at the desk only.")
    is_undone: bool


class ActPage(NextPage):
    results: list[ActOut]


class Refused(Schema):
    loan: int
    document: Document
    problems: list[ProblemReason]


class RenewedAll(Schema):
    renewed: list[ActOut]
    refused: list[Refused]


def told_loan(loan: Loan, today: date) -> LoanOut:
    way: Any = loan.mode
    state: Any = loan.state
    return LoanOut(
        id=loan.pk, document=told_record(loan.item.record), item=told_copy(loan.item), library=told_library(loan.unit),
        way=way, state=state, lent_at=loan.issued_at, due_on=loan.due_on, is_overdue=loan.is_overdue(today),
        renewals=loan.renewals, ended_at=loan.returned_at,
    )  # fmt: skip


def told_hold(hold: Hold, place: int | None) -> HoldOut:
    state: Any = hold.state
    return HoldOut(
        id=hold.pk, document=_wanted(hold), item=told_copy(hold.item) if hold.item else None,
        pickup=told_library(hold.pickup_unit), state=state, placed_at=hold.placed_at, place_in_queue=place,
        paused_until=hold.suspended_until, wanted_until=hold.expires_on, on_shelf_until=hold.shelf_until,
    )  # fmt: skip


def _wanted(hold: Hold) -> Document:
    record: Any = hold.record or (hold.wanted_item.record if hold.wanted_item else None)
    if record is not None:
        return told_record(record)
    work = hold.queue_work
    return Document(title=work.title, author=work.author, year=work.year, record=None, work=work.pk)


def told_act(act: Act, unit: Any, *, reader: bool = False) -> ActOut:
    """By what the act itself keeps, so that it is told the same whatever happened since."""
    return ActOut(
        id=act.pk, kind=act.kind, at=act.at, library=told_library(unit), due_on=act.detail.get("due"),
        document=told_record(act.item.record) if act.item else None, item=told_copy(act.item) if act.item else None,
        reader=act.reader_id if reader else None, is_undone=act.undone_at is not None,
    )  # fmt: skip
