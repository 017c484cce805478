"""Questions in the words of an index that holds only some of the rows.

SQLite looks into such an index only when it sees from the question itself that all that is asked for stands there. It sees
through `=` and `IS NULL`; it does not see that a value is not empty, nor what the members of an `IN` are while they come as
parameters – then it reads the table from end to end. PostgreSQL does the same with a plan that it keeps for many values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db import connection
from django.db.models import BooleanField, Func, Q, Value
from django.db.models.functions import Lower
from django.db.models.lookups import Exact

_WORD = re.compile(r"[a-z_]+")


def filled(field: str, value: str) -> Q:
    """`field` is `value`, for an index that leaves empty ones out: that it is not empty is said too."""
    return ~Q(**{field: ""}) & Q(**{field: value})


def same_letters(field: str, value: str) -> Q:
    """`field` is `value` whatever the case, for an index of its small letters that leaves empty ones out."""
    return ~Q(**{field: ""}) & Q(Exact(Lower(field), Lower(Value(value))))


def beginning(field: str, text: str) -> Q:
    """`field` begins with a text: written so that the index serves it. SQLite has none for LIKE, PostgreSQL none for
    ranges of a column that is sorted by a language."""
    if connection.vendor == "postgresql":
        return Q(**{f"{field}__startswith": text})
    return Q(**{f"{field}__gte": text, f"{field}__lt": text + chr(0x10FFFF)})


def one_of(field: str, words: Iterable[str]) -> Func:
    """`field` is one of `words`, for an index that holds these: they stand in the statement by name."""
    names = [str(word) for word in words]
    if not names or not all(_WORD.fullmatch(name) for name in names):
        raise ValueError(f"{names!r} are no words of a column")
    listed = ", ".join(f"'{name}'" for name in names)
    return Func(field, template=f"%(expressions)s IN ({listed})", output_field=BooleanField())
