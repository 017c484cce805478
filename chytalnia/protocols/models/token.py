"""Tokens of programs: the right of a person, lent to a program in part and for a time. And what programs were answered."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TokenKind(models.TextChoices):
    READER = "reader", pgettext_lazy("a token", "for one's own account")
    STAFF = "staff", pgettext_lazy("a token", "for the desk of a library")


class TokenQuerySet(models.QuerySet["Token"]):
    def live(self, at: datetime | None = None) -> TokenQuerySet:
        return self.filter(revoked_at=None, expires_at__gt=at or timezone.now())


class Token(models.Model):
    """`digest` is all that is kept of the token itself; `beginning` lets its owner tell one from another.

    A token of staff works in `unit` and under it; a token of a reader only in the reader's own account.
    """

    kind = models.CharField(pgettext_lazy("a token", "kind"), max_length=6, choices=TokenKind.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens", verbose_name=pgettext_lazy("a token", "whose")
    )
    unit = models.ForeignKey(
        "network.Unit", models.CASCADE, null=True, blank=True, related_name="tokens", verbose_name=_("library")
    )
    name = models.CharField(_("name"), max_length=80)
    scopes: Any = models.JSONField(_("may"), default=list)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    beginning = models.CharField(_("begins with"), max_length=12, editable=False)
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("valid until"))
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    objects = TokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("token")
        verbose_name_plural = _("tokens")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="reader", unit=None) | Q(kind="staff", unit__isnull=False),
                name="a_token_of_staff_has_a_library",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("made_at")), name="a_token_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_live(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()


class GivenAnswer(models.Model):
    """What a program was answered to an act, for a day: the same key again is answered the same, and nothing is done."""

    token = models.ForeignKey(Token, models.CASCADE, related_name="answers", db_index=False)
    key = models.UUIDField(default=uuid.uuid4)
    #: of what was asked, so that a key used for something else is noticed
    asked = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body: Any = models.JSONField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("answer to a program")
        verbose_name_plural = _("answers to programs")
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="a_key_has_one_answer")]
        # what is old enough to be forgotten
        indexes = [models.Index(fields=["made_at"], name="answers_to_forget")]

    def __str__(self) -> str:
        return str(self.key)
