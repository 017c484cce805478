from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Night(models.Model):
    """That the work of a night was begun and done, so that several workers do it once."""

    day = models.DateField(_("day"), unique=True)
    started_at = models.DateTimeField(_("begun"))
    finished_at = models.DateTimeField(_("done"), null=True, blank=True)
    counts: Any = models.JSONField(default=dict, blank=True)

    objects = models.Manager["Night"]()

    class Meta:
        verbose_name = _("work of a night")
        verbose_name_plural = _("works of the nights")
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day}"
