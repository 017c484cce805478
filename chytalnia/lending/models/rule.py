"""LendingRule: on what terms a unit and all under it lend a kind of document to a kind of reader."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chytalnia.journal.kinds import DocumentKind

from .loan import Mode


class ReaderKind(models.TextChoices):
    """Readers as rules tell them apart; `people` says which of them a reader is on a day."""

    CHILD = "child", _("children")
    YOUTH = "youth", _("youth")
    ADULT = "adult", _("adults")
    COLLECTIVE = "collective", _("classes, institutions, brigades")
    STAFF = "staff", _("staff")


class ItemClass(models.TextChoices):
    """Copies as rules tell them apart; `rules.item_class` says which of them a copy is."""

    NEW = "new", _("new ones")
    VALUABLE = "valuable", _("valuable ones")
    NOT_LENT = "not_lent", _("those not lent home")


class LendingRule(models.Model):
    """One row of a unit's terms. Empty reader, document or copy means any; no number means no limit.

    The nearest unit that has a fitting row decides, and there the row that says most; that one row decides everything.
    """

    unit = models.ForeignKey("network.Unit", models.CASCADE, related_name="lending_rules", verbose_name=_("library"))
    mode = models.CharField(_("way of lending"), max_length=12, choices=Mode.choices, default=Mode.HOME)
    reader_category = models.CharField(_("readers"), max_length=10, choices=ReaderKind.choices, blank=True)
    document_kind = models.CharField(_("kind of document"), max_length=16, choices=DocumentKind.choices, blank=True)
    item_class = models.CharField(_("copies"), max_length=8, choices=ItemClass.choices, blank=True)

    allowed = models.BooleanField(_("may be lent"), default=True)
    max_loans = models.PositiveSmallIntegerField(_("at most, at once"), null=True, blank=True)
    loan_days = models.PositiveSmallIntegerField(_("days"), default=30)
    renewals = models.PositiveSmallIntegerField(_("renewals"), default=2)
    renewal_days = models.PositiveSmallIntegerField(_("days of a renewal"), default=30)
    max_holds = models.PositiveSmallIntegerField(_("holds at once"), null=True, blank=True)
    hold_days = models.PositiveSmallIntegerField(_("days on the shelf for pick-up"), default=5)
    pledge_minor = models.PositiveBigIntegerField(
        _("pledge"), default=0, help_text=_("In the smallest units of the currency; 0 asks for none.")
    )
    min_age = models.PositiveSmallIntegerField(_("not under the age of"), null=True, blank=True)
    note = models.CharField(_("why so"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("rule of lending")
        verbose_name_plural = _("rules of lending")
        ordering = ["unit__path", "mode", "reader_category", "document_kind", "item_class"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "mode", "reader_category", "document_kind", "item_class"],
                name="one_lending_rule_for_a_case",
                violation_error_message=_("The library already has a rule for this case."),
            ),
            models.CheckConstraint(
                condition=Q(max_loans=None) | Q(max_loans__gte=1),
                name="lending_rule_lends_at_least_one",
                violation_error_message=_("Say that it may not be lent instead of lending none at once."),
            ),
        ]

    def __str__(self) -> str:
        parts = [self.get_mode_display(), self.get_reader_category_display(), self.get_document_kind_display()]
        return " · ".join(str(part) for part in (*parts, self.get_item_class_display()) if part)

    @property
    def says(self) -> tuple[int, int]:
        """How much the row says of its case: number of conditions, then the more telling ones."""
        conditions = (bool(self.item_class), bool(self.reader_category), bool(self.document_kind))
        return sum(conditions), sum(weight for weight, said in zip((4, 2, 1), conditions, strict=True) if said)
