"""A work: what several editions, translations and spellings have in common."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chytalnia.catalogue.derive import slug


class WorkQuerySet(models.QuerySet["Work"]):
    def shown(self) -> WorkQuerySet:
        """Works that have something to show a reader."""
        return self.filter(joined_into=None, record_count__gt=0)


class Work(models.Model):
    """One work. `key` decides which records meet here; a key that begins with «~» was given by hand.

    `joined_into` points to the work that now stands for this one; the row stays, so that its key keeps leading there.
    `titles` are by language code of the record (`ukr`, `rus`…), each a list of spellings, the fullest first.
    `named` holds the title and the titles that a cataloguer set by hand; whatever the records say, they are shown first.
    """

    key = models.CharField(max_length=200, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=500, blank=True)
    sort_title = models.CharField(max_length=120, blank=True, editable=False)
    titles: Any = models.JSONField(_("titles"), default=dict, blank=True)
    named: Any = models.JSONField(_("titles set by hand"), null=True, blank=True, editable=False)
    author = models.CharField(_("author"), max_length=300, blank=True)
    author_key = models.CharField(max_length=120, blank=True, editable=False)
    year = models.SmallIntegerField(_("first year"), null=True, blank=True)
    year_to = models.SmallIntegerField(_("last year"), null=True, blank=True)
    languages = models.CharField(_("languages"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=12, default="book")
    #: how much it is asked for; lending and page visits of upper rooms add to it
    popularity = models.PositiveIntegerField(_("popularity"), default=0)
    cover: Any = models.JSONField(_("cover"), default=dict, blank=True)
    record_count = models.PositiveIntegerField(_("editions"), default=0)
    item_count = models.PositiveIntegerField(_("items"), default=0)
    available_count = models.PositiveIntegerField(_("items available"), default=0)
    joined_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="joined",
        verbose_name=_("joined into"),
    )
    created_at = models.DateTimeField(_("created"))
    changed_at = models.DateTimeField(_("changed"))

    objects = WorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("work")
        verbose_name_plural = _("works")
        indexes = [
            # what was joined here; only of the joined, so that no plan takes "not joined" – nearly all – for a choice
            models.Index(fields=["joined_into"], condition=models.Q(joined_into__isnull=False), name="work_joined"),
            # the sitemap and "new here"
            models.Index(fields=["-created_at"], name="work_newest"),
            # lists by title
            models.Index(fields=["sort_title"], name="work_title"),
            # other works of an author
            models.Index(fields=["author_key", "sort_title"], name="work_author"),
        ]

    def __str__(self) -> str:
        return self.title or self.key

    def get_absolute_url(self) -> str:
        end = slug(self.title)
        return reverse("catalogue:work", args=[self.pk, end] if end else [self.pk])

    @property
    def language_codes(self) -> list[str]:
        return self.languages.split()


class WorkChange(models.Model):
    """A join or a split made by hand: what it touched, so that it can be taken back."""

    class Kind(models.TextChoices):
        JOIN = "join", _("joined")
        SPLIT = "split", _("split off")

    kind = models.CharField(_("kind"), max_length=5, choices=Kind.choices)
    work = models.ForeignKey(Work, models.PROTECT, related_name="changes")
    data: Any = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.work}"
