"""Inventory checks: a walk along the shelves with a scanner, and what was read on it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chytalnia.catalogue.models import Item, ItemStatus
from chytalnia.core.stages import Machine, Move, Stage, Staged, StagedQuerySet


class CheckReason(models.TextChoices):
    PLANNED = "planned", _("by plan")
    HANDOVER = "handover", _("change of the responsible person")
    DISASTER = "disaster", _("after a disaster or theft")
    MOVE = "move", _("moving or closing of a library")
    OTHER = "other", _("other")


class Verdict(models.TextChoices):
    """What the catalogue said of a number at the moment it was read."""

    FOUND = "found", _("in its place")
    OTHER_SHELF = "other_shelf", _("of another shelf")
    OTHER_ZONE = "other_zone", _("of another zone")
    OTHER_UNIT = "other_unit", _("of another library")
    CAME_BACK = "came_back", _("was missing, is here")
    ON_LOAN = "on_loan", _("on loan, but here")
    IN_TRANSIT = "in_transit", _("on the way, but here")
    ON_HOLD = "on_hold", _("reserved: for the shelf of holds")
    OTHER_STATE = "other_state", _("not on a shelf by the catalogue")
    WITHDRAWN = "withdrawn", _("withdrawn, but here")
    UNKNOWN = "unknown", _("unknown number")


#: Copies that belong elsewhere.
MISPLACED = (Verdict.OTHER_SHELF, Verdict.OTHER_ZONE, Verdict.OTHER_UNIT)
#: Copies whose state in the catalogue is not true.
WRONG_STATE = (
    Verdict.CAME_BACK, Verdict.ON_LOAN, Verdict.IN_TRANSIT, Verdict.ON_HOLD, Verdict.OTHER_STATE, Verdict.WITHDRAWN,
)  # fmt: skip


def _nothing_read(check: InventoryCheck) -> str:
    return "" if check.scans.exists() else str(_("Nothing has been read yet."))


def _keep_result(check: InventoryCheck, **words: Any) -> None:
    from chytalnia.stock.services import checking

    checking.keep_result(check)


class InventoryCheck(Staged):
    """A check of a library, a zone of it or a stretch of shelves. Several people may read at once."""

    machine = Machine(
        [
            Stage("reading", _("being read"), "progress", days=30),
            Stage("comparing", _("differences looked at"), "attention", days=14),
            Stage("finished", _("finished"), "good", terminal=True),
            Stage("cancelled", _("cancelled"), "neutral", terminal=True),
        ],
        [
            Move("stop", "reading", "comparing", _("Stop reading"), "stock.check_inventory", _nothing_read),
            Move("resume", "comparing", "reading", _("Read on"), "stock.check_inventory"),
            Move("finish", "comparing", "finished", _("Finish"), "stock.check_inventory", then=_keep_result),
            Move("cancel", ("reading", "comparing"), "cancelled", _("Cancel"), "stock.check_inventory"),
        ],
    )

    unit = models.ForeignKey("network.Unit", models.PROTECT, related_name="+", verbose_name=_("library"))
    zone = models.ForeignKey(
        "network.Zone", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("zone")
    )
    shelf_from = models.CharField(_("shelf marks from"), max_length=120, blank=True)
    shelf_to = models.CharField(_("to"), max_length=120, blank=True)
    reason = models.CharField(_("reason"), max_length=8, choices=CheckReason.choices, default=CheckReason.PLANNED)
    basis = models.CharField(_("order or other ground"), max_length=200, blank=True)
    commission = models.JSONField(_("commission"), default=list, blank=True)
    note = models.TextField(_("note"), blank=True)
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)
    #: entries of the audit log by which «missing» and «found again» can be taken back
    missing_entry = models.BigIntegerField(null=True, blank=True, editable=False)
    found_entry = models.BigIntegerField(null=True, blank=True, editable=False)
    #: the numbers of the report as they were on the day it ended
    result = models.JSONField(default=dict, blank=True, editable=False)

    objects = StagedQuerySet.as_manager()

    class Meta:
        verbose_name = _("inventory check")
        verbose_name_plural = _("inventory checks")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        parts = [str(self.unit)]
        if self.zone:
            parts.append(str(self.zone))
        if self.shelf_from or self.shelf_to:
            parts.append(f"{self.shelf_from}…{self.shelf_to}")
        return ", ".join(parts)

    def get_absolute_url(self) -> str:
        return reverse("desk_stock:check", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.stage == "reading"

    def scope(self) -> QuerySet[Item]:
        """Copies whose place this check walks along, withdrawn ones left out."""
        return self.along().exclude(status=ItemStatus.WITHDRAWN)

    def along(self) -> QuerySet[Item]:
        """Copies that stand, or stood, in the place that this check walks along."""
        items: QuerySet[Item] = Item.objects.filter(unit=self.unit_id)
        if self.zone_id:
            items = items.filter(zone=self.zone_id)
        if self.shelf_from:
            items = items.filter(shelf_mark__gte=self.shelf_from)
        if self.shelf_to:
            # «84» as the upper end is meant with everything that begins with it.
            items = items.filter(Q(shelf_mark__lte=self.shelf_to) | Q(shelf_mark__startswith=self.shelf_to))
        return items


class Scan(models.Model):
    """A number read in a check, with what it was then. The same copy, or the same unknown number, is kept once."""

    check_of = models.ForeignKey(InventoryCheck, models.CASCADE, related_name="scans")
    item = models.ForeignKey("catalogue.Item", models.CASCADE, null=True, blank=True, related_name="scans")
    number = models.CharField(_("number"), max_length=60)
    verdict = models.CharField(_("what it was"), max_length=12, choices=Verdict.choices)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("number read")
        verbose_name_plural = _("numbers read")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["check_of", "item"], condition=Q(item__isnull=False), name="a_copy_once_in_a_check"
            ),
            models.UniqueConstraint(
                fields=["check_of", "number"], condition=Q(item__isnull=True), name="an_unknown_number_once_in_a_check"
            ),
        ]
        indexes = [models.Index(fields=["check_of", "verdict"], name="scans_by_verdict")]

    def __str__(self) -> str:
        return f"{self.number}: {self.verdict}"
