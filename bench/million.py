"""A large index of made-up entries, and how fast it answers: median, p95, memory, by several clients at once.

    python bench/million.py --entries 1000000 --clients 4 --folder /var/tmp/big-index

Titles are made of the words of two dictionaries with the frequencies of natural text (Zipf), names and subjects from
smaller stocks; every query is made from a random entry: its title, its author, both, one common word, with all
facets counted. The folder is kept, so that a second run only asks.
"""

# ruff: noqa: E402, E501
from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chytalnia.config.settings")
os.environ.setdefault("CHYTALNIA_DATA", tempfile.mkdtemp(prefix="chytalnia-bench-"))
os.environ.setdefault("CHYTALNIA_LOG", "WARNING")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import django

django.setup()

import pymorphy3

from chytalnia.search import queries
from chytalnia.search.engines.embedded import Embedded
from chytalnia.search.entries import SearchEntry, document


class Stock:
    """Words, names and subjects to make entries of; drawn by a power law, like words of real titles."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.words = {}
        for language, code in (("uk", "ukr"), ("ru", "rus")):
            known = pymorphy3.MorphAnalyzer(lang=language).dictionary.iter_known_words
            words = [word for word, *_ in itertools.islice(known(), 0, 3_000_000, 40) if word.isalpha() and 3 < len(word) < 14]
            self.dice.shuffle(words)
            self.words[code] = words
        given = ["Олена", "Іван", "Марія", "Петро", "Анна", "Сергій", "Ольга", "Тарас", "Леся", "Михайло"]
        self.names = [
            f"{self.words['ukr'][n].capitalize()}ко, {given[n % 10]} {given[(n // 10) % 10]}" for n in range(40_000)
        ]
        self.subjects = [" ".join(self.words["ukr"][50_000 + 2 * n : 50_002 + 2 * n]) for n in range(4_000)]

    def drawn(self, values: list[str]) -> str:
        return values[min(len(values) - 1, int(len(values) ** self.dice.random()) - 1)]

    def entry(self, number: int) -> SearchEntry:
        dice = self.dice
        language = "ukr" if dice.random() < 0.6 else "rus"
        words = [self.drawn(self.words[language]) for _ in range(dice.randint(2, 8))]
        unit = dice.randrange(60)
        return SearchEntry(
            "edition", number, " ".join(words).capitalize(),
            names=[self.drawn(self.names) for _ in range(1 + (dice.random() < 0.3))],
            subjects=[self.drawn(self.subjects) for _ in range(dice.randint(0, 3))],
            other=[self.drawn(self.words["ukr"])],
            identifiers=[f"978{number:010d}"], year=int(2024 - dice.expovariate(1 / 25)), languages=[language],
            units=["R", f"R-{unit // 6}", f"R-{unit}"], available=["R", f"R-{unit}"] if dice.random() < 0.7 else [],
            format=dice.choice(["book"] * 8 + ["serial", "music"]), age=dice.choice(["", "", "6+", "12+", "16+"]),
            popularity=dice.expovariate(0.5),
        )  # fmt: skip


def build(engine: Embedded, stock: Stock, count: int) -> float:
    began = time.perf_counter()
    with engine.rebuilding() as writer:
        for start in range(0, count, 1000):
            writer.put([document(stock.entry(n)) for n in range(start, min(start + 1000, count))])
            if start % 50_000 == 0:
                print(f"  {start} {start / (time.perf_counter() - began + 0.001):.0f}/s", file=sys.stderr, flush=True)
    return count / (time.perf_counter() - began)


def asked(engine: Embedded, count: int, seed: int) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """Queries of entries that stand in the index: titles, authors, both, single words; some narrowed by a facet."""
    dice = random.Random(seed)
    total = engine.state()["documents"]
    for number in range(count):
        page = queries.search(f"isbn:978{dice.randrange(total):010d}", using=engine, facets=())
        if not page.hits:
            continue
        hit = page.hits[0]
        words = hit.title.lower().split()
        author = hit.names[0].split(",")[0].lower()
        text = [" ".join(words[:4]), author, f"{words[0]} {author}", dice.choice(words), words[0]][number % 5]
        yield text, {"language": ["ukr"]} if dice.random() < 0.15 else {}


def ask(engine: Embedded, questions: list[tuple[str, dict[str, list[str]]]], clients: int) -> list[float]:
    spent: list[float] = []

    def client(mine: list[tuple[str, dict[str, list[str]]]]) -> None:
        for text, filters in mine:
            began = time.perf_counter()
            queries.search(text, filters=filters, using=engine)
            spent.append((time.perf_counter() - began) * 1000)

    threads = [threading.Thread(target=client, args=(questions[n::clients],)) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(spent)


def memory() -> float:
    """Resident memory of this process, MB: what it holds itself, without the files it has mapped."""
    fields = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines() if ":" in line)
    return int(fields["RssAnon"].split()[0]) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--queries", type=int, default=1000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="chytalnia-million-"))
    engine = Embedded(folder)
    report: dict[str, object] = {}
    if engine.state()["documents"] < options.entries:
        # In a process of its own, so that its memory is not counted as that of the search.
        if (child := os.fork()) == 0:
            rate = build(engine, Stock(options.seed), options.entries)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(json.dumps({"entries_per_second": round(rate), "peak_mb_building": round(peak)}), flush=True)
            os._exit(0)
        os.waitpid(child, 0)
        engine = Embedded(folder)
    report |= engine.state()
    questions = list(asked(engine, options.queries, options.seed))
    spent = ask(engine, questions, options.clients)
    whole = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    report |= {
        "clients": options.clients, "queries": len(spent),
        "median_ms": round(spent[len(spent) // 2], 1), "p95_ms": round(spent[int(len(spent) * 0.95)], 1),
        "p99_ms": round(spent[int(len(spent) * 0.99)], 1), "memory_mb": round(memory()), "with_mapped_files_mb": round(whole),
    }  # fmt: skip
    print(json.dumps(report, ensure_ascii=False))


if __name__ == "__main__":
    main()
