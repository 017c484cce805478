"""Cyrillic into ALA-LC, with its marks or without them."""

from __future__ import annotations

import unicodedata

from chytalnia.wire.romanise.tables import TIE, table_of

_APOSTROPHES = str.maketrans({"'": "’", "\u02bc": "’", "`": "’"})


def to_latin(text: str, language: str, *, marks: bool = True) -> str:
    """`text` romanised by the ALA-LC table of `language`; letters of no table stay. `marks=False` leaves ASCII only.

    The hard sign at the end of a word (orthography before 1918, Bulgarian before 1945) is not romanised, as the tables
    say. An unknown language raises KeyError.
    """
    table = table_of(language)
    if table is None:
        raise KeyError(language)
    source = unicodedata.normalize("NFC", text).translate(_APOSTROPHES)
    out: list[str] = []
    for place, char in enumerate(source):
        low = char.lower()
        latin = table.letters.get(low)
        if latin is None or (char == "’" and not source[place - 1 : place].isalpha()):
            out.append(char)
            continue
        after = source[place + 1 : place + 2]
        if low == "ъ" and table.code in ("rus", "bul") and not after.isalpha():
            continue
        if low != char:
            shouts = after.isupper() or (not after.isalpha() and source[place - 1 : place].isupper())
            latin = latin.upper() if shouts or TIE in latin else latin.capitalize()
        out.append(latin)
    romanised = unicodedata.normalize("NFC", "".join(out))
    return romanised if marks else _plain(romanised)


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFD", text)
    kept = (c for c in bare if not unicodedata.combining(c) and c not in "\u02b9\u02ba")
    return "".join(kept).replace("đ", "dj").replace("Đ", "Dj")
