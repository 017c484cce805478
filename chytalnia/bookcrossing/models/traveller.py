"""Traveller: a copy that was set free and has its own number."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.bookcrossing.numbers import written
from chytalnia.catalogue.models import ItemStatus
from chytalnia.core.partial import one_of
from chytalnia.core.stages import Machine, Move, Stage, Staged, StagedQuerySet

from .shelf import AgeMark


class Owner(models.TextChoices):
    STAFF = "staff", _("the library")
    READER = "reader", _("a reader")
    CLASS = "class", _("a school class")
    GUEST = "guest", _("a guest with a printed label")


class Condition(models.TextChoices):
    UNKNOWN = "", _("not said")
    NEW = "new", pgettext_lazy("condition of a book", "like new")
    GOOD = "good", pgettext_lazy("condition of a book", "good")
    READ = "read", pgettext_lazy("condition of a book", "has been read a lot")


#: On the road: shown on the map and asked after when silent.
ROAMING = ("released", "found", "reading")


class TravellerQuerySet(StagedQuerySet):
    def roaming(self) -> TravellerQuerySet:
        return self.filter(one_of("stage", ROAMING))


def still_in_stock(traveller: Traveller) -> str:
    """Why a book of the library may not leave yet, or nothing."""
    from chytalnia.bookcrossing.errors import NotWrittenOff

    item = traveller.item
    return str(NotWrittenOff.message) if item is not None and item.status != ItemStatus.WITHDRAWN else ""


def _leave_map(traveller: Traveller, **_words: object) -> None:
    from chytalnia.bookcrossing.services.map import leave_map

    leave_map(traveller)
    if traveller.stage == "retired":
        traveller.shelf = None


def _off_the_shelf(traveller: Traveller, **_words: object) -> None:
    traveller.shelf = None


class Traveller(Staged):
    """A book on its way from hand to hand. Its number stands on the label and nowhere else: who knows it has held the book.

    Where it is and how far it went is kept here in the transaction of each sighting. Coordinates are rounded (`places.rounded`).
    """

    machine = Machine(
        [
            Stage("registered", pgettext_lazy("a travelling book", "registered")),
            Stage("released", pgettext_lazy("a travelling book", "waits for a finder"), "progress"),
            Stage("found", pgettext_lazy("a travelling book", "found"), "good"),
            Stage("reading", pgettext_lazy("a travelling book", "is being read"), "good"),
            Stage("lost", pgettext_lazy("a travelling book", "silent for long"), "bad"),
            Stage("retired", pgettext_lazy("a travelling book", "at rest"), terminal=True),
        ],
        [
            Move(
                "release", ("registered", "found", "reading", "released", "lost"), "released", _("Release"),
                refuses=still_in_stock, system=True,
            ),
            Move(
                "find", ("registered", "released", "found", "reading", "lost"), "found", _("Found"), system=True,
                then=_off_the_shelf,
            ),
            Move(
                "read", ("found", "reading"), "reading", pgettext_lazy("a move", "Reading"), system=True,
                then=_off_the_shelf,
            ),
            Move("lose", ROAMING, "lost", _("Note as silent"), right="bookcrossing.manage", then=_leave_map),
            Move(
                "retire", ("registered", *ROAMING, "lost"), "retired", _("End the journey"), right="bookcrossing.manage",
                then=_leave_map,
            ),
        ],
    )  # fmt: skip

    # Without an index of its own: SQLite would take it for the better one and sort a million books on the road.
    stage = models.CharField(_("stage"), max_length=40, editable=False)
    number = models.CharField(_("number"), max_length=12, unique=True, editable=False)
    unit = models.ForeignKey(
        "network.Unit", models.PROTECT, related_name="travellers", verbose_name=_("library"), db_index=False
    )
    title = models.CharField(_("title"), max_length=300)
    author = models.CharField(_("author"), max_length=200, blank=True)
    isbn = models.CharField("ISBN", max_length=13, blank=True)
    language = models.CharField(_("language"), max_length=3, blank=True)
    work = models.ForeignKey(
        "catalogue.Work", models.SET_NULL, null=True, blank=True, related_name="travellers", verbose_name=_("work")
    )
    record = models.ForeignKey(
        "catalogue.Record", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("record")
    )
    #: a copy of the library that was set free, or that the journey ended as
    item = models.OneToOneField("catalogue.Item", models.PROTECT, null=True, blank=True, related_name="traveller")
    taken_in = models.OneToOneField("catalogue.Item", models.SET_NULL, null=True, blank=True, related_name="+")
    owner = models.CharField(_("who set it free"), max_length=6, choices=Owner.choices, default=Owner.STAFF)
    owner_nick = models.CharField(_("name for the page"), max_length=60, blank=True)
    reader = models.ForeignKey(
        "people.Reader", models.SET_NULL, null=True, blank=True, related_name="travellers", verbose_name=_("reader")
    )
    condition = models.CharField(_("condition"), max_length=4, choices=Condition.choices, blank=True)
    age_mark = models.CharField(_("age"), max_length=3, choices=AgeMark.choices, blank=True)
    external_bcid = models.CharField(_("number at bookcrossing.com"), max_length=14, blank=True)
    registered_at = models.DateTimeField(_("registered"), default=timezone.now)

    shelf = models.ForeignKey(
        "bookcrossing.Shelf", models.SET_NULL, null=True, blank=True, related_name="standing", verbose_name=_("shelf")
    )
    lat = models.FloatField(null=True, editable=False)
    lon = models.FloatField(null=True, editable=False)
    metres = models.PositiveIntegerField(_("metres travelled"), default=0, editable=False)
    finds = models.PositiveIntegerField(_("times found"), default=0, editable=False)
    last_at = models.DateTimeField(_("last heard of"), default=timezone.now, editable=False)
    #: whom to ask when it is silent: the latest who left an address
    holder = models.ForeignKey("bookcrossing.Follow", models.SET_NULL, null=True, blank=True, related_name="+")
    woken_at = models.DateTimeField(_("asked after"), null=True, blank=True, editable=False)

    objects = TravellerQuerySet.as_manager()

    class Meta:
        verbose_name = _("travelling book")
        verbose_name_plural = _("travelling books")
        ordering = ["-last_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="crossing_a_book_has_a_title"),
            models.CheckConstraint(
                condition=Q(shelf=None) | Q(stage="released") | Q(stage="lost"),
                name="crossing_on_a_shelf_when_released",
            ),
        ]
        indexes = [
            # the latest on the road; those silent for long, at night
            models.Index(fields=["-last_at"], condition=Q(stage__in=ROAMING), name="crossing_heard_lately"),
            # who has come furthest
            models.Index(fields=["-metres", "-finds"], name="crossing_top"),
            models.Index(fields=["unit", "-metres"], name="crossing_top_of_a_unit"),
            # how many of a library are at each stage
            models.Index(fields=["unit", "stage"], name="crossing_by_stage"),
            # books in a window of the map
            models.Index(fields=["lat", "lon"], condition=Q(stage__in=ROAMING, lat__isnull=False), name="crossing_on_the_map"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.author.rstrip('.')}. {self.title}" if self.author else self.title

    def get_absolute_url(self) -> str:
        return reverse("bookcrossing:journey", args=[self.pk])

    @property
    def written(self) -> str:
        return written(self.number)

    @property
    def is_roaming(self) -> bool:
        return self.stage in ROAMING

    @property
    def point(self) -> tuple[float, float] | None:
        return None if self.lat is None or self.lon is None else (self.lat, self.lon)

    @property
    def cover(self) -> dict[str, Any]:
        """The book as covers are drawn."""
        return {
            "number": f"traveller-{self.work_id or self.pk}", "title": self.title, "author": self.author,
            "language": {"ukr": "uk", "rus": "ru", "kaz": "kk", "eng": "en"}.get(self.language, ""), "url": "",
        }  # fmt: skip
