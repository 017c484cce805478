"""PIN and code word: shown once, kept as salted hashes under the key of the machine.

A million PINs are tried in a moment, however slow the hash: what protects a stolen table is the key, which is not in it.
"""

from __future__ import annotations

import secrets as dice

from django.utils.crypto import constant_time_compare, salted_hmac

LENGTH = 6


def new_pin() -> str:
    return f"{dice.randbelow(10**LENGTH):0{LENGTH}d}"


def hashed(secret: str, salt: str = "") -> str:
    salt = salt or dice.token_urlsafe(12)
    said = "".join(secret.split()).casefold()
    return f"{salt}${salted_hmac(f'chytalnia.care.{salt}', said, algorithm='sha256').hexdigest()}"


def fits(secret: str, kept: str) -> bool:
    return bool(secret.strip() and kept) and constant_time_compare(hashed(secret, kept.split("$", 1)[0]), kept)
