"""A library in a campaign, and the posts by which it takes part."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.core.translated import TranslatedField

from .campaign import Campaign


class Joining(models.TextChoices):
    INVITED = "invited", pgettext_lazy("a library in a campaign", "invited")
    JOINED = "joined", pgettext_lazy("a library in a campaign", "takes part")
    DECLINED = "declined", pgettext_lazy("a library in a campaign", "does not take part")


class Member(models.Model):
    """A library that was invited or takes part. `total`, `lines`, `participants`, `finishers` and `posts` are tallies: they
    change in the transaction of what they count, so that a league is read from as many rows as it has libraries."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="members")
    unit = models.ForeignKey("network.Unit", models.PROTECT, related_name="+", verbose_name=_("library"))
    state = models.CharField(_("state"), max_length=8, choices=Joining, default=Joining.INVITED)
    invited_at = models.DateTimeField(null=True, blank=True)
    joined_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    responsible = models.CharField(_("responsible"), max_length=150, blank=True)
    about: Any = models.TextField(_("how we take part"), max_length=2000, blank=True)

    total = models.PositiveBigIntegerField(default=0, editable=False)
    lines = models.PositiveIntegerField(default=0, editable=False)
    participants = models.PositiveIntegerField(default=0, editable=False)
    finishers = models.PositiveIntegerField(default=0, editable=False)
    posts = models.PositiveIntegerField(default=0, editable=False)
    #: Registered readers of the year, looked up as the library joins and each night.
    readers = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("library in a campaign")
        verbose_name_plural = _("libraries in a campaign")
        ordering = ["campaign", "unit__path"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit"], name="library_once_in_a_campaign"),
            models.CheckConstraint(
                condition=~Q(state="joined") | Q(joined_at__isnull=False), name="joined_library_has_a_moment"
            ),
        ]
        indexes = [
            # the league
            models.Index(fields=["campaign", "state", "-total"], name="campaign_league"),
            # invitations of a library
            models.Index(fields=["unit", "state"], name="campaigns_of_a_library"),
        ]

    def __str__(self) -> str:
        return str(self.unit)

    def get_absolute_url(self) -> str:
        return reverse("campaigns:library", args=[self.campaign.slug, self.unit.code])


class PostState(models.TextChoices):
    NEW = "new", pgettext_lazy("a post", "waits to be looked at")
    GOOD = "good", pgettext_lazy("a post", "accepted")
    BACK = "back", pgettext_lazy("a post", "returned to be mended")


class Post(models.Model):
    """An entry of a library: what it published on the net. It counts until it is returned."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="entries")
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="entries")
    link = models.URLField(_("address on the net"), max_length=500)
    day = models.DateField(_("published on"), default=timezone.localdate)
    title = models.CharField(_("title"), max_length=200)
    photo = models.ForeignKey("media.Asset", models.SET_NULL, null=True, blank=True, related_name="+")
    #: Which required elements the library has ticked.
    ticks: Any = models.JSONField(default=list, blank=True)
    reach = models.PositiveIntegerField(_("people reached, as the network says"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=4, choices=PostState, default=PostState.NEW)
    answer = models.CharField(_("what is to be mended"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("post of a library")
        verbose_name_plural = _("posts of libraries")
        ordering = ["-day", "-pk"]
        constraints = [models.UniqueConstraint(fields=["campaign", "link"], name="post_once_in_a_campaign")]
        # what waits to be looked at
        indexes = [models.Index(fields=["campaign", "state"], name="campaign_posts")]

    def __str__(self) -> str:
        return self.title


class Part(models.Model):
    """A part of an online combo: a trailer, a loud reading, a quiz, a craft. Who took part in it collects it, with the word
    that is told there when the part has one."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="parts")
    occasion = models.ForeignKey(
        "programmes.Occasion", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("event")
    )
    title: Any = TranslatedField(_("title"))
    number = models.PositiveSmallIntegerField(_("number"))
    opens_on = models.DateField(_("open from"))
    link = models.URLField(_("address on the net"), max_length=500, blank=True)
    word = models.CharField(_("word told in this part"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("part of a combo")
        verbose_name_plural = _("parts of a combo")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["campaign", "number"], name="part_number_once")]

    def __str__(self) -> str:
        return str(self.title)
