"""Formats that a library makes its own: copied, changed, shared, put aside. Every version is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chytalnia.core import audit
from chytalnia.network.models import Unit
from chytalnia.programmes import formats
from chytalnia.programmes.errors import FormatRefused
from chytalnia.programmes.formats import library, reading, rules
from chytalnia.programmes.models import FormatVersion, OwnFormat


@transaction.atomic
def copy_format(*, card: formats.Card, unit: Unit, by: Any = None) -> OwnFormat:
    """Make a copy of a format that a library may change; returns it. The first is `quest-KREMENCHUK-F1`, then `…-2`."""
    base = f"{card.code.split('--')[0]}--{unit.code}"[:55]
    taken = set(OwnFormat.objects.filter(code__startswith=base).values_list("code", flat=True))
    code, number = base, 2
    while code in taken or code in formats.built_in():
        code, number = f"{base}-{number}", number + 1
    data = reading.as_data(card) | {"code": code, "version": 1}
    own = OwnFormat.objects.create(code=code, unit=unit, copied_from=card.code, card=data)
    _keep(own, by, _("copied from “%(name)s”") % {"name": card})
    audit.log("programmes.format", by=by, about=own, unit=unit, after={"copied_from": card.code})
    return own


@transaction.atomic
def save_format(*, own: OwnFormat, data: Mapping[str, Any], by: Any = None, note: str = "") -> OwnFormat:
    """Store a changed format as its next version. Raises FormatRefused when it cannot be read."""
    locked = OwnFormat.objects.select_for_update().get(pk=own.pk)
    version = locked.version + 1
    whole = {**locked.card, **data, "code": locked.code, "version": version}
    try:
        reading.read(whole, library.vocabulary(), known_rules=rules.VALUES, languages=())
    except reading.FormatError as error:
        raise FormatRefused("; ".join(error.faults)) from error
    locked.card, locked.version = whole, version
    locked.save(update_fields=["card", "version"])
    _keep(locked, by, note)
    audit.log("programmes.format", by=by, about=locked, unit=locked.unit, after={"version": version}, note=note)
    return locked


@transaction.atomic
def share_format(*, own: OwnFormat, shared: bool, by: Any = None) -> OwnFormat:
    """Show a format to the network, or keep it to oneself again; what others began from it goes on."""
    locked = OwnFormat.objects.select_for_update().get(pk=own.pk)
    locked.shared = shared
    locked.save(update_fields=["shared"])
    audit.log("programmes.format", by=by, about=locked, unit=locked.unit, after={"shared": shared})
    return locked


@transaction.atomic
def retire_format(*, own: OwnFormat, by: Any = None, retired: bool = True) -> OwnFormat:
    """Put a format aside, so that nobody begins from it any more, or take it up again."""
    locked = OwnFormat.objects.select_for_update().get(pk=own.pk)
    locked.retired_at = timezone.now() if retired else None
    locked.save(update_fields=["retired_at"])
    audit.log("programmes.format", by=by, about=locked, unit=locked.unit, after={"retired": retired})
    return locked


def _keep(own: OwnFormat, by: Any, note: str) -> None:
    FormatVersion.objects.create(
        format=own, number=own.version, card=own.card, by=by if getattr(by, "pk", None) else None, note=note[:300]
    )
