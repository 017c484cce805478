"""A self-service machine, a gate, a sorter: what it is called, where it stands, what it may ask."""

from __future__ import annotations

import ipaddress
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from chytalnia.wire.sip2 import Encoding, Request

#: What a self-check does. Blocking a card, taking money and writing into items are for machines that are trusted with it.
USUAL = [
    Request.PATRON_STATUS, Request.CHECKOUT, Request.CHECKIN, Request.PATRON_INFORMATION, Request.END_SESSION,
    Request.ITEM_INFORMATION, Request.HOLD, Request.RENEW, Request.RENEW_ALL,
]  # fmt: skip

MESSAGES = [
    (Request.PATRON_STATUS.value, _("Ask about a reader")),
    (Request.PATRON_INFORMATION.value, _("Ask for a reader's loans and holds")),
    (Request.CHECKOUT.value, _("Lend")),
    (Request.CHECKIN.value, _("Take back")),
    (Request.RENEW.value, _("Renew a loan")),
    (Request.RENEW_ALL.value, _("Renew all loans")),
    (Request.HOLD.value, _("Place, change and cancel holds")),
    (Request.ITEM_INFORMATION.value, _("Ask about a copy")),
    (Request.END_SESSION.value, _("End a reader's session")),
    (Request.FEE_PAID.value, _("Take payments")),
    (Request.BLOCK_PATRON.value, _("Block a card")),
    (Request.PATRON_ENABLE.value, _("Unblock a card that a machine has blocked")),
    (Request.ITEM_STATUS_UPDATE.value, _("Write the properties of a copy")),
]


class DueDates(models.TextChoices):
    MOMENT = "moment", _("for the machine: 20261222    235900")
    DAY = "day", _("for people: 22.12.2026")


def usual_messages() -> list[str]:
    return [request.value for request in USUAL]


def check_networks(text: str) -> None:
    """Raise ValidationError for a line that is no address and no network."""
    for line in text.split():
        try:
            ipaddress.ip_network(line, strict=False)
        except ValueError as error:
            raise ValidationError(_("“%(line)s” is no network address."), params={"line": line}) from error


_three_digits = RegexValidator(r"^[0-9]{3}\Z", _("Three digits."))


class Device(models.Model):
    """`login` and the password are what it sends in its Login message; the password is kept as a hash."""

    name = models.CharField(_("name"), max_length=120)
    unit = models.ForeignKey(
        "network.Unit", models.PROTECT, related_name="devices", verbose_name=_("library"),
        help_text=_("Where it stands: what it lends and takes back is counted there."),
    )  # fmt: skip
    location = models.CharField(_("place"), max_length=120, blank=True, help_text=_("Such as: hall, ground floor."))
    login = models.CharField(_("login"), max_length=60, unique=True)
    password = models.CharField(max_length=128, editable=False)
    is_active = models.BooleanField(_("in use"), default=True)
    messages = models.JSONField(_("may"), default=usual_messages)
    networks = models.TextField(
        _("allowed addresses"), blank=True, validators=[check_networks],
        help_text=_("Addresses or networks, one a line. Empty: any address."),
    )  # fmt: skip
    encoding = models.CharField(
        _("encoding"), max_length=6, default=Encoding.UTF8.value,
        choices=[(Encoding.UTF8.value, "UTF-8"), (Encoding.CP1251.value, "CP1251")],
    )  # fmt: skip
    language = models.CharField(
        _("language"), max_length=2, blank=True, choices=[("", _("as the library")), *settings.LANGUAGES],
        help_text=_("Used when neither the reader nor the machine names one."),
    )  # fmt: skip
    number_uk = models.CharField(
        _("number of Ukrainian"), max_length=3, default="804", validators=[_three_digits],
        help_text=_("The standard has no number for Ukrainian and Kazakh. Enter here the ones that are set in the machine."),
    )  # fmt: skip
    number_kk = models.CharField(_("number of Kazakh"), max_length=3, default="398", validators=[_three_digits])
    due_dates = models.CharField(
        _("due dates are written"), max_length=6, choices=DueDates.choices, default=DueDates.MOMENT
    )
    names_holder = models.BooleanField(
        _("names the reader for whom a returned book is kept"), default=False,
        help_text=_("Otherwise only the number of the card is sent."),
    )  # fmt: skip
    last_seen_at = models.DateTimeField(_("last login"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("machine")
        verbose_name_plural = _("machines")
        ordering = ["unit__path", "name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.number_uk == self.number_kk:
            raise ValidationError({"number_kk": _("Each language needs a number of its own.")})

    def allows(self, number: str) -> bool:
        """Whether it may send this message; what concerns the line itself it always may."""
        return number in self.messages or number in (Request.SC_STATUS, Request.RESEND, Request.LOGIN)

    def is_at_home(self, address: str) -> bool:
        """Whether it may log in from this address."""
        networks = self.networks.split()
        if not networks:
            return True
        try:
            found: Any = ipaddress.ip_address(address)
        except ValueError:
            return False
        found = getattr(found, "ipv4_mapped", None) or found
        return any(found in ipaddress.ip_network(network, strict=False) for network in networks)

    def languages(self) -> dict[str, str]:
        """Number of the standard, or agreed → our language."""
        return {"001": "en", "024": "en", "015": "ru", self.number_uk: "uk", self.number_kk: "kk"}
