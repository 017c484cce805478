"""The desk of a library."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import StringConstraints, model_validator

from .common import (
    Barcode,
    Code,
    Copy,
    Document,
    Id,
    Language,
    Library,
    Line,
    Name,
    NextPage,
    ProblemReason,
    Short,
)  # fmt: skip
from .lending import ActOut, Way
from .own import Email, Numbers, Phone

_LIBRARY = Field("", description="The code of the library where it is done; may be left out when the token is for one.")
_OVERRIDE = Field("", description="The reason for which it is done in spite of the rules; needs `desk:override`.")
Reason = Literal[
    "on_loan", "not_owned", "owned_elsewhere", "missing", "lost_withdrawn", "in_process", "restricted", "not_published",
    "no_service",
]  # fmt: skip


class ReaderOut(Schema):
    """A reader as a desk needs them. A look at a child goes to the audit log."""

    id: int
    name: str
    kind: Literal["person", "collective"]
    state: Literal["preregistered", "active", "closed"]
    category: Literal["child", "youth", "adult", "collective", "staff"]
    library: Library
    card: str | None = Field(description="The card that works now.")
    is_registered: bool
    is_child: bool
    blocked_until: date | None
    language: str
    numbers: Numbers
    warnings: list[ProblemReason] = Field(description="What stands against lending to the reader at all.")


class ReaderIn(Schema):
    library: Code = _LIBRARY
    surname: Annotated[str, StringConstraints(min_length=1, max_length=150, pattern=r"^[^\x00]*$")]
    name: Name = ""
    patronymic: Name = ""
    birth_date: date = Field(ge=date(1900, 1, 1), description="Not in the future.")
    phone: Phone = ""
    email: Email = ""
    language: Language | Literal[""] = ""
    card: Annotated[str, StringConstraints(max_length=20, pattern=r"^[A-Za-z0-9-]*$")] = Field(
        "", description="The number of the card given; empty: the next of the network."
    )
    consents: list[Literal["rules", "data", "email", "sms", "messenger"]] = Field(
        [], max_length=5, description="What the reader agreed to, in the words of the day."
    )
    guardian: Name = Field("", description="Of a child: the name of the grown-up who stands surety.")
    guardian_phone: Phone = ""
    is_new: bool = Field(False, description="Register even if somebody alike is known.")


class _OfReader(Schema):
    reader: Id | None = Field(None, description="The number of the reader, or")
    card: Short | None = Field(None, description="the number of the card.")

    @model_validator(mode="after")
    def one_reader(self) -> _OfReader:
        if (self.reader is None) == (not self.card):
            raise ValueError("Give either reader or card.")
        return self


class LendIn(_OfReader):
    library: Code = _LIBRARY
    item: Barcode = Field(description="The barcode of the copy, or its inventory number where only one has it.")
    way: Way = "home"
    override: Line = _OVERRIDE


class ReturnIn(Schema):
    library: Code = _LIBRARY
    item: Barcode


class RenewIn(Schema):
    item: Barcode
    override: Line = _OVERRIDE


class DeskHoldIn(_OfReader):
    """Exactly one of `work`, `record` and `item` says what is wanted."""

    work: Id | None = None
    record: Id | None = None
    item: Barcode | None = None
    pickup: Code = _LIBRARY
    wanted_until: date | None = None
    override: Line = _OVERRIDE

    @model_validator(mode="after")
    def one_thing(self) -> DeskHoldIn:
        if sum(one is not None for one in (self.work, self.record, self.item)) != 1:
            raise ValueError("Give one of work, record and item.")
        return self


class SendIn(Schema):
    library: Code = _LIBRARY
    item: Barcode
    to: Code = Field("", description="Only for a free copy that moves there for good.")


class RefusalIn(Schema):
    library: Code = _LIBRARY
    text: Line = ""
    work: Id | None = None
    record: Id | None = None
    reason: Reason = "not_owned"
    card: Short = Field("", description="Whom to tell when the book comes.")


class RefusalOut(Schema):
    id: int
    at: datetime
    library: Library
    text: str
    reason: Reason
    times: int
    work: int | None
    is_void: bool


class RefusalPage(NextPage):
    results: list[RefusalOut]


class Returned(Schema):
    """What came of a copy. Without `act` nothing was changed."""

    act: ActOut | None
    document: Document
    item: Copy
    messages: list[ProblemReason] = Field(
        description="Where it goes: on_shelf, send_to, waits_here, wrong_branch, found, not_on_loan, overdue, fine …"
    )
    send_to: Library | None
    shelf_slip: str | None = Field(description="For whom it is put on the shelf of holds: the end of the card.")


class LoanOfItem(Schema):
    id: int
    due_on: date
    is_overdue: bool
    library: Library
    reader: int | None = Field(description="Only if the token may see the reader.")


class HoldOfItem(Schema):
    id: int
    state: str
    pickup: Library


class Passage(Schema):
    id: int
    source: Library
    target: Library
    reason: Literal["hold", "return", "move"]
    ordered_at: datetime
    sent_at: datetime | None


class ItemOut(Schema):
    document: Document
    item: Copy
    library: Library
    shelf_mark: str
    state: str = Field(examples=["available"])
    state_name: str
    queue: int = Field(description="How many wait for it and have no copy set aside yet.")
    loan: LoanOfItem | None
    hold: HoldOfItem | None = Field(description="The hold for which it is set aside.")
    transit: Passage | None


class PickLine(Schema):
    hold: int
    document: Document
    item: Copy
    zone: str
    shelf_mark: str
    pickup: Library
    slip: str = Field(description="The end of the reader's card.")


class PickPage(NextPage):
    results: list[PickLine]


class ShelfLine(Schema):
    hold: int
    document: Document
    item: Copy
    until: date
    is_over: bool
    slip: str


class ShelfPage(NextPage):
    results: list[ShelfLine]


class TransitLine(Passage):
    document: Document
    item: Copy


class TransitPage(NextPage):
    results: list[TransitLine]
