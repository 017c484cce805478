"""The embedded engine: tantivy on disk, in the process.

    index/
      current            the name of the generation in use
      lock               held by the one process that writes
      g-…/main           the entries
      g-…/words          the vocabulary, for spelling: forms and their sound keys

Readers look at `current` and at the commit file and reopen when they change. A rebuild writes a new generation and
replaces `current` at the end, in one step; the old one is removed afterwards.
"""

from __future__ import annotations

import fcntl
import itertools
import json
import os
import shutil
import threading
import time
import uuid
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import tantivy

from chytalnia.search.analysis import is_cyrillic, is_latin, skeleton

from . import base, translate

#: Result sets up to this size are counted exactly; facets of larger ones come from a sample of the index.
EXACT_FACETS = 10_000
#: In results up to this size each segment names twice the values that are wanted, so that rare ones are counted whole.
FEW = 100
#: The index is cut into this many slices by a hash of the key; a sample is one or more of them.
SLICES = 64
#: A commit is looked for this often (seconds): the cost is one stat of a file.
LOOK_EVERY = 0.25
WRITER_BYTES = 64_000_000
REBUILD_BYTES = 160_000_000
#: Words of the vocabulary longer or shorter than these are never corrected to.
VOCABULARY_LENGTH = range(3, 33)
_KNOWN_WORDS = 400_000


def from_url(url: str) -> Embedded:
    """The engine for `tantivy:///path/of/the/index`."""
    return Embedded(Path(url.split("://", 1)[1]))


def main_schema() -> tantivy.Schema:
    build = tantivy.SchemaBuilder()
    build.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    build.add_text_field("payload", stored=True, tokenizer_name="raw", index_option="basic")
    for name in base.STREAMS:
        build.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in base.KEYWORDS:
        build.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in base.FACETS:
        build.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
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


class Generation:
    """One opened pair of indexes with searchers that follow commits."""

    def __init__(self, path: Path) -> None:
        self.path = path
        for part in ("main", "words"):
            (path / part).mkdir(parents=True, exist_ok=True)
        self.main = tantivy.Index(main_schema(), path=str(path / "main"))
        self.words = tantivy.Index(words_schema(), path=str(path / "words"))
        self.main.config_reader("manual")
        self.words.config_reader("manual")
        self.schema, self.words_schema = self.main.schema, self.words.schema
        self.stamp: tuple[int, int] = (0, 0)
        self.reload()

    def committed(self) -> tuple[int, int]:
        return tuple(_changed(self.path / part / "meta.json") for part in ("main", "words"))  # type: ignore[return-value]

    def reload(self) -> None:
        self.stamp = self.committed()
        self.main.reload()
        self.words.reload()
        self.searcher, self.word_searcher = self.main.searcher(), self.words.searcher()


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


class Embedded:
    def __init__(self, root: Path) -> None:
        self.root = root
        self._guard = threading.Lock()
        self._opened: Generation | None = None
        self._looked = 0.0
        self._facet_cache: dict[Any, Any] = {}

    # Reading

    def search(self, request: base.Request) -> base.Response:
        now = self._now()
        query = translate.query(request.query, now.schema)
        if request.sort:
            name = request.sort.lstrip("-")
            order = tantivy.Order.Desc if request.sort.startswith("-") else tantivy.Order.Asc
            result = now.searcher.search(
                query, limit=max(request.limit, 1), offset=request.offset, order_by_field=name, order=order
            )
        else:
            result = now.searcher.search(
                query, limit=max(request.limit, 1), offset=request.offset, weight_by_field="weight"
            )
        total = result.count  # type: ignore[attr-defined]
        hits = []
        for score, address in result.hits[: request.limit]:
            stored = now.searcher.doc(address)
            hits.append(
                base.Found(
                    stored["key"][0], float(score) if not request.sort else 0.0, json.loads(stored["payload"][0])
                )
            )
        response = base.Response(total, hits)
        if request.facets:
            response.facets, response.estimated = self._facets(now, request, query, total)
        return response

    def _facets(
        self, now: Generation, request: base.Request, query: tantivy.Query, total: int
    ) -> tuple[dict[str, list[tuple[str, int]]], bool]:
        """Counts of keywords over the result, exact for small results, from slices of the index for large ones."""
        cached = (now.path.name, now.stamp, request.query, request.facets)
        if cached in self._facet_cache:
            return self._facet_cache[cached]
        factor = 1.0
        if total > EXACT_FACETS:
            slices = max(1, min(SLICES - 1, round(SLICES * EXACT_FACETS / 2 / total)))
            factor = SLICES / slices
            sample = tantivy.Query.term_set_query(now.schema, "slice", [f"{n:02d}" for n in range(slices)])
            query = tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, tantivy.Query.const_score_query(sample, 0.0)), (tantivy.Occur.Must, query)]
            )
        # Naming a value costs a segment as much as counting fifty results. What is frequent in a larger result is frequent
        # in each of them.
        breadth = 2 if total <= FEW else 1
        wanted = {
            name: {"terms": {"field": name, "size": size, "segment_size": size * breadth}}
            for name, size in request.facets
        }
        counted = now.searcher.aggregate(query, wanted) if total else {}
        facets = {
            name: [
                (
                    str(int(bucket["key"])) if name in base.NUMBERS else bucket["key"],
                    round(bucket["doc_count"] * factor),
                )
                for bucket in counted.get(name, {}).get("buckets", [])
                if bucket["key"] not in ("", 0)
            ]
            for name in wanted
        }
        if total > EXACT_FACETS // 6:
            # Only the costly ones are kept: the words that everybody types, and the page without words.
            if len(self._facet_cache) > 500:
                self._facet_cache.clear()
            self._facet_cache[cached] = (facets, factor != 1.0)
        return facets, factor != 1.0

    def count(self, query: base.Query) -> int:
        now = self._now()
        if isinstance(query, base.Rank):
            query = base.Rank(query.must, never=query.never)
        # Counted without scores: half the cost of a search. Every entry has a weight.
        counted = now.searcher.aggregate(
            translate.query(query, now.schema), {"all": {"value_count": {"field": "weight"}}}
        )
        return int(counted["all"]["value"])

    def frequency(self, field: str, value: str) -> int:
        return self._now().searcher.doc_freq(field, value)

    def starting(self, field: str, prefix: str, *, limit: int) -> list[tuple[str, int]]:
        # The engine lists them in alphabetical order; a bounded look at the beginning finds the frequent ones.
        found = self._now().searcher.terms_with_prefix(field, prefix, limit=max(limit * 40, 400))
        return sorted(found, key=lambda pair: -pair[1])[:limit]

    def near(self, word: str, *, distance: int, limit: int, sounds: bool = False) -> list[base.Candidate]:
        now = self._now()
        field = "sound" if sounds else "word"
        query = tantivy.Query.fuzzy_term_query(now.words_schema, field, word, distance, True)
        found = now.word_searcher.search(query, limit=limit, count=False).hits
        spelled = [now.word_searcher.doc(address)["word"][0] for _, address in found]
        return [base.Candidate(w, self._spread(now, w)) for w in dict.fromkeys(spelled)]

    @staticmethod
    def _spread(now: Generation, word: str) -> int:
        return sum(now.searcher.doc_freq(name, "=" + word) for name in base.STREAMS)

    def keys(self, kind: str) -> Iterator[str]:
        now = self._now()
        query = tantivy.Query.term_query(now.schema, "kind", kind, "basic")
        step = 10_000
        for slice_number in range(SLICES):
            part = tantivy.Query.boolean_query(
                [
                    (tantivy.Occur.Must, query),
                    (tantivy.Occur.Must, tantivy.Query.term_query(now.schema, "slice", f"{slice_number:02d}", "basic")),
                ]
            )
            for offset in itertools.count(0, step):
                hits = now.searcher.search(part, limit=step, offset=offset, count=False).hits
                for _, address in hits:
                    yield now.searcher.doc(address)["key"][0]
                if len(hits) < step:
                    break

    def state(self) -> dict[str, Any]:
        now = self._now()
        size = sum(f.stat().st_size for f in now.path.rglob("*") if f.is_file())
        return {
            "engine": "tantivy", "documents": now.searcher.num_docs, "segments": now.searcher.num_segments,
            "words": now.word_searcher.num_docs, "bytes": size, "generation": now.path.name,
        }  # fmt: skip

    def _now(self) -> Generation:
        """The generation in use, reopened after a rebuild and reloaded after a commit."""
        opened = self._opened
        if opened is not None and time.monotonic() - self._looked < LOOK_EVERY:
            return opened
        with self._guard:
            opened = self._opened
            name = self._current()
            if opened is None or opened.path.name != name:
                opened = Generation(self.root / name)
                self._opened = opened
            elif opened.stamp != opened.committed():
                opened.reload()
            self._looked = time.monotonic()
            return opened

    def _current(self) -> str:
        with suppress(FileNotFoundError):
            if name := (self.root / "current").read_text().strip():
                return name
        self.root.mkdir(parents=True, exist_ok=True)
        self._point_at("g-first")
        return "g-first"

    def _point_at(self, name: str) -> None:
        fresh = self.root / f"current.{uuid.uuid4().hex}"
        with fresh.open("w") as file:
            file.write(name)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, self.root / "current")

    # Writing

    @contextmanager
    def writing(self) -> Iterator[EmbeddedWriter]:
        with self._locked():
            now = Generation(self.root / self._current())
            writer = EmbeddedWriter(now, WRITER_BYTES, known=now.word_searcher)
            try:
                yield writer
            finally:
                writer.close()
                self._looked = 0.0

    @contextmanager
    def rebuilding(self) -> Iterator[EmbeddedWriter]:
        with self._locked():
            self._current()
            name = f"g-{time.strftime('%Y%m%d-%H%M%S')}-{uuid.uuid4().hex[:6]}"
            writer = EmbeddedWriter(Generation(self.root / name), REBUILD_BYTES, known=None)
            try:
                yield writer
                writer.commit()
                writer.close()
            except BaseException:
                writer.close()
                shutil.rmtree(self.root / name, ignore_errors=True)
                raise
            self._point_at(name)
            self._looked = 0.0
            for old in self.root.glob("g-*"):
                # A reader that still holds the old files keeps reading them: they vanish when it lets go.
                if old.name != name:
                    shutil.rmtree(old, ignore_errors=True)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One writer among all processes and threads; the system releases the lock when a process dies."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "lock").open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise base.Busy from None
            yield


class EmbeddedWriter:
    def __init__(self, generation: Generation, heap: int, *, known: tantivy.Searcher | None) -> None:
        self.generation = generation
        self._main = generation.main.writer(heap, 1)
        self._stored = generation.searcher
        self._put: set[str] = set()
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
        # Words first: a word too many in the vocabulary harms nobody, a missing one would stay missing.
        self._words.commit()
        self._main.commit()
        if not self._fresh:
            self.generation.reload()
            self._stored, self._known = self.generation.searcher, self.generation.word_searcher
            self._put.clear()

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
        if len(self._seen) > _KNOWN_WORDS and not self._fresh:
            self._seen.clear()
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
