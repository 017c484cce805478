"""Challenge: a game for many – so many books set free by a day, or a hunt after hidden ones."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chytalnia.core.translated import TranslatedField


class ChallengeKind(models.TextChoices):
    RELEASE = "release", _("set books free")
    HUNT = "hunt", _("hunt for hidden books")


class Challenge(models.Model):
    """Counted by itself: releases of the unit's books within the days, or finds of the hidden ones."""

    kind = models.CharField(_("game"), max_length=7, choices=ChallengeKind.choices)
    unit = models.ForeignKey("network.Unit", models.PROTECT, related_name="+", verbose_name=_("library"))
    name: Any = TranslatedField(_("name"), blank=False)
    about: Any = TranslatedField(_("rules in a few words"))
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    goal = models.PositiveIntegerField(_("how many books"), default=21)

    class Meta:
        verbose_name = _("game")
        verbose_name_plural = _("games")
        ordering = ["-last", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(first__lte=F("last")), name="crossing_game_begins_first")]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("bookcrossing:game", args=[self.pk])


class Clue(models.Model):
    challenge = models.ForeignKey(Challenge, models.CASCADE, related_name="clues")
    traveller = models.ForeignKey(
        "bookcrossing.Traveller", models.CASCADE, related_name="clues", verbose_name=_("travelling book")
    )
    text = models.CharField(_("clue"), max_length=300)

    class Meta:
        verbose_name = _("clue")
        verbose_name_plural = _("clues")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["challenge", "traveller"], name="crossing_hidden_once")]

    def __str__(self) -> str:
        return self.text
