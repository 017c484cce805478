"""What a foreign cataloguer wrote in a record, said in the language of the description.

Records from abroad carry notes in English around romanised quotations: «At head of title: Rivnensʹka oblasna …».
"""

from __future__ import annotations

import re

from chytalnia.wire import languages
from chytalnia.wire.describe import phrases
from chytalnia.wire.describe.terms import EN, Terms
from chytalnia.wire.romanise import to_cyrillic

_HEAD = re.compile(r"at head of (?:title|t\.\s*p\.)[^:]*:\s*(.+)", re.IGNORECASE | re.DOTALL)
#: «"Naukove vydanni︠a︡"--Colophon»: a quotation, then the place in the book.
_QUOTED = re.compile(r"[\"“](.+?)[\"”]\s*(?:--|—|–)\s*[A-Z].*", re.DOTALL)
_LANGUAGE = re.compile(r"(?:text )?in ([a-z]+)(?: \((?:cyrillic|cyrillic script)\))?", re.IGNORECASE)
_COUNTED = re.compile(
    r"(?:vyp|vip|vypusk|kn|knyha|kniga|t|tom|ch|chast|chastyna|kitap|bsh)\b\.?\s*[\dIVX].*", re.IGNORECASE
)
_NUMBER = re.compile(r"no\.?\s*(?=\d)", re.IGNORECASE)
_VOLUME = re.compile(r"v(?:ol)?\.?\s*(?=\d)", re.IGNORECASE)

_ABOVE = {"uk": "Над назв.", "ru": "В надзаг.", "kk": "Атауының үстінде", "be": "Над загал."}


def note(text: str, terms: Terms) -> str:
    """A note of the record; '' when it says only that the text is in the language that the description shows."""
    plain = phrases.trim(text)
    if terms is EN or phrases.is_cyrillic(plain):
        return plain
    head = _HEAD.fullmatch(plain)
    if head:
        return f"{_ABOVE[terms.language]}: {original(head[1], terms)}"
    quoted = _QUOTED.fullmatch(plain)
    if quoted and phrases.is_cyrillic(turned := original(quoted[1], terms)):
        return f"«{turned}»"
    said = _LANGUAGE.fullmatch(plain.rstrip("."))
    if said and said[1].lower() == languages.language_name(terms.language, "en").lower():
        return ""
    return phrases.note(plain, terms)


def counted(text: str, terms: Terms) -> str:
    """«vyp. 2» → «вип. 2», «no. 3» → «№ 3», «v. 4» → «т. 4»; anything else as it is."""
    text = phrases.trim(text)
    if terms is EN:
        return text
    if _COUNTED.fullmatch(text):
        return original(text, terms)
    text = _NUMBER.sub("№ ", text)
    return _VOLUME.sub(f"{terms.volume.lower()} ", text)


def original(text: str, terms: Terms) -> str:
    """A romanised quotation in its own script, or as it is when it does not read as a romanisation."""
    return to_cyrillic(text, languages.marc_code(terms.language)) or text
