"""What stock accounting hears from below."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from chytalnia.catalogue.models import Item
from chytalnia.catalogue.signals import items_received

from .services import entries


@receiver(items_received)
def enter_in_the_register(sender: Any, items: list[Item], **kwargs: Any) -> None:
    entries.write_received(items)
