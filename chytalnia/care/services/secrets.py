"""PIN and code word: shown once, kept as salted hashes, bound to the key of the machine besides."""

from __future__ import annotations

import secrets

from django.contrib.auth.hashers import check_password, make_password
from django.utils.crypto import salted_hmac

LENGTH = 6


def new_pin() -> str:
    return f"{secrets.randbelow(10**LENGTH):0{LENGTH}d}"


def _ready(secret: str) -> str:
    # A million PINs are soon tried: without the key of the machine a stolen table is of no use.
    return salted_hmac("chytalnia.care", " ".join(secret.split()).casefold()).hexdigest()


def hashed(secret: str) -> str:
    return make_password(_ready(secret))


def fits(secret: str, kept: str) -> bool:
    return bool(secret.strip() and kept) and check_password(_ready(secret), kept)
