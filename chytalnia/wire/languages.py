"""Languages of documents: MARC codes (ISO 639-2/B), BCP 47 tags, names in the languages of the interface.

Names come from CLDR through babel; a few codes that CLDR does not name stand in `_NAMES` below.
"""

from __future__ import annotations

from functools import lru_cache

from babel import Locale

#: MARC code → BCP 47 tag, for the languages met in catalogues of public libraries.
BCP47: dict[str, str] = {
    "ukr": "uk", "rus": "ru", "kaz": "kk", "eng": "en", "bel": "be", "pol": "pl", "bul": "bg", "cze": "cs",
    "slo": "sk", "slv": "sl", "srp": "sr", "hrv": "hr", "bos": "bs", "mac": "mk", "hsb": "hsb", "dsb": "dsb",
    "chu": "cu", "lit": "lt", "lav": "lv", "est": "et", "fin": "fi", "hun": "hu", "rum": "ro",
    "gre": "el", "grc": "grc", "lat": "la", "ger": "de", "fre": "fr", "ita": "it", "spa": "es", "por": "pt",
    "dut": "nl", "swe": "sv", "nor": "no", "dan": "da", "ice": "is", "gle": "ga", "wel": "cy", "alb": "sq",
    "arm": "hy", "geo": "ka", "aze": "az", "tur": "tr", "crh": "crh", "gag": "gag", "tat": "tt", "bak": "ba",
    "chv": "cv", "kir": "ky", "uzb": "uz", "tuk": "tk", "tgk": "tg", "uig": "ug", "kaa": "kaa", "nog": "nog",
    "kum": "kum", "krc": "krc", "sah": "sah", "tyv": "tyv", "alt": "alt", "oss": "os", "che": "ce", "inh": "inh",
    "ava": "av", "lez": "lez", "dar": "dar", "lbe": "lbe", "kbd": "kbd", "ady": "ady", "abk": "ab", "xal": "xal",
    "bua": "bua", "mon": "mn", "kom": "kv", "udm": "udm", "chm": "chm", "myv": "myv", "mdf": "mdf", "krl": "krl",
    "vep": "vep", "mns": "mns", "kca": "kca", "heb": "he", "yid": "yi", "rom": "rom", "ara": "ar", "per": "fa",
    "kur": "ku", "chi": "zh", "jpn": "ja", "kor": "ko", "vie": "vi", "hin": "hi", "epo": "eo", "tib": "bo",
    "jct": "jct", "ota": "ota", "chg": "chg",
    "mul": "mul", "und": "und", "zxx": "zxx",
}  # fmt: skip

#: Codes out of use that old records still carry, with the code that took their place.
RETIRED: dict[str, str] = {
    "scc": "srp", "scr": "hrv", "esp": "epo", "tar": "tat", "cro": "hrv", "mol": "rum",
    "tag": "tgl", "gae": "gla", "iri": "gle", "far": "fao", "eth": "gez", "taj": "tgk", "lap": "smi", "int": "ina",
}  # fmt: skip

#: ISO 639-2/T, where it differs: what people learn elsewhere.
_TERMINOLOGY: dict[str, str] = {
    "deu": "ger", "fra": "fre", "ces": "cze", "slk": "slo", "mkd": "mac", "ron": "rum", "ell": "gre", "nld": "dut",
    "isl": "ice", "cym": "wel", "sqi": "alb", "hye": "arm", "kat": "geo", "fas": "per", "zho": "chi", "bod": "tib",
}  # fmt: skip

_ALPHA3: dict[str, str] = {tag: code for code, tag in BCP47.items() if "-" not in tag}

_NAMES: dict[str, dict[str, str]] = {
    "mul": {"uk": "кілька мов", "ru": "несколько языков", "kk": "бірнеше тіл", "en": "Multiple languages"},
    "und": {"uk": "мову не визначено", "ru": "язык не определён", "kk": "тілі анықталмаған", "en": "Undetermined"},
    "zxx": {"uk": "без слів", "ru": "без слов", "kk": "сөзсіз", "en": "No linguistic content"},
    "rom": {"uk": "ромська", "ru": "цыганский", "kk": "сыған тілі", "en": "Romany"},
    "jct": {"uk": "кримчацька", "ru": "крымчакский", "kk": "қырымшақ тілі", "en": "Krymchak"},
    "chg": {"uk": "чагатайська", "ru": "чагатайский", "kk": "шағатай тілі", "en": "Chagatai"},
    "mns": {"uk": "мансійська", "ru": "мансийский", "kk": "манси тілі", "en": "Mansi"},
    "kca": {"uk": "хантийська", "ru": "хантыйский", "kk": "ханты тілі", "en": "Khanty"},
    "grc": {"uk": "давньогрецька", "ru": "древнегреческий", "kk": "ежелгі грек тілі", "en": "Ancient Greek"},
    "ota": {"uk": "османська", "ru": "османский", "kk": "осман түрік тілі", "en": "Ottoman Turkish"},
    "lbe": {"uk": "лакська", "ru": "лакский", "kk": "лак тілі", "en": "Lak"},
    "vep": {"uk": "вепська", "ru": "вепсский", "kk": "вепс тілі", "en": "Veps"},
    "alt": {"uk": "алтайська", "ru": "алтайский", "kk": "алтай тілі", "en": "Altai"},
    "bua": {"uk": "бурятська", "ru": "бурятский", "kk": "бурят тілі", "en": "Buriat"},
    "chm": {"uk": "марійська", "ru": "марийский", "kk": "мари тілі", "en": "Mari"},
    "crh": {"uk": "кримськотатарська", "ru": "крымскотатарский", "kk": "қырым татар тілі", "en": "Crimean Tatar"},
}


def bcp47(code: str) -> str:
    """The BCP 47 tag of a MARC code: `ukr` → `uk`. An unknown code of three letters is a valid tag itself; else ''."""
    code = code.strip().lower()
    code = RETIRED.get(code, code)
    if code in BCP47:
        return BCP47[code]
    if len(code) == 2 and code.isascii() and code.isalpha():
        return code
    return code if len(code) == 3 and code.isascii() and code.isalpha() else ""


def marc_code(tag: str) -> str:
    """The MARC code of a BCP 47 tag: `uk` → `ukr`, `kk-Cyrl` → `kaz`; '' when there is none."""
    base = tag.strip().lower().replace("_", "-").split("-")[0]
    return _ALPHA3.get(base, base if base in BCP47 else "")


@lru_cache(maxsize=4096)
def language_name(code: str, interface: str = "en") -> str:
    """Name of a document's language (MARC code or tag) for people who read `interface`; the code itself if unknown."""
    code = RETIRED.get(code.strip().lower(), code.strip().lower())
    special = _NAMES.get(code)
    if special:
        return special.get(interface, special["en"])
    tag = bcp47(code).split("-")[0]
    for locale in (interface, "en"):
        name = Locale.parse(locale).languages.get(tag) if tag else None
        if name:
            return str(name)
    return code


def code_named(said: str) -> str:
    """The MARC code of a language as people say it: a code or tag (`ukr`, `uk`, `deu`), a name in one of our four
    languages, its beginning («укр»), another of its forms («польською»). '' when it is no language known here."""
    said = _plain(said)
    names = _by_name()
    if len(said) < 2 or said in names:
        return names.get(said, "")
    # The beginning as it is, then without the letters that languages bend; the first of the table stands nearest.
    for start in (said, *(said[:end] for end in range(len(said) - 1, max(3, len(said) - 4), -1))):
        if found := next((code for name, code in names.items() if name.startswith(start) and len(name) > 3), ""):
            return found
    return ""


@lru_cache(maxsize=1)
def _by_name() -> dict[str, str]:
    names: dict[str, str] = {}
    for code, tag in BCP47.items():
        for name in (code, tag, *(language_name(code, interface) for interface in ("uk", "ru", "kk", "en"))):
            names.setdefault(_plain(name), code)
    for old, code in {**RETIRED, **_TERMINOLOGY}.items():
        names.setdefault(old, code)
    return names


def _plain(name: str) -> str:
    """In small letters, without the word «language», as «қазақ тілі» has it."""
    words = name.strip().lower().replace("ё", "е").replace("’", "'").split()
    return " ".join(word for word in words if word not in ("тілі", "мова", "язык", "language")) or name.strip().lower()


def codes() -> list[str]:
    """Every MARC code known here, in the order of the table: state languages and neighbours first."""
    return list(BCP47)
