"""What the embedded engine keeps of an entry, and as what. An index of another layout is of no use and is built anew."""

from __future__ import annotations

import tantivy

from . import base

#: The index is cut into this many slices by a hash of the key; a sample is one or more of them.
SLICES = 64
#: Facets counted by the numbers of their values (`names`), and the fields of these.
NUMBERED = {"author": "author_number", "subject": "subject_number"}


def main_schema() -> tantivy.Schema:
    build = tantivy.SchemaBuilder()
    build.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    build.add_text_field("payload", stored=True, tokenizer_name="raw", index_option="basic")
    for name in base.STREAMS:
        build.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in base.KEYWORDS:
        build.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in base.FACETS:
        build.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=name not in NUMBERED)
    for name in NUMBERED.values():
        build.add_unsigned_field(name, fast=True)
    for name in base.NUMBERS:
        build.add_unsigned_field(name, indexed=name == "year", fast=True)
    build.add_text_field("slice", tokenizer_name="raw", index_option="basic")
    build.add_float_field("weight", fast=True)
    return build.build()


def words_schema() -> tantivy.Schema:
    build = tantivy.SchemaBuilder()
    build.add_text_field("word", stored=True, tokenizer_name="raw", index_option="basic")
    build.add_text_field("sound", tokenizer_name="raw", index_option="basic")
    return build.build()
