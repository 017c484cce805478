"""How often the analysers know the dictionary form of a word: against treebanks with gold lemmas.

    python bench/lemmas.py FOLDER_OF_TREEBANKS

Reads every `*.conllu` under the folder; the language is the beginning of the file's name (`uk_`, `ru_`, `kk_`).
Shown for each: the share of words whose gold lemma is among our normal forms, the share whose first normal form is it,
the share where form and lemma meet in a normal form (what a search needs), and beside them Snowball (for Russian: it
has none of the others), where the stems of form and lemma need only be equal.
"""

from __future__ import annotations

import argparse
import collections
import sys
from pathlib import Path

import snowballstemmer

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from chytalnia.search import analysis

PARTS = {"NOUN", "PROPN", "ADJ", "VERB", "ADV", "NUM"}


def words_of(path: Path) -> list[tuple[str, str]]:
    """Pairs of form and lemma of the words that carry meaning, folded as the search folds them."""
    pairs = []
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) > 5 and cells[0].isdigit() and cells[3] in PARTS and cells[2] != "_":
            form, lemma = (next(iter(analysis.words(cell)), None) for cell in cells[1:3])
            if form and lemma and not form.parts and form.form.isalpha():
                pairs.append((form.form, lemma.form))
    return pairs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    by_language: dict[str, list[tuple[str, str]]] = collections.defaultdict(list)
    for path in sorted(folder.rglob("*.conllu")):
        by_language[path.name[:2]] += words_of(path)
    snowball = snowballstemmer.stemmer("russian")
    print(f"{'':4}{'words':>8}{'among':>8}{'first':>8}{'meet':>8}{'Snowball':>10}")
    for language, pairs in sorted(by_language.items()):
        among = sum(lemma in analysis.normal_forms(form) for form, lemma in pairs) / len(pairs)
        first = sum(analysis.normal_forms(form)[0] == lemma for form, lemma in pairs) / len(pairs)
        # What a search needs: form and lemma share a normal form, so that either finds the other.
        meet = sum(
            bool(set(analysis.normal_forms(form)) & set(analysis.normal_forms(lemma))) for form, lemma in pairs
        ) / len(pairs)
        other = ""
        if language == "ru":
            other = f"{sum(snowball.stemWord(a) == snowball.stemWord(b) for a, b in pairs) / len(pairs):.3f}"
        print(f"{language:4}{len(pairs):8}{among:8.3f}{first:8.3f}{meet:8.3f}{other:>10}")


if __name__ == "__main__":
    main()
