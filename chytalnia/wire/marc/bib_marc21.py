"""MARC 21 bibliographic records into the internal model, original script from fields 880."""

from __future__ import annotations

import re
from copy import copy
from typing import Literal

from pymarc import Field, Record

from chytalnia.wire.bib import (
    Bib,
    Classification,
    Holding,
    Host,
    Identifier,
    Kind,
    Level,
    Link,
    Relation,
    Series,
    Subject,
    Text,
    Title,
)
from chytalnia.wire.isbn import normal_isbn, normal_issn

from . import codes, codings, pieces
from .countries import country_from_marc
from .grouped import Grouped, value, values
from .marc21_names import joined, read_names
from .text import age_of, nfc, strip_end, strip_isbd, year_of

_NOTES = (
    "500", "501", "502", "503", "507", "508", "511", "513", "515", "516", "518", "522", "525", "530", "533", "534",
    "535", "536", "538", "545", "546", "547", "550", "555", "556", "561", "563", "580", "581", "585", "586", "588",
)  # fmt: skip
_PRINT_RUN = re.compile(r"^(?:Тираж|Наклад|Таралымы|Print run|Tirazh)[\s:.–-]+(.*\d.*)$", re.IGNORECASE)
_COPIES = re.compile(r"^\d[\d ]*(?:экз|прим|дана|copies|$)")
_RELATIONS: tuple[tuple[Literal["before", "after"], str], ...] = (("before", "780"), ("after", "785"))
_SCHEMES = {"0": "lcsh", "1": "lcshac", "2": "mesh", "3": "nal", "5": "cash", "6": "rvm"}
_SUBJECT_KINDS = {
    "600": "person", "610": "body", "611": "meeting", "630": "title", "648": "time", "650": "topic", "651": "place",
    "655": "form",
}  # fmt: skip
_LINKAGE = re.compile(r"^(\w{3})-(\d{2})")
_BRACKETED = re.compile(r"^\s*([\dXxХх –-]{8,20})\s*\(([^)]*)\)?")


def to_bib(record: Record, *, coded: bool = True) -> Bib:
    """The record in the internal model; what a record lacks or breaks stays empty. `coded=False` leaves out `Bib.coded`."""
    by = Grouped(record)
    _pair(by)
    leader = f"{record.leader!s:<24}"
    fixed = by.control("008")
    bib = Bib(
        control_number=by.control("001").strip(), agency=by.control("003").strip() or value(by.first("040"), "a"),
        changed=by.control("005").strip(),
    )  # fmt: skip
    bib.level, bib.kind = _level(leader), _kind(leader, fixed, by)
    _coded(bib, fixed, by)
    _title(bib, by)
    read_names(bib, by)
    _publication(bib, fixed, by)
    _physical(bib, by)
    _numbers(bib, by)
    _notes(bib, by)
    _subjects(bib, by)
    bib.host = _host(by)
    bib.relations = [
        Relation(kind, by.text(f, "t", end=True) or by.text(f, "a", end=True) or Text(), normal_issn(value(f, "x")), value(f, "w"))
        for kind, tag in _RELATIONS for f in by.all(tag)
    ]  # fmt: skip
    bib.coded = codings.read_marc21(bib, fixed, leader, by) if coded else None
    bib.links = [
        Link(nfc(url), value(f, "y") or value(f, "3") or value(f, "z"), value(f, "q"))
        for f in by.all("856") for url in f.get_subfields("u")
    ]  # fmt: skip
    bib.holdings = holdings(by)
    return bib


def _pair(by: Grouped) -> None:
    """Lead each field to its 880; an 880 that belongs to no field stands as the field it names."""
    if "880" not in by:
        return
    pairs: dict[str, Field] = {}
    for field in list(by["880"]):
        if match := _LINKAGE.match(value(field, "6")):
            if match[2] == "00" and match[1] != "880":
                by.setdefault(match[1], []).append(_standing_for(field, match[1]))
            else:
                pairs[match[1] + match[2]] = field
    used = set()
    for tag, fields in by.items():
        for field in fields:
            if tag != "880" and (match := _LINKAGE.match(value(field, "6"))) and (pair := pairs.get(tag + match[2])):
                by.originals[id(field)] = pair
                used.add(tag + match[2])
    for link, field in pairs.items():
        if link not in used and link[:3] != "880":
            by.setdefault(link[:3], []).append(_standing_for(field, link[:3]))


def _standing_for(field: Field, tag: str) -> Field:
    """An 880 whose field the record does not have, as that field."""
    field = copy(field)
    field.tag = tag
    return field


def _level(leader: str) -> Level:
    level = codes.LEVEL_MARC21.get(leader[7], "monograph")
    if level == "monograph":
        return {"a": "set", "b": "part", "c": "part"}.get(leader[19], "monograph")  # type: ignore[return-value]
    return level


def _kind(leader: str, fixed: str, by: Grouped) -> Kind:
    kind = codes.KIND_MARC21.get(leader[6], "book")
    if kind == "book":
        if leader[7] in "ab":
            return "article"
        if leader[7] == "s":
            return "newspaper" if fixed[21:22] == "n" else "serial"
    form = fixed[29:30] if kind in ("map", "video", "picture", "object") else fixed[23:24]
    if form in ("o", "q") or (form == "s" and kind == "book"):
        return "electronic" if kind in ("book", "kit", "mixed") else kind
    if kind == "video" and by.control("007")[:1] == "k":
        return "picture"
    return kind


def _coded(bib: Bib, fixed: str, by: Grouped) -> None:
    languages = [fixed[35:38]]
    for field in by.all("041"):
        for sub in field.subfields:
            if sub.code == "a":
                languages += _codes(sub.value)
            elif sub.code == "h":
                bib.original_languages += [c for c in _codes(sub.value) if c not in bib.original_languages]
    known = [c for c in dict.fromkeys(languages) if c.isalpha() and c.isascii() and c not in ("und", "zxx", "mul")]
    bib.languages = known or [c for c in languages[:1] if c in ("mul", "zxx")]
    bib.country = country_from_marc(fixed[15:18])
    if bib.kind in ("book", "electronic", "article", "manuscript") and bib.level not in ("serial", "integrating"):
        bib.literary_form = fixed[33:34] if fixed[33:34] in codes.FORM_MARC21 else ""
    if fixed[22:23] in codes.AUDIENCE_MARC21 and bib.kind not in ("serial", "newspaper", "map"):
        bib.audience = fixed[22:23]
    if bib.level in ("serial", "integrating"):
        coded = fixed[18:19] in codes.FREQUENCY_MARC21
        bib.frequency = fixed[18:19] if coded else strip_end(value(by.first("310"), "a"))


def _codes(text: str) -> list[str]:
    """Language codes, which older records wrote one after another in one subfield."""
    text = text.strip().lower()
    return [text[i : i + 3] for i in range(0, len(text) - 2, 3)] if len(text) % 3 == 0 else [text[:3]]


def _title(bib: Bib, by: Grouped) -> None:
    field = by.first("245")
    if field is not None:
        title = Title()
        raw = next((s.value for s in field.subfields if s.code == "a"), "")
        last = "c" not in field
        parted = "n" in field or "p" in field
        proper = by.text(field, "a", end="b" not in field and (last or parted))
        if proper is None and "k" in field:
            proper = by.text(field, "k")
        title.proper = proper or by.text(field, "p") or Text()
        remainders = by.texts(field, "b", end=last or parted)
        if remainders and raw.rstrip().endswith("="):
            parallel, title.remainder = _split_parallel(remainders[0])
            bib.parallel_titles.append(parallel)
        elif remainders:
            title.remainder = joined(remainders, " : ")
        title.part_number = "; ".join(strip_end(v) for v in values(field, "n"))
        names = by.texts(field, "p", end=True)
        title.part_name = joined(names, ". ") if names and proper is not None else None
        title.responsibility = by.text(field, "c", end=True)
        title.nonfiling = int(second) if (second := (field.indicators or "  ")[1]).isdigit() else 0
        bib.title = title
    if (field := by.first("240", "130")) is not None:
        bib.uniform_title = joined(by.texts(field, "a", end=True) + by.texts(field, "p", end=True), ". ")
    for field in by.all("246", "740", "247"):
        text = joined(by.texts(field, "a", end=True) + by.texts(field, "p", end=True), ". ")
        if text is None:
            continue
        mark = (field.indicators or "  ")[1]
        target = bib.parallel_titles if field.tag == "246" and mark == "1" else bib.variant_titles
        known = mark in codes.TITLES_TO_UNIMARC
        if field.tag == "246" and (known or any(s.code in "binfg" for s in field.subfields)):
            text.pieces = pieces.of(field, "abfginp") + [pieces.SECOND + mark] * known
        if text not in target and text not in bib.parallel_titles:
            target.append(text)


def _split_parallel(text: Text) -> tuple[Text, Text | None]:
    value_, _, rest = text.value.partition(" : ")
    romanised, _, rest_romanised = text.romanised.partition(" : ")
    return Text(value_.strip(), romanised.strip()), Text(rest.strip(), rest_romanised.strip()) if rest else None


def _publication(bib: Bib, fixed: str, by: Grouped) -> None:
    fields = [f for f in by.all("264") if (f.indicators or "  ")[1] == "1"] or by.all("260") or by.all("264")[:1]
    for field in fields[:1]:
        bib.places = [t for t in by.texts(field, "a") if t.value]
        bib.publishers = [t for t in by.texts(field, "b") if t.value]
        bib.date = strip_end(value(field, "c"))
        # Slips of the hand are in the records of great libraries too: the year in a second $b.
        if not bib.date and len(bib.publishers) > 1 and re.fullmatch(r"\[?[0-9]{4}\]?\.?", bib.publishers[-1].value):
            bib.date = strip_end(bib.publishers.pop().value)
    if not bib.date and (copyright_ := [f for f in by.all("264") if (f.indicators or "  ")[1] == "4"]):
        bib.date = strip_end(value(copyright_[0], "c"))
    first, second = fixed[7:11], fixed[11:15]
    bib.year = int(first) if first.isdigit() and "0999" < first < "2100" else year_of(bib.date)
    if fixed[6:7] in tuple("mdqcuik") and second.isdigit() and second != "9999" and int(second):
        bib.year_to = int(second)
    if (edition := by.first("250")) is not None:
        bib.edition = joined(by.texts(edition, "a") + by.texts(edition, "b"), " / ")
    bib.numbering = "; ".join(strip_end(v) for f in by.all("362") for v in values(f, "a"))


def _physical(bib: Bib, by: Grouped) -> None:
    if (field := by.first("300")) is not None:
        bib.extent = "; ".join(v for s in values(field, "a") if (v := s.rstrip(" :;+,")))
        bib.illustrations = strip_isbd(value(field, "b")).rstrip(" +")
        bib.size = value(field, "c").rstrip(" +:;,")
        bib.accompanying = strip_isbd(value(field, "e"))
    for field in by.all("490", "440") or by.all("830"):
        title = by.text(field, "a", end=True)
        if title is not None:
            parts = by.texts(field, "n", end=True) + by.texts(field, "p", end=True) if field.tag != "490" else []
            number = strip_end(value(field, "v"))
            series = Series(joined([title, *parts], ". ") or title, number, normal_issn(value(field, "x")))
            if series not in bib.series:
                bib.series.append(series)


def _numbers(bib: Bib, by: Grouped) -> None:
    for field in by.all("020"):
        note = " ".join(v.strip("() ;:") for v in values(field, "q"))
        for sub in field.subfields:
            if sub.code in ("a", "z") and sub.value.strip():
                text, more = strip_isbd(sub.value), note
                if not note and (match := _BRACKETED.match(text)):
                    text, more = match[1].strip(), match[2].strip()
                bib.isbn.append(Identifier(text, normal_isbn(text), more, sub.code == "z"))
        bib.price = bib.price or strip_isbd(value(field, "c"))
        if not bib.print_run and _COPIES.match(run := value(field, "9")):
            bib.print_run = run
    for field in by.all("022"):
        for sub in field.subfields:
            if sub.code in ("a", "y", "z") and sub.value.strip():
                text = strip_isbd(sub.value)
                bib.issn.append(Identifier(text, normal_issn(text), "", sub.code != "a"))


def _notes(bib: Bib, by: Grouped) -> None:
    for field in by.all(*(tag for tag in _NOTES if tag in by)):
        text = " ".join(values(field, "abcdefgnop3"))
        if not bib.print_run and (match := _PRINT_RUN.match(text)):
            bib.print_run = match[1].strip()
        elif text:
            bib.notes.append(text)
            bib.note_tags.append(field.tag)
    bib.bibliography_note = " ".join(v for f in by.all("504") for v in values(f, "a"))
    for field in by.all("505"):
        if text := " ".join(values(field, "agrtu")):
            bib.contents.append(text)
    bib.abstract = "\n".join(text for f in by.all("520") if (text := " ".join(values(f, "ab"))))
    for field in by.all("521"):
        text = " ".join(values(field, "a"))
        if bib.age_mark is None and (age := age_of(text)) is not None:
            bib.age_mark = age
        elif text:
            bib.notes.append(text)
            bib.note_tags.append("521")
    bib.rights = " ".join(v for f in by.all("540") for v in values(f, "au"))


def _subjects(bib: Bib, by: Grouped) -> None:
    for tag, kind in _SUBJECT_KINDS.items():
        for field in by.get(tag, ()):
            scheme = _SCHEMES.get((field.indicators or "  ")[1]) or value(field, "2")
            if subject := _subject(field, kind, scheme, by):
                bib.subjects.append(subject)
    for field in by.all("653"):
        bib.keywords += [v for s in values(field, "a") if (v := strip_end(s)) and v not in bib.keywords]
    for tag, scheme in (("080", "udc"), ("082", "ddc"), ("050", "lcc"), ("084", "")):
        for field in by.get(tag, ()):
            here = scheme or _class_scheme(value(field, "2"))
            for number in values(field, "a"):
                found = Classification(here, number.replace("/", "") if here == "ddc" else number)
                found.item = value(field, "b") if here == "lcc" else ""
                if found not in bib.classes:
                    bib.classes.append(found)


def _class_scheme(source: str) -> str:
    return "rubbk" if source.startswith("rubbk") else source


def _subject(field: Field, kind: str, scheme: str, by: Grouped) -> Subject | None:
    parts: list[Text] = []
    head: list[Text] = []
    under = ""
    counts: dict[str, int] = {}
    for sub in field.subfields:
        at = counts.get(sub.code, 0)
        counts[sub.code] = at + 1
        if sub.code in "vxyz":
            text = by.text(field, sub.code, at, end=True)
            if text is not None:
                parts.append(text)
                under += sub.code
        elif sub.code in "abcdgnpqt" and (text := by.text(field, sub.code, at, end=True)) is not None:
            head.append(text)
    if not head:
        return None
    separator = {"person": ", ", "title": ". ", "body": ". "}.get(kind, " ")
    first = joined(head, separator)
    return Subject([first, *parts] if first else parts, kind, scheme, under)  # type: ignore[arg-type]


_PAGES = re.compile(r"(?:[СсCcPp]{1,2}\.|pages?|стор\.|б\.)\s*([\d\[][\d\s,\[\]–—-]*)")
_ISSUE = re.compile(r"(?:№|No\.?|no\.?|[Вв]ып\.|[Вв]ип\.|issue)\s*([\w/.-]+)")
_VOLUME = re.compile(r"(?:[ТтT]\.|[Vv]ol\.|[ЧчCh]\.|Bd\.)\s*([\w/-]+)")


def _host(by: Grouped) -> Host | None:
    field = by.first("773")
    if field is None:
        return None
    host = Host(title=by.text(field, "t", end=True) or Text(), author=strip_end(value(field, "a")))
    related = " ".join(values(field, "g"))
    host.place, host.publisher, host.year = imprint(value(field, "d"))
    read_numbering(host, related)
    host.issn = normal_issn(value(field, "x"))
    host.control_number = value(field, "w")
    return host if host.title.value or host.control_number else None


def read_numbering(host: Host, text: str) -> None:
    """Volume, issue, pages and year from a text such as «Т. 3, № 4 (2019), с. 12–18»."""
    for pattern, name in ((_PAGES, "pages"), (_ISSUE, "issue"), (_VOLUME, "volume")):
        if match := pattern.search(text):
            setattr(host, name, match[1].strip(" ,."))
    if not host.year and (year := year_of(text)):
        host.year = str(year)


def imprint(text: str) -> tuple[str, str, str]:
    """Place, publisher and year of a text such as «Київ : Дніпро, 2014»."""
    year = str(year_of(text) or "")
    place, _, rest = text.partition(" : ")
    if not rest:
        place, _, rest = text.partition(", ") if year else (text, "", "")
    publisher = re.sub(r"[,\s]*[\[©c]*\d{4}.*$", "", rest).strip(" ,:")
    return re.sub(r"[,\s]*\d{4}.*$", "", place).strip(" ,:"), publisher, year


def holdings(by: Grouped) -> list[Holding]:
    """Copies from 852, and from 952 as several library systems keep them in either dialect."""
    out = []
    for field in by.all("852"):
        mark = value(field, "j") or " ".join(values(field, "hi"))
        out.append(
            Holding(
                library=value(field, "a"),
                place=" ".join(values(field, "bc")),
                shelf_mark=mark,
                author_mark=value(field, "i"),
                barcode=value(field, "p"),
                inventory_number=value(field, "t"),
                note=" ".join(values(field, "xz")),
            )
        )
    for field in by.all("952"):
        out.append(
            Holding(
                library=value(field, "a") or value(field, "b"),
                place=value(field, "c"),
                shelf_mark=value(field, "o"),
                author_mark=value(field, "k"),
                inventory_number=value(field, "i"),
                barcode=value(field, "p"),
                price=value(field, "g"),
                acquired=value(field, "d"),
                status=value(field, "7"),
                note=value(field, "z"),
            )
        )
    return [h for h in out if h.to_dict()]
