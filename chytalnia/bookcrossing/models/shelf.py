"""Shelf: an official place where travelling books stand; its stocktakings with a phone."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.core.translated import TranslatedField


class AgeMark(models.TextChoices):
    ANY = "", _("for everybody")
    CHILDREN = "0+", _("for children")
    TEENS = "12+", "12+"
    YOUTH = "16+", "16+"
    ADULTS = "18+", "18+"


class Shelf(models.Model):
    """A cabinet in a library, a café, a station, a park. `unit` is the library that looks after it."""

    code = models.SlugField(
        _("code"), max_length=40, unique=True, help_text=_("Latin letters and digits; it never changes.")
    )
    name: Any = TranslatedField(_("name"), blank=False)
    unit = models.ForeignKey("network.Unit", models.PROTECT, related_name="crossing_shelves", verbose_name=_("library"))
    partner = models.CharField(
        _("whose place it is"), max_length=200, blank=True, help_text=_("A café, a school, a station.")
    )
    settlement: Any = TranslatedField(_("town or village"))
    address: Any = TranslatedField(_("address"))
    hours: Any = TranslatedField(_("hours"), help_text=_("As people say it: “every day from 8 to 20”."))
    about: Any = TranslatedField(_("what people should know"))
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    capacity = models.PositiveIntegerField(_("how many books fit"), null=True, blank=True)
    keeper = models.CharField(_("keeper"), max_length=200, blank=True, help_text=_("As readers may address them."))
    age_mark = models.CharField(_("age"), max_length=3, choices=AgeMark.choices, blank=True)
    is_open = models.BooleanField(_("the shelf is in use"), default=True)
    photo = models.ForeignKey(
        "media.Asset", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("photo")
    )
    checked_at = models.DateTimeField(_("last stocktaking"), null=True, blank=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("bookcrossing shelf")
        verbose_name_plural = _("bookcrossing shelves")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="crossing_shelf_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return str(self.name) or self.code

    def get_absolute_url(self) -> str:
        return reverse("bookcrossing:shelf", args=[self.code])

    @property
    def point(self) -> tuple[float, float] | None:
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude


class ShelfCheck(models.Model):
    """A stocktaking: somebody walks along the shelf with a phone."""

    shelf = models.ForeignKey(Shelf, models.CASCADE, related_name="checks", verbose_name=_("shelf"))
    begun_at = models.DateTimeField(_("begun"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("stocktaking of a shelf")
        verbose_name_plural = _("stocktakings of shelves")
        ordering = ["-begun_at"]
        constraints = [
            models.UniqueConstraint(fields=["shelf"], condition=Q(ended_at=None), name="crossing_one_open_check")
        ]

    def __str__(self) -> str:
        return f"{self.shelf} · {timezone.localtime(self.begun_at):%d.%m.%Y}"


class Verdict(models.TextChoices):
    STANDS = "stands", pgettext_lazy("a book on a shelf", "stands here")
    CAME = "came", pgettext_lazy("a book on a shelf", "came by itself")
    GONE = "gone", pgettext_lazy("a book on a shelf", "was taken, nobody said so")


class CheckLine(models.Model):
    check_of = models.ForeignKey(ShelfCheck, models.CASCADE, related_name="lines")
    traveller = models.ForeignKey("bookcrossing.Traveller", models.CASCADE, related_name="check_lines")
    verdict = models.CharField(max_length=6, choices=Verdict.choices)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("line of a stocktaking")
        verbose_name_plural = _("lines of a stocktaking")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["check_of", "traveller"], name="crossing_a_book_once_a_check")]

    def __str__(self) -> str:
        return f"{self.traveller}: {self.get_verdict_display()}"
