"""Coded positions of books that only people of the trade read: 008 of MARC 21 and 100, 105, 106 of UNIMARC.

Source: MARC 21 Format for Bibliographic Data, field 008 (books); UNIMARC Manual: Bibliographic Format, fields 100, 105
and 106; RUSMARC follows the latter. The model keeps the codes of MARC 21.
"""

from __future__ import annotations

from chytalnia.wire.bib import Bib, Coded

_BOOKS = frozenset({"book", "electronic", "manuscript"})
#: 008/06 and 100 $a/8.
_DATES = {"s": "d", "m": "g", "c": "a", "d": "b", "u": "c", "r": "e", "q": "f", "t": "h", "p": "i", "e": "j", "n": "u"}
#: Types that the years of the model do not tell of themselves.
_TOLD = frozenset("rqtpieu")
_DATES_BACK = {theirs: ours for ours, theirs in _DATES.items()}
#: Types of date whose second date is not the end of a span, so that the model keeps it here.
_SECOND = frozenset("rtqp")
#: 008/18–21 and 105 $a/0–3; photographs have no code of their own there.
_ILLUSTRATIONS = {**dict(zip("abcdefghijklm", "abcdefghijklm", strict=True)), "o": "a", "p": "o"}
_ILLUSTRATIONS_BACK = {**dict(zip("abcdefghijklm", "abcdefghijklm", strict=True)), "o": "p", "n": "a"}
#: 008/23 and 106 $a.
_FORMS = {"a": "t", "b": "t", "c": "t", "d": "d", "f": "f", "r": "r", "o": "s", "q": "s", "s": "s"}
_FORMS_BACK = {"t": "a", "d": "d", "f": "f", "r": "r", "s": "o"}


def is_book(bib: Bib) -> bool:
    """Whether the positions of books are the ones that hold for the record."""
    return bib.kind in _BOOKS and bib.level not in ("serial", "integrating")


def from_marc21(bib: Bib, fixed: str) -> Coded | None:
    """What 008 says beside what the model has fields for; None when that is nothing."""
    if len(fixed) < 40:
        return None
    found = Coded(date_type=fixed[6] if fixed[6] in _TOLD else "", modified=fixed[38].strip(" |"))
    if found.date_type in _SECOND:
        found.second_date = fixed[11:15].strip(" |")
    if is_book(bib):
        found.illustrations = "".join(c for c in fixed[18:22] if c in _ILLUSTRATIONS)
        found.form = fixed[23] if fixed[23] in _FORMS else ""
        found.conference, found.festschrift, found.index = (fixed[at] == "1" for at in (29, 30, 31))
        found.biography = fixed[34] if fixed[34] in "abcd" else ""
    return found if found != Coded() else None


def into_marc21(bib: Bib, fixed: str) -> str:
    """The 008 of the record with these positions filled."""
    coded = bib.coded
    if coded is None:
        return fixed
    out = list(fixed)
    if coded.date_type:
        out[6] = coded.date_type
    if coded.second_date:
        out[11:15] = f"{coded.second_date:<4.4}"
    out[38] = coded.modified or " "
    if is_book(bib):
        out[18:22] = f"{coded.illustrations:<4.4}"
        out[23] = coded.form or out[23]
        for at, said in ((29, coded.conference), (30, coded.festschrift), (31, coded.index)):
            out[at] = "1" if said else "0"
        out[34] = coded.biography or " "
    return "".join(out)


def from_unimarc(bib: Bib, general: str, books: str, form: str) -> Coded | None:
    """The same of 100, 105 and 106; fields that are not there say nothing."""
    kind = _DATES_BACK.get(general[8:9], "")
    found = Coded(date_type=kind if kind in _TOLD else "", modified="o" if general[21:22] == "1" else "")
    if found.date_type in _SECOND:
        found.second_date = general[13:17].strip(" |")
    if is_book(bib):
        found.illustrations = "".join(_ILLUSTRATIONS_BACK.get(c, "") for c in books[:4])
        found.form = _FORMS_BACK.get(form[:1], "")
        found.conference, found.festschrift, found.index = (books[at : at + 1] == "1" for at in (8, 9, 10))
        found.biography = books[12:13] if books[12:13] in tuple("abcd") else ""
    return found if found != Coded() else None


def general_of(bib: Bib, general: str) -> str:
    """The 100 $a of the record with these positions filled."""
    coded = bib.coded
    if coded is None:
        return general
    out = list(general)
    if coded.date_type:
        out[8] = _DATES[coded.date_type]
    if coded.second_date:
        out[13:17] = f"{coded.second_date:<4.4}"
    out[21] = "1" if coded.modified else "0"
    return "".join(out)


def books_of(bib: Bib, literary_form: str) -> str:
    """The 105 $a of a book; empty when there is nothing to say in it."""
    coded = bib.coded
    if coded is None or not is_book(bib):
        return f"y   z   00y{literary_form}y" if literary_form.strip("y ") else ""
    pictures = "".join(_ILLUSTRATIONS.get(c, "") for c in coded.illustrations) or "y"
    signs = "".join("1" if said else "0" for said in (coded.conference, coded.festschrift, coded.index))
    return f"{pictures:<4.4}{'':4}{signs}{literary_form or 'y'}{coded.biography or 'y'}"


def form_of(bib: Bib) -> str:
    """The 106 $a of a book."""
    return _FORMS.get(bib.coded.form, "") if bib.coded and is_book(bib) else ""
