"""Formats that a library wrote for itself, from nothing or from another format; the library of formats itself is files."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OwnFormat(models.Model):
    """A format of one library. `card` is what `formats.reading` reads: the same shape as a file of the library of formats.

    Events remember the version they were begun from; every version stays readable.
    """

    code = models.SlugField(_("code"), max_length=60, unique=True)
    unit = models.ForeignKey("network.Unit", models.PROTECT, related_name="own_formats", verbose_name=_("library"))
    copied_from = models.CharField(_("copied from"), max_length=60, blank=True)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    card: Any = models.JSONField()
    shared = models.BooleanField(
        _("shared with the network"), default=False, help_text=_("Other libraries see it and may begin from it.")
    )
    retired_at = models.DateTimeField(_("not used since"), null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = pgettext_lazy("of work with people", "own format")
        verbose_name_plural = pgettext_lazy("of work with people", "own formats")
        ordering = ["code"]
        constraints = [models.CheckConstraint(condition=Q(version__gte=1), name="own_format_has_a_version")]

    def __str__(self) -> str:
        return self.code


class FormatVersion(models.Model):
    """A format as it was: who changed it, when and why."""

    format = models.ForeignKey(OwnFormat, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    card: Any = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("when"), auto_now_add=True)
    note = models.CharField(_("why"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("version of a format")
        verbose_name_plural = _("versions of a format")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["format", "number"], name="one_version_a_number")]

    def __str__(self) -> str:
        return f"{self.format} {self.number}"
