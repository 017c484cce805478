"""Writing systems compared by sound: one Latin key for every spelling of a word, Cyrillic guesses for a Latin one.

«Кобзар», `Kobzar`, `kobzar'` share the key `kobzar`; «Шевченко», `Shevchenko`, `Ševčenko`, `Schewtschenko` the key
`sevcenko`. The key is for finding, never for showing: it throws away what the romanisation tables disagree about.
"""

# ruff: noqa: E501
from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: Cyrillic letters to the coarse alphabet. Letters that the tables of uk, ru and kk write differently fall together.
_CYRILLIC = {
    "а": "a", "ә": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "ғ": "g", "һ": "h", "д": "d", "е": "e", "є": "e", "э": "e",
    "ё": "e", "ж": "z", "з": "z", "и": "i", "і": "i", "ї": "i", "й": "i", "ы": "i", "к": "k", "қ": "k", "л": "l",
    "м": "m", "н": "n", "ң": "n", "о": "o", "ө": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ұ": "u",
    "ү": "u", "ў": "u", "ф": "f", "х": "h", "ц": "c", "ч": "c", "ш": "s", "щ": "s", "ь": "", "ъ": "", "ю": "u", "я": "a",
    "ђ": "d", "ј": "i", "љ": "l", "њ": "n", "ћ": "c", "џ": "d", "ѣ": "e", "ѳ": "f", "ѵ": "i", "ѫ": "u", "’": "",
}  # fmt: skip

#: Latin groups, the longest first, to the same alphabet.
_LATIN = [
    ("schtsch", "s"), ("shch", "s"), ("szcz", "s"), ("tsch", "c"), ("stch", "s"), ("sch", "s"), ("tch", "c"), ("sh", "s"),
    ("sz", "s"), ("ch", "c"), ("cz", "c"), ("kh", "h"), ("zh", "z"), ("dzh", "dz"), ("ph", "f"), ("th", "t"), ("gh", "g"),
    ("ng", "n"), ("ts", "c"), ("tz", "c"), ("ck", "k"),
    ("yi", "i"), ("yy", "i"), ("ii", "i"), ("iy", "i"), ("ij", "i"), ("yj", "i"),
    ("yo", "e"), ("jo", "e"), ("io", "e"), ("ye", "e"), ("je", "e"), ("ie", "e"),
    ("ya", "a"), ("ja", "a"), ("ia", "a"), ("yu", "u"), ("ju", "u"), ("iu", "u"), ("ou", "u"), ("oo", "u"),
    ("w", "v"), ("x", "ks"), ("q", "k"), ("y", "i"), ("j", "i"),
]  # fmt: skip
_LATIN_GROUP = re.compile("|".join(re.escape(a) for a, _ in sorted(_LATIN, key=lambda p: -len(p[0]))))
_LATIN_MAP = dict(_LATIN)
_DOUBLE = re.compile(r"(.)\1+")
_SPECIAL = {"ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "e", "œ": "e", "ı": "i", "þ": "t", "ð": "d", "ʹ": "", "ʺ": ""}


_CYRILLIC_TABLE = str.maketrans(_CYRILLIC)
_IS_CYRILLIC = re.compile("[\u0400-\u052f]")
#: Text whose only marks, once taken apart, are the two blocks below.
_ONLY_LATIN = re.compile("[\x00-\u036f\u1e00-\u1eff\u2000-\u206f\ufe20-\ufe2f]*")
_MARKS = re.compile("[\u0300-\u034e\u0350-\u036f\ufe20-\ufe2f]+")
_SPECIAL_TABLE = str.maketrans(_SPECIAL)


def strip_marks(text: str) -> str:
    """Latin letters without their diacritics and ligature ties; Cyrillic ones (й, ї) stay whole."""
    if text.isascii():
        return text
    if _ONLY_LATIN.fullmatch(text):
        return _MARKS.sub("", unicodedata.normalize("NFD", text)).translate(_SPECIAL_TABLE)
    out: list[str] = []
    for char in unicodedata.normalize("NFD", text):
        if unicodedata.combining(char):
            if out and _is_cyrillic(out[-1]):
                out[-1] = unicodedata.normalize("NFC", out[-1] + char)[:1]
            continue
        out.append(_SPECIAL.get(char, char))
    return "".join(out)


def _is_cyrillic(char: str) -> bool:
    return "\u0400" <= char <= "\u052f"


@lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
    """The coarse key of one word in lower case; an empty string if it has no Latin or Cyrillic letter."""
    if _IS_CYRILLIC.search(word):
        rough = _letters(word.translate(_CYRILLIC_TABLE))
        # «ий», «ій», «ый» are one letter in many spellings, and «зг» is `zgh`, «кс» is `x`: doubles fall together.
        rough = rough.replace("ia", "a").replace("iu", "u").replace("io", "e").replace("ie", "e").replace("ng", "n")
    else:
        plain = _letters(strip_marks(word))
        if not _LATIN_LETTER.search(plain):
            return ""
        rough = _LATIN_GROUP.sub(lambda m: _LATIN_MAP[m.group()], plain)
        # Bare c is ts, č or k; c, č, ts, ч and ц share a letter, so only hard c in Western words is lost.
    # Ukrainian г is h in its own tables and g in Russian ones; х is kh, h or x: they all meet in g.
    rough = rough.replace("h", "g").replace("ia", "a").replace("iu", "u").replace("ie", "e").replace("io", "e")
    rough = rough.replace("ts", "c").replace("zg", "z")
    return _DOUBLE.sub(r"\1", rough)


_LATIN_LETTER = re.compile("[a-z]")


def _letters(text: str) -> str:
    """Letters and digits alone."""
    return text if text.isalnum() else "".join([char for char in text if char.isalnum()])


_TO_CYRILLIC = {
    "uk": [
        ("shch", "щ"), ("zgh", "зг"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"), ("sh", "ш"), ("yi", "ї"), ("ye", "є"),
        ("ie", "є"), ("yu", "ю"), ("iu", "ю"), ("ju", "ю"), ("ya", "я"), ("ia", "я"), ("ja", "я"), ("yo", "йо"), ("ji", "ї"), ("je", "є"),
        ("a", "а"), ("b", "б"), ("v", "в"), ("w", "в"), ("h", "г"), ("g", "г"), ("d", "д"), ("e", "е"), ("z", "з"), ("y", "и"),
        ("i", "і"), ("j", "й"), ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"), ("o", "о"), ("p", "п"), ("r", "р"), ("s", "с"),
        ("t", "т"), ("u", "у"), ("f", "ф"), ("c", "ц"), ("x", "х"), ("q", "к"),
    ],
    "ru": [
        ("shch", "щ"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"), ("sh", "ш"), ("yu", "ю"), ("iu", "ю"), ("ju", "ю"),
        ("ya", "я"), ("ia", "я"), ("ja", "я"), ("yo", "е"), ("ye", "е"), ("je", "е"), ("iy", "ий"), ("yy", "ый"), ("ii", "ий"), ("yi", "ый"),
        ("a", "а"), ("b", "б"), ("v", "в"), ("w", "в"), ("h", "х"), ("g", "г"), ("d", "д"), ("e", "е"), ("z", "з"), ("y", "ы"),
        ("i", "и"), ("j", "й"), ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"), ("o", "о"), ("p", "п"), ("r", "р"), ("s", "с"),
        ("t", "т"), ("u", "у"), ("f", "ф"), ("c", "ц"), ("x", "кс"), ("q", "к"),
    ],
}  # fmt: skip
_TO_CYRILLIC_GROUP = {
    lang: (re.compile("|".join(a for a, _ in sorted(table, key=lambda p: -len(p[0])))), dict(table))
    for lang, table in _TO_CYRILLIC.items()
}


def cyrillic_guesses(word: str) -> dict[str, list[str]]:
    """How a Latin word typed by a reader may be written in Ukrainian and Russian: `{"uk": […], "ru": […]}`.

    Guesses are rough (soft signs are not heard in most habits of typing); their use is to reach a dictionary form.
    """
    plain = "".join(char for char in strip_marks(word.lower()) if "a" <= char <= "z" or char == "'")
    if not plain or len(plain) > 40:
        return {}
    out: dict[str, list[str]] = {}
    for lang, (group, table) in _TO_CYRILLIC_GROUP.items():
        guess = group.sub(lambda m, table=table: table[m.group()], plain).replace("'", "ь")  # type: ignore[misc]
        guesses = [guess]
        if guess.endswith(("ий", "ії", "іі")) or plain.endswith(("yi", "yy", "ii", "iy", "y")):
            stem = re.sub(r"(?:ї|ии|иї|ий|ый|іі|ий|ы|и|і)$", "", guess)
            guesses.append(stem + "ий")
            if lang == "ru":
                guesses.append(stem + "ый")
        out[lang] = guesses
    return out
