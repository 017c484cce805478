from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
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

    @property
    def field_label(self) -> str:
        """What changed, as the card calls it."""
        name, _colon, key = self.field.partition(":")
        if key:
            return key
        if name in _ACTS:
            return str(_ACTS[name])
        try:
            field = self.unit._meta.get_field(name)
        except FieldDoesNotExist:
            return name
        told = getattr(field, "verbose_name", None) or field.related_model._meta.verbose_name_plural  # type: ignore[union-attr]
        return str(told)

    @property
    def before_text(self) -> str:
        return _told(self.before)

    @property
    def after_text(self) -> str:
        return _told(self.after)


_ACTS = {"created": _("the library itself"), "moved": _("place in the network")}


def _told(value: Any) -> str:
    """A stored value as words: languages and rows of a list one after another."""
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_told(one)}" for name, one in value.items() if one not in (None, "", [], {}))
    if isinstance(value, list):
        return " · ".join(_told(one) for one in value)
    return str(value)
