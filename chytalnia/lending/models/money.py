"""Charges: what a reader is to pay, and pledges, which are the reader's own money kept by the library."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ChargeKind(models.TextChoices):
    FINE = "fine", _("fee for overdue")
    LOSS = "loss", _("lost or spoilt item")
    CARD = "card", _("new card")
    SERVICE = "service", _("service by the price list")
    PLEDGE = "pledge", _("pledge")


class ChargeState(models.TextChoices):
    OPEN = "open", pgettext_lazy("a charge", "to be paid")
    PAID = "paid", pgettext_lazy("a charge", "paid")
    FORGIVEN = "forgiven", pgettext_lazy("a charge", "forgiven")
    HELD = "held", pgettext_lazy("a pledge", "kept for the reader")
    GIVEN_BACK = "given_back", pgettext_lazy("a pledge", "given back")
    FORFEITED = "forfeited", pgettext_lazy("a pledge", "forfeited by the rules")


PLEDGE_STATES = (ChargeState.HELD, ChargeState.GIVEN_BACK, ChargeState.FORFEITED)


class ChargeQuerySet(models.QuerySet["Charge"]):
    def owed(self) -> ChargeQuerySet:
        return self.filter(state=ChargeState.OPEN)

    def pledges(self) -> ChargeQuerySet:
        return self.filter(kind=ChargeKind.PLEDGE)


class Charge(models.Model):
    """A sum in the smallest units of the currency. A pledge is never income until it is forfeited by the rules."""

    reader = models.ForeignKey("people.Reader", models.PROTECT, related_name="charges", verbose_name=_("reader"))
    unit = models.ForeignKey("network.Unit", models.PROTECT, related_name="+", verbose_name=_("library"))
    kind = models.CharField(_("for what"), max_length=8, choices=ChargeKind.choices)
    loan = models.ForeignKey("lending.Loan", models.PROTECT, null=True, blank=True, related_name="charges")
    amount_minor = models.PositiveBigIntegerField(_("sum"))
    paid_minor = models.PositiveBigIntegerField(_("paid of it"), default=0)
    currency = models.CharField(_("currency"), max_length=3)
    state = models.CharField(_("state"), max_length=10, choices=ChargeState.choices, default=ChargeState.OPEN)
    made_at = models.DateTimeField(_("made"))
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    receipt = models.CharField(_("receipt"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = ChargeQuerySet.as_manager()

    class Meta:
        verbose_name = _("charge")
        verbose_name_plural = _("charges")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["loan", "kind"],
                condition=Q(loan__isnull=False, kind__in=(ChargeKind.FINE, ChargeKind.LOSS)),
                name="one_fine_and_one_loss_a_loan",
            ),
            models.CheckConstraint(condition=Q(paid_minor__lte=models.F("amount_minor")), name="not_paid_too_much"),
            models.CheckConstraint(
                condition=Q(kind=ChargeKind.PLEDGE, state__in=PLEDGE_STATES)
                | (~Q(kind=ChargeKind.PLEDGE) & ~Q(state__in=PLEDGE_STATES)),
                name="pledges_are_kept_apart",
            ),
        ]
        indexes = [models.Index(fields=["reader", "state"], name="charges_of_a_reader")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.sum}"

    @property
    def sum(self) -> str:
        return f"{self.amount_minor / 100:.2f} {self.currency}"

    @property
    def left(self) -> str:
        return f"{self.left_minor / 100:.2f} {self.currency}"

    @property
    def left_minor(self) -> int:
        """What is still to be paid."""
        return self.amount_minor - self.paid_minor if self.state == ChargeState.OPEN else 0


class Payment(models.Model):
    """Money taken for a charge. Pledges have none: they are not income."""

    key = models.UUIDField(unique=True, null=True, editable=False)
    charge = models.ForeignKey(Charge, models.PROTECT, related_name="payments")
    unit = models.ForeignKey("network.Unit", models.PROTECT, related_name="+")
    amount_minor = models.PositiveBigIntegerField(_("sum"))
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    receipt = models.CharField(_("receipt"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["-at"]
        constraints = [models.CheckConstraint(condition=Q(amount_minor__gt=0), name="a_payment_is_of_something")]

    def __str__(self) -> str:
        return f"{self.amount_minor / 100:.2f}"
