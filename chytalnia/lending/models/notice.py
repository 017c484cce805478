"""Notice: what a reader is to be told. The text is made once, in the reader's language; how it goes out is messaging's."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class NoticeKind(models.TextChoices):
    COURTESY = "courtesy", _("soon due")
    REMINDER = "reminder", _("reminder")
    LETTER = "letter", _("letter to be printed")
    VISIT = "visit", _("visit to the reader's home")
    DEBTOR = "debtor", _("entry in the register of debtors")
    HOLD_READY = "hold_ready", _("an ordered book waits")
    HOLD_EXPIRED = "hold_expired", _("an ordered book was not picked up")
    HOLD_CANCELLED = "hold_cancelled", _("an order was cancelled")
    ILL_READY = "ill_ready", _("a book of another library waits")
    ILL_DECLINED = "ill_declined", _("an interlibrary order came to nothing")


class NoticeState(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("a notice", "to be sent")
    SENT = "sent", pgettext_lazy("a notice", "sent")
    FAILED = "failed", pgettext_lazy("a notice", "failed")
    CALLED_OFF = "called_off", pgettext_lazy("a notice", "called off")


class Notice(models.Model):
    """A text for one reader, in the queue or in the log. `key` names its occasion, so that it is made once."""

    key = models.CharField(max_length=80, unique=True, editable=False)
    reader = models.ForeignKey(
        "people.Reader", models.CASCADE, null=True, blank=True, related_name="notices", verbose_name=_("reader")
    )
    #: To whom it is written, where that is not the reader: the grown-up who stands surety for a child. A child owes nothing.
    recipient = models.ForeignKey(
        "people.Reader",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("to whom"),
    )
    addressee = models.CharField(_("name of the addressee"), max_length=300, blank=True)
    unit = models.ForeignKey("network.Unit", models.PROTECT, related_name="+", verbose_name=_("library"))
    kind = models.CharField(_("kind"), max_length=14, choices=NoticeKind.choices)
    step = models.PositiveSmallIntegerField(_("step"), default=0)
    language = models.CharField(_("language"), max_length=2)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    loans: Any = models.JSONField(default=list, blank=True)
    hold = models.ForeignKey("lending.Hold", models.SET_NULL, null=True, blank=True, related_name="notices")
    state = models.CharField(_("state"), max_length=10, choices=NoticeState.choices, default=NoticeState.QUEUED)
    channel = models.CharField(_("channel"), max_length=12, blank=True)
    made_at = models.DateTimeField(_("made"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    error = models.CharField(_("what went wrong"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-made_at", "-id"]
        indexes = [
            models.Index(fields=["unit", "made_at"], condition=Q(state="queued"), name="notices_to_send"),
            models.Index(fields=["reader", "-made_at"], name="notices_of_a_reader"),
            # what is old enough to be forgotten
            models.Index(fields=["made_at"], name="notices_by_age"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def goes_to(self) -> Any:
        """The reader by whose phone, e-mail and consents it goes out; nobody for a grown-up who is no reader."""
        return self.recipient if self.recipient_id or self.addressee else self.reader
