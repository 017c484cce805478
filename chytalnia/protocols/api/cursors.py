"""Long lists page by page: a page says where the next one begins, and nothing is passed over or told twice meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q, QuerySet
from ninja import Query

from .refusing import Refusal

MOST = 100
#: A longer one is not ours.
LONGEST = 600


def LIMIT() -> Any:  # noqa: N802 – reads as what it stands for, in the head of a view
    return Query(20, ge=1, le=MOST, description="How many at most.")


def CURSOR() -> Any:  # noqa: N802
    return Query("", max_length=LONGEST, description="`next` of the page before; empty for the first.")


def page(rows: QuerySet[Any], *order: str, cursor: str | None, limit: int, of: str) -> tuple[list[Any], str | None]:
    """A page of rows by unique `order`, and the cursor of the next page; `of` names the list, so that the cursor of one is
    none of another. Raises Refusal (`bad_cursor`)."""
    rows = rows.order_by(*order)
    if cursor:
        rows = rows.filter(_behind(order, _read(cursor, of, len(order))))
    try:
        found = list(rows[: limit + 1])
    except (ValidationError, ValueError, TypeError) as error:
        raise Refusal("bad_cursor") from error
    if len(found) <= limit:
        return found, None
    last = found[limit - 1]
    return found[:limit], _written([_value(last, name) for name in order], of)


def _behind(order: Sequence[str], values: Sequence[Any]) -> Q:
    condition, same = Q(pk__in=[]), Q()
    for name, value in zip(order, values, strict=True):
        field = name.lstrip("-")
        condition |= same & Q(**{f"{field}__{'lt' if name.startswith('-') else 'gt'}": value})
        same &= Q(**{field: value})
    return condition


def _value(row: Any, name: str) -> Any:
    for step in name.lstrip("-").split("__"):
        row = getattr(row, step)
    return row


class _Json:
    def dumps(self, values: Any) -> bytes:
        return DjangoJSONEncoder(separators=(",", ":"), ensure_ascii=False).encode(values).encode()

    def loads(self, data: bytes) -> Any:
        return signing.JSONSerializer().loads(data)


def _written(values: list[Any], of: str) -> str:
    values = [value.isoformat() if hasattr(value, "isoformat") else value for value in values]
    return signing.dumps(values, salt=f"api:{of}", serializer=_Json)


def _read(cursor: str, of: str, length: int) -> list[Any]:
    try:
        values = signing.loads(cursor[:LONGEST], salt=f"api:{of}", serializer=_Json)
    except (signing.BadSignature, ValueError) as error:
        raise Refusal("bad_cursor") from error
    if not isinstance(values, list) or len(values) != length:
        raise Refusal("bad_cursor")
    return values
