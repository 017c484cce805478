"""Home delivery: readers whom the library comes to, and the visits that were made."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class HomeService(models.Model):
    """That a reader is served at home, by whom and how often. `wishes` are the reader's own words about what to bring."""

    reader = models.ForeignKey("people.Reader", models.CASCADE, related_name="home_service", verbose_name=_("reader"))
    unit = models.ForeignKey("network.Unit", models.PROTECT, related_name="+", verbose_name=_("library"))
    address = models.CharField(_("address"), max_length=300)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    carrier = models.CharField(_("who goes"), max_length=120, help_text=_("A volunteer or a librarian."))
    second = models.CharField(_("second person"), max_length=120, blank=True)
    needs_two = models.BooleanField(
        _("two go together"), default=False, help_text=_("Nobody goes there alone: for the safety of both sides.")
    )
    every_days = models.PositiveSmallIntegerField(
        _("every so many days"), default=14, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    wishes = models.TextField(_("wishes"), blank=True)
    note = models.CharField(_("how to find the door"), max_length=300, blank=True)
    since = models.DateField(_("since"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        verbose_name = _("service at home")
        verbose_name_plural = _("services at home")
        ordering = ["carrier", "reader__surname", "reader__name"]
        constraints = [
            models.UniqueConstraint(fields=["reader"], condition=Q(ended_on=None), name="served_at_home_once"),
            models.CheckConstraint(condition=Q(every_days__gte=1), name="served_at_home_at_some_time"),
            models.CheckConstraint(
                condition=Q(needs_two=False) | ~Q(second=""), name="two_who_go_are_named",
                violation_error_message=_("Name the second person."),
            ),
        ]  # fmt: skip
        # the work list of those who go
        indexes = [models.Index(fields=["unit"], condition=Q(ended_on=None), name="homes_of_a_unit")]

    def __str__(self) -> str:
        return f"{self.reader}"

    def next_on(self, last: date | None) -> date:
        """When to go next, after the last visit."""
        return last + timedelta(days=self.every_days) if last else self.since


class HomeVisit(models.Model):
    """A visit that was made. Books are counted where they are lent and taken back; here are the way and the talk."""

    service = models.ForeignKey(HomeService, models.CASCADE, related_name="visits", verbose_name=_("service at home"))
    on = models.DateField(_("day"))
    carrier = models.CharField(_("who went"), max_length=120)
    second = models.CharField(_("second person"), max_length=120, blank=True)
    handed = models.PositiveSmallIntegerField(_("handed over"), default=0)
    taken = models.PositiveSmallIntegerField(pgettext_lazy("books of a visit", "taken back"), default=0)
    minutes = models.PositiveSmallIntegerField(
        _("minutes of talk"), default=0, validators=[MaxValueValidator(600)]
    )  # fmt: skip
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("visit at home")
        verbose_name_plural = _("visits at home")
        ordering = ["-on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["service", "on"], name="one_visit_at_home_a_day")]

    def __str__(self) -> str:
        return f"{self.on:%d.%m.%Y} {self.carrier}"
