"""What came of an event: heads, results, the report; and the plan of a month that a head has fixed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.core.translated import TranslatedField
from chytalnia.journal.kinds import Place

from .door import BANDS


class Result(models.Model):
    """The numbers of an event beside the heads, and what was said of it afterwards.

    `round` is the count that stands: a corrected count reverses the facts of the one before and records its own.
    """

    occasion = models.OneToOneField("programmes.Occasion", models.CASCADE, related_name="result")
    round = models.PositiveSmallIntegerField(default=0, editable=False)
    with_disabilities = models.PositiveIntegerField(_("of them people with disabilities"), default=0)
    online_peak = models.PositiveIntegerField(_("watching at once, at most"), default=0)
    views_later = models.PositiveIntegerField(_("views of the recording in 30 days"), default=0)
    books_shown = models.PositiveIntegerField(_("books shown"), default=0)
    books_issued = models.PositiveIntegerField(_("books taken home"), default=0)
    #: what the format asks to count beside, by its code
    outputs: Any = models.JSONField(default=dict, blank=True)
    counted_at = models.DateTimeField(_("counted"), null=True, blank=True)
    counted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    story = TranslatedField(_("what was, for readers"))
    went_well = models.TextField(_("what went well"), blank=True)
    to_change = models.TextField(_("what to change"), blank=True)
    reported_at = models.DateTimeField(_("reported"), null=True, blank=True)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = pgettext_lazy("of an event", "result")
        verbose_name_plural = pgettext_lazy("of an event", "results")

    def __str__(self) -> str:
        return str(self.occasion)


class Headcount(models.Model):
    """How many of one age came, in the library, out of it or online."""

    occasion = models.ForeignKey("programmes.Occasion", models.CASCADE, related_name="headcounts")
    place = models.CharField(_("where"), max_length=8, choices=Place.choices)
    audience = models.CharField(_("age"), max_length=8, choices=BANDS)
    number = models.PositiveIntegerField(_("how many"))

    class Meta:
        verbose_name = _("head count")
        verbose_name_plural = _("head counts")
        constraints = [
            models.UniqueConstraint(fields=["occasion", "place", "audience"], name="one_head_count_a_band"),
            models.CheckConstraint(condition=Q(number__gte=1), name="a_head_count_has_heads"),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.audience}: {self.number}"


class Photo(models.Model):
    occasion = models.ForeignKey("programmes.Occasion", models.CASCADE, related_name="photos")
    asset = models.ForeignKey("media.Asset", models.PROTECT, related_name="+", verbose_name=_("photo"))
    caption = models.CharField(_("what is on it"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["occasion", "asset"], name="one_photo_once_an_occasion")]

    def __str__(self) -> str:
        return self.caption or str(self.asset)


class MonthPlan(models.Model):
    """The plan of a month, fixed: what is planned for it afterwards is marked as out of the plan."""

    unit = models.ForeignKey("network.Unit", models.CASCADE, related_name="month_plans", verbose_name=_("library"))
    month = models.DateField(_("month"))
    fixed_at = models.DateTimeField(_("fixed"), auto_now_add=True)
    fixed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("plan of a month")
        verbose_name_plural = _("plans of months")
        constraints = [
            models.UniqueConstraint(fields=["unit", "month"], name="one_plan_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="a_month_is_its_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.month:%Y-%m}"
