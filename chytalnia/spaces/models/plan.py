"""Plan: a floor of a library, drawn; its pieces: zones, shelves, furniture, ways and entrances."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.core.translated import TranslatedField
from chytalnia.spaces.geometry import Point

#: Centimetres; a floor of two hundred metres is longer than any library of a network.
LONGEST = 20_000


class Plan(models.Model):
    """A floor of a library in centimetres. `version` grows with every change: who saves names the one they saw."""

    unit = models.ForeignKey("network.Unit", models.CASCADE, related_name="plans", verbose_name=_("library"))
    floor = models.CharField(_("floor"), max_length=10, help_text=_("As zones name it: 1, 2, -1."))
    name: Any = TranslatedField(_("name"), help_text=_("Only if the floor has one: “Children's wing”."))
    width = models.PositiveIntegerField(_("width"))
    depth = models.PositiveIntegerField(_("depth"))
    is_public = models.BooleanField(_("shown to readers"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    order = models.PositiveSmallIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("plan of a floor")
        verbose_name_plural = _("plans of floors")
        ordering = ["unit", "order", "floor"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "floor"],
                name="one_plan_of_a_floor",
                violation_error_message=_("This floor has a plan already."),
            ),
            models.CheckConstraint(
                condition=Q(width__gte=100, width__lte=LONGEST, depth__gte=100, depth__lte=LONGEST),
                name="plan_has_a_size",
                violation_error_message=_("A floor is from 1 to 200 metres long."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name) or str(_("Floor %(floor)s") % {"floor": self.floor})

    def get_absolute_url(self) -> str:
        return reverse("spaces:plan", args=[self.unit.code])


class PieceKind(models.TextChoices):
    ZONE = "zone", _("zone")
    SHELF = "shelf", pgettext_lazy("of a plan", "shelf")
    FURNITURE = "furniture", _("furniture")
    ENTRANCE = "entrance", _("entrance")
    WAY = "way", _("way without steps")
    WALL = "wall", _("wall")


#: Where something can stand.
PLACES = (PieceKind.ZONE, PieceKind.SHELF)


class Furniture(models.TextChoices):
    DESK = "desk", _("librarian's desk")
    TABLE = "table", pgettext_lazy("furniture", "table")
    SEATS = "seats", _("armchairs")
    COMPUTER = "computer", _("computer")
    CATALOGUE = "catalogue", pgettext_lazy("furniture", "catalogue")
    CLOAKROOM = "cloakroom", _("cloakroom")
    TOILET = "toilet", _("toilet")
    STAIRS = "stairs", _("stairs")
    LIFT = "lift", _("lift")
    WINDOW = "window", _("window")
    OTHER = "other", pgettext_lazy("furniture", "other")


class Piece(models.Model):
    """Something drawn on a plan: a rectangle, or a shape of several corners within it. Lengths are centimetres.

    A shelf says what stands on it; what it leaves open does not matter. See `matching.py`.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="pieces")
    kind = models.CharField(pgettext_lazy("of a piece of a plan", "kind"), max_length=9, choices=PieceKind.choices)
    zone = models.ForeignKey(
        "network.Zone", models.CASCADE, null=True, blank=True, related_name="pieces", verbose_name=_("zone")
    )
    furniture = models.CharField(_("furniture"), max_length=9, choices=Furniture.choices, blank=True)
    label = models.CharField(_("label"), max_length=40, blank=True, help_text=_("What is written on it: “4”, “A–Д”."))
    note: Any = TranslatedField(_("what stands here"), help_text=_("In words: “Ukrainian poetry”."))
    x = models.PositiveIntegerField(_("from the left"))
    y = models.PositiveIntegerField(_("from the top"))
    w = models.PositiveIntegerField(_("width"))
    h = models.PositiveIntegerField(_("depth"))
    points: Any = models.JSONField(default=list, blank=True)
    classes = models.CharField(
        _("classes"),
        max_length=300,
        blank=True,
        help_text=_("Beginnings of class numbers, by commas; a span with a stroke: 82, 94(477), 50/59."),
    )
    first_mark = models.CharField(_("first shelf mark"), max_length=120, blank=True)
    last_mark = models.CharField(_("last shelf mark"), max_length=120, blank=True)
    document_kinds: Any = models.JSONField(_("kinds of documents"), default=list, blank=True)

    class Meta:
        verbose_name = _("piece of a plan")
        verbose_name_plural = _("pieces of a plan")
        ordering = ["plan", "kind", "y", "x", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PieceKind.values), name="piece_kind_known"),
            models.CheckConstraint(condition=Q(w__gte=5, h__gte=5), name="piece_has_a_size"),
            models.CheckConstraint(condition=~Q(kind="zone") | Q(zone__isnull=False), name="zone_piece_names_its_zone"),
        ]

    def __str__(self) -> str:
        return self.label or str(self.note) or str(self.zone or self.get_kind_display())

    @property
    def middle(self) -> Point:
        return self.x + self.w / 2, self.y + self.h / 2

    @property
    def url(self) -> str:
        """The plan on which it is marked, with the way to it."""
        return f"{self.plan.get_absolute_url()}?shelf={self.pk}#floor-{self.plan_id}"

    @property
    def is_unusual(self) -> bool:
        """Has other corners than a rectangle."""
        return len(self.points) > 2

    @property
    def called(self) -> str:
        """What it is in a list: «стелаж 4», «стіл», the name of the zone."""
        if self.kind == PieceKind.ZONE:
            return str(self.zone)
        if self.kind == PieceKind.FURNITURE:
            what = str(self.get_furniture_display() or self.get_kind_display())
        else:
            what = str(self.get_kind_display())
        return f"{what} {self.label}".strip()
