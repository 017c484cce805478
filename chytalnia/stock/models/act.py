"""What went out: acts of write-off with their lines, and copies that came in place of lost ones."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chytalnia.catalogue.models import ItemStatus, WithdrawalReason
from chytalnia.core.stages import Machine, Move, Stage, Staged

from .numbered import Numbered


class Fate(models.TextChoices):
    """What becomes of the books themselves."""

    WASTE = "waste", _("handed over as waste paper")
    HANDED_OVER = "handed_over", _("handed over to another library")
    EXCHANGE = "exchange", _("put into the exchange fund")
    SET_FREE = "set_free", _("set free as travelling books")
    SOLD = "sold", _("sold")
    GONE = "gone", _("not there: lost or missing")
    DESTROYED = "destroyed", _("destroyed")


def _not_ready(act: WriteOffAct) -> str:
    from chytalnia.stock.services import writing_off

    return writing_off.why_not_approved(act)


def _withdraw(act: WriteOffAct, *, by: object, note: str) -> None:
    from chytalnia.stock.services import writing_off

    writing_off.carry_out(act, by=by)


def _closed(act: WriteOffAct) -> str:
    from chytalnia.stock.services import writing_off

    return writing_off.why_not_reversed(act)


def _bring_back(act: WriteOffAct, *, by: object, note: str) -> None:
    from chytalnia.stock.services import writing_off

    writing_off.take_back(act, by=by, note=note)


def _let_go(act: WriteOffAct, **words: object) -> None:
    act.lines.update(live=False)


class WriteOffAct(Numbered, Staged):
    """An act of write-off: one reason, a commission, a list of copies. Approved, it takes them out of the stock at once.

    It is numbered when it is approved. A reversed act keeps its number and stays in the book with nothing in it.
    """

    machine = Machine(
        [
            Stage("draft", _("draft"), "progress"),
            Stage("approved", _("approved"), "good"),
            Stage("reversed", _("reversed"), "bad", terminal=True),
            Stage("discarded", _("discarded"), "neutral", terminal=True),
        ],
        [
            Move("approve", "draft", "approved", _("Approve"), "stock.approve_write_off", _not_ready, _withdraw),
            Move("reverse", "approved", "reversed", _("Reverse"), "stock.approve_write_off", _closed, _bring_back),
            Move("discard", "draft", "discarded", _("Discard"), "stock.write_off", then=_let_go),
        ],
    )

    unit = models.ForeignKey("network.Unit", models.PROTECT, related_name="+", verbose_name=_("library"))
    on = models.DateField(_("date of the act"))
    reason = models.CharField(_("reason"), max_length=16, choices=WithdrawalReason.choices)
    commission = models.JSONField(_("commission"), default=list, blank=True)
    fate = models.CharField(_("what becomes of them"), max_length=12, choices=Fate.choices, default=Fate.WASTE)
    coefficient = models.DecimalField(
        _("coefficient of value"), max_digits=8, decimal_places=3, default=Decimal(1),
        validators=[MinValueValidator(Decimal(0))],
    )  # fmt: skip
    basis = models.CharField(_("order or other ground"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(Numbered.Meta):
        verbose_name = _("act of write-off")
        verbose_name_plural = _("acts of write-off")
        ordering = ["-year", "-number", "-pk"]
        constraints = [
            *Numbered.Meta.constraints,
            models.CheckConstraint(
                condition=Q(stage__in=("approved", "reversed"), number__isnull=False)
                | (~Q(stage__in=("approved", "reversed")) & Q(number__isnull=True)),
                name="write_off_numbered_when_approved",
            ),
            models.CheckConstraint(condition=Q(coefficient__gte=0), name="write_off_coefficient_not_negative"),
        ]
        indexes = [models.Index(fields=["holder", "on"], name="acts_of_a_holder")]

    def __str__(self) -> str:
        return f"№ {self.number_text}" if self.number else f"{self._meta.verbose_name} #{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("desk_stock:act", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.stage == "draft"


class WriteOffLine(models.Model):
    """A copy on an act. While the line lives – the act is a draft or approved – no other act may have the copy."""

    act = models.ForeignKey(WriteOffAct, models.CASCADE, related_name="lines")
    item = models.ForeignKey("catalogue.Item", models.PROTECT, related_name="write_off_lines")
    #: what to give back when the act is reversed
    status_before = models.CharField(max_length=14, choices=ItemStatus.choices, blank=True, editable=False)
    live = models.BooleanField(default=True, editable=False)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("line of an act")
        verbose_name_plural = _("lines of an act")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["item"], condition=Q(live=True), name="one_live_act_an_item"),
            models.UniqueConstraint(fields=["act", "item"], name="an_item_once_on_an_act"),
        ]

    def __str__(self) -> str:
        return f"{self.act_id}: {self.item_id}"


class Replacement(Numbered):
    """A copy taken in place of a lost one: an act of substitution. The lost copy waits in a draft act of write-off."""

    on = models.DateField(_("date"))
    lost = models.OneToOneField("catalogue.Item", models.PROTECT, related_name="replaced_by")
    accepted = models.OneToOneField("catalogue.Item", models.PROTECT, related_name="replaces")
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta(Numbered.Meta):
        verbose_name = _("act of substitution")
        verbose_name_plural = _("acts of substitution")
        ordering = ["-year", "-number"]
        constraints = [
            *Numbered.Meta.constraints,
            models.CheckConstraint(condition=Q(number__isnull=False), name="replacement_has_number"),
            models.CheckConstraint(condition=~Q(lost=models.F("accepted")), name="replaced_by_another"),
        ]

    def __str__(self) -> str:
        return f"№ {self.number_text}"
