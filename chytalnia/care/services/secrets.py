"""PIN and code word: shown once, kept as salted hashes under the key of the machine.

A million PINs are tried in a moment, however slow the hash: what protects a stolen table is the key, which is not in it.
"""

from __future__ import annotations

import secrets as dice

from django.utils.crypto import constant_time_compare, salted_hmac

LENGTH = 6


def new_pin() -> str:
    """Six digits, told once."""
    return f"{dice.randbelow(10**LENGTH):0{LENGTH}d}"


def hashed(secret: str, salt: str = "") -> str:
    """What is kept of a PIN or word: spaces and case do not matter, the salt stands before the hash."""
    salt = salt or dice.token_urlsafe(12)
    said = "".join(secret.split()).casefold()
    return f"{salt}${salted_hmac(f'chytalnia.care.{salt}', said, algorithm='sha256').hexdigest()}"


def fits(secret: str, kept: str) -> bool:
    """Whether what was said is what was kept; nothing fits nothing."""
    return bool(secret.strip() and kept) and constant_time_compare(hashed(secret, kept.split("$", 1)[0]), kept)
