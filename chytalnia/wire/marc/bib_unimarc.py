"""UNIMARC and RUSMARC bibliographic records into the internal model."""

from __future__ import annotations

import re
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
    NamedWork,
    Relation,
    Series,
    Subject,
    Text,
    Title,
)
from chytalnia.wire.isbn import normal_isbn, normal_issn

from . import codes, codings, pieces
from .bib_marc21 import holdings as shared_holdings
from .bib_marc21 import read_numbering
from .countries import country_from_iso
from .grouped import Grouped, value, values
from .text import age_of, both, nfc, strip_end, strip_isbd, year_of
from .unimarc_parts import agent_of, body_name, embedded, person_name

#: Codes of 100 $a/8: dates that mean a span.
_SPANS = "abgjfh"
_NOTES = (
    "300", "301", "302", "303", "304", "305", "306", "307", "308", "309", "310", "311", "312", "313", "314", "315",
    "316", "317", "321", "322", "323", "324", "325", "328", "334", "336", "337", "345",
)  # fmt: skip
_SUBJECT_KINDS = {
    "600": "person", "601": "body", "602": "person", "604": "title", "605": "title", "606": "topic", "607": "place",
    "608": "form",
}  # fmt: skip
_RELATIONS: tuple[tuple[Literal["before", "after"], str], ...] = (("before", "430"), ("after", "440"))
_PART_WORDS = re.compile(
    r"^\[?(?:вып|вип|т|том|кн|книга|ч|часть|частина|№|сб|бөлім|vol|bd|part|pt|t)\b[.\s]|^[\dIVX]+\.?$", re.IGNORECASE
)
_NON_SORTING = re.compile("^(?:\x98|\x88|¬)(.*?)(?:\x9c|\x89|¬)")


def to_bib(record: Record, *, coded: bool = True) -> Bib:
    """The record in the internal model; what a record lacks or breaks stays empty. `coded=False` leaves out `Bib.coded`."""
    by = Grouped(record)
    _pair(by)
    leader = f"{record.leader!s:<24}"
    general = value_raw(by.first("100"), "a")
    bib = Bib(
        control_number=by.control("001").strip(), changed=by.control("005").strip(),
        agency=by.control("003").strip() if not by.control("003").startswith("http") else "",
    )  # fmt: skip
    bib.agency = bib.agency or next((v for f in by.all("801") if (v := value(f, "b"))), "")
    bib.level, bib.kind = _level(leader, by), _kind(leader, by)
    _coded(bib, general, by)
    _title(bib, by)
    for field in by.all("700", "710", "720", "701", "711", "721", "702", "712", "722", "716"):
        if agent := agent_of(field, by):
            bib.agents.append(agent)
    _publication(bib, general, by)
    _physical(bib, by)
    _numbers(bib, by)
    _notes(bib, by)
    _subjects(bib, by)
    bib.host = _host(bib, by)
    bib.relations = [found for kind, tag in _RELATIONS for f in by.all(tag) if (found := _relation(kind, f))]
    bib.works = _works(bib, by)
    bib.coded = codings.read_unimarc(bib, by) if coded else None
    _set_title(bib)
    bib.links = [
        Link(nfc(url), value(f, "2") or value(f, "z"), value(f, "q"))
        for f in by.all("856") for url in f.get_subfields("u")
    ]  # fmt: skip
    bib.holdings = _holdings(by)
    return bib


def value_raw(field: Field | None, code: str) -> str:
    """A coded subfield, its blanks kept."""
    if field is None:
        return ""
    for own, said in field.subfields:
        if own == code:
            return said
    return ""


def _pair(by: Grouped) -> None:
    """Fields given in two scripts ($6 link, $7 script): the Latin one stands, the other is its original."""
    for tag, fields in list(by.items()):
        if not any(code == "6" for field in fields for code, _ in field.subfields):
            continue
        linked: dict[str, list[Field]] = {}
        for field in fields:
            if not field.control_field and (link := value(field, "6")):
                linked.setdefault(link[1:3], []).append(field)
        for group in linked.values():
            if len(group) != 2:
                continue
            latin = [f for f in group if value(f, "7").startswith("ba")]
            if len(latin) == 1:
                other = next(f for f in group if f is not latin[0])
                by.originals[id(latin[0])] = other
                by[tag] = [f for f in by[tag] if f is not other]


def _level(leader: str, by: Grouped) -> Level:
    level = {"a": "article", "c": "collection", "i": "integrating", "s": "serial"}.get(leader[7], "monograph")
    if level == "monograph" and (leader[8] == "1" or (leader[8] == "2" and "461" in by)):
        return "set" if leader[8] == "1" else "part"
    return level  # type: ignore[return-value]


def _kind(leader: str, by: Grouped) -> Kind:
    kind = codes.KIND_UNIMARC.get(leader[6], "book")
    if kind == "book":
        if leader[7] == "a":
            return "article"
        if leader[7] == "s":
            return "newspaper" if value_raw(by.first("110"), "a")[:1] == "c" else "serial"
        if value_raw(by.first("135"), "a")[1:2] in ("r", "o") or (not by.first("135") and "электрон" in _area0(by)):
            return "electronic"
    return "picture" if kind == "video" and value_raw(by.first("115"), "a")[:1] == "b" else kind


def _area0(by: Grouped) -> str:
    return " ".join(v.lower() for f in by.all("203") for v in values(f, "ac"))


def _coded(bib: Bib, general: str, by: Grouped) -> None:
    for field in by.all("101"):
        bib.languages += [v for s in values(field, "a") if (v := s.lower()[:3]).isalpha() and v not in bib.languages]
        bib.original_languages += [v for s in values(field, "c") if (v := s.lower()[:3]) not in bib.original_languages]
    bib.languages = [v for v in bib.languages if v not in ("und", "zxx")]
    bib.country = country_from_iso(value(by.first("102"), "a"))
    audience = next((c for c in general[17:20] if c in codes.AUDIENCE_UNIMARC), "")
    bib.audience = "g" if general[17:19] == "am" else codes.AUDIENCE_UNIMARC.get(audience, "")
    bib.literary_form = codes.FORM_UNIMARC.get(value_raw(by.first("105"), "a")[11:12], "")
    if bib.level in ("serial", "integrating"):
        frequency = value_raw(by.first("110"), "a")[1:2]
        bib.frequency = codes.FREQUENCY_UNIMARC.get(frequency, "") or value(by.first("326"), "a")


def _title(bib: Bib, by: Grouped) -> None:
    field = by.first("200")
    if field is not None:
        title = Title()
        proper = by.texts(field, "a")
        if proper and (match := _NON_SORTING.match(proper_raw := value_raw(field, "a"))):
            title.nonfiling = len(match[1])
            proper[0].value = strip_isbd(proper_raw.replace(match[0], match[1], 1))
        title.proper = joined(proper, " ; ") or Text()
        title.remainder = joined(by.texts(field, "e"), " : ")
        title.part_number = "; ".join(strip_end(v) for v in values(field, "h"))
        title.part_name = joined(by.texts(field, "i"), ". ")
        title.responsibility = joined(by.texts(field, "f") + by.texts(field, "g"), " ; ")
        bib.title = title
        bib.parallel_titles += by.texts(field, "d")
    bib.uniform_title = next((t for f in by.all("500") if (t := by.text(f, "a")) is not None), None)
    for field in by.all("510"):
        bib.parallel_titles += [t for t in _titles(field, by) if t not in bib.parallel_titles]
    for field in by.all("512", "513", "514", "515", "516", "517", "518", "532", "541"):
        bib.variant_titles += [t for t in _titles(field, by) if t not in bib.variant_titles]


_TITLE_PIECES = pieces.back(pieces.TITLE)


def _titles(field: Field, by: Grouped) -> list[Text]:
    """A title as another than the proper one, with what belongs to it among its pieces; several $a are as many titles."""
    texts = by.texts(field, "a")
    mark = codes.TITLES_FROM_UNIMARC.get(field.tag, "")
    if len(texts) != 1 or not (mark or any(s.code in "ehijn" for s in field.subfields)):
        return texts
    found = []
    for sub in field.subfields:
        if sub.code in _TITLE_PIECES and (said := nfc(sub.value)):
            found.append(("i" if sub.code == "n" and said.endswith(":") else _TITLE_PIECES[sub.code]) + said)
    # Behind the word that leads to it stands the title, as in MARC 21.
    found.sort(key=lambda piece: piece[0] != "i")
    names = [texts[0], *by.texts(field, "i")]
    text = joined(names, ". ") or texts[0]
    text.pieces = [*found, pieces.SECOND + mark] if mark else found
    return [text]


def joined(texts: list[Text], by: str) -> Text | None:
    if len(texts) < 2:
        return texts[0] if texts else None
    romanised = by.join(t.romanised or t.value for t in texts) if any(t.romanised for t in texts) else ""
    return Text(by.join(t.value for t in texts), romanised)


def _publication(bib: Bib, general: str, by: Grouped) -> None:
    field = by.first("210") or next((f for f in by.all("214") if (f.indicators or "  ")[1] in "0 "), by.first("214"))
    if field is not None:
        bib.places = by.texts(field, "a")
        bib.publishers = by.texts(field, "c")
        bib.date = strip_end(value(field, "d"))
    first, second = general[9:13], general[13:17]
    bib.year = int(first) if first.isdigit() and "0999" < first < "2100" else year_of(bib.date)
    if general[8:9] in _SPANS and second.isdigit() and second != "9999" and int(second):
        bib.year_to = int(second)
    if (field := by.first("205")) is not None:
        bib.edition = joined(by.texts(field, "a", end=False) + by.texts(field, "b"), ", ")
        responsible = joined(by.texts(field, "f"), " ; ")
        if bib.edition and responsible:
            bib.edition = joined([bib.edition, responsible], " / ")
    bib.numbering = "; ".join(v for f in by.all("207") for v in values(f, "a"))


def _physical(bib: Bib, by: Grouped) -> None:
    if (field := by.first("215")) is not None:
        bib.extent = "; ".join(v for s in values(field, "a") if (v := s.rstrip(" :;+,")))
        bib.illustrations = strip_isbd(value(field, "c"))
        bib.size = value(field, "d")
        bib.accompanying = strip_isbd(value(field, "e"))
    for field in by.all("225"):
        title = joined(by.texts(field, "a") + by.texts(field, "i"), ". ")
        if title is not None:
            bib.series.append(Series(title, strip_end(value(field, "v")), normal_issn(value(field, "x"))))
    if not bib.series:
        for field in by.all("410"):
            inner = embedded(field)
            title_field = inner.first("200")
            if words := value(title_field, "a"):
                issn = normal_issn(value(inner.first("011"), "a"))
                bib.series.append(Series(Text(strip_isbd(words)), strip_end(value(title_field, "v")), issn))


def _numbers(bib: Bib, by: Grouped) -> None:
    for field in by.all("010"):
        for sub in field.subfields:
            if sub.code in ("a", "z") and sub.value.strip():
                text = strip_isbd(sub.value)
                note = " ".join(values(field, "b")).strip("() ")
                bib.isbn.append(Identifier(text, normal_isbn(text), note, sub.code == "z"))
        bib.price = bib.price or value(field, "d")
        bib.print_run = bib.print_run or value(field, "9")
    for field in by.all("011"):
        for sub in field.subfields:
            if sub.code in ("a", "y", "z") and sub.value.strip():
                text = strip_isbd(sub.value)
                bib.issn.append(Identifier(text, normal_issn(text), "", sub.code != "a"))


def _notes(bib: Bib, by: Grouped) -> None:
    for field in by.all(*(tag for tag in _NOTES if tag in by)):
        if text := " ".join(values(field, "abcdefg")):
            bib.notes.append(text)
            bib.note_tags.append(codes.NOTES_FROM_UNIMARC.get(field.tag, "500"))
    bib.bibliography_note = " ".join(v for f in by.all("320") for v in values(f, "a"))
    bib.contents = [text for f in by.all("327") if (text := " ; ".join(values(f, "abcdefgh")))]
    bib.abstract = "\n".join(text for f in by.all("330") if (text := " ".join(values(f, "a"))))
    for field in by.all("333"):
        text = " ".join(values(field, "a"))
        if bib.age_mark is None and (age := age_of(text)) is not None:
            bib.age_mark = age
        elif text:
            bib.notes.append(text)
            bib.note_tags.append("521")
    bib.rights = " ".join(v for f in by.all("371") for v in values(f, "au"))


def _subjects(bib: Bib, by: Grouped) -> None:
    for tag, kind in _SUBJECT_KINDS.items():
        for field in by.get(tag, ()):
            if tag == "600":
                name = person_name(field)
                dates = value(field, "f").replace(" - ", "-").strip("() ")
                name = ", ".join(p for p in (name, *values(field, "c"), dates) if p)
                head = Text(name) if name else None
                if head and (pair := by.originals.get(id(field))) is not None:
                    head = Text(", ".join(p for p in (person_name(pair), *values(pair, "c"), dates) if p), name)
            elif tag == "601":
                head = Text(body_name(field)) if body_name(field) else None
            else:
                head = by.text(field, "a")
            parts: list[Text] = [] if head is None else [head]
            counts: dict[str, int] = {}
            under = ""
            for sub in field.subfields:
                at = counts.get(sub.code, 0)
                counts[sub.code] = at + 1
                if sub.code in "xyzj" and (text := by.text(field, sub.code, at)) is not None:
                    parts.append(text)
                    under += codes.SUBDIVISIONS[sub.code]
            if parts:
                here = "meeting" if tag == "601" and (field.indicators or "  ")[0] == "1" else kind
                bib.subjects.append(Subject(parts, here, value(field, "2"), under if head else under[1:]))  # type: ignore[arg-type]
    for field in by.all("610"):
        bib.keywords += [v for s in values(field, "a") if (v := strip_end(s)) and v not in bib.keywords]
    for tag, scheme in (("675", "udc"), ("676", "ddc"), ("680", "lcc"), ("686", "")):
        for field in by.get(tag, ()):
            source = value(field, "2")
            here = scheme or ("rubbk" if source.startswith("rubbk") else source)
            for number in values(field, "a"):
                item = value(field, "b") if here == "lcc" else ""
                if (found := Classification(here, number, item)) not in bib.classes:
                    bib.classes.append(found)


def _host(bib: Bib, by: Grouped) -> Host | None:
    within = [field for field in by.all("464") if not _is_contained(bib, field)]
    sets, parts = by.all("461", "462"), [*by.all("463", "481"), *within]
    if not sets and not parts:
        return None
    whole, piece = (embedded(f[0]) if f else None for f in (sets, parts))
    main = whole or piece
    if main is None:
        return None
    title_field = main.first("200")
    host = Host(title=Text(strip_isbd(value(title_field, "a"))))
    for part in (main, piece) if piece is not None and piece is not main else (main,):
        imprint_field = part.first("210")
        host.place = host.place or value(imprint_field, "a")
        host.publisher = host.publisher or value(imprint_field, "c")
        host.year = value(imprint_field, "d") or host.year
        host.issn = host.issn or normal_issn(value(part.first("011"), "a"))
        host.control_number = host.control_number or part.control("001").strip()
        host.author = host.author or ((found := part.first("700")) and person_name(found)) or ""
        own = " ".join(values(f, "ahv") if part is not main else values(f, "hv")) if (f := part.first("200")) else ""
        read_numbering(host, own)
        host.pages = host.pages or (value(part.first("215"), "a").lstrip("СсCc. ") if bib.level == "article" else "")
        if part is main and not host.volume and not host.issue and not host.pages:
            host.volume = strip_end(value(f, "v"))
    if host.year and len(host.year) > 4 and (year := year_of(host.year)):
        host.year = str(year)
    return host if host.title.value or host.control_number else None


def _is_contained(bib: Bib, field: Field) -> bool:
    """Whether 464 names a work inside this book; in the record of an article it may name the book."""
    return field.tag == "464" and bib.level not in ("article", "part")


def _works(bib: Bib, by: Grouped) -> list[NamedWork]:
    """Works named by author and title in linking fields; the author of none but them is known to be that."""
    works = []
    table = pieces.back(pieces.WORK)
    for field in by.all("464", "488"):
        inside = embedded(field)
        contained = _is_contained(bib, field)
        head, name = inside.first("500", "200") if contained else inside.first("500"), inside.first("700", "710")
        if head is None or (field.tag == "464" and not contained):
            continue
        author = agent_of(name) if name is not None else None
        text = joined([*by.texts(head, "a"), *by.texts(head, "h", end=True), *by.texts(head, "i", end=True)], ". ")
        if text is None:
            continue
        found = [table[s.code] + s.value.strip() for s in head.subfields if s.code in table and s.value.strip()]
        text.pieces = found if len(found) > 1 else None
        if author is not None:
            author.role, author.main, author.of_work = "ctb", False, True
            for agent in bib.agents:
                if agent.name == author.name and not agent.main and agent.role == "ctb" and not agent.more_roles:
                    agent.of_work = True
        works.append(NamedWork(text, author, contained))
    return works


def _relation(kind: Literal["before", "after"], field: Field) -> Relation | None:
    inside = embedded(field)
    title_field, number = inside.first("200"), inside.control("001").strip()
    latin, other = value(inside.first("500"), "a"), strip_isbd(value(title_field, "a"))
    relation = Relation(kind, both(latin, other), normal_issn(value(inside.first("011"), "a")), number)
    return relation if other or number or relation.issn else None


def _set_title(bib: Bib) -> None:
    """A volume without a title of its own («Вып. 13») is known by the title of its set."""
    title = bib.title
    if (
        bib.level == "article"
        or bib.host is None
        or not bib.host.title.value
        or not _PART_WORDS.match(title.proper.value)
    ):
        return
    title.part_number, title.proper = strip_end(title.proper.value), Text(bib.host.title.value)
    bib.level = "part"


def _holdings(by: Grouped) -> list[Holding]:
    out = []
    for field in by.all("899"):
        mark = value(field, "j") or " ".join(values(field, "hi"))
        out.append(
            Holding(
                library=value(field, "a"),
                place=" ".join(values(field, "bc")),
                shelf_mark=mark,
                author_mark=value(field, "i"),
                inventory_number=value(field, "p"),
                barcode=value(field, "w"),
                price=value(field, "k"),
                acquired=value(field, "n"),
                status=value(field, "s"),
                note=" ".join(values(field, "xz")),
            )
        )
    for field in by.all("995"):
        out.append(
            Holding(
                library=value(field, "b"),
                place=value(field, "e"),
                shelf_mark=value(field, "k"),
                barcode=value(field, "f"),
                inventory_number=value(field, "j"),
                price=value(field, "p"),
                acquired=value(field, "5"),
                status=value(field, "o"),
                note=value(field, "u"),
            )
        )
    return [h for h in out if h.to_dict()] + shared_holdings(by)
