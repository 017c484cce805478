"""Records out: ISO 2709, MARCXML and the text of IRBIS. What came in whole goes out the same, byte for byte."""

from __future__ import annotations

from pymarc import Leader, Record

from . import irbis, marcxml
from .dialects import dialect_of
from .parsed import Reason

MAX_FIELD = 9_999
MAX_LENGTH = 99_999


class RecordTooLong(ValueError):  # noqa: N818 - says what is wrong with the record
    """A record or field past the bounds of ISO 2709; it can be written as MARCXML."""

    def __init__(self, code: str, message: str, **params: object) -> None:
        self.reason = Reason(code, message, params)
        super().__init__(str(self.reason))


def write_iso2709(record: Record, dialect: str = "", *, overlong: bool = False) -> bytes:
    """A record in UTF-8, the leader's lengths and its claim of a character set made true. Raises RecordTooLong.

    `overlong` writes what is past the bounds all the same, its lengths at their most, as large systems do: the end signs
    of fields and record still tell a reader where they end.
    """
    directory: list[str] = []
    body: list[bytes] = []
    at = 0
    plain = True
    for field in record.fields:
        if field.control_field:
            text = (field.data or "") + "\x1e"
        else:
            head = "".join(field.indicators or "  ")
            text = head + "".join(["\x1f" + code + value for code, value in field.subfields]) + "\x1e"
        data = text.encode("utf-8", "replace")
        plain = plain and len(data) == len(text)
        if len(data) > MAX_FIELD and not overlong:
            raise RecordTooLong(
                "field-length", "Field %(tag)s takes %(length)d bytes; ISO 2709 allows 9,999.",
                tag=field.tag, length=len(data),
            )  # fmt: skip
        directory.append(f"{field.tag:0>3.3}{min(len(data), MAX_FIELD):04d}{min(at, MAX_LENGTH):05d}")
        at += len(data)
        body.append(data)
    base = 24 + 12 * len(directory) + 1
    total = base + at + 1
    if total > MAX_LENGTH and not overlong:
        raise RecordTooLong(
            "record-length", "The record takes %(length)d bytes; ISO 2709 allows 99,999.", length=total
        )  # fmt: skip
    leader = f"{record.leader!s:<24}"[:24]
    if not plain:
        claimed = claim_utf8(record, dialect or dialect_of(record) or "marc21")
        if claimed:
            return write_iso2709(record, dialect, overlong=overlong)
        leader = f"{record.leader!s:<24}"[:24]
    leader = f"{min(total, MAX_LENGTH):05d}{leader[5:12]}{min(base, MAX_LENGTH):05d}{leader[17:]}"
    return b"".join([leader.encode("ascii", "replace"), "".join(directory).encode(), b"\x1e", *body, b"\x1d"])


def claim_utf8(record: Record, dialect: str) -> bool:
    """Make a record say that it is in UTF-8: leader/09, or 100 $a/26 of UNIMARC. True when its fields changed."""
    leader = str(record.leader)
    if dialect == "marc21":
        if leader[9:10] != "a":
            record.leader = Leader(f"{leader[:9]}a{leader[10:]}")
        return False
    for field in record.fields:
        if field.tag != "100" or field.control_field:
            continue
        for at, sub in enumerate(field.subfields):
            if sub.code == "a" and len(sub.value) >= 28 and sub.value[26:28] != "50":
                field.subfields[at] = sub._replace(
                    value=f"{sub.value[:26]}50{' ' * len(sub.value[28:34])}{sub.value[34:]}"
                )
                return True
    return False


def write_marcxml(record: Record, dialect: str = "", *, standalone: bool = False) -> bytes:
    """A `<record>` element in UTF-8, with its own namespace when it stands alone."""
    return marcxml.write(record, dialect=dialect or dialect_of(record) or "", namespace=standalone)


def marcxml_header() -> bytes:
    return marcxml.header()


def marcxml_footer() -> bytes:
    return marcxml.footer()


def write_irbis(record: Record) -> bytes:
    """A record of the IRBIS dialect as its text export, in UTF-8."""
    return irbis.write(record).encode("utf-8", "replace")
