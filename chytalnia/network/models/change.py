from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitChange(models.Model):
    """Who changed what on a library's card, when, from what to what. Written by services, never changed."""

    unit = models.ForeignKey("network.Unit", models.CASCADE, related_name="changes")
    at = models.DateTimeField(_("when"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    field = models.CharField(_("what"), max_length=60)
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("change of the card")
        verbose_name_plural = _("changes of the cards")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["unit", "-at"], name="unit_changes_latest_first")]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.field}"
