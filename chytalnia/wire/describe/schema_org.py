"""JSON-LD in the vocabulary of schema.org: what search engines and other catalogues read on a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from chytalnia.wire import languages
from chytalnia.wire.bib import Agent, Bib, Host
from chytalnia.wire.describe import phrases
from chytalnia.wire.describe.clean import one_line, web_address, year_of
from chytalnia.wire.describe.names import full, shown

CONTEXT = "https://schema.org"

_TYPES: dict[str, str] = {
    "book": "Book", "serial": "Periodical", "newspaper": "Newspaper", "article": "Article",
    "manuscript": "Manuscript", "music": "SheetMusic", "map": "Map", "picture": "VisualArtwork",
    "sound": "AudioObject", "video": "VideoObject", "electronic": "DigitalDocument", "object": "CreativeWork",
    "kit": "CreativeWork", "mixed": "CreativeWork",
}  # fmt: skip

#: MARC relator → property. Others are plain contributors.
_PROPERTIES: dict[str, str] = {
    "aut": "author", "": "author", "cre": "author", "edt": "editor", "trl": "translator", "ill": "illustrator",
    "pbl": "publisher", "cmp": "author", "art": "author", "drt": "director", "nrt": "readBy",
}  # fmt: skip

#: Properties that schema.org gives to some types only.
_ONLY_FOR: dict[str, frozenset[str]] = {
    "illustrator": frozenset({"Book"}),
    "director": frozenset({"VideoObject"}),
    "readBy": frozenset({"Audiobook"}),
}


def type_of(bib: Bib) -> str:
    """The schema.org type of a record."""
    if bib.level == "article":
        return "Article"
    if bib.level == "serial":
        return "Newspaper" if bib.kind == "newspaper" else "Periodical"
    if bib.kind in ("serial", "newspaper"):
        return "PublicationIssue" if bib.level == "part" else _TYPES[bib.kind]
    if bib.kind == "electronic" and any(i.normal and not i.wrong for i in bib.isbn):
        return "Book"
    return _TYPES[bib.kind]


def full_title(bib: Bib) -> str:
    """«Title. Part 2, Name»: the title as one line, without other title information."""
    title = bib.title
    parts = (phrases.trim(title.part_number), phrases.trim(shown(title.part_name)))
    part = ", ".join(p for p in parts if p)
    return one_line(". ".join(p for p in (phrases.trim(shown(title.proper)), part) if p))


def agent(who: Agent) -> dict[str, Any]:
    """A person or an organisation, with dates of life where the heading has them."""
    out: dict[str, Any] = {
        "@type": "Person" if who.kind == "person" else "Organization",
        "name": one_line(full(who)),
    }
    if who.kind == "person":
        other = one_line(who.name.romanised)
        if other and other != one_line(shown(who.name)):
            out["alternateName"] = other
        dates = re.match(r"^\D*(\d{4})\??\s*[-–—]\s*(\d{4})?", who.dates)
        if dates:
            out["birthDate"] = dates.group(1)
            if dates.group(2):
                out["deathDate"] = dates.group(2)
    identifier = web_address(who.authority)
    if identifier:
        out["sameAs"] = identifier
    return out


def jsonld(
    bib: Bib,
    url: str = "",
    *,
    work_url: str = "",
    images: Iterable[str] = (),
    offers: Iterable[dict[str, Any]] = (),
    context: bool = True,
) -> dict[str, Any]:
    """One record. `work_url` names the work it is an edition of, `offers` come from `offer`."""
    kind = type_of(bib)
    out: dict[str, Any] = {"@context": CONTEXT} if context else {}
    out["@type"] = kind
    if url:
        out["@id"] = out["url"] = url
    out["name"] = full_title(bib)
    _put(out, "alternativeHeadline", phrases.trim(shown(bib.title.remainder)))
    _put_list(out, "alternateName", [*_other_titles(bib), one_line(bib.title.proper.romanised)])
    for who in bib.agents:
        if shown(who.name):
            name = _PROPERTIES.get(who.role, "contributor")
            if kind not in _ONLY_FOR.get(name, {kind}):
                name = "contributor"
            _append(out, name, agent(who))
    _put_list(out, "inLanguage", [languages.bcp47(code) for code in bib.languages])
    _publication(out, bib)
    _put(out, "bookEdition" if kind == "Book" else "version", phrases.trim(shown(bib.edition)))
    _extent(out, bib, kind)
    if kind == "Book":
        _put_list(out, "isbn", [i.normal for i in bib.isbn if i.normal and not i.wrong])
        if bib.kind == "electronic":
            out["bookFormat"] = f"{CONTEXT}/EBook"
    if kind in ("Periodical", "Newspaper"):
        _put_list(out, "issn", [i.normal or i.value for i in bib.issn if not i.wrong])
    _subjects(out, bib)
    _put(out, "abstract", bib.abstract)
    if bib.age_mark is not None:
        out["typicalAgeRange"] = f"{bib.age_mark}-"
        out["contentRating"] = f"{bib.age_mark}+"
    elif bib.audience:
        _put(out, "audience", bib.audience)
        if "audience" in out:
            out["audience"] = {"@type": "Audience", "audienceType": out["audience"]}
    _part_of(out, bib, kind)
    links = [address for address in (web_address(link.url) for link in bib.links) if address]
    if bib.kind == "electronic" or bib.level == "article":
        media = {web_address(x.url): one_line(x.media_type) for x in bib.links}
        _put_list(out, "encoding", [
            {"@type": "MediaObject", "contentUrl": x, **({"encodingFormat": media[x]} if media[x] else {})}
            for x in links
        ])  # fmt: skip
    else:
        _put_list(out, "sameAs", links)
    rights = one_line(bib.rights)
    address = web_address(rights)
    _put(out, "license" if address else "conditionsOfAccess", address or rights)
    if work_url:
        out["exampleOfWork"] = {"@type": "CreativeWork", "@id": work_url}
    _put_list(out, "image", [address for address in map(web_address, images) if address])
    _put_list(out, "offers", list(offers))
    return out


def work_jsonld(
    title: str,
    url: str,
    authors: Sequence[Agent],
    editions: Iterable[tuple[Bib, str]],
    *,
    other_titles: Iterable[str] = (),
) -> dict[str, Any]:
    """A work with its editions as `workExample`; its type is that of the editions when they agree."""
    examples = [jsonld(bib, edition_url, context=False) for bib, edition_url in editions]
    kinds = {example["@type"] for example in examples}
    out: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": kinds.pop() if len(kinds) == 1 else "CreativeWork",
        "@id": url,
        "url": url,
        "name": one_line(title),
    }
    _put_list(out, "alternateName", [one_line(t) for t in other_titles if one_line(t) != one_line(title)])
    _put_list(out, "author", [agent(a) for a in authors if shown(a.name)])
    _put_list(out, "workExample", examples)
    return out


def offer(
    branch: str, branch_url: str, *, available: bool, shelf_mark: str = "", inventory_number: str = ""
) -> dict[str, Any]:
    """A copy that a branch lends: free of charge, in store or out."""
    out: dict[str, Any] = {
        "@type": "Offer",
        "availability": f"{CONTEXT}/{'InStock' if available else 'OutOfStock'}",
        "businessFunction": "http://purl.org/goodrelations/v1#LeaseOut",
        "price": "0",
        "offeredBy": {"@type": "Library", "name": one_line(branch), **({"@id": branch_url} if branch_url else {})},
    }
    _put(out, "sku", shelf_mark)
    _put(out, "serialNumber", inventory_number)
    return out


def _put(out: dict[str, Any], name: str, value: str) -> None:
    value = one_line(value)
    if value:
        out[name] = value


def _put_list(out: dict[str, Any], name: str, values: list[Any]) -> None:
    """A value alone stands alone: search engines read both, people read that better."""
    kept: list[Any] = []
    for value in values:
        if value and value not in kept:
            kept.append(value)
    if kept:
        out[name] = kept[0] if len(kept) == 1 else kept


def _append(out: dict[str, Any], name: str, value: Any) -> None:
    known = out.get(name)
    if known is None:
        out[name] = value
    elif isinstance(known, list):
        known.append(value)
    else:
        out[name] = [known, value]


def _other_titles(bib: Bib) -> list[str]:
    texts = [bib.uniform_title, *bib.parallel_titles, *bib.variant_titles]
    return [name for name in (one_line(phrases.trim(shown(t))) for t in texts) if name and name != full_title(bib)]


def _publication(out: dict[str, Any], bib: Bib) -> None:
    places = [one_line(phrases.trim(shown(p))) for p in bib.places]
    places = [p for p in places if p and not phrases.is_unknown(p)]
    for text in bib.publishers:
        name = one_line(phrases.trim(shown(text)))
        if name and not phrases.is_unknown(name):
            house: dict[str, Any] = {"@type": "Organization", "name": name}
            if places:
                house["location"] = {"@type": "Place", "name": places[0]}
            _append(out, "publisher", house)
    if places and not bib.publishers:
        _put_list(out, "locationCreated", [{"@type": "Place", "name": p} for p in places])
    first = f"{bib.year:04}" if bib.year else year_of(bib.date)
    if bib.level == "serial":
        _put(out, "startDate", first)
        _put(out, "endDate", f"{bib.year_to:04}" if bib.year_to and bib.year_to < 9999 else "")
    else:
        _put(out, "datePublished", first or (year_of(bib.host.year) if bib.host else ""))


def _extent(out: dict[str, Any], bib: Bib, kind: str) -> None:
    counted = re.search(r"(?<![\d\[])(\d{1,5})(?:,\s*\[\d+\])?\s*(?:p\b|pages|с\.|б\.|s\.|S\.)", bib.extent)
    if kind == "Book" and counted:
        out["numberOfPages"] = int(counted.group(1))
    elif bib.extent:
        _put(out, "materialExtent", bib.extent)


def _subjects(out: dict[str, Any], bib: Bib) -> None:
    about: list[dict[str, Any]] = []
    places: list[dict[str, Any]] = []
    types = {"person": "Person", "body": "Organization", "meeting": "Event", "title": "CreativeWork", "place": "Place"}
    for subject in bib.subjects:
        name = " – ".join(one_line(shown(part)) for part in subject.parts if one_line(shown(part)))
        if not name:
            continue
        if subject.kind == "form":
            _append(out, "genre", name)
        elif subject.kind == "time":
            _append(out, "temporalCoverage", name)
        else:
            about.append({"@type": types.get(subject.kind, "Thing"), "name": name})
            if subject.kind == "place":
                places.append({"@type": "Place", "name": one_line(shown(subject.parts[0])) or name})
    for number in bib.classes:
        if one_line(number.number):
            scheme = {"udc": "UDC", "rubbk": "BBK", "ddc": "DDC", "lcc": "LCC"}.get(number.scheme, number.scheme)
            about.append({
                "@type": "CategoryCode", "codeValue": one_line(number.number),
                **({"inCodeSet": one_line(scheme)} if one_line(scheme) else {}),
            })  # fmt: skip
    _put_list(out, "about", about)
    _put_list(out, "spatialCoverage", places)
    _put_list(out, "keywords", [one_line(word) for word in bib.keywords])


def _part_of(out: dict[str, Any], bib: Bib, kind: str) -> None:
    parts: list[dict[str, Any]] = []
    host = bib.host
    if host and one_line(shown(host.title)):
        parts.append(_host(host, article=kind == "Article"))
        if kind == "Article":
            _put(out, "pagination", phrases.dashes(host.pages))
        else:
            _put(out, "position", host.volume or host.issue)
    for series in bib.series:
        name = one_line(phrases.trim(shown(series.title)))
        if name:
            row: dict[str, Any] = {"@type": "BookSeries" if kind == "Book" else "CreativeWorkSeries", "name": name}
            _put(row, "issn", series.issn)
            parts.append(row)
            if series.number and "position" not in out:
                _put(out, "position", phrases.trim(series.number))
    _put_list(out, "isPartOf", parts)


def _host(host: Host, *, article: bool) -> dict[str, Any]:
    """Journal, volume and issue nest one in another; a collection of articles is a book."""
    name = one_line(phrases.trim(shown(host.title)))
    if not article:
        return {"@type": "CreativeWork", "name": name}
    periodical = bool(host.issue or host.issn or (host.year and not host.publisher and not host.place))
    if not periodical:
        book: dict[str, Any] = {"@type": "Book", "name": name}
        _put(book, "datePublished", year_of(host.year))
        if host.publisher:
            book["publisher"] = {"@type": "Organization", "name": one_line(phrases.trim(host.publisher))}
        return book
    out: dict[str, Any] = {"@type": "Periodical", "name": name}
    _put(out, "issn", host.issn)
    if host.volume:
        out = {"@type": "PublicationVolume", "volumeNumber": one_line(host.volume), "isPartOf": out}
    if host.issue or host.year:
        issue: dict[str, Any] = {"@type": "PublicationIssue"}
        _put(issue, "issueNumber", host.issue)
        _put(issue, "datePublished", year_of(host.year))
        out = {**issue, "isPartOf": out}
    return out
