"""Files that a library keeps, each once, with what is known about it."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chytalnia.core.translated import TranslatedField


class Kind(models.TextChoices):
    IMAGE = "image", _("picture")
    DOCUMENT = "document", _("document")
    AUDIO = "audio", _("sound")
    VIDEO = "video", _("film")
    TEXT = "text", _("text")


class Licence(models.TextChoices):
    """What others may do with a file. Codes are those of creativecommons.org and rightsstatements.org, in small letters."""

    UNKNOWN = "", _("not stated")
    PUBLIC_DOMAIN = "pdm", _("public domain")
    CC0 = "cc0", "CC0"
    CC_BY = "cc-by-4.0", "CC BY 4.0"
    CC_BY_SA = "cc-by-sa-4.0", "CC BY-SA 4.0"
    CC_BY_NC = "cc-by-nc-4.0", "CC BY-NC 4.0"
    IN_COPYRIGHT = "inc", _("in copyright; shown with permission")


def place(asset: Asset, _name: str) -> str:
    """Where a file lies: named by its content, so the same file is stored once and a changed one cannot hide."""
    return f"assets/{asset.sha256[:2]}/{asset.sha256}{asset.extension}"


class Asset(models.Model):
    """A stored file. Its bytes never change; another version is another asset."""

    file = models.FileField(_("file"), upload_to=place, max_length=120, editable=False)
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    size = models.BigIntegerField(_("size"), editable=False)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, editable=False)
    media_type = models.CharField(_("media type"), max_length=100, editable=False)
    extension = models.CharField(max_length=8, editable=False)
    width = models.PositiveIntegerField(_("width"), null=True, editable=False)
    height = models.PositiveIntegerField(_("height"), null=True, editable=False)

    name = models.CharField(_("name"), max_length=200, help_text=_("As the file is called when somebody saves it."))
    description: Any = TranslatedField(
        _("description"), blank=True, help_text=_("Said to those who do not see the picture.")
    )
    rights_holder = models.CharField(_("rights holder"), max_length=200, blank=True)
    licence = models.CharField(
        _("licence"), max_length=16, choices=Licence.choices, blank=True, default=Licence.UNKNOWN
    )
    public = models.BooleanField(_("shown to readers"), default=True)

    unit = models.ForeignKey("network.Unit", models.PROTECT, related_name="assets", verbose_name=_("unit"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    uploaded_at = models.DateTimeField(_("uploaded"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["-uploaded_at", "-pk"]
        # the newest files of a unit
        indexes = [models.Index(fields=["unit", "-uploaded_at"], name="assets_of_a_unit")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("media:file", args=[self.sha256, self.name])


class Upload(models.Model):
    """A file that comes in pieces, until it is handed in. How much of it has come is the size of the file at `path`."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("uploaded by"))
    purpose = models.CharField(max_length=40)
    name = models.CharField(_("name"), max_length=200)
    size = models.BigIntegerField(_("size"))
    begun_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("upload in pieces")
        verbose_name_plural = _("uploads in pieces")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=models.Q(size__gt=0), name="upload_has_bytes")]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        return Path(settings.DATA) / "uploads" / self.key.hex
