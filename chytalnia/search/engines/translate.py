"""The engines' query tree in tantivy's own objects."""

from __future__ import annotations

import tantivy

from . import base

_MUST, _SHOULD, _NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot


def query(node: base.Query, schema: tantivy.Schema) -> tantivy.Query:
    make = tantivy.Query
    match node:
        case base.All():
            return make.all_query()
        case base.Nothing():
            return make.empty_query()
        case base.Term(name, value):
            return make.term_query(schema, name, value, "freq" if name in base.STREAMS else "basic")
        case base.Phrase(name, values, slop):
            if len(values) == 1:
                return make.term_query(schema, name, values[0], "freq")
            return make.phrase_query(schema, name, list(values), slop)
        case base.Prefix(name, value):
            return make.regex_query(schema, name, _quoted(value) + ".*")
        case base.Fuzzy(name, value, distance):
            return make.fuzzy_term_query(schema, name, value, distance, True)
        case base.Range(name, low, high):
            return make.range_query(schema, name, tantivy.FieldType.Unsigned, low, high)
        case base.And(parts):
            return make.boolean_query([(_MUST, query(part, schema)) for part in parts])
        case base.Or(parts, least):
            return make.boolean_query([(_SHOULD, query(part, schema)) for part in parts], least)
        case base.Best(parts, tie):
            return make.disjunction_max_query([query(part, schema) for part in parts], tie)
        case base.Rank(must, should, never):
            clauses = [(_MUST, query(must, schema))]
            clauses += [(_SHOULD, query(part, schema)) for part in should]
            clauses += [(_NOT, query(part, schema)) for part in never]
            return make.boolean_query(clauses)
        case base.Boost(part, by):
            return make.boost_query(query(part, schema), by)
        case base.Filter(part, score):
            return make.const_score_query(query(part, schema), score)
    raise TypeError(f"not a query: {node!r}")


def _quoted(text: str) -> str:
    """Letters of a regular expression made harmless."""
    return "".join(char if char.isalnum() or char in "= " else f"\\{char}" for char in text)
