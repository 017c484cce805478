"""The internal model out as UNIMARC or RUSMARC; texts in two scripts as fields linked by $6 with their script in $7."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import zip_longest

from pymarc import Field, Indicators, Leader, Record, Subfield

from chytalnia.wire.bib import Agent, Bib, NamedWork, Subject, Text

from . import coded, codes, codings, make_marc21, pieces
from .make_marc21 import subdivisions
from .text import RELATORS_BACK, initials_of, strip_end

Parts = list[tuple[str, Text | str]]
_CYRILLIC = re.compile("[Ѐ-ӿ]")
_SUBJECT_TAGS = {
    "person": "600", "body": "601", "meeting": "601", "title": "605", "topic": "606", "time": "606", "place": "607",
    "form": "608",
}  # fmt: skip


class Maker:
    """Collects fields; numbers the pairs of scripts as they come."""

    def __init__(self) -> None:
        self.fields: list[Field] = []
        self.pairs = 0

    def control(self, tag: str, data: str) -> None:
        if data:
            self.fields.append(Field(tag=tag, data=data))

    def add(self, tag: str, indicators: str, parts: Sequence[tuple[str, Text | str]]) -> None:
        original: list[Subfield] = []
        two = False
        for code, text in parts:
            if isinstance(text, str):
                if text:
                    original.append(Subfield(code, text))
            elif text.value:
                two = two or bool(text.romanised)
                original.append(Subfield(code, text.value))
        if not original:
            return
        if not two:
            self.fields.append(Field(tag=tag, indicators=Indicators(*indicators), subfields=original))
            return
        self.pairs += 1
        latin = [Subfield(c, t if isinstance(t, str) else t.romanised or t.value) for c, t in parts if str(t)]
        for script, subfields in (("ca", original), ("ba", latin)):
            link = [Subfield("6", f"a{self.pairs:02d}"), Subfield("7", script)]
            self.fields.append(Field(tag=tag, indicators=Indicators(*indicators), subfields=link + subfields))


def to_record(bib: Bib, dialect: str) -> Record:
    make = Maker()
    make.control("001", bib.control_number)
    make.control("005", bib.changed)
    for number in bib.isbn:
        first = number is bib.isbn[0]
        make.add("010", "  ", [
            ("z" if number.wrong else "a", number.value), ("b", number.note), ("d", bib.price if first else ""),
            ("9", bib.print_run if first else ""),
        ])  # fmt: skip
    if not bib.isbn:
        make.add("010", "  ", [("d", bib.price), ("9", bib.print_run)])
    for number in bib.issn:
        make.add("011", "  ", [("y" if number.wrong else "a", number.value)])
    make.add("100", "  ", [("a", coded.general_of(bib, general_field(bib)))])
    make.add("101", *codings.languages_101(bib))
    make.add("102", "  ", codings.places_102(bib))
    if coded.is_serial(bib):
        frequency = codes.FREQUENCY_TO_UNIMARC.get(bib.frequency, "u")
        make.add("106", "  ", [("a", coded.form_of(bib))])
        make.add("110", "  ", [("a", coded.serials_of(bib, frequency))])
        if bib.frequency and frequency == "u":
            make.add("326", "  ", [("a", bib.frequency)])
    elif coded.is_book(bib):
        make.add("105", "  ", [("a", coded.books_of(bib))])
        make.add("106", "  ", [("a", coded.form_of(bib))])
    if bib.kind == "electronic":
        make.add("135", "  ", [("a", "dr||||||||||")])
    _title(make, bib)
    _description(make, bib)
    _notes(make, bib)
    _links(make, bib)
    for subject in bib.subjects:
        _subject(make, subject)
    for word in bib.keywords:
        make.add("610", "0 ", [("a", word)])
    for found in bib.classes:
        tag = {"udc": "675", "ddc": "676", "lcc": "680"}.get(found.scheme, "686")
        make.add(tag, "  ", [("a", found.number), ("b", found.item), ("2", found.scheme if tag == "686" else "")])
    for agent in bib.agents:
        _agent(make, agent)
    country = "RU" if dialect == "rusmarc" else bib.country or "UA"
    for indicators, parts in codings.agencies_801(bib, country, "rcr" if dialect == "rusmarc" else ""):
        make.add("801", indicators, parts)
    for link in bib.links:
        make.add("856", "4 ", [("u", link.url), ("2", link.text), ("q", link.media_type)])
    for copy in bib.holdings:
        make.add("899", "  ", [
            ("a", copy.library), ("c", copy.place), ("i", copy.author_mark), ("j", copy.shelf_mark),
            ("p", copy.inventory_number), ("w", copy.barcode), ("k", copy.price), ("n", copy.acquired),
            ("s", copy.status), ("x", copy.note),
        ])  # fmt: skip
    record = Record()
    level = codes.BIBLEVEL_MARC21[bib.level]
    hierarchy = {"set": "1", "part": "2", "article": "2"}.get(bib.level, "0")
    kind = "a" if bib.kind == "electronic" else codes.TYPE_UNIMARC[bib.kind]
    record.leader = Leader(f"00000n{kind}{level}{hierarchy} 2200000 i 450 ")
    record.fields = make.fields
    make.add("886", "1 ", codings.lost_886(bib, record, coded.into_marc21(bib, make_marc21.fixed_field(bib))))
    return record


def general_field(bib: Bib) -> str:
    """100 $a, 36 characters, in UTF-8."""
    entered = bib.changed[:8] if bib.changed[:8].isdigit() else " " * 8
    audience = codes.AUDIENCE_TO_UNIMARC.get(bib.audience, "u")
    script = "ca" if _CYRILLIC.search(bib.title.proper.value) else "ba"
    language = next((c for c in bib.languages if c in ("ukr", "kaz")), "rus")
    return f"{entered:<8}u{' ' * 8}{audience:<3}y0{language}y50      {script}"


def _title(make: Maker, bib: Bib) -> None:
    title = bib.title
    proper: Text = title.proper
    if 0 < title.nonfiling < len(proper.value):
        cut = title.nonfiling
        whole = f"\x98{proper.value[:cut]}\x9c{proper.value[cut:]}"
        proper = Text(whole, proper.romanised, proper.derived)
    make.add("200", "1 ", [
        ("a", proper), ("e", title.remainder or ""), ("h", title.part_number), ("i", title.part_name or ""),
        ("f", title.responsibility or ""),
    ])  # fmt: skip
    make.add("500", "10", [("a", bib.uniform_title or "")])
    for text in bib.parallel_titles:
        make.add("510", "1 ", _pieces(text, pieces.kept(text, pieces.title), pieces.TITLE))
    for text in bib.variant_titles:
        tag = codes.TITLES_TO_UNIMARC.get(pieces.mark(text.pieces or (), pieces.SECOND, " "), "517")
        make.add(tag, "1 ", _pieces(text, pieces.kept(text, pieces.title), pieces.TITLE))


def _pieces(text: Text, found: pieces.Pairs, table: Mapping[str, str], first: str = "a") -> Parts:
    """A text by its subfields where they are known, else whole in the first."""
    if not found:
        return [(first, text)]
    # What a subfield of 246 $i says ends with its colon, which tells it from other notes on the way back.
    return [(table[code], said if code == "i" else strip_end(said)) for code, said in found if code in table]


def _description(make: Maker, bib: Bib) -> None:
    make.add("205", "  ", [("a", bib.edition or "")])
    make.add("207", " 0", [("a", bib.numbering)])
    make.add("210", "  ", [*(("a", t) for t in bib.places), *(("c", t) for t in bib.publishers), ("d", bib.date)])
    make.add("215", "  ", [("a", bib.extent), ("c", bib.illustrations), ("d", bib.size), ("e", bib.accompanying)])
    for series in bib.series:
        make.add("225", "1 ", [("a", series.title), ("v", series.number), ("x", series.issn)])


def _notes(make: Maker, bib: Bib) -> None:
    for note, tag in zip_longest(bib.notes, bib.note_tags if len(bib.note_tags) == len(bib.notes) else ()):
        make.add(codes.NOTES_TO_UNIMARC.get(tag, "300"), "  ", [("a", note)])
    make.add("320", "  ", [("a", bib.bibliography_note)])
    for text in bib.contents:
        make.add("327", "1 ", [("a", text)])
    for text in bib.abstract.split("\n"):
        make.add("330", "  ", [("a", text)])
    if bib.age_mark is not None:
        make.add("333", "  ", [("a", f"{bib.age_mark}+")])
    make.add("371", "0 ", [("a", bib.rights)])


def _relations(make: Maker, bib: Bib) -> None:
    """Earlier and later titles of a serial, by the standard technique; the romanised title as the uniform one."""
    for relation in bib.relations:
        parts = [Subfield("1", f"001{relation.control_number}")] if relation.control_number else []
        if relation.issn:
            parts += [Subfield("1", "011  "), Subfield("a", relation.issn)]
        if relation.title.value:
            parts += [Subfield("1", "2001 "), Subfield("a", relation.title.value)]
        if relation.title.romanised:
            parts += [Subfield("1", "50010"), Subfield("a", relation.title.romanised)]
        tag = "430" if relation.kind == "before" else "440"
        if parts:
            make.fields.append(Field(tag=tag, indicators=Indicators(" ", "0"), subfields=parts))


def _links(make: Maker, bib: Bib) -> None:
    """The host by the standard technique: each $1 starts an embedded field."""
    _relations(make, bib)
    make.fields += [_named_work(work) for work in bib.works]
    host = bib.host
    if host is None:
        return
    parts: list[Subfield] = []

    def embed(head: str, *subfields: tuple[str, str]) -> None:
        filled = [Subfield(code, text) for code, text in subfields if text]
        if filled:
            parts.extend([Subfield("1", head), *filled])

    if host.control_number:
        parts.append(Subfield("1", f"001{host.control_number}"))
    embed("011  ", ("a", host.issn))
    numbering = (
        host.volume and (f"Т. {host.volume}" if host.volume[0].isalnum() else host.volume),
        f"№ {host.issue}" if host.issue else "",
        f"С. {host.pages}" if host.pages else "",
    )
    embed("2001 ", ("a", host.title.value), ("v", ", ".join(n for n in numbering if n)))
    embed("210  ", ("a", host.place), ("c", host.publisher), ("d", host.year))
    surname, _, given = host.author.partition(", ")
    embed("700 1", ("a", surname), ("b", given))
    tag = "463" if bib.level == "article" else "461"
    make.fields.append(Field(tag=tag, indicators=Indicators(" ", "0"), subfields=parts))


def _agent(make: Maker, agent: Agent) -> None:
    shared = agent.role == "aut"
    tag = "7" + ("0" if agent.kind == "person" else "1") + ("0" if agent.main else "1" if shared else "2")
    role = RELATORS_BACK.get(agent.role, "")
    role = "" if agent.role in ("ctb",) and not agent.more_roles else role or agent.role
    tail: Parts = [
        ("3", agent.authority),
        ("4", role),
        *(("4", RELATORS_BACK.get(more, more)) for more in agent.more_roles),
    ]
    marks, parts = _name(agent)
    make.add(tag, marks, [*parts, *tail])


def _name(agent: Agent) -> tuple[str, Parts]:
    """The indicators and the subfields of a heading."""
    found = pieces.kept(agent.name, pieces.NAMES[agent.kind][0])
    form = pieces.mark(agent.name.pieces or (), pieces.FIRST, "2")
    rest: Parts = [("c" if agent.kind == "person" else "e", agent.title), ("f", agent.dates)]
    if agent.kind != "person":
        marks = ("1" if agent.kind == "meeting" else "0") + (form if form in "012" else "2")
        return marks, _pieces(agent.name, found, pieces.NAMES[agent.kind][1]) if found else [("a", agent.name), *rest]
    known = dict(reversed(found))
    name = Text(strip_end(known["a"])) if "a" in known else agent.name
    surname, given = _halves(name)
    number: Parts = [("d", strip_end(known.get("b", "")))]
    full = known.get("q", "").strip("() ")
    full = f"({full})" if full else ""
    if not str(given):
        return " 0", [("a", surname), *number, ("g", full), *rest]
    if full:
        return " 1", [("a", surname), ("b", given), ("g", full), *number, *rest]
    if str(given) == agent.initials and not given.romanised:
        return " 1", [("a", surname), ("b", agent.initials), *number, *rest]
    initials = Text(agent.initials, initials_of(given.romanised)) if agent.initials else ""
    return " 1", [("a", surname), ("b", initials), ("g", given), *number, *rest]


def _named_work(work: NamedWork) -> Field:
    """By the standard technique, as a piece within the book or as a related work."""
    parts: list[Subfield] = []
    if (author := work.author) is not None:
        marks, name = _name(author)
        head = ("700" if author.kind == "person" else "710") + marks
        parts = [Subfield("1", head), *(Subfield(code, str(text)) for code, text in name if str(text))]
    found = _pieces(work.title, pieces.kept(work.title, pieces.work), pieces.WORK)
    parts += [Subfield("1", "50010"), *(Subfield(code, str(text)) for code, text in found if str(text))]
    return Field(tag="464" if work.contained else "488", indicators=Indicators(" ", "1"), subfields=parts)


def _halves(name: Text) -> tuple[Text, Text]:
    surname, _, given = name.value.partition(", ")
    latin_surname, _, latin_given = name.romanised.partition(", ")
    return Text(surname, latin_surname), Text(given, latin_given)


def _subject(make: Maker, subject: Subject) -> None:
    tag = _SUBJECT_TAGS[subject.kind]
    parts: Parts = [("a", subject.parts[0]), *subdivisions(subject, codes.SUBDIVISIONS_BACK)]
    ind = "12" if subject.kind == "meeting" else "02" if tag == "601" else " 1" if tag == "600" else "  "
    make.add(tag, ind, [*parts, ("2", subject.scheme)])
