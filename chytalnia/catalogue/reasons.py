"""Why a record of a file was refused or mended, why an import stopped: kept as codes, told in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from chytalnia.catalogue import errors
from chytalnia.wire.marc import Parsed, Reason

#: How `ImportJob.error` begins when a refusal of the catalogue, and not a fault, stopped the import.
REFUSED = "refused:"
#: Kinds of mending that a report counts apart.
MOST = 20
_FAILED = gettext_noop("The program failed at this record: %(error)s")


def of(parsed: Parsed) -> Reason:
    """The reason of a record that could not be read."""
    return parsed.reason or Reason("failed", parsed.problem or "?")


def failure(error: Exception) -> Reason:
    """The reason when a record was read but the program failed at it."""
    return Reason("failed", _FAILED, {"error": f"{type(error).__name__}: {error}"})


def plain(reason: Reason) -> dict[str, Any]:
    """A reason as the list of rejects and the report keep it."""
    return {"code": reason.code, "message": reason.message, "params": reason.params, "reason": str(reason)}


def told(kept: Mapping[str, Any] | Reason) -> str:
    """A reason in the language of whoever reads. Lists of earlier imports hold it in English only."""
    if isinstance(kept, Reason):
        kept = plain(kept)
    message, params = kept.get("message", ""), kept.get("params") or {}
    if not message:
        return str(kept.get("reason", ""))
    text = _(message)
    return text % params if params else text


def counted(repairs: Iterable[Reason], before: Iterable[Mapping[str, Any]] = ()) -> list[dict[str, Any]]:
    """How many records were mended in which way, added to what was counted before."""
    found = {row["code"]: dict(row) for row in before}
    for reason in repairs:
        if reason.code in found:
            found[reason.code]["count"] += 1
        elif len(found) < MOST:
            found[reason.code] = {**plain(reason), "count": 1}
    return list(found.values())


def stopped(refusal: errors.CatalogueError) -> str:
    """A refusal that stopped an import, as `ImportJob.error` keeps it."""
    return f"{REFUSED}{type(refusal).__name__}"


def told_error(kept: str) -> str:
    """What stopped an import, in the language of whoever reads; a fault of the program stays as it was reported."""
    if not kept.startswith(REFUSED):
        return kept
    refusal = getattr(errors, kept.removeprefix(REFUSED), errors.CatalogueError)
    return str(refusal.message)
