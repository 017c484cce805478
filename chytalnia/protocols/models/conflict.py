"""What machines did while the line was down and rules would not have allowed, for a person to look at."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Deed(models.TextChoices):
    LEND = "lend", pgettext_lazy("what was done", "loan")
    TAKE_BACK = "take_back", pgettext_lazy("what was done", "return")
    RENEW = "renew", pgettext_lazy("what was done", "renewal")


class Outcome(models.TextChoices):
    RECORDED = "recorded", _("Written down all the same.")
    AFTER_RETURN = "after_return", _("The loan to the other reader was ended, and this one written down.")
    ALREADY = "already", _("It was so already; nothing was changed.")
    NOT_RECORDED = "not_recorded", _("It could not be written down. Look for the book and its reader.")


#: Codes of problems that only machines have; the others are those of lending.
PROBLEMS = {
    "unknown_card": _("The card is not known."),
    "unknown_item": _("The book is not known."),
    "not_on_loan": _("The book was not on loan to this reader."),
    "lent_since": _("The book was lent again since."),
    "card_blocked": _("The card is blocked."),
    "blocked": _("The reader is blocked."),
    "expired_registration": _("The reader is not registered for this year."),
    "no_surety": _("Nobody stands surety for the child."),
    "unsettled_loss": _("A lost book is not settled."),
    "overdue": _("The reader had overdue books."),
    "debt": _("The reader owes money."),
    "withdrawn": _("The copy is withdrawn from the stock."),
    "electronic": _("The copy is electronic."),
    "on_loan_to_another": _("The book was on loan to another reader."),
    "on_loan_to_reader": _("The reader has this book already."),
    "held_for_another": _("Another reader waited for the book."),
    "in_transit": _("The book was on its way to another library."),
    "not_ready": _("The copy was not ready to be lent."),
    "not_this_unit": _("The copy belongs to another library."),
    "not_lent_home": _("The copy is not lent home."),
    "too_many_loans": _("The reader had as many books as the rules allow."),
    "too_many_renewals": _("The loan had been renewed as often as the rules allow."),
    "too_early": _("It was too early to renew."),
    "age_mark": _("The book is not for readers of this age."),
    "min_age": _("The book is not for readers of this age."),
    "pledge": _("A pledge is needed."),
    "reader_closed": _("The reader's account is closed."),
    "not_confirmed": _("The reader's registration is not confirmed."),
    "not_out": _("The copy is not on loan."),
}


class Conflict(models.Model):
    """One line of the list. `problems` are codes; `card` is kept only until somebody has settled it."""

    device = models.ForeignKey(
        "protocols.Device", models.SET_NULL, null=True, related_name="conflicts", verbose_name=_("machine")
    )
    unit = models.ForeignKey("network.Unit", models.PROTECT, related_name="+", verbose_name=_("library"))
    deed = models.CharField(_("what was done"), max_length=10, choices=Deed.choices)
    happened_at = models.DateTimeField(_("when"))
    card = models.CharField(_("card"), max_length=40, blank=True)
    barcode = models.CharField(_("barcode"), max_length=40, blank=True)
    problems = models.JSONField(_("problems"), default=list)
    outcome = models.CharField(_("what was decided"), max_length=12, choices=Outcome.choices)
    act = models.ForeignKey("lending.Act", models.SET_NULL, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(_("received"), auto_now_add=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey("people.User", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("conflict of a machine")
        verbose_name_plural = _("conflicts of machines")
        ordering = ["settled_at", "-recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["device", "deed", "happened_at", "card", "barcode"],
                condition=models.Q(settled_at=None),
                name="a_conflict_is_listed_once",
            )
        ]
        indexes = [
            # what waits for somebody in a branch
            models.Index(fields=["unit", "-recorded_at"], condition=models.Q(settled_at=None), name="conflicts_open")
        ]

    def __str__(self) -> str:
        return f"{self.get_deed_display()} {self.barcode}"

    @property
    def sentences(self) -> list[str]:
        return [str(PROBLEMS.get(code, code)) for code in self.problems]
