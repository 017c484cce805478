"""Care: sessions in which parents leave children with the library, who looks after them, who may fetch them.

A session's title, day, places and queue are those of its occasion; whoever enrols there is one child.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.core.translated import TranslatedField

NANNY, CAMP = "nanny", "camp"


class BlockKind(models.TextChoices):
    MEET = "meet", pgettext_lazy("part of a day of children", "meeting, getting to know each other")
    STORY = "story", pgettext_lazy("part of a day of children", "story")
    CRAFT = "craft", pgettext_lazy("part of a day of children", "craft")
    GAME = "game", pgettext_lazy("part of a day of children", "game")
    WALK = "walk", pgettext_lazy("part of a day of children", "walk")
    SNACK = "snack", pgettext_lazy("part of a day of children", "snack brought from home")
    QUIET = "quiet", pgettext_lazy("part of a day of children", "quiet time")


class Health(models.TextChoices):
    WELL = "well", pgettext_lazy("how a child looks", "looks well")
    TIRED = "tired", pgettext_lazy("how a child looks", "tired or upset")
    UNWELL = "unwell", pgettext_lazy("how a child looks", "looks unwell, taken in after a talk")


class Way(models.TextChoices):
    PIN = "pin", pgettext_lazy("how a child was given over", "pick-up PIN")
    WORD = "word", pgettext_lazy("how a child was given over", "code word")
    DOCUMENT = "document", pgettext_lazy("how a child was given over", "document looked at")


class ConsentKind(models.TextChoices):
    RULES = "rules", _("rules of the stay")
    FIRST_AID = "first_aid", _("first aid")
    PHOTO = "photo", _("photographs")


#: So long a wrong tap at the door may be taken back.
MISTAKE = timedelta(minutes=10)


class IncidentKind(models.TextChoices):
    HURT = "hurt", pgettext_lazy("an incident", "a child was hurt")
    UNWELL = "unwell", pgettext_lazy("an incident", "a child felt unwell")
    CONFLICT = "conflict", pgettext_lazy("an incident", "a quarrel")
    LATE = "late", pgettext_lazy("an incident", "fetched late")
    STRANGER = "stranger", pgettext_lazy("an incident", "somebody not on the list wanted to fetch a child")
    ALARM = "alarm", pgettext_lazy("an incident", "alarm, the children were led out")
    OTHER = "other", pgettext_lazy("an incident", "other")


class Session(models.Model):
    """A nanny session or a day of a camp. The row is where whoever lets a child in waits for whoever sends an adult away; that
    there are never more children inside than the adults inside may look after is the database's own promise."""

    occasion = models.OneToOneField("programmes.Occasion", models.CASCADE, primary_key=True, related_name="care")
    per_adult = models.PositiveSmallIntegerField(_("children for one adult"))
    least_adults = models.PositiveSmallIntegerField(_("adults at least"), default=2)
    adults_in = models.PositiveSmallIntegerField(default=0, editable=False)
    inside = models.PositiveSmallIntegerField(default=0, editable=False)
    checked_at = models.DateTimeField(_("room looked over"), null=True, blank=True)
    checked_by = models.CharField(max_length=200, blank=True)
    check_note = models.CharField(_("what was found"), max_length=300, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    #: Since when nothing personal is kept.
    forgotten_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("of children in care", "session")
        verbose_name_plural = pgettext_lazy("of children in care", "sessions")
        constraints = [
            models.CheckConstraint(condition=Q(inside__lte=F("adults_in") * F("per_adult")), name="care_ratio_holds"),
            models.CheckConstraint(
                condition=Q(inside=0) | Q(adults_in__gte=F("least_adults")), name="care_never_too_few_adults"
            ),
            models.CheckConstraint(condition=Q(per_adult__gte=1, least_adults__gte=1), name="care_session_has_a_ratio"),
            models.CheckConstraint(condition=Q(finished_at=None) | Q(inside=0), name="care_ends_without_children"),
        ]

    def __str__(self) -> str:
        return str(self.occasion)

    @property
    def is_camp(self) -> bool:
        return self.occasion.programme is not None and self.occasion.programme.kind == CAMP

    @property
    def is_late(self) -> bool:
        return self.inside > 0 and timezone.now() > self.occasion.ends_at

    def may_enter(self, adults: int | None = None) -> int:
        """How many more children these adults – those inside now – may look after."""
        there = self.adults_in if adults is None else adults
        return max(0, there * self.per_adult - self.inside) if there >= self.least_adults else 0

    def places_for(self, adults: int) -> int:
        return adults * self.per_adult if adults >= self.least_adults else 0


class Keeper(models.Model):
    """An adult on duty: a colleague, or by name a volunteer without an account. A colleague on duty sees the list."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="keepers")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("colleague")
    )
    name = models.CharField(_("name of the adult"), max_length=200)
    came_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("adult on duty")
        verbose_name_plural = _("adults on duty")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="care_keeper_once_a_session"),
            models.CheckConstraint(condition=~Q(name=""), name="care_keeper_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_in(self) -> bool:
        return self.came_at is not None and self.left_at is None


class Block(models.Model):
    session = models.ForeignKey(Session, models.CASCADE, related_name="blocks")
    begins = models.TimeField(_("begins"))
    kind = models.CharField(pgettext_lazy("part of a day of children", "kind"), max_length=6, choices=BlockKind.choices)
    title = TranslatedField(_("what"))

    class Meta:
        verbose_name = _("part of the day")
        verbose_name_plural = _("parts of the day")
        ordering = ["begins", "pk"]

    def __str__(self) -> str:
        return str(self.title) or self.get_kind_display()


#: What people write for «none».
_NONE = frozenset({"", "немає", "нема", "ні", "нет", "жоқ", "no", "none"})


class Application(models.Model):
    """What a parent tells of a child for a session, or for all days of a camp. Nothing of it outlives the days that a library
    sets: the night deletes the row, with adults and consents."""

    unit = models.ForeignKey("network.Unit", models.PROTECT, related_name="+", verbose_name=_("library"))
    reader = models.ForeignKey(
        "people.Reader",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("parent with an account"),
    )
    key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    child_name = models.CharField(_("name of the child"), max_length=200)
    birth_date = models.DateField(_("date of birth"))
    guardian_name = models.CharField(_("your name"), max_length=200)
    guardian_phone = models.CharField(_("your phone"), max_length=40)
    other_name = models.CharField(_("second parent or guardian"), max_length=200, blank=True)
    other_phone = models.CharField(_("their phone"), max_length=40, blank=True)
    session_phone = models.CharField(_("phone during the session"), max_length=40)
    email = models.EmailField(_("e-mail"), blank=True)
    allergies = models.CharField(_("allergies"), max_length=500)
    needs = models.CharField(_("special needs, what calms, what to know"), max_length=500, blank=True)
    language = models.CharField(max_length=2, blank=True)
    #: A salted hash: whoever reads the database cannot read the PIN.
    pin_hash = models.CharField(max_length=200, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = pgettext_lazy("of a child", "application")
        verbose_name_plural = pgettext_lazy("of a child", "applications")
        constraints = [
            models.CheckConstraint(
                condition=~Q(child_name="") & ~Q(guardian_name="") & ~Q(guardian_phone="") & ~Q(session_phone="")
                & ~Q(allergies="") & ~Q(pin_hash=""),
                name="care_application_is_whole",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"№ {self.pk}"

    @property
    def has_allergies(self) -> bool:
        """Parents write a word for «none»; only a real one shall stand out."""
        return self.allergies.strip(" .!-–—").casefold() not in _NONE

    def age_on(self, day: date) -> int:
        born = self.birth_date
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


class Adult(models.Model):
    """Somebody who may fetch the child."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="adults")
    name = models.CharField(_("name of the adult"), max_length=200)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    document_hint = models.CharField(_("document, the last digits"), max_length=60, blank=True)
    word_hash = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("adult who may fetch")
        verbose_name_plural = _("adults who may fetch")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="care_adult_has_a_name")]

    def __str__(self) -> str:
        return self.name


class Consent(models.Model):
    """A consent with the text that was read and the moment; one that was not given stands here too."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="consents")
    kind = models.CharField(_("to what"), max_length=9, choices=ConsentKind.choices)
    text = models.TextField(_("text"))
    given = models.BooleanField(_("agreed"))
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = pgettext_lazy("of a parent", "consent")
        verbose_name_plural = pgettext_lazy("of a parent", "consents")
        constraints = [
            models.UniqueConstraint(fields=["application", "kind"], name="care_one_consent_a_kind"),
            models.CheckConstraint(condition=Q(kind="photo") | Q(given=True), name="care_needed_consents_are_given"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Place(models.Model):
    """A child at a session: came, left. Times stay when the names go."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="places")
    application = models.ForeignKey(Application, models.SET_NULL, null=True, related_name="places")
    enrolment = models.OneToOneField("programmes.Enrolment", models.CASCADE, related_name="care_place")
    came_at = models.DateTimeField(_("came at"), null=True, blank=True)
    #: Stays when the child is forgotten, so that a count can be mended later.
    age_band = models.CharField(max_length=12, blank=True, editable=False)
    brought_by = models.CharField(_("who brought"), max_length=200, blank=True)
    health = models.CharField(_("how the child looks"), max_length=6, choices=Health.choices, blank=True)
    health_note = models.CharField(_("note"), max_length=300, blank=True)
    taken_by = models.CharField(_("let in by"), max_length=200, blank=True)
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)
    way = models.CharField(_("how given over"), max_length=8, choices=Way.choices, blank=True)
    fetched_by = models.CharField(_("who fetched"), max_length=200, blank=True)
    reason = models.CharField(_("why without the PIN"), max_length=300, blank=True)
    given_by = models.CharField(_("given over by"), max_length=200, blank=True)
    wrong_tries = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("a child at a session", "place")
        verbose_name_plural = pgettext_lazy("a child at a session", "places")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "application"], name="care_child_once_a_session"),
            models.CheckConstraint(
                condition=Q(left_at=None) | (Q(came_at__isnull=False, left_at__gte=F("came_at")) & ~Q(way="")),
                name="care_nobody_leaves_who_has_not_come",
            ),
        ]
        indexes = [
            models.Index(
                fields=["session"], condition=Q(came_at__isnull=False, left_at=None), name="care_who_is_inside"
            )
        ]

    def __str__(self) -> str:
        return f"№ {self.number}"

    @property
    def number(self) -> int:
        return self.enrolment.number

    @property
    def is_in(self) -> bool:
        return self.came_at is not None and self.left_at is None

    @property
    def is_fresh(self) -> bool:
        """Let in just now: a wrong tap may still be taken back."""
        return self.left_at is None and self.came_at is not None and timezone.now() < self.came_at + MISTAKE

    @property
    def late_minutes(self) -> int:
        """Whole minutes after the end at which the child was fetched."""
        late = (self.left_at - self.session.occasion.ends_at).total_seconds() if self.left_at else 0
        return max(0, int(late // 60))

    @property
    def minutes(self) -> int:
        if self.came_at is None or self.left_at is None:
            return 0
        return round((self.left_at - self.came_at).total_seconds() / 60)


class Call(models.Model):
    """A call about a child who has not been fetched: to whom, answered or not."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="calls")
    whom = models.CharField(_("whom"), max_length=200)
    answered = models.BooleanField(_("answered"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("by phone", "call")
        verbose_name_plural = pgettext_lazy("by phone", "calls")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.whom


class Incident(models.Model):
    """A line of the journal of incidents. Without names – the child is told by number – and never changed: the database
    refuses."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="incidents")
    number = models.PositiveSmallIntegerField(_("number of the child"), null=True, blank=True)
    kind = models.CharField(pgettext_lazy("an incident", "kind"), max_length=8, choices=IncidentKind.choices)
    text = models.TextField(_("what happened"))
    done = models.TextField(_("what was done, whom we called"), blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by_name = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()


def cancel_until(occasion: Any, hour: int) -> datetime:
    """A place may be given up until this hour of the day before."""
    before = occasion.begins - timedelta(days=1)
    return before.replace(hour=hour, minute=0, second=0, microsecond=0)
