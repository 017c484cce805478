"""What the catalogue keeps: records, works, items, authorities, imports, merge cases, the tables of author marks."""

from .authority import Authority, AuthorityKind, Heading
from .correction import Correction
from .importjob import ImportJob
from .item import AcquisitionSource, AuthorMarkTable, Item, ItemStatus, NumberSeries, WithdrawalReason
from .merge import MergeCase
from .record import Dialect, Draft, Format, KeyKind, Record, RecordKey, RecordVersion
from .work import Work, WorkChange

__all__ = [
    "AcquisitionSource",
    "AuthorMarkTable",
    "Authority",
    "AuthorityKind",
    "Correction",
    "Dialect",
    "Draft",
    "Format",
    "Heading",
    "ImportJob",
    "Item",
    "ItemStatus",
    "KeyKind",
    "MergeCase",
    "NumberSeries",
    "Record",
    "RecordKey",
    "RecordVersion",
    "WithdrawalReason",
    "Work",
    "WorkChange",
]
