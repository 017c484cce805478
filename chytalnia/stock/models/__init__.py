from .act import Replacement, WriteOffAct, WriteOffLine
from .check import InventoryCheck, Scan, Verdict
from .numbered import Numbered
from .receipt import Entry, Funding, ReceiptLot

__all__ = [
    "Entry",
    "Funding",
    "InventoryCheck",
    "Numbered",
    "ReceiptLot",
    "Replacement",
    "Scan",
    "Verdict",
    "WriteOffAct",
    "WriteOffLine",
]
