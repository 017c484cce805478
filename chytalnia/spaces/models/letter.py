"""Letter: what a reader is told of a booking."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from chytalnia.core.models import Posted

from .space import Booking


class Letter(Posted):
    booking = models.ForeignKey(Booking, models.CASCADE, related_name="letters")

    class Meta(Posted.Meta):
        verbose_name = pgettext_lazy("about a room", "letter")
        verbose_name_plural = pgettext_lazy("about a room", "letters")
