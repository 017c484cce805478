"""What follows from a record alone: columns for lists, keys for works and duplicates, headings. No database here.

Everything that decides identity is compared by a *skeleton*: letters without case, marks and script, in which a
Cyrillic title and its ALA-LC romanisation look the same («Кобзар» and «Kobzar», «Толстой» and «Tolstoĭ»).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from typing import Any

from chytalnia.catalogue import dimensions
from chytalnia.wire.bib import Agent, Bib, Text

_MARKS = re.compile(r"[\u0300-\u036f\ufe20-\ufe2f'’ʼ`´ʹʺ′″\u02bb\u02bc]+")
_GAPS = re.compile(r"[\W_]+")
#: Punctuation of the description, which a text in a column does without; the stop after an initial stays.
_ENDS = " /:;,=."
_INITIAL = re.compile(r"\b\w\.$")
_DIGITS = re.compile(r"\d+")
_YEAR = re.compile(r"\d{4}")
_PAGES = re.compile(r"(\d{2,4})\s*(?:\[\d+\]\s*)?,?\s*(?:\[\d+\])?\s*(?:p\b|pages|s\b|с\b|стор|б\b|бет)", re.IGNORECASE)

# One way only, and on purpose coarse: и, і, ї, й, ы, y are one letter, so are г, ґ, g, h – the spellings of one name
# in Ukrainian, Russian and romanised records differ just there.
_LATIN = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "ie", "ж": "zh",
        "з": "z", "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o",
        "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch",
        "ш": "sh", "щ": "shch", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia", "ә": "a", "ғ": "gh",
        "қ": "q", "ң": "ng", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "ђ": "d", "ј": "j", "љ": "lj", "њ": "nj",
        "ћ": "c", "џ": "dz", "ѣ": "ie", "ѳ": "f", "ѵ": "i", "ѫ": "u", "đ": "d", "ł": "l", "ı": "i", "æ": "ae",
        "ø": "o", "œ": "oe", "ß": "ss",
    }
)  # fmt: skip
_H = re.compile(r"(?<![ckstzg])h")

#: Uniform titles that name a shape, not a work.
COLLECTIVE = frozenset(
    (
        "works", "selections", "poems", "correspondence", "essays", "novels", "plays", "poetry", "prose works", "speeches",
        "sketches", "short stories", "laws etc", "treaties etc", "songs", "letters", "choral works", "piano music", "music",
        "instrumental music", "сочинения", "избранное", "произведения", "избранные произведения", "твори", "вибране",
        "вибрані твори", "шығармалары", "таңдамалы",
    )
)  # fmt: skip


def fold(text: str) -> str:
    """Without case, marks, apostrophes and punctuation; the script stays."""
    return _GAPS.sub(" ", _MARKS.sub("", unicodedata.normalize("NFKD", text))).strip().casefold()


@lru_cache(maxsize=50_000)
def skeleton(text: str) -> str:
    """The letters of a text by which two spellings or scripts of it are compared."""
    return _H.sub("g", fold(text).translate(_LATIN)).replace("y", "i").replace("iie", "ie").replace("ii", "i")


def clean(text: str, limit: int) -> str:
    """A text for a column: single spaces, no punctuation of the description at the end, cut to the column."""
    text = " ".join(text.replace("\x00", "").split())
    if text[-1:] in _ENDS and not text.endswith("..."):
        text = text.rstrip(" /:;,=" if _INITIAL.search(text) else _ENDS)
    return text[:limit]


def content_hash(raw: bytes) -> str:
    return hashlib.blake2b(raw, digest_size=16).hexdigest()


def _short(key: str, limit: int) -> str:
    if len(key) <= limit:
        return key
    return f"{key[: limit - 17]}#{hashlib.blake2b(key.encode(), digest_size=8).hexdigest()}"


def identity(owner_code: str, bib: Bib) -> str:
    """Which record of which library: by its numbers, else by what it says, so that the same file finds it again."""
    if bib.control_number.strip():
        return _short(f"{owner_code}|{bib.agency.strip()}|{bib.control_number.strip()}", 200)
    essence = "|".join(
        [
            title_of(bib), bib.title.part_number, str(bib.title.part_name or ""), bib.date,
            *(agent.name.value for agent in bib.creators), bib.extent, *(i.normal or i.value for i in bib.isbn + bib.issn),
            bib.host.title.value if bib.host else "", bib.host.issue if bib.host else "",
            bib.host.pages if bib.host else "", bib.numbering, *(p.value for p in bib.publishers), str(bib.edition or ""),
        ]
    )  # fmt: skip
    return f"{owner_code}|~{hashlib.blake2b(essence.encode(), digest_size=16).hexdigest()}"


def title_of(bib: Bib) -> str:
    """Title proper with its other title information and part, as lists show it."""
    title = bib.title
    text = clean(title.proper.value or title.proper.romanised, 400)
    if title.remainder and title.remainder.value:
        text += " : " + clean(title.remainder.value, 300)
    part = ". ".join(filter(None, [clean(title.part_number, 80), clean(str(title.part_name or ""), 200)]))
    return f"{text}. {part}" if part else text


def texts(thing: Any) -> Iterator[Text]:
    """Every `Text` of a record, wherever it stands."""
    if isinstance(thing, Text):
        yield thing
    elif isinstance(thing, list):
        for one in thing:
            yield from texts(one)
    elif is_dataclass(thing):
        for f in fields(thing):
            yield from texts(getattr(thing, f.name))


def main_agent(bib: Bib) -> Agent | None:
    return next(iter(bib.creators), None)


def filing(title: str) -> str:
    """What lists of titles are sorted by."""
    return title.lstrip(" «»\"'“”„[(…—–-").casefold()[:120]


def columns(bib: Bib) -> dict[str, Any]:
    """The columns of `Record` that are read from the model."""
    agent = main_agent(bib)
    proper = bib.title.proper
    filed = proper.value or proper.romanised
    if bib.title.nonfiling and not proper.derived:
        filed = filed[bib.title.nonfiling :]
    isbn = next((i.normal for i in bib.isbn if i.normal and not i.wrong), "")
    issn = next((i.normal for i in bib.issn if i.normal and not i.wrong), "")
    return {
        "agency": bib.agency.strip()[:40],
        "control_number": bib.control_number.strip()[:80],
        "source_date": bib.changed[:20],
        "title": title_of(bib)[:500],
        "title_romanised": clean(proper.romanised, 500),
        "sort_title": filing(filed),
        "author": clean((agent.name.value or agent.name.romanised) if agent else "", 300),
        "publisher": clean(bib.publishers[0].value, 300) if bib.publishers else "",
        "place": clean(bib.places[0].value, 200) if bib.places else "",
        "edition": clean(bib.edition.value, 200) if bib.edition else "",
        "year": bib.year if bib.year is not None and 0 < bib.year < 3000 else None,
        "year_to": bib.year_to if bib.year_to is not None and 0 < bib.year_to < 3000 else None,
        "languages": " ".join(bib.languages)[:60],
        "country": bib.country[:4],
        "level": bib.level,
        "kind": bib.kind,
        "isbn": isbn[:20],
        "issn": issn[:20],
        "extent": clean(bib.extent, 200),
        "age_mark": bib.age_mark,
        "has_links": bool(bib.links),
        "derived_script": proper.derived,
    }


def name_skeleton(name: str) -> str:
    """Surname and first initial: what «Шевченко, Т. Г.» and «Shevchenko, Taras» have in common."""
    surname, _, given = name.partition(",")
    given_key = skeleton(given)
    return f"{skeleton(surname)} {given_key[:1]}".strip()


def author_key(bib: Bib) -> str:
    agent = main_agent(bib)
    if agent is None:
        return ""
    name = agent.name.value or agent.name.romanised
    return (name_skeleton(name) if agent.kind == "person" else skeleton(name))[:120]


def work_key(bib: Bib, fallback: str) -> str:
    """The key under which editions meet. Conservative: when in doubt two keys, for joining by hand is easy.

    With an author: author and uniform title, else title proper with parts and the numbers of its remainder (a textbook for
    form 5 is not the one for form 6). Without: whole title and whoever made or published it. Articles stay with their
    source. `fallback` stands where a record says nothing by which it could be known.
    """
    title = bib.title
    main = skeleton(title.proper.value or title.proper.romanised)
    uniform = skeleton(_uniform(bib))
    part = skeleton(f"{title.part_number} {title.part_name or ''}")
    who = author_key(bib)
    if not main and not uniform:
        return f"?{fallback}"[:200]
    if bib.level in ("serial", "integrating"):
        tail = next((i.normal for i in bib.issn if i.normal), "") or _first(bib.places)
        return _short(f"s|{main}|{part}|{tail}|{who}", 200)
    if bib.level in ("article", "part") and bib.host is not None:
        host = skeleton(bib.host.title.value or bib.host.title.romanised)
        return _short(f"a|{who}|{main}|{host}|{bib.host.year or bib.year or ''}{bib.host.issue}", 200)
    remainder = title.remainder.value if title.remainder else ""
    if who:
        # Bodies issue many things under one short title: there the whole of it decides.
        person = (agent := main_agent(bib)) is not None and agent.kind == "person"
        further = " ".join(_DIGITS.findall(remainder)) if person else skeleton(remainder)
        what = uniform or f"{main} {further}".strip()
        return _short(f"w|{who}|{what}|{part}", 200)
    if uniform:
        return _short(f"u|{uniform}|{part}", 200)
    maker = next((name_skeleton(a.name.value or a.name.romanised) for a in bib.agents), "") or _first(bib.publishers)
    if not maker:
        return f"?{fallback}"[:200]
    return _short(f"t|{main} {skeleton(remainder)}|{part}|{maker}", 200)


def _uniform(bib: Bib) -> str:
    if bib.uniform_title is None:
        return ""
    text = bib.uniform_title.value or bib.uniform_title.romanised
    # The tables turn even «Poems» back to some Cyrillic: what the cataloguer wrote decides whether it is a shape.
    written = bib.uniform_title.romanised or text
    return "" if {fold(written), fold(written.split(".")[0])} & COLLECTIVE else text


def _first(texts: list[Text]) -> str:
    return skeleton(texts[0].value or texts[0].romanised) if texts else ""


def likeness_key(bib: Bib) -> str:
    """A rough fingerprint: records that share it are worth comparing."""
    main = skeleton(bib.title.proper.value or bib.title.proper.romanised).replace(" ", "")
    if len(main) < 4 or bib.year is None:
        return ""
    return f"{author_key(bib)[:8]}|{main[:20]}|{bib.year}"[:60]


def keys(bib: Bib) -> list[tuple[str, str]]:
    """(kind, value) pairs for `RecordKey`."""
    found = {("isbn", i.normal) for i in bib.isbn if i.normal and not i.wrong}
    found |= {("issn", i.normal) for i in bib.issn if i.normal and not i.wrong}
    if like := likeness_key(bib):
        found.add(("like", like))
    return sorted(found)


def pages(extent: str) -> int | None:
    """The largest count of pages that the extent names: «xii, 718, [1] с.» → 718."""
    numbers = [int(n) for n in _DIGITS.findall(extent) if 9 < int(n) < 10_000]
    return max(numbers, default=None)


@dataclass(frozen=True, slots=True)
class HeadingOf:
    """A heading of a record on its way to `Authority`."""

    kind: str
    key: str
    heading: str
    romanised: str
    dates: str
    role: str


def headings(bib: Bib) -> list[HeadingOf]:
    """Names and subjects of a record, each once by key and role."""
    found: dict[tuple[str, str, str], HeadingOf] = {}

    def add(kind: str, text: Text, dates: str, role: str) -> None:
        heading = clean(text.value or text.romanised, 500)
        key = _short(f"{skeleton(heading)} {''.join(_YEAR.findall(dates)[:1])}".strip(), 200)
        if key and (kind, key, role) not in found:
            found[kind, key, role] = HeadingOf(kind, key, heading, clean(text.romanised, 500), clean(dates, 60), role)

    for agent in bib.agents:
        add(agent.kind, agent.name, agent.dates, agent.role[:4] or "aut")
    for subject in bib.subjects:
        if subject.parts:
            parts = subject.parts
            whole = Text(
                " – ".join(clean(p.value or p.romanised, 200) for p in parts),
                " – ".join(clean(p.romanised, 200) for p in parts if p.romanised),
            )
            add(subject.kind, whole, "", "sub")
    return list(found.values())


#: Latin letters that are letters of their own, not another letter with a mark.
_NO_MARKS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i", "ŋ": "ng"}
)


def slug(title: str) -> str:
    """The end of a work's address: Latin letters, so that a copied link stays readable: «Лісова пісня» → `lisova-pisnia`.

    Of no title in a script known here nothing is left, and the address does without.
    """
    latin = title.lower().translate(_NO_MARKS)
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in skeleton(latin)).split()
    out = ""
    for word in words:
        if len(out) + len(word) > 60:
            break
        out = f"{out}-{word}" if out else word
    return out


def field_of_knowledge(bib: Bib) -> str:
    """The main class that colours a drawn cover: a digit of the UDC, «c» for children's books, '' when nothing tells."""
    if dimensions.audience(bib) == "children":
        return "c"
    found = dimensions.knowledge(bib)
    return "8" if found == "fiction" else found
