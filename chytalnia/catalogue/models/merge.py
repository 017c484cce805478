"""Two records that may describe one edition."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chytalnia.core.stages import Machine, Move, Stage, Staged, StagedQuerySet


def _merge(case: MergeCase, *, by: Any, note: str) -> None:
    # Services stand on models, so this one is called for late: the move may come from any board of stages.
    from chytalnia.catalogue.services import merging

    merging.carry_out(case, by=by)


def _undo(case: MergeCase, *, by: Any, note: str) -> None:
    from chytalnia.catalogue.services import merging

    merging.take_back(case, by=by)


class MergeCase(Staged):
    """A pair for the merge queue: `first` is always the older row. Evidence is a list of {sign, for, weight, text…}."""

    machine = Machine(
        [
            Stage("open", _("to be decided"), "attention"),
            Stage("merged", _("merged"), "good"),
            Stage("distinct", _("not the same")),
        ],
        [
            Move("merge", "open", "merged", _("Merge"), right="catalogue.merge", then=_merge),
            Move("keep_apart", "open", "distinct", _("Not the same"), right="catalogue.merge"),
            Move("undo", ("merged", "distinct"), "open", _("Undo"), right="catalogue.merge", then=_undo),
        ],
    )

    first = models.ForeignKey("catalogue.Record", models.CASCADE, related_name="merge_cases_first")
    second = models.ForeignKey("catalogue.Record", models.CASCADE, related_name="merge_cases_second")
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

    objects = StagedQuerySet.as_manager()

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

    @property
    def stage_unit(self) -> Any:
        return self.first.owner

    @property
    def standing(self) -> Any:
        """The record that stands for both once they are merged: the one chosen, else the older row."""
        return self.kept if self.kept_id else self.first
