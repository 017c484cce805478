"""Small pieces of a description: trimmed texts, places, dates, pages, notes of foreign records in our languages."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from chytalnia.wire.bib import Bib
from chytalnia.wire.describe.terms import EN, Terms

WRONG = {"uk": "помилк.", "ru": "ошибоч.", "kk": "қате", "be": "памылк.", "en": "erroneous"}

#: Places that old practice shortened, whole, by language of the description.
_PLACES: dict[str, dict[str, str]] = {
    "uk": {"К": "Київ", "М": "Москва", "Л": "Ленінград", "СПб": "Санкт-Петербург", "Х": "Харків", "О": "Одеса",
           "Мн": "Мінськ", "Дн": "Дніпро", "Д": "Дніпропетровськ"},
    "ru": {"М": "Москва", "Л": "Ленинград", "СПб": "Санкт-Петербург", "Пг": "Петроград", "К": "Киев",
           "Н. Новгород": "Нижний Новгород", "Ростов н/Д": "Ростов-на-Дону", "Мн": "Минск", "А.-А": "Алма-Ата"},
    "kk": {"А": "Алматы", "М": "Мәскеу", "СПб": "Санкт-Петербург"},
    "be": {"Мн": "Мінск", "М": "Масква", "Л": "Ленінград", "СПб": "Санкт-Пецярбург"},
}  # fmt: skip

_UNKNOWN = re.compile(
    r"^\[?\s*(?:s\.?\s*[lnL]\.?|б\.?\s*[мивжо]\.?|(?:place of publication|publisher) not identified)\s*\??\]?$",
    re.IGNORECASE,
)
_ET_AL = re.compile(
    r"(?:\.\.\.|…)?\s*\[?(?<!\w)(?:et\s+al\.?|и\s+др\.|та\s+ін\.|және\s+т\.\s*б\.|і\s+інш\.)\]?", re.IGNORECASE
)


#: Other title information that counts the volumes of a set: «у 50 т.», «в 2-х кн.», «10 томдық», «in 3 vols».
IN_VOLUMES = re.compile(r"(?i)\b(?:[ув]|in)\s+\S{1,12}\s+(?:т\b|том|кн|ч\b|част|vol)|томдық|\d\s*том")
_BARE_NUMBER = re.compile(r"\d[\d\s/()\[\].,–-]*[a-zа-яіїєґ]?|[IVXLC]+(?:[–-][IVXLC]+)?")
_INITIALS_TOGETHER = re.compile(r"(?<![^\W\d_])([^\W\d_]\.)(?=[^\W\d_])")


def join(sign: str, text: str) -> str:
    """The text with its sign before it; nothing when there is no text."""
    return sign + text if text else ""


def trim(text: str) -> str:
    """Without the prescribed punctuation that MARC keeps at the ends of subfields: « /», « :», « ;», a last comma."""
    text = " ".join(text.split()).rstrip(" /:;,=").lstrip(" /:;,=")
    # A last point belongs to the field unless it ends an abbreviation, an initial or an ellipsis.
    if text.endswith(".") and not text.endswith("..") and _is_full_stop(text):
        text = text[:-1].rstrip()
    return text


def _is_full_stop(text: str) -> bool:
    last = text[:-1].rsplit(" ", 1)[-1].lstrip('(«["„“')
    return len(last) > 7 or last.endswith(("»", '"', "”"))


@lru_cache(maxsize=4096)
def is_cyrillic(text: str) -> bool:
    """Whether most letters are Cyrillic; a text with no letters is neither Cyrillic nor Latin."""
    return _share(text, "CYRILLIC") > 0.5


@lru_cache(maxsize=4096)
def is_latin(text: str) -> bool:
    return _share(text, "LATIN") >= 0.5


def _share(text: str, script: str) -> float:
    letters = [c for c in text if c.isalpha()]
    return sum(unicodedata.name(c, "").startswith(script) for c in letters) / len(letters) if letters else 0.0


def is_unknown(text: str) -> bool:
    """«[S.l.]», «[s.n.]», «[Б. м.]»: the record says that it does not know."""
    return bool(_UNKNOWN.match(text))


def place(text: str, language: str, full: bool) -> str:
    """A place of publication; whole («Москва», not «М.») when the standard wants it so."""
    text = balanced(trim(text))
    if full and text.endswith("."):
        text = _PLACES.get(language, {}).get(text[:-1], text)
    return text


def balanced(text: str) -> str:
    """Brackets that open in one subfield and close in another belong to each: «[Київ» → «[Київ]»."""
    if text.count("[") > text.count("]"):
        return f"{text}]"
    return f"[{text}" if text.count("]") > text.count("[") else text


def date(bib: Bib, copyright_word: str) -> str:
    """The date as the document has it; from the coded year when the document has none."""
    text = balanced(trim(bib.date).rstrip("."))
    if not text and bib.year:
        if bib.year_to and bib.year_to != bib.year:
            return f"{bib.year}–{bib.year_to}"
        return f"{bib.year}–" if bib.level == "serial" and bib.year_to is None else str(bib.year)
    text = re.sub(r"[©ⓒ℗]\s*|\b[cp](?=\d{4})", f"{copyright_word} ", text)
    return re.sub(r"<\s*(.*?)\s*>", r"<\1>", dashes(" ".join(text.split())))


def dashes(text: str) -> str:
    """Hyphens between numbers become dashes: 12-18 → 12–18, 1994- → 1994–."""
    text = re.sub(r"(?<=[\d\]])\s*-\s*(?=[\d\[<])", "–", text)
    return re.sub(r"(?<=\d)-(?=$|[\s,.;])", "–", text)


def counted(text: str, label: str) -> str:
    """A bare number gets its word: 4 → «№ 4», 12–18 → «С. 12–18»; what has its own words stays."""
    text = trim(text)
    return f"{label} {text}" if _BARE_NUMBER.fullmatch(text) else text


def statements(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"\s*;\s+", text) if part.strip()] or [text]


def spaced_initials(text: str) -> str:
    """«С.А. Жвачкин» → «С. А. Жвачкин», as the standards set initials."""
    return _INITIALS_TOGETHER.sub(lambda m: f"{m[1]} " if m[1][0].isupper() else m[1], text)


def et_al(text: str, others: str) -> str:
    def instead(found: re.Match[str]) -> str:
        # «[укладачі О. Д. Закривидорога ... et al.]»: the whole statement is in brackets already.
        inside = text.count("[", 0, found.end()) - text.count("]", 0, found.start()) > found[0].count("[")
        closing = "]" if found[0].endswith("]") and "[" not in found[0] else ""
        return f" {others.strip('[]') if inside else others}{closing}"

    return " ".join(_ET_AL.sub(instead, text).split())


def same_surname(surname: str, name: str) -> bool:
    """Whether a name from the title page has this surname, in any case ending («Дзюби» has «Дзюба»)."""
    stem = surname.casefold()[: max(3, len(surname) - 2)]
    return any(word.casefold().startswith(stem) for word in re.split(r"[\s.,]+", name))


@lru_cache(maxsize=64)
def _physical_table(language: str, patterns: tuple[tuple[str, str], ...]) -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(rf"(?<![\w.])(?:{p})(?!\w)", re.IGNORECASE), word) for p, word in patterns]


def size(text: str, terms: Terms) -> str:
    """The height of the document; a bare number is centimetres."""
    text = trim(text)
    unit = "cm" if terms is EN else "см"
    return f"{text} {unit}" if re.fullmatch(r"[\d\s,xх×]*\d", text) else physical(text, terms)


def physical(text: str, terms: Terms) -> str:
    """Extent, illustrations or size: English words of a foreign record in the language of the description."""
    text = re.sub(r",(?=\[)", ", ", dashes(trim(text)))
    if text and re.fullmatch(r"[\d\s,\[\]IVXLCivxlc()]*\d[\d\s,\[\]IVXLCivxlc()]*", text):
        return f"{text} {terms.pages}"
    if terms is EN or not re.search(r"[A-Za-z]", text):
        return text
    for pattern, word in _physical_table(terms.language, terms.physical):
        text = pattern.sub(word, text)
    text = re.sub(r"<\s*(.*?)\s*>", r"<\1>", text)
    text = re.sub(r"(?<=\d) x (?=\d)", " × ", text)
    return re.sub(r"(?<=[^\s.]\.)\.+(?!\.)", "", text)


def note(text: str, terms: Terms) -> str:
    """A note; the commonest English ones of foreign records are put into the language of the description."""
    text = trim(text)
    plain = text.rstrip(".").lower()
    if terms is not EN:
        if plain in ("title from cover", "cover title"):
            return terms.title_from_cover
        if plain in ("includes index", "includes indexes"):
            return terms.index
        if plain.startswith(("includes bibliographical references", "bibliography:", "includes bibliography")):
            return bibliography(text, terms)
    return text


def bibliography(text: str, terms: Terms) -> str:
    """«Includes bibliographical references (p. 301-310)» → «Бібліогр.: с. 301–310»."""
    text = trim(text)
    if terms is EN or not re.match(r"(?:includes )?bibliograph", text, re.IGNORECASE):
        return text
    pages = re.search(r"\bpp?\.\s*([^)]+?)(?:\)|\.?$)|\(pages?\s+([^)]+)\)", text)
    where = f": {terms.pages} {dashes(pages.group(1) or pages.group(2))}" if pages else ""
    index = f". {terms.index}" if re.search(r"\bindex", text) else ""
    if index and not where:
        return f"{terms.bibliography}{index[1:]}"
    return f"{terms.bibliography}{where}{index}" if where else terms.bibliography
