"""Families, and grown-ups who stand surety for a child."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .reader import Reader


class HouseholdRole(models.TextChoices):
    PARENT = "parent", _("parent or guardian")
    CHILD = "child", _("child")
    OTHER = "other", _("another member of the family")


class Household(models.Model):
    """A family. Parents see and renew what their children borrow; each member keeps a history of their own."""

    name = models.CharField(_("name of the family"), max_length=150)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("family")
        verbose_name_plural = _("families")

    def __str__(self) -> str:
        return self.name


class Surety(models.Model):
    """A grown-up's written word for a child: it is they who owe, not the child."""

    child = models.ForeignKey(Reader, models.CASCADE, related_name="sureties", verbose_name=_("child"))
    adult = models.ForeignKey(
        Reader, models.SET_NULL, null=True, blank=True, related_name="stands_for", verbose_name=_("reader")
    )
    name = models.CharField(_("name of the grown-up"), max_length=300, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    document_hash = models.CharField(max_length=64, blank=True, editable=False)
    signed_on = models.DateField(_("signed on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    by = models.ForeignKey("people.User", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("surety")
        verbose_name_plural = _("sureties")
        ordering = ["-signed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["child"], condition=Q(ended_on=None), name="one_surety_a_child"),
            models.CheckConstraint(condition=Q(adult=None) | ~Q(adult=F("child")), name="no_surety_for_oneself"),
        ]

    def __str__(self) -> str:
        return self.name
