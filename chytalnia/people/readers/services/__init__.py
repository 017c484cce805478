"""What can be done with readers. Each verb is one transaction, logged; `by` is who did it, None the program itself."""

from .cards import block_card, issue_card
from .consents import give_consent, withdraw_consent
from .registering import block, change, confirm, preregister, register, reregister, unblock
from .trail import look

__all__ = [
    "block",
    "block_card",
    "change",
    "confirm",
    "give_consent",
    "issue_card",
    "look",
    "preregister",
    "register",
    "reregister",
    "unblock",
    "withdraw_consent",
]
