"""IllOrder: something that no library of the network has, ordered for a reader from a library outside it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.core.stages import Machine, Move, Stage, Staged, StagedQuerySet

RIGHT = "lending.ill"
#: Stages in which the foreign copy is in the library or with its reader.
HERE = ("received", "lent", "back", "lost")


class Wanted(models.TextChoices):
    LOAN = "loan", _("the book itself, for a time")
    COPY = "copy", _("an electronic copy of an article or a part")


def _then(name: str) -> Any:
    """What a move brings about is a service's business; it is asked for when it happens."""

    def run(order: IllOrder, **words: Any) -> None:
        from chytalnia.lending.services import ill

        getattr(ill, name)(order, **words)

    return run


def _refuses(name: str) -> Any:
    def ask(order: IllOrder) -> str:
        from chytalnia.lending.services import ill

        return str(getattr(ill, name)(order))

    return ask


class IllQuerySet(StagedQuerySet):
    def here(self) -> IllQuerySet:
        """Foreign copies that are in the library or with its reader."""
        return self.filter(stage__in=HERE)


class IllOrder(Staged):
    """The order form, and the foreign copy while it is here. A foreign copy is never in the catalogue nor in the stock:
    its order carries its number, by which the desk lends it."""

    machine = Machine(
        [
            Stage("asked", pgettext_lazy("an order", "asked for"), "attention", days=3),
            Stage("sent", pgettext_lazy("an order", "order sent"), "progress", days=14),
            Stage("received", pgettext_lazy("an order", "has come, waits for the reader"), "attention"),
            Stage("lent", pgettext_lazy("an order", "with the reader"), "progress"),
            Stage("back", pgettext_lazy("an order", "to be sent back"), "attention"),
            Stage("lost", pgettext_lazy("an order", "lost by the reader"), "bad"),
            Stage("returned", pgettext_lazy("an order", "sent back"), "good", terminal=True),
            Stage("delivered", pgettext_lazy("an order", "copy given to the reader"), "good", terminal=True),
            Stage("declined", pgettext_lazy("an order", "not to be had"), terminal=True),
            Stage("cancelled", pgettext_lazy("an order", "given up"), terminal=True),
        ],
        [
            Move("send", "asked", "sent", _("Order sent"), RIGHT, _refuses("lacks_lender"), _then("was_sent")),
            Move("receive", "sent", "received", _("It has come"), RIGHT, _refuses("lacks_term"), _then("has_come")),
            Move("deliver", "sent", "delivered", _("Give the copy"), RIGHT, _refuses("is_no_copy"), _then("was_delivered")),
            Move("lend", "received", "lent", _("Give to the reader"), RIGHT, _refuses("not_lent_to"), _then("was_lent")),
            Move("take_back", ("lent", "lost"), "back", _("Take back"), RIGHT, then=_then("was_taken_back")),
            Move("lose", "lent", "lost", _("Lost by the reader"), RIGHT, then=_then("was_lost")),
            Move("give_back", ("received", "back"), "returned", _("Sent back"), RIGHT, then=_then("was_given_back")),
            Move("settle", "lost", "returned", _("Settled with the lender"), RIGHT, then=_then("was_settled")),
            Move("decline", ("asked", "sent"), "declined", _("Not to be had"), RIGHT, then=_then("was_declined")),
            Move("cancel", "asked", "cancelled", _("Give up"), RIGHT),
        ],
    )  # fmt: skip

    reader = models.ForeignKey(
        "people.Reader", models.SET_NULL, null=True, blank=True, related_name="ill_orders", verbose_name=_("reader")
    )
    unit = models.ForeignKey("network.Unit", models.PROTECT, related_name="+", verbose_name=_("library"))
    wanted = models.CharField(_("what is wanted"), max_length=4, choices=Wanted.choices, default=Wanted.LOAN)
    author = models.CharField(_("author"), max_length=200, blank=True)
    title = models.CharField(_("title"), max_length=300)
    published = models.CharField(
        _("place, publisher, year"), max_length=200, blank=True,
        help_text=_("For an article: the journal, its year, number and pages."),
    )  # fmt: skip
    source = models.CharField(
        _("where you know of it from"), max_length=200, blank=True,
        help_text=_("A bibliography, a site, a catalogue: it helps to find the book."),
    )  # fmt: skip
    needed_until = models.DateField(_("of use until"), null=True, blank=True)
    agrees_to_copy = models.BooleanField(_("an electronic copy will do"), default=True)
    any_edition = models.BooleanField(_("another edition will do"), default=False)
    note = models.CharField(_("note"), max_length=300, blank=True)

    lender = models.CharField(_("library that lends"), max_length=200, blank=True)
    number = models.CharField(
        _("number on the foreign copy"), max_length=40, blank=True,
        help_text=_("Its barcode or inventory number. Left empty, a number is given to print and put in."),
    )  # fmt: skip
    due_back = models.DateField(_("to be back at its library"), null=True, blank=True)
    inside_only = models.BooleanField(_("only for the reading room"), default=False)
    lent_until = models.DateField(_("with the reader until"), null=True, blank=True)
    reminded = models.PositiveSmallIntegerField(default=0, editable=False)
    audience = models.CharField(max_length=12, blank=True, editable=False)
    made_at = models.DateTimeField(_("ordered"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)
    key = models.UUIDField(unique=True, null=True, editable=False)

    objects = IllQuerySet.as_manager()

    class Meta:
        verbose_name = _("interlibrary order")
        verbose_name_plural = _("interlibrary orders")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number="") & Q(stage__in=HERE),
                name="a_foreign_copy_is_here_once",
            ),
            models.CheckConstraint(
                condition=~Q(stage="lent") | Q(reader__isnull=False, lent_until__isnull=False),
                name="a_foreign_copy_lent_has_reader_and_day",
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=("received", "lent", "back")) | ~Q(number=""), name="a_foreign_copy_has_a_number"
            ),
        ]  # fmt: skip
        # orders in a reader's account, and those that wait
        indexes = [models.Index(fields=["reader", "stage"], name="ill_orders_of_a_reader")]

    def __str__(self) -> str:
        return f"{self.author.rstrip('. ')}. {self.title}" if self.author else self.title

    def get_absolute_url(self) -> str:
        return reverse("desk_lending:ill_order", args=[self.pk])

    @property
    def is_copy(self) -> bool:
        return self.wanted == Wanted.COPY
