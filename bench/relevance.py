"""How often a reader finds the right work: queries made from records, asked of our search, of SQLite FTS5 and of Zebra.

    python -m bench relevance [--file RECORDS.mrc] [--queries 400] [--seed 1]

From each chosen record a query of its title (and, for half of them or where the title says little, its author) is
made, then spoiled in one way: every word put in another case, one letter mistyped, written in Latin letters, typed
in the wrong keyboard layout. The right work is any record with the same title and the same first author.
"""

# ruff: noqa: E402
from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chytalnia.config.settings")
os.environ.setdefault("CHYTALNIA_DATA", tempfile.mkdtemp(prefix="chytalnia-bench-"))
os.environ.setdefault("CHYTALNIA_LOG", "WARNING")

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
django.setup()

import pymorphy3

from chytalnia.search import analysis, queries
from chytalnia.search.engines.embedded import Embedded
from chytalnia.search.entries import SearchEntry, document
from chytalnia.wire.bib import Bib, Text, Title

from . import corpus, zebra

TARGETS = {"plain": 0.99, "inflected": 0.98, "typo": 0.95, "latin": 0.95, "layout": 0.99}
#: The national table of 2010 for Ukrainian passports and the habit of Russian ones, not the tables of the project.
LATIN = {
    "ukr": dict(zip("абвгґдезиійклмнопрстуф", "abvhgdezyiiklmnoprstuf", strict=True))
    | {"є": "ie", "ж": "zh", "ї": "i", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": "iu", "я": "ia"},
    "rus": dict(zip("абвгдеёзийклмнопрстуфыэ", "abvgdeeziyklmnoprstufye", strict=True))
    | {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu", "я": "ya"},
}  # fmt: skip
KEYS = {
    "ukr": dict(zip("йцукенгшщзхїфівапролджєячсмитьбю", "qwertyuiop[]asdfghjkl;'zxcvbnm,.", strict=True)),
    "rus": dict(zip("йцукенгшщзхъфывапролджэячсмитьбюё", "qwertyuiop[]asdfghjkl;'zxcvbnm,.`", strict=True)),
}
CASES = ["gent", "datv", "accs", "ablt", "loct"]
LETTERS = {"ukr": "абвгдежзиіклмнопрстухчшя", "rus": "абвгдежзиклмнопрстухчшыя"}


def records_of(path: Path) -> Iterator[tuple[str, Bib]]:
    """Records of a MARC file in their original script."""
    from chytalnia.wire import marc, romanise

    for number, parsed in enumerate(marc.read(path)):
        if parsed.record is not None:
            yield str(number), romanise.restore(marc.to_bib(parsed.record, parsed.dialect))


def entry_of(key: str, bib: Bib) -> SearchEntry:
    def both(text: Any) -> list[str]:
        return [part for part in (text.value, text.romanised) if part] if text else []

    title = bib.title
    return SearchEntry(
        kind="edition",
        pk=key,
        title=" ".join(filter(None, [title.proper.value or title.proper.romanised, str(title.remainder or "")])),
        titles=[
            t
            for text in [title.proper, bib.uniform_title, *bib.parallel_titles, *bib.variant_titles]
            for t in both(text)
        ],
        names=[name for agent in bib.agents for name in both(agent.name)],
        subjects=[str(subject) for subject in bib.subjects],
        other=[s for text in [*bib.publishers, *(series.title for series in bib.series)] for s in both(text)],
        year=bib.year,
        languages=bib.languages[:3],
    )


def work_of(bib: Bib) -> str:
    """What tells one work from another: sounds of the title proper and of the first author's family name."""
    author = bib.creators[0].name.value if bib.creators else ""
    return analysis.title_key(bib.title.proper.value) + "|" + analysis.name_key(author)


class Maker:
    """Spoils queries, the same way for the same seed."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.morph = {"ukr": pymorphy3.MorphAnalyzer(lang="uk"), "rus": pymorphy3.MorphAnalyzer(lang="ru")}

    def query(self, bib: Bib) -> str:
        words = re.findall(r"[\w'’-]+", bib.title.proper.value.lower())
        if len(words) > 6:
            words = words[:6]
        author = re.split(r"[,\s]", bib.creators[0].name.value)[0].lower() if bib.creators else ""
        meaningful = [word for word in words if len(word) > 3]
        if author and re.fullmatch(r"[а-яіїєґё'’-]+", author) and (len(meaningful) < 2 or self.dice.random() < 0.5):
            words.append(author)
        return " ".join(words)

    def inflected(self, query: str, language: str) -> str:
        out = []
        for word in query.split():
            parsed = self.morph[language].parse(word)[0]
            form = parsed.inflect({self.dice.choice(CASES)}) if word.isalpha() and len(word) > 2 else None
            out.append(form.word if form and parsed.tag.POS in ("NOUN", "ADJF") else word)
        return " ".join(out)

    def typo(self, query: str, language: str) -> str:
        words = query.split()
        long = [n for n, word in enumerate(words) if len(word) > 4 and word.isalpha()]
        if not long:
            return ""
        chosen = self.dice.choice(long)
        word, at = words[chosen], self.dice.randrange(1, len(words[chosen]) - 1)
        letter = self.dice.choice(LETTERS[language])
        words[chosen] = self.dice.choice(
            [
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            ]
        )
        return " ".join(words)

    @staticmethod
    def latin(query: str, language: str) -> str:
        return "".join(LATIN[language].get(char, char) for char in query)

    @staticmethod
    def layout(query: str, language: str) -> str:
        return "".join(KEYS[language].get(char, char) for char in query)


def made(records: list[tuple[str, Bib]], count: int, seed: int) -> Iterator[tuple[str, str, str]]:
    """`(way, query, work)` for records in Ukrainian and Russian with a Cyrillic title of two words or an author."""
    maker = Maker(seed)
    fit = [
        (bib.languages[0], bib)
        for _, bib in records
        if bib.languages
        and bib.languages[0] in LATIN
        and re.fullmatch(r"[\w\s'’.,:;!?()«»\"–—-]+", bib.title.proper.value)
        and not re.search(r"[a-zA-Z]", bib.title.proper.value)
        and (bib.creators or len(bib.title.proper.value.split()) > 2)
    ]
    chosen = maker.dice.sample(fit, min(count, len(fit)))
    for language, bib in chosen:
        query, work = maker.query(bib), work_of(bib)
        for way in TARGETS:
            spoiled = query if way == "plain" else getattr(maker, way)(query, language)
            if spoiled and (way == "plain" or spoiled != query):
                yield way, spoiled, work


def measured(
    asked: Iterable[tuple[str, str, str]], ask: Any, works: dict[str, str]
) -> tuple[dict[str, Any], list[Any]]:
    counts: dict[str, list[int]] = {}
    missed, spent = [], []
    for way, query, work in asked:
        began = time.perf_counter()
        found = [works[key] for key in ask(query)]
        spent.append(time.perf_counter() - began)
        row = counts.setdefault(way, [0, 0, 0])
        row[0] += 1
        row[1] += work in found[:10]
        row[2] += found[:1] == [work]
        if work not in found[:10]:
            missed.append((way, query, work))
    spent.sort()
    figures: dict[str, Any] = {
        way: {"queries": n, "first_ten": round(ten / n, 4), "first": round(one / n, 4)}
        for way, (n, ten, one) in counts.items()
    }
    figures["milliseconds"] = {
        "median": round(spent[len(spent) // 2] * 1000, 1),
        "p95": round(spent[int(len(spent) * 0.95)] * 1000, 1),
    }
    return figures, missed


def fts5(entries: list[SearchEntry]) -> Any:
    """SQLite's own full text over the same texts, ranked by its bm25: all words, or any of them if that finds nothing."""
    db = sqlite3.connect(":memory:")
    db.execute(
        "create virtual table t using fts5(key unindexed, title, names, rest, tokenize='unicode61 remove_diacritics 2')"
    )
    db.executemany(
        "insert into t values (?, ?, ?, ?)",
        (
            (e.key, " ".join([e.title, *e.titles]), " ".join(e.names), " ".join([*e.subjects, *e.other]))
            for e in entries
        ),
    )

    def ask(query: str) -> list[str]:
        words = [f'"{word}"' for word in re.findall(r"\w+", query)]
        for match in (" ".join(words), " OR ".join(words)):
            sql = "select key from t where t match ? order by bm25(t, 0, 3, 2.5, 1) limit 10"
            if match and (found := [row[0] for row in db.execute(sql, (match,))]):
                return found
        return []

    return ask


def zebra_search(path: Path, texts: dict[str, Bib]) -> Any:
    """Zebra over the same records in their original script, told by their control numbers; None where it is not installed."""
    from chytalnia.wire import marc

    if zebra.missing():
        return None, None
    keys: dict[str, str] = {}
    folder = Path(tempfile.mkdtemp(dir=corpus.CACHE))
    file = folder / "records.mrc"
    with file.open("wb") as out:
        for key, bib in texts.items():
            number = f"z{key}"
            plain = replace(bib, control_number=number, title=_original(bib.title), holdings=[])
            plain.agents = [replace(a, name=Text(a.name.value)) for a in bib.agents]
            try:
                out.write(marc.write_iso2709(marc.from_bib(plain, "marc21")))
            except marc.RecordTooLong:
                continue
            keys[number] = f"edition:{key}"
    peer = zebra.Zebra("zebra-relevance", fresh=True)
    peer.take_in(file)
    shutil.rmtree(folder)
    server = peer.__enter__()
    client = server.client()

    def ask(query: str) -> list[str]:
        words = re.findall(r"\w+", query)
        for any_of in (False, True):
            _, found = client.ask(words, any_of=any_of)
            if found:
                return [keys[number.strip()] for number in found if number.strip() in keys]
        return []

    def close() -> None:
        client.close()
        peer.__exit__()

    return ask, close


def _original(title: Title) -> Title:
    def plain(text: Text | None) -> Text | None:
        return Text(text.value) if text else None

    return replace(
        title, proper=Text(title.proper.value), remainder=plain(title.remainder), part_name=plain(title.part_name),
        responsibility=plain(title.responsibility),
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("records", type=Path)
    parser.add_argument("--queries", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--missed", type=int, default=0, help="show so many queries of each kind that failed")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    records = list(records_of(options.records))
    entries = [entry_of(key, bib) for key, bib in records]
    works = {entry.key: work_of(bib) for entry, (_, bib) in zip(entries, records, strict=True)}
    asked = list(made(records, options.queries, options.seed))
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        engine = Embedded(Path(folder))
        with engine.rebuilding() as writer:
            writer.put(document(entry) for entry in entries)
        rate = len(entries) / (time.perf_counter() - began)
        ours, missed = measured(
            asked, lambda query: [hit.key for hit in queries.search(query, using=engine).hits], works
        )
    theirs, _ = measured(asked, fts5(entries), works)
    ask_zebra, close = zebra_search(options.records, dict(records))
    third: dict[str, Any] = {}
    if ask_zebra:
        third, _ = measured(asked, ask_zebra, works)
        close()
    else:
        print(zebra.HOW)
    report = {
        "records": len(entries),
        "entries_per_second": round(rate),
        "chytalnia": ours,
        "fts5": theirs,
        "targets": TARGETS,
    }
    if options.json:
        print(json.dumps(report, ensure_ascii=False))
        return
    print(f"{len(entries)} records, indexed at {rate:.0f} entries/s")
    print(
        f"{'':12}{'queries':>8}{'first 10':>10}{'first':>8}   {'FTS5 10':>8}{'first':>8}{'Zebra 10':>10}{'first':>8}{'target':>8}"
    )
    for way, target in TARGETS.items():
        a, b, c = ours[way], theirs[way], third.get(way)
        zebras = f"{c['first_ten']:10.3f}{c['first']:8.3f}" if c else f"{'–':>10}{'–':>8}"
        print(
            f"{way:12}{a['queries']:8}{a['first_ten']:10.3f}{a['first']:8.3f}   {b['first_ten']:8.3f}{b['first']:8.3f}"
            f"{zebras}{target:8.2f}"
        )
    print(f"milliseconds a search: {ours['milliseconds']}  FTS5: {theirs['milliseconds']}")
    for way in TARGETS:
        for _, query, work in [m for m in missed if m[0] == way][: options.missed]:
            print(f"  {way}: {query}  → {work}")


if __name__ == "__main__":
    main()
