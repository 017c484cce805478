"""How much of romanised records comes back in Cyrillic, how right, how fast.

    python bench/romanisation.py RECORDS.mrc [TEXT.conllu:uk ...]

Three tables: what share of each field of the records is restored; what share of the restored words the dictionaries of
pymorphy3 know (Ukrainian and Russian); for annotated texts (CoNLL-U with a language after the colon), how many of their
words survive romanisation and back, with the marks of ALA-LC and without them.
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from pathlib import Path

import pymorphy3
from rich.console import Console
from rich.table import Table as Grid

from chytalnia.wire.bib import Bib, Text
from chytalnia.wire.marc import read, to_bib
from chytalnia.wire.romanise import restore, to_cyrillic, to_latin

WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
LANGUAGES = {"ukr": "uk", "rus": "ru"}


def fields(bib: Bib) -> list[tuple[str, Text]]:
    found = [("title", bib.title.proper)]
    optional = [
        ("remainder", bib.title.remainder),
        ("responsibility", bib.title.responsibility),
        ("edition", bib.edition),
    ]
    found += [(name, text) for name, text in optional if text is not None]
    found += [("person", agent.name) for agent in bib.agents if agent.kind == "person"]
    found += [("body", agent.name) for agent in bib.agents if agent.kind != "person"]
    found += [("place", text) for text in bib.places] + [("publisher", text) for text in bib.publishers]
    return [*found, *(("series", series.title) for series in bib.series)]


def records(path: Path, console: Console) -> None:
    bibs = [to_bib(parsed.record, "marc21") for parsed in read(path) if parsed.record is not None]
    started = time.perf_counter()
    done = [restore(bib) for bib in bibs]
    first = time.perf_counter() - started
    started = time.perf_counter()
    for bib in bibs:
        restore(bib)
    again = time.perf_counter() - started
    console.print(f"{len(bibs)} records: {len(bibs) / first:.0f}/s, with words met before {len(bibs) / again:.0f}/s")

    turned: Counter[tuple[str, str]] = Counter()
    all_: Counter[tuple[str, str]] = Counter()
    words: dict[str, Counter[str]] = {code: Counter() for code in LANGUAGES}
    for bib in done:
        language = bib.languages[0] if bib.languages else ""
        for name, text in fields(bib):
            if not text.value:
                continue
            all_[language, name] += 1
            turned[language, name] += text.derived
            if text.derived and language in words and name in ("title", "remainder"):
                words[language].update(w.lower() for w in WORD.findall(text.value) if len(w) > 3)
    names = ["title", "remainder", "responsibility", "person", "body", "edition", "place", "publisher", "series"]
    grid = Grid("language", *names, title="Restored, of all that are filled")
    for language in sorted({language for language, _ in turned if any(turned[language, n] for n in names)}):
        grid.add_row(language, *(f"{turned[language, n]}/{all_[language, n]}" for n in names))
    console.print(grid)
    for code, short in LANGUAGES.items():
        morph = pymorphy3.MorphAnalyzer(lang=short)
        known = sum(n for word, n in words[code].items() if morph.word_is_known(word.replace("’", "'")))
        total = sum(words[code].values())
        if total:
            console.print(
                f"{short}: {known}/{total} = {known / total:.2%} words of restored titles are in the dictionary"
            )


def round_trip(path: Path, language: str, console: Console) -> None:
    rows = (line.split("\t") for line in path.read_text("utf-8").splitlines())
    tokens = [row[1].replace("'", "’") for row in rows if len(row) > 3 and row[0].isdigit()]
    tokens = [t for t in tokens if re.fullmatch(r"[\u0400-\u052f’-]+", t) and re.search(r"[\u0400-\u052f]", t)]
    for marks in (True, False):
        same = sum(to_cyrillic(to_latin(t, language, marks=marks), language, lost=not marks) == t for t in tokens)
        label = "with marks" if marks else "without marks"
        console.print(f"{path.name}: {label} {same}/{len(tokens)} = {same / max(len(tokens), 1):.2%}")


def main(arguments: list[str] | None = None) -> None:
    arguments = sys.argv[1:] if arguments is None else arguments
    console = Console()
    for argument in arguments:
        path, _, language = argument.partition(":")
        if language:
            round_trip(Path(path), language, console)
        else:
            records(Path(path), console)


if __name__ == "__main__":
    main(sys.argv[1:])
