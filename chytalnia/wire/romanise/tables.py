"""The ALA-LC romanisation tables of languages written in Cyrillic, and what their letters do beside each other.

Sources: ALA-LC Romanization Tables of the Library of Congress and the American Library Association: Belarusian,
Bulgarian, Macedonian, Russian, Serbian, Ukrainian, and «Non-Slavic languages (in Cyrillic script)» for Kazakh, Kyrgyz,
Tatar and Uzbek. A ligature is written here as U+0361 between its two letters; other marks follow their letter (NFD).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

TIE = "\u0361"
SOFT = "\u02b9"
HARD = "\u02ba"
#: Marks by which a text shows that it was romanised with care: ties, breve, primes and dots of the tables.
MARKS = frozenset(TIE + SOFT + HARD + "\u0304\u0306\u0307\u0308\u0310\u030c\u0301\u0111\u0110")

_COMMON = "а a  б b  в v  д d  з z  к k  л l  м m  н n  о o  п p  р r  с s  т t  у u  ф f  х kh  ч ch  ш sh  ь ʹ"
_RUSSIAN = f"{_COMMON}  г g  е e  ё ë  ж zh  и i  й ĭ  ц t͡s  щ shch  ъ ʺ  ы y  э ė  ю i͡u  я i͡a"


@dataclass(frozen=True, slots=True)
class Table:
    """A language's letters. `letters`: Cyrillic → Latin, used both ways; `read`: Latin → Cyrillic, for reading only."""

    code: str
    letters: dict[str, str]
    read: dict[str, str] = field(default_factory=dict)
    #: Cyrillic vowels that are iotated; before them a prime after some consonants is an apostrophe.
    apostrophe: bool = False


#: Cyrillic letters that NFD would take apart.
_WHOLE = dict(zip("ёйїўѓќ", "\ue000\ue001\ue002\ue003\ue004\ue005", strict=True))
_APART = {mark: letter for letter, mark in _WHOLE.items()}


def _pairs(text: str) -> dict[str, str]:
    parts = unicodedata.normalize("NFD", "".join(_WHOLE.get(c, c) for c in text)).split()
    return {_APART.get(a, a): b for a, b in zip(parts[::2], parts[1::2], strict=True)}


def _read(text: str) -> dict[str, str]:
    return {latin: letter for letter, latin in _pairs(text).items()}


#: Old orthography before 1918, read in any Russian text: і ѣ ѳ ѵ.
_OLD_RUSSIAN = _read("і ī  ѣ i͡e  ѳ ḟ  ѵ ẏ  ж z͡h")

TABLES: dict[str, Table] = {
    "rus": Table("rus", _pairs(_RUSSIAN), _OLD_RUSSIAN),
    "ukr": Table(
        "ukr",
        _pairs(f"{_COMMON}  г h  ґ g  е e  є i͡e  ж z͡h  и y  і i  ї ï  й ĭ  ц t͡s  щ shch  ю i͡u  я i͡a  ’ '"),
        _read("ё i͡o  э ė"),
        apostrophe=True,
    ),
    "bel": Table(
        "bel",
        _pairs(f"{_COMMON}  г h  ґ g  е e  ё i͡o  ж z͡h  і i  й ĭ  ў ŭ  ц ts  ы y  э ė  ю i͡u  я i͡a  ’ '"),
        _read("ц t͡s  и ī"),
        apostrophe=True,
    ),
    "bul": Table(
        "bul",
        _pairs(f"{_COMMON}  г g  е e  ж zh  и i  й ĭ  ц t͡s  щ sht  ъ ŭ  ю i͡u  я i͡a"),
        _read("ѣ i͡e  ѫ u̐  ы y"),
    ),
    "kaz": Table("kaz", _pairs(f"{_RUSSIAN}  ә ă  ғ gh  қ q  ң n͡g  ө ȯ  ұ ū  ү u̇  һ ḣ  і ī")),
    "kir": Table("kir", _pairs(f"{_RUSSIAN}  ң n͡g  ө ȯ  ү u̇"), _read("ү ü  ө ö")),
    "tat": Table("tat", _pairs(f"{_RUSSIAN}  ә ă  җ j  ң n͡g  ө ȯ  ү u̇  һ ḣ")),
    "uzb": Table("uzb", _pairs(f"{_RUSSIAN}  ғ gh  қ q  ҳ ḣ  ў ŭ")),
    "mac": Table(
        "mac",
        _pairs(
            "а a  б b  в v  г g  д d  ѓ ǵ  е e  ж ž  з z  ѕ dz  и i  ј j  к k  л l  љ lj  м m  н n  њ nj  о o  п p  р r"
            "  с s  т t  ќ ḱ  у u  ф f  х h  ц c  ч č  џ dž  ш š"
        ),
        _read("ѓ đ  ќ ć"),
    ),
    "srp": Table(
        "srp",
        _pairs(
            "а a  б b  в v  г g  д d  ђ đ  е e  ж ž  з z  и i  ј j  к k  л l  љ lj  м m  н n  њ nj  о o  п p  р r"
            "  с s  т t  ћ ć  у u  ф f  х h  ц c  ч č  џ dž  ш š"
        ),
    ),
}
TABLES["scc"] = TABLES["srp"]

#: Two-letter codes and the terminological codes of ISO 639-2 lead to the bibliographic ones.
CODES = {
    "ru": "rus", "uk": "ukr", "be": "bel", "bg": "bul", "kk": "kaz", "ky": "kir", "tt": "tat", "uz": "uzb",
    "mk": "mac", "mkd": "mac", "sr": "srp",
}  # fmt: skip

#: Languages whose records are restored. Serbian is not among them: its books are printed in both alphabets and the
#: Latin one reads the same as the romanised Cyrillic, so a record does not tell which it was.
RESTORED = frozenset({"rus", "ukr", "bel", "bul", "kaz", "kir", "tat", "uzb", "mac"})


def table_of(language: str) -> Table | None:
    return TABLES.get(CODES.get(language, language))


_HALF_TIE = re.compile("\ufe20(?:([A-Za-z])\ufe21)?|\ufe22(?:([A-Za-z])\ufe23)?")
_TIE_BEFORE = re.compile("(?<![A-Za-z])[\ufe20\ufe22]([A-Za-z])([A-Za-z])[\ufe21\ufe23]")
_SAME = str.maketrans({
    "\u2032": SOFT, "\u0374": SOFT, "\u02ca": SOFT, "\u2033": HARD, "\u02ee": HARD, "\u2019": "'", "\u02bc": "'",
    "\u02bb": "'", "\u02bf": "'", "\u02be": "'", "\u2018": "'", "\u00b4": "'", "`": "'",
})  # fmt: skip
#: Marks that some catalogues put where the tables have a breve.
_NOT_BREVE = re.compile("([iI])[\u0310\u032e]")
_ANY_MARK = re.compile("[^\x00-\x7f]")


def spell(text: str) -> str:
    """`text` in the one spelling the tables use: NFD, ties as U+0361, look-alikes of primes and apostrophes joined."""
    if not _ANY_MARK.search(text):
        return text
    plain = unicodedata.normalize("NFD", text).translate(_SAME)
    if any(c in plain for c in "\ufe20\ufe21\ufe22\ufe23"):
        plain = _TIE_BEFORE.sub(lambda m: m[1] + TIE + m[2], plain)
        plain = _HALF_TIE.sub(lambda m: TIE + (m[1] or m[2] or ""), plain)
        # The right half of a double tilde alone was used for a breve by some older keyboards: Rossii︣skii︣.
        plain = plain.replace("i\ufe23", "i\u0306").replace("I\ufe23", "I\u0306")
        plain = plain.replace("\ufe21", "").replace("\ufe23", "")
    if "\u0310" in plain or "\u032e" in plain:
        plain = _NOT_BREVE.sub(lambda m: m[1] + "\u0306", plain)
    return plain.replace("iv\u0308", "i\u0308v")
