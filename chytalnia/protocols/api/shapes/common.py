"""What all parts of the API share: refusals, libraries, documents, problems, pages."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import StringConstraints

#: The greatest number that both databases keep.
MOST = 2**63 - 1
Id = Annotated[int, Field(ge=1, le=MOST)]
#: Databases keep no zero byte.
_WHOLE = r"^[^\x00]*$"
Line = Annotated[str, StringConstraints(max_length=300, pattern=_WHOLE)]
Short = Annotated[str, StringConstraints(max_length=40, pattern=_WHOLE)]
Name = Annotated[str, StringConstraints(max_length=150, pattern=_WHOLE)]
Code = Annotated[str, StringConstraints(max_length=40, pattern=r"^[-a-zA-Z0-9_]*$")]
Barcode = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=_WHOLE)]
Language = Literal["uk", "ru", "kk", "en"]


class ProblemReason(Schema):
    """One reason against an act."""

    code: str = Field(examples=["too_many_loans"])
    message: str = Field(examples=["The reader has as many books as the rules allow."])
    can_override: bool = Field(description="Whether a librarian may do it all the same, with a reason.")


class Wrong(Schema):
    parameter: str
    reason: str


class Seen(Schema):
    id: int
    name: str


class Problem(Schema):
    """A refusal, RFC 9457. `title`, `detail`, `hint` and messages are for people, in the language of Accept-Language."""

    type: str = "about:blank"
    title: str = Field(examples=["The library's rules speak against it"])
    status: int = Field(examples=[409])
    code: str = Field(description="For programs; it does not change with the language.", examples=["refused"])
    detail: str | None = Field(None, description="What happened here.")
    hint: str | None = Field(None, description="What one can do.")
    instance: str | None = Field(None, description="The address that was asked.")
    problems: list[ProblemReason] | None = Field(None, description="Reasons against an act, each with a code.")
    errors: list[Wrong] | None = Field(None, description="Parameters that make no sense, and why.")
    scope: str | None = Field(None, description="The scope that the token lacks.")
    readers: list[Seen] | None = Field(None, description="Who the reader may be, as far as the caller may see them.")


class Library(Schema):
    code: str = Field(examples=["b1"])
    name: str = Field(examples=["Branch No. 1"])


class Document(Schema):
    """An edition and its work, for `/records/{id}` and `/works/{id}`."""

    title: str = Field(examples=["Кобзар"])
    author: str
    year: int | None
    record: int | None
    work: int | None


class Copy(Schema):
    barcode: str = Field(examples=["2000000000015"])
    inventory_number: str


class Token(Schema):
    """What a token is for."""

    name: str
    kind: Literal["reader", "staff"]
    scopes: list[str]
    library: Library | None = Field(
        description="Of a token made at a desk: where it works, with all libraries under it."
    )
    expires_at: datetime


class NextPage(Schema):
    next: str | None = Field(description="The cursor of the next page; null on the last.")


def told_library(unit: Any) -> Library:
    return Library(code=unit.code, name=str(unit))


def told_record(record: Any) -> Document:
    return Document(title=record.title, author=record.author, year=record.year, record=record.pk, work=record.work_id)


def told_copy(item: Any) -> Copy:
    return Copy(barcode=item.barcode, inventory_number=item.inventory_number)
