# ruff: noqa: E501 - one line a field reads as a table
"""Which fields the form shows for a dialect, grouped as a cataloguer thinks. Data only; `sheet` reads and writes by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pymarc import Field

Label = Any


@dataclass(frozen=True, slots=True)
class Sub:
    """A subfield of a line: how wide its box is (1–12), whether it repeats, which help it asks for while typing."""

    code: str
    label: Label
    width: int = 6
    repeats: bool = False
    area: bool = False
    help: str = ""
    start: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of field. `tags`: those it stands for, the first for new ones; `always` shows an empty row."""

    key: str
    label: Label
    tags: tuple[str, ...]
    indicators: str
    subs: tuple[Sub, ...]
    repeats: bool = True
    always: bool = False
    hint: Label = ""

    def takes(self, field: Field) -> bool:
        return effective_tag(field) in self.tags

    @property
    def codes(self) -> list[str]:
        return [sub.code for sub in self.subs]


@dataclass(frozen=True, slots=True)
class Coded:
    """Positions of the leader (`tag` LDR) or of a coded field that a choice sets."""

    key: str
    label: Label
    tag: str
    code: str
    start: int
    stop: int
    choices: tuple[tuple[str, Label], ...] = ()
    hint: Label = ""


@dataclass(frozen=True, slots=True)
class Group:
    key: str
    title: Label
    lines: tuple[Line, ...]
    coded: tuple[Coded, ...] = ()


def effective_tag(field: Field) -> str:
    """The tag a field speaks for: an 880 of MARC 21 speaks for the field it repeats in the original script."""
    if field.tag == "880" and not field.control_field:
        return next((s.value[:3] for s in field.subfields if s.code == "6"), "880")
    return str(field.tag)


LANGUAGES: tuple[tuple[str, Label], ...] = (
    ("ukr", _("Ukrainian")), ("rus", _("Russian")), ("kaz", _("Kazakh")), ("eng", _("English")), ("bel", _("Belarusian")),
    ("bul", _("Bulgarian")), ("cze", _("Czech")), ("fre", _("French")), ("geo", _("Georgian")), ("ger", _("German")),
    ("hun", _("Hungarian")), ("ita", _("Italian")), ("kir", _("Kyrgyz")), ("crh", _("Crimean Tatar")), ("lat", _("Latin")),
    ("pol", _("Polish")), ("rum", _("Romanian")), ("spa", _("Spanish")), ("tat", _("Tatar")), ("tur", _("Turkish")),
    ("uzb", _("Uzbek")), ("mul", _("several languages")), ("zxx", _("no language")), ("und", _("not known")),
)  # fmt: skip
_KINDS: tuple[tuple[str, Label], ...] = (
    ("am", _("book")), ("as", _("serial")), ("aa", _("article")), ("ac", _("collection of texts")), ("ai", _("loose-leaf or site")),
    ("gm", _("video")), ("im", _("speech recording")), ("jm", _("music recording")), ("cm", _("printed music")), ("em", _("map")),
    ("km", _("picture")), ("rm", _("object, game")),
)  # fmt: skip
_KINDS_21 = (*_KINDS, ("mm", _("electronic resource")), ("om", _("kit")), ("tm", _("manuscript")))
_KINDS_U = (*_KINDS, ("lm", _("electronic resource")), ("mm", _("multimedia")), ("bm", _("manuscript")))
_AUDIENCE_21 = (
    (" ", _("not said")), ("a", _("before school")), ("b", _("6–8 years")), ("c", _("9–13 years")), ("d", _("14–17 years")),
    ("j", _("children and young people")), ("e", _("adults")), ("f", _("specialists")), ("g", pgettext_lazy("audience", "everybody")),
)  # fmt: skip
_AUDIENCE_U = (
    ("u  ", _("not said")), ("b  ", _("before school")), ("c  ", _("5–10 years")), ("d  ", _("9–14 years")), ("e  ", _("14–20 years")),
    ("a  ", _("children and young people")), ("m  ", _("adults")), ("k  ", _("adults, serious")),
)  # fmt: skip
_FORM_21 = (
    ("|", _("not said")), ("0", _("not fiction")), ("1", _("fiction")), ("f", _("novel")), ("j", _("short stories")), ("p", _("poetry")),
    ("d", _("drama")), ("e", _("essays")), ("h", _("humour")), ("i", _("letters")), ("s", _("speeches")), ("m", _("several forms")),
    ("u", _("not known")),
)  # fmt: skip
_ROLES = _("aut author, edt editor, trl translator, ill illustrator, cmp composer")

_TEXT = (Sub("a", _("Text"), 12, area=True),)
_PERSON_21 = (
    Sub("a", _("Name: surname, forenames"), 6, help="names"), Sub("b", _("Numeral"), 3), Sub("c", _("Title of honour"), 3), Sub("d", _("Dates"), 3),
    Sub("4", _("Role"), 3),
)  # fmt: skip
_BODY_21 = (
    Sub("a", _("Name"), 6, help="names"),
    Sub("b", _("Subordinate unit"), 4, repeats=True),
    Sub("4", _("Role"), 2),
)
_SUBJECT_21 = (
    Sub("a", _("Heading"), 6, help="subjects"), Sub("x", _("Aspect"), 3, repeats=True), Sub("z", _("Place"), 3, repeats=True),
    Sub("y", pgettext_lazy("of a subject", "Time"), 3), Sub("v", _("Form"), 3), Sub("2", _("List"), 2),
)  # fmt: skip
_PERSON_U = (
    Sub("a", _("Surname"), 4, help="names"), Sub("b", _("Initials"), 2), Sub("g", _("Forenames in full"), 6), Sub("c", _("Title of honour"), 4),
    Sub("f", _("Dates"), 4), Sub("4", _("Role"), 4),
)  # fmt: skip
_BODY_U = (Sub("a", _("Name"), 6, help="names"), Sub("b", _("Subdivision"), 4, repeats=True), Sub("4", _("Role"), 2))
_SUBJECT_U = (
    Sub("a", _("Heading"), 6, help="subjects"), Sub("x", _("Aspect"), 3, repeats=True), Sub("y", _("Place"), 3, repeats=True),
    Sub("z", pgettext_lazy("of a subject", "Time"), 3), Sub("j", _("Form"), 3), Sub("2", _("List"), 2),
)  # fmt: skip

MARC21 = (
    Group("kind", _("Kind and language"), (
        Line("languages", _("More languages"), ("041",), "0 ", (Sub("a", _("Language"), 3, repeats=True), Sub("h", _("Translated from"), 3, repeats=True))),
        Line("country", _("Country, if several"), ("044",), "  ", (Sub("a", _("Code"), 3, repeats=True),)),
    ), (
        Coded("kind", _("Kind"), "LDR", "", 6, 8, _KINDS_21),
        Coded("language", _("Language"), "008", "", 35, 38, LANGUAGES),
        Coded("year", _("Year"), "008", "", 7, 11),
        Coded("year_to", _("Last year, if several"), "008", "", 11, 15),
        Coded("place", _("Country"), "008", "", 15, 18, (("un ", _("Ukraine")), ("ru ", _("Russia")), ("kz ", _("Kazakhstan")), ("ur ", _("Soviet Union")), ("pl ", _("Poland")), ("gw ", _("Germany")), ("xx ", _("not known")))),
        Coded("audience", _("For whom"), "008", "", 22, 23, _AUDIENCE_21),
        Coded("form", _("Literary form"), "008", "", 33, 34, _FORM_21),
    )),
    Group("title", _("Title and responsibility"), (
        Line("title", _("Title"), ("245",), "10", (Sub("a", _("Title proper"), 12), Sub("b", _("Other title information"), 6), Sub("n", _("Part number"), 2), Sub("p", _("Part name"), 4), Sub("c", _("Statement of responsibility"), 12)), False, True),
        Line("author", _("Author"), ("100",), "1 ", _PERSON_21, False, True, _ROLES),
        Line("author_body", _("Corporate author"), ("110",), "2 ", _BODY_21, False),
        Line("author_meeting", _("Meeting"), ("111",), "2 ", (Sub("a", _("Name"), 6, help="names"), Sub("n", _("Number"), 2), Sub("d", _("Date"), 2), Sub("c", _("Place"), 2)), False),
        Line("persons", _("Other people"), ("700",), "1 ", _PERSON_21, hint=_ROLES),
        Line("bodies", _("Other bodies"), ("710",), "2 ", _BODY_21),
        Line("uniform", _("Uniform title"), ("240", "130"), "10", (Sub("a", _("Title"), 10, help="titles"), Sub("l", _("Language"), 2))),
        Line("variants", _("Parallel or variant title"), ("246",), "3 ", (Sub("a", _("Title"), 8), Sub("b", _("Other title information"), 4))),
    )),
    Group("edition", _("Edition"), (Line("edition", _("Edition"), ("250",), "  ", (Sub("a", _("Edition statement"), 8), Sub("b", _("Responsibility"), 4)), always=True),)),
    Group("publication", _("Publication"), (
        Line("publication", _("Publication"), ("264", "260"), " 1", (Sub("a", _("Place"), 4, repeats=True), Sub("b", _("Publisher"), 5, repeats=True), Sub("c", _("Date"), 3)), always=True),
        Line("numbering", _("Numbering of a serial"), ("362",), "0 ", (Sub("a", _("Numbering"), 12),)),
        Line("frequency", _("Frequency"), ("310",), "  ", (Sub("a", _("Frequency"), 6), Sub("b", _("Date"), 3))),
        Line("host", _("In: journal or collection"), ("773",), "0 ", (Sub("t", _("Title"), 6), Sub("a", _("Author"), 4), Sub("d", _("Place, publisher, year"), 6), Sub("g", _("Volume, issue, pages"), 6), Sub("x", _("ISSN"), 3))),
    )),
    Group("physical", _("Physical description"), (
        Line("physical", _("Physical description"), ("300",), "  ", (Sub("a", _("Extent"), 4), Sub("b", _("Illustrations"), 4), Sub("c", _("Size"), 2), Sub("e", _("Accompanying material"), 4)), always=True),
    )),
    Group("series", _("Series"), (
        Line("series", _("Series"), ("490", "440", "830"), "0 ", (Sub("a", _("Series title"), 8), Sub("v", _("Number"), 2), Sub("x", _("ISSN"), 2))),
    )),
    Group("notes", _("Notes and annotation"), (
        Line("abstract", _("Annotation"), ("520",), "  ", _TEXT, always=True),
        Line("contents", _("Contents"), ("505",), "0 ", _TEXT),
        Line("note", _("Note"), ("500",), "  ", _TEXT),
        Line("bibliography", _("Bibliography note"), ("504",), "  ", _TEXT),
        Line("age", _("Age mark or audience"), ("521",), "1 ", (Sub("a", _("Age mark: 0+, 6+, 12+, 16+, 18+"), 6),)),
        Line("language_note", _("Language note"), ("546",), "  ", (Sub("a", _("Text"), 12),)),
        Line("terms", _("Terms of use"), ("540",), "  ", _TEXT),
    )),
    Group("subjects", _("Subjects and classes"), (
        Line("topics", _("Subject: topic"), ("650",), " 4", _SUBJECT_21, always=True),
        Line("places", _("Subject: place"), ("651",), " 4", _SUBJECT_21),
        Line("about", _("Subject: person"), ("600",), "14", (Sub("a", _("Name"), 6, help="names"), Sub("d", _("Dates"), 2), Sub("x", _("Aspect"), 4, repeats=True), Sub("2", _("List"), 2))),
        Line("about_body", _("Subject: body"), ("610",), "24", (Sub("a", _("Name"), 6, help="names"), Sub("x", _("Aspect"), 4, repeats=True), Sub("2", _("List"), 2))),
        Line("genre", _("Genre or form"), ("655",), " 4", (Sub("a", _("Genre or form"), 6, help="subjects"), Sub("2", _("List"), 2))),
        Line("keywords", _("Key words"), ("653",), "  ", (Sub("a", _("Key word"), 4, repeats=True),)),
        Line("udc", _("UDC"), ("080",), "  ", (Sub("a", _("Class number"), 6, help="udc"),), always=True),
        Line("bbk", _("BBK and other classes"), ("084",), "  ", (Sub("a", _("Class number"), 6, help="rubbk"), Sub("2", _("Scheme"), 3, start="rubbk"))),
        Line("ddc", _("DDC"), ("082",), "04", (Sub("a", _("Class number"), 6), Sub("2", _("Edition"), 3))),
    )),
    Group("numbers", _("Identifiers and links"), (
        Line("isbn", _("ISBN"), ("020",), "  ", (Sub("a", _("ISBN"), 4, help="isbn"), Sub("q", _("Binding or volume"), 3), Sub("c", _("Price"), 2), Sub("z", _("Wrong ISBN"), 3)), always=True),
        Line("issn", _("ISSN"), ("022",), "  ", (Sub("a", _("ISSN"), 4), Sub("y", _("Wrong ISSN"), 4))),
        Line("links", _("Links"), ("856",), "40", (Sub("u", _("Address"), 7), Sub("y", _("Link text"), 5))),
    )),
    Group("holdings", _("Holdings said in the record"), (
        Line("holdings", _("Location of a copy"), ("852",), "  ", (Sub("a", _("Library"), 4), Sub("b", _("Department"), 3), Sub("j", _("Shelf mark"), 3), Sub("p", _("Barcode"), 3), Sub("z", _("Note"), 4))),
    )),
)  # fmt: skip

_UNIMARC_NOTES = (
    Line("abstract", _("Annotation"), ("330",), "  ", _TEXT, always=True),
    Line("contents", _("Contents"), ("327",), "1 ", _TEXT),
    Line("note", _("Note"), ("300",), "  ", _TEXT),
    Line("bibliography", _("Bibliography note"), ("320",), "  ", _TEXT),
    Line("age", _("Age mark or audience"), ("333",), "  ", (Sub("a", _("Age mark: 0+, 6+, 12+, 16+, 18+"), 6),)),
    Line("frequency", _("Frequency"), ("326",), "  ", (Sub("a", _("Frequency"), 6),)),
    Line("terms", _("Terms of use"), ("371",), "0 ", _TEXT),
)
UNIMARC = (
    Group("kind", _("Kind and language"), (
        Line("languages", _("Languages"), ("101",), "0 ", (Sub("a", _("Language"), 3, repeats=True), Sub("c", _("Translated from"), 3, repeats=True)), False, True),
        Line("country", _("Country"), ("102",), "  ", (Sub("a", _("Code: UA, KZ, RU"), 3),), False, True),
    ), (
        Coded("kind", _("Kind"), "LDR", "", 6, 8, _KINDS_U),
        Coded("year", _("Year"), "100", "a", 9, 13),
        Coded("year_to", _("Last year, if several"), "100", "a", 13, 17),
        Coded("audience", _("For whom"), "100", "a", 17, 20, _AUDIENCE_U),
    )),
    Group("title", _("Title and responsibility"), (
        Line("title", _("Title"), ("200",), "1 ", (Sub("a", _("Title proper"), 12), Sub("e", _("Other title information"), 6), Sub("h", _("Part number"), 2), Sub("i", _("Part name"), 4), Sub("f", _("First statement of responsibility"), 6), Sub("g", _("Following statements of responsibility"), 6, repeats=True)), False, True),
        Line("author", _("Author"), ("700",), " 1", _PERSON_U, False, True),
        Line("coauthors", _("Co-authors"), ("701",), " 1", _PERSON_U),
        Line("persons", _("Other people"), ("702",), " 1", _PERSON_U, hint=_("Roles: 070 author, 340 editor, 440 illustrator, 730 translator")),
        Line("author_body", _("Corporate author"), ("710",), "02", _BODY_U, False),
        Line("bodies", _("Other bodies"), ("711", "712"), "02", _BODY_U),
        Line("uniform", _("Uniform title"), ("500",), "10", (Sub("a", _("Title"), 10, help="titles"), Sub("m", _("Language"), 2))),
        Line("parallel", _("Parallel title"), ("510",), "1 ", (Sub("a", _("Title"), 8), Sub("e", _("Other title information"), 4))),
        Line("variants", _("Variant title"), ("517", "512", "541"), "1 ", (Sub("a", _("Title"), 8), Sub("e", _("Other title information"), 4))),
    )),
    Group("edition", _("Edition"), (Line("edition", _("Edition"), ("205",), "  ", (Sub("a", _("Edition statement"), 8), Sub("f", _("Responsibility"), 4)), always=True),)),
    Group("publication", _("Publication"), (
        Line("publication", _("Publication"), ("210", "214"), "  ", (Sub("a", _("Place"), 4, repeats=True), Sub("c", _("Publisher"), 5, repeats=True), Sub("d", _("Date"), 3)), always=True),
        Line("numbering", _("Numbering of a serial"), ("207",), " 0", (Sub("a", _("Numbering"), 12),)),
        Line("host", _("In: journal or collection"), ("463", "461"), " 0", (Sub("t", _("Title"), 6), Sub("v", _("Volume, issue, pages"), 4), Sub("d", _("Date"), 2), Sub("x", _("ISSN"), 3))),
    )),
    Group("physical", _("Physical description"), (
        Line("physical", _("Physical description"), ("215",), "  ", (Sub("a", _("Extent"), 4), Sub("c", _("Illustrations"), 4), Sub("d", _("Size"), 2), Sub("e", _("Accompanying material"), 4)), always=True),
    )),
    Group("series", _("Series"), (
        Line("series", _("Series"), ("225",), "1 ", (Sub("a", _("Series title"), 8), Sub("v", _("Number"), 2), Sub("x", _("ISSN"), 2))),
    )),
    Group("notes", _("Notes and annotation"), _UNIMARC_NOTES),
    Group("subjects", _("Subjects and classes"), (
        Line("topics", _("Subject: topic"), ("606",), "  ", _SUBJECT_U, always=True),
        Line("places", _("Subject: place"), ("607",), "  ", _SUBJECT_U),
        Line("about", _("Subject: person"), ("600",), " 1", (Sub("a", _("Surname"), 4, help="names"), Sub("b", _("Initials"), 2), Sub("g", _("Forenames in full"), 4), Sub("x", _("Aspect"), 4, repeats=True))),
        Line("about_body", _("Subject: body"), ("601",), "02", (Sub("a", _("Name"), 6, help="names"), Sub("x", _("Aspect"), 4, repeats=True))),
        Line("genre", _("Genre or form"), ("608",), "  ", (Sub("a", _("Genre or form"), 6, help="subjects"),)),
        Line("keywords", _("Key words"), ("610",), "0 ", (Sub("a", _("Key word"), 4, repeats=True),)),
        Line("udc", _("UDC"), ("675",), "  ", (Sub("a", _("Class number"), 6, help="udc"),), always=True),
        Line("bbk", _("BBK and other classes"), ("686",), "  ", (Sub("a", _("Class number"), 6, help="rubbk"), Sub("2", _("Scheme"), 3, start="rubbk"))),
        Line("ddc", _("DDC"), ("676",), "  ", (Sub("a", _("Class number"), 6), Sub("v", _("Edition"), 3))),
    )),
    Group("numbers", _("Identifiers and links"), (
        Line("isbn", _("ISBN"), ("010",), "  ", (Sub("a", _("ISBN"), 4, help="isbn"), Sub("b", _("Binding or volume"), 3), Sub("d", _("Price"), 2), Sub("z", _("Wrong ISBN"), 3)), always=True),
        Line("issn", _("ISSN"), ("011",), "  ", (Sub("a", _("ISSN"), 4), Sub("y", _("Wrong ISSN"), 4))),
        Line("links", _("Links"), ("856",), "4 ", (Sub("u", _("Address"), 7), Sub("2", _("Link text"), 5))),
    )),
    Group("holdings", _("Holdings said in the record"), (
        Line("holdings", _("Location of a copy"), ("899", "852"), "  ", (Sub("a", _("Library"), 4), Sub("b", _("Department"), 3), Sub("j", _("Shelf mark"), 3), Sub("p", _("Inventory number"), 3), Sub("x", _("Note"), 4))),
    )),
)  # fmt: skip

_WHOLE = (Sub("", _("Text"), 12, area=True),)
IRBIS = (
    Group("kind", _("Kind and language"), (
        Line("sheet", _("Worksheet"), ("920",), "  ", (Sub("", _("PAZK book, J journal, ASP article, SPEC volume"), 4),), False, True),
        Line("languages", _("Languages"), ("101",), "  ", (Sub("", _("Language"), 3),), always=True),
        Line("country", _("Country"), ("102",), "  ", (Sub("", _("Code: UA, KZ, RU"), 3),)),
    )),
    Group("title", _("Title and responsibility"), (
        Line("title", _("Title"), ("200",), "  ", (Sub("a", _("Title proper"), 12), Sub("e", _("Other title information"), 8), Sub("v", _("Volume"), 2), Sub("f", _("First statement of responsibility"), 6), Sub("g", _("Following statements of responsibility"), 6)), False, True),
        Line("author", _("Author"), ("700",), "  ", _PERSON_U[:3], False, True),
        Line("coauthors", _("Co-authors"), ("701",), "  ", _PERSON_U[:3]),
        Line("persons", _("Other people"), ("702",), "  ", (*_PERSON_U[:3], Sub("4", _("Role"), 3))),
        Line("bodies", _("Other bodies"), ("710", "711"), "  ", (Sub("a", _("Name"), 8, help="names"), Sub("b", _("Subdivision"), 4))),
    )),
    Group("edition", _("Edition"), (Line("edition", _("Edition"), ("205",), "  ", (Sub("", _("Edition statement"), 8),), always=True),)),
    Group("publication", _("Publication"), (
        Line("publication", _("Publication"), ("210",), "  ", (Sub("a", _("Place"), 4), Sub("c", _("Publisher"), 5), Sub("d", _("Year"), 3)), always=True),
        Line("host", _("In: journal or collection"), ("463", "461"), "  ", (Sub("c", _("Title"), 6), Sub("j", _("Year"), 2), Sub("v", _("Volume"), 2), Sub("h", _("Issue"), 2), Sub("s", _("Pages"), 2))),
    )),
    Group("physical", _("Physical description"), (
        Line("physical", _("Physical description"), ("215",), "  ", (Sub("a", _("Extent"), 4), Sub("c", _("Illustrations"), 4), Sub("e", _("Accompanying material"), 4)), always=True),
    )),
    Group("series", _("Series"), (Line("series", _("Series"), ("225",), "  ", (Sub("a", _("Series title"), 8), Sub("v", _("Number"), 2))),)),
    Group("notes", _("Notes and annotation"), (
        Line("abstract", _("Annotation"), ("331",), "  ", _WHOLE, always=True), Line("note", _("Note"), ("300",), "  ", _WHOLE),
        Line("contents", _("Contents"), ("327",), "  ", _WHOLE),
    )),
    Group("subjects", _("Subjects and classes"), (
        Line("topics", _("Subject: topic"), ("606",), "  ", (Sub("a", _("Heading"), 4, help="subjects"), Sub("b", _("Aspect"), 4), Sub("c", _("Aspect"), 4)), always=True),
        Line("places", _("Subject: place"), ("607",), "  ", (Sub("a", _("Heading"), 6, help="subjects"), Sub("b", _("Aspect"), 4))),
        Line("keywords", _("Key words"), ("610",), "  ", (Sub("", _("Key word"), 6),)),
        Line("udc", _("UDC"), ("675",), "  ", (Sub("", _("Class number"), 6, help="udc"),), always=True),
        Line("bbk", _("BBK"), ("621",), "  ", (Sub("", _("Class number"), 6, help="rubbk"),)),
    )),
    Group("numbers", _("Identifiers and links"), (
        Line("isbn", _("ISBN"), ("010", "10"), "  ", (Sub("a", _("ISBN"), 4, help="isbn"), Sub("b", _("Binding or volume"), 3), Sub("d", _("Price"), 2)), always=True),
        Line("links", _("Links"), ("951",), "  ", (Sub("i", _("Address"), 7), Sub("t", _("Link text"), 5))),
    )),
)  # fmt: skip

_SHEETS: Mapping[str, tuple[Group, ...]] = {"marc21": MARC21, "unimarc": UNIMARC, "rusmarc": UNIMARC, "irbis": IRBIS}


def groups_of(dialect: str) -> tuple[Group, ...]:
    return _SHEETS.get(dialect, MARC21)


@cache
def lines_of(dialect: str) -> dict[str, Line]:
    return {line.key: line for group in groups_of(dialect) for line in group.lines}


@cache
def line_by_tag(dialect: str) -> dict[str, Line]:
    return {tag: line for line in reversed(lines_of(dialect).values()) for tag in line.tags}


#: Main rows of the classifications that public libraries shelve by: number and what it stands for.
UDC_ROWS: tuple[tuple[str, Label], ...] = (
    ("0", _("General. Computing. Media")), ("1", _("Philosophy. Psychology")), ("2", _("Religion")), ("3", _("Social sciences")),
    ("37", _("Education")), ("5", _("Mathematics. Natural sciences")), ("6", _("Applied sciences. Medicine. Technology")),
    ("61", _("Medicine")), ("63", _("Agriculture")), ("7", _("Arts. Entertainment. Sport")), ("8", _("Language and literature")),
    ("821.161.2", _("Ukrainian literature")), ("821.161.1", _("Russian literature")), ("821.512.122", _("Kazakh literature")),
    ("908", _("Local studies")), ("91", _("Geography")), ("94", _("History")),
)  # fmt: skip
BBK_ROWS: tuple[tuple[str, Label], ...] = (
    ("20", _("Natural sciences in general")), ("22", _("Mathematics. Physics")), ("24", _("Chemistry")), ("26", _("Earth sciences")),
    ("26.89", _("Country and local studies")), ("28", _("Biology")), ("3", _("Technology")), ("4", _("Agriculture")), ("5", _("Medicine")),
    ("60", _("Social sciences")), ("63", _("History")), ("65", _("Economy")), ("66", _("Politics")), ("67", _("Law")), ("68", _("Military")),
    ("74", _("Education")), ("75", _("Sport")), ("76", _("Mass media")), ("78", _("Libraries")), ("79", _("Museums. Leisure")),
    ("81", _("Languages")), ("83", _("Literary studies")), ("84", _("Fiction")), ("85", _("Arts")), ("86", _("Religion")),
    ("87", _("Philosophy")), ("88", _("Psychology")), ("9", _("General works")),
)  # fmt: skip
