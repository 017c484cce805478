"""Occasion: one event, one meeting – what the diary counts as one."""

from __future__ import annotations

import secrets
import uuid
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.core.stages import Machine, Move, Stage, Staged, StagedQuerySet
from chytalnia.core.translated import TranslatedField
from chytalnia.journal.kinds import Audience

#: Whom an event is for; head counts know only the first three.
_FOR_WHOM = (Audience.CHILDREN, Audience.YOUTH, Audience.ADULTS, Audience.FAMILY, Audience.MIXED)
AUDIENCES = [(audience.value, audience.label) for audience in _FOR_WHOM]
#: Stages in which readers see an event.
PUBLIC = ("announced", "registration", "postponed", "cancelled", "held", "counted", "reported", "archived")
#: Stages in which an event is still to come, or goes on.
AHEAD = ("announced", "registration")
PLAN, HEAD, COUNT = "programmes.plan", "programmes.announce", "programmes.count"


class AgeMark(models.TextChoices):
    """The mark of information products; what a country asks for is printed on posters."""

    A0 = "0+", "0+"
    A6 = "6+", "6+"
    A12 = "12+", "12+"
    A16 = "16+", "16+"
    A18 = "18+", "18+"


class Mode(models.TextChoices):
    INSIDE = "inside", _("in the library")
    OUTSIDE = "outside", _("out of the library")
    ONLINE = "online", _("online")
    HYBRID = "hybrid", _("in the library and online")


class Taking(models.TextChoices):
    """How people take part."""

    FREE = "free", _("come freely, nobody is enrolled")
    OPEN = "open", _("by enrolment, without an account")
    READERS = "readers", _("by enrolment, readers with an account")
    DESK = "desk", _("enrolled by the library")


def named(user: Any) -> str:
    """A colleague by name, or by the account where nobody wrote the name down."""
    return (user.get_full_name() or str(user)) if user is not None else ""


def _token() -> str:
    return secrets.token_urlsafe(9)


def _not_yet(occasion: Occasion) -> str:
    return "" if occasion.starts_at <= timezone.now() else _t("It has not begun yet.")


def _cannot_announce(occasion: Occasion) -> str:
    from chytalnia.programmes.formats import rules

    return " ".join(rules.obstacles(occasion))


def _cannot_enrol(occasion: Occasion) -> str:
    if not occasion.is_enrolled:
        return _t("People come to it freely; there is nothing to open.")
    return "" if occasion.starts_at > timezone.now() else _t("It has begun already.")


class OccasionQuerySet(StagedQuerySet):
    def shown(self) -> OccasionQuerySet:
        """What readers may see."""
        return self.filter(stage__in=PUBLIC, is_public=True)

    def ahead(self, at: datetime | None = None) -> OccasionQuerySet:
        """Announced, and not over."""
        return self.filter(stage__in=AHEAD, ends_at__gte=at or timezone.now())

    def between(self, first: date, last: date) -> OccasionQuerySet:
        """Those that touch these days, in the order of time."""
        return self.filter(day__lte=last, last_day__gte=first).order_by("starts_at", "pk")


class Occasion(Staged):
    """An event at a place and a time. `day` and `last_day` are its days by the clock of the place, `time_zone` that clock.

    `sequence` grows with every change that people who come must know of; calendars of others follow it.
    """

    machine = Machine(
        [
            Stage("idea", pgettext_lazy("an event", "idea")),
            Stage("planned", pgettext_lazy("an event", "planned"), "progress"),
            Stage("announced", pgettext_lazy("an event", "announced"), "progress"),
            Stage("registration", pgettext_lazy("an event", "enrolment is open"), "progress"),
            Stage("held", pgettext_lazy("an event", "held"), "attention", days=1),
            Stage("counted", pgettext_lazy("an event", "counted"), "attention", days=3),
            Stage("reported", pgettext_lazy("an event", "reported"), "good"),
            Stage("archived", pgettext_lazy("an event", "archived"), terminal=True),
            Stage("postponed", pgettext_lazy("an event", "postponed"), "attention", days=14),
            Stage("cancelled", pgettext_lazy("an event", "cancelled"), "bad", terminal=True),
        ],
        [
            Move("plan", "idea", "planned", pgettext_lazy("an event", "Into the plan"), right=PLAN),
            Move(
                "announce", "planned", "announced", pgettext_lazy("an event", "Announce"), right=HEAD,
                refuses=_cannot_announce,
            ),
            Move(
                "open", "announced", "registration", pgettext_lazy("an event", "Open enrolment"), right=PLAN,
                refuses=_cannot_enrol,
            ),
            Move("close", "registration", "announced", pgettext_lazy("an event", "Close enrolment"), right=PLAN),
            Move(
                "hold", ("planned", "announced", "registration"), "held", pgettext_lazy("an event", "It was held"),
                right=COUNT, refuses=_not_yet,
            ),
            Move("count", "held", "counted", pgettext_lazy("an event", "Count"), system=True),
            Move("uncount", ("counted", "reported"), "held", pgettext_lazy("an event", "Take the count back"), system=True),
            Move("report", "counted", "reported", pgettext_lazy("an event", "Report"), system=True),
            Move("archive", "reported", "archived", pgettext_lazy("an event", "Put into the archive"), right=PLAN),
            Move(
                "postpone", ("planned", "announced", "registration"), "postponed", pgettext_lazy("an event", "Postpone"),
                right=HEAD,
            ),
            Move("again", "postponed", "planned", pgettext_lazy("an event", "Plan it anew"), right=PLAN),
            Move(
                "cancel", ("idea", "planned", "announced", "registration", "postponed"), "cancelled",
                pgettext_lazy("an event", "Call off"), right=HEAD,
            ),
        ],
    )  # fmt: skip

    unit = models.ForeignKey("network.Unit", models.PROTECT, related_name="occasions", verbose_name=_("library"))
    programme = models.ForeignKey(
        "programmes.Programme",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="occasions",
        verbose_name=_("programme"),
    )
    format_code = models.CharField(pgettext_lazy("of work with people", "format"), max_length=60, db_index=True)
    format_version = models.PositiveSmallIntegerField(default=1, editable=False)
    title = TranslatedField(_("title"))
    about = TranslatedField(_("what will be"))
    direction = models.CharField(_("direction"), max_length=30, blank=True)
    jubilee = models.CharField(_("which date it serves"), max_length=200, blank=True)

    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    day = models.DateField(editable=False)
    last_day = models.DateField(editable=False)
    time_zone = models.CharField(max_length=40, editable=False)

    mode = models.CharField(_("where"), max_length=8, choices=Mode.choices, default=Mode.INSIDE)
    zone = models.ForeignKey(
        "network.Zone", models.SET_NULL, null=True, blank=True, related_name="occasions", verbose_name=_("zone")
    )
    place = TranslatedField(_("place out of the library"))
    online_url = models.URLField(_("address of the broadcast"), max_length=500, blank=True)
    recording_url = models.URLField(_("address of the recording"), max_length=500, blank=True)

    audience = models.CharField(_("for whom"), max_length=12, choices=AUDIENCES, default=Audience.MIXED)
    age_from = models.PositiveSmallIntegerField(_("age from"), null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(_("age to"), null=True, blank=True)
    age_mark = models.CharField(_("age mark"), max_length=3, choices=AgeMark.choices, blank=True)
    languages: Any = models.JSONField(_("languages"), default=list, blank=True)
    access_sight = models.BooleanField(_("for people with impaired sight"), default=False)
    access_hearing = models.BooleanField(_("for people with impaired hearing"), default=False)
    access_mobility = models.BooleanField(_("reachable without steps"), default=False)
    access_note = TranslatedField(_("what there is for those who need help"))
    price = models.CharField(_("price"), max_length=100, blank=True, help_text=_("Left empty, it is free."))
    partners = models.CharField(_("partners"), max_length=500, blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible"),
    )
    budget_note = models.CharField(_("what it costs and who pays"), max_length=300, blank=True)

    taking = models.CharField(_("how people take part"), max_length=8, choices=Taking.choices, default=Taking.FREE)
    groups_welcome = models.BooleanField(_("families, groups and classes may enrol at once"), default=False)
    most_seats = models.PositiveSmallIntegerField(_("places for one enrolment at most"), default=5)
    enrol_from = models.DateTimeField(_("enrolment opens"), null=True, blank=True)
    enrol_until = models.DateTimeField(_("enrolment ends"), null=True, blank=True)

    is_public = models.BooleanField(_("shown to readers"), default=True)
    out_of_plan = models.BooleanField(_("not in the plan of the month"), default=False, editable=False)
    series = models.UUIDField(null=True, blank=True, editable=False, db_index=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    #: Opens the page at the door to a volunteer who has no account.
    door_token = models.CharField(max_length=24, default=_token, unique=True, editable=False)
    photo = models.ForeignKey(
        "media.Asset", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = OccasionQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at"), last_day__gte=F("day")),
                name="occasion_ends_after_it_begins",
                violation_error_message=_("It ends before it begins."),
            ),
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="occasion_mode_known"),
            models.CheckConstraint(condition=Q(taking__in=Taking.values), name="occasion_taking_known"),
            models.CheckConstraint(
                condition=Q(age_from=None) | Q(age_to=None) | Q(age_to__gte=F("age_from")),
                name="occasion_ages_in_order",
                violation_error_message=_("The upper age is below the lower one."),
            ),
        ]
        indexes = [
            # the calendar of a day, a week, a month
            models.Index(fields=["day", "starts_at"], name="occasions_by_day"),
            models.Index(fields=["unit", "day"], name="occasions_of_a_unit"),
            # long ones that go on: exhibitions
            models.Index(fields=["last_day", "day"], name="occasions_by_last_day"),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("programmes:occasion", args=[self.pk])

    @property
    def clock(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def begins(self) -> datetime:
        """When it begins, by the clock of the place."""
        return self.starts_at.astimezone(self.clock)

    @property
    def ends(self) -> datetime:
        return self.ends_at.astimezone(self.clock)

    @property
    def is_long(self) -> bool:
        """Goes on for days, as an exhibition does."""
        return (self.last_day - self.day).days >= 2

    @property
    def responsible_name(self) -> str:
        return named(self.responsible)

    @property
    def is_enrolled(self) -> bool:
        return self.taking != Taking.FREE

    @property
    def is_onsite(self) -> bool:
        return self.mode != Mode.ONLINE

    @property
    def is_online(self) -> bool:
        return self.mode in (Mode.ONLINE, Mode.HYBRID)

    @property
    def open_url(self) -> str:
        """The address of the broadcast where everybody may have it; those enrolled find it on their ticket."""
        return "" if self.is_enrolled else self.online_url

    @property
    def is_accessible(self) -> bool:
        return self.access_sight or self.access_hearing or self.access_mobility

    @property
    def is_shown(self) -> bool:
        return self.is_public and self.stage in PUBLIC

    @property
    def is_over(self) -> bool:
        return self.ends_at < timezone.now()

    @property
    def counted_place(self) -> str:
        """Where the form counts the event itself; one with a broadcast happened in the library."""
        return {Mode.OUTSIDE: "outside", Mode.ONLINE: "remote"}.get(Mode(self.mode), "onsite")
