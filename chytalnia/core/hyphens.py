"""Places where a long word may be cut, for titles and labels in narrow columns."""

from __future__ import annotations

import re

SOFT = "\u00ad"
LONG = re.compile(r"[^\W\d_]{13,}")
VOWELS = "аеєиіїоуюяёэыәөүұaeiouy"
# Before the last consonant of a cluster that a vowel follows; never next to ь, ъ or an apostrophe.
BREAK = re.compile(
    rf"(?<=[{VOWELS}])([^{VOWELS}ьъй\W]?[^{VOWELS}ьъй\W]*?)(?=[^{VOWELS}ьъй\W][{VOWELS}])", re.IGNORECASE
)


def softened(text: str) -> str:
    """The text with soft hyphens in words of thirteen letters and more, at least three letters from either end."""
    return LONG.sub(lambda found: _cut(found[0]), text)


def places(word: str) -> list[int]:
    """Where a word may be parted, as lengths of what comes before."""
    return [place.end() for place in BREAK.finditer(word) if 3 <= place.end() <= len(word) - 3]


def _cut(word: str) -> str:
    for place in reversed(places(word)):
        word = word[:place] + SOFT + word[place:]
    return word
