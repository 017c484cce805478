"""What can be done with readers. Each verb is one transaction, logged; `by` is who did it, None the program itself."""

from .access import CODE_LIVES, link_account, offer_code, open_by_letter, open_with_code
from .cards import block_card, issue_card
from .consents import change_text, give_consent, withdraw_consent
from .families import end_surety, give_surety, join_household, leave_household
from .leaving import anonymise, close, export_data, nightly, owed, parts_of, reopen
from .merging import merge, unmerge
from .registering import block, change, confirm, preregister, register, reregister, unblock
from .trail import look

__all__ = [
    "CODE_LIVES",
    "anonymise",
    "block",
    "block_card",
    "change",
    "change_text",
    "close",
    "confirm",
    "end_surety",
    "export_data",
    "give_consent",
    "give_surety",
    "issue_card",
    "join_household",
    "leave_household",
    "link_account",
    "look",
    "merge",
    "nightly",
    "offer_code",
    "open_by_letter",
    "open_with_code",
    "owed",
    "parts_of",
    "preregister",
    "register",
    "reopen",
    "reregister",
    "unblock",
    "unmerge",
    "withdraw_consent",
]
