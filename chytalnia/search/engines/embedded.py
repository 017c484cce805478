"""The embedded engine: tantivy on disk, in the process.

    index/
      current            the name of the generation in use
      lock               held by the one process that writes
      g-…/main           the entries
      g-…/words          the vocabulary, for spelling: forms and their sound keys
      g-…/names          the names of authors and subjects, which the entries know by number

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
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import tantivy

from . import base, translate
from .layout import NUMBERED, SLICES, main_schema, words_schema
from .names import Names
from .writer import EmbeddedWriter

#: Result sets up to this size are counted exactly; facets of larger ones come from a sample of the index.
EXACT_FACETS = 10_000
#: In results up to this size each segment names twice the values that are wanted, so that rare ones are counted whole.
FEW = 100
#: So many times the wanted values are counted in each segment of those that have numbers.
MANY = 8
#: A commit is looked for this often (seconds): the cost is one stat of a file.
LOOK_EVERY = 0.25
#: Tokens whose frequency is remembered until the next commit.
MOST_FREQUENCIES = 100_000
WRITER_BYTES = 64_000_000
REBUILD_BYTES = 160_000_000


def from_url(url: str) -> Embedded:
    """The engine for `tantivy:///path/of/the/index`."""
    return Embedded(Path(url.split("://", 1)[1]))


@contextmanager
def _lost_files_told(root: Path) -> Iterator[None]:
    """Whoever writes meets a lost file late, when parts are put together: the engine names it in words alone."""
    try:
        yield
    except ValueError as error:
        if "FileDoesNotExist" in str(error) and not isinstance(error, base.Damaged):
            raise base.Damaged(f"{root}: {error}") from error
        raise


class Generation:
    """One opened pair of indexes with searchers that follow commits."""

    def __init__(self, path: Path) -> None:
        self.path = path
        for part in ("main", "words"):
            (path / part).mkdir(parents=True, exist_ok=True)
        try:
            self.main = tantivy.Index(main_schema(), path=str(path / "main"))
            self.words = tantivy.Index(words_schema(), path=str(path / "words"))
        except ValueError as error:
            # The engine has no words of its own for an index that is whole, but kept in another way.
            if "schema does not match" in str(error):
                raise base.Outdated(
                    f"{path} was built by an earlier version; chytalnia reindex builds it anew"
                ) from error
            raise
        self.names = Names(path / "names")
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
        # After the searcher, and read before it: what was counted of an earlier state never gets into the new memory.
        self.frequencies: dict[tuple[str, str], int] = {}

    def frequency(self, field: str, value: str) -> int:
        known, searcher = self.frequencies, self.searcher
        counted = known.get((field, value))
        if counted is None:
            if len(known) > MOST_FREQUENCIES:
                known.clear()
            counted = known[field, value] = searcher.doc_freq(field, value)
        return counted


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
        query = translate.query(request.query, now.schema, now.frequency)
        if query is None:
            return base.Response(0, [], {name: [] for name, _ in request.facets})
        total, hits = self._hits(now, request, query) if request.limit else (self._count(now, request.query), [])
        response = base.Response(total, hits)
        if request.facets:
            response.facets, response.estimated = self._facets(now, request, query, total)
        return response

    @staticmethod
    def _hits(now: Generation, request: base.Request, query: tantivy.Query) -> tuple[int, list[base.Found]]:
        if request.sort:
            order = tantivy.Order.Desc if request.sort.startswith("-") else tantivy.Order.Asc
            result = now.searcher.search(
                query, limit=request.limit, offset=request.offset, order_by_field=request.sort.lstrip("-"), order=order
            )
        else:
            result = now.searcher.search(query, limit=request.limit, offset=request.offset, weight_by_field="weight")
        hits = []
        for score, address in result.hits:
            stored = now.searcher.doc(address)
            hits.append(
                base.Found(
                    stored["key"][0], float(score) if not request.sort else 0.0, json.loads(stored["payload"][0])
                )
            )
        return result.count, hits  # type: ignore[attr-defined]

    def _facets(
        self, now: Generation, request: base.Request, query: tantivy.Query, total: int
    ) -> tuple[dict[str, list[tuple[str, int]]], bool]:
        """Counts of keywords over the result, exact for small results, from slices of the index for large ones."""
        # Only the costly ones are kept: the words that everybody types, and the page without words.
        cached = (now.path.name, now.stamp, request.query, request.facets) if total > EXACT_FACETS // 6 else None
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
        # in each of them. Numbers need no naming there, so that rare ones can be counted whole.
        breadth = 2 if total <= FEW else 1
        wanted = {
            name: {
                "terms": {
                    "field": NUMBERED.get(name, name),
                    "size": size,
                    "segment_size": size * (MANY if name in NUMBERED else breadth),
                }
            }
            for name, size in request.facets
        }
        counted = now.searcher.aggregate(query, wanted) if total else {}
        facets = {}
        for name in wanted:
            counts = [
                (bucket["key"], round(bucket["doc_count"] * factor))
                for bucket in counted.get(name, {}).get("buckets", [])
            ]
            facets[name] = self._named(now, name, counts)
        if cached is not None:
            if len(self._facet_cache) > 500:
                self._facet_cache.clear()
            self._facet_cache[cached] = (facets, factor != 1.0)
        return facets, factor != 1.0

    @staticmethod
    def _named(now: Generation, name: str, counts: list[tuple[Any, int]]) -> list[tuple[str, int]]:
        if name in NUMBERED:
            names = now.names.of(int(number) for number, _ in counts)
            counts = [(names.get(int(number), ""), count) for number, count in counts]
            # As texts come from the engine: the frequent first, and by name where they are equal.
            counts.sort(key=lambda pair: (-pair[1], pair[0]))
        elif name in base.NUMBERS:
            counts = [(str(int(number)) if number else "", count) for number, count in counts]
        return [(value, count) for value, count in counts if value]

    def count(self, query: base.Query) -> int:
        return self._count(self._now(), query)

    @staticmethod
    def _count(now: Generation, query: base.Query) -> int:
        if isinstance(query, base.Rank):
            query = base.Rank(query.must, never=query.never)
        made = translate.query(query, now.schema, now.frequency)
        if made is None:
            return 0
        # Counted without scores: half the cost of a search. Every entry has a weight.
        counted = now.searcher.aggregate(made, {"all": {"value_count": {"field": "weight"}}})
        return int(counted["all"]["value"])

    def frequency(self, field: str, value: str) -> int:
        return self._now().frequency(field, value)

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
        return sum(now.frequency(name, "=" + word) for name in base.STREAMS)

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
            try:
                if opened is None or opened.path.name != name:
                    opened = Generation(self.root / name)
                    self._opened = opened
                elif opened.stamp != opened.committed():
                    opened.reload()
            except ValueError as error:
                raise base.Damaged(f"{self.root / name}: {error}") from error
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
        with self._locked(), _lost_files_told(self.root):
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
