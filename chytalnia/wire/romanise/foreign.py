"""What stays Latin inside a romanised text: cataloguers' Latin, Roman numerals, Latin abbreviations, trade names."""

from __future__ import annotations

import re

#: Small words of English, German and French that no romanised Slavic or Turkic title has.
_FUNCTION_WORDS = (
    "the of and for from with its their which about edited translated english und der das von für mit ein eine "
    "des aux dans pour avec history studies university publishing publishers books"
)
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
#: Words of English and German headings and titles whose letters could be romanised Cyrillic, though no such word is.
_FOREIGN_WORDS = (
    "papers poems diaries letters essays stories tales songs memories reports series nations peoples people president "
    "federation foundation association union soviet society republic committee council ministry department academy "
    "museum university international national russian russians ukrainian ukrainians american british european "
    "development migration review journal group greeks beginning reserve restless armoured fleet beams "
    "ukrainica and stiftung akademie familie evangelische sammlung kommunalpolitik interpretationes institutiones"
)
FOREIGN_WORDS = frozenset(_FOREIGN_WORDS.split())
#: Endings that no word of the languages restored has where its marks are not lost: «nation», «stories».
_FOREIGN_ENDING = re.compile(r"(?:(?<!bas)tion(?:s|al)?|[b-df-hj-np-tv-z]ies|velopment)$")

#: «et al.», «s.n.», «S.l.», «i.e.» and the like are written by the cataloguer, not by the title page.
_CATALOGUER = re.compile(
    r"\b(?:edited |compiled |translated )?by\b(?=\]? [A-Z])|\band (?:\w+ )?others\b"
    r"|\b\d+(?:st|nd|rd|th)\b(?: ed\b)?"
    r"|\([^()]*\b(?:Russia|Ukraine|Belarus|Kazakhstan|Moscow|Soviet Union)\b[^()]*\)"
    r"|\((?:Association|Firm|Organization|Group|Republic|Society|Publisher)\)|\bet\.? ?al\b"
    r"|\b[Ss]\. ?[nl]\.|\bi\.e\.|\bet c\b|\bcirca\b|\b(?:https?://|www\.)\S+|\S+@\S+"
    r"|\b(?:IBM|PC|AMD|HTML|PDF|DVD|ISBN|ISSN|WWW|XML|SQL|TOEFL|MBA|USA|UK|PR|UNIX|DOS|MS-DOS|CD-ROM|CAD|AutoCAD|"
    r"Pascal|Delphi|Word|Excel|Web|Linux|Java|Visual Basic|Inc|Ltd|GmbH|Co)\b(?!['ʹ\u0300-\u036f])"
)
_NUMERAL = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_INITIAL = re.compile(r"\.(?:\s?[A-Z]|,)|\.$")
_CENTURY = re.compile(r"\s?(?:[-–]|v\.|vv\.|st\.|vek|stol|tom|t\.|ch\.|$|[,:;)/\]])")


def is_foreign(word: str, after: str = "") -> bool:
    """Whether an unmarked word is plainly English or German; `after` is what follows it in the text."""
    low = word.lower()
    if low in FUNCTION_WORDS or low in FOREIGN_WORDS or _FOREIGN_ENDING.search(low):
        return True
    # «in» is no Russian word, but «ін.» closes Ukrainian lists.
    return word == "in" and not after.startswith(".")


def protected_spans(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _CATALOGUER.finditer(text)]


def is_numeral(word: str, text: str, start: int) -> bool:
    """Whether `word` at `start` is a Roman numeral and not a word, an initial or an abbreviation of capitals."""
    if len(word) == 1 and text[max(0, start - 2) : start] == ", " and start + 1 == len(text):
        return False
    if word[0] not in "IVXLCDM" or _NUMERAL.fullmatch(word) is None:
        return False
    if len(word) > 1:
        return "I" in word or "V" in word or "X" in word
    if word in "LCDM":
        return False
    if word == "X":
        return True
    rest = text[start + 1 :]
    if _INITIAL.match(rest):
        return False
    before = text[:start].rstrip()
    opens = not before or before[-1] in '.:/(["«!?' or before.endswith("--")
    if opens:
        return word == "I" and bool(re.match(r"\s?[-–]?\s?[IVX]*\)", rest)) if before else False
    return word in "IV" and (bool(_CENTURY.match(rest)) or before[-1].isalnum() or before[-1] in "-–,;")


def _is_brand(word: str) -> bool:
    return len(word) > 2 and word[0].isupper() and not _NUMERAL.fullmatch(word)


def without_brands(text: str, turned: list[tuple[re.Match[str], str | None]]) -> list[tuple[re.Match[str], str | None]]:
    """Capitalised unmarked words beside one that stayed Latin stay Latin too: «Microsoft Office»."""
    stays = [_is_brand(match.group().rstrip("'")) if new is None else False for match, new in turned]
    if not any(stays):
        return turned
    out = list(turned)
    last = len(out) - 1
    for source, target in [(n, n + 1) for n in range(last)] + [(n, n - 1) for n in range(last, 0, -1)]:
        left, right = sorted((source, target))
        word = out[target][0].group()
        beside = text[out[left][0].end() : out[right][0].start()] == " "
        if stays[source] and not stays[target] and beside and word[0].isupper() and word.isascii() and len(word) > 2:
            out[target] = (out[target][0], None)
            stays[target] = True
    return out
