from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitSetting(models.Model):
    """A value that a unit sets for itself and everything under it; `network.settings` declares the keys."""

    unit = models.ForeignKey("network.Unit", models.CASCADE, related_name="settings")
    key = models.CharField(_("key"), max_length=60)
    value = models.JSONField(_("value"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    set_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("setting")
        verbose_name_plural = _("settings")
        constraints = [models.UniqueConstraint(fields=["unit", "key"], name="one_value_of_a_setting")]

    def __str__(self) -> str:
        return self.key
