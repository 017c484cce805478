"""What the desk's part of the API shares: the library where it is done, the reader, the copy."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Path, Query

from chytalnia.catalogue.models import Item
from chytalnia.lending import queries
from chytalnia.lending.snapshot import snapshot
from chytalnia.network.models import PLACES, Unit
from chytalnia.people import access
from chytalnia.people.models import Reader, ReaderKind
from chytalnia.people.readers import queries as readers
from chytalnia.people.readers import services as reader_services

from .calling import Caller
from .refusing import Refusal
from .shapes.common import MOST


def LIBRARY() -> Any:  # noqa: N802 – reads as what it stands for, in the head of a view
    return Query(
        "", alias="library", max_length=40,
        description="The code of a library within the token's; may be left out when it is for one.",
    )  # fmt: skip


def number(text: str) -> Any:
    return Path(..., ge=1, le=MOST, description=text)


def caller_of(request: HttpRequest) -> Caller:
    caller = request.auth  # type: ignore[attr-defined]
    assert isinstance(caller, Caller)
    return caller


def library(caller: Caller, code: str, action: str) -> Unit:
    """Where it is done: the library named, or the token's own; refused where the caller may not do the action there."""
    if code:
        named = next((unit for unit in snapshot().units.values() if unit.code == code), None)
        found = named if named is not None and named.kind in PLACES else None
        if found is None or not found.path.startswith(caller.unit.path):
            raise Refusal("unknown_library")
    elif caller.unit.kind in PLACES:
        found = caller.unit
    else:
        access.require(caller.user, action)
        raise Refusal("library_needed")
    access.require(caller.user, action, found)
    return found


def copy(barcode: str) -> Item:
    found = queries.by_barcode(barcode)
    if found is None:
        raise Refusal("unknown_item")
    return found


def reader_by_card(caller: Caller, card: str) -> Reader:
    """The reader of a card that works. Raises Refusal; a look at a child is noted."""
    found = readers.by_card(card)
    if found is None:
        raise Refusal("unknown_reader")
    if not readers.may_see(caller.user, found):
        raise Refusal("reader_of_another_library")
    return _seen(caller, found)


def reader_by_number(caller: Caller, pk: int) -> Reader:
    """The reader with a number; one whom the caller may not see is not told from one who is not there."""
    found = Reader.objects.known().select_related("home_unit").filter(pk=pk).first()
    if found is None or not readers.may_see(caller.user, found):
        raise Refusal("unknown_reader")
    return _seen(caller, found)


def reader_of(caller: Caller, asked: Any) -> Reader:
    return reader_by_number(caller, asked.reader) if asked.reader is not None else reader_by_card(caller, asked.card)


def _seen(caller: Caller, reader: Reader) -> Reader:
    if reader.kind == ReaderKind.PERSON:
        reader_services.look(reader=reader, by=caller.user, what="program")
    return reader
