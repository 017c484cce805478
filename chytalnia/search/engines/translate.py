"""The engines' query tree in tantivy's own objects.

Words are looked for in every spelling and every field, and half of these stand nowhere in the index. What can match nothing is
left out here: the engine would look each of them up in every segment, for the hits, for the counts and for other kinds of things.
"""

from __future__ import annotations

from collections.abc import Callable

import tantivy

from . import base

_MUST, _SHOULD, _NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
_make = tantivy.Query
#: How many documents hold a token or keyword.
Frequency = Callable[[str, str], int]


def query(node: base.Query, schema: tantivy.Schema, frequency: Frequency) -> tantivy.Query | None:
    """The query, or nothing if it can match nothing."""
    return _Translation(schema, frequency).of(node)


class _Translation:
    def __init__(self, schema: tantivy.Schema, frequency: Frequency) -> None:
        self.schema = schema
        self.frequency = frequency

    def of(self, node: base.Query) -> tantivy.Query | None:
        return _WAYS[type(node)](self, node)

    def all_of(self, parts: tuple[base.Query, ...]) -> list[tantivy.Query]:
        """Those of the parts that can match something."""
        return [made for part in parts if (made := self.of(part)) is not None]

    def term(self, node: base.Term) -> tantivy.Query | None:
        if not self.frequency(node.field, node.value):
            return None
        return _make.term_query(self.schema, node.field, node.value, "freq" if node.field in base.STREAMS else "basic")

    def phrase(self, node: base.Phrase) -> tantivy.Query | None:
        if not all(self.frequency(node.field, value) for value in node.values):
            return None
        if len(node.values) == 1:
            return _make.term_query(self.schema, node.field, node.values[0], "freq")
        return _make.phrase_query(self.schema, node.field, list(node.values), node.slop)

    def prefix(self, node: base.Prefix) -> tantivy.Query:
        return _make.regex_query(self.schema, node.field, _quoted(node.value) + ".*")

    def fuzzy(self, node: base.Fuzzy) -> tantivy.Query:
        return _make.fuzzy_term_query(self.schema, node.field, node.value, node.distance, True)

    def range(self, node: base.Range) -> tantivy.Query:
        return _make.range_query(self.schema, node.field, tantivy.FieldType.Unsigned, node.low, node.high)

    def both(self, node: base.And) -> tantivy.Query | None:
        made = self.all_of(node.parts)
        if len(made) < len(node.parts):
            return None
        return made[0] if len(made) == 1 else _make.boolean_query([(_MUST, part) for part in made])

    def either(self, node: base.Or) -> tantivy.Query | None:
        made = self.all_of(node.parts)
        if len(made) < max(node.least, 1):
            return None
        return _make.boolean_query([(_SHOULD, part) for part in made], node.least)

    def best(self, node: base.Best) -> tantivy.Query | None:
        made = self.all_of(node.parts)
        if len(made) < 2:
            return made[0] if made else None
        return _make.disjunction_max_query(made, node.tie)

    def rank(self, node: base.Rank) -> tantivy.Query | None:
        must = self.of(node.must)
        if must is None:
            return None
        clauses = [(_MUST, must)]
        clauses += [(_SHOULD, part) for part in self.all_of(node.should)]
        clauses += [(_NOT, part) for part in self.all_of(node.never)]
        return _make.boolean_query(clauses) if len(clauses) > 1 else must

    def boost(self, node: base.Boost) -> tantivy.Query | None:
        part = self.of(node.part)
        return None if part is None else _make.boost_query(part, node.by)

    def filter(self, node: base.Filter) -> tantivy.Query | None:
        part = self.of(node.part)
        return None if part is None else _make.const_score_query(part, node.score)


_WAYS: dict[type, Callable[..., tantivy.Query | None]] = {
    base.All: lambda _self, _node: _make.all_query(),
    base.Nothing: lambda _self, _node: None,
    base.Term: _Translation.term,
    base.Phrase: _Translation.phrase,
    base.Prefix: _Translation.prefix,
    base.Fuzzy: _Translation.fuzzy,
    base.Range: _Translation.range,
    base.And: _Translation.both,
    base.Or: _Translation.either,
    base.Best: _Translation.best,
    base.Rank: _Translation.rank,
    base.Boost: _Translation.boost,
    base.Filter: _Translation.filter,
}


def _quoted(text: str) -> str:
    """Letters of a regular expression made harmless."""
    return "".join(char if char.isalnum() or char in "= " else f"\\{char}" for char in text)
