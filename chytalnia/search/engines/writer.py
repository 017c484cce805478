"""How entries and the vocabulary are written into a generation of the embedded engine."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

import tantivy

from chytalnia.search.analysis import is_cyrillic, is_latin, skeleton

from . import base
from .layout import NUMBERED, SLICES

if TYPE_CHECKING:
    from .embedded import Generation

#: Words of the vocabulary longer or shorter than these are never corrected to.
VOCABULARY_LENGTH = range(3, 33)
#: Words of which a writer remembers that the vocabulary has them. Past that it asks the vocabulary again.
MOST_SEEN = 100_000


class EmbeddedWriter:
    def __init__(self, generation: Generation, heap: int, *, known: tantivy.Searcher | None) -> None:
        self.generation = generation
        self._main = generation.main.writer(heap, 1)
        self._stored = generation.searcher
        self._put: set[str] = set()
        self._names = generation.names
        self._words = generation.words.writer(15_000_000, 1)
        for writer in (self._main, self._words):
            # A process that was killed in the middle of a commit left files that no commit names. The same deletions
            # done again have the same names, and the engine refuses to write over a file.
            writer.garbage_collect_files()  # type: ignore[attr-defined]
        self._known = known
        self._seen: set[str] = set()
        self._fresh = known is None
        self._closed = False

    def put(self, documents: Iterable[base.Document]) -> None:
        for document in documents:
            if not self._fresh:
                # Most entries of an import are new: asking is cheaper than a deletion that finds nothing.
                if document.key in self._put or self._stored.doc_freq("key", document.key):
                    self._main.delete_documents_by_term("key", document.key)
                self._put.add(document.key)
            self._main.add_document(self._made(document))

    def remove(self, keys: Iterable[str]) -> None:
        for key in keys:
            self._main.delete_documents_by_term("key", key)

    def commit(self) -> None:
        # Words and names first: one too many harms nobody, a missing one would stay missing.
        self._words.commit()
        self._names.commit()
        self._main.commit()
        if not self._fresh:
            self.generation.reload()
            self._stored, self._known = self.generation.searcher, self.generation.word_searcher
            self._put.clear()
            if len(self._seen) > MOST_SEEN:
                self._seen.clear()

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._main.wait_merging_threads()
            self._words.wait_merging_threads()

    def _made(self, document: base.Document) -> tantivy.Document:
        out = tantivy.Document()
        out.add_text("key", document.key)
        out.add_text("payload", json.dumps(document.payload, ensure_ascii=False, separators=(",", ":")))
        for name, stream in document.streams.items():
            if stream:
                out.add_text(name, stream)
                self._learn(stream)
        for name, values in document.keywords.items():
            for value in values:
                out.add_text(name, value)
                if name in NUMBERED:
                    out.add_unsigned(NUMBERED[name], self._names.learn(value))
        for name, number in document.numbers.items():
            out.add_unsigned(name, max(0, number))
        # The engine multiplies a score by log2(2 + field).
        out.add_float("weight", 2.0**document.weight - 2.0)
        out.add_text("slice", f"{zlib.crc32(document.key.encode()) % SLICES:02d}")
        return out

    def _learn(self, stream: str) -> None:
        """Put forms that the vocabulary does not have yet into it."""
        fresh = {token for token in stream.split() if token[0] == "="} - self._seen
        if not fresh:
            return
        self._seen |= fresh
        for form in fresh:
            word = form[1:]
            if len(word) not in VOCABULARY_LENGTH or not word.isalpha() or not (is_cyrillic(word) or is_latin(word)):
                continue
            if self._known is not None and self._known.doc_freq("word", word):
                continue
            out = tantivy.Document()
            out.add_text("word", word)
            if key := skeleton(word):
                out.add_text("sound", key)
            self._words.add_document(out)
