"""Author marks by Khavkina's tables, shelf marks, and the order of books on shelves.

The table itself is data that a network loads (a menu file of its former system or its own): pairs of lines, the mark
and the letters it begins at, closed by `*****`, in CP1251 or UTF-8, in any order.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

#: Letters that a Russian table has no rows of and the ones they are filed as. A network may give its own.
FOLDS: Mapping[str, str] = {
    "Ё": "Е", "Й": "И",
    "І": "И", "Ї": "И", "Є": "Е", "Ґ": "Г",
    "Ә": "А", "Ғ": "Г", "Қ": "К", "Ң": "Н", "Ө": "О", "Ұ": "У", "Ү": "У", "Һ": "Х", "Ў": "У",
}  # fmt: skip

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZАӘБВГҐҒДЕЁЄЖЗИЙІЇКҚЛМНҢОӨПРСТУЎҰҮФХҺЦЧШЩЪЫЬЭЮЯ"
_ORDER = {letter: place for place, letter in enumerate(_ALPHABET)}
#: Letters that are read as digits when a number follows: a hyphen parts them.
_LIKE_DIGITS = "ЗОЧ"
_MARK = re.compile(r"^\s*(?P<letter>[^\W\d_])?[\s.-]*(?P<number>\d{2,3})\s*$")
_END = "*****"
_LATIN_ARTICLES = "the a an der die das ein eine le la les un une el los las il lo gli"
_ARTICLES = frozenset(_LATIN_ARTICLES.split())
_WORD = re.compile(r"\d+|[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a table by their first letter: the letters rows begin at, as places in the alphabet, and the numbers."""

    rows: Mapping[str, tuple[tuple[tuple[int, ...], ...], tuple[str, ...]]]
    #: Letters with rows of their own: they are not folded.
    letters: frozenset[str]
    folds: Mapping[str, str]

    def __len__(self) -> int:
        return sum(len(numbers) for _, numbers in self.rows.values())


def load_table(source: bytes | str, *, folds: Mapping[str, str] = FOLDS) -> Table:
    """Reads a table; raises ValueError, with the number of the line, for a pair that is none."""
    text = source if isinstance(source, str) else _decoded(source)
    lines = [line.strip().strip("\ufeff") for line in text.splitlines()]
    if _END in lines:
        lines = lines[: lines.index(_END)]
    lines = [line for line in lines if line]
    if len(lines) % 2:
        raise ValueError(f"line {len(lines)}: a mark without letters")
    read: dict[str, dict[tuple[int, ...], str]] = {}
    for number in range(0, len(lines), 2):
        mark, letters = lines[number], _upper(lines[number + 1])
        match = _MARK.match(mark)
        if not letters or letters[0] not in _ORDER:
            raise ValueError(f"line {number + 2}: no letters: {lines[number + 1]!r}")
        if match is None and not (mark.upper() == letters[0]):
            raise ValueError(f"line {number + 1}: no mark: {mark!r}")
        read.setdefault(letters[0], {})[_places(letters)] = match["number"] if match else ""
    if not read:
        raise ValueError("line 1: the table is empty")
    rows = {}
    for letter, found in read.items():
        ordered = sorted(found.items())
        rows[letter] = (tuple(places for places, _ in ordered), tuple(value for _, value in ordered))
    return Table(rows, frozenset(read), folds)


def author_mark(heading: str, table: Table, *, language: str = "ukr", title: bool = False) -> str:
    """The mark of a heading: «Ш 37» for «Шевченко, Тарас», «Ч-56» for «Чехов», «D55» for «Dickens».

    `title` tells that the heading is a title: articles are skipped then, and a number counts by its first spoken word
    in `language`. An empty string means that the table has no rows of the first letter.
    """
    word = _first_word(heading, language, title=title)
    if not word:
        return ""
    upper = "".join(c if c in table.letters else table.folds.get(c, c) for c in _upper(word))
    letter = upper[:1]
    if letter == "Ы":
        return "Ы"
    if letter not in table.rows:
        return ""
    starts, numbers = table.rows[letter]
    number = numbers[max(bisect_right(starts, _places(upper)) - 1, 0)]
    if not number:
        return letter
    if letter in _LIKE_DIGITS:
        return f"{letter}-{number}"
    return f"{letter}{number}" if letter.isascii() else f"{letter} {number}"


def shelf_mark(class_number: str, mark: str) -> str:
    """Class index and author mark on one line, as «84(4УКР) / Ш 37»; on a label they take a line each."""
    return " / ".join(part for part in (class_number.strip(), mark.strip()) if part)


def shelf_key(class_number: str, mark: str = "", title: str = "", year: int | None = None) -> tuple[object, ...]:
    """The place of a book on the shelves: class, then author mark, then title, then year."""
    return (_class_key(class_number), _mark_key(mark), _places(_upper(title), spaces=True), year or 0)


def _decoded(source: bytes) -> str:
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError:
        return source.decode("cp1251")


def _upper(text: str) -> str:
    return re.sub("['’ʼ`]", "", unicodedata.normalize("NFC", text)).upper()


def _places(upper: str, *, spaces: bool = False) -> tuple[int, ...]:
    """A word as places in the alphabet; a letter with marks counts as its bare one, anything else ends the word."""
    out = []
    for char in upper:
        place = _ORDER.get(char)
        if place is None:
            place = _ORDER.get(unicodedata.normalize("NFD", char)[0])
        if place is not None:
            out.append(place + 12)
        elif char.isdecimal():
            out.append(int(char) + 1)
        elif spaces and char == " ":
            out.append(0)
        elif not spaces:
            break
    return tuple(out)


def _first_word(heading: str, language: str, *, title: bool) -> str:
    words = _WORD.findall(unicodedata.normalize("NFC", heading))
    if title and len(words) > 1 and words[0].lower() in _ARTICLES:
        words = words[1:]
    if not words:
        return ""
    return _spoken(int(words[0]), language) if words[0].isdecimal() else words[0]


#: Names of numbers: 0–19, tens from 20, hundreds from 100; then «thousand» and the «two» that goes with thousands.
_NUMBERS: dict[str, tuple[str, str, str, str, str]] = {
    "ukr": (
        "нуль один два три чотири п’ять шість сім вісім дев’ять десять одинадцять дванадцять тринадцять чотирнадцять "
        "п’ятнадцять шістнадцять сімнадцять вісімнадцять дев’ятнадцять",
        "двадцять тридцять сорок п’ятдесят шістдесят сімдесят вісімдесят дев’яносто",
        "сто двісті триста чотириста п’ятсот шістсот сімсот вісімсот дев’ятсот",
        "тисяча", "дві",
    ),
    "rus": (
        "ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать "
        "пятнадцать шестнадцать семнадцать восемнадцать девятнадцать",
        "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто",
        "сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот",
        "тысяча", "две",
    ),
    "kaz": (
        "нөл бір екі үш төрт бес алты жеті сегіз тоғыз он он он он он он он он он он",
        "жиырма отыз қырық елу алпыс жетпіс сексен тоқсан",
        "жүз екі үш төрт бес алты жеті сегіз тоғыз",
        "мың", "екі",
    ),
    "eng": (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen",
        "twenty thirty forty fifty sixty seventy eighty ninety",
        "one two three four five six seven eight nine",
        "one", "two",
    ),
}  # fmt: skip


def _spoken(number: int, language: str) -> str:
    """The first word of a number as it is said; above 999 999 the number of millions is said first."""
    units, tens, hundreds, thousand, two = _NUMBERS.get(language, _NUMBERS["ukr"])
    while number >= 1_000_000:
        number //= 1000
    if number >= 1000:
        number //= 1000
        if number in (1, 2):
            return thousand if number == 1 else two
    if number >= 100:
        return hundreds.split()[number // 100 - 1]
    return units.split()[number] if number < 20 else tens.split()[number // 10 - 2]


#: Filing order of what follows a class number: 5+6, 5/6, 5, 5:3, 5=1, 5(4), 5"19", 5-1, then 51.
_SIGNS = {"+": 0, "/": 1, ":": 3, "=": 4, "(": 5, ")": 2, '"': 6, "-": 7, "'": 8, " ": 9}
_CLASS_END = 2


def _class_key(class_number: str) -> tuple[int, ...]:
    """A class of УДК or ББК in filing order: decimal, so that points do not count, simple before compound."""
    out: list[int] = []
    for char in class_number.strip().upper():
        if char.isdecimal():
            out.append(10 + int(char))
        elif char in _SIGNS:
            out.append(_SIGNS[char])
        elif char.isalpha():
            out.append(20 + ord(char))
    return (*out, _CLASS_END)


def _mark_key(mark: str) -> tuple[tuple[int, ...], int]:
    letters = re.sub(r"[\W\d_]", "", mark)
    digits = re.sub(r"\D", "", mark)
    return _places(_upper(letters)), int(digits.ljust(3, "0")[:3]) if digits else -1
