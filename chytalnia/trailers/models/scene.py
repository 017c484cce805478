"""Scene: some seconds with one picture, words on it, a voice."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Rights(models.TextChoices):
    """By what right something of others' is shown."""

    UNKNOWN = "", _("not said yet")
    OWN = "own", _("our own work")
    PERMISSION = "permission", _("with the permission of whose it is")
    PUBLIC_DOMAIN = "public_domain", _("public domain")
    LICENCE = "licence", _("a free licence")
    QUOTATION = "quotation", pgettext_lazy("a right", "a quotation, with its source")


#: Rights that need a word on whose work it is.
CLEARED = (Rights.PERMISSION, Rights.PUBLIC_DOMAIN, Rights.LICENCE, Rights.QUOTATION)


class PictureKind(models.TextChoices):
    CARD = "card", pgettext_lazy("a picture of a scene", "drawn card with words")
    COVER = "cover", pgettext_lazy("a picture of a scene", "cover of the book")
    FILE = "file", pgettext_lazy("a picture of a scene", "picture of our own")


class CardColour(models.TextChoices):
    LAMP = "lamp", pgettext_lazy("a colour", "lamp green")
    PAPER = "paper", pgettext_lazy("a colour", "paper")
    NIGHT = "night", pgettext_lazy("a colour", "night")
    BRASS = "brass", pgettext_lazy("a colour", "brass")


class Motion(models.TextChoices):
    NONE = "none", pgettext_lazy("a motion", "stands still")
    IN = "in", pgettext_lazy("a motion", "comes nearer")
    OUT = "out", pgettext_lazy("a motion", "moves away")
    LEFT = "left", pgettext_lazy("a motion", "drifts to the left")
    RIGHT = "right", pgettext_lazy("a motion", "drifts to the right")
    UP = "up", pgettext_lazy("a motion", "drifts upwards")
    DOWN = "down", pgettext_lazy("a motion", "drifts downwards")


class Transition(models.TextChoices):
    """How a scene comes in."""

    CUT = "cut", pgettext_lazy("a transition", "at once")
    FADE = "fade", pgettext_lazy("a transition", "one melts into the other")
    BLACK = "black", pgettext_lazy("a transition", "through black")
    WIPE = "wipe", pgettext_lazy("a transition", "wipes over")
    SLIDE = "slide", pgettext_lazy("a transition", "slides in")
    PUSH = "push", pgettext_lazy("a transition", "pushes the other away")


class Scene(models.Model):
    trailer = models.ForeignKey("trailers.Trailer", models.CASCADE, related_name="scenes")
    order = models.PositiveSmallIntegerField(default=0)
    seconds = models.DecimalField(_("seconds"), max_digits=4, decimal_places=1, default=5)
    plot = models.TextField(_("what is seen"), max_length=500, blank=True)

    kind = models.CharField(
        pgettext_lazy("of a scene", "picture"), max_length=5, choices=PictureKind.choices, default=PictureKind.CARD
    )
    picture = models.ForeignKey(
        "media.Asset", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file of the picture")
    )
    colour = models.CharField(
        _("colour of the card"), max_length=5, choices=CardColour.choices, default=CardColour.LAMP
    )
    alt = models.CharField(_("what is on the picture"), max_length=300, blank=True)
    rights = models.CharField(_("rights of the picture"), max_length=14, choices=Rights.choices, blank=True)
    rights_note = models.CharField(_("whose picture it is, and where from"), max_length=300, blank=True)
    people_agreed = models.BooleanField(_("those shown on it agreed"), default=False)
    has_people = models.BooleanField(_("people can be recognised on it"), default=False)

    #: what of the picture stays in view, in hundredths of its width and height
    focus_x = models.PositiveSmallIntegerField(default=50)
    focus_y = models.PositiveSmallIntegerField(default=50)

    title = models.CharField(_("title on the picture"), max_length=80, blank=True)
    text = models.CharField(_("text on the picture"), max_length=220, blank=True)
    motion = models.CharField(_("motion"), max_length=5, choices=Motion.choices, default=Motion.IN)
    transition = models.CharField(
        _("how it comes in"), max_length=5, choices=Transition.choices, default=Transition.FADE
    )

    voice_text = models.TextField(_("words of the voice"), max_length=600, blank=True)
    voice = models.ForeignKey(
        "media.Asset", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("recording of the voice")
    )
    voice_seconds = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True, editable=False)
    speak = models.BooleanField(_("let the computer speak these words"), default=False)

    class Meta:
        verbose_name = _("scene")
        verbose_name_plural = _("scenes")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seconds__gte=1, seconds__lte=60), name="scene_lasts_from_one_second_to_sixty",
                violation_error_message=_("A scene lasts from one second to sixty."),
            ),
            models.CheckConstraint(condition=Q(focus_x__lte=100, focus_y__lte=100), name="scene_focus_on_its_picture"),
            models.CheckConstraint(condition=~Q(kind="file") | Q(picture__isnull=False), name="scene_with_a_file_has_it"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title or self.text[:60] or self.plot[:60] or str(self.get_kind_display())

    @property
    def number(self) -> int:
        return self.order + 1
