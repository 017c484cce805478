"""How a campaign ends: an open draw, and diplomas with a number that anybody can check."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .campaign import Campaign
from .library import Member
from .reading import Participant


class Draw(models.Model):
    """The promise of a seed from the first day, the list frozen after the last, the winners drawn before everybody."""

    campaign = models.OneToOneField(Campaign, models.CASCADE, related_name="draw")
    #: Kept until the draw; its commitment is published from the first day.
    seed = models.CharField(max_length=64, editable=False)
    commitment = models.CharField(max_length=64, editable=False)
    #: `{"key", "name", "library"}` of each, as they were then.
    entrants: Any = models.JSONField(default=list, editable=False)
    entrants_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    frozen_at = models.DateTimeField(null=True, blank=True, editable=False)
    public = models.CharField(_("thrown before everybody"), max_length=200, blank=True)
    prizes = models.PositiveSmallIntegerField(default=0, editable=False)
    winners: Any = models.JSONField(default=list, editable=False)
    drawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("draw")
        verbose_name_plural = _("draws")
        constraints = [
            models.CheckConstraint(condition=Q(frozen_at=None) | ~Q(entrants_sha256=""), name="frozen_list_has_digest"),
            models.CheckConstraint(
                condition=Q(drawn_at=None) | Q(frozen_at__isnull=False), name="drawn_from_a_frozen_list"
            ),
        ]

    def __str__(self) -> str:
        return self.commitment[:16]

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None

    @property
    def is_drawn(self) -> bool:
        return self.drawn_at is not None


class Merit(models.TextChoices):
    LIBRARY = "library", pgettext_lazy("a diploma", "certificate of a library that took part")
    PARTICIPANT = "participant", pgettext_lazy("a diploma", "certificate of a participant")
    FINISHER = "finisher", pgettext_lazy("a diploma", "diploma of a finisher")
    WINNER = "winner", pgettext_lazy("a diploma", "diploma of a winner")


class Diploma(models.Model):
    """A paper with a number. `code` stands in its QR; the page it opens says whose it is by library and nick alone."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="diplomas", db_index=False)
    merit = models.CharField(_("for what"), max_length=11, choices=Merit)
    member = models.ForeignKey(Member, models.PROTECT, related_name="diplomas")
    participant = models.ForeignKey(Participant, models.PROTECT, null=True, blank=True, related_name="diplomas")
    number = models.PositiveIntegerField(_("number"))
    code = models.CharField(max_length=12, unique=True, editable=False)
    total = models.PositiveBigIntegerField(default=0, editable=False)
    issued_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("diploma")
        verbose_name_plural = _("diplomas")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="diploma_number_once"),
            models.UniqueConstraint(
                fields=["member"], condition=Q(participant=None), name="one_certificate_a_library"
            ),
            models.UniqueConstraint(
                fields=["participant", "merit"], condition=Q(participant__isnull=False), name="one_diploma_a_merit"
            ),
            models.CheckConstraint(
                condition=Q(merit="library", participant=None) | (~Q(merit="library") & Q(participant__isnull=False)),
                name="diploma_is_somebodys",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.written

    def get_absolute_url(self) -> str:
        return reverse("campaigns:diploma", args=[self.code])

    @property
    def written(self) -> str:
        """The number as it is printed."""
        return f"{self.campaign_id}-{self.number:05}"
