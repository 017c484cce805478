"""Every normal form a word may have, by the languages its letters allow.

Ukrainian and Russian come from the dictionaries of pymorphy3 (all normal forms, not only the likeliest: a title has
no context to choose by), Kazakh from our stemmer, Latin-script languages from Snowball.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

import pymorphy3
import snowballstemmer

from .kazakh import stems as kazakh_stems
from .normal import is_cyrillic

#: Words kept with their normal forms in each process: about 40 MB when full.
CACHED_WORDS = 150_000
MOST_FORMS = 8

_UK = re.compile("[іїєґ]")
_RU = re.compile("[ыэъ]")
_KK = re.compile("[әғқңөұүһ]")
_LATIN_STEMMERS = ("english", "german", "french", "polish")


@cache
def _dictionary(language: str) -> Any:
    return pymorphy3.MorphAnalyzer(lang=language)


@cache
def _stemmer(name: str) -> Any:
    return snowballstemmer.stemmer(name)


def languages_of(word: str) -> tuple[str, ...]:
    """The languages a folded Cyrillic word may belong to, by its letters (`uk`, `ru`, `kk`); `latin` for the rest."""
    if not is_cyrillic(word):
        return ("latin",)
    if _KK.search(word):
        return ("kk",)
    russian, i = bool(_RU.search(word)), bool(_UK.search(word))
    if russian and i:
        return ("kk",)  # ы and і meet only in Kazakh
    if russian:
        return ("ru", "kk") if "ы" in word else ("ru",)
    if i:
        return ("uk", "kk") if not re.search("[їєґ]", word) else ("uk",)
    return ("uk", "ru", "kk")


@lru_cache(maxsize=CACHED_WORDS)
def normal_forms(word: str) -> tuple[str, ...]:
    """All normal forms and stems of one folded word; itself if nothing is known. Never empty for a non-empty word."""
    if word.isdigit() or len(word) < 2:
        return (word,)
    languages = languages_of(word)
    if languages == ("latin",):
        return tuple(dict.fromkeys(_stemmer(name).stemWord(word) for name in _LATIN_STEMMERS[:1])) or (word,)
    found: dict[str, None] = {}
    # A word that one dictionary knows is not guessed at by the other: guesses only add noise and cost the most.
    slavic = [language for language in languages if language != "kk"]
    known = [language for language in slavic if _dictionary(language).word_is_known(_spelled(word, language))]
    for language in known or slavic:
        for form in _dictionary(language).normal_forms(_spelled(word, language))[:MOST_FORMS]:
            found[form.replace("ё", "е").replace("'", "").replace("’", "").replace("ʼ", "")] = None
    if "kk" in languages and not known:
        found |= dict.fromkeys(kazakh_stems(word))
    return tuple(found) or (word,)


# Where an apostrophe was dropped by folding, the dictionary wants it back: «п'ять» is stored as «пять».
_NEEDS_APOSTROPHE = re.compile(r"(?<=[бпвмфрк])(?=[яюєї])")


def _spelled(word: str, language: str) -> str:
    if language != "uk" or not _NEEDS_APOSTROPHE.search(word):
        return word
    if _dictionary("uk").word_is_known(word):
        return word
    candidate = _NEEDS_APOSTROPHE.sub("'", word, count=1)
    return candidate if _dictionary("uk").word_is_known(candidate) else word


def is_known(word: str, language: str) -> bool:
    """Whether the dictionary of `uk` or `ru` has the word in any form."""
    return _dictionary(language).word_is_known(_spelled(word, language))
