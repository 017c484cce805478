"""Character sets of MARC records: what a record claims, what it really holds, and how to read it.

The order of belief: the claim, if the bytes bear it out; strict UTF-8; then the eight-bit Cyrillic set under which the
text reads most like Ukrainian, Russian or Kazakh; then MARC-8 or ISO 5426, whose high bytes are lone diacritics.
"""

from __future__ import annotations

import re
from functools import cache

from pymarc.marc8 import MARC8ToUnicode

#: Codes of UNIMARC 100 $a/26–33, with the three that RUSMARC adds.
UNIMARC_SETS = {
    "01": "ascii", "02": "marc-8", "03": "iso5426", "04": "marc-8", "50": "utf-8",
    "79": "cp866", "89": "cp1251", "99": "koi8-r",
}  # fmt: skip
CYRILLIC = ("cp1251", "koi8-r", "koi8-u", "cp866", "kz1048")
ENCODINGS = ("utf-8", "marc-8", *CYRILLIC, "iso5426", "latin-1")
#: ISO 2022 escapes to the sets MARC-8 knows: Cyrillic (N, Q), Greek (S), Hebrew (2), Arabic (3, 4), East Asian (1).
ESCAPE = re.compile(rb"\x1b(?:[(,)\-]!?[BENQS234]|\$[,)\-]?1|[bgps])")
_HIGH = re.compile(rb"[\x80-\xff]+")
_PIECE = re.compile(rb"([\x1d\x1e\x1f])")
#: Valid many-byte UTF-8 sequences, to tell a damaged UTF-8 text from one that never was.
_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")

#: Frequency of letters per mille, Russian and Ukrainian taken together, Kazakh letters with what they have in Kazakh.
_LETTERS = dict(
    zip(
        "оаеинтрслвкмдпуязьыбгчйхжшюцщэфъёіїєґәғқңөұүһў",
        (100, 82, 75, 70, 62, 58, 48, 46, 42, 45, 38, 31, 30, 28, 27, 20, 17, 17, 14, 16, 16, 14, 11, 9,
         8, 8, 7, 6, 4, 3, 4, 1, 2, 25, 6, 5, 1, 9, 8, 12, 6, 7, 5, 6, 1, 2),
        strict=True,
    )
)  # fmt: skip


@cache
def _weights(encoding: str) -> tuple[bytes, list[float]]:
    """For each byte its class (l, u letters of ours; a ASCII letter; s separators; x alien) and its weight."""
    classes = bytearray(256)
    weights = [0.0] * 256
    for code in range(256):
        char = bytes([code]).decode(encoding, "replace")
        lower = char.lower()
        if code < 0x80:
            classes[code] = ord("a") if char.isalpha() else ord("s")
        elif lower in _LETTERS:
            classes[code] = ord("l") if char == lower else ord("u")
            weights[code] = (1.0 + _LETTERS[lower] / 50) * (1.0 if char == lower else 0.6)
        elif char in "«»„“”–—№’‘… \N{NO-BREAK SPACE}•·":
            classes[code] = ord("s")
        else:
            classes[code] = ord("x")
            weights[code] = -4.0
    return bytes(classes), weights


def score(data: bytes, encoding: str) -> float:
    """How much the high bytes read like our languages under a set, per high byte; about 2 is a natural text."""
    classes, weights = _weights(encoding)
    total = 0.0
    count = 0
    for code in range(0x80, 0x100):
        if here := data.count(code):
            total += weights[code] * here
            count += here
    if not count:
        return 0.0
    shape = data.translate(classes)
    # A capital after a small letter, or Latin glued to Cyrillic, is what a wrong table makes.
    total -= 3.0 * shape.count(b"lu") + 1.5 * (shape.count(b"al") + shape.count(b"la"))
    return total / count


def best_cyrillic(data: bytes) -> tuple[str, float]:
    """The eight-bit Cyrillic set that suits best, and its score."""
    best, best_score = "cp1251", float("-inf")
    for encoding in CYRILLIC:
        # A later, rarer set must be clearly better: the two KOI8 and CP1251 with KZ-1048 agree on Russian letters.
        value = score(data, encoding) - (0.02 if encoding in ("koi8-u", "kz1048") else 0.0)
        if value > best_score:
            best, best_score = encoding, value
    return best, best_score


def is_cyrillic_like(data: bytes) -> bool:
    """Whether high bytes come in runs, as words of an alphabet do, and not one by one as diacritics."""
    runs = _HIGH.findall(data)
    if not runs:
        return False
    high = sum(map(len, runs))
    return sum(len(run) for run in runs if len(run) > 1) * 2 > high


def claimed_by(leader: str, general_data: str, dialect: str) -> str:
    """The set a record says it is in: leader/09 of MARC 21, 100 $a/26–33 of UNIMARC; empty when it says nothing."""
    if dialect == "marc21":
        return {"a": "utf-8", " ": "marc-8"}.get(leader[9:10], "")
    if dialect in ("unimarc", "rusmarc"):
        sets = [UNIMARC_SETS.get(general_data[at : at + 2], "") for at in (26, 28, 30, 32)]
        special = [s for s in sets if s and s != "ascii"]
        return special[0] if special else "ascii" if "ascii" in sets else ""
    return ""


def detect(data: bytes, claimed: str = "", usual: str = "") -> str:
    """The set the bytes are really in. `usual` is the set of the file round them, `claimed` what the record says."""
    if ESCAPE.search(data):
        return "marc-8"
    if data.isascii():
        return "utf-8" if claimed in ("", "ascii") else claimed
    if _is_utf8(data):
        return "utf-8"
    runs = len(_UTF8.findall(data))
    lone = len(_HIGH.sub(b"", _UTF8.sub(b"", data))) - len(_UTF8.sub(b"", data))
    if runs > 3 * -lone:
        return "utf-8"
    if is_cyrillic_like(data):
        best, value = best_cyrillic(data)
        for trusted in (usual, claimed):
            # Short texts prove little: keep to the file's set, or the claim, unless another is clearly better.
            if trusted in CYRILLIC and score(data, trusted) >= value - (1.0 if trusted == usual else 0.3):
                return trusted
        return best
    for trusted in (usual, claimed):
        if trusted in ("marc-8", "iso5426") or (trusted in CYRILLIC and score(data, trusted) > 0.5):
            return trusted
    return "marc-8" if claimed in ("", "utf-8") and _is_ansel(data) else "latin-1" if claimed == "utf-8" else "iso5426"


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_ansel(data: bytes) -> bool:
    """Whether every high byte is one ANSEL defines and diacritics stand before a letter."""
    return not re.search(rb"[\x80-\xa0\xaf\xbb\xbf\xc9-\xdf\xff]|[\xe0-\xfe](?![A-Za-z\x80-\xff])", data)


def decode(data: bytes, encoding: str) -> tuple[str, bool]:
    """The text and whether all of it could be read; what could not stands as U+FFFD. Delimiters stay where they are."""
    if data.isascii() and (encoding != "marc-8" or b"\x1b" not in data):
        return data.decode("ascii"), True
    if encoding in ("marc-8", "iso5426"):
        one = _marc8 if encoding == "marc-8" else _iso5426
        # Every field and subfield starts anew in basic Latin, so the escapes are followed piece by piece.
        pieces = [one(piece) for piece in _PIECE.split(data)]
        return "".join(text for text, _ in pieces), all(whole for _, whole in pieces)
    try:
        return data.decode(encoding), True
    except UnicodeDecodeError:
        return data.decode(encoding, "replace"), False


def _marc8(piece: bytes) -> tuple[str, bool]:
    if piece.isascii() and b"\x1b" not in piece:
        return piece.decode("ascii"), True
    try:
        return MARC8ToUnicode(quiet=True).translate(piece), True
    except (ValueError, IndexError, TypeError, KeyError):
        return piece.decode("ascii", "replace"), False


#: ISO 5426: lone letters, and diacritics that stand before their letter.
_ISO5426 = {
    0xA1: "¡", 0xA2: "„", 0xA3: "£", 0xA4: "$", 0xA5: "¥", 0xA6: "†", 0xA7: "§", 0xA8: "′", 0xA9: "‘", 0xAA: "“",
    0xAB: "«", 0xAC: "♭", 0xAD: "©", 0xAE: "℗", 0xAF: "®", 0xB0: "ʿ", 0xB1: "ʾ", 0xB2: "‚", 0xB6: "‡", 0xB7: "·",
    0xB8: "″", 0xB9: "’", 0xBA: "”", 0xBB: "»", 0xBC: "♯", 0xBD: "ʹ", 0xBE: "ʺ", 0xBF: "¿", 0xE1: "Æ", 0xE2: "Đ",
    0xE6: "Ĳ", 0xE8: "Ł", 0xE9: "Ø", 0xEA: "Œ", 0xEC: "Þ", 0xF1: "æ", 0xF2: "đ", 0xF3: "ð", 0xF5: "ı", 0xF6: "ĳ",
    0xF8: "ł", 0xF9: "ø", 0xFA: "œ", 0xFB: "ß", 0xFC: "þ",
}  # fmt: skip
_ISO5426_MARKS = {
    0xC0: "\u0309", 0xC1: "\u0300", 0xC2: "\u0301", 0xC3: "\u0302", 0xC4: "\u0303", 0xC5: "\u0304", 0xC6: "\u0306",
    0xC7: "\u0307", 0xC8: "\u0308", 0xC9: "\u0308", 0xCA: "\u030a", 0xCB: "\u0315", 0xCC: "\u0312", 0xCD: "\u030b",
    0xCE: "\u031b", 0xCF: "\u030c", 0xD0: "\u0327", 0xD1: "\u031c", 0xD2: "\u0326", 0xD3: "\u0328", 0xD4: "\u0325",
    0xD5: "\u032e", 0xD6: "\u0323", 0xD7: "\u0324", 0xD8: "\u0332", 0xD9: "\u0333", 0xDA: "\u0329", 0xDB: "\u032d",
    0xDD: "\ufe20", 0xDE: "\ufe21",
}  # fmt: skip


def _iso5426(piece: bytes) -> tuple[str, bool]:
    if piece.isascii():
        return piece.decode("ascii"), True
    out: list[str] = []
    marks: list[str] = []
    whole = True
    for code in piece:
        if mark := _ISO5426_MARKS.get(code):
            marks.append(mark)
            continue
        char = chr(code) if code < 0x80 else _ISO5426.get(code, "\ufffd")
        whole = whole and char != "\ufffd"
        out.append(char + "".join(marks))
        marks.clear()
    return "".join(out + marks), whole
