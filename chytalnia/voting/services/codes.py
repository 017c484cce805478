"""One-time codes: made from the key of the machine, kept as a keyed hash."""

from __future__ import annotations

import hmac
from typing import Any

from django.conf import settings

from chytalnia.wire import ballots

#: Three groups of four: sixty bits, short enough for a child to type.
LENGTH = 12


def made(purpose: str, key: Any, n: int = 0) -> str:
    """The code that belongs to a key: the same again for the same key, so that a sheet can be printed twice."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), f"chytalnia.voting.{purpose}:{key}:{n}".encode(), "sha256")
    return ballots.grouped(ballots.letters(digest, LENGTH))


def hashed(election: Any, code: str) -> str:
    text = f"chytalnia.voting.code:{election.pk}:{ballots.as_written(code)}"
    return hmac.digest(settings.SECRET_KEY.encode(), text.encode(), "sha256").hex()
