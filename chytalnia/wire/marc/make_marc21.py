"""The internal model out as MARC 21, with ISBD punctuation; texts in two scripts as pairs with 880."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import zip_longest

from pymarc import Field, Indicators, Leader, Record, Subfield

from chytalnia.wire.bib import Agent, Bib, NamedWork, Subject, Text

from . import coded, codes, codings, pieces
from .countries import country_to_marc

Parts = list[tuple[str, Text | str]]
_SCHEMES = {"lcsh": "0", "lcshac": "1", "mesh": "2", "nal": "3", "cash": "5", "rvm": "6"}
_SUBJECT_TAGS = {
    "person": "600", "body": "610", "meeting": "611", "title": "630", "time": "648", "topic": "650", "place": "651",
    "form": "655",
}  # fmt: skip
_AGENT_TAGS = {"person": "00", "body": "10", "meeting": "11"}
_LIFE = re.compile(r"^(.*), (\d{3,4}-(?:\d{3,4})?)$")


class Maker:
    """Collects fields; numbers the pairs of scripts as they come."""

    def __init__(self) -> None:
        self.fields: list[Field] = []
        self.pairs: list[Field] = []

    def control(self, tag: str, data: str) -> None:
        if data:
            self.fields.append(Field(tag=tag, data=data))

    def add(self, tag: str, indicators: str, parts: Sequence[tuple[str, Text | str]]) -> None:
        regular: list[Subfield] = []
        two = False
        for code, text in parts:
            if isinstance(text, str):
                if text:
                    regular.append(Subfield(code, text))
            elif text.value:
                two = two or (bool(text.romanised) and not text.derived)
                regular.append(Subfield(code, text.romanised or text.value))
        if not regular:
            return
        if two:
            number = f"{len(self.pairs) + 1:02d}"
            original = [Subfield("6", f"{tag}-{number}"), *(Subfield(code, str(t)) for code, t in parts if str(t))]
            self.pairs.append(Field(tag="880", indicators=Indicators(*indicators), subfields=original))
            regular.insert(0, Subfield("6", f"880-{number}"))
        self.fields.append(Field(tag=tag, indicators=Indicators(*indicators), subfields=regular))


def _end(text: Text | str | None, mark: str) -> Text | str:
    """A text with the mark that leads to the next element."""
    if text is None or not str(text):
        return ""
    if mark == "." and str(text).endswith("."):
        return text
    if isinstance(text, str):
        return text + mark
    return Text(text.value + mark, text.romanised + mark if text.romanised else "", text.derived)


def to_record(bib: Bib) -> Record:
    make = Maker()
    make.control("001", bib.control_number)
    make.control("003", bib.agency)
    make.control("005", bib.changed)
    if bib.kind == "electronic":
        make.control("007", "cr")
    make.control("008", coded.into_marc21(bib, fixed_field(bib)))
    for number in bib.isbn:
        price = bib.price if number is bib.isbn[0] else ""
        make.add("020", "  ", [("z" if number.wrong else "a", number.value), ("q", number.note), ("c", price)])
    if bib.price and not bib.isbn:
        make.add("020", "  ", [("c", bib.price)])
    for number in bib.issn:
        make.add("022", "  ", [("y" if number.wrong else "a", number.value)])
    for tag, (indicators, parts) in codings.marc21_fields(bib).items():
        make.add(tag, indicators, parts)
    for found in bib.classes:
        tag = {"udc": "080", "ddc": "082", "lcc": "050"}.get(found.scheme, "084")
        ind = {"082": "04", "050": " 4"}.get(tag, "  ")
        make.add(tag, ind, [("a", found.number), ("b", found.item), ("2", found.scheme if tag == "084" else "")])
    mains = [a for a in bib.agents if a.main][:1]
    for agent in mains:
        _agent(make, agent, True)
    make.add("240" if mains else "130", "10" if mains else "0 ", [("a", bib.uniform_title or "")])
    _title(make, bib, bool(mains))
    _description(make, bib)
    _notes(make, bib)
    for subject in bib.subjects:
        _subject(make, subject)
    for word in bib.keywords:
        make.add("653", "  ", [("a", word)])
    for agent in bib.agents:
        if not (agent.of_work and bib.works) and agent not in mains:
            _agent(make, agent, False)
    for work in bib.works:
        _named_work(make, work)
    if host := bib.host:
        numbering = ", ".join(
            x for x in (f"Vol. {host.volume}" if host.volume else "", f"no. {host.issue}" if host.issue else "",
                        f"p. {host.pages}" if host.pages else "") if x
        )  # fmt: skip
        imprint = ", ".join(x for x in (" : ".join(x for x in (host.place, host.publisher) if x), host.year) if x)
        make.add("773", "0 ", [("a", host.author), ("t", host.title), ("d", imprint), ("g", numbering), ("x", host.issn), ("w", host.control_number)])  # fmt: skip  # noqa: E501
    for relation in bib.relations:
        make.add("780" if relation.kind == "before" else "785", "00", [
            ("t", relation.title), ("x", relation.issn), ("w", relation.control_number),
        ])  # fmt: skip
    for link in bib.links:
        make.add("856", "4 ", [("u", link.url), ("y", link.text), ("q", link.media_type)])
    for copy in bib.holdings:
        if copy.price or copy.acquired or copy.status:
            make.add("952", "  ", [
                ("a", copy.library), ("c", copy.place), ("o", copy.shelf_mark), ("k", copy.author_mark),
                ("i", copy.inventory_number), ("p", copy.barcode), ("g", copy.price), ("d", copy.acquired),
                ("7", copy.status), ("z", copy.note),
            ])  # fmt: skip
        else:
            make.add("852", "  ", [
                ("a", copy.library), ("c", copy.place), ("j", copy.shelf_mark), ("i", copy.author_mark),
                ("p", copy.barcode), ("t", copy.inventory_number), ("z", copy.note),
            ])  # fmt: skip
    record = Record()
    record.leader = Leader(_leader(bib))
    record.fields = [*make.fields, *make.pairs]
    return record


def _leader(bib: Bib) -> str:
    level = codes.BIBLEVEL_MARC21[bib.level]
    part = {"set": "a", "part": "b"}.get(bib.level, " ")
    kind = "a" if bib.kind == "electronic" and bib.level != "collection" else codes.TYPE_MARC21[bib.kind]
    return f"00000n{kind}{level} a2200000 i{part}4500"


def fixed_field(bib: Bib) -> str:
    serial = coded.is_serial(bib)
    date = bib.changed[2:8] if bib.changed[:8].isdigit() else "      "
    tail = [" "] * 22
    if serial:
        tail[0] = bib.frequency if bib.frequency in codes.FREQUENCY_MARC21 else "u"
        tail[3] = "n" if bib.kind == "newspaper" else "p"
    else:
        tail[4] = bib.audience or " "
        tail[15] = bib.literary_form or "|"
    if bib.kind == "electronic":
        tail[5] = "o"
    language = bib.languages[0] if bib.languages else "und"
    return f"{date}n{' ' * 8}{country_to_marc(bib.country)}{''.join(tail)[:17]}{language:<3.3} d"


def _agent(make: Maker, agent: Agent, main: bool) -> None:
    tag = ("1" if main else "7") + _AGENT_TAGS[agent.kind]
    ind, parts = _name(agent)
    default = "aut" if main else "ctb"
    make.add(tag, f"{ind} ", [
        *parts, ("0", agent.authority),
        ("4", agent.role if agent.role != default or agent.more_roles else ""), *(("4", role) for role in agent.more_roles),
    ])  # fmt: skip


def _name(agent: Agent) -> tuple[str, Parts]:
    """The first indicator and the subfields of a heading."""
    ind = ("1" if "," in agent.name.value else "0") if agent.kind == "person" else "2"
    if found := pieces.kept(agent.name, pieces.NAMES[agent.kind][0]):
        return pieces.mark(agent.name.pieces or (), pieces.FIRST, ind), _led(found, agent.kind)
    if agent.kind != "person":
        return ind, [("a", agent.name), ("c", agent.title), ("d", agent.dates)]
    name = _end(agent.name, "," if agent.title or agent.dates else "")
    return ind, [("a", name), ("c", _end(agent.title, "," if agent.dates else "")), ("d", agent.dates)]


def _led(found: pieces.Pairs, kind: str) -> Parts:
    """The subfields of a heading with the signs between them: commas, the stop after a body, a meeting's brackets."""
    out: Parts = []
    for code, text in found:
        if out and kind == "person" and code in "cd":
            out[-1] = (out[-1][0], f"{out[-1][1]},")
        elif out and code == "b" and kind == "body" and not str(out[-1][1]).endswith("."):
            out[-1] = (out[-1][0], f"{out[-1][1]}.")
        elif kind == "meeting" and code in "ndc":
            inside = bool(out) and out[-1][0] in "ndc"
            if inside:
                out[-1] = (out[-1][0], f"{str(out[-1][1]).removesuffix(')')} :")
            text = f"{'' if inside else '('}{text})"  # noqa: PLW2901
        out.append((code, text))
    return out


def _named_work(make: Maker, work: NamedWork) -> None:
    found: Parts = [*pieces.kept(work.title, pieces.work)] or [("t", work.title)]
    if len(found) > 1 and found[0][0] == "t":
        found[0] = ("t", _end(found[0][1], "" if str(found[0][1]).endswith((".", ",")) else "."))
    if work.author is None:
        make.add(
            "730", f"0{'2' if work.contained else ' '}", [("a" if code == "t" else code, text) for code, text in found]
        )
        return
    ind, parts = _name(work.author)
    parts = [(code, text) for code, text in parts if str(text)]
    code, text = parts[-1]
    parts[-1] = (code, _end(text, "" if str(text).endswith((".", "-", ")")) else "."))
    make.add("7" + _AGENT_TAGS[work.author.kind], f"{ind}{'2' if work.contained else ' '}", [*parts, *found])


def _title(make: Maker, bib: Bib, entry: bool) -> None:
    title = bib.title
    parts: Parts = []
    after = " /" if title.responsibility else ""
    rest: Parts = [("n", title.part_number), ("p", title.part_name or "")]
    rest = [(c, t) for c, t in rest if str(t)]
    parts.append(("a", _end(title.proper, " :" if title.remainder else "." if rest else after)))
    parts.append(("b", _end(title.remainder, "." if rest else after)))
    for at, (code, text) in enumerate(rest):
        parts.append((code, _end(text, after if at == len(rest) - 1 else ",")))
    parts.append(("c", _end(title.responsibility, "" if str(title.responsibility or "").endswith(".") else ".")))
    make.add("245", f"{int(entry)}{min(title.nonfiling, 9)}", parts)
    for text in bib.parallel_titles:
        make.add("246", "31", pieces.kept(text, pieces.title) or [("a", text)])
    for text in bib.variant_titles:
        found, kind = pieces.kept(text, pieces.title), pieces.mark(text.pieces or (), pieces.SECOND, " ")
        noted = kind != " " or any(code == "i" for code, _ in found)
        make.add("246", ("1" if noted else "3") + kind, found or [("a", text)])


def _description(make: Maker, bib: Bib) -> None:
    make.add("250", "  ", [("a", bib.edition or "")])
    parts: Parts = [
        (
            "a",
            _end(
                t, " :" if at == len(bib.places) - 1 and bib.publishers else " ;" if at < len(bib.places) - 1 else ","
            ),
        )
        for at, t in enumerate(bib.places)
    ]
    parts += [("b", _end(t, "," if at == len(bib.publishers) - 1 else " :")) for at, t in enumerate(bib.publishers)]
    make.add("264", " 1", [*parts, ("c", bib.date)])
    physical: Parts = [("a", bib.extent + (" :" if bib.illustrations else " ;" if bib.size and bib.extent else ""))]
    if bib.extent or bib.illustrations or bib.size:
        physical += [("b", bib.illustrations + (" ;" if bib.size and bib.illustrations else "")), ("c", bib.size)]
        make.add("300", "  ", [*physical, ("e", bib.accompanying)])
    if bib.frequency and bib.frequency not in codes.FREQUENCY_MARC21:
        make.add("310", "  ", [("a", bib.frequency)])
    make.add("362", "0 ", [("a", bib.numbering)])
    for series in bib.series:
        make.add(
            "490",
            "0 ",
            [("a", _end(series.title, " ;" if series.number else "")), ("v", series.number), ("x", series.issn)],
        )


def _notes(make: Maker, bib: Bib) -> None:
    for note, tag in zip_longest(bib.notes, bib.note_tags if len(bib.note_tags) == len(bib.notes) else ()):
        make.add(tag or "500", "  ", [("a", note)])
    make.add("500", "  ", [("a", f"Print run: {bib.print_run}" if bib.print_run else "")])
    make.add("504", "  ", [("a", bib.bibliography_note)])
    for text in bib.contents:
        make.add("505", "0 ", [("a", text)])
    for text in bib.abstract.split("\n"):
        make.add("520", "  ", [("a", text)])
    if bib.age_mark is not None:
        make.add("521", "1 ", [("a", f"{bib.age_mark}+")])
    make.add("540", "  ", [("a", bib.rights)])


def _subject(make: Maker, subject: Subject) -> None:
    tag = _SUBJECT_TAGS[subject.kind]
    ind2 = _SCHEMES.get(subject.scheme, "7" if subject.scheme else "4")
    first = "1" if tag == "600" else "2" if tag in ("610", "611") else "0" if tag == "630" else " "
    head = subject.parts[0]
    parts: Parts = [("a", head)]
    if subject.kind == "person" and not head.romanised and (match := _LIFE.match(head.value)):
        parts = [("a", match[1] + ","), ("d", match[2])]
    parts += subdivisions(subject)
    make.add(tag, first + ind2, [*parts, ("2", subject.scheme if ind2 == "7" else "")])


def subdivisions(subject: Subject, codes_: Mapping[str, str] | None = None) -> Parts:
    """The parts after the heading, each with its subfield; those that nobody told apart are topics."""
    rest = subject.parts[1:]
    return [
        ((codes_ or {}).get(code, code), part)
        for code, part in zip(subject.under.ljust(len(rest), "x"), rest, strict=False)
    ]
