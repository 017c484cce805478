"""Refusals to machines as RFC 9457 has them: `application/problem+json` with a title, a status and what to do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse


def problem(request: HttpRequest, status: int, title: str, detail: str = "", **more: Any) -> JsonResponse:
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status}
    if detail:
        body["detail"] = detail
    body["instance"] = request.path
    return JsonResponse(
        body | more, status=status, content_type="application/problem+json", json_dumps_params={"ensure_ascii": False}
    )
