"""A letter by which a library is invited."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.core.models import Posted

from .library import Member


class LetterState(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("a letter to a library", "to be sent")
    SENT = "sent", pgettext_lazy("a letter to a library", "sent")
    FAILED = "failed", pgettext_lazy("a letter to a library", "failed")
    CALLED_OFF = "called_off", pgettext_lazy("a letter to a library", "not needed any more")


class Letter(Posted):
    """An invitation, or a reminder of one. `key` names what it tells, so that it is told once."""

    key = models.CharField(max_length=60, unique=True, editable=False)
    member = models.ForeignKey(Member, models.CASCADE, related_name="letters")
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=2)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    state = models.CharField(_("state"), max_length=10, choices=LetterState, default=LetterState.QUEUED)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = pgettext_lazy("to a library", "letter")
        verbose_name_plural = pgettext_lazy("to a library", "letters")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=LetterState.values), name="campaign_letter_state_known")
        ]

    def __str__(self) -> str:
        return self.subject
