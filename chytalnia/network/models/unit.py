"""Unit: a node of the network with its card (паспорт бібліотеки)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from chytalnia.core.translated import TranslatedField
from chytalnia.network.paths import lineage, under


class UnitKind(models.TextChoices):
    REGION = "region", _("region")
    SYSTEM = "system", _("library system")
    LIBRARY = "library", _("library")
    BRANCH = "branch", _("branch")
    POINT = "point", _("library point")


#: Who may stand under whom; None is the root. A country above regions is a region too, so regions nest.
MAY_STAND_UNDER: dict[str, frozenset[str | None]] = {
    UnitKind.REGION: frozenset({None, UnitKind.REGION}),
    UnitKind.SYSTEM: frozenset({None, UnitKind.REGION}),
    UnitKind.LIBRARY: frozenset({None, UnitKind.REGION, UnitKind.SYSTEM}),
    UnitKind.BRANCH: frozenset({UnitKind.REGION, UnitKind.SYSTEM, UnitKind.LIBRARY}),
    UnitKind.POINT: frozenset({UnitKind.SYSTEM, UnitKind.LIBRARY, UnitKind.BRANCH}),
}

#: Units that a person can walk into.
PLACES = (UnitKind.LIBRARY, UnitKind.BRANCH, UnitKind.POINT)


class UnitType(models.TextChoices):
    """What kind of library it is; slices of the annual summary follow it."""

    UNIVERSAL = "universal", _("universal library")
    REGIONAL = "regional", _("regional library")
    CENTRAL = "central", _("central library")
    CENTRAL_CHILDREN = "central_children", _("central children's library")
    CHILDREN = "children", _("children's library")
    YOUTH = "youth", _("youth library")
    SPECIAL = "special", _("special library")
    POINT = "point", _("library point")
    BOOKMOBILE = "bookmobile", _("bookmobile")


class UnitState(models.TextChoices):
    WORKING = "working", pgettext_lazy("a library", "works")
    SUSPENDED = "suspended", _("does not work for now")
    CLOSED = "closed", _("closed for good")


class Heritage(models.TextChoices):
    NONE = "", _("not a listed monument")
    NATIONAL = "national", _("listed monument of national level")
    LOCAL = "local", _("listed monument of local level")


class UnitQuerySet(MP_NodeQuerySet):
    def under(self, paths: Iterable[str]) -> UnitQuerySet:
        """Units whose path is one of these or below one of them."""
        return self.filter(under(paths))

    def places(self) -> UnitQuerySet:
        """Units that a reader can come to: not regions and systems, not those closed for good."""
        return self.filter(kind__in=PLACES).exclude(state=UnitState.CLOSED)


class UnitManager(MP_NodeManager.from_queryset(UnitQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> UnitQuerySet:
        return UnitQuerySet(self.model, using=self._db).order_by("path")


def _area(label: Any) -> models.DecimalField:
    return models.DecimalField(
        label, max_digits=9, decimal_places=1, null=True, blank=True, validators=[MinValueValidator(Decimal(0))]
    )


class Unit(MP_Node, ClusterableModel):
    """A node of the network. `code` is what people and files name it by; it never changes.

    The number of a branch («філія № 7») is a name, not a code: there are gaps, renumberings, two series in one system.
    """

    code = models.SlugField(
        _("code"), max_length=40, unique=True, help_text=_("Latin letters and digits; it never changes.")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=UnitKind.choices, default=UnitKind.BRANCH)
    type = models.CharField(_("type"), max_length=20, choices=UnitType.choices, default=UnitType.UNIVERSAL)
    state = models.CharField(_("state"), max_length=10, choices=UnitState.choices, default=UnitState.WORKING)
    state_note = TranslatedField(_("why it does not work, and until when"))

    name = TranslatedField(_("official name"))
    short_name = TranslatedField(_("short name"))
    number = models.CharField(_("number"), max_length=20, blank=True)
    honour_name = TranslatedField(_("named in honour of"))
    summary = TranslatedField(_("what it is good at, in a sentence"))
    is_model = models.BooleanField(_("model library"), default=False)
    is_rural = models.BooleanField(_("rural"), default=False)
    in_culture_centre = models.BooleanField(_("part of a culture centre or museum"), default=False)

    settlement = TranslatedField(_("settlement"))
    address = TranslatedField(_("address"))
    directions = TranslatedField(_("how to get there"))
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True)
    katottg = models.CharField(
        _("KATOTTG code"),
        max_length=19,
        blank=True,
        validators=[RegexValidator(r"^UA\d{17}$", _("A KATOTTG code is UA and 17 digits."))],
    )
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)

    founded_year = models.PositiveSmallIntegerField(_("founded in"), null=True, blank=True)
    founded_on = models.DateField(_("day of founding, when known"), null=True, blank=True)
    history = TranslatedField(_("history"))
    valid_from = models.DateField(_("card valid from"), null=True, blank=True)

    specialisations = ParentalManyToManyField(
        "network.Specialisation", blank=True, related_name="units", verbose_name=_("specialisation")
    )
    services = ParentalManyToManyField("network.Service", blank=True, related_name="units", verbose_name=_("services"))

    # 6-НК, section 1: three kinds of accessibility that the form asks for, and a word about what there is.
    access_sight = models.BooleanField(_("accessible for people with impaired sight"), default=False)
    access_hearing = models.BooleanField(_("accessible for people with impaired hearing"), default=False)
    access_mobility = models.BooleanField(_("accessible for people with impaired mobility"), default=False)
    access_note = TranslatedField(_("what there is: ramp, lift, parking, sign language"))

    heritage = models.CharField(_("heritage"), max_length=10, choices=Heritage.choices, blank=True, default="")
    area_total = _area(_("floor area, m²"))
    area_stock = _area(_("of it for storing stock, m²"))
    area_users = _area(_("of it for users, m²"))
    area_own = _area(_("own, m²"))
    area_rent = _area(_("rented, m²"))
    area_other = _area(_("held otherwise, m²"))
    area_repair = _area(_("needs capital repair, m²"))
    area_emergency = _area(_("in emergency condition, m²"))
    seats = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    seats_pc = models.PositiveIntegerField(_("of them with a computer"), null=True, blank=True)
    seats_net = models.PositiveIntegerField(_("of them with Internet"), null=True, blank=True)
    working_share = models.DecimalField(
        _("share of full working time"),
        max_digits=2,
        decimal_places=1,
        default=Decimal("1.0"),
        validators=[MinValueValidator(Decimal("0.1")), MaxValueValidator(Decimal("1.0"))],
    )
    population = models.PositiveIntegerField(_("people it serves"), null=True, blank=True)
    next_library_km = models.DecimalField(
        _("distance to the next library, km"), max_digits=5, decimal_places=1, null=True, blank=True
    )

    photo = models.ForeignKey(
        "wagtailimages.Image", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("photo")
    )

    objects = UnitManager()
    node_order_by: list[str] = []

    class Meta:
        verbose_name = _("library")
        verbose_name_plural = _("libraries")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=UnitKind.values), name="unit_kind_known"),
            models.CheckConstraint(condition=Q(state__in=UnitState.values), name="unit_state_known"),
            models.CheckConstraint(
                # Nulls are asked about by name: a comparison with one is neither true nor false, and a check lets
                # that pass.
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="unit_on_the_globe",
                violation_error_message=_("Give both the latitude (−90…90) and the longitude (−180…180), or neither."),
            ),
            models.CheckConstraint(
                condition=Q(working_share__gte=Decimal("0.1"), working_share__lte=Decimal("1.0")),
                name="unit_working_share",
            ),
            # C07 and C08 of the annual form: a part is never more than the whole.
            models.CheckConstraint(
                condition=Q(seats_pc=None) | Q(seats=None) | Q(seats_pc__lte=F("seats")),
                name="unit_seats_pc_within_seats",
                violation_error_message=_("There cannot be more seats with a computer than seats."),
            ),
            models.CheckConstraint(
                condition=Q(seats_net=None) | Q(seats_pc=None) | Q(seats_net__lte=F("seats_pc")),
                name="unit_seats_net_within_pc",
                violation_error_message=_("There cannot be more seats with Internet than seats with a computer."),
            ),
            models.CheckConstraint(
                condition=Q(area_stock=None)
                | Q(area_users=None)
                | Q(area_total=None)
                | Q(area_total__gte=F("area_stock") + F("area_users")),
                name="unit_area_parts_within_total",
                violation_error_message=_("Areas for stock and for users cannot be more than the floor area."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.short_name) or str(self.name) or self.code

    def get_absolute_url(self) -> str:
        return reverse("network:unit", args=[self.code])

    @property
    def is_place(self) -> bool:
        return self.kind in PLACES

    @property
    def parent_path(self) -> str:
        return self.path[: -self.steplen]

    @property
    def lineage(self) -> tuple[str, ...]:
        """Paths from the root down to this unit: what it inherits from."""
        return lineage(self.path)

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude, or nothing."""
        if self.latitude is None or self.longitude is None:
            return None
        return float(self.latitude), float(self.longitude)
