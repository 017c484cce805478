"""Facts, the tallies kept with them, and the periods that close."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .errors import FactsNeverChangeError
from .kinds import Audience, DocumentKind, Knowledge, Place


class Dimensions(models.Model):
    """What a fact and a tally are counted by. Empty text, not NULL, stands for "not said": NULLs never meet in a
    unique key."""

    kind = models.CharField(_("kind"), max_length=40)
    unit = models.ForeignKey("network.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"), db_index=False)
    day = models.DateField(_("day"))
    audience = models.CharField(_("audience"), max_length=12, choices=Audience.choices, blank=True)
    place = models.CharField(_("place"), max_length=8, choices=Place.choices, blank=True)
    document_kind = models.CharField(_("kind of document"), max_length=16, choices=DocumentKind.choices, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    knowledge = models.CharField(_("branch of knowledge"), max_length=8, choices=Knowledge.choices, blank=True)
    quantity = models.BigIntegerField(_("quantity"))

    class Meta:
        abstract = True


class FactQuerySet(models.QuerySet["Fact"]):
    """Facts can be read and added. The database refuses the rest too; here the refusal is only earlier and kinder."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise FactsNeverChangeError

    def delete(self) -> NoReturn:
        raise FactsNeverChangeError

    def standing(self) -> FactQuerySet:
        """Facts that are neither reversed nor reversals."""
        return self.filter(reverses=None, reversal=None)


class Fact(Dimensions):
    """Something that was done: what, where, when, how many, for whom. Never changed; a mistake is reversed by another
    fact.

    `at` is when it happened, `day` the day it is counted in: the same day, unless that day's period was already closed.
    """

    at = models.DateTimeField(_("when"))
    source_kind = models.CharField(_("kind of source"), max_length=100, blank=True)
    source_id = models.CharField(_("source"), max_length=64, blank=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversal", verbose_name=_("reverses")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    key = models.CharField(_("key of the act"), max_length=120, null=True, unique=True, editable=False)
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now, editable=False)

    objects = FactQuerySet.as_manager()

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        indexes = [
            models.Index(fields=["kind", "unit", "day"], name="facts_behind_a_number"),
            models.Index(fields=["day", "unit"], name="facts_of_a_day"),
            models.Index(fields=["source_kind", "source_id"], name="facts_of_a_source"),
            # by what was reversed: of an index in which nearly all are empty SQLite believes that it tells nothing apart
            models.Index(fields=["reverses"], condition=Q(reverses__isnull=False), name="facts_reversed"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(reverses=None, quantity__gt=0) | Q(reverses__isnull=False, quantity__lt=0),
                name="only_a_reversal_takes_away",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.quantity:+d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise FactsNeverChangeError
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise FactsNeverChangeError


class Tally(Dimensions):
    """The sum of facts with the same day, unit, kind and dimensions; kept by `services` in the transaction of the
    fact."""

    class Meta:
        verbose_name = _("daily tally")
        verbose_name_plural = _("daily tallies")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "unit", "day", "audience", "place", "document_kind", "language", "knowledge"],
                name="one_tally_per_day_and_dimensions",
            )
        ]
        indexes = [models.Index(fields=["day", "unit"], name="tallies_of_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.quantity}"


class Period(models.Model):
    """A stretch of days of a unit and all under it. While it is closed, no fact can be counted in its days."""

    unit = models.ForeignKey("network.Unit", models.PROTECT, related_name="periods", verbose_name=_("unit"))
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    closed_at = models.DateTimeField(pgettext_lazy("a period", "closed"), null=True, blank=True)
    closed_by_name = models.CharField(_("closed by"), max_length=300, blank=True)
    facts = models.PositiveBigIntegerField(_("facts when it closed"), default=0)

    class Meta:
        verbose_name = _("period")
        verbose_name_plural = _("periods")
        ordering = ["-first", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "first", "last"], name="one_period_per_unit_and_days"),
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="period_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.first} – {self.last}"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None
