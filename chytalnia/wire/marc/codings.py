"""Coded data around 008 and 100: languages beside the text's, countries beside the first, agencies, what has no code.

041 of MARC 21 is 101 of UNIMARC, 044 is 102, 040 is 801, and 886 in both keeps what the other format cannot say.
"""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter

from pymarc import Field, Record

from chytalnia.wire.bib import Bib, Coded

from . import coded
from .countries import country_from_iso, country_from_marc, country_to_marc, part_from_marc
from .grouped import Grouped, value

#: 041 and 101: summary, intermediate translation, contents, libretto, accompanying matter, subtitles.
_LANGUAGES = {"b": "d", "k": "b", "f": "e", "e": "h", "g": "i", "j": "j"}
_LANGUAGES_BACK = {theirs: ours for ours, theirs in _LANGUAGES.items()}
_USUAL_RULES = frozenset({"rcr", "psbo"})
_OURS = frozenset({"marc21", "usmarc"})
_AGENCIES = (("a", "0"), ("c", "1"), ("d", "2"))
_AGENCIES_BACK = {mark: code for code, mark in _AGENCIES}

Parts = list[tuple[str, str]]


def read_marc21(bib: Bib, fixed: str, leader: str, by: Grouped) -> Coded | None:
    found = coded.from_marc21(bib, fixed, leader[6:7] != "m")
    for field in by.all("041"):
        if (field.indicators or "  ")[0] == "1" and not bib.original_languages:
            found.translation = "1"
        found.other_languages += [
            f"{sub.code}{sub.value.strip().lower()[:3]}"
            for sub in field.subfields
            if sub.code in _LANGUAGES and sub.value
        ]
    for field in by.all("044"):
        places = [sub.value.strip(" |#").lower() for sub in field.subfields if sub.code == "a" and sub.value.strip()]
        found.more_places += [place for place in places if place != fixed[15:18].strip()]
        # A place that only ISO 3166 tells apart, as Hong Kong, stands in 044 $c beside the country it is counted to.
        if (iso := value(field, "c").upper()) and country_to_marc(iso) == country_to_marc(bib.country):
            bib.country = iso[:2]
    if (source := by.first("040")) is not None:
        # MARC 21 takes a record that does not name the language it is catalogued in for an English one.
        found.cataloguing_language = value(source, "b")[:3] or ("eng" if "a" in source else "")
        found.agencies = [
            f"{sub.code}{sub.value.strip()}" for sub in source.subfields if sub.code in "acde" and sub.value
        ]
    return _beyond(bib, found)


def _beyond(bib: Bib, found: Coded) -> Coded | None:
    """Without what the model says elsewhere; None when nothing is left."""
    if found.entered == bib.changed[:8]:
        found.entered = ""
    if found.agencies == [f"a{bib.agency}"]:
        found.agencies = []
    return found if found != Coded() else None


def read_unimarc(bib: Bib, by: Grouped) -> Coded | None:
    found = _positions_and_places(bib, by)
    for field in by.all("101"):
        kind = (field.indicators or "  ")[0]
        found.translation = "2" if kind == "2" else "1" if kind == "1" and not bib.original_languages else ""
        found.other_languages += [
            f"{_LANGUAGES_BACK[sub.code]}{sub.value.strip().lower()[:3]}"
            for sub in field.subfields if sub.code in _LANGUAGES_BACK and sub.value
        ]  # fmt: skip
    for field in by.all("801"):
        code = _AGENCIES_BACK.get((field.indicators or "  ")[1], "")
        if code and (name := value(field, "b")):
            found.agencies.append(f"{code}{name}")
        # Each record that we write as RUSMARC names its rules, also where nobody said them.
        found.agencies += [f"e{rules}" for rules in field.get_subfields("g") if rules.lower() not in _USUAL_RULES]
    return _beyond(bib, _told_by_886(bib, by, found))


def _positions_and_places(bib: Bib, by: Grouped) -> Coded:
    general, books, form, serials = (_raw(by.first(tag)) for tag in ("100", "105", "106", "110"))
    found = coded.from_unimarc(bib, general, books, form, serials)
    places = _places(by)
    if places and places[0] != country_to_marc(bib.country).strip():
        found.place = places[0]
    found.more_places = places[1:]
    return found


def _raw(field: Field | None) -> str:
    return next((sub.value for sub in field.subfields if sub.code == "a"), "") if field is not None else ""


def _places(by: Grouped) -> list[str]:
    """The places of 102 as MARC codes: each country with the part of it that follows."""
    places: list[str] = []
    country = ""
    for field in by.all("102"):
        for sub in field.subfields:
            if sub.code == "a" and sub.value.strip():
                country = country_from_iso(sub.value)
                places.append(country_to_marc(country).strip())
            elif sub.code in "bc" and country and len(sub.value.strip()) > 1:
                places[-1] = country_to_marc(country, sub.value.strip()).strip()
    return places


def _told_by_886(bib: Bib, by: Grouped, found: Coded) -> Coded:
    """With what 008 in 886 says more than the codes of UNIMARC, as long as nobody has changed those since."""
    for field in by.all("886"):
        if value(field, "2").lower() not in _OURS or value(field, "a") != "008":
            continue
        fixed = next((sub.value for sub in field.subfields if sub.code == "b"), "")
        if len(fixed) != 40:
            continue
        whole = coded.from_marc21(bib, fixed)
        if _of_seen(_seen(bib, whole)) == _of_seen(found):
            return replace(found, **{name: getattr(whole, name) for name in _KEPT})
    return found


#: What UNIMARC says as well, so that a change there is noticed; what 008 in 886 is believed about.
_SEEN = (
    "date_type", "first_date", "second_date", "illustrations", "form", "conference", "festschrift", "index", "biography",
    "modified", "contents", "government", "regularity", "serial_type", "nature",
)  # fmt: skip
_KEPT = (*_SEEN, "entered", "source", "place", "original_form", "entry", "alphabet", "material")
_of_seen, _of_kept = attrgetter(*_SEEN), attrgetter(*_KEPT)


def _seen(bib: Bib, whole: Coded) -> Coded:
    """How these positions come back from UNIMARC alone."""
    told, bib.coded = bib.coded, whole
    try:
        return coded.from_unimarc(
            bib, coded.general_of(bib, " " * 36), coded.books_of(bib), coded.form_of(bib), coded.serials_of(bib, "u")
        )
    finally:
        bib.coded = told


def marc21_fields(bib: Bib) -> dict[str, tuple[str, Parts]]:
    """Fields 040, 041 and 044 by tag: indicators and subfields."""
    said = bib.coded or Coded()
    names = [(entry[0], entry[1:]) for entry in said.agencies]
    if not any(code == "a" for code, _ in names) and bib.agency:
        names.insert(0, ("a", bib.agency))
    agencies = [*[pair for pair in names if pair[0] == "a"][:1], ("b", said.cataloguing_language)]
    agencies += [pair for code in "ecd" for pair in names if pair[0] == code]
    languages = [("a", code) for code in bib.languages] + [("h", code) for code in bib.original_languages]
    languages += [(entry[0], entry[1:]) for entry in said.other_languages]
    translated = "1" if bib.original_languages or said.translation else "0"
    places: Parts = []
    if said.more_places:
        places = [("a", place) for place in (said.place or country_to_marc(bib.country).strip(), *said.more_places)]
    if country_from_marc(country_to_marc(bib.country)) != bib.country and bib.country and not said.place:
        places.append(("c", bib.country))
    return {
        "040": ("  ", agencies),
        "041": (f"{translated} ", languages if len(languages) > 1 or translated == "1" else []),
        "044": ("  ", places),
    }


def languages_101(bib: Bib) -> tuple[str, Parts]:
    said = bib.coded or Coded()
    kind = said.translation or ("1" if bib.original_languages else "0")
    parts = [("a", code) for code in bib.languages] + [("c", code) for code in bib.original_languages]
    return f"{kind} ", parts + [(_LANGUAGES[entry[0]], entry[1:]) for entry in said.other_languages]


def places_102(bib: Bib) -> Parts:
    said = bib.coded or Coded()
    parts = [("a", bib.country), ("c", part_from_marc(said.place))] if bib.country else []
    for place in said.more_places:
        if country := country_from_marc(place):
            parts += [("a", country), ("c", part_from_marc(place))]
    return parts


def agencies_801(bib: Bib, country: str, usual: str) -> list[tuple[str, Parts]]:
    """Each agency with the second indicator of what it did; the record's own, when it is another, first."""
    said = bib.coded or Coded()
    named = [(mark, entry[1:]) for code, mark in _AGENCIES for entry in said.agencies if entry[0] == code]
    if bib.agency and bib.agency not in [name for _, name in named if _ == "0"]:
        named.insert(0, ("3" if any(mark == "0" for mark, _ in named) else "0", bib.agency))
    rules = next((entry[1:] for entry in said.agencies if entry[0] == "e"), "")
    rules = rules or ("" if said.agencies else usual)
    return [(f" {mark}", [("a", country), ("b", name), ("g", rules if not at else "")]) for at, (mark, name) in
            enumerate(named or [("0", "")])]  # fmt: skip


def lost_886(bib: Bib, record: Record, fixed: str) -> Parts:
    """008 whole, when what the record's codes say of it is not all it said."""
    if bib.coded is None:
        return []
    back = _positions_and_places(bib, Grouped(record))
    if back.entered == bib.changed[:8]:
        back.entered = ""
    if _of_kept(back) == _of_kept(bib.coded):
        return []
    return [("2", "marc21"), ("a", "008"), ("b", fixed)]


__all__ = ["agencies_801", "languages_101", "lost_886", "marc21_fields", "places_102", "read_marc21", "read_unimarc"]
