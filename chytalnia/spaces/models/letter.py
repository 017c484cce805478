"""Letter: what a reader is told of a booking. The text is made once, in their language; the post takes it from here."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.core.models import Posted

from .space import Booking


class LetterState(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("a letter", "to be sent")
    SENT = "sent", pgettext_lazy("a letter", "sent")
    FAILED = "failed", pgettext_lazy("a letter", "failed")
    CALLED_OFF = "called_off", pgettext_lazy("a letter", "not needed any more")


class Letter(Posted):
    """A word about one booking. Without an e-mail it waits for somebody who calls."""

    key = models.CharField(max_length=60, unique=True, editable=False)
    booking = models.ForeignKey(Booking, models.CASCADE, related_name="letters")
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=2)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    state = models.CharField(_("state"), max_length=10, choices=LetterState.choices, default=LetterState.QUEUED)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = pgettext_lazy("about a room", "letter")
        verbose_name_plural = pgettext_lazy("about a room", "letters")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.subject
