"""Sighting: a step of a journey. What people said at it stands apart, because it waits for a librarian."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.core.stages import Machine, Move, Stage, Staged, StagedQuerySet


class SightingKind(models.TextChoices):
    RELEASE = "release", pgettext_lazy("a step of a journey", "released")
    FIND = "find", pgettext_lazy("a step of a journey", "found")
    READ = "read", pgettext_lazy("a step of a journey", "being read")
    NOTE = "note", pgettext_lazy("a step of a journey", "a word about the book")
    CAME = "came", pgettext_lazy("a step of a journey", "seen on a shelf")
    GONE = "gone", pgettext_lazy("a step of a journey", "taken from the shelf")


class StandingSightings(models.Manager["Sighting"]):
    """Steps that hold; one that was struck out keeps only its key, so that a phone cannot send it again."""

    def get_queryset(self) -> models.QuerySet[Sighting]:
        return super().get_queryset().filter(struck_at=None)


class Sighting(models.Model):
    """One step. `key` comes from the phone and makes it once however often it is sent; nobody's name stands here."""

    traveller = models.ForeignKey(
        "bookcrossing.Traveller",
        models.CASCADE,
        related_name="sightings",
        verbose_name=_("travelling book"),
        db_index=False,
    )
    key = models.UUIDField(unique=True, editable=False)
    kind = models.CharField(_("step"), max_length=7, choices=SightingKind.choices)
    at = models.DateTimeField(_("when"))
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now, editable=False)
    shelf = models.ForeignKey(
        "bookcrossing.Shelf", models.SET_NULL, null=True, blank=True, related_name="sightings", verbose_name=_("shelf"),
        db_index=False,
    )  # fmt: skip
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    #: metres from the last place known before
    leg = models.PositiveIntegerField(default=0, editable=False)
    #: a librarian saw that it never happened
    struck_at = models.DateTimeField(_("struck out"), null=True, blank=True, editable=False)

    objects = StandingSightings()
    everything = models.Manager["Sighting"]()

    class Meta:
        verbose_name = _("step of a journey")
        verbose_name_plural = _("steps of journeys")
        ordering = ["at", "pk"]
        indexes = [
            # a journey in its order
            models.Index(fields=["traveller", "at", "id"], name="crossing_journey"),
            # what came to a shelf and left it
            models.Index(fields=["shelf", "-at"], condition=Q(shelf__isnull=False), name="crossing_of_a_shelf"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(lat=None, lon=None) | Q(lat__gte=-90, lat__lte=90, lon__gte=-180, lon__lte=180),
                name="crossing_step_on_earth",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {timezone.localtime(self.at):%d.%m.%Y}"

    @property
    def point(self) -> tuple[float, float] | None:
        return None if self.lat is None or self.lon is None else (self.lat, self.lon)


def _publish(words: Words, **_kw: object) -> None:
    words.reports.filter(weighed_at=None).update(weighed_at=timezone.now())
    if words.photo is not None and not words.photo.public:
        words.photo.public = True
        words.photo.save(update_fields=["public"])


def _hide_photo(words: Words, **_kw: object) -> None:
    if (
        words.photo is not None
        and not Words.objects.filter(photo=words.photo, stage="shown").exclude(pk=words.pk).exists()
    ):
        words.photo.public = False
        words.photo.save(update_fields=["public"])


class Words(Staged):
    """Name, line, place and photo that somebody left. Shown when a librarian has looked, or at once where the library trusts."""

    machine = Machine(
        [
            Stage("waiting", pgettext_lazy("words of a finder", "waits for a look"), "attention", days=3),
            Stage("reported", pgettext_lazy("words of a finder", "somebody complains"), "attention", days=1),
            Stage("shown", pgettext_lazy("words of a finder", "shown"), "good"),
            Stage("hidden", pgettext_lazy("words of a finder", "hidden"), "bad"),
        ],
        [
            Move(
                "publish", ("waiting", "reported", "hidden"), "shown", pgettext_lazy("a move", "Show"),
                right="bookcrossing.moderate", then=_publish,
            ),
            Move(
                "hide", ("waiting", "reported", "shown"), "hidden", pgettext_lazy("a move", "Hide"),
                right="bookcrossing.moderate", then=_hide_photo,
            ),
            Move("report", "shown", "reported", _("Complain"), system=True),
            Move("withhold", "reported", "hidden", pgettext_lazy("a move", "Withhold"), system=True, then=_hide_photo),
        ],
    )  # fmt: skip

    sighting = models.OneToOneField(Sighting, models.CASCADE, related_name="words", verbose_name=_("step of a journey"))
    unit = models.ForeignKey("network.Unit", models.PROTECT, related_name="+", verbose_name=_("library"))
    nick = models.CharField(_("name for the page"), max_length=60, blank=True)
    text = models.CharField(_("a line"), max_length=1000, blank=True)
    place = models.CharField(_("place in words"), max_length=200, blank=True)
    rating = models.PositiveSmallIntegerField(_("stars"), null=True, blank=True)
    photo: Any = models.ForeignKey(
        "media.Asset", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("photo")
    )
    reader = models.ForeignKey("people.Reader", models.SET_NULL, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=2, blank=True)

    objects = StagedQuerySet.as_manager()

    class Meta:
        verbose_name = _("words of a finder")
        verbose_name_plural = _("words of finders")
        constraints = [
            models.CheckConstraint(
                condition=Q(rating=None) | Q(rating__range=(1, 5)), name="crossing_one_to_five_stars"
            )
        ]
        # what waits for a look in a library
        indexes = [models.Index(fields=["unit", "stage"], name="crossing_words_to_read")]

    def __str__(self) -> str:
        return self.text or self.nick or self.place or str(self.sighting)

    @property
    def is_shown(self) -> bool:
        return self.stage in ("shown", "reported")


class Report(models.Model):
    """Somebody complains of words. The address is kept as a hash, another for each words, so that one person counts once and is
    not known again elsewhere."""

    words = models.ForeignKey(Words, models.CASCADE, related_name="reports")
    reason = models.CharField(_("what is wrong"), max_length=300, blank=True)
    who = models.CharField(max_length=32, editable=False)
    at = models.DateTimeField(default=timezone.now)
    #: a librarian saw it and shows the words all the same
    weighed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        constraints = [models.UniqueConstraint(fields=["words", "who"], name="crossing_one_complaint_a_person")]

    def __str__(self) -> str:
        return self.reason or str(self.at)
