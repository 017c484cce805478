"""An act asked for twice with one key is done once and answered the same."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Header, Schema

from chytalnia.protocols.models import GivenAnswer

from .calling import Caller
from .refusing import Refusal

REPLAYED = "Idempotency-Replayed"
_SPACE = uuid.UUID("5f0d1a0e-4a43-4a1c-9a5b-8f1f0f6a7d10")


KEY: Any = Header(
    ...,
    alias="Idempotency-Key",
    description="A UUID made for this act. Sent again with the same request, it does nothing and is answered the same.",
    examples=["7c1f6f3e-0d35-4f0f-9d3e-5d0b8e0a2c11"],
)


def once(
    request: HttpRequest, response: HttpResponse, key: UUID, asked: Schema | None, do: Callable[[UUID], Schema]
) -> Any:
    """What `do` answers, or what it answered to this key before. `do` is given the key for the service that acts, so that
    nothing happens twice even when the answer was lost on the way or forgotten since."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    told = json.dumps(asked.model_dump(mode="json") if asked else None, sort_keys=True)
    digest = hashlib.sha256(f"{request.method} {request.path} {told}".encode("utf-8", "surrogatepass")).hexdigest()
    known = GivenAnswer.objects.filter(token=caller.token, key=key).first()
    if known is not None:
        if known.asked != digest:
            raise Refusal("key_reused")
        response[REPLAYED] = "true"
        return known.body
    # Of the person and not of the token: a program that got a new token may still ask about the act it began.
    body = do(uuid.uuid5(_SPACE, f"{caller.user.pk}:{digest}:{key}")).model_dump(mode="json")
    GivenAnswer.objects.bulk_create(
        [GivenAnswer(token=caller.token, key=key, asked=digest, status=200, body=body)], ignore_conflicts=True
    )
    return body
