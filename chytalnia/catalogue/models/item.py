"""Items: the copies that stand on shelves, their numbers, marks and states."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chytalnia.network.paths import under


class ItemStatus(models.TextChoices):
    AVAILABLE = "available", _("available")
    ON_LOAN = "on_loan", _("on loan")
    ON_HOLD = "on_hold", _("reserved")
    IN_TRANSIT = "in_transit", _("on the way")
    EXPECTED = "expected", _("expected")
    IN_PROCESSING = "in_processing", _("being processed")
    IN_BINDERY = "in_bindery", _("in the bindery")
    NOT_LENT = "not_lent", _("temporarily not lent")
    ELECTRONIC = "electronic", _("electronic")
    BOUND = "bound", _("bound into a file")
    LOST = "lost", _("lost")
    MISSING = "missing", _("missing from its place")
    WITHDRAWN = "withdrawn", _("withdrawn")


#: 910 ^A of IRBIS to our states; U is a copy on summary account, C and R are groups still to be spread over branches.
IRBIS_STATUS = {
    "0": ItemStatus.AVAILABLE, "1": ItemStatus.ON_LOAN, "2": ItemStatus.EXPECTED, "3": ItemStatus.IN_BINDERY,
    "4": ItemStatus.LOST, "5": ItemStatus.NOT_LENT, "6": ItemStatus.WITHDRAWN, "8": ItemStatus.IN_TRANSIT,
    "9": ItemStatus.ON_HOLD, "C": ItemStatus.IN_PROCESSING, "P": ItemStatus.BOUND, "R": ItemStatus.IN_PROCESSING,
    "U": ItemStatus.AVAILABLE, "E": ItemStatus.ELECTRONIC,
}  # fmt: skip


class AcquisitionSource(models.TextChoices):
    TRADE = "trade", _("book trade")
    PUBLISHER = "publisher", _("publisher")
    COLLECTOR = "collector", _("library collector")
    SUBSCRIPTION = "subscription", _("subscription")
    DEPOSIT = "deposit", _("legal deposit")
    PROGRAMME = "programme", _("state programme")
    EXCHANGE = "exchange", _("exchange fund")
    DONATION = "donation", _("donation")
    DRIVE = "drive", _("book drive")
    REPLACEMENT = "replacement", _("replacement of a lost copy")
    OWN = "own", _("own edition")
    ILL = "ill", _("copy kept from an interlibrary loan")
    UNKNOWN = "unknown", _("unknown")


class WithdrawalReason(models.TextChoices):
    WORN = "worn", _("worn out")
    DEFECT = "defect", _("defective")
    OBSOLETE = "obsolete", _("obsolete in content")
    NOT_OF_PROFILE = "not_of_profile", _("not of the library's profile")
    SURPLUS = "surplus", _("surplus copies")
    LOST_BY_READER = "lost_by_reader", _("lost by a reader")
    MISSING = "missing", _("missing in open access")
    DISASTER = "disaster", _("disaster, war or theft")
    TRANSFER = "transfer", _("transferred")


class ItemQuerySet(models.QuerySet["Item"]):
    def in_stock(self) -> ItemQuerySet:
        return self.exclude(status=ItemStatus.WITHDRAWN)

    def available(self) -> ItemQuerySet:
        return self.filter(status=ItemStatus.AVAILABLE)

    def under(self, unit: Any) -> ItemQuerySet:
        """Of the unit and everything below it."""
        return self.filter(under([unit.path], "unit__path"))


class Item(models.Model):
    """A copy. `holder` is the unit on whose balance it is and within which its inventory number is unique.

    `record` is what the copy is shown under; `base_record` the one it was received under, before records were merged.
    The price is in the smallest units of the currency (kopecks, tiyn).
    """

    record = models.ForeignKey("catalogue.Record", models.PROTECT, related_name="items", verbose_name=_("record"))
    base_record = models.ForeignKey("catalogue.Record", models.PROTECT, related_name="base_items", editable=False)
    holder = models.ForeignKey(
        "network.Unit", models.PROTECT, related_name="held_items", verbose_name=_("on the balance of")
    )
    unit = models.ForeignKey("network.Unit", models.PROTECT, related_name="items", verbose_name=_("branch"))
    zone = models.ForeignKey(
        "network.Zone", models.SET_NULL, null=True, blank=True, related_name="items", verbose_name=_("zone")
    )
    inventory_number = models.CharField(_("inventory number"), max_length=40, blank=True)
    barcode = models.CharField(_("barcode"), max_length=40, blank=True)
    class_number = models.CharField(_("class"), max_length=80, blank=True)
    author_mark = models.CharField(_("author mark"), max_length=20, blank=True)
    shelf_mark = models.CharField(_("shelf mark"), max_length=120, blank=True)
    part = models.CharField(_("part"), max_length=80, blank=True)
    status = models.CharField(_("status"), max_length=14, choices=ItemStatus.choices, default=ItemStatus.AVAILABLE)
    price_minor = models.BigIntegerField(_("price"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    source = models.CharField(
        _("source of acquisition"), max_length=12, choices=AcquisitionSource.choices, default=AcquisitionSource.UNKNOWN
    )
    acquired_on = models.DateField(_("date of acquisition"), null=True, blank=True)
    accession_lot = models.CharField(_("number in the summary book"), max_length=40, blank=True)
    document = models.CharField(_("accompanying document"), max_length=120, blank=True)
    withdrawn_on = models.DateField(_("date of withdrawal"), null=True, blank=True)
    withdrawal_reason = models.CharField(
        _("reason of withdrawal"), max_length=16, choices=WithdrawalReason.choices, blank=True
    )
    withdrawal_act = models.CharField(_("act of withdrawal"), max_length=60, blank=True)
    note = models.TextField(_("note"), blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        constraints = [
            models.UniqueConstraint(
                fields=["holder", "inventory_number"],
                condition=~Q(inventory_number=""),
                name="inventory_number_once_per_balance",
            ),
            models.UniqueConstraint(fields=["barcode"], condition=~Q(barcode=""), name="barcode_once_in_network"),
            models.CheckConstraint(
                condition=Q(price_minor=None) | Q(price_minor__gte=0), name="item_price_not_negative"
            ),
            models.CheckConstraint(condition=Q(price_minor=None) | ~Q(currency=""), name="item_price_has_currency"),
            models.CheckConstraint(
                condition=Q(status="withdrawn", withdrawn_on__isnull=False)
                | (~Q(status="withdrawn") & Q(withdrawn_on=None)),
                name="withdrawn_item_has_date",
            ),
        ]
        indexes = [
            # the shelf list and printed lists of a branch
            models.Index(fields=["unit", "shelf_mark"], name="item_unit_shelf"),
            # counts by state in a branch
            models.Index(fields=["unit", "status"], name="item_unit_status"),
            # a scan: the partial index of the constraint does not serve «barcode = ?» on SQLite
            models.Index(fields=["barcode"], name="item_barcode"),
            models.Index(fields=["inventory_number"], name="item_inventory_number"),
            # "new here" of a branch
            models.Index(fields=["unit", "-acquired_on"], name="item_unit_newest"),
        ]

    def __str__(self) -> str:
        return self.inventory_number or self.barcode or f"#{self.pk}"

    @property
    def price(self) -> Decimal | None:
        return None if self.price_minor is None else Decimal(self.price_minor) / 100

    @property
    def is_available(self) -> bool:
        return self.status == ItemStatus.AVAILABLE


class NumberSeries(models.Model):
    """The next inventory number or barcode of a balance holder; taken under a lock, so that no two people get one."""

    class Kind(models.TextChoices):
        INVENTORY = "inventory", _("inventory numbers")
        BARCODE = "barcode", _("barcodes")

    unit = models.ForeignKey("network.Unit", models.CASCADE, related_name="number_series")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    prefix = models.CharField(_("prefix"), max_length=20, blank=True)
    width = models.PositiveSmallIntegerField(_("digits"), default=1)
    next_value = models.PositiveBigIntegerField(_("next number"), default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "kind"], name="one_series_per_unit_and_kind")]

    def __str__(self) -> str:
        return self.text(self.next_value)

    def text(self, value: int) -> str:
        return f"{self.prefix}{value:0{self.width}d}"


class AuthorMarkTable(models.Model):
    """A table of author marks as the network loaded it: rows «letters → mark», sorted before use."""

    name = models.CharField(_("name"), max_length=120)
    unit = models.ForeignKey(
        "network.Unit", models.CASCADE, null=True, blank=True, related_name="author_mark_tables", verbose_name=_("unit")
    )
    text = models.TextField(_("table"), help_text=_("Pairs of lines: mark, letters; ends with five asterisks."))
    active = models.BooleanField(_("in use"), default=True)
    loaded_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("table of author marks")
        verbose_name_plural = _("tables of author marks")
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(active=True, unit__isnull=False), name="one_active_mark_table_per_unit"
            )
        ]

    def __str__(self) -> str:
        return self.name
