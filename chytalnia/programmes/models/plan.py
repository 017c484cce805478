"""What has to be done for an event, by whom, and what belongs to it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.core.translated import TranslatedField

from .occasion import named


class Task(models.Model):
    """A line of the checklist. `offset` is its day from the day of the event, kept so that a move carries it along."""

    occasion = models.ForeignKey("programmes.Occasion", models.CASCADE, related_name="tasks")
    text = TranslatedField(_("what to do"))
    role = models.CharField(_("role"), max_length=30, blank=True)
    phase = models.CharField(max_length=30, blank=True)
    offset = models.SmallIntegerField(null=True, blank=True)
    due = models.DateField(_("until"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = pgettext_lazy("in a checklist", "task")
        verbose_name_plural = pgettext_lazy("in a checklist", "tasks")
        ordering = ["due", "id"]
        indexes = [
            # what is due, in the diary of the day
            models.Index(fields=["due"], condition=Q(done_at=None), name="tasks_to_do"),
        ]

    def __str__(self) -> str:
        return str(self.text)

    @property
    def doer(self) -> str:
        return named(self.done_by)

    @property
    def is_late(self) -> bool:
        return self.done_at is None and self.due is not None and self.due < timezone.localdate()


class Duty(models.Model):
    """Who does what at an event: a member of staff, a volunteer, a guest."""

    occasion = models.ForeignKey("programmes.Occasion", models.CASCADE, related_name="duties")
    role = models.CharField(_("role"), max_length=30)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("colleague")
    )
    name = models.CharField(pgettext_lazy("a person", "name"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.who

    @property
    def who(self) -> str:
        return self.name or named(self.person)


class LinkKind(models.TextChoices):
    BOOK = "book", _("book")
    MATERIAL = "material", pgettext_lazy("of an event", "material")
    RECORDING = "recording", _("recording")
    LINK = "link", _("link")


class Link(models.Model):
    """A book, a file or an address that belongs to an event or a programme."""

    occasion = models.ForeignKey("programmes.Occasion", models.CASCADE, null=True, blank=True, related_name="links")
    programme = models.ForeignKey("programmes.Programme", models.CASCADE, null=True, blank=True, related_name="links")
    kind = models.CharField(pgettext_lazy("a link", "kind"), max_length=10, choices=LinkKind.choices)
    work = models.ForeignKey(
        "catalogue.Work", models.CASCADE, null=True, blank=True, related_name="occasion_links", verbose_name=_("book")
    )
    asset = models.ForeignKey("media.Asset", models.PROTECT, null=True, blank=True, related_name="+")
    url = models.URLField(_("address"), max_length=500, blank=True)
    title = models.CharField(_("title"), max_length=300, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(occasion__isnull=False, programme=None) | Q(occasion=None, programme__isnull=False),
                name="a_link_belongs_to_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(work__isnull=False) | Q(asset__isnull=False) | ~Q(url=""), name="a_link_leads_somewhere"
            ),
            models.UniqueConstraint(
                fields=["occasion", "work"], condition=Q(work__isnull=False), name="one_link_a_work_and_occasion"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.url or str(self.work or self.asset or "")
