"""The internal model out as a record of IRBIS64."""

from __future__ import annotations

from pymarc import Field, Leader, Record

from chytalnia.wire.bib import Agent, Bib

from .irbis import LEADER, make_field
from .text import RELATORS_BACK

_SHEETS = {"article": "ASP", "serial": "J", "part": "SPEC", "set": "PVK"}


def to_record(bib: Bib) -> Record:
    fields: list[Field] = []

    def add(tag: str, lead: str = "", **subfields: str) -> None:
        text = lead.replace("^", "") + "".join(
            f"^{code[-1].upper()}{value.replace('^', '')}" for code, value in subfields.items() if value
        )
        if text:
            fields.append(make_field(tag, text))

    title = bib.title
    add("920", _SHEETS.get(bib.level, "PAZK"))
    for number in bib.isbn:
        add("10", a="" if number.wrong else number.value, b=number.note, z=number.value if number.wrong else "",
            d=bib.price if number is bib.isbn[0] else "")  # fmt: skip
    if not bib.isbn:
        add("10", d=bib.price)
    for number in bib.issn:
        add("11", a=number.value)
    for language in bib.languages:
        add("101", language)
    add("102", bib.country)
    for language in bib.original_languages[:1]:
        add("919", o=language)
    for agent in bib.agents:
        _agent(add, agent)
    add("200", a=title.proper.value, e=str(title.remainder or ""), v=title.part_number,
        f=str(title.responsibility or ""))  # fmt: skip
    add("205", str(bib.edition or ""))
    places = [p.value for p in bib.places] + ["", "", ""]
    add(
        "210",
        a=places[0],
        x=places[1],
        y=places[2],
        c=str(bib.publishers[0]) if bib.publishers else "",
        d=bib.date or str(bib.year or ""),
    )
    add("215", a=bib.extent, c=bib.illustrations, e=bib.accompanying)
    for series in bib.series:
        add("225", a=series.title.value, v=series.number, x=series.issn)
    for tag, texts in (("300", bib.notes), ("327", bib.contents), ("610", bib.keywords)):
        for text in texts:
            add(tag, text)
    add("320", bib.bibliography_note)
    for text in bib.abstract.split("\n"):
        add("331", text)
    add("900", z=f"{bib.age_mark}+" if bib.age_mark is not None else "")
    add("901", bib.print_run)
    for subject in bib.subjects:
        tag = {"person": "600", "body": "601", "meeting": "601", "place": "607"}.get(subject.kind, "606")
        rest = dict(zip(("b", "c", "d"), (p.value for p in subject.parts[1:]), strict=False)) if tag != "600" else {}
        add(tag, a=subject.parts[0].value if subject.parts else "", **rest)
    for found in bib.classes:
        if number_tag := {"udc": "675", "rubbk": "621", "rugasnti": "964", "ddc": "686"}.get(found.scheme):
            add(number_tag, found.number)
    if host := bib.host:
        if bib.level == "article":
            add("463", c=host.title.value, j=host.year, v=host.volume, h=host.issue, s=host.pages, i=host.issn)
        else:
            add("461", c=host.title.value, j=host.year, v=host.volume, d=host.place, g=host.publisher)
    for parallel in bib.parallel_titles:
        add("510", d=parallel.value)
    for variant in bib.variant_titles:
        add("517", a=variant.value)
    for link in bib.links:
        add("951", i=link.url, t=link.text)
    add("903", bib.control_number)
    for copy in bib.holdings:
        add("910", a=copy.status or "0", b=copy.inventory_number, c=copy.acquired, d=copy.place, e=copy.price,
            h=copy.barcode, r=copy.shelf_mark, l=copy.library, t=copy.note)  # fmt: skip
    record = Record()
    record.leader = Leader(LEADER)
    record.fields = fields
    return record


def _agent(add: object, agent: Agent) -> None:
    assert callable(add)
    surname, _, given = agent.name.value.partition(", ")
    role = "" if agent.role == "aut" else RELATORS_BACK.get(agent.role, agent.role)
    if agent.kind == "person":
        tag = "700" if agent.main else "701" if agent.role == "aut" else "702"
        add(tag, a=surname, b=agent.initials, g=given if given != agent.initials else "", f=agent.dates, c=agent.title,
            **{"4": role})  # fmt: skip
    else:
        tag = "972" if agent.kind == "meeting" else "710" if agent.main else "711"
        add(tag, a=agent.name.value, **{"4": role})
