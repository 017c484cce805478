"""Romanised text back into Cyrillic: words by the tables, texts by what their words show.

A word is turned only when all of its letters can come from the language's table and the result can be a word of it.
A text is turned only when enough of its words can; Roman numerals, Latin abbreviations and foreign words stay Latin.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from chytalnia.wire.romanise import foreign
from chytalnia.wire.romanise.bare import with_marks
from chytalnia.wire.romanise.tables import HARD, MARKS, SOFT, TABLES, TIE, Table, spell, table_of

_LETTER = "A-Za-zĐđıłŁæÆøØ"
_COMBINING = "\u0300-\u036f\ufe20-\ufe2f"
WORD = re.compile(rf"[{_LETTER}](?:[{_LETTER}{_COMBINING}{SOFT}{HARD}]|['\"·](?=[{_LETTER}]))*'?")

#: Spelling that no care for ties changes: «ци» and «це» of borrowed words whose tie a cataloguer forgot.
_SLIPS = {
    "rus": [(re.compile(r"ts(?=i(?:[aio]|$)|ent[rn]|ess|ept)"), f"t{TIE}s")],
    "ukr": [
        (re.compile(r"tsʹi(?:\u0361)?a$"), f"tʹsi{TIE}a"),
        (re.compile(r"ts(?=ʹ$|i(?:[aio]|$)|i\u0361|entr|yv)"), f"t{TIE}s"),
        # Bare «zh» is «зг» only where the language has it; elsewhere the tie was forgotten.
        (re.compile(r"(?<!ro)(?<!^)(?<!^ne)(?<!^u)(?<!^po)(?<!be)zh(?!\u0361)"), f"z{TIE}h"),
        (re.compile(
            r"(?:(?<=^)|(?<=^ne)|(?<=^u)|(?<=^po))zh"
            r"(?!od|ur|ad[aouyck]|ort|orn|yn|orb|ub|rai|raf|id|ol|arj|art|ar[dyi])"), f"z{TIE}h"),
        (re.compile(
            r"(?:(?<=ro)|(?<=be))zh(?![lnr]|orn|ort|ub|in|uk|ol[oy]|ad|ardi|y[nb]|o[ms]p|uli)"), f"z{TIE}h"),
    ],
    "bel": [(re.compile(r"zh(?!\u0361)"), f"z{TIE}h")],
}  # fmt: skip
#: Russian prefixes after which an ASCII apostrophe is a hard sign.
_HARD_PREFIX = re.compile(r"^(?:ne)?(?:ob|sub|s|raz|iz|v|pod|ot|bez|pred|inter|trans|kon|ad|in|dis)$")
_IOTATED = re.compile(rf"i{TIE}|i\u0308|e\u0308")
_SOFTENED = {"ukr": "dtzslnc", "bel": "tslnc"}
#: What cannot stand in a word of the language: the sign that a Latin word was none of its romanised ones.
#: «Чілдгоод»: no word of these languages ends so.
_ENGLISH_ENDING = "[а-яіїєґў]{2}оо[бвгдзлмрстфх]$|оок$"
_IMPOSSIBLE = {
    "rus": re.compile(f"[аеёиоуыэюя]ы|^[ьъ]|[аеёиоуыэюя][ьъ]|йй|{_ENGLISH_ENDING}"),
    "ukr": re.compile(f"[аеєиіїоуюя]и|^ь|[аеєиіїоуюя]ь|йй|ґґ|{_ENGLISH_ENDING}"),
    "bel": re.compile(f"[аеёіоуыэюя]ы|^[ьў]|[аеёіоуыэюя]ь|йй|{_ENGLISH_ENDING}"),
    "bul": re.compile(f"ы.|^ь|{_ENGLISH_ENDING}"),
}


_GROUP = re.compile(rf"(?i:shch|kh|ch|zh|sh|gh|i{TIE}[aueo]|t{TIE}s|z{TIE}h|n{TIE}g)|.[{_COMBINING}]*")


def _reader(table: Table) -> tuple[re.Pattern[str], dict[str, str]]:
    keys = {latin: letter for letter, latin in table.letters.items() if latin != "'"}
    keys = {**keys, **table.read}
    ordered = sorted(keys, key=len, reverse=True)
    # A letter never matches without a mark that follows it: «i» is not «ĭ».
    parts = [re.escape(key) + ("(?!h)" if key == "ts" else "") for key in ordered]
    return re.compile(f"(?:{'|'.join(parts)})(?![{_COMBINING}])"), keys


_READERS = {code: _reader(table) for code, table in TABLES.items()}


@lru_cache(maxsize=200_000)
def word_to_cyrillic(word: str, code: str, lost: bool = False) -> str | None:
    """One word in the spelling of `spell`, or None when it cannot be a romanised word of the language."""
    low = word.lower()
    bare = with_marks(low, code) if lost and low.isascii() else low
    for pattern, new in _SLIPS.get(code, ()):
        bare = pattern.sub(new, bare)
    letters = _letters(bare, code)
    if letters is None:
        return None
    impossible = _IMPOSSIBLE.get(code)
    if impossible is not None and impossible.search(letters):
        return None
    return _cased(word, letters)


def _letters(low: str, code: str) -> str | None:
    reader, keys = _READERS[code]
    out: list[str] = []
    place, end = 0, len(low)
    while place < end:
        char = low[place]
        if char in ("'", '"', SOFT, HARD):
            sign = _sign(low, place, code)
            if sign is None:
                return None
            out.append(sign)
            place += 1
            continue
        match = reader.match(low, place)
        if match is None:
            if char in ("\u0301", "\u0300", "·"):  # a stress mark or a divider says nothing about letters
                place += 1
                continue
            return None
        out.append(keys[match.group()])
        place = match.end()
    return "".join(out)


def _sign(low: str, place: int, code: str) -> str | None:
    """What a prime or an apostrophe stands for: a soft sign, a hard sign, or the apostrophe of Ukrainian."""
    char, before, after = low[place], low[:place], low[place + 1 :]
    if not before:
        return None
    table = TABLES[code]
    if table.apostrophe:
        iotated = bool(_IOTATED.match(after)) or (code == "bel" and after[:1] == "e") or after[:2] in ("ia", "iu", "ie")
        if char in (HARD, '"'):
            return "’"
        if not iotated:
            return "ь"
        soft = "ln" if char == "'" else _SOFTENED[code]
        return "ь" if before[-1] in soft else "’"
    if char in (HARD, '"'):
        return "ъ" if "ъ" in table.letters else None
    if "ь" not in table.letters:
        return None
    if char == "'":
        if code == "uzb":
            return "ъ"
        if code != "bul" and _HARD_PREFIX.match(before) and (after[:1] == "e" or _IOTATED.match(after)):
            return "ъ"
    return "ь"


def _cased(word: str, letters: str) -> str:
    if word.islower():
        return letters
    capitals = sum(c.isupper() for c in word)
    if capitals > 1 and not any(c.islower() for c in word):
        return letters.upper()
    if capitals == 1 or _only_tied(word):
        return letters[0].upper() + letters[1:] if word[0].isupper() else letters
    return _cased_by_letter(word, letters)


def _only_tied(word: str) -> bool:
    """«I͡Adro», «T͡Sentr»: both letters of the first pair are capitals, and no other."""
    return len(word) > 2 and word[1] == TIE and word[0].isupper() and not any(c.isupper() for c in word[3:])


def _cased_by_letter(word: str, letters: str) -> str:
    """Mixed words (`MGUshnik`, `NovGU`, `SShA`): where the Latin groups begin with a capital, so do the letters."""
    groups = _GROUP.findall(word)
    capitals = [group[0].isupper() for group in groups]
    if len(capitals) != len(letters):
        return letters[0].upper() + letters[1:] if word[0].isupper() else letters
    return "".join(c.upper() if big else c for c, big in zip(letters, capitals, strict=True))


#: Marks that only the tables make: a word with one of them was romanised, from this language or from another.
_OWN_MARK = re.compile(f"[{TIE}{SOFT}{HARD}\u0306]|i\u0308")
_MARK = re.compile(f"[{''.join(sorted(MARKS))}]")


def has_marks(text: str) -> bool:
    """Whether a text (in the spelling of `spell`) shows any mark of the tables."""
    return not text.isascii() and _MARK.search(text) is not None


def to_cyrillic(text: str, language: str, *, lost: bool | None = None) -> str | None:
    """`text` in Cyrillic, or None when it does not look romanised in `language` (ISO 639-2 or two letters).

    `lost` tells whether the text's source left out ties and breves; by default a text without any mark is taken so.
    """
    table = table_of(language)
    if table is None or not text:
        return None
    return spelled_to_cyrillic(spell(text), table.code, lost)


@lru_cache(maxsize=20_000)
def spelled_to_cyrillic(text: str, code: str, lost: bool | None) -> str | None:
    """`to_cyrillic` for a text that is in the spelling of `spell` and a language that has a table."""
    if lost is None:
        lost = text.isascii() or not has_marks(text)
    kept = foreign.protected_spans(text)
    turned: list[tuple[re.Match[str], str | None]] = []
    legal = illegal = marked = english = 0
    for match in WORD.finditer(text):
        word = match.group()
        start = match.start()
        if word[-1] == "'" and (text[start - 1 : start] == "'" or word[-2:-1] not in "bvgdzlnrstfmpk"):
            word = word[:-1]
        if (kept and any(a <= start < b for a, b in kept)) or (
            word[0] in "IVXLCDM" and foreign.is_numeral(word, text, start)
        ):
            turned.append((match, None))
            continue
        new = word_to_cyrillic(word, code, lost)
        if new is not None and word != match.group():
            new += "'"
        turned.append((match, new))
        if len(word) < 2:
            continue
        if word.isascii() and foreign.is_foreign(word, text[match.end() : match.end() + 1]):
            english += 1
        if new is None:
            if _OWN_MARK.search(word):
                return None  # another language's table made this text
            illegal += 1
        elif word.isascii():
            legal += 1
        else:
            marked += 1
            legal += 2
    if not any(new for _, new in turned) or (english and english >= marked) or illegal * 2 > legal + 1:
        return None
    if illegal and not marked and legal <= 2 * illegal:
        return None
    settled = foreign.without_brands(text, turned)
    return _joined(text, settled) if any(new for _, new in settled) else None


def _joined(text: str, turned: list[tuple[re.Match[str], str | None]]) -> str:
    out: list[str] = []
    place = 0
    for match, new in turned:
        out.append(text[place : match.start()])
        out.append(match.group() if new is None else new)
        place = match.end()
    out.append(text[place:])
    return unicodedata.normalize("NFC", "".join(out))
