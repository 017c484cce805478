"""When a unit is open, as stored; `network.hours` says what follows from it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from chytalnia.core.translated import TranslatedField
from chytalnia.network.hours import read_intervals


class OpeningInterval(models.Model):
    """One stretch of a weekday; a day may have several. An end at or before the start is next day's."""

    unit = ParentalKey("network.Unit", on_delete=models.CASCADE, related_name="opening_intervals")
    weekday = models.PositiveSmallIntegerField(_("day of the week"), choices=sorted(WEEKDAYS.items()))
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["weekday", "opens"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "weekday", "opens"], name="one_opening_at_a_time"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="weekday_of_a_week"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens:%H:%M}–{self.closes:%H:%M}"


class HoursException(models.Model):
    """Days that are not as usual: closed, or open at other hours; a day or a season, all weekdays or some."""

    unit = ParentalKey("network.Unit", on_delete=models.CASCADE, related_name="hours_exceptions")
    first = models.DateField(_("from"))
    last = models.DateField(_("to"))
    weekdays = models.JSONField(_("only these weekdays"), default=list, blank=True)
    intervals = models.JSONField(
        _("hours"), default=list, blank=True, help_text=_("No hours means that it is closed on these days.")
    )
    reason = TranslatedField(_("reason"))

    class Meta:
        verbose_name = _("exception from the usual hours")
        verbose_name_plural = _("exceptions from the usual hours")
        ordering = ["first", "last"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=F("first")),
                name="exception_ends_after_it_begins",
                violation_error_message=_("The last day cannot be before the first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.first}–{self.last}"

    @property
    def is_closed(self) -> bool:
        return not self.intervals

    def clean(self) -> None:
        try:
            read_intervals(self.intervals)
        except ValueError as error:
            raise ValidationError({"intervals": str(error)}) from error


class SanitaryRule(models.Model):
    """The day of every month on which the library is closed for cleaning, such as the last Thursday."""

    class Week(models.IntegerChoices):
        FIRST = 1, _("first")
        SECOND = 2, _("second")
        THIRD = 3, _("third")
        FOURTH = 4, _("fourth")
        LAST = -1, _("last")

    unit = ParentalKey("network.Unit", on_delete=models.CASCADE, related_name="sanitary_rules")
    week = models.SmallIntegerField(_("which in the month"), choices=Week.choices, default=Week.LAST)
    weekday = models.PositiveSmallIntegerField(
        _("day of the week"),
        choices=sorted(WEEKDAYS.items()),
        null=True,
        blank=True,
        help_text=_("Left empty, it is a working day: the last working day of the month, for example."),
    )

    class Meta:
        verbose_name = _("sanitary day")
        verbose_name_plural = _("sanitary days")
        constraints = [
            models.UniqueConstraint(fields=["unit", "week", "weekday"], name="one_sanitary_rule_once"),
            models.UniqueConstraint(
                fields=["unit", "week"], condition=Q(weekday=None), name="one_sanitary_working_day_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.week}/{self.weekday}"
