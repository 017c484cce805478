"""Texts and numbers of records: prescribed punctuation off, years, age marks, names, relator codes."""

from __future__ import annotations

import re
import unicodedata

from chytalnia.wire.bib import Text

#: UNIMARC relator codes and their MARC ones.
RELATORS = {
    "005": "act", "010": "adp", "020": "ann", "030": "arr", "040": "art", "050": "asg", "060": "asn", "065": "auc",
    "070": "aut", "072": "aqt", "075": "aft", "080": "aui", "090": "aus", "100": "ant", "110": "bnd", "120": "bdd",
    "130": "bkd", "140": "bjd", "150": "bpd", "160": "bsl", "170": "cll", "180": "ctg", "190": "cns", "200": "chr",
    "205": "clb", "210": "cmm", "212": "cwt", "220": "com", "230": "cmp", "240": "cmt", "245": "ccp", "250": "cnd",
    "255": "csp", "260": "cph", "270": "crr", "273": "cur", "275": "dnc", "280": "dte", "290": "dto", "295": "dgg",
    "300": "drt", "305": "dis", "310": "dst", "320": "dnr", "330": "dub", "340": "edt", "350": "egr", "360": "etr",
    "365": "exp", "370": "flm", "380": "frg", "390": "fmo", "395": "fnd", "400": "fnd", "410": "art", "420": "hnr",
    "430": "ilu", "440": "ill", "450": "ins", "460": "ive", "470": "ivr", "480": "lbt", "490": "lse", "500": "lso",
    "510": "ltg", "520": "lyr", "530": "mte", "540": "mon", "545": "mus", "550": "nrt", "555": "opn", "557": "orm",
    "560": "org", "570": "oth", "575": "pat", "580": "ppm", "587": "pth", "590": "prf", "595": "res", "600": "pht",
    "605": "prs", "610": "prt", "620": "pop", "630": "pro", "632": "pro", "635": "prg", "637": "pmn", "640": "pfr",
    "650": "pbl", "651": "pbd", "660": "rcp", "665": "rce", "670": "rcd", "673": "rth", "675": "rev", "677": "rtm",
    "680": "rbr", "690": "aus", "695": "sad", "700": "scr", "705": "scl", "710": "sec", "720": "sgn", "721": "sng",
    "723": "spn", "725": "stn", "727": "dgs", "730": "trl", "740": "tyd", "750": "tyg", "755": "voc", "760": "wde",
    "770": "wam",
}  # fmt: skip
RELATORS_BACK = {marc: code for code, marc in reversed(RELATORS.items())}
#: What records write instead of a code, in our four languages and some Latin abbreviations.
RELATOR_WORDS = {
    "ред": "edt", "редактор": "edt", "відп. ред": "edt", "отв. ред": "edt", "editor": "edt", "ed": "edt",
    "пер": "trl", "перекладач": "trl", "переводчик": "trl", "аударған": "trl", "translator": "trl", "trans": "trl",
    "іл": "ill", "ил": "ill", "худож": "ill", "художник": "ill", "illustrator": "ill", "ill": "ill", "суретші": "ill",
    "сост": "com", "уклад": "com", "упоряд": "com", "составитель": "com", "құраст": "com", "compiler": "com",
    "comp": "com", "автор": "aut", "авт": "aut", "author": "aut", "авт. предисл": "aui", "авт. передм": "aui",
    "author of introduction": "aui", "композитор": "cmp", "composer": "cmp", "исп": "prf", "викон": "prf",
    "performer": "prf", "рец": "rev", "фот": "pht", "photographer": "pht", "реж": "drt", "director": "drt",
    "joint author": "aut", "conductor": "cnd", "publisher": "pbl", "issuing body": "isb", "narrator": "nrt",
}  # fmt: skip

_TRAILING = " \t:;/=,"
_YEAR = re.compile(r"(?<!\d)(1[0-9]{3}|20[0-9]{2})(?!\d)")
_AGE = re.compile(r"(?<!\d)(0|6|12|14|16|18)\s*\+")
_SHORT = re.compile(r"(?:^|[\s.\-(\[])(?:[^\W\d]{1,3}|[Сс]ост|[Уу]пор|Inc|Corp|etc)\.$")


def nfc(text: str) -> str:
    """Composed letters and no spaces at the ends."""
    text = text.strip()
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", text).replace("\x98", "").replace("\x9c", "")


def strip_isbd(text: str) -> str:
    """A text without the punctuation that only leads to the next element: « / », « : », « ; », « = », a comma."""
    return (text.strip() if text.isascii() else nfc(text)).rstrip(_TRAILING)


def strip_end(text: str) -> str:
    """As `strip_isbd`, and without the full stop that ends a field; stops of abbreviations and dots of omission stay."""
    text = strip_isbd(text)
    if text.endswith(".") and not text.endswith("..") and not _SHORT.search(text):
        return text[:-1].rstrip()
    return text


def year_of(text: str) -> int | None:
    match = _YEAR.search(text)
    return int(match[1]) if match else None


def age_of(text: str) -> int | None:
    """The age mark in a text such as «12+»."""
    match = _AGE.search(text)
    return int(match[1]) if match else None


def relator(code: str) -> str:
    """A MARC relator code of whatever the record says: code of either kind, or a word."""
    code = code.strip().rstrip(".,; ").lower()
    if code[:3].isdigit():
        return RELATORS.get(code[:3], "oth")
    if len(code) == 3 and code.isascii() and code.isalpha():
        return code
    if "/" in code:
        code = code.rpartition("/")[2]
        return code[:3]
    return RELATOR_WORDS.get(code, "")


def initials_of(forenames: str) -> str:
    """«Тарас Григорович» → «Т. Г.»; what is initials already stays."""
    words = [w for w in re.split(r"[\s.]+", forenames) if w]
    out = []
    for word in words:
        if not word[0].isalpha() or word[0].islower():
            return ""
        out.append("-".join(part[0] + "." for part in word.split("-") if part))
    return " ".join(out)


def both(value: str, original: str) -> Text:
    """A text of its romanised and its original form; either may be missing."""
    return Text(original, value) if original and original != value else Text(value or original)
