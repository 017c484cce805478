"""The fields of a record by tag, with the fields in original script that belong to romanised ones."""

from __future__ import annotations

from pymarc import Field, Record

from chytalnia.wire.bib import Text

from .text import both, nfc, strip_end, strip_isbd


class Grouped(dict[str, list[Field]]):
    """Fields by tag in their order. `originals` leads from a field's id to its pair in the original script."""

    __slots__ = ("originals",)

    def __init__(self, record: Record) -> None:
        super().__init__()
        self.originals: dict[int, Field] = {}
        for field in record.fields:
            tag = field.tag
            if tag in self:
                self[tag].append(field)
            else:
                self[tag] = [field]

    def all(self, *tags: str) -> list[Field]:
        if len(tags) == 1:
            return self.get(tags[0]) or []
        return [field for tag in tags if tag in self for field in self[tag]]

    def first(self, *tags: str) -> Field | None:
        for tag in tags:
            if tag in self:
                return self[tag][0]
        return None

    def control(self, tag: str) -> str:
        """The data of a control field; also where a record wrote it with a subfield."""
        field = self.first(tag)
        if field is None:
            return ""
        return field.data or "" if field.control_field else "".join(s.value for s in field.subfields)

    def original(self, field: Field, code: str, at: int = 0) -> str:
        """The text of a subfield in the original script, or an empty one."""
        pair = self.originals.get(id(field))
        if pair is None:
            return ""
        values = [s.value for s in pair.subfields if s.code == code]
        return values[at] if at < len(values) else ""

    def text(self, field: Field, code: str, at: int = 0, end: bool = False) -> Text | None:
        """A subfield as a text in both scripts, without ISBD punctuation; None when there is none."""
        values = [said for own, said in field.subfields if own == code]
        if at >= len(values):
            return None
        strip = strip_end if end else strip_isbd
        value = strip(values[at])
        if not self.originals:
            return Text(value) if value else None
        text = both(value, strip(self.original(field, code, at)))
        return text if text.value else None

    def texts(self, field: Field, code: str, end: bool = False) -> list[Text]:
        values = [said for own, said in field.subfields if own == code]
        if not values:
            return []
        if self.originals:
            return [t for at in range(len(values)) if (t := self.text(field, code, at, end)) is not None]
        strip = strip_end if end else strip_isbd
        return [Text(text) for value in values if (text := strip(value))]


def value(field: Field | None, code: str) -> str:
    """The first subfield of a code, trimmed and composed; empty when there is none."""
    if field is None:
        return ""
    for own, said in field.subfields:
        if own == code:
            return nfc(said)
    return ""


def values(field: Field, codes: str) -> list[str]:
    """All subfields of any of the codes, in their order, trimmed and composed."""
    return [nfc(said) for own, said in field.subfields if own in codes and said]
