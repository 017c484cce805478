"""Exhibition: the special life of a programme that shows books, pictures and texts in sections, on a shelf and online."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.core.translated import TranslatedField
from chytalnia.spaces import saying

#: More than so many sections nobody walks through.
MOST_SECTIONS = 7


class Exhibition(models.Model):
    """Title, period, audience, curator and picture are those of its programme; its address never changes.

    It stands at a `place` of the plan. Zone and shelf say it in words where the library has no plan, and stay true when the plan is
    drawn anew.
    """

    programme = models.OneToOneField("programmes.Programme", models.CASCADE, related_name="exhibition")
    quotation: Any = TranslatedField(_("quotation"))
    quoted = models.CharField(_("whose words"), max_length=200, blank=True)
    purpose: Any = TranslatedField(_("purpose"))
    place = models.ForeignKey(
        "spaces.Piece",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="exhibitions",
        verbose_name=_("place on the plan"),
    )
    zone = models.ForeignKey(
        "network.Zone", models.SET_NULL, null=True, blank=True, related_name="exhibitions", verbose_name=_("zone")
    )
    shelf = models.CharField(_("shelf or place"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("exhibition")
        verbose_name_plural = _("exhibitions")

    def __str__(self) -> str:
        return str(self.programme)

    def get_absolute_url(self) -> str:
        return reverse("exhibitions:exhibition", args=[self.pk])

    @property
    def stands(self) -> str:
        """Where, in words: as the plan says, or as somebody wrote it."""
        if self.place is not None:
            return saying.place(self.place, self.place.plan)
        return ", ".join(part for part in (str(self.zone or ""), self.shelf) if part)

    @property
    def way(self) -> str:
        """The plan with the place marked, if readers may see it."""
        return self.place.url if self.place is not None and self.place.plan.is_public else ""


class Section(models.Model):
    exhibition = models.ForeignKey(Exhibition, models.CASCADE, related_name="sections")
    heading: Any = TranslatedField(_("heading"), blank=False)
    text: Any = TranslatedField(_("text"))
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return str(self.heading)


class ExhibitKind(models.TextChoices):
    RECORD = "record", pgettext_lazy("an exhibit", "book")
    PICTURE = "picture", pgettext_lazy("an exhibit", "picture")
    TEXT = "text", pgettext_lazy("an exhibit", "text")


class Exhibit(models.Model):
    """A thing that is shown. `copy` is the copy on the shelf of the exhibition, if the book stands there."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="exhibits")
    kind = models.CharField(pgettext_lazy("an exhibit", "kind"), max_length=7, choices=ExhibitKind.choices)
    work = models.ForeignKey(
        "catalogue.Work", models.CASCADE, null=True, blank=True, related_name="exhibits", verbose_name=_("book")
    )
    copy = models.ForeignKey(
        "catalogue.Item", models.SET_NULL, null=True, blank=True, related_name="exhibits", verbose_name=_("copy")
    )
    asset = models.ForeignKey(
        "media.Asset", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    title = models.CharField(_("title"), max_length=300, blank=True)
    caption: Any = TranslatedField(_("caption"))
    source = models.CharField(
        _("source and rights"), max_length=300, blank=True, help_text=_("Whose picture it is and where it comes from.")
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("exhibit")
        verbose_name_plural = _("exhibits")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="record", work__isnull=False)
                | Q(kind="picture", asset__isnull=False)
                | Q(kind="text"),
                name="exhibit_shows_something",
            ),
            models.CheckConstraint(condition=~Q(kind="picture") | ~Q(source=""), name="picture_names_its_source"),
        ]

    def __str__(self) -> str:
        return self.title or str(self.work or self.caption)
