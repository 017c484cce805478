"""What lending hears from the rooms below."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save

from chytalnia.network.models import HoursException, OpeningInterval, SanitaryRule, Unit, UnitSetting

from . import snapshot
from .models import LendingRule


def connect() -> None:
    for model in (LendingRule, Unit, UnitSetting, OpeningInterval, HoursException, SanitaryRule):
        post_save.connect(_forget, sender=model, dispatch_uid="lending.snapshot")
        post_delete.connect(_forget, sender=model, dispatch_uid="lending.snapshot")


def _forget(**_news: Any) -> None:
    """Now, for who reads in the same transaction; and once it is stored, when others may have read the old meanwhile."""
    snapshot.forget()
    transaction.on_commit(snapshot.forget)
