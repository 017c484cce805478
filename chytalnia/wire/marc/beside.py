"""What another family of MARC has no place for goes along in 886, its field for data of another format, and comes home from there.

A field is carried when its words do not come back by the model alone. On the way home it takes the place of what the model
made of it, and only while that is still what the field itself would become: whoever changed the record since is believed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Protocol

from pymarc import Field, Indicators, Record, Subfield

from .grouped import value

Key = tuple[str, tuple[tuple[str, str], ...]]


class Plainly(Protocol):
    """Converts a record by the model alone, from a dialect into another, with or without what `Bib.coded` says."""

    def __call__(self, record: Record, source_dialect: str, target_dialect: str, *, coded: bool = True) -> Record: ...


#: Numbers of other systems are one field in both families.
_SHARED = "035"
#: What the model keeps in another shape of the same meaning, and what belongs to one field of a pair of scripts.
_LEFT = {
    "marc21": frozenset({"020", "022", "040", "041", "044", "066", "880", "886"}),
    "unimarc": frozenset({"010", "011", "100", "101", "102", "106", "110", "886"}),
}  # fmt: skip
#: Fields that are one: the imprint before and after RDA, series, and who published what the 264 of others say.
_SAME = {"264": "260", "440": "490"}
_DECIDING = {
    "marc21": ((re.compile("8[013]"), re.compile("4[49]0")), (re.compile("2|7"), re.compile("1"))),
    "unimarc": ((re.compile("200"), re.compile("46")),),
}
#: Fields of MARC 21 that the model makes nothing of: nothing can stand for them.
_UNREAD = frozenset(
    {"010", "015", "016", "017", "025", "027", "028", "037", "042", "043", "045", "051", "052", "060", "070", "072", "074", "086",
     "752", "753"}
)  # fmt: skip
#: Characters carried at most: a record of ISO 2709 has 99,999 bytes.
MOST = 20_000
OURS = frozenset({"marc21", "usmarc"})
_FAMILIES = {"marc21": OURS, "unimarc": frozenset({"unimarc", "rusmarc"}), "rusmarc": frozenset({"unimarc", "rusmarc"})}


def carry(source: Record, source_dialect: str, made: Record, target_dialect: str, plainly: Plainly) -> None:
    """Adds to a converted record what the model left behind, and what the source had carried for it."""
    theirs, ours = _FAMILIES.get(source_dialect), _FAMILIES.get(target_dialect)
    if theirs is None or ours is None or theirs == ours:
        return
    # Coded data of MARC 21 are in control fields and such as are left out below, those of UNIMARC are not.
    coded, left = theirs is not OURS, _LEFT["marc21" if theirs is OURS else "unimarc"]
    if home := [field for field in map(_unpacked, _carried(source, ours)) if field is not None]:
        _bring_home(made, home, target_dialect, source_dialect, plainly)
    back = Counter(map(_key, plainly(made, target_dialect, source_dialect, coded=coded).fields))
    _shared(source, made)
    room = MOST
    for field in source.fields:
        # Fields of a library's own say nothing to others; a pair of scripts would be parted.
        if field.control_field or field.tag in left or field.tag == _SHARED or field.tag[:1] == "9" or "6" in field:
            continue
        key = _key(field)
        if back[key]:
            back[key] -= 1
        elif (room := room - sum(len(text) for _, text in field.subfields)) >= 0:
            made.fields.append(_packed(field, source_dialect))


def _key(field: Field) -> Key:
    """A field as far as its words go: neither punctuation nor indicators."""
    return _SAME.get(field.tag, field.tag), tuple((code, _words(text)) for code, text in field.subfields if code != "6")


# Most texts come by twice or more: in the record and on its way back.
@lru_cache(4096)
def _words(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFC", text))).casefold() if text else ""


def _shared(source: Record, made: Record) -> None:
    for field in source.get_fields(_SHARED):
        subfields = [sub for sub in field.subfields if sub.code in "az"]
        if subfields:
            made.add_ordered_field(Field(tag=_SHARED, indicators=Indicators(" ", " "), subfields=subfields))


def _packed(field: Field, dialect: str) -> Field:
    marks = "".join(field.indicators or "  ")
    head = [Subfield("2", dialect), Subfield("a", field.tag), Subfield("b", marks)]
    return Field(tag="886", indicators=Indicators("2", " "), subfields=[*head, *field.subfields])


def _carried(source: Record, formats: frozenset[str]) -> Iterator[Field]:
    for field in source.get_fields("886"):
        if value(field, "2").lower() in formats:
            yield field


def _unpacked(field: Field) -> Field | None:
    """The field within 886: its tag in the first $a, its indicators in the first $b, then its subfields."""
    marks = (field.indicators or "  ")[0]
    head, rest = field.subfields[:3], field.subfields[3:]
    if marks != "2" or [sub.code for sub in head] != ["2", "a", "b"] or not rest:
        return None
    tag, inner = head[1].value, f"{head[2].value:<2.2}"
    if len(tag) != 3 or not tag.isdigit() or tag < "010" or tag == "886":
        return None
    return Field(tag=tag, indicators=Indicators(inner[0], inner[1]), subfields=rest)


def _bring_home(made: Record, home: list[Field], dialect: str, through: str, plainly: Plainly) -> None:
    """Each tag by itself: its fields stand for what they become on the way there and back, if the record still has that."""
    by_tag: dict[str, list[Field]] = {}
    for field in home:
        by_tag.setdefault(field.tag, []).append(field)
    marc21 = dialect == "marc21"
    coded = _LEFT["marc21" if marc21 else "unimarc"]
    usual: dict[str, Counter[Key]] = {}
    for tag, fields in by_tag.items():
        if marc21 and tag in _UNREAD:
            for field in fields:
                made.add_ordered_field(field)
            continue
        # What decides beside a field what becomes of it: the main entry of a title, the transcribed series of a traced one,
        # the set that a volume is named by.
        kinds = _DECIDING["marc21" if marc21 else "unimarc"]
        deciding = next((pattern for of, pattern in kinds if of.match(tag)), None)
        frame = [f for f in made.fields if f.control_field or (deciding and deciding.match(f.tag))]
        mark = deciding.pattern if deciding else ""
        if mark not in usual:
            usual[mark] = _there_and_back(made, frame, dialect, through, plainly)
        stand_ins = _there_and_back(made, [*frame, *fields], dialect, through, plainly)
        stand_ins.subtract(usual[mark])
        for key in [key for key in stand_ins if key[0] in coded]:
            del stand_ins[key]
        _put(made, fields, +stand_ins)


def _there_and_back(
    like: Record, fields: Iterable[Field], dialect: str, through: str, plainly: Plainly
) -> Counter[Key]:
    record = Record()
    record.leader = like.leader
    record.fields = list(fields)
    coded = dialect != "marc21"
    back = plainly(plainly(record, dialect, through, coded=coded), through, dialect, coded=coded)
    return Counter(_key(field) for field in back.fields if not field.control_field)


def _put(made: Record, fields: list[Field], wanted: Counter[Key]) -> None:
    """Puts the fields where those of these keys stand, in their order; nothing when one of those is missing."""
    at = []
    for number, field in enumerate(made.fields):
        if not field.control_field and wanted[key := _key(field)] > 0:
            wanted[key] -= 1
            at.append(number)
    if +wanted:
        return
    placed = dict(zip(at, fields, strict=False))
    placed_all = [
        placed.get(number, field) for number, field in enumerate(made.fields) if number in placed or number not in at
    ]
    made.fields = placed_all
    for field in fields[len(at) :]:
        made.add_ordered_field(field)
