"""Refusals to machines as RFC 9457 has them: `application/problem+json` with a title, a status, a code and what to do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.functional import Promise


def problem(request: HttpRequest, status: int, title: str | Promise, detail: str = "", **more: Any) -> JsonResponse:
    body: dict[str, Any] = {"type": "about:blank", "title": str(title), "status": status}
    if detail:
        body["detail"] = detail
    body["instance"] = request.path
    return JsonResponse(
        body | {name: value for name, value in more.items() if value != ""},
        status=status, content_type="application/problem+json", json_dumps_params={"ensure_ascii": False},
    )  # fmt: skip
