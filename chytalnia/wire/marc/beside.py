"""Fields of MARC 21 that the internal model does not hold: they go through UNIMARC in 886 and come home from there."""

from __future__ import annotations

from pymarc import Field, Indicators, Record, Subfield

from .grouped import value

#: Numbers of other systems are one field in both families.
_SHARED = "035"
_CARRIED = frozenset(
    {"010", "015", "016", "027", "028", "042", "043", "045", "052", "060", "070", "072", "074", "086",
     "730", "740", "752", "753", "800", "810", "811", "830"}
)  # fmt: skip
_SERIES = frozenset({"440", "490"})
OURS = frozenset({"marc21", "usmarc"})


def carry(source: Record, source_dialect: str, made: Record, target_dialect: str) -> None:
    """Adds to a converted record what the model left behind."""
    families = ("marc21", ("unimarc", "rusmarc"))
    if source_dialect == families[0] and target_dialect in families[1]:
        _shared(source, made)
        series = any(field.tag in _SERIES for field in source.fields)
        for field in source.fields:
            # Without 490 the model made its series of 830, and has it already.
            if field.tag in _CARRIED and not field.control_field and (series or field.tag != "830"):
                made.fields.append(_packed(field))
    elif source_dialect in families[1] and target_dialect == families[0]:
        _shared(source, made)
        for field in source.fields:
            if field.tag == "886" and (home := _unpacked(field)) is not None:
                made.add_ordered_field(home)


def _shared(source: Record, made: Record) -> None:
    for field in source.get_fields(_SHARED):
        subfields = [sub for sub in field.subfields if sub.code in "az"]
        if subfields:
            made.add_ordered_field(Field(tag=_SHARED, indicators=Indicators(" ", " "), subfields=subfields))


def _packed(field: Field) -> Field:
    marks = "".join(field.indicators or "  ")
    kept = [sub for sub in field.subfields if sub.code != "6"]
    head = [Subfield("2", "marc21"), Subfield("a", field.tag), Subfield("b", marks)]
    return Field(tag="886", indicators=Indicators("2", " "), subfields=[*head, *kept])


def _unpacked(field: Field) -> Field | None:
    """The field within 886: its tag in the first $a, its indicators in the first $b, then its subfields."""
    marks = (field.indicators or "  ")[0]
    head, rest = field.subfields[:3], field.subfields[3:]
    if marks != "2" or [sub.code for sub in head] != ["2", "a", "b"] or value(field, "2").lower() not in OURS:
        return None
    tag, inner = head[1].value, f"{head[2].value:<2.2}"
    if tag not in _CARRIED or not rest:
        return None
    return Field(tag=tag, indicators=Indicators(inner[0], inner[1]), subfields=rest)
