"""Zone: a part of a library's space with a rule of its own."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from chytalnia.core.translated import TranslatedField


class ZoneKind(models.TextChoices):
    RECEPTION = "reception", _("reception")
    LOUD = "loud", _("loud zone")
    QUIET = "quiet", _("quiet zone")
    CHILDREN = "children", _("children's zone")
    YOUTH = "youth", _("youth zone")
    FAMILY = "family", _("family reading corner")
    MEDIA = "media", _("media library")
    OPEN_SHELF = "open_shelf", _("open shelves")
    STORAGE = "storage", _("stacks")
    COWORKING = "coworking", _("co-working")
    MEETING = "meeting", _("meeting room")
    STAGE = "stage", pgettext_lazy("of a hall", "stage")
    EXHIBITION = "exhibition", _("exhibition")
    MUSEUM_CORNER = "museum_corner", _("museum corner")
    CAFE = "cafe", _("café")
    REST = "rest", _("place of rest")
    OUTDOOR = "outdoor", _("terrace or yard")
    E_SERVICES = "e_services", _("point of e-services")


class Noise(models.TextChoices):
    SILENCE = "silence", _("silence")
    WHISPER = "whisper", _("low voices")
    TALK = "talk", _("talking is fine")
    LOUD = "loud", _("games and noise")


class Zone(Orderable):
    """A part of a library's space. `code` names it within its library: on shelf labels, in item files."""

    unit = ParentalKey("network.Unit", on_delete=models.CASCADE, related_name="zones", verbose_name=_("library"))
    code = models.SlugField(_("code"), max_length=40)
    kind = models.CharField(_("kind"), max_length=15, choices=ZoneKind.choices)
    name = TranslatedField(_("name"))
    floor = models.CharField(_("floor"), max_length=10, blank=True)
    noise = models.CharField(_("noise"), max_length=10, choices=Noise.choices, default=Noise.WHISPER)
    rule = TranslatedField(_("rule"))
    shelves = TranslatedField(_("what stands here"))
    is_bookable = models.BooleanField(_("can be booked"), default=False)
    is_accessible = models.BooleanField(_("reachable without steps"), default=True)
    is_open_to_readers = models.BooleanField(_("open to readers"), default=True)
    seats = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    area = models.DecimalField(_("area, m²"), max_digits=7, decimal_places=1, null=True, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("zone")
        verbose_name_plural = _("zones")
        constraints = [
            models.UniqueConstraint(fields=["unit", "code"], name="one_zone_code_in_a_unit"),
            models.CheckConstraint(condition=Q(kind__in=ZoneKind.values), name="zone_kind_known"),
        ]

    def __str__(self) -> str:
        return str(self.name) or str(self.get_kind_display())
