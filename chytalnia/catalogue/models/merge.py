"""Two records that may describe one edition."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class MergeCase(models.Model):
    """A pair for the merge queue: `first` is always the older row. Evidence is a list of {sign, for, weight, text…}."""

    class Stage(models.TextChoices):
        OPEN = "open", _("to be decided")
        MERGED = "merged", _("merged")
        DISTINCT = "distinct", _("not the same")

    first = models.ForeignKey("catalogue.Record", models.CASCADE, related_name="merge_cases_first")
    second = models.ForeignKey("catalogue.Record", models.CASCADE, related_name="merge_cases_second")
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, default=Stage.OPEN)
    score = models.FloatField(_("likeness"))
    evidence: Any = models.JSONField(_("evidence"), default=list)
    kept = models.ForeignKey(
        "catalogue.Record", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("record kept")
    )
    found_at = models.DateTimeField(_("found"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )

    class Meta:
        verbose_name = _("merge case")
        verbose_name_plural = _("merge cases")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_merge_case_per_pair"),
            models.CheckConstraint(condition=Q(first_id__lt=F("second_id")), name="merge_case_in_order"),
        ]
        indexes = [
            # the queue: what is open, the surest first
            models.Index(fields=["stage", "-score"], name="merge_queue")
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ↔ {self.second_id}"
