"""The OpenAPI description: what django-ninja tells by itself, and what it leaves out – scopes, refusals, examples."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import get_language
from ninja import NinjaAPI, Router

from .shapes.common import Problem

MEDIA = "application/problem+json"
ABOUT = """\
The catalogue of a public library network, the reader's own account, and the desk of a library.

**Tokens.** The catalogue is open to everybody. Everything else takes `Authorization: Bearer …` with a token that a person
has made: a reader in the account (*Programs*), a member of staff at the desk (*Tokens of programs*). A token has scopes and
an end, does no more than its owner may at that moment, and is taken back with one press.

**Acts.** What changes something by POST carries `Idempotency-Key`, a UUID made for this act. Sent again with the same key,
the request does nothing and is answered the same, with the header `Idempotency-Replayed: true`.

**Refusals.** One shape for all: `application/problem+json` (RFC 9457) with a `code` for programs, and a title, what happened
and what to do in the language of `Accept-Language` (uk, ru, kk, en).

**Pages.** Long lists take `limit` and `cursor`; `next` of an answer is the cursor of the next page.

**Dates** are ISO 8601: days as 2026-11-30, moments with their zone.
"""
TAGS = [
    {"name": "catalogue", "description": "For everybody, without a token."},
    {"name": "token", "description": "What a token is for."},
    {"name": "account", "description": "The reader's own account, by a token of the reader."},
    {"name": "desk", "description": "The desk of a library, by a token of staff."},
]

_EXAMPLES: dict[int, dict[str, Any]] = {
    400: {"title": "The request is not clear", "code": "bad_request"},
    401: {
        "title": "A token is needed", "code": "token_missing",
        "hint": "Send the header “Authorization: Bearer …” with a token made in the reader's account or at the desk.",
    },
    403: {
        "title": "The token was not made for this", "code": "scope_missing", "scope": "desk:lend",
        "hint": "Make a token that may do it; `scope` names what is missing.",
    },
    404: {"title": "The copy is not known", "code": "unknown_item", "hint": "Look whether the barcode was read whole."},
    409: {
        "title": "The library's rules speak against it", "code": "refused", "detail": "The reader is blocked.",
        "problems": [{"code": "blocked", "message": "The reader is blocked.", "can_override": True}],
    },
    422: {
        "title": "The request makes no sense", "code": "invalid", "detail": "Not clear: limit.",
        "errors": [{"parameter": "limit", "reason": "Input should be less than or equal to 100"}],
    },
    429: {"title": "Too many requests", "code": "too_fast", "hint": "Come again after the seconds of Retry-After."},
}  # fmt: skip
_SAID = {
    400: "Not clear", 401: "No token, or one that is not valid", 403: "Not allowed", 404: "Not there",
    409: "The rules, or the state of things, speak against it", 422: "Makes no sense", 429: "Too many requests",
}  # fmt: skip


def refusals(*statuses: int) -> dict[int, Any]:
    return dict.fromkeys(sorted(statuses), Problem)


def told(shape: str) -> dict[str, Any]:
    """A refusal for operations whose answers ninja does not describe."""
    return {"description": shape, "content": {MEDIA: {"schema": {"$ref": f"#/components/schemas/{shape}"}}}}


def operation(
    router: Router,
    method: str,
    path: str,
    *,
    auth: Any,
    out: Any,
    refused: tuple[int, ...] = (),
    name: str,
    summary: str,
) -> Callable[[Any], Any]:
    """An operation that takes a token, with the refusals that all such have."""
    scheme, scope = type(auth).__name__, [auth.scope] if auth.scope else []
    security = [{"ReaderToken": []}, {"StaffToken": []}] if scheme == "AnyToken" else [{scheme: scope}]
    return router.api_operation(
        [method], path, auth=auth, response={200: out, **refusals(400, 401, 403, 422, 429, *refused)}, operation_id=name,
        summary=summary, openapi_extra={"x-security": security},
    )  # fmt: skip


class DescribedAPI(NinjaAPI):
    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self._described: dict[tuple[str | None, str], Any] = {}

    def get_openapi_schema(self, **more: Any) -> Any:
        # Made from every shape there is, seconds on a small machine, and the same as long as the program runs.
        key = get_language(), repr(more)
        if key not in self._described:
            self._described[key] = self._describe(**more)
        return self._described[key]

    def _describe(self, **more: Any) -> Any:
        described = super().get_openapi_schema(**more)
        described["tags"] = TAGS
        for path in described["paths"].values():
            for one in path.values():
                _complete(one)
        described["components"]["securitySchemes"] = {
            "ReaderToken": _scheme("chyt_r_…", "A token that a reader has made in the account, under *Programs*."),
            "StaffToken": _scheme("chyt_s_…", "A token made at the desk of a library, under *Tokens of programs*."),
        }
        return described


def _scheme(form: str, about: str) -> dict[str, str]:
    return {"type": "http", "scheme": "bearer", "bearerFormat": form, "description": about}


def _complete(one: dict[str, Any]) -> None:
    if security := one.pop("x-security", None):
        one["security"] = security
    for parameter in one.get("parameters", []):
        # In a parameter `examples` are named objects; those of the schema stay in the schema.
        parameter.pop("examples", None)
    for status, response in one["responses"].items():
        if int(status) >= 400:
            response["description"] = _SAID[int(status)]
            schema = next(iter(response["content"].values()))["schema"]
            example = {"type": "about:blank", "status": int(status), **_EXAMPLES[int(status)]}
            response["content"] = {MEDIA: {"schema": schema, "example": example}}
        if int(status) == 429:
            response["headers"] = {
                "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 1}}
            }
        if int(status) == 200 and any(each["name"] == "Idempotency-Key" for each in one.get("parameters", [])):
            response["headers"] = {
                "Idempotency-Replayed": {
                    "description": "true: the answer to the same request before.",
                    "schema": {"type": "string", "enum": ["true"]},
                }
            }
