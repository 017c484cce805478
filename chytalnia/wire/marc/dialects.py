"""Telling MARC 21, UNIMARC, RUSMARC and IRBIS apart by the fields of a record."""

from __future__ import annotations

from pymarc import Record

from .parsed import Dialect

_WORKSHEETS = {"PAZK", "PVK", "SPEC", "ASP", "AUNTD", "J", "NJ", "NJP", "NJK", "OJ", "MUSP", "PRF", "IBIS", "KN"}


def general_data(record: Record) -> str:
    """The coded string of UNIMARC 100 $a, or an empty one."""
    for field in record.fields:
        if field.tag == "100" and not field.control_field:
            data = field.get("a") or ""
            if data[:8].isdigit() or len(data) >= 26:
                return data
    return ""


def dialect_of(record: Record) -> Dialect | None:
    """The dialect of one record, or None when it carries no sign of any."""
    tags = {field.tag for field in record.fields}
    if "245" in tags:
        return "marc21"
    if "920" in tags and any(f.tag == "920" and (f.data or f.value()).strip() in _WORKSHEETS for f in record.fields):
        return "irbis"
    if "200" in tags or "461" in tags or "801" in tags:
        if not general_data(record) and tags & {"903", "907", "910", "920", "999", "908"} and "801" not in tags:
            return "irbis"
        return "rusmarc" if is_rusmarc(record, tags) else "unimarc"
    if general_data(record):
        return "unimarc"
    return "marc21" if "008" in tags else None


def is_rusmarc(record: Record, tags: set[str]) -> bool:
    """The Russian profile of UNIMARC: its holdings field, its agencies and rules, its classification."""
    agencies = {field.get("a") for field in record.fields if field.tag == "801"}
    if "899" in tags and (not agencies or "RU" in agencies):
        return True
    for field in record.fields:
        if field.tag == "801" and (field.get("a") == "RU" or (field.get("g") or "").lower() in ("psbo", "rcr")):
            return True
        if field.tag == "686" and (field.get("2") or "").startswith(("rubbk", "rugasnti")):
            return True
    return False
