"""Club: people with one aim who meet regularly. Its title, leader, ages and stage are those of its programme; its meetings are
occasions of it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.core.translated import TranslatedField


class Profile(models.TextChoices):
    LITERARY = "literary", _("books and literature")
    LOCAL_HISTORY = "local_history", _("local history")
    CRAFT = "craft", _("crafts")
    LANGUAGE = "language", _("languages")
    FAMILY = "family", _("family reading")
    SENIORS = "seniors", _("for the elderly")
    ARTS = "arts", _("arts, film and theatre")
    GAMES = "games", _("games and computers")
    OTHER = "other", pgettext_lazy("interest of a club", "other")


class Rhythm(models.TextChoices):
    WEEK = "week", _("every week")
    FORTNIGHT = "fortnight", _("every other week")
    MONTH = "month", _("every month")


class Joining(models.TextChoices):
    OPEN = "open", _("readers with an account join by themselves")
    DESK = "desk", _("the leader takes people in")


#: Small letters in the middle of a sentence: Django's own names of days begin with capital ones everywhere.
WEEKDAYS = [
    (0, pgettext_lazy("when a club meets", "Monday")),
    (1, pgettext_lazy("when a club meets", "Tuesday")),
    (2, pgettext_lazy("when a club meets", "Wednesday")),
    (3, pgettext_lazy("when a club meets", "Thursday")),
    (4, pgettext_lazy("when a club meets", "Friday")),
    (5, pgettext_lazy("when a club meets", "Saturday")),
    (6, pgettext_lazy("when a club meets", "Sunday")),
]
WEEKS = [
    (1, pgettext_lazy("week of a month", "first")), (2, pgettext_lazy("week of a month", "second")),
    (3, pgettext_lazy("week of a month", "third")), (4, pgettext_lazy("week of a month", "fourth")),
    (-1, pgettext_lazy("week of a month", "last")),
]  # fmt: skip


class Club(models.Model):
    programme = models.OneToOneField(
        "programmes.Programme", models.CASCADE, primary_key=True, related_name="club", verbose_name=_("programme")
    )
    motto = TranslatedField(_("motto"))
    profile = models.CharField(_("interest"), max_length=16, choices=Profile.choices, default=Profile.LITERARY)
    founded = models.DateField(_("founded"), null=True, blank=True)
    statute = models.TextField(_("statute"), blank=True)
    joining = models.CharField(_("how one joins"), max_length=4, choices=Joining.choices, default=Joining.OPEN)
    #: Nothing is no limit; that there are never more members the database promises (`stretches.py`).
    places = models.PositiveSmallIntegerField(_("places for members"), null=True, blank=True)
    how_to_join = TranslatedField(_("how to join, in a few words"))
    rhythm = models.CharField(_("how often it meets"), max_length=9, choices=Rhythm.choices, default=Rhythm.MONTH)
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=WEEKDAYS, null=True, blank=True)
    week = models.SmallIntegerField(_("which week of the month"), choices=WEEKS, default=1)
    begins = models.TimeField(_("begins"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("length in minutes"), default=90)
    #: Borrows for the club as one, when the club has a card of its own.
    borrows_as = models.ForeignKey(
        "people.Reader", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("card of the club")
    )
    #: Since when the leader is asked whether the club still lives, and until when not to ask again.
    asked_on = models.DateField(null=True, blank=True, editable=False)
    quiet_until = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("club")
        verbose_name_plural = _("clubs")
        constraints = [
            models.CheckConstraint(condition=Q(rhythm__in=Rhythm.values), name="club_rhythm_known"),
            models.CheckConstraint(condition=Q(weekday=None) | Q(weekday__lte=6), name="club_weekday_known"),
            models.CheckConstraint(condition=Q(week__in=[1, 2, 3, 4, -1]), name="club_week_known"),
            models.CheckConstraint(condition=Q(minutes__gte=10, minutes__lte=720), name="club_meets_for_a_while"),
            models.CheckConstraint(condition=Q(places=None) | Q(places__gte=1), name="club_has_places_for_somebody"),
        ]

    def __str__(self) -> str:
        return str(self.programme.title)

    def get_absolute_url(self) -> str:
        return reverse("programmes:programme", args=[self.pk])

    @property
    def next_begins(self) -> datetime | None:
        """When it meets next, by the clock of its library; for clubs that `queries.counted` has brought."""
        at, zone = getattr(self, "next_at", None), getattr(self, "next_zone", "")
        return at.astimezone(ZoneInfo(zone)) if at and zone else None

    @property
    def is_open(self) -> bool:
        return self.programme.stage in ("planned", "running")


class ClubRole(models.TextChoices):
    LEADER = "leader", pgettext_lazy("in a club", "leader")
    SECRETARY = "secretary", pgettext_lazy("in a club", "secretary")
    MEMBER = "member", pgettext_lazy("in a club", "member")


class Membership(models.Model):
    """Who belongs to a club, and when. That two stretches of one reader never overlap the database promises (`stretches.py`)."""

    club = models.ForeignKey(Club, models.CASCADE, related_name="memberships")
    reader = models.ForeignKey(
        "people.Reader", models.SET_NULL, null=True, blank=True, related_name="clubs", verbose_name=_("reader")
    )
    role = models.CharField(
        pgettext_lazy("in a club", "role"), max_length=9, choices=ClubRole.choices, default=ClubRole.MEMBER
    )
    joined_on = models.DateField(pgettext_lazy("in a club", "joined"))
    left_on = models.DateField(pgettext_lazy("in a club", "left"), null=True, blank=True)
    #: For a child whom nobody stands surety for: the grown-up who agreed at the desk.
    guardian = models.CharField(_("grown-up who agrees"), max_length=200, blank=True)
    guardian_phone = models.CharField(_("phone of the grown-up"), max_length=40, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["joined_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["club", "reader"], condition=Q(left_on=None, reader__isnull=False), name="one_open_membership"
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")), name="membership_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(role__in=ClubRole.values), name="club_role_known"),
        ]
        indexes = [
            # clubs of a reader, in the account
            models.Index(fields=["reader", "left_on"], name="memberships_of_a_reader"),
        ]

    def __str__(self) -> str:
        return str(self.reader) if self.reader else str(_("a member whose data were removed"))


class Reading(models.Model):
    """A work that the club reads, from one day to another."""

    club = models.ForeignKey(Club, models.CASCADE, related_name="readings")
    work = models.ForeignKey("catalogue.Work", models.CASCADE, related_name="club_readings", verbose_name=_("book"))
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("book that is read")
        verbose_name_plural = _("books that are read")
        ordering = ["-first_day", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["club", "work", "first_day"], name="one_reading_begins_once"),
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")), name="reading_ends_after_it_begins",
                violation_error_message=_("The last day is before the first."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.work)


class Wanted(models.Model):
    """A member wants a copy of what is read; later, the place in the queue that was taken for them, or why it was not."""

    reading = models.ForeignKey(Reading, models.CASCADE, related_name="wanted")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="wanted")
    hold = models.ForeignKey("lending.Hold", models.SET_NULL, null=True, blank=True, related_name="+")
    refused = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("wish for a copy")
        verbose_name_plural = _("wishes for copies")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["reading", "membership"], name="one_wish_a_member")]

    def __str__(self) -> str:
        return f"{self.membership} – {self.reading}"


class Presence(models.Model):
    """A member was at a meeting."""

    occasion = models.ForeignKey("programmes.Occasion", models.CASCADE, related_name="club_presences")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="presences")

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        constraints = [models.UniqueConstraint(fields=["occasion", "membership"], name="one_presence_a_meeting")]

    def __str__(self) -> str:
        return str(self.membership)


class Protocol(models.Model):
    """What was at a meeting. Its books are links of the occasion, its numbers the occasion's own count."""

    occasion = models.OneToOneField("programmes.Occasion", models.CASCADE, primary_key=True, related_name="protocol")
    topic = models.CharField(_("topic"), max_length=300, blank=True)
    said = models.TextField(_("what was said"), blank=True)
    decisions = models.TextField(_("decisions"), blank=True)
    guest_children = models.PositiveSmallIntegerField(_("guests: children"), default=0)
    guest_youth = models.PositiveSmallIntegerField(_("guests: youth"), default=0)
    guest_adults = models.PositiveSmallIntegerField(_("guests: adults"), default=0)
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    kept_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("protocol")
        verbose_name_plural = _("protocols")

    def __str__(self) -> str:
        return self.topic or str(self.occasion)

    @property
    def guests(self) -> int:
        return self.guest_children + self.guest_youth + self.guest_adults
