"""Coded positions that only people of the trade read: 008 of MARC 21 and 100, 105, 106, 110 of UNIMARC.

Source: MARC 21 Format for Bibliographic Data, field 008 (books, continuing resources); UNIMARC Manual: Bibliographic
Format, fields 100, 105, 106 and 110; RUSMARC follows the latter. The model keeps the codes of MARC 21. What UNIMARC has
no code for goes whole into its field 886, which is there for data of another format (`codings.py`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from chytalnia.wire.bib import Bib, Coded

from . import codes
from .countries import country_to_marc

_BOOKS = frozenset({"book", "electronic", "manuscript", "article"})
_NO_GOVERNMENT = frozenset({"music", "sound", "mixed"})
#: 008/06 and 100 $a/8.
_DATES = {
    "s": "d", "m": "g", "i": "g", "k": "g", "c": "a", "d": "b", "u": "c", "r": "e", "q": "f", "t": "h", "p": "i",
    "e": "j", "n": "u", "b": "u",
}  # fmt: skip
_DATES_BACK = {
    "d": "s",
    "g": "m",
    "a": "c",
    "b": "d",
    "c": "u",
    "e": "r",
    "f": "q",
    "h": "t",
    "i": "p",
    "j": "e",
    "u": "n",
}
#: 008/18–21 and 105 $a/0–3; photographs have no code of their own there.
_ILLUSTRATIONS = {**dict(zip("abcdefghijklm", "abcdefghijklm", strict=True)), "o": "a", "p": "o"}
_ILLUSTRATIONS_BACK = {**dict(zip("abcdefghijklm", "abcdefghijklm", strict=True)), "o": "p", "n": "a"}
#: 008/24–27 of books and 105 $a/4–7.
_CONTENTS = {
    "a": "d", "b": "a", "c": "b", "d": "e", "e": "f", "f": "z", "g": "z", "i": "c", "j": "k", "k": "a", "l": "n", "m": "m",
    "n": "r", "o": "r", "p": "j", "q": "a", "r": "g", "s": "i", "t": "p", "u": "l", "v": "z", "w": "z", "y": "z", "z": "s",
    "2": "z", "5": "z", "6": "t",
}  # fmt: skip
_CONTENTS_BACK = {
    "a": "b", "b": "c", "c": "i", "d": "a", "e": "d", "f": "e", "g": "r", "i": "s", "j": "p", "k": "j", "l": "u", "m": "m",
    "n": "l", "p": "t", "r": "n", "s": "z", "t": "6", "v": "m",
}  # fmt: skip
#: 008/24–27 of serials and 110 $a/3–6.
_NATURE = {"b": "a", "c": "b", "i": "c", "a": "d", "d": "e", "e": "f", "r": "g", "y": "h", "s": "i"}
_NATURE_BACK = {theirs: ours for ours, theirs in _NATURE.items()}
#: 008/23 and 106 $a.
_FORMS = {"a": "t", "b": "t", "c": "t", "d": "d", "f": "f", "r": "r", "o": "s", "q": "s", "s": "s"}
_FORMS_BACK = {"t": "a", "d": "d", "f": "f", "r": "r", "s": "o"}
#: 008/28 and 100 $a/20.
_GOVERNMENT = {"f": "a", "a": "b", "s": "b", "m": "b", "l": "d", "c": "e", "i": "f", "o": "h", "u": "u", "z": "z"}
_GOVERNMENT_BACK = {"a": "f", "b": "s", "c": "l", "d": "l", "e": "c", "f": "i", "g": "o", "h": "o", "u": "u", "z": "z"}
#: 008/19 and 110 $a/2.
_REGULAR = {"r": "a", "n": "b", "x": "y", "u": "u"}
_REGULAR_BACK = {"a": "r", "b": "n", "y": "x", "u": "u"}
#: 008/21 and 110 $a/0.
_SERIALS = {
    "p": "a",
    "m": "b",
    "n": "c",
    "l": "e",
    "d": "f",
    "w": "g",
    "g": "a",
    "j": "a",
    "s": "a",
    "h": "g",
    "r": "f",
}
_SERIALS_BACK = {"a": "p", "b": "m", "c": "n", "e": "l", "f": "d", "g": "w"}
#: 008/33 of serials and 100 $a/34–35.
_ALPHABETS = {
    "a": "ba", "b": "ba", "c": "ca", "d": "da", "e": "ea", "f": "fa", "g": "ga", "h": "ha", "i": "ia", "j": "ja",
    "k": "ka", "l": "la", "z": "zz",
}  # fmt: skip
_ALPHABETS_BACK = {"ba": "b", "ca": "c", "da": "d", "ea": "e", "fa": "f", "ga": "g", "ha": "h", "ia": "i", "ja": "j",
                   "ka": "k", "la": "l", "zz": "z"}  # fmt: skip
#: Types of date whose second date is not the end of a span, whatever the years of the model are.
_SECOND = frozenset("rtqp")
_ENTERED = re.compile(r"\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")


def is_serial(bib: Bib) -> bool:
    return bib.level in ("serial", "integrating")


def is_book(bib: Bib) -> bool:
    """Whether the positions of books are the ones that hold for the record."""
    return bib.kind in _BOOKS and not is_serial(bib)


@dataclass(slots=True)
class Dates:
    """Type of date, first and second date as 008/06–14 has them."""

    kind: str
    first: str
    second: str


def dates_of(bib: Bib) -> Dates:
    """The dates that the years of the model tell of themselves."""
    serial = is_serial(bib)
    first = f"{bib.year:04d}" if bib.year else "    "
    second = f"{bib.year_to:04d}" if bib.year_to else "9999" if serial else "    "
    kind = ("d" if bib.year_to else "c") if serial else "m" if bib.year_to else "s" if bib.year else "n"
    return Dates(kind, first, second)


def _keep_dates(found: Coded, bib: Bib, said: Dates) -> None:
    told = dates_of(bib)
    found.date_type = said.kind if said.kind != told.kind and said.kind in _DATES else ""
    found.first_date = said.first if said.first != told.first and said.first.strip(" |") else ""
    # An empty second date where the model would write one says something too.
    if (said.second != told.second or said.kind in _SECOND) and (said.second.strip(" |") or told.second.strip()):
        found.second_date = said.second.replace("|", " ")


def _dates(bib: Bib) -> Dates:
    told, coded = dates_of(bib), bib.coded
    if coded is None:
        return told
    return Dates(coded.date_type or told.kind, coded.first_date or told.first, coded.second_date or told.second)


def from_marc21(bib: Bib, fixed: str, text: bool = True) -> Coded:
    """What 008 says beside what the model has fields for; `text` when it is laid out as for printed matter."""
    found = Coded()
    if len(fixed) < 40:
        return found
    if _ENTERED.match(fixed):
        found.entered = ("19" if fixed[:2] > "60" else "20") + fixed[:6]
    _keep_dates(found, bib, Dates(fixed[6], fixed[7:11], fixed[11:15]))
    if country_to_marc(bib.country) != (place := fixed[15:18].lower()) and place.strip(" |#"):
        found.place = place.strip()
    found.modified = fixed[38].strip(" |")
    found.source = fixed[39] if fixed[39] in " cu" else ""
    if fixed[28] in _GOVERNMENT and bib.kind not in _NO_GOVERNMENT:
        found.government = fixed[28]
    if is_serial(bib):
        found.regularity = fixed[19] if fixed[19] in _REGULAR else ""
        usual = "n" if bib.kind == "newspaper" else "p"
        found.serial_type = fixed[21] if fixed[21] != usual and fixed[21] not in "|" else ""
        found.original_form, found.form = fixed[22].strip(" |"), fixed[23] if fixed[23] in _FORMS else ""
        found.nature, found.contents = fixed[24].strip(" |"), fixed[25:28].replace("|", " ").rstrip()
        found.conference = fixed[29] == "1"
        found.alphabet = fixed[33] if fixed[33] in _ALPHABETS else ""
        found.entry = fixed[34].strip(" |0")
    elif is_book(bib) and text:
        found.illustrations = "".join(c for c in fixed[18:22] if c in _ILLUSTRATIONS)
        found.form = fixed[23] if fixed[23] in _FORMS else ""
        found.contents = "".join(c for c in fixed[24:28] if c in _CONTENTS)
        found.conference, found.festschrift, found.index = (fixed[at] == "1" for at in (29, 30, 31))
        found.biography = fixed[34] if fixed[34] in "abcd" else ""
    elif not is_book(bib):
        found.material = fixed[18:35].rstrip(" |")
    return found


def into_marc21(bib: Bib, fixed: str) -> str:
    """The 008 of the record with these positions filled."""
    coded, out = bib.coded, list(fixed)
    dates = _dates(bib)
    out[6], out[7:11], out[11:15] = dates.kind, f"{dates.first:<4.4}", f"{dates.second:<4.4}"
    if coded is None:
        return "".join(out)
    if len(coded.entered) == 8:
        out[:6] = coded.entered[2:]
    if coded.place:
        out[15:18] = f"{coded.place:<3.3}"
    out[38], out[39] = coded.modified or " ", coded.source or "d"
    if is_serial(bib):
        out[19] = coded.regularity or out[19]
        out[21] = coded.serial_type or out[21]
        out[22], out[23] = coded.original_form or " ", coded.form or out[23]
        out[24], out[25:28] = coded.nature or " ", f"{coded.contents:<3.3}"
        out[29] = "1" if coded.conference else "0"
        out[33], out[34] = coded.alphabet or " ", coded.entry or "0"
    elif is_book(bib):
        out[18:22] = f"{coded.illustrations:<4.4}"
        out[23] = coded.form or out[23]
        out[24:28] = f"{coded.contents:<4.4}"
        for at, said in ((29, coded.conference), (30, coded.festschrift), (31, coded.index)):
            out[at] = "1" if said else "0"
        out[34] = coded.biography or " "
    elif coded.material:
        out[18:35] = f"{coded.material:<17.17}"
    if bib.kind not in _NO_GOVERNMENT and not coded.material:
        out[28] = coded.government or " "
    return "".join(out)


def from_unimarc(bib: Bib, general: str, books: str, form: str, serials: str) -> Coded:
    """The same of 100, 105, 106 and 110; fields that are not there say nothing."""
    found = Coded(modified="o" if general[21:22] == "1" else "")
    if general[:8].isdigit():
        found.entered = general[:8]
    if general[8:9] in _DATES_BACK:
        first, second = (_unknown(general[at : at + 4]) for at in (9, 13))
        _keep_dates(found, bib, Dates(_DATES_BACK[general[8:9]], first, second))
    if (language := general[22:25]).isalpha() and language.isascii():
        found.cataloguing_language = language
    if bib.kind not in _NO_GOVERNMENT:
        found.government = _GOVERNMENT_BACK.get(general[20:21], "")
    found.form = _FORMS_BACK.get(form[:1], "")
    if is_serial(bib):
        usual = "n" if bib.kind == "newspaper" else "p"
        kind = _SERIALS_BACK.get(serials[:1], "")
        found.serial_type = kind if kind != usual else ""
        found.regularity = _REGULAR_BACK.get(serials[2:3], "")
        found.nature = _NATURE_BACK.get(serials[3:4], "")
        found.contents = "".join(_NATURE_BACK.get(c, "") for c in serials[4:7])
        found.conference = serials[7:8] == "1"
        found.alphabet = _ALPHABETS_BACK.get(general[34:36], "")
    elif is_book(bib):
        found.illustrations = "".join(_ILLUSTRATIONS_BACK.get(c, "") for c in books[:4])
        found.contents = "".join(_CONTENTS_BACK.get(c, "") for c in books[4:8])
        found.conference, found.festschrift, found.index = (books[at : at + 1] == "1" for at in (8, 9, 10))
        found.biography = books[12:13] if books[12:13] in tuple("abcd") else ""
    else:
        found.form = ""
    return found


def _unknown(date: str) -> str:
    """A date of 100 $a, whose unknown figures are blanks, with «u» in their place, as 008 writes it."""
    date = date.replace("|", " ")
    return date.replace(" ", "u") if date.strip() and date[0] != " " else date


def general_of(bib: Bib, general: str) -> str:
    """The 100 $a of the record with these positions filled."""
    coded, out = bib.coded, list(general)
    dates = _dates(bib)
    out[8] = _DATES[dates.kind]
    out[9:13], out[13:17] = (f"{date.replace('u', ' '):<4.4}" for date in (dates.first, dates.second))
    if coded is None:
        return "".join(out)
    if len(coded.entered) == 8:
        out[:8] = coded.entered
    out[20] = _GOVERNMENT.get(coded.government, "y")
    out[21] = "1" if coded.modified else "0"
    if coded.cataloguing_language:
        out[22:25] = f"{coded.cataloguing_language:<3.3}"
    if coded.alphabet:
        out[34:36] = _ALPHABETS[coded.alphabet]
    return "".join(out)


def books_of(bib: Bib) -> str:
    """The 105 $a of a book or an article."""
    coded, form = bib.coded, codes.FORM_TO_UNIMARC.get(bib.literary_form, "|")
    if coded is None:
        return f"||||||||00|{form}|"
    pictures = "".join(_ILLUSTRATIONS.get(c, "") for c in coded.illustrations) or "y"
    contents = "".join(_CONTENTS[c] for c in coded.contents)
    signs = "".join("1" if said else "0" for said in (coded.conference, coded.festschrift, coded.index))
    return f"{pictures:<4.4}{contents:<4.4}{signs}{form}{coded.biography or 'y'}"


def form_of(bib: Bib) -> str:
    """The 106 $a of a book or a serial."""
    return _FORMS.get(bib.coded.form, "") if bib.coded and (is_book(bib) or is_serial(bib)) else ""


def serials_of(bib: Bib, frequency: str) -> str:
    """The 110 $a of a serial."""
    coded = bib.coded or Coded()
    kind = _SERIALS.get(coded.serial_type, "z") if coded.serial_type else "c" if bib.kind == "newspaper" else "a"
    nature = (_NATURE.get(coded.nature, "z") if coded.nature else "") or " "
    contents = "".join(_NATURE.get(c, "z") for c in coded.contents.replace(" ", ""))
    regular = _REGULAR.get(coded.regularity, "|")
    return f"{kind}{frequency}{regular}{nature}{contents:<3.3}{int(coded.conference)}|||"
