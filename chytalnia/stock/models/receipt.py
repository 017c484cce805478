"""What came in: the lot by its document, and the line of the accession register that each copy has for ever."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chytalnia.catalogue.models import AcquisitionSource
from chytalnia.core.stages import Machine, Move, Stage, Staged
from chytalnia.journal.kinds import Audience, DocumentKind, Knowledge

from .numbered import Numbered


class Funding(models.TextChoices):
    NATIONAL = "national", _("national budget")
    REGIONAL = "regional", _("regional budget")
    LOCAL = "local", _("local budget")
    OWN = "own", _("own means")
    SPONSOR = "sponsor", _("sponsor")
    NONE = "none", _("free of charge")


def _begin_again(lot: ReceiptLot, **words: object) -> None:
    from chytalnia.stock.services import receiving

    receiving.refuse_closed(lot)


def _incomplete(lot: ReceiptLot) -> str:
    from chytalnia.stock.services import receiving

    return receiving.what_lacks(lot)


def _occupied(lot: ReceiptLot) -> str:
    from chytalnia.stock.services import receiving

    return receiving.why_not_cancelled(lot)


class ReceiptLot(Numbered, Staged):
    """Copies received by one accompanying document: one line in the first part of the summary book.

    Its number is taken when it is begun, because it is written on every copy; a lot begun by mistake is cancelled and
    keeps its number. Declared sums are in the smallest units of the currency.
    """

    machine = Machine(
        [
            Stage("open", _("being taken in"), "progress", days=30),
            Stage("entered", _("entered in the book"), "good"),
            Stage("cancelled", _("cancelled"), "neutral", terminal=True),
        ],
        [
            Move("enter", "open", "entered", _("Enter in the book"), "stock.accept_receipt", refuses=_incomplete),
            Move("reopen", "entered", "open", _("Open again"), "stock.accept_receipt", then=_begin_again),
            Move("cancel", "open", "cancelled", _("Cancel"), "stock.accept_receipt", refuses=_occupied),
        ],
    )

    unit = models.ForeignKey("network.Unit", models.PROTECT, related_name="+", verbose_name=_("taken in at"))
    on = models.DateField(_("date of entry"))
    source = models.CharField(
        _("source of acquisition"), max_length=12, choices=AcquisitionSource.choices, default=AcquisitionSource.TRADE
    )
    supplier = models.CharField(_("from whom"), max_length=200, blank=True)
    document = models.CharField(
        _("accompanying document"), max_length=80, blank=True,
        help_text=_("Its kind and number; empty for a gift without papers: an act of receipt is then printed."),
    )  # fmt: skip
    document_on = models.DateField(_("date of the document"), null=True, blank=True)
    funding = models.CharField(_("paid from"), max_length=8, choices=Funding.choices, default=Funding.LOCAL)
    declared_copies = models.PositiveIntegerField(_("copies by the document"), null=True, blank=True)
    declared_minor = models.BigIntegerField(_("sum by the document"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    commission = models.JSONField(_("commission"), default=list, blank=True)
    note = models.TextField(_("note"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(Numbered.Meta):
        verbose_name = _("lot received")
        verbose_name_plural = _("lots received")
        ordering = ["-year", "-number"]
        constraints = [
            *Numbered.Meta.constraints,
            models.CheckConstraint(condition=Q(number__isnull=False), name="lot_has_number"),
            models.CheckConstraint(
                condition=Q(declared_minor__isnull=True) | Q(declared_minor__gte=0), name="lot_sum_not_negative"
            ),
        ]
        indexes = [models.Index(fields=["holder", "on"], name="lots_of_a_holder")]

    def __str__(self) -> str:
        return f"№ {self.number_text}"

    def get_absolute_url(self) -> str:
        return reverse("desk_stock:lot", args=[self.pk])

    @property
    def document_text(self) -> str:
        """The document as copies carry it."""
        return f"{self.document}, {self.document_on:%d.%m.%Y}" if self.document_on else self.document

    @property
    def declared(self) -> Decimal | None:
        return None if self.declared_minor is None else Decimal(self.declared_minor) / 100


class Entry(models.Model):
    """The line of a copy in the accession register: when it was entered, by which lot, and under what it counts.

    Kind, language and knowledge are kept as they were counted on the day of entry, so that describing a book anew never
    moves a signed sum.
    """

    item = models.OneToOneField(
        "catalogue.Item", models.CASCADE, primary_key=True, related_name="stock_entry", verbose_name=_("item")
    )
    entered_on = models.DateField(_("date of entry"))
    lot = models.ForeignKey(
        ReceiptLot, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("lot received")
    )
    document_kind = models.CharField(_("kind of document"), max_length=16, choices=DocumentKind.choices, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    knowledge = models.CharField(_("branch of knowledge"), max_length=8, choices=Knowledge.choices, blank=True)
    audience = models.CharField(_("audience"), max_length=12, choices=Audience.choices, blank=True)

    class Meta:
        verbose_name = _("line of the accession register")
        verbose_name_plural = _("lines of the accession register")
        indexes = [models.Index(fields=["entered_on"], name="entries_of_a_day")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.entered_on}"
