"""What every room writes into: the log of stage moves and the audit log of staff acts.

Both name people and objects by number and text, without foreign keys: a log outlives what it speaks of, and deleting an
account must not have to change a row that may not be changed.
"""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Doing(models.Model):
    """Who did something to what, and when."""

    at = models.DateTimeField(_("when"), default=timezone.now)
    by_id = models.BigIntegerField(_("account"), null=True, editable=False)
    by_name = models.CharField(_("who"), max_length=300, blank=True)
    object_label = models.CharField(_("kind of object"), max_length=100, blank=True)
    object_id = models.CharField(_("object"), max_length=64, blank=True)
    object_text = models.CharField(_("name of object"), max_length=300, blank=True)

    class Meta:
        abstract = True


class StageMove(Doing):
    """One move of one object from stage to stage."""

    move = models.CharField(_("move"), max_length=40)
    from_stage = models.CharField(_("from"), max_length=40)
    to_stage = models.CharField(pgettext_lazy("a stage", "to"), max_length=40)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("move between stages")
        verbose_name_plural = _("moves between stages")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["object_label", "object_id", "at"], name="moves_of_an_object")]

    def __str__(self) -> str:
        return f"{self.object_label} {self.object_id}: {self.from_stage} → {self.to_stage}"


class AuditEntry(Doing):
    """One act of a member of staff. The database refuses to change or delete it."""

    act = models.CharField(_("act"), max_length=80)
    unit_id = models.BigIntegerField(_("unit"), null=True)
    unit_code = models.CharField(_("unit code"), max_length=40, blank=True)
    before = models.JSONField(_("before"), default=dict, blank=True)
    after = models.JSONField(_("after"), default=dict, blank=True)
    address = models.CharField(
        _("network address"),
        max_length=45,
        blank=True,
        help_text=_("Shortened, so that it names a network and not a machine."),
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("entry of the audit log")
        verbose_name_plural = _("audit log")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at"], name="audit_newest_first"),
            models.Index(fields=["object_label", "object_id"], name="audit_of_an_object"),
            models.Index(fields=["by_id", "-at"], name="audit_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by_name} {self.act} {self.object_text}"


class LetterState(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("a letter", "to be sent")
    SENT = "sent", pgettext_lazy("a letter", "sent")
    TOLD = "told", pgettext_lazy("a letter", "told by phone")
    FAILED = "failed", pgettext_lazy("a letter", "failed")
    CALLED_OFF = "called_off", pgettext_lazy("a letter", "not needed any more")


class Posted(models.Model):
    """A letter in the queue of a room, from which the post takes it: see `core/post.py`. The text is made once, in the language
    of whoever reads it; `key` names what it tells, so that it is told once. The room adds what the letter hangs on.

    Without an e-mail it waits for somebody who calls.
    """

    key = models.CharField(max_length=120, unique=True, editable=False)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=2)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    state = models.CharField(_("state"), max_length=10, choices=LetterState, default=LetterState.QUEUED)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    error = models.CharField(_("what went wrong"), max_length=300, blank=True)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    #: in the hands of a worker, or to be tried again, not earlier than this
    not_before = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=LetterState.values), name="%(app_label)s_letter_state_known"
            )
        ]
        # what is to be sent, the oldest first
        indexes = [
            models.Index(fields=["made_at"], condition=models.Q(state="queued"), name="%(app_label)s_letters_to_send")
        ]

    def __str__(self) -> str:
        return self.subject


class Letter(Posted):
    """A letter of a room that keeps no queue of its own: a text for one account, written by `core.post.write`.

    `to_id` is the account, by number as everywhere here.
    """

    to_id = models.BigIntegerField(_("account"), db_index=True, editable=False)

    class Meta(Posted.Meta):
        verbose_name = pgettext_lazy("to an account", "letter")
        verbose_name_plural = pgettext_lazy("to an account", "letters")
