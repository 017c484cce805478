"""Stress marks in texts that eSpeak NG reads: «за́мок» is no «замо́к».

The program does not know the acute accent over Cyrillic letters, and reads a word that has one worse than without. It does read
phonemes in double brackets, and tells those of a word: so the word is asked for without its mark, and the stress put where the
mark stood.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

ACUTE = "\N{COMBINING ACUTE ACCENT}"
_WORD = re.compile(rf"[\w'’\-{ACUTE}]+")
_VOWELS = "аеєиіїоуюяёыэ"
#: Phonemes of vowels in the notation of the program, the longer first.
_SOUND = re.compile(r"a#|u#|@(?!-)|[aAeEiIoOuUVyY]")
#: A vowel that is not stressed may sound as another: what those letters are under stress.
_WEAK = {"V", "@", "I", "i", "a#"}
_STRESSED = {"а": "a", "я": "a", "о": "o", "ё": "o", "е": "e", "є": "e", "э": "E", "у": "u", "ю": "u"}


#: Where the stress is free, so that a mark tells something. In Kazakh it stands at the end, in English the program knows the words.
MARKED = frozenset({"uk", "ru"})


def marked(text: str, language: str, phonemes_of: Callable[[str], str]) -> str:
    """The text with every word that carries a stress mark written in phonemes; marks that help nobody are taken out.

    Brackets of the text itself are read as what they are, not as phonemes.
    """
    plain = unicodedata.normalize("NFD", text.replace("[[", "[").replace("]]", "]"))
    # Letters that are one with their sign – й, ї, ё, Latin ones – become so again; over Cyrillic vowels the acute stays.
    plain = unicodedata.normalize("NFC", plain)
    if language not in MARKED:
        return plain.replace(ACUTE, "")
    return _WORD.sub(lambda found: _word(found[0], phonemes_of), plain)


def _word(word: str, phonemes_of: Callable[[str], str]) -> str:
    if ACUTE not in word:
        return word
    bare = word.replace(ACUTE, "")
    before = word[: word.index(ACUTE)]
    vowels = [letter for letter in bare.lower() if letter in _VOWELS]
    at = sum(letter in _VOWELS for letter in before.lower()) - 1
    if at < 0 or before[-1].lower() not in _VOWELS or len(vowels) < 2:
        return bare
    told = phonemes_of(bare).strip().replace("'", "").replace(",", "")
    sounds = list(_SOUND.finditer(told))
    # A word that sounds otherwise than it is written – numbers, foreign letters – is read as the program likes.
    if len(sounds) != len(vowels) or " " in told or "(" in told:
        return bare
    sound = sounds[at]
    stressed = _STRESSED.get(vowels[at], sound[0]) if sound[0] in _WEAK else sound[0]
    return f"[[{told[: sound.start()]}'{stressed}{told[sound.end() :]}]]"
