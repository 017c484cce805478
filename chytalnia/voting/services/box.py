"""The ballot box: sealed while the polls are open, emptied into the public list when they close.

What it protects and what not is told in docs/decisions/a-ballot-that-nobody-can-trace.md. In short: a copy of the
database alone, taken at any moment, opens no ballot and ties none to a reader; the key of the machine together with
such a copy would, until the box is opened; afterwards nothing does.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from chytalnia.voting.errors import KeyChanged
from chytalnia.voting.models import Ballot, Box, Election, Mark, SealedBallot

logger = logging.getLogger(__name__)
_NONCE, _CHUNK = 12, 2000


def _key(salt: Any, purpose: str) -> bytes:
    """A key of its own for each purpose, from the key of the machine and the half in the database."""
    secret = hmac.digest(bytes(salt), settings.SECRET_KEY.encode(), "sha256")
    return hmac.digest(secret, f"chytalnia.voting.{purpose}".encode(), "sha256")


def close(election: Election) -> Box:
    """Make the box and its key; called as the polls open."""
    salt = secrets.token_bytes(32)
    box, _made = Box.objects.get_or_create(
        election=election, defaults={"salt": salt, "check_value": _key(salt, "check").hex()}
    )
    return box


def hold(pk: int) -> Box | None:
    """The box, which cannot be opened until this transaction ends. Many may hold it at once.

    PostgreSQL would look at the foreign key of a ballot only at the end of the transaction, when one who opens the box and
    waits for a mark could be waited for in turn.
    """
    if connection.vendor != "postgresql":
        return Box.objects.filter(pk=pk).first()
    table = connection.ops.quote_name(Box._meta.db_table)
    return next(iter(Box.objects.raw(f"SELECT * FROM {table} WHERE election_id = %s FOR KEY SHARE", [pk])), None)  # noqa: S608


def is_ours(box: Box) -> bool:
    return hmac.compare_digest(_key(box.salt, "check").hex(), box.check_value)


def seal(box: Box, *, code: str, choice: int) -> bytes:
    """The choice as it lies in the box: of the same length whatever it is, and of use under its own code only."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(_key(box.salt, "seal")).encrypt(nonce, choice.to_bytes(2, "big"), code.encode())


def _unseal(cipher: AESGCM, ballot: SealedBallot) -> int:
    sealed = bytes(ballot.sealed)
    return int.from_bytes(cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], ballot.code.encode()), "big")


def tie(box: Box, entry_pk: int) -> str:
    """What finds a reader's former ballot while votes may be changed; means nothing once the key is destroyed."""
    return hmac.new(_key(box.salt, "tie"), str(entry_pk).encode(), hashlib.sha256).hexdigest()


def open_(election: Any) -> int:
    """Empty the box into the public list, in the order of the codes, and destroy the key; in the caller's transaction.

    A vote that is being stored at this moment either is in the box before, or finds no box and is refused.
    Raises KeyChanged, and then nothing is touched.
    """
    box = Box.objects.select_for_update().filter(election=election).first()
    if box is None:
        return 0
    if not is_ours(box):
        raise KeyChanged
    _forget_thoroughly()
    cipher = AESGCM(_key(box.salt, "seal"))
    try:
        read = [(ballot.code, _unseal(cipher, ballot)) for ballot in box.ballots.iterator(chunk_size=_CHUNK)]
    except InvalidTag:
        raise KeyChanged from None
    Ballot.objects.bulk_create(
        [Ballot(election_id=election.pk, code=code, choice=choice) for code, choice in sorted(read)], batch_size=_CHUNK
    )
    _destroy(box)
    # Written anew all at once: how often somebody changed their mind is forgotten, and no row tells which transaction made it.
    Mark.objects.filter(entry__election=election.pk).update(times=1)
    return len(read)


def burn(election: Any) -> None:
    """Destroy the box of an election that is cancelled, unread."""
    box = Box.objects.select_for_update().filter(election=election).first()
    if box is not None:
        _forget_thoroughly()
        _destroy(box)


def _destroy(box: Box) -> None:
    # Not by the ORM's collector, which would read every row into memory first.
    SealedBallot.objects.filter(box=box)._raw_delete(using=connection.alias)
    Box.objects.filter(pk=box.pk)._raw_delete(using=connection.alias)
    transaction.on_commit(_sweep)


def _forget_thoroughly() -> None:
    """What is deleted is overwritten in the file."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")


def _sweep() -> None:
    """Former versions of rows leave the disk as well, as far as the database lets them."""
    with connection.cursor() as cursor:
        try:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            elif connection.vendor == "postgresql":
                for table in (SealedBallot, Box, Mark):
                    cursor.execute(f"VACUUM {connection.ops.quote_name(table._meta.db_table)}")
        except DatabaseError:
            logger.warning("Old versions of ballots could not be swept at once; the database does it later by itself")
