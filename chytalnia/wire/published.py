"""A file that a library publishes for anybody to check: plain JSON, its long list a line each, its own digest at the end."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def digest(told: Mapping[str, Any]) -> str:
    """The digest of everything in the file but the digest itself, whatever its layout."""
    rest = {name: value for name, value in told.items() if name != "sha256"}
    plain = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # Half a surrogate pair may stand in JSON, though never in a file of ours: it must not break the check.
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def write(told: Mapping[str, Any], *, lines: str) -> str:
    """The file: the list named by `lines` with one entry a line, so that it is found by eye, and the digest as the last line."""
    rows = []
    for name, value in told.items():
        if name == "sha256":
            continue
        if name == lines and value:
            entries = ",\n".join(json.dumps(each, ensure_ascii=False) for each in value)
            rows.append(f"{json.dumps(name)}: [\n{entries}\n]")
        else:
            rows.append(f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}")
    rows.append(f'"sha256": "{digest(told)}"')
    return "{\n" + ",\n".join(rows) + "\n}\n"


def read(text: str, *, format: str, thing: str, refusal: type[ValueError]) -> dict[str, Any]:
    """What stands in a file that says it is of this format. Raises `refusal`; `thing` names in it what was looked for."""
    try:
        told = json.loads(text)
    except ValueError as error:
        raise refusal(f"The file is no JSON: {error}") from None
    except RecursionError:
        raise refusal(f"The file is no {thing}: it is nested too deeply to be read.") from None
    if not isinstance(told, dict) or told.get("format") != format:
        raise refusal(f"The file does not say that it is {format}.")
    return told
