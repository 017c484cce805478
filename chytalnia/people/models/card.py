"""The reader's card, one for the whole network, and the registration a reader renews every year."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .reader import Reader


class Card(models.Model):
    """A number that stands for a reader: printed as a barcode and as a QR code. A lost card stays, blocked."""

    number = models.CharField(_("number of the card"), max_length=20, unique=True)
    reader = models.ForeignKey(Reader, models.CASCADE, related_name="cards", verbose_name=_("reader"))
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)
    issued_by = models.ForeignKey("people.User", models.SET_NULL, null=True, blank=True, related_name="+")
    blocked_at = models.DateTimeField(_("blocked"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("reader's card")
        verbose_name_plural = _("readers' cards")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["reader"], condition=Q(blocked_at=None), name="one_working_card_a_reader"),
            models.CheckConstraint(condition=~Q(number=""), name="card_has_number"),
        ]

    def __str__(self) -> str:
        return self.number


class Registration(models.Model):
    """A reader's year in a library: counted once a year, at the first visit after 1 January.

    `is_new` says that the reader was never registered in this library before; `first_in_network`, that nobody else in
    the network has counted them this year, so that sums over libraries can be told from people.
    """

    reader = models.ForeignKey(Reader, models.CASCADE, related_name="registrations", verbose_name=_("reader"))
    unit = models.ForeignKey("network.Unit", models.PROTECT, related_name="registrations", verbose_name=_("library"))
    year = models.PositiveSmallIntegerField(_("year"))
    #: The number of the reader's form in this library and year.
    number = models.PositiveIntegerField(_("number of the form"))
    on = models.DateField(_("date"))
    is_new = models.BooleanField(_("new reader"))
    first_in_network = models.BooleanField()
    by = models.ForeignKey("people.User", models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["reader", "unit", "year"], name="registered_once_a_year_in_a_library"),
            models.UniqueConstraint(
                fields=["reader", "year"], condition=Q(first_in_network=True), name="first_in_network_once_a_year"
            ),
            models.UniqueConstraint(fields=["unit", "year", "number"], name="form_number_once_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.reader_id}, {self.unit_id}, {self.year}"
