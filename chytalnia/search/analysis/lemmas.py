"""Every normal form a word may have, by the languages its letters allow.

Ukrainian and Russian come from the dictionaries of pymorphy3 (all normal forms, not only the likeliest: a title has
no context to choose by), Kazakh from our stemmer, Latin-script languages from Snowball.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

import pymorphy3
import tantivy

from .kazakh import has_kazakh_letters
from .kazakh import stems as kazakh_stems
from .normal import is_cyrillic

#: Words kept with their normal forms in each process: about 10 MB when full.
CACHED_WORDS = 40_000
MOST_FORMS = 8
MOST_GUESSES = 3

_UK = re.compile("[іїєґ]")
_RU = re.compile("[ыэъ]")


@cache
def _dictionary(language: str) -> Any:
    return pymorphy3.MorphAnalyzer(lang=language)


@cache
def _english() -> Any:
    """Snowball's English stemmer as the engine carries it: the same stems as the one in Python, forty times as fast."""
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(tantivy.Filter.stemmer("english")).build()


def languages_of(word: str) -> tuple[str, ...]:
    """The languages a folded Cyrillic word may belong to, by its letters (`uk`, `ru`, `kk`); `latin` for the rest."""
    if not is_cyrillic(word):
        return ("latin",)
    if has_kazakh_letters(word):
        return ("kk",)
    russian, i = bool(_RU.search(word)), bool(_UK.search(word))
    if russian and i:
        return ("kk",)  # ы and і meet only in Kazakh
    if russian:
        return ("ru", "kk") if "ы" in word else ("ru",)
    if i:
        return ("uk", "kk") if not re.search("[їєґ]", word) else ("uk",)
    return ("uk", "ru", "kk")


_GUESSABLE = re.compile("(?=.*[\u0400-\u052f])[\u0400-\u052f0-9a-z'’ʼ.-]+")


@lru_cache(maxsize=CACHED_WORDS)
def normal_forms(word: str) -> tuple[str, ...]:
    """All normal forms and stems of one folded word; itself if nothing is known. Never empty for a non-empty word."""
    if word.isdigit() or len(word) < 2:
        return (word,)
    languages = languages_of(word)
    if languages == ("latin",):
        return tuple(_english().analyze(word)) or (word,)
    found: dict[str, None] = {}
    # A word that one dictionary knows is not guessed at by the other: guesses only add noise and cost the most.
    slavic = [language for language in languages if language != "kk"]
    known = False
    for language in slavic:
        for form in _looked_up(word, language):
            known = True
            found[_folded(form)] = None
    # The analyser asks every letter for its name, and some of Unicode's have none.
    if not known and _GUESSABLE.fullmatch(word):
        for language in slavic:
            for form in _dictionary(language).normal_forms(word)[:MOST_GUESSES]:
                found[_folded(form)] = None
    if "kk" in languages and not known:
        found |= dict.fromkeys(kazakh_stems(word))
    return tuple(found) or (word,)


def _looked_up(word: str, language: str, *, spelled: bool = False) -> list[str]:
    """Normal forms by the dictionary alone, in its spelling; none if it does not have the word.

    Asks the dictionary directly: the analyser would also build tags and weigh them, which nobody needs here.
    """
    analyser = _dictionary(language)
    dictionary = analyser.dictionary
    forms = [
        dictionary.build_normal_form(paradigm, index, fixed)
        for fixed, parses in dictionary.words.similar_items(word, analyser.char_substitutes)
        for paradigm, index in parses
    ]
    if not forms and not spelled and language == "uk" and _NEEDS_APOSTROPHE.search(word):
        # Folding dropped the apostrophe and the dictionary wants it back: «п'ять» came here as «пять».
        return _looked_up(_NEEDS_APOSTROPHE.sub("'", word, count=1), "uk", spelled=True)
    return list(dict.fromkeys(forms))[:MOST_FORMS]


def _folded(form: str) -> str:
    return form.replace("ё", "е").replace("'", "").replace("’", "").replace("ʼ", "")


_NEEDS_APOSTROPHE = re.compile(r"(?<=[бпвмфркдзнстж])(?=[яюєї])")


def is_known(word: str, language: str) -> bool:
    """Whether the dictionary of `uk` or `ru` has the word in any form."""
    return bool(_looked_up(word, language))


def is_a_word(word: str) -> bool:
    """Whether a dictionary has it: what is written so was hardly mistyped, though no record may have it."""
    return any(language in ("uk", "ru") and is_known(word, language) for language in languages_of(word))
