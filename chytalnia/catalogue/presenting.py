"""A record in the words and order of its page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from chytalnia.catalogue.models import Record
from chytalnia.wire import languages
from chytalnia.wire.bib import Bib, Text
from chytalnia.wire.describe import gost
from chytalnia.wire.describe.clean import web_address
from chytalnia.wire.describe.names import shown

#: Standards of the description, as the switch names them.
STANDARDS = (
    ("dstu-gost-7.1", _("ДСТУ ГОСТ 7.1")),
    ("gost-r-7.0.100", _("ГОСТ Р 7.0.100")),
    ("dstu-8302", _("ДСТУ 8302, for a list of references")),
)

#: Schemes of class numbers, by the name people here know them.
SCHEMES = {"udc": _("UDC"), "rubbk": _("BBK"), "ddc": _("DDC"), "lcc": _("LCC"), "rugasnti": _("GRNTI")}

ROLES = {
    "aut": _("author"), "cre": _("author"), "edt": _("editor"), "trl": _("translator"), "ill": _("illustrator"),
    "com": _("compiler"), "aui": _("author of the foreword"), "cmp": _("composer"), "pbl": _("publisher"),
    "nrt": _("narrator"), "pht": _("photographer"), "art": _("artist"), "ctb": _("contributor"),
    "drt": pgettext_lazy("of a film", "director"),
    "rev": _("reviewer"), "ths": _("adviser"), "red": _("editor"), "cmm": _("commentator"), "aft": _("author of the afterword"),
}  # fmt: skip

KINDS = {
    "book": _("book"), "serial": _("periodical"), "newspaper": _("newspaper"), "article": _("article"),
    "manuscript": _("manuscript"), "music": _("sheet music"), "map": _("map"), "picture": _("picture"),
    "sound": _("sound recording"), "video": _("film or video"), "electronic": _("electronic document"),
    "object": _("object"), "kit": _("kit"), "mixed": _("mixed materials"),
}  # fmt: skip

LEVELS = {
    "monograph": _("a book in one volume"), "set": _("a set of volumes"), "serial": _("comes out in issues"),
    "integrating": _("comes out and is renewed"), "article": _("a part of a publication"), "part": _("a volume"),
    "collection": _("a collection"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """A text with the language it is in, its romanised form, and whether tables made it."""

    text: str
    lang: str = ""
    romanised: str = ""
    derived: bool = False

    @property
    def latin(self) -> str:
        """The language tag of the romanised form."""
        return f"{self.lang}-Latn" if self.lang else ""


@dataclass(frozen=True, slots=True)
class Fact:
    name: Any
    values: list[Shown] = field(default_factory=list)


def tag(code: str) -> str:
    """The BCP 47 tag of a record's language; nothing for «several» and «unknown», which tell a browser nothing."""
    found = languages.bcp47(code)
    return "" if found in ("mul", "und", "zxx") else found


def language_tag(record: Record) -> str:
    return tag(next(iter(record.language_codes), ""))


def language_name(code: str) -> str:
    return languages.language_name(code, get_language() or "uk")


def language_names(codes: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(language_name(code) for code in codes))


def role_name(code: str) -> str:
    """What somebody did for a book, in words; a role that has none here keeps its code."""
    return str(ROLES.get(code, code))


def kind_name(code: str) -> str:
    return str(KINDS.get(code, code))


def level_name(code: str) -> str:
    return str(LEVELS.get(code, code))


def title_of(bib: Bib, lang: str) -> Shown:
    proper = bib.title.proper
    value = shown(proper).rstrip(" /:;,=")
    romanised = proper.romanised.strip().rstrip(" /:;,=")
    return Shown(value, lang if proper.value else "", romanised if romanised != value else "", proper.derived)


def text_of(text: Text | None, lang: str = "") -> Shown | None:
    value = shown(text)
    if text is None or not value:
        return None
    romanised = text.romanised.strip()
    return Shown(value, lang if text.value else "", romanised if romanised != value else "", text.derived)


def descriptions(bib: Bib) -> list[dict[str, Any]]:
    """The description by every standard, for the switch."""
    return [{"code": code, "label": label, "text": gost(bib, code)} for code, label in STANDARDS]  # type: ignore[arg-type]


def links(bibs: Iterable[Bib]) -> list[dict[str, str]]:
    """Addresses that records give, each once, only those a browser may follow."""
    found: dict[str, str] = {}
    for bib in bibs:
        for link in bib.links:
            address = web_address(link.url)
            if address and address not in found:
                found[address] = link.text.strip(" :") or address.split("/")[2]
    return [{"url": url, "text": text} for url, text in found.items()]


def online(bibs: Iterable[Bib]) -> str:
    """Where the text itself can be read: an electronic document's own address, not a table of contents of a printed one."""
    for bib in bibs:
        if bib.kind == "electronic" or bib.level == "article":
            for link in bib.links:
                if address := web_address(link.url):
                    return str(address)
    return ""


def once(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(value.strip() for value in values if value and value.strip()))


def facts_of(record: Record) -> list[Fact]:
    """Everything the record says, in the order of a description, with what is empty left out."""
    bib, lang = record.bib, language_tag(record)

    def texts(values: Iterable[Text | None]) -> list[Shown]:
        return [one for one in (text_of(value, lang) for value in values) if one]

    def plain(*values: str) -> list[Shown]:
        return [Shown(value) for value in once(values)]

    rows = [
        Fact(_("Title"), [title_of(bib, lang)]),
        Fact(_("Other title information"), texts([bib.title.remainder])),
        Fact(_("Part"), plain(bib.title.part_number) + texts([bib.title.part_name])),
        Fact(_("Responsibility"), texts([bib.title.responsibility])),
        Fact(_("Uniform title"), texts([bib.uniform_title])),
        # A parallel title is in another language than the record, which does not say in which.
        Fact(_("Parallel titles"), [one for one in map(text_of, bib.parallel_titles) if one]),
        Fact(_("Other titles"), texts(bib.variant_titles)),
        Fact(_("Edition"), texts([bib.edition])),
        Fact(_("Place"), texts(bib.places)),
        Fact(_("Publisher"), texts(bib.publishers)),
        Fact(_("Date"), plain(bib.date or (str(bib.year) if bib.year else ""))),
        Fact(_("Numbering"), plain(bib.numbering, bib.frequency)),
        Fact(_("Extent"), plain(" ; ".join(once([bib.extent, bib.illustrations, bib.size, bib.accompanying])))),
        Fact(_("Series"), _series(bib, lang)),
        Fact(_("Language"), plain(language_names(bib.languages))),
        Fact(_("Translated from"), plain(language_names(bib.original_languages))),
        Fact(_("Kind"), plain(str(KINDS.get(bib.kind, bib.kind)))),
        Fact(_("ISBN"), plain(*(f"{i.value} {i.note}".strip() for i in bib.isbn))),
        Fact(_("ISSN"), plain(*(i.value for i in bib.issn))),
        Fact(_("Age mark"), plain(f"{bib.age_mark}+" if bib.age_mark is not None else "")),
        Fact(_("Print run"), plain(bib.print_run)),
        Fact(_("Classes"), plain(*(f"{SCHEMES.get(c.scheme, c.scheme)} {c.number}" for c in bib.classes))),
        Fact(_("Keywords"), plain(*bib.keywords)),
        Fact(_("Notes"), plain(*bib.notes, bib.bibliography_note)),
    ]
    return [row for row in rows if row.values]


def _series(bib: Bib, lang: str) -> list[Shown]:
    out = []
    for series in bib.series:
        one = text_of(series.title, lang)
        if one:
            number = series.number.strip(" ;.,")
            out.append(Shown(f"{one.text} ; {number}" if number else one.text, one.lang, one.romanised, one.derived))
    return out


def is_derived(bib: Bib) -> bool:
    """Whether any title or name of the record was turned back by tables and nobody has confirmed it."""
    title = bib.title
    texts = [title.proper, title.remainder, title.part_name, title.responsibility, *(a.name for a in bib.agents)]
    return any(text is not None and text.derived for text in texts)
