"""Slot: half an hour or an hour of a non-stop day in one hall – a guest, a moderator, a theme."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chytalnia.core.translated import TranslatedField


class Slot(models.Model):
    """A part of one event, never an event of its own: the diary counts the day once, and how many came into each hall beside it."""

    occasion = models.ForeignKey("programmes.Occasion", models.CASCADE, related_name="slots")
    hall = models.CharField(_("hall"), max_length=80)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    title = TranslatedField(_("theme"))
    guest = models.CharField(
        _("guest"), max_length=200, blank=True, help_text=_("Several guests are parted by commas.")
    )
    moderator = models.CharField(_("moderator"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        ordering = ["starts_at", "hall", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(hall=""), name="slot_has_a_hall"),
            models.UniqueConstraint(fields=["occasion", "hall", "starts_at"], name="one_slot_a_hall_at_once"),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def begins(self) -> datetime:
        return self.starts_at.astimezone(self.occasion.clock)

    @property
    def ends(self) -> datetime:
        return self.ends_at.astimezone(self.occasion.clock)

    @property
    def minutes(self) -> int:
        return round((self.ends_at - self.starts_at).total_seconds() / 60)
