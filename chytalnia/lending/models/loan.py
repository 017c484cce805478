"""Loan: a copy in somebody's hands, until it is back or accounted for."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.journal.kinds import Audience, DocumentKind, Place


class Mode(models.TextChoices):
    """How a copy is lent."""

    HOME = "home", _("home")
    READING_ROOM = "reading_room", _("to the reading room")
    NIGHT = "night", _("for a night or a weekend")
    COLLECTIVE = "collective", _("to a class or an institution")
    POINT = "point", _("at a library point")
    BUS = "bus", _("from the library bus")
    DELIVERY = "delivery", _("by home delivery")
    ILL = "ill", _("by interlibrary loan")


#: Where the issue is counted.
PLACE = {
    Mode.HOME: Place.ONSITE,
    Mode.READING_ROOM: Place.ONSITE,
    Mode.NIGHT: Place.ONSITE,
    Mode.COLLECTIVE: Place.OUTSIDE,
    Mode.POINT: Place.OUTSIDE,
    Mode.BUS: Place.OUTSIDE,
    Mode.DELIVERY: Place.OUTSIDE,
    Mode.ILL: Place.REMOTE,
}


class LoanState(models.TextChoices):
    OUT = "out", pgettext_lazy("a loan", "out")
    CLAIMED = "claimed", _("said to be returned")
    LOST = "lost", pgettext_lazy("a loan", "lost")
    RETURNED = "returned", pgettext_lazy("a loan", "returned")
    REPLACED = "replaced", _("replaced by an equal one")
    PAID = "paid", pgettext_lazy("a loan", "paid")
    FORGIVEN = "forgiven", pgettext_lazy("a loan", "forgiven")
    WRITTEN_OFF = "written_off", _("written off")
    UNDONE = "undone", _("undone")


#: The reader still owes the copy.
OPEN = (LoanState.OUT, LoanState.CLAIMED, LoanState.LOST)


class LoanQuerySet(models.QuerySet["Loan"]):
    def open(self) -> LoanQuerySet:
        return self.filter(returned_at=None)

    def overdue(self, on: date) -> LoanQuerySet:
        return self.filter(returned_at=None, state__in=(LoanState.OUT, LoanState.CLAIMED), due_on__lt=on)


class Loan(models.Model):
    """A copy lent. `returned_at` is when it ended, however it ended; a loan without it is open.

    `reader` is forgotten some time after the end, unless the reader wants the history; age band and category stay.
    """

    item = models.ForeignKey("catalogue.Item", models.PROTECT, related_name="loans", verbose_name=_("item"))
    reader = models.ForeignKey(
        "people.Reader", models.PROTECT, null=True, blank=True, related_name="loans", verbose_name=_("reader")
    )
    unit = models.ForeignKey("network.Unit", models.PROTECT, related_name="loans", verbose_name=_("lent by"))
    mode = models.CharField(_("way of lending"), max_length=12, choices=Mode.choices, default=Mode.HOME)
    issued_at = models.DateTimeField(_("lent"))
    due_on = models.DateField(_("due"))
    renewals = models.PositiveSmallIntegerField(_("renewals"), default=0)
    state = models.CharField(_("state"), max_length=11, choices=LoanState.choices, default=LoanState.OUT)
    returned_at = models.DateTimeField(_("ended"), null=True, blank=True)
    returned_unit = models.ForeignKey(
        "network.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("taken back by"),
    )
    lost_at = models.DateTimeField(_("declared lost"), null=True, blank=True)
    #: how many steps of reminding have been taken since it was last due
    reminded = models.PositiveSmallIntegerField(_("reminders"), default=0)
    audience = models.CharField(_("audience"), max_length=12, choices=Audience.choices, blank=True)
    reader_category = models.CharField(_("category of the reader"), max_length=10, blank=True)
    document_kind = models.CharField(_("kind of document"), max_length=16, choices=DocumentKind.choices, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    knowledge = models.CharField(_("branch of knowledge"), max_length=8, blank=True)
    #: the state in which the copy goes back to its shelf
    shelf_status = models.CharField(max_length=14, default="available", editable=False)
    rule = models.ForeignKey(
        "lending.LendingRule",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("rule"),
    )
    #: the round of the library bus on which it was lent
    trip = models.ForeignKey(
        "lending.Trip",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="loans",
        db_index=False,
        verbose_name=_("trip"),
    )
    carrier = models.CharField(_("carried by"), max_length=120, blank=True)
    override = models.CharField(_("lent in spite of the rule because"), max_length=300, blank=True)

    objects = LoanQuerySet.as_manager()

    class Meta:
        verbose_name = _("loan")
        verbose_name_plural = _("loans")
        ordering = ["-issued_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["item"], condition=Q(returned_at=None), name="one_open_loan_an_item"),
            models.CheckConstraint(
                condition=Q(returned_at=None, state__in=OPEN) | (Q(returned_at__isnull=False) & ~Q(state__in=OPEN)),
                name="a_loan_is_open_or_ended",
            ),
            models.CheckConstraint(
                condition=Q(reader__isnull=False) | Q(returned_at__isnull=False), name="an_open_loan_has_a_reader"
            ),
        ]
        indexes = [
            # a reader's account; the limit of loans
            models.Index(fields=["reader", "returned_at"], name="loans_of_a_reader"),
            # reminders and lists of the overdue
            models.Index(fields=["due_on", "reminded"], condition=Q(returned_at=None), name="loans_due"),
            # what was lent on a trip
            models.Index(fields=["trip"], condition=Q(trip__isnull=False), name="loans_of_a_trip"),
            # whose readers may be forgotten
            models.Index(
                fields=["returned_at"],
                condition=Q(returned_at__isnull=False, reader__isnull=False),
                name="loans_to_forget",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} → {self.due_on}"

    @property
    def is_open(self) -> bool:
        return self.returned_at is None

    def is_overdue(self, on: date) -> bool:
        return self.is_open and self.state != LoanState.LOST and self.due_on < on
