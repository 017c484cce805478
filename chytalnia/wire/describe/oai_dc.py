"""Dublin Core: the fifteen elements as plain values and as the XML that OAI-PMH carries (`oai_dc`)."""

from __future__ import annotations

from lxml import etree

from chytalnia.wire import languages
from chytalnia.wire.bib import Bib, Kind
from chytalnia.wire.describe import phrases
from chytalnia.wire.describe.clean import one_line, web_address, year_of
from chytalnia.wire.describe.names import shown
from chytalnia.wire.describe.schema_org import full_title

OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd"

#: The order in which elements are written.
ELEMENTS = (
    "title", "creator", "subject", "description", "publisher", "contributor", "date", "type", "format",
    "identifier", "source", "language", "relation", "coverage", "rights",
)  # fmt: skip

#: DCMI Type Vocabulary.
_TYPES: dict[Kind, tuple[str, ...]] = {
    "book": ("Text",), "serial": ("Text", "Collection"), "newspaper": ("Text", "Collection"), "article": ("Text",),
    "manuscript": ("Text",), "music": ("Text",), "map": ("Image",), "picture": ("StillImage",), "sound": ("Sound",),
    "video": ("MovingImage",), "electronic": ("InteractiveResource",), "object": ("PhysicalObject",),
    "kit": ("Collection",), "mixed": ("Collection",),
}  # fmt: skip


def dublin_core_fields(bib: Bib, url: str = "") -> dict[str, list[str]]:
    """Element → values, only elements that have any, values on one line and without repeats."""
    title = full_title(bib)
    remainder = phrases.trim(shown(bib.title.remainder))
    known = _known(bib.publishers)
    host = bib.host
    citation = ""
    if host and shown(host.title):
        bits = (
            phrases.trim(shown(host.title)), host.year, phrases.counted(host.volume, "Т."),
            phrases.counted(host.issue, "№"), phrases.counted(phrases.dashes(host.pages), "С."),
        )  # fmt: skip
        citation = ". ".join(one_line(bit).rstrip(".") for bit in bits if bit)
    isbn = [f"urn:isbn:{i.normal}" for i in bib.isbn if i.normal and not i.wrong]
    issn = [f"urn:issn:{i.normal}" for i in bib.issn if i.normal and not i.wrong]
    values: dict[str, list[str]] = {
        "title": [
            " : ".join(t for t in (title, remainder) if t),
            *(shown(t) for t in (bib.uniform_title, *bib.parallel_titles, *bib.variant_titles)),
        ],
        "creator": [shown(a.name) for a in bib.creators],
        "contributor": [shown(a.name) for a in bib.agents if a not in bib.creators],
        "publisher": known,
        "date": [f"{bib.year:04}" if bib.year else year_of(bib.date)],
        "type": list(_TYPES[bib.kind]),
        "format": [" ; ".join(t for t in (phrases.trim(bib.extent), phrases.trim(bib.size)) if t)],
        "identifier": [url, *isbn, *issn, *(web_address(link.url) for link in bib.links)],
        "language": [languages.bcp47(code) for code in bib.languages],
        "relation": [phrases.trim(shown(series.title)) for series in bib.series],
        "source": [citation],
        "subject": [
            *(str(s) or " – ".join(shown(p) for p in s.parts) for s in bib.subjects if s.kind not in ("place", "time")),
            *bib.keywords,
            *(f"{c.scheme} {c.number}".strip() for c in bib.classes if c.number),
        ],
        "coverage": [" – ".join(shown(p) for p in s.parts) for s in bib.subjects if s.kind in ("place", "time")],
        "description": [bib.abstract, *bib.contents],
        "rights": [bib.rights],
    }
    out: dict[str, list[str]] = {}
    for name in ELEMENTS:
        kept = list(dict.fromkeys(line for line in map(one_line, values[name]) if line))
        if kept:
            out[name] = kept
    return out


def dublin_core(bib: Bib, url: str = "") -> str:
    """The `oai_dc:dc` document of a record."""
    root = etree.Element(f"{{{OAI_DC}}}dc", nsmap={"oai_dc": OAI_DC, "dc": DC, "xsi": XSI})
    root.set(f"{{{XSI}}}schemaLocation", _SCHEMA)
    language = next((tag for tag in map(languages.bcp47, bib.languages) if tag), "")
    for name, values in dublin_core_fields(bib, url).items():
        for number, value in enumerate(values):
            element = etree.SubElement(root, f"{{{DC}}}{name}")
            element.text = value
            # The language of the text; parallel titles and those of the work are as often in another.
            if language and name == "title" and number == 0:
                element.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    return etree.tostring(root, encoding="unicode", pretty_print=True)


def _known(texts: list) -> list[str]:  # type: ignore[type-arg]
    names = [phrases.trim(shown(t)) for t in texts]
    return [name for name in names if name and not phrases.is_unknown(name)]
