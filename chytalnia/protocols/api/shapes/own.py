"""The reader's own account."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import StringConstraints, model_validator

from .common import Id, Language, Library, Line, NextPage

Phone = Annotated[str, StringConstraints(max_length=40, pattern=r"^[-+() 0-9]*$")]


Email = Annotated[str, StringConstraints(max_length=254, pattern=r"^([^@\s\x00]+@[^@\s\x00]+)?$")]


class Numbers(Schema):
    loans: int
    overdue: int
    holds: int
    ready: int = Field(description="Copies that wait on a shelf for the reader.")
    owed_minor: int = Field(description="What is to be paid, in the smallest units of the currency.")


class Me(Schema):
    id: int
    name: str
    language: str
    library: Library
    is_registered: bool = Field(description="Whether the registration of this year is done.")
    numbers: Numbers


class CardOut(Schema):
    number: str = Field(description="What the barcode (Code 128) and the QR code of the card hold.")
    issued_at: datetime
    name: str
    qr_svg: str = Field(description="The QR code, drawn.")


class Member(Schema):
    id: int
    name: str
    role: str
    shows_loans: bool = Field(description="Whether the reader may see and renew what this member has borrowed.")


class Family(Schema):
    members: list[Member]


class Notices(Schema):
    """How the library may write, in what language, and what it may remember."""

    email: str
    phone: str
    language: str = Field(description="Empty: as the library.")
    channels: list[Literal["email", "sms", "messenger"]]
    keep_history: bool


class NoticesIn(Schema):
    """What is not sent stays as it is."""

    email: Email | None = None
    phone: Phone | None = None
    language: Language | Literal[""] | None = None
    channels: list[Literal["email", "sms", "messenger"]] | None = Field(None, max_length=3)
    keep_history: bool | None = Field(None, description="False wipes what was kept.")


class HistoryPage(NextPage):
    is_kept: bool
    results: list[PastLoan]


class PastLoan(Schema):
    loan: int
    title: str
    author: str
    work: int | None
    lent_at: datetime
    ended_at: datetime


class HoldIn(Schema):
    """Exactly one of `work` and `record` says what is wanted."""

    work: Id | None = Field(None, description="Any edition of a work.")
    record: Id | None = Field(None, description="This edition only.")
    pickup: Line = Field(description="The code of the library where it will be picked up, as /me/pickup-places tells.")

    @model_validator(mode="after")
    def one_thing(self) -> HoldIn:
        if (self.work is None) == (self.record is None):
            raise ValueError("Give either work or record.")
        return self


class PauseIn(Schema):
    until: date = Field(description="A day after today, within a year.")


class Done(Schema):
    """A hold after what was done with it."""

    id: int
    state: str
    paused_until: date | None


class PlaceList(Schema):
    results: list[Library] = Field(description="The nearest first.")


class WishIn(Schema):
    text: Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^[^\x00]*$")] = Field(
        description="Author and title, or the ISBN.", examples=["Іван Франко. Мойсей"]
    )


class WishOut(Schema):
    id: int
    text: str
    asked_at: datetime
    library: Library
    stage: str = Field(description="noticed, proposed, ordered, received, declined")
    work: int | None


class WishPage(NextPage):
    results: list[WishOut]


HistoryPage.model_rebuild()
