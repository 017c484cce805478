"""A file on its way into the catalogue."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from chytalnia.core.stages import Machine, Move, Stage, Staged, StagedQuerySet

from .record import Dialect, Format


def _enqueue(job: ImportJob, *, by: Any, note: str) -> None:
    # Tasks stand on models, so this one is called for late: the move may come from any board of stages.
    from chytalnia.catalogue.tasks import run_import

    transaction.on_commit(lambda: run_import.enqueue(job.pk))


class ImportJob(Staged):
    """An import: the file, what was found in it, how far it came, what it did.

    `offset` and the counters are saved in the transaction of the records they speak of, so that after a kill the import
    goes on from the first record that is not in the database. The file itself stays where `path` points.
    """

    machine = Machine(
        [
            Stage("uploaded", _("uploaded")),
            Stage("previewed", _("previewed"), "attention"),
            Stage("queued", _("in the queue"), "progress"),
            Stage("running", _("running"), "progress"),
            Stage("paused", _("paused"), "attention"),
            Stage("done", _("done"), "good", terminal=True),
            Stage("failed", _("failed"), "bad"),
            Stage("cancelled", _("cancelled"), terminal=True),
        ],
        [
            Move("preview", ("uploaded", "previewed"), "previewed", _("Look at it first"), system=True),
            Move(
                "queue",
                ("uploaded", "previewed", "failed", "paused"),
                "queued",
                _("Start"),
                right="catalogue.import",
                then=_enqueue,
            ),
            Move("start", ("uploaded", "previewed", "queued", "failed", "paused"), "running", _("Begin"), system=True),
            Move("pause", ("queued", "running"), "paused", _("Pause"), right="catalogue.import"),
            Move("finish", "running", "done", _("Finish"), system=True),
            Move("fail", "running", "failed", _("Fail"), system=True),
            Move(
                "cancel",
                ("uploaded", "previewed", "queued", "running", "paused", "failed"),
                "cancelled",
                _("Cancel"),
                right="catalogue.import",
            ),
        ],
    )

    unit = models.ForeignKey("network.Unit", models.PROTECT, related_name="import_jobs", verbose_name=_("unit"))
    file_name = models.CharField(_("file"), max_length=255)
    path = models.CharField(max_length=1000)
    size = models.BigIntegerField(_("size"), default=0)
    fingerprint = models.CharField(max_length=64, blank=True)

    format = models.CharField(_("format"), max_length=8, choices=Format.choices, blank=True)
    dialect = models.CharField(_("dialect"), max_length=8, choices=Dialect.choices, blank=True)
    encoding = models.CharField(_("encoding"), max_length=16, blank=True)
    claimed_encoding = models.CharField(_("encoding the file claims"), max_length=16, blank=True)
    #: what a person chose against the detection: format, dialect, encoding; and `places`, the code of a library as
    #: copies in the file name it → the code of our unit
    overrides: Any = models.JSONField(default=dict, blank=True)
    make_items = models.BooleanField(_("make items of the copies that records report"), default=True)
    find_duplicates = models.BooleanField(_("look for duplicates"), default=True)
    restore_script = models.BooleanField(_("turn romanised text back to its script"), default=True)

    offset = models.BigIntegerField(default=0)
    read = models.PositiveIntegerField(_("read"), default=0)
    created = models.PositiveIntegerField(_("created"), default=0)
    updated = models.PositiveIntegerField(_("updated"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    rejected = models.PositiveIntegerField(_("rejected"), default=0)
    items_created = models.PositiveIntegerField(_("items created"), default=0)
    seconds = models.FloatField(_("seconds"), default=0)
    rejects_path = models.CharField(max_length=1000, blank=True)
    #: lengths of the two rejects files at the last commit: what a killed import wrote beyond them is cut off
    rejects_size = models.BigIntegerField(default=0)
    rejects_list_size = models.BigIntegerField(default=0)
    report: Any = models.JSONField(_("report"), default=dict, blank=True)
    error = models.TextField(_("error"), blank=True)

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    started_at = models.DateTimeField(_("begun"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    beat_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)

    objects = StagedQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def percent(self) -> int:
        return min(100, round(100 * self.offset / self.size)) if self.size else 0
