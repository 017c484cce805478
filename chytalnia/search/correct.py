"""When nothing was found: was the keyboard in another layout, was a word mistyped, is one word too many?"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA, Levenshtein

from . import analysis, compose, language
from .engines.base import STREAMS, Engine

#: Combinations of corrected words that are tried on the index.
MOST_TRIES = 12
MOST_CANDIDATES = 6
_ROWS = [
    "йцукенгшщзхїґ",
    "фівапролджє",
    "ячсмитьбю",
    "йцукенгшщзхъ",
    "фывапролджэ",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
]
_NEIGHBOURS = {frozenset(pair) for row in _ROWS for pair in itertools.pairwise(row)}
#: Letters that people confuse, by language: they cost less than a slip of the finger.
_CONFUSED = {
    frozenset(pair)
    for pair in (
        "иі", "иы", "еє", "еи", "ії", "оа", "гґ", "гх", "шщ", "еэ", "зс", "дт", "бп", "әа", "өо", "қк", "ңн", "ұу",
        "үу", "ыі", "ғг",
    )
}  # fmt: skip


@dataclass(slots=True)
class Known:
    """Which words the index has, asked once per search."""

    engine: Engine
    _seen: dict[str, bool] = field(default_factory=dict)

    def __call__(self, word: str) -> bool:
        """Whether the word itself or one of its normal forms stands in the index."""
        if word not in self._seen:
            tokens = ["=" + word, *analysis.normal_forms(word)]
            self._seen[word] = any(self.engine.frequency(name, token) for token in tokens for name in STREAMS)
        return self._seen[word]

    def by_sound(self, word: str) -> bool:
        sounds = [token for token in compose.spellings_of(word) if token[0] in "~^%"]
        return any(self.engine.frequency(name, token) for token in sounds for name in STREAMS)


def layouts(text: str, known: Known) -> list[language.Asked]:
    """The query read in other keyboard layouts, those first whose words the index knows best; unknown ones left out."""
    readings: list[tuple[float, language.Asked]] = []
    typed = _with_letters(text)
    for reading in analysis.other_layouts(text):
        asked = language.parse(reading)
        words = asked.words()
        if not words or _with_letters(reading) < typed:
            # Letters that are only signs in that layout were hardly typed in it.
            continue
        share = sum(known(word) for word in words) / len(words)
        if share > 0:
            readings.append((share, asked))
    readings.sort(key=lambda pair: -pair[0])
    return [asked for _, asked in readings]


def _with_letters(text: str) -> int:
    return sum(any(char.isalnum() for char in piece) for piece in text.split())


def spellings(asked: language.Asked, known: Known, *, certain: bool = False) -> list[language.Asked]:
    """Queries with mistyped words replaced, the likeliest first.

    A word that a dictionary has was hardly mistyped, whether or not a record has it: two slips are not looked for in it, and
    where only `certain` misprints are asked for, it stays as it is.
    """
    words = list(dict.fromkeys(word for word in asked.words() if len(word) > 2 and word.isalpha()))
    unknown = [word for word in words if not known(word) and not known.by_sound(word)]
    if certain:
        unknown = [word for word in unknown if not analysis.is_a_word(word)]
    elif not unknown:
        unknown = [word for word in words if not known(word)]
    if not unknown and certain:
        return []
    if not unknown:
        # Every word exists, but not together: one of them may be another word's misprint.
        return [
            asked.with_words({word: better})
            for word in sorted(words, key=len, reverse=True)[:4]
            for better, _ in candidates(word, known.engine, patient=False)[:3]
        ]
    options = [
        (word, candidates(word, known.engine, patient=not analysis.is_a_word(word))[:MOST_CANDIDATES])
        for word in unknown[:4]
    ]
    options = [(word, found) for word, found in options if found]
    if not options:
        return []
    combined = sorted(
        itertools.islice(itertools.product(*(found for _, found in options)), 500),
        key=lambda choice: -sum(score for _, score in choice),
    )
    return [
        asked.with_words({word: better for (word, _), (better, _) in zip(options, choice, strict=True)})
        for choice in combined[:MOST_TRIES]
    ]


def candidates(word: str, engine: Engine, *, patient: bool) -> list[tuple[str, float]]:
    """Words of the index near `word` with their scores, best first. `patient` looks further than one typo away: at two, and
    for Latin letters at Cyrillic words that sound nearly so."""
    found = _near(word, engine, 1)
    if found or not patient:
        return _ranked(found)
    if analysis.is_latin(word) and len(key := analysis.skeleton(word)) > 3:
        for candidate in engine.near(key, distance=1, limit=60, sounds=True):
            found[candidate.word] = score(key, analysis.skeleton(candidate.word), candidate.frequency)
    if len(word) >= 5:
        found = _near(word, engine, 2) | found
    return _ranked(found)


def _near(word: str, engine: Engine, distance: int) -> dict[str, float]:
    return {
        candidate.word: score(word, candidate.word, candidate.frequency)
        for candidate in engine.near(word, distance=distance, limit=60)
        if candidate.word != word and candidate.frequency
    }


def _ranked(found: dict[str, float]) -> list[tuple[str, float]]:
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def score(typed: str, meant: str, frequency: int) -> float:
    """How likely `meant` was typed as `typed`: near and frequent words first."""
    cost = 0.0
    for edit in Levenshtein.editops(typed, meant):
        if edit.tag == "replace":
            pair = frozenset((typed[edit.src_pos], meant[edit.dest_pos]))
            cost += 0.6 if pair in _CONFUSED else 0.8 if pair in _NEIGHBOURS else 1.0
        else:
            cost += 0.9
        if edit.src_pos == 0:
            cost += 0.4
    if OSA.distance(typed, meant) == 1 and sorted(typed) == sorted(meant):
        cost = 0.7
    return 0.35 * math.log1p(frequency) - 2.0 * cost
