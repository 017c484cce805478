"""Coded values of the dialects and the plain words the model keeps in their place."""

from __future__ import annotations

from chytalnia.wire.bib import Kind, Level

#: 008/22 of MARC 21, which the model keeps, and 100 $a/17–19 of UNIMARC in its terms.
AUDIENCE_MARC21 = frozenset("abcdefgj")
AUDIENCE_UNIMARC = {"a": "j", "b": "a", "c": "b", "d": "c", "e": "d", "k": "f", "m": "e"}
AUDIENCE_TO_UNIMARC = {"j": "a", "a": "b", "b": "c", "c": "d", "d": "e", "f": "k", "e": "m", "g": "am"}
#: 008/33 of MARC 21, which the model keeps, and 105 $a/11 in its terms.
FORM_MARC21 = frozenset("01cdefhijmps")
FORM_UNIMARC = {
    "a": "1", "b": "d", "c": "e", "d": "h", "e": "i", "f": "j", "g": "p", "h": "s", "i": "d", "y": "0", "z": "m",
}  # fmt: skip
FORM_TO_UNIMARC = {
    "1": "a", "f": "a", "c": "a", "d": "b", "e": "c", "h": "d", "i": "e", "j": "f", "p": "g", "s": "h", "0": "y",
    "m": "z",
}  # fmt: skip
#: 008/18 of serials, which the model keeps, and 110 $a/1 in its terms.
FREQUENCY_MARC21 = frozenset("dcwesmbqtfaighjkz")
FREQUENCY_UNIMARC = {
    "a": "d", "b": "c", "c": "w", "d": "e", "e": "s", "f": "m", "g": "b", "h": "q", "i": "t", "j": "f", "k": "a",
    "l": "g", "m": "h", "n": "i", "o": "j", "z": "z",
}  # fmt: skip
FREQUENCY_TO_UNIMARC = {marc: code for code, marc in FREQUENCY_UNIMARC.items()}
LEVEL_MARC21: dict[str, Level] = {
    "a": "article", "b": "article", "c": "collection", "d": "part", "i": "integrating", "m": "monograph", "s": "serial",
}  # fmt: skip
KIND_MARC21: dict[str, Kind] = {
    "a": "book", "c": "music", "d": "music", "e": "map", "f": "map", "g": "video", "i": "sound", "j": "sound",
    "k": "picture", "m": "electronic", "o": "kit", "p": "mixed", "r": "object", "t": "manuscript",
}  # fmt: skip
KIND_UNIMARC: dict[str, Kind] = {
    "a": "book", "b": "manuscript", "c": "music", "d": "music", "e": "map", "f": "map", "g": "video", "i": "sound",
    "j": "sound", "k": "picture", "l": "electronic", "m": "kit", "r": "object",
}  # fmt: skip
TYPE_MARC21: dict[str, str] = {
    "book": "a", "serial": "a", "newspaper": "a", "article": "a", "manuscript": "t", "music": "c", "map": "e",
    "picture": "k", "sound": "i", "video": "g", "electronic": "m", "object": "r", "kit": "o", "mixed": "p",
}  # fmt: skip
TYPE_UNIMARC = TYPE_MARC21 | {"manuscript": "b", "electronic": "l", "kit": "m", "mixed": "m"}
BIBLEVEL_MARC21: dict[str, str] = {
    "monograph": "m", "set": "m", "part": "m", "serial": "s", "integrating": "i", "article": "a", "collection": "c",
}  # fmt: skip

#: Subdivisions of a subject heading, UNIMARC to MARC 21: topic, place, time, form.
SUBDIVISIONS = {"x": "x", "y": "z", "z": "y", "j": "v"}
SUBDIVISIONS_BACK = {ours: theirs for theirs, ours in SUBDIVISIONS.items()}

#: The second indicator of 246 and the field of UNIMARC that stands for it; others are 517.
TITLES_TO_UNIMARC = {"4": "512", "5": "513", "6": "514", "7": "515", "8": "516"}
TITLES_FROM_UNIMARC = {theirs: ours for ours, theirs in TITLES_TO_UNIMARC.items()}
#: Notes that are of one kind in both families; others are 300 and 500.
NOTES_TO_UNIMARC = {
    "502": "328", "508": "322", "511": "323", "516": "336", "524": "332", "533": "325", "534": "324", "536": "338",
    "538": "337", "546": "302", "561": "317", "563": "310", "580": "311", "586": "334",
}  # fmt: skip
NOTES_FROM_UNIMARC = {theirs: ours for ours, theirs in NOTES_TO_UNIMARC.items()}
