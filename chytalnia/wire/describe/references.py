"""Records for the reference managers of readers: BibTeX (with fields of biblatex) and RIS."""

from __future__ import annotations

import re

from chytalnia.wire import languages
from chytalnia.wire.bib import Agent, Bib
from chytalnia.wire.describe import phrases
from chytalnia.wire.describe.clean import one_line, web_address, year_of
from chytalnia.wire.describe.names import shown, split_name
from chytalnia.wire.describe.schema_org import full_title

# Braces are counted by BibTeX even after a backslash, so they become commands instead of `\{`.
_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
}  # fmt: skip
_SPECIAL = re.compile("[" + re.escape("".join(_LATEX)) + "]")

_PERIODICALS = frozenset({"serial", "newspaper"})


def bibtex(bib: Bib, key: str = "", url: str = "") -> str:
    """One BibTeX entry. `key` loses what BibTeX does not allow in keys."""
    fields: list[tuple[str, str]] = []

    def put(name: str, text: str, *, raw: bool = False) -> None:
        text = one_line(text)
        if text:
            fields.append((name, text if raw else latex(text)))

    entry, chapter = _entry(bib)
    for name, people in _people(bib).items():
        put(name, " and ".join(_bibtex_name(a) for a in people), raw=True)
    put("title", " : ".join(t for t in (full_title(bib), phrases.trim(shown(bib.title.remainder))) if t))
    host = bib.host if chapter else None
    if host:
        put("journal" if entry == "article" else "booktitle", phrases.trim(shown(host.title)))
        put("volume", host.volume)
        put("number", host.issue)
        put("pages", re.sub(r"\s*[-–—]+\s*", "--", re.sub(r"^[СсCcБбPp]{1,2}\.\s*", "", host.pages)))
    put("edition", phrases.trim(shown(bib.edition)))
    put("publisher", _publisher(bib) or (phrases.trim(host.publisher) if host else ""))
    put("address", _place(bib) or (phrases.trim(host.place) if host else ""))
    put("year", _year(bib))
    if bib.series and not chapter:
        put("series", phrases.trim(shown(bib.series[0].title)))
        put("number", phrases.trim(bib.series[0].number))
    put("pagetotal", "" if chapter else phrases.trim(bib.extent))
    put("isbn", next((i.normal for i in bib.isbn if i.normal and not i.wrong), ""))
    put("issn", next((i.normal for i in bib.issn if i.normal and not i.wrong), "") or (host.issn if host else ""))
    put("language", next((tag for tag in map(languages.bcp47, bib.languages) if tag), ""))
    put("keywords", ", ".join(re.sub(r"\s*,\s*", " ", one_line(_subject)) for _subject in _keywords(bib)))
    put("abstract", bib.abstract)
    put("url", _url(bib, url), raw=True)
    body = "".join(f"  {name} = {{{text}}},\n" for name, text in fields)
    return f"@{entry}{{{citation_key(bib, key)},\n{body}}}\n"


def latex(text: str) -> str:
    """The text with the characters that TeX reads as commands made harmless."""
    return _SPECIAL.sub(lambda found: _LATEX[found.group()], text)


def citation_key(bib: Bib, key: str = "") -> str:
    """A key of plain letters: the one given, or surname and year, or the control number."""
    romanised = next((a.name.romanised or a.name.value for a in bib.creators), "").partition(",")[0]
    for candidate in (key, f"{romanised}{_year(bib)}", f"record-{bib.control_number}" if bib.control_number else ""):
        plain = re.sub(r"[^A-Za-z0-9:_.-]", "", candidate)
        if re.search(r"[A-Za-z]", plain):
            return plain
    return "record"


def ris(bib: Bib, url: str = "") -> str:
    """One RIS record, lines ended with CR LF as the format says."""
    lines: list[str] = []

    def put(tag: str, text: str) -> None:
        text = one_line(text)
        if text:
            lines.append(f"{tag}  - {text}")

    chapter = bool(bib.host and shown(bib.host.title) and bib.level == "article")
    put("TY", _ris_type(bib))
    groups = {"author": "AU", "editor": "A2", "translator": "A4", "contributor": "A3"}
    for name, people in _people(bib, others=True).items():
        for person in people:
            put(groups[name], shown(person.name).rstrip(" ,"))
    put("TI", " : ".join(t for t in (full_title(bib), phrases.trim(shown(bib.title.remainder))) if t))
    host = bib.host if chapter else None
    if host:
        put("T2", phrases.trim(shown(host.title)))
        put("VL", host.volume)
        put("IS", host.issue)
        first, _, last = re.sub(r"^[СсCcБбPp]{1,2}\.\s*", "", phrases.dashes(host.pages)).partition("–")
        put("SP", first)
        put("EP", last)
    elif bib.series:
        put("T2", phrases.trim(shown(bib.series[0].title)))
        put("VL", phrases.trim(bib.series[0].number))
    for other in (bib.uniform_title, *bib.parallel_titles, *bib.variant_titles):
        put("TT" if other in bib.parallel_titles else "OP", phrases.trim(shown(other)))
    put("ET", phrases.trim(shown(bib.edition)))
    put("CY", _place(bib) or (phrases.trim(host.place) if host else ""))
    put("PB", _publisher(bib) or (phrases.trim(host.publisher) if host else ""))
    put("PY", _year(bib))
    if not host:
        put("SP", phrases.trim(bib.extent))
    numbers = [i.normal for i in (*bib.isbn, *bib.issn) if i.normal and not i.wrong]
    put("SN", numbers[0] if numbers else (host.issn if host else ""))
    for code in bib.languages:
        put("LA", languages.bcp47(code))
    for word in _keywords(bib):
        put("KW", word)
    put("AB", bib.abstract)
    for note in bib.notes:
        put("N1", note)
    put("ID", bib.control_number)
    put("UR", _url(bib, url))
    return "".join(f"{line}\r\n" for line in (*lines, "ER  - "))


def _entry(bib: Bib) -> tuple[str, bool]:
    """Type of the BibTeX entry, and whether it is a part of something printed."""
    if bib.level == "article" and bib.host and shown(bib.host.title):
        periodical = bib.host.issue or bib.host.issn or not (bib.host.publisher or bib.host.place)
        return ("article" if periodical else "incollection"), True
    if bib.kind in ("book", "music") or bib.level == "set":
        return "book", False
    if bib.level == "serial" or bib.kind in _PERIODICALS:
        return "periodical", False
    return ("unpublished" if bib.kind == "manuscript" else "misc"), False


def _ris_type(bib: Bib) -> str:
    if bib.level == "article":
        entry, chapter = _entry(bib)
        return {"article": "JOUR", "incollection": "CHAP"}[entry] if chapter else "GEN"
    if bib.level == "serial" or bib.kind in _PERIODICALS:
        return "NEWS" if bib.kind == "newspaper" else "SER"
    return {
        "book": "BOOK", "manuscript": "UNPB", "music": "MUSIC", "map": "MAP", "picture": "ART", "sound": "SOUND",
        "video": "VIDEO", "electronic": "EBOOK" if bib.isbn else "ELEC",
    }.get(bib.kind, "GEN")  # fmt: skip


def _people(bib: Bib, *, others: bool = False) -> dict[str, list[Agent]]:
    out: dict[str, list[Agent]] = {"author": [a for a in bib.creators if a.role != "edt"]}
    rest = [a for a in bib.agents if a not in out["author"]]
    out["editor"] = [a for a in rest if a.role in ("edt", "com")]
    out["translator"] = [a for a in rest if a.role == "trl"]
    if others:
        out["contributor"] = [a for a in rest if a.role not in ("edt", "com", "trl")]
    return {name: [a for a in people if one_line(shown(a.name))] for name, people in out.items()}


def _bibtex_name(agent: Agent) -> str:
    surname, given = (one_line(part) for part in split_name(agent))
    if agent.kind == "person" and surname and given:
        return f"{_name_part(surname)}, {_name_part(given)}"
    return f"{{{latex(one_line(shown(agent.name)).strip(' ,'))}}}"


def _name_part(text: str) -> str:
    # «and» parts one person from the next, a comma the parts of a name, so such a part is held by braces.
    return f"{{{latex(text)}}}" if re.search(r"(?i)\band\b|,", text) else latex(text)


def _known_first(texts: list) -> str:  # type: ignore[type-arg]
    names = (phrases.trim(shown(t)) for t in texts)
    return next((name for name in names if name and not phrases.is_unknown(name)), "")


def _publisher(bib: Bib) -> str:
    return _known_first(bib.publishers)


def _place(bib: Bib) -> str:
    return _known_first(bib.places)


def _year(bib: Bib) -> str:
    return (str(bib.year) if bib.year else year_of(bib.date)) or (year_of(bib.host.year) if bib.host else "")


def _keywords(bib: Bib) -> list[str]:
    headings = [" – ".join(shown(part) for part in subject.parts) for subject in bib.subjects]
    return list(dict.fromkeys(word for word in (*headings, *bib.keywords) if one_line(word)))


def _url(bib: Bib, url: str) -> str:
    links = (web_address(link.url) for link in bib.links) if bib.kind == "electronic" or bib.level == "article" else ()
    return next((link for link in links if link), "") or web_address(url)
