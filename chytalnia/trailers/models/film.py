"""What comes of a trailer: the work of rendering it, its films in several forms, its subtitles."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .trailer import LANGUAGES


class RenderState(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("a rendering", "in the queue")
    RUNNING = "running", pgettext_lazy("a rendering", "running")
    DONE = "done", pgettext_lazy("a rendering", "done")
    FAILED = "failed", pgettext_lazy("a rendering", "failed")
    CANCELLED = "cancelled", pgettext_lazy("a rendering", "cancelled")


class Rendering(models.Model):
    """One making of the films. `board` is the storyboard it was asked for with, so that it goes on after a restart as it
    began, whatever is changed meanwhile; `upload` is the film that came from elsewhere, when it is one."""

    trailer = models.ForeignKey("trailers.Trailer", models.CASCADE, related_name="renderings")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=9, choices=RenderState.choices, default=RenderState.QUEUED)
    board: Any = models.JSONField(default=dict, blank=True)
    upload = models.CharField(max_length=300, blank=True)
    permille = models.PositiveSmallIntegerField(default=0)
    doing = models.CharField(max_length=60, blank=True)
    error = models.TextField(blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("rendering")
        verbose_name_plural = _("renderings")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["trailer"], condition=Q(state__in=["queued", "running"]), name="one_rendering_at_a_time"
            ),
            models.CheckConstraint(condition=Q(permille__lte=1000), name="rendering_at_most_whole"),
        ]

    def __str__(self) -> str:
        return f"{self.trailer_id}: {self.get_state_display()}"

    @property
    def is_under_way(self) -> bool:
        return self.state in (RenderState.QUEUED, RenderState.RUNNING)

    @property
    def percent(self) -> int:
        return self.permille // 10


class FilmForm(models.TextChoices):
    """Shapes of the film as the engine names them."""

    P1080 = "1080p", _("full HD, 1920 × 1080")
    P720 = "720p", _("HD, 1280 × 720")
    SQUARE = "square", _("square, for social networks")
    VERTICAL = "vertical", _("vertical, for stories")


class Container(models.TextChoices):
    MP4 = "mp4", "MP4"
    WEBM = "webm", "WebM"


class Film(models.Model):
    trailer = models.ForeignKey("trailers.Trailer", models.CASCADE, related_name="films")
    form = models.CharField(max_length=10, choices=FilmForm.choices)
    container = models.CharField(max_length=4, choices=Container.choices, default=Container.MP4)
    asset = models.ForeignKey("media.Asset", models.PROTECT, related_name="films")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("film")
        verbose_name_plural = _("films")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["trailer", "form", "container"], name="one_film_of_a_form")]

    def __str__(self) -> str:
        return f"{self.trailer} – {self.get_form_display()}"

    @property
    def file_name(self) -> str:
        return f"{self.form}.{self.container}"


class Subtitles(models.Model):
    """Lines with the seconds they stand: `[{"start": 0.0, "end": 2.5, "text": "…"}, …]`."""

    trailer = models.ForeignKey("trailers.Trailer", models.CASCADE, related_name="subtitles")
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    cues: Any = models.JSONField(default=list, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("subtitles")
        verbose_name_plural = _("subtitles")
        ordering = ["language"]
        constraints = [models.UniqueConstraint(fields=["trailer", "language"], name="subtitles_once_in_a_language")]

    def __str__(self) -> str:
        return f"{self.trailer} – {self.get_language_display()}"
