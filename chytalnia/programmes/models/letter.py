"""Letter: what those who come are to be told."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.core.models import Posted


class LetterKind(models.TextChoices):
    BOOKED = "booked", pgettext_lazy("a letter", "enrolled")
    WAITING = "waiting", pgettext_lazy("a letter", "in the queue")
    MOVED_UP = "moved_up", pgettext_lazy("a letter", "a place became free")
    CHANGED = "changed", pgettext_lazy("a letter", "time or place changed")
    POSTPONED = "postponed", pgettext_lazy("a letter", "postponed")
    CANCELLED = "cancelled", pgettext_lazy("a letter", "called off")
    REMINDER = "reminder", pgettext_lazy("a letter", "reminder")
    OTHER = "other", pgettext_lazy("a letter", "other")


class Letter(Posted):
    """A letter to one who is enrolled, or who else has to do with an event."""

    occasion = models.ForeignKey("programmes.Occasion", models.CASCADE, related_name="letters")
    enrolment = models.ForeignKey("programmes.Enrolment", models.CASCADE, null=True, blank=True, related_name="letters")
    reader = models.ForeignKey("people.Reader", models.CASCADE, null=True, blank=True, related_name="+")
    unit = models.ForeignKey("network.Unit", models.PROTECT, related_name="+", verbose_name=_("library"))
    kind = models.CharField(pgettext_lazy("a letter", "kind"), max_length=10, choices=LetterKind.choices)
    name = models.CharField(_("to whom"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)

    class Meta(Posted.Meta):
        verbose_name = pgettext_lazy("to one who comes", "letter")
        verbose_name_plural = pgettext_lazy("to one who comes", "letters")
        indexes = [
            *Posted.Meta.indexes,
            models.Index(fields=["occasion", "-made_at"], name="letters_of_an_occasion"),
        ]
