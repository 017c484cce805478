"""Two records of one person made into one, and how to part them again."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .reader import Reader


class ReaderMerge(models.Model):
    """`merged` leads on to `kept` from now on. Its own rows stay with it and are asked for through `kept`; rooms above
    move theirs and write into `moved` what they need to move them back."""

    kept = models.ForeignKey(Reader, models.PROTECT, related_name="merges_kept", verbose_name=_("kept"))
    merged = models.ForeignKey(Reader, models.PROTECT, related_name="merges_gone", verbose_name=_("merged"))
    #: What `kept` had in the fields that were taken from `merged`, and the state `merged` was in.
    before = models.JSONField(default=dict)
    moved = models.JSONField(default=dict)
    note = models.CharField(_("note"), max_length=300, blank=True)
    merged_at = models.DateTimeField(_("merged at"), default=timezone.now)
    by = models.ForeignKey("people.User", models.SET_NULL, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey("people.User", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("merging of readers")
        verbose_name_plural = _("mergings of readers")
        ordering = ["-merged_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["merged"], condition=Q(undone_at=None), name="reader_merged_once"),
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="no_merge_with_oneself"),
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} → {self.kept_id}"
