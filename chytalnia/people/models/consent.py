"""What readers agreed to: the very words, in the language they read them, with the date."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.core.translated import TranslatedField

from .reader import Reader


class ConsentKind(models.TextChoices):
    RULES = "rules", _("rules of use")
    DATA = "data", _("keeping of personal data")
    SOCIAL = "social", _("keeping of the social category")
    PICTURES = "pictures", _("photographs and video at events")
    SMS = "sms", _("text messages")
    EMAIL = "email", _("letters by e-mail")
    MESSENGER = "messenger", _("messages in a messenger")


class ConsentText(models.Model):
    """A version of the words for a kind of consent. The newest one holds; older ones stay with those who signed them."""

    kind = models.CharField(pgettext_lazy("a consent", "kind"), max_length=10, choices=ConsentKind)
    version = models.PositiveIntegerField(_("version"))
    text = TranslatedField(_("text"))
    since = models.DateField(_("holds since"))
    by = models.ForeignKey("people.User", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("text of a consent")
        verbose_name_plural = _("texts of consents")
        ordering = ["kind", "-version"]
        constraints = [models.UniqueConstraint(fields=["kind", "version"], name="consent_text_version_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.version}"


class Consent(models.Model):
    """What one reader agreed to. `version` 0 is the text that comes with the program."""

    reader = models.ForeignKey(Reader, models.CASCADE, related_name="consents", verbose_name=_("reader"))
    kind = models.CharField(pgettext_lazy("a consent", "kind"), max_length=10, choices=ConsentKind)
    text = models.TextField(_("text"))
    version = models.PositiveIntegerField(_("version"))
    language = models.CharField(_("language"), max_length=2)
    given_at = models.DateTimeField(_("given"), default=timezone.now)
    by = models.ForeignKey("people.User", models.SET_NULL, null=True, blank=True, related_name="+")
    #: Who spoke for a child.
    given_by_adult = models.CharField(_("given by"), max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(pgettext_lazy("a consent", "withdrawn"), null=True, blank=True)
    withdrawn_by = models.ForeignKey("people.User", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["kind", "-given_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reader", "kind"], condition=Q(withdrawn_at=None), name="one_consent_of_a_kind"
            ),
            models.CheckConstraint(condition=Q(kind__in=ConsentKind.values), name="consent_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.given_at:%d.%m.%Y}"
