"""From a record to the dimensions of the journal: kind of document, language, field of knowledge, audience."""

from __future__ import annotations

from chytalnia.wire.bib import Bib

#: Kinds of the record model as the stock section of the annual form divides documents.
DOCUMENT_KIND = {
    "book": "book", "serial": "periodical", "newspaper": "newspaper", "article": "other", "manuscript": "manuscript",
    "music": "music", "map": "map", "picture": "graphic", "sound": "audio", "video": "video",
    "electronic": "e_carrier", "object": "other", "kit": "other", "mixed": "other",
}  # fmt: skip

_UDC = {"0": "0", "1": "1", "2": "2", "3": "3", "5": "5", "6": "6", "7": "7", "8": "8", "9": "9"}
#: Rows of the BBK (mass libraries): the longest prefix decides.
_BBK = {
    "2": "5", "3": "6", "4": "6", "5": "6", "60": "3", "63": "9", "65": "3", "66": "3", "67": "3", "68": "3",
    "7": "3", "75": "7", "76": "3", "78": "0", "79": "0", "80": "8", "81": "8", "82": "8", "83": "8", "84": "fiction",
    "85": "7", "86": "2", "87": "1", "88": "1", "9": "0", "26.8": "9",
}  # fmt: skip
#: Class letters of the Library of Congress.
_LCC = {
    "A": "0", "B": "1", "BL": "2", "BM": "2", "BP": "2", "BQ": "2", "BR": "2", "BS": "2", "BT": "2", "BV": "2",
    "BX": "2", "C": "9", "D": "9", "E": "9", "F": "9", "G": "9", "GV": "7", "GE": "5", "H": "3", "J": "3", "K": "3",
    "L": "3", "M": "7", "N": "7", "P": "8", "Q": "5", "R": "6", "S": "6", "T": "6", "U": "3", "V": "3", "Z": "0",
}  # fmt: skip
_FICTION = frozenset("1dfhijmp")


def document_kind(bib: Bib) -> str:
    return DOCUMENT_KIND.get(bib.kind, "other")


def language(bib: Bib) -> str:
    return bib.languages[0] if bib.languages else ""


def audience(bib: Bib) -> str:
    return "children" if bib.audience in ("a", "b", "c", "j", "juvenile", "children") else ""


def knowledge(bib: Bib) -> str:
    """The field of knowledge by the first class number that tells; fiction by its coded form."""
    if bib.literary_form and bib.literary_form in _FICTION:
        return "fiction"
    tables = {"udc": _UDC, "ddc": {**_UDC, "4": "8"}, "rubbk": _BBK, "lcc": _LCC}
    for number in bib.classes:
        if table := tables.get(number.scheme):
            for length in (4, 3, 2, 1):
                if found := table.get(number.number.lstrip("(")[:length]):
                    return found
    return ""
