"""Bibliographic description by ДСТУ ГОСТ 7.1:2006 (= ГОСТ 7.1-2003), ГОСТ Р 7.0.100-2018 and ДСТУ 8302:2015.

`describe` gives areas, so that a page can mark them up; `gost` gives the same as one line of text.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Literal

from chytalnia.wire import languages
from chytalnia.wire.bib import Bib, Host, Title
from chytalnia.wire.describe import foreign, phrases
from chytalnia.wire.describe.names import direct, heading, shown
from chytalnia.wire.describe.terms import EN, RU, UK, Terms, terms_for

Standard = Literal["dstu-gost-7.1", "gost-7.1", "gost-r-7.0.100", "dstu-8302"]
AreaName = Literal[
    "heading", "title", "content", "host", "edition", "specific", "publication", "physical", "series", "notes",
    "identifier", "location",
]  # fmt: skip

#: Those whose name may stand as the heading: who made the work, not who prepared the edition.
_MAKERS = frozenset({"", "aut", "cre", "cmp", "art", "pht", "ctg", "dis"})


@dataclass(frozen=True, slots=True)
class Rules:
    """What makes one standard differ from another."""

    between: str
    name_comma: str
    material: bool  # «[Текст]» after the title proper
    content: bool  # «Текст : непосредственный» at the end
    full_place: bool  # no «М.», «СПб.»
    max_in_heading: int  # with more authors the entry is under the title
    names_in_heading: int
    max_named: int  # with more authors in the statement it is cut …
    named_when_cut: int  # … to so many
    others_bracketed: bool
    reference: bool  # a reference, not a catalogue entry: no size, series, notes, ISBN


_RULES: dict[str, Rules] = {
    "dstu-gost-7.1": Rules(". – ", ", ", True, False, False, 3, 1, 3, 1, True, False),
    "gost-r-7.0.100": Rules(". — ", ", ", False, True, True, 3, 1, 4, 3, True, False),
    "dstu-8302": Rules(". ", " ", False, False, True, 4, 4, 4, 1, False, True),
}
_RULES["gost-7.1"] = _RULES["dstu-gost-7.1"]


@dataclass(frozen=True, slots=True)
class Area:
    """One area: `lead` is the punctuation before it, `text` its own words."""

    name: AreaName
    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Description:
    """A description in areas. `language` is the BCP 47 tag of its words."""

    areas: list[Area] = field(default_factory=list)
    standard: str = "dstu-gost-7.1"
    language: str = "uk"

    @property
    def text(self) -> str:
        return "".join(area.lead + area.text for area in self.areas)

    @property
    def heading(self) -> str:
        return next((area.text for area in self.areas if area.name == "heading"), "")

    def __str__(self) -> str:
        return self.text


class _Writer:
    """Puts areas one after another and minds the points: «с.» followed by «. – » is «с. – »."""

    def __init__(self, between: str, *, reference: bool) -> None:
        self.between = between
        # A catalogue entry keeps «?» with the prescribed point after it, a reference is read as prose.
        self.swallow = (".", "…", ".»", '."', *(("?", "!") if reference else ()))
        self.areas: list[Area] = []

    def add(self, name: AreaName, text: str, lead: str | None = None) -> None:
        if not text:
            return
        if not self.areas:
            lead = ""
        elif lead is None:
            lead = self.between
            # A point of the area itself stands for the point of the prescribed sign (ГОСТ 7.1-2003, 4.7.5).
            if self.areas[-1].text.endswith(self.swallow):
                lead = lead[1:]
        self.areas.append(Area(name, text, lead))

    def close(self) -> list[Area]:
        if self.areas and not self.areas[-1].text.endswith((".", "…", ".»", '."')):
            last = self.areas[-1]
            self.areas[-1] = Area(last.name, last.text + ".", last.lead)
        return self.areas


def describe(
    bib: Bib,
    standard: Standard = "dstu-gost-7.1",
    lang: str | None = None,
    *,
    accessed: dt.date | None = None,
    material: bool = True,
    price: bool = False,
) -> Description:
    """The description of a record in areas.

    `lang` (MARC code or BCP 47 tag) overrides the language of prescribed words, which else is the document's own.
    `accessed` is when an electronic resource was seen; `material=False` leaves out «[Текст]», which is optional.
    """
    rules = _RULES[standard]
    terms = _terms(bib, standard, lang)
    return _Describer(bib, rules, terms, accessed=accessed, material=material, price=price).describe(standard)


def gost(
    bib: Bib, standard: Standard = "dstu-gost-7.1", lang: str | None = None, *, accessed: dt.date | None = None
) -> str:
    """The description as one line of text."""
    return describe(bib, standard, lang, accessed=accessed).text


def _terms(bib: Bib, standard: Standard, lang: str | None) -> Terms:
    if lang:
        return terms_for(languages.bcp47(lang) or lang) or EN
    title = shown(bib.title.proper)
    cyrillic = phrases.is_cyrillic(title) or (not phrases.is_latin(title))
    for code in bib.languages[:1]:
        own = terms_for(languages.bcp47(code))
        if own and (own is EN or cyrillic):
            return own
    if not cyrillic or not title:
        return EN
    return RU if standard == "gost-r-7.0.100" else UK


class _Describer:
    def __init__(
        self, bib: Bib, rules: Rules, terms: Terms, *, accessed: dt.date | None, material: bool, price: bool
    ) -> None:
        self.bib = bib
        self.rules = rules
        self.terms = terms
        self.accessed = accessed
        self.material = material
        self.price = price
        self.authors = [a for a in bib.creators if a.role in _MAKERS and shown(a.name)]
        self.electronic = bib.kind == "electronic" or (
            bib.level == "article" and bool(bib.links) and not (bib.host and bib.host.pages)
        )

    def describe(self, standard: str) -> Description:
        w = _Writer(self.rules.between, reference=self.rules.reference)
        head = self.heading()
        if head:
            w.add("heading", head if head.endswith((".", "…", "!", "?")) else head + ".")
        w.add("title", self.title(), " ")
        host = self.bib.host
        if host and shown(host.title) and self.bib.level not in ("part", "set"):
            if self.rules.content:
                w.add("content", self.content())
            self.host(w, host)
            self.locate(w)
        else:
            self.whole(w)
        return Description(w.close(), standard, self.terms.language)

    # --- heading and title -------------------------------------------------------------------------------------

    def heading(self) -> str:
        if not self.authors or len(self.authors) > self.rules.max_in_heading:
            return ""
        first = self.authors[0]
        if first.kind != "person":
            return heading(first) if first.main else ""
        people = [a for a in self.authors if a.kind == "person"][: self.rules.names_in_heading]
        return ", ".join(heading(a, self.rules.name_comma) for a in people)

    def title(self) -> str:
        title = self.bib.title
        out, part = self.title_proper(title)
        if part and not phrases.IN_VOLUMES.search(shown(title.remainder)):
            out = f"{out}{' ' if out.endswith('.') else '. '}{part}" if out else part
        if self.rules.material and self.material:
            out += f" [{self.terms.materials['electronic' if self.electronic else self.bib.kind]}]"
        remainder = phrases.trim(shown(title.remainder))
        # «поезії = Poems : poetry»: a parallel title that follows what the first one is about stands there already.
        within = {part.partition(" : ")[0].strip() for part in remainder.split(" = ")[1:]}
        for parallel in self.bib.parallel_titles:
            if phrases.trim(shown(parallel)) not in within:
                out += phrases.join(" = ", shown(parallel))
        if part and phrases.IN_VOLUMES.search(remainder):
            # «у 50 т.» speaks of the whole set, so it stands before the volume.
            out += phrases.join(" : ", remainder)
            out, remainder = f"{out}{' ' if out.endswith('.') else '. '}{part}", ""
        out += phrases.join(" : ", remainder)
        if self.rules.content and self.bib.age_mark is not None:
            out += f" : {self.bib.age_mark}+"
        out += phrases.join(" / ", self.responsibility())
        return out.strip()

    def title_proper(self, title: Title) -> tuple[str, str]:
        """The title of the whole and the designation of the part: «Зібрання творів», «Т. 3, Поезія»."""
        proper = phrases.trim(shown(title.proper))
        number, name = phrases.trim(title.part_number), phrases.trim(shown(title.part_name))
        host = self.bib.host
        if self.bib.level == "part" and host and shown(host.title):
            # A volume is described under the title of the set: «Зібрання творів. Т. 3, Поезії».
            number = number or phrases.counted(host.volume, self.terms.volume)
            name = name or (proper if proper != shown(host.title) else "")
            proper = phrases.trim(shown(host.title))
        return proper, ", ".join(s for s in (number, name) if s)

    def responsibility(self) -> str:
        given = phrases.trim(shown(self.bib.title.responsibility))
        if given:
            return self.shortened(phrases.spaced_initials(given))
        by_author = [a for a in self.authors if a.kind == "person"]
        statements = [self.named([direct(a) for a in by_author])] if by_author and not self.rules.reference else []
        if self.rules.reference and len(by_author) > self.rules.max_in_heading:
            statements = [self.named([direct(a) for a in by_author])]
        for role, label in self.terms.roles.items():
            people = [direct(a) for a in self.bib.agents if a.role == role and a not in self.authors and shown(a.name)]
            if people:
                statements.append(f"{label} {', '.join(people)}")
        bodies = [shown(a.name) for a in self.bib.agents if a.kind == "body" and a.role in _MAKERS and not a.main]
        return " ; ".join(s for s in (*statements, *bodies[:1]) if s)

    def others(self) -> str:
        return f"[{self.terms.and_others}]" if self.rules.others_bracketed else self.terms.and_others

    def named(self, names: list[str]) -> str:
        if len(names) > self.rules.max_named:
            return f"{', '.join(names[: self.rules.named_when_cut])} {self.others()}"
        return ", ".join(names)

    def shortened(self, statement: str) -> str:
        """The statement from the title page with long lists of authors cut as the standard says."""
        statement = phrases.et_al(statement, self.others())
        first, *rest = phrases.statements(statement)
        names = first.split(", ")
        surnames = [heading(a).split(",")[0] for a in self.authors if a.kind == "person"]
        # Only a bare list of the record's own authors is cut: a comma inside a phrase is no list.
        if len(names) > self.rules.max_named and sum(any(s in n for s in surnames) for n in names) >= len(names) - 1:
            first = self.named(names)
        elif self.rules.reference and self.heading():
            found = [n for n in names if any(phrases.same_surname(s, n) for s in surnames)]
            if len(found) == len(names):
                return " ; ".join(rest)  # the heading has said it
        return " ; ".join([first, *rest])

    # --- a document of its own ---------------------------------------------------------------------------------

    def whole(self, w: _Writer) -> None:
        bib = self.bib
        w.add("edition", phrases.trim(shown(bib.edition)))
        if bib.level == "serial" or bib.kind in ("serial", "newspaper"):
            w.add("specific", phrases.dashes(phrases.trim(bib.numbering)))
        w.add("publication", self.publication())
        w.add("physical", self.physical())
        if not self.rules.reference:
            for series in bib.series:
                name = phrases.trim(shown(series.title))
                if name:
                    number = phrases.trim(series.issn or "")
                    issn = f", ISSN {number}" if number else ""
                    w.add("series", f"({name}{issn}{phrases.join(' ; ', foreign.counted(series.number, self.terms))})")
            for note in self.notes():
                w.add("notes", note)
            for text in self.identifiers():
                w.add("identifier", text)
            if self.rules.content:
                w.add("content", self.content())
        self.locate(w)

    def publication(self) -> str:
        bib, rules, terms = self.bib, self.rules, self.terms
        places = [phrases.place(shown(p), terms.language, rules.full_place) for p in bib.places]
        places = [p for p in places if p and not phrases.is_unknown(p)]
        publishers = [phrases.spaced_initials(phrases.balanced(phrases.trim(shown(p)))) for p in bib.publishers]
        publishers = [p for p in publishers if p and not phrases.is_unknown(p)]
        date = phrases.date(bib, terms.copyright)
        if rules.reference:
            date = date.removeprefix(f"{terms.copyright} ")
        said_nowhere = rules.reference or not date or bib.kind in ("manuscript", "object", "electronic")
        if not (places or publishers) and said_nowhere:
            return date
        place = " ; ".join(places)
        publisher = " : ".join(publishers)
        if not rules.reference:
            place = place or f"[{terms.no_place_full if rules.full_place else terms.no_place}]"
            publisher = publisher or f"[{terms.no_publisher_full if rules.full_place else terms.no_publisher}]"
        return ", ".join(s for s in (" : ".join(s for s in (place, publisher) if s), date) if s)

    def physical(self) -> str:
        bib, terms = self.bib, self.terms
        extent = phrases.physical(bib.extent, terms)
        if self.rules.reference:
            return re.sub(r",?\s*\[[^\]]*\](?=\s)", "", extent)
        illustrations, size = phrases.physical(bib.illustrations, terms), phrases.size(bib.size, terms)
        out = extent + (phrases.join(" : ", illustrations) if extent else illustrations)
        out += phrases.join(" ; ", size) if out else size
        return out + phrases.join(" + ", phrases.physical(bib.accompanying, terms))

    def notes(self) -> list[str]:
        bib, terms = self.bib, self.terms
        out = [terms.frequency.get(bib.frequency, phrases.trim(bib.frequency))]
        out += [foreign.note(note, terms) for note in bib.notes]
        out.append(phrases.bibliography(bib.bibliography_note, terms))
        if bib.print_run:
            bare = re.sub(r"[\s\u00a0]", "", bib.print_run)
            out.append(f"{bare} {terms.copies}" if bare.isdigit() else phrases.trim(bib.print_run))
        return [note for note in out if note]

    def identifiers(self) -> list[str]:
        out = []
        numbers = [("ISSN", i) for i in self.bib.issn] + [("ISBN", i) for i in self.bib.isbn]
        for kind, number in numbers:
            value = phrases.trim(number.value or number.normal)
            if value:
                note = foreign.counted(phrases.trim(number.note).strip("()"), self.terms)
                wrong = f" ({phrases.WRONG[self.terms.language]})" if number.wrong else ""
                out.append(f"{kind} {value}{wrong}" + (f" ({note})" if note else ""))
        if out and self.price and self.bib.price:
            out[-1] += f" : {self.bib.price}"
        return out

    def content(self) -> str:
        kind, terms = self.bib.kind, self.terms
        text = terms.materials["book"]
        if self.electronic:
            return f"{text} : {terms.electronic}"
        if kind in terms.content and kind != "book":
            return terms.content[kind]
        return f"{text} : {terms.direct}"

    # --- an article ---------------------------------------------------------------------------------------------

    def host(self, w: _Writer, host: Host) -> None:
        terms = self.terms
        name = phrases.trim(shown(host.title)) + phrases.join(" / ", phrases.trim(host.author))
        w.add("host", name, None if self.rules.reference else " // ")
        place = phrases.place(host.place, terms.language, self.rules.full_place)
        where = " : ".join(s for s in (place, phrases.trim(host.publisher)) if s)
        year = phrases.trim(host.year) or (phrases.date(self.bib, terms.copyright) if not host.issue else "")
        w.add("publication", ", ".join(s for s in (where, year) if s))
        numbers = [phrases.counted(host.volume, terms.volume), phrases.counted(host.issue, terms.number)]
        w.add("specific", ", ".join(s for s in numbers if s))
        w.add("physical", phrases.counted(phrases.dashes(host.pages), terms.host_pages))
        if self.rules.reference:
            return
        if number := phrases.trim(host.issn or ""):
            w.add("identifier", f"ISSN {number}")
        for note in self.notes():
            w.add("notes", note)

    def locate(self, w: _Writer) -> None:
        """Where an electronic resource is, and when it was seen there."""
        url = next((link.url for link in self.bib.links if link.url), "") if self.electronic else ""
        if not url:
            return
        label = f"{self.terms.access}: " if self.rules.material else "URL: "
        seen = f" ({self.terms.accessed}: {self.accessed:%d.%m.%Y})" if self.accessed else ""
        w.add("location", f"{label}{url}{seen}")
