"""Letter: what those who come are to be told. The text is made once, in their language; how it goes out is another's."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
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


class LetterState(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("a letter", "to be sent")
    SENT = "sent", pgettext_lazy("a letter", "sent")
    TOLD = "told", pgettext_lazy("a letter", "told by phone")
    FAILED = "failed", pgettext_lazy("a letter", "failed")
    CALLED_OFF = "called_off", pgettext_lazy("a letter", "not needed any more")


class Letter(Posted):
    """A text for one who is enrolled, in the queue or in the log. `key` names what it tells, so that it is told once."""

    key = models.CharField(max_length=100, unique=True, editable=False)
    occasion = models.ForeignKey("programmes.Occasion", models.CASCADE, related_name="letters")
    enrolment = models.ForeignKey("programmes.Enrolment", models.CASCADE, null=True, blank=True, related_name="letters")
    reader = models.ForeignKey("people.Reader", models.CASCADE, null=True, blank=True, related_name="+")
    unit = models.ForeignKey("network.Unit", models.PROTECT, related_name="+", verbose_name=_("library"))
    kind = models.CharField(pgettext_lazy("a letter", "kind"), max_length=10, choices=LetterKind.choices)
    name = models.CharField(_("to whom"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=2)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    state = models.CharField(_("state"), max_length=10, choices=LetterState.choices, default=LetterState.QUEUED)
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = pgettext_lazy("to one who comes", "letter")
        verbose_name_plural = pgettext_lazy("to one who comes", "letters")
        ordering = ["-made_at", "-id"]
        indexes = [
            models.Index(fields=["unit", "made_at"], condition=Q(state="queued"), name="event_letters_to_send"),
            models.Index(fields=["occasion", "-made_at"], name="letters_of_an_occasion"),
        ]

    def __str__(self) -> str:
        return self.subject
