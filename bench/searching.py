"""Search: an index of many editions asked by several clients at once, every answer with its facets counted.

Questions are made from editions that are there: words of titles, other forms of them, a misprint, authors, both, one
common word, some narrowed by a facet or sorted by year. The peers are asked the same words, all of which must be
there, and give the first ten and how many there are, without facets.
"""

# ruff: noqa: E402
from __future__ import annotations

import argparse
import os
import random
import re
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chytalnia.config.settings")
os.environ.setdefault("CHYTALNIA_DATA", tempfile.mkdtemp(prefix="chytalnia-bench-"))
os.environ.setdefault("CHYTALNIA_LOG", "WARNING")

import django

django.setup()

from chytalnia.search import queries
from chytalnia.search.engines.embedded import Embedded
from chytalnia.search.entries import SearchEntry, document
from chytalnia.wire import marc
from chytalnia.wire.bib import Bib

from . import corpus, meter, table, zebra
from .peers import Fts5, Postgres, fill


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    words: list[str]
    filters: dict[str, list[str]] = field(default_factory=dict)
    sort: str = ""


def entry_of(number: int, bib: Bib, dice: random.Random) -> SearchEntry:
    """An edition as the catalogue gives it to the search, with holdings and demand made up."""
    unit = dice.randrange(60)
    line = ["R", f"R-{unit // 6}", f"R-{unit}"]
    texts = [bib.title.proper, bib.uniform_title, *bib.parallel_titles, *bib.variant_titles]
    subjects = [[part.value for part in subject.parts] for subject in bib.subjects]
    return SearchEntry(
        "edition", number,
        " : ".join(filter(None, [bib.title.proper.value, str(bib.title.remainder or "")])),
        titles=[text.value for text in texts if text], names=[agent.name.value for agent in bib.agents],
        subjects=[part for parts in subjects for part in parts],
        other=[str(text) for text in [*bib.publishers, *bib.places, *(s.title for s in bib.series)]] + [n[:1000] for n in bib.notes],
        identifiers=[bib.control_number, *(i.normal or i.value for i in bib.isbn)], year=bib.year, languages=bib.languages,
        authors=[agent.name.value for agent in bib.creators], topics=[" – ".join(parts) for parts in subjects],
        units=line, available=line if dice.random() < 0.7 else [], format=bib.kind,
        age=dice.choice(["", "", "6+", "12+", "16+"]), popularity=dice.expovariate(0.5), added=738_000 + number % 2000,
    )  # fmt: skip


def entries(path: Path, seed: int) -> Iterator[SearchEntry]:
    dice = random.Random(seed)
    for number, parsed in enumerate(marc.read(path)):
        if parsed.record is not None:
            yield entry_of(number, marc.to_bib(parsed.record, parsed.dialect), dice)


def index(size: int, seed: int) -> tuple[Embedded, float]:
    """The index of so many editions, built in a process of its own if it is not there; seconds it took, or 0."""
    folder = corpus.CACHE / f"index-{size}"
    engine = Embedded(folder)
    if engine.state()["documents"] >= size * 0.99:
        return engine, 0.0
    path = corpus.records(size, seed)
    print(f"  indexing {size} editions …", file=sys.stderr, flush=True)
    began = time.perf_counter()

    def build() -> None:
        with Embedded(folder).rebuilding() as writer:
            batch: list[Any] = []
            for entry in entries(path, seed):
                batch.append(document(entry))
                if len(batch) == 1000:
                    writer.put(batch)
                    batch.clear()
            writer.put(batch)

    _wait(_beside(build), "the index could not be built")
    return Embedded(folder), time.perf_counter() - began


def _beside(work: Callable[[], object]) -> int:
    """Do something in a process of its own, whose memory goes with it; its number."""
    if (child := os.fork()) == 0:
        try:
            work()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return child


def _wait(child: int, otherwise: str) -> None:
    if os.waitpid(child, 0)[1]:
        raise SystemExit(f"  {otherwise}")


def questions(path: Path, count: int, seed: int) -> list[Question]:
    """Made from records all over the file, the same for the same seed."""
    dice = random.Random(seed + 17)
    total = path.stat().st_size
    out: list[Question] = []
    while len(out) < count:
        parsed = next(marc.iso2709.read(path, dice.randrange(max(1, total - 10_000)), "marc21", "", "utf-8"), None)
        parsed = _next_good(path, parsed.next_offset) if parsed is not None else None
        if parsed is None or parsed.record is None:
            continue
        bib = marc.to_bib(parsed.record, "marc21")
        words = [w.lower() for w in re.findall(r"[^\W\d_]{2,}", bib.title.proper.value)]
        author = (
            [w.lower() for w in re.findall(r"[^\W\d_]{2,}", bib.creators[0].name.value.partition(",")[0])]
            if bib.creators
            else []
        )
        if words and (made := _question(dice, len(out) % 10, words, author, bib)) is not None:
            out.append(made)
    return out


def _next_good(path: Path, offset: int) -> marc.Parsed | None:
    return next((p for p in marc.iso2709.read(path, offset, "marc21", "", "utf-8") if p.record is not None), None)


def _question(dice: random.Random, way: int, words: list[str], author: list[str], bib: Bib) -> Question | None:
    language = bib.languages[:1]
    match way:
        case 0 | 1:
            asked = words[:4]
        case 2:  # another form of a word
            asked = [w[:-1] if w.endswith("s") else w + "s" for w in words[:3]]
        case 3:  # a misprint in the longest word
            asked = words[:4]
            longest = max(asked, key=len)
            at = dice.randrange(1, max(2, len(longest) - 1))
            asked = [w[:at] + w[at + 1 :] if w == longest and len(w) > 4 else w for w in asked]
        case 4:
            asked = author
        case 5:
            asked = [*words[:2], *author]
        case 6:
            asked = [dice.choice(words)]
        case 7:
            return Question(" ".join(words[:1]), words[:1], {"language": language} if language else {})
        case 8:
            return Question(" ".join(words[:2]), words[:2], {"available": ["*"], "unit": [f"R-{dice.randrange(10)}"]})
        case _:
            return Question(" ".join(words[:2]), words[:2], {}, "-year")
    return Question(" ".join(asked), asked) if asked else None


def ask(engine: Embedded, asked: list[Question], clients: int) -> tuple[list[float], float, float]:
    """Milliseconds of each answer, sorted; CPU seconds of all; the most memory without mapped files, MB."""
    most = [0.0]
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.1):
            most[0] = max(most[0], meter.memory()[1])

    def client() -> Any:
        return lambda q: queries.search(q.text, filters=q.filters, sort=q.sort, using=engine)

    watcher = threading.Thread(target=watch)
    watcher.start()
    before = time.process_time()
    spent, _ = meter.at_once(clients, asked, client)
    cpu = time.process_time() - before
    done.set()
    watcher.join()
    return spent, cpu, max(most[0], meter.memory()[1])


def run(options: argparse.Namespace) -> None:
    size, clients = options.size, options.clients or 4
    path = corpus.records(size, options.seed)
    filled = None if options.no_peers else _beside(lambda: _fill(options, path))
    engine, built = index(size, options.seed)
    if filled is not None:
        _wait(filled, "the peers could not be filled")
    asked = questions(path, options.queries or 1000, options.seed)
    ask(engine, asked[:50], 1)
    engine.__dict__["_facet_cache"].clear()
    spent, cpu, memory = ask(engine, asked, clients)
    rows = [_row("Chytalnia, with eight facets", spent, spent, cpu)]
    if not options.no_peers:
        rows += _peers(options, asked, clients, spent)
    table.show(["", "median ms", "p95 ms", "p99 ms", "p95 : ours", "CPU ms/search"], rows)
    whole = meter.memory()[0]
    state = engine.state()
    print(
        f"{state['documents']} editions, {len(asked)} questions, {clients} clients; memory of the process {memory:.0f} MB "
        f"({whole:.0f} MB with mapped files); index {state['bytes'] / 1e6:.0f} MB"
        + (f", built at {size / built:.0f} editions/s" if built else "")
    )


def _row(name: str, spent: list[float], ours: list[float], cpu: float | None = None) -> list[object]:
    p95 = meter.at(spent, 0.95)
    return [
        name, f"{meter.at(spent, 0.5):.1f}", f"{p95:.1f}", f"{meter.at(spent, 0.99):.1f}",
        table.times(p95, meter.at(ours, 0.95)), f"{cpu / len(spent) * 1000:.1f}" if cpu is not None else "–",
    ]  # fmt: skip


def _fill(options: argparse.Namespace, path: Path) -> None:
    """Bring the records into the peers that do not have them from an earlier run."""
    if not zebra.missing() and not (peer := zebra.Zebra(f"zebra-{options.size}")).is_full:
        peer.take_in(path)
    databases = [Fts5(corpus.CACHE / f"fts5-{options.size}.sqlite3"), Postgres(options.size)]
    fill([one for one in databases if one.address], entries(path, options.seed))


def _peers(options: argparse.Namespace, asked: list[Question], clients: int, ours: list[float]) -> list[list[object]]:
    rows: list[list[object]] = []
    words = [question.words for question in asked]
    if why := zebra.missing():
        rows.append([f"Zebra: {why}", *["–"] * 5])
    else:
        with zebra.Zebra(f"zebra-{options.size}") as peer:
            opened: list[zebra.Client] = []

            def connected() -> zebra.Client:
                opened.append(peer.client())
                return opened[-1]

            spent, _ = meter.at_once(clients, words, connected)
            for one in opened:
                one.close()
        rows.append(_row("Zebra by zoomsh", spent, ours))
    for database in (Fts5(corpus.CACHE / f"fts5-{options.size}.sqlite3"), Postgres(options.size)):
        if database.address:
            spent, _ = meter.at_once(clients, words, database.client)
            rows.append(_row(database.name, spent, ours))
        else:
            rows.append([f"{database.name}: {database.how}", *["–"] * 5])
    return rows
