"""The description of the API as a page: the same that programs read, in words."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .api import api
from .api.describing import TAGS


def reference(request: HttpRequest) -> HttpResponse:
    described = api.get_openapi_schema()
    operations = [
        _told(method, path, one, described["components"]["schemas"])
        for path, methods in described["paths"].items()
        for method, one in methods.items()
    ]
    parts = [(tag, [one for one in operations if tag["name"] in one["tags"]]) for tag in TAGS]
    return render(
        request, "protocols/reference.html",
        {"title": described["info"]["title"], "version": described["info"]["version"], "parts": parts},
    )  # fmt: skip


def _told(method: str, path: str, one: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    security = one.get("security", [])
    body = one.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    answer = one["responses"].get(200, {}).get("content", {}).get("application/json", {}).get("schema", {})
    return {
        "id": one["operationId"], "method": method.upper(), "path": path, "summary": one["summary"],
        "about": one.get("description", ""), "tags": one.get("tags", []),
        "scopes": [scope for each in security for scopes in each.values() for scope in scopes],
        "parameters": one.get("parameters", []), "body": _fields(body, schemas), "answer": _fields(answer, schemas),
        "refusals": [status for status in one["responses"] if int(status) >= 400],
    }  # fmt: skip


def _fields(schema: dict[str, Any], schemas: dict[str, Any]) -> list[dict[str, Any]]:
    schema = _found(schema, schemas)
    required = schema.get("required", [])
    return [
        {"name": name, "type": _type(field, schemas), "about": field.get("description", ""), "needed": name in required}
        for name, field in schema.get("properties", {}).items()
    ]


def _found(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    return schemas.get(name, schema) if name else schema


def _type(field: dict[str, Any], schemas: dict[str, Any]) -> str:
    """A type in a word or two: «integer», «list of LoanOut», «date or null»."""
    if name := field.get("$ref", "").rpartition("/")[2]:
        return name
    if some := field.get("anyOf"):
        return " | ".join(dict.fromkeys(_type(one, schemas) for one in some))
    if choices := field.get("enum"):
        return " | ".join(map(str, choices))
    if field.get("type") == "array":
        return f"[{_type(field.get('items', {}), schemas)}]"
    return str(field.get("format") or field.get("type") or field.get("const") or "any")
