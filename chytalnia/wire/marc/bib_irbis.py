"""Records of IRBIS64 into the internal model: close to RUSMARC in its tags, its own in codes and holdings."""

from __future__ import annotations

from pymarc import Field, Record

from chytalnia.wire.bib import (
    Agent,
    Bib,
    Classification,
    Holding,
    Host,
    Identifier,
    Kind,
    Level,
    Link,
    Series,
    Subject,
    Text,
    Title,
)
from chytalnia.wire.isbn import normal_isbn, normal_issn

from .bib_unimarc import _PART_WORDS
from .grouped import Grouped
from .irbis import LEAD
from .text import age_of, initials_of, nfc, relator, strip_end, strip_isbd, year_of

_WORKSHEETS: dict[str, tuple[Level, Kind]] = {
    "PAZK": ("monograph", "book"), "PVK": ("set", "book"), "SPEC": ("part", "book"), "ASP": ("article", "article"),
    "AUNTD": ("monograph", "book"), "J": ("serial", "serial"), "NJ": ("part", "serial"), "NJP": ("part", "serial"),
    "NJK": ("part", "serial"), "OJ": ("serial", "serial"), "MUSP": ("monograph", "music"),
}  # fmt: skip
#: 900 ^T, the kind of document.
_TYPES: dict[str, Kind] = {"b": "manuscript", "c": "music", "d": "music", "e": "map", "f": "map", "g": "video",
                           "i": "sound", "j": "sound", "k": "picture", "l": "electronic", "r": "object"}  # fmt: skip


def to_bib(record: Record) -> Bib:
    """The record in the internal model; what a record lacks or breaks stays empty."""
    by = Grouped(record)
    for field in record.fields:
        if not field.control_field and any(s.code.isupper() for s in field.subfields):
            field.subfields = [s._replace(code=s.code.lower()) for s in field.subfields]
    bib = Bib(control_number=plain(by.first("903")) or by.control("001").strip())
    sheet = plain(by.first("920")).upper()
    bib.level, bib.kind = _WORKSHEETS.get(sheet, ("monograph", "book"))
    if kind := _TYPES.get(get(by.first("900"), "t")[:1]):
        bib.kind = kind if bib.kind == "book" else bib.kind
    bib.changed = max((get(f, "a") for f in by.all("907")), default="")
    bib.languages = [c for f in by.all("101") if (c := plain(f).lower()[:3]).isalpha()]
    bib.original_languages = [c for c in (get(by.first("919"), "o").lower(),) if len(c) == 3]
    bib.country = plain(by.first("102")).upper()[:2]
    _title(bib, by)
    _agents(bib, by)
    _publication(bib, by)
    _numbers(bib, by)
    _notes(bib, by)
    _subjects(bib, by)
    bib.host = _host(by)
    _set_or_issue(bib, by, sheet)
    bib.links = [Link(get(f, "i") or get(f, "a"), get(f, "t"), "") for f in by.all("951") if get(f, "i") or get(f, "a")]
    bib.holdings = [h for f in by.all("910") if (h := _holding(f)).to_dict()]
    return bib


def get(field: Field | None, code: str) -> str:
    if field is None:
        return ""
    return next((nfc(s.value) for s in field.subfields if s.code == code), "")


def plain(field: Field | None) -> str:
    """The text of a field before its subfields, or of its first subfield."""
    if field is None:
        return ""
    if field.control_field:
        return nfc(field.data or "")
    return get(field, LEAD) or get(field, "a") or next((nfc(s.value) for s in field.subfields), "")


def _text(value: str) -> Text | None:
    value = strip_isbd(value)
    return Text(value) if value else None


def _title(bib: Bib, by: Grouped) -> None:
    field = by.first("200")
    if field is not None:
        responsible = " ; ".join(v for c in "fg" if (v := strip_isbd(get(field, c))))
        bib.title = Title(
            proper=_text(get(field, "a")) or Text(), remainder=_text(get(field, "e")),
            responsibility=_text(responsible),
            part_number=strip_end(get(field, "v")), part_name=None,
        )  # fmt: skip
    bib.parallel_titles = [Text(v) for f in by.all("510") if (v := strip_isbd(get(f, "d") or plain(f)))]
    bib.variant_titles = [Text(v) for f in by.all("517", "541") if (v := strip_isbd(plain(f)))]
    bib.uniform_title = _text(plain(by.first("500")))


def _agents(bib: Bib, by: Grouped) -> None:
    for field in by.all("700", "710", "701", "711", "702", "971", "972", "961"):
        person = field.tag in ("700", "701", "702", "961")
        surname = strip_isbd(get(field, "a"))
        if not surname:
            continue
        given = strip_isbd(get(field, "g")) or strip_isbd(get(field, "b"))
        name = f"{surname}, {given}" if person and given else surname if person else ". ".join(
            v for v in (surname, strip_isbd(get(field, "b"))) if v
        )  # fmt: skip
        role = relator(get(field, "4")) or ("ctb" if field.tag in ("702", "972", "961") else "aut")
        agent = Agent(
            name=Text(name), kind="person" if person else "meeting" if field.tag.startswith("97") else "body",
            main=field.tag in ("700", "710"), role=role, dates=get(field, "f").strip("() "), title=get(field, "c"),
            initials=(initials_of(get(field, "b")) or initials_of(given)) if person else "", authority=get(field, "3"),
        )  # fmt: skip
        if not any(a.name == agent.name and a.role == agent.role for a in bib.agents):
            bib.agents.append(agent)


def _publication(bib: Bib, by: Grouped) -> None:
    field = by.first("210")
    if field is not None:
        bib.places = [Text(v) for c in "axy" if (v := strip_isbd(get(field, c)))]
        bib.publishers = [Text(v) for f in by.all("210") if (v := strip_isbd(get(f, "c")))]
        bib.date = strip_end(get(field, "d"))
    bib.year = year_of(bib.date) or year_of(get(by.first("463"), "j")) or year_of(plain(by.first("934")))
    bib.edition = _text(plain(by.first("205")))
    if (field := by.first("215")) is not None:
        bib.extent = get(field, "a")
        unit = get(field, "1")
        if bib.extent.isdigit():
            bib.extent += f" {unit}" if unit else " с."
        bib.illustrations = strip_isbd(get(field, "c"))
        bib.accompanying = strip_isbd(get(field, "e"))
    for field in by.all("225"):
        if title := strip_isbd(get(field, "a")):
            bib.series.append(Series(Text(title), strip_end(get(field, "v")), normal_issn(get(field, "x"))))


def _numbers(bib: Bib, by: Grouped) -> None:
    for field in by.all("010"):
        if text := strip_isbd(get(field, "a")):
            bib.isbn.append(Identifier(text, normal_isbn(text), get(field, "b").strip("() ")))
        if text := strip_isbd(get(field, "z")):
            bib.isbn.append(Identifier(text, normal_isbn(text), "", True))
        bib.price = bib.price or get(field, "d")
    for field in by.all("011"):
        if text := strip_isbd(get(field, "a") or plain(field)):
            bib.issn.append(Identifier(text, normal_issn(text)))
    bib.print_run = plain(by.first("901"))


def _notes(bib: Bib, by: Grouped) -> None:
    bib.notes = [v for f in by.all("300", "316", "314") if (v := plain(f))]
    bib.bibliography_note = " ".join(plain(f) for f in by.all("320"))
    bib.contents = [v for f in by.all("327", "330", "922") if (v := _contents(f))]
    bib.abstract = "\n".join(v for f in by.all("331") if (v := plain(f)))
    bib.age_mark = age_of(get(by.first("900"), "z"))


def _contents(field: Field) -> str:
    if field.control_field:
        return plain(field)
    title, responsible = strip_isbd(get(field, "c") or plain(field)), get(field, "g") or get(field, "f")
    return f"{title} / {responsible}" if responsible and title != responsible else title


def _subjects(bib: Bib, by: Grouped) -> None:
    for tag, kind in (("600", "person"), ("601", "body"), ("606", "topic"), ("607", "place")):
        for field in by.get(tag, ()):
            first, skip = strip_isbd(plain(field)), "a*" if tag != "600" else "abgfc*"
            given = strip_isbd(get(field, "g")) or strip_isbd(get(field, "b"))
            if tag == "600" and given:
                first = ", ".join(v for v in (first, given, get(field, "c"), get(field, "f").strip("() ")) if v)
            rest = [Text(v) for s in field.subfields if s.code not in skip and (v := strip_isbd(s.value))]
            if first:
                bib.subjects.append(Subject([Text(first), *rest], kind))  # type: ignore[arg-type]
    for field in by.all("610"):
        bib.keywords += [v for v in (strip_end(plain(field)),) if v and v not in bib.keywords]
    for tag, scheme in (("675", "udc"), ("621", "rubbk"), ("686", "ddc"), ("964", "rugasnti")):
        for field in by.get(tag, ()):
            if (number := plain(field)) and (found := Classification(scheme, number)) not in bib.classes:
                bib.classes.append(found)


def _host(by: Grouped) -> Host | None:
    field = by.first("463", "461")
    if field is None:
        return None
    host = Host(
        title=Text(strip_isbd(get(field, "c"))), year=str(year_of(get(field, "j")) or ""), pages=get(field, "s"),
        volume=strip_end(get(field, "v")), issue=strip_end(get(field, "h") or get(field, "n")),
        issn=normal_issn(get(field, "i")), place=get(field, "d"), publisher=get(field, "g"),
        control_number=get(field, "w"),
    )  # fmt: skip
    if field.tag == "463" and host.volume and not host.issue and host.volume.startswith("N"):
        host.volume, host.issue = "", host.volume.lstrip("N№ ")
    return host if host.title.value or host.control_number else None


def _set_or_issue(bib: Bib, by: Grouped, sheet: str) -> None:
    """A volume or an issue without a title of its own is known by its set or journal."""
    title = bib.title
    if sheet.startswith("NJ") and not title.proper.value:
        bib.numbering = " ".join(v for t in ("934", "935", "936") if (v := plain(by.first(t))))
        title.part_number = plain(by.first("936"))
        if bib.host:
            title.proper = Text(bib.host.title.value)
    elif bib.level == "part" and bib.host and (not title.proper.value or _PART_WORDS.match(title.proper.value)):
        title.part_number = title.part_number or title.proper.value
        title.proper = Text(bib.host.title.value)
    elif bib.level == "part" and bib.host and title.part_number:
        title.part_name, title.proper = title.proper, Text(bib.host.title.value)


def _holding(field: Field) -> Holding:
    return Holding(
        library=get(field, "l"), place=get(field, "d"), shelf_mark=get(field, "r"), inventory_number=get(field, "b"),
        barcode=get(field, "h"), price=get(field, "e"), acquired=get(field, "c"), status=get(field, "a"),
        note=get(field, "t"),
    )  # fmt: skip
