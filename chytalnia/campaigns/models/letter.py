"""A letter by which a library is invited."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from chytalnia.core.models import Posted

from .library import Member


class Letter(Posted):
    """An invitation, or a reminder of one."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="letters")

    class Meta(Posted.Meta):
        verbose_name = pgettext_lazy("to a library", "letter")
        verbose_name_plural = pgettext_lazy("to a library", "letters")
