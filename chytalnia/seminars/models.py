"""A seminar: one event with a programme of talks, those who proposed them, what was asked, decided and confirmed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.core import codes
from chytalnia.core.stages import Machine, Move, Stage, Staged, StagedQuerySet
from chytalnia.core.translated import TranslatedField

DECIDE, RUN = "seminars.decide", "seminars.run"


def _token() -> str:
    return secrets.token_urlsafe(12)


class SeminarKind(models.TextChoices):
    SEMINAR = "seminar", _("seminar")
    WEBINAR = "webinar", _("webinar")
    ROUND_TABLE = "round_table", _("round table")
    CONFERENCE = "conference", _("conference")


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a seminar, by the clock of the place."""

    begins: datetime
    ends: datetime

    @property
    def key(self) -> str:
        return self.begins.date().isoformat()

    @property
    def date(self) -> date:
        return self.begins.date()

    @property
    def minutes(self) -> int:
        return round((self.ends - self.begins).total_seconds() / 60)

    def holds(self, starts_at: datetime, ends_at: datetime) -> bool:
        return self.begins <= starts_at and ends_at <= self.ends


class Seminar(models.Model):
    """Hangs on a programme, as every special life does, and has one event, for which people enrol and which is counted once."""

    programme = models.OneToOneField("programmes.Programme", models.CASCADE, related_name="seminar")
    occasion = models.OneToOneField("programmes.Occasion", models.PROTECT, related_name="seminar")
    kind = models.CharField(_("kind"), max_length=11, choices=SeminarKind.choices, default=SeminarKind.SEMINAR)
    call = TranslatedField(_("whom and what we ask for"))
    call_until = models.DateField(_("talks are taken until"), null=True, blank=True)
    #: Whoever watched less of a webinar has not taken part in it.
    percent_present = models.PositiveSmallIntegerField(
        _("part of the time that counts as presence, per cent"), default=70
    )
    #: Which of the questions at enrolment say where people are from.
    ask_library = models.ForeignKey("programmes.Question", models.SET_NULL, null=True, blank=True, related_name="+")
    ask_city = models.ForeignKey("programmes.Question", models.SET_NULL, null=True, blank=True, related_name="+")
    ask_region = models.ForeignKey("programmes.Question", models.SET_NULL, null=True, blank=True, related_name="+")
    resolved_on = models.DateField(_("resolution adopted"), null=True, blank=True)

    class Meta:
        verbose_name = _("seminar")
        verbose_name_plural = _("seminars")
        constraints = [
            models.CheckConstraint(
                condition=Q(percent_present__gte=1, percent_present__lte=100), name="seminar_percent_is_one"
            ),
            models.CheckConstraint(condition=Q(kind__in=SeminarKind.values), name="seminar_kind_known"),
        ]

    def __str__(self) -> str:
        return str(self.programme.title)

    def get_absolute_url(self) -> str:
        return reverse("seminars:seminar", args=[self.pk])

    @property
    def days(self) -> list[Day]:
        """Its days: each from the hour at which the first begins to the hour at which the last ends."""
        begins, ends = self.occasion.begins, self.occasion.ends
        last = (ends.date() - begins.date()).days
        if last == 0 or ends.time() <= begins.time():
            return [Day(begins, ends)]
        return [Day(begins + timedelta(days=n), ends - timedelta(days=last - n)) for n in range(last + 1)]

    @property
    def minutes(self) -> int:
        return sum(day.minutes for day in self.days)

    @property
    def is_resolved(self) -> bool:
        """Whether readers see the resolution."""
        return self.resolved_on is not None and self.resolved_on <= timezone.localdate()

    def takes_talks(self, today: date | None = None) -> bool:
        today = today or timezone.localdate()
        is_ahead = self.occasion.stage in ("planned", "announced", "registration") and not self.occasion.is_over
        return bool(self.call_until) and is_ahead and self.programme.is_shown and self.call_until >= today  # type: ignore[operator]


class TalkKind(models.TextChoices):
    TALK = "talk", _("talk")
    ROUND_TABLE = "round_table", _("round table")
    OTHER = "other", _("opening, break, excursion")


class TalkQuerySet(StagedQuerySet):
    def in_programme(self) -> TalkQuerySet:
        """Accepted, in the order of the day; those without an hour come last."""
        return self.filter(stage="accepted").order_by(F("starts_at").asc(nulls_last=True), "hall", "pk")


class Talk(Staged):
    """A point of the programme: proposed through the call or put there by the library."""

    machine = Machine(
        [
            Stage("sent", pgettext_lazy("a talk", "proposed"), "attention", days=7),
            Stage("asked", pgettext_lazy("a talk", "the author is asked"), "attention", days=7),
            Stage("accepted", pgettext_lazy("a talk", "accepted"), "good"),
            Stage("declined", pgettext_lazy("a talk", "declined"), "bad", terminal=True),
            Stage("withdrawn", pgettext_lazy("a talk", "withdrawn"), terminal=True),
        ],
        [
            Move("accept", ("sent", "asked"), "accepted", pgettext_lazy("a talk", "Accept"), right=DECIDE),
            Move("ask", ("sent", "asked"), "asked", pgettext_lazy("a talk", "Ask the author"), right=DECIDE),
            Move("decline", ("sent", "asked"), "declined", pgettext_lazy("a talk", "Decline"), right=DECIDE),
            Move("answer", "asked", "sent", pgettext_lazy("a talk", "Answered"), system=True),
            Move("withdraw", ("sent", "asked", "accepted"), "withdrawn", pgettext_lazy("a talk", "Withdraw"), system=True),
        ],
    )  # fmt: skip

    seminar = models.ForeignKey(Seminar, models.CASCADE, related_name="talks")
    kind = models.CharField(_("kind"), max_length=11, choices=TalkKind.choices, default=TalkKind.TALK)
    title = models.CharField(_("title"), max_length=300)
    abstract = models.TextField(_("what it is about"), max_length=3000, blank=True)
    speaker = models.CharField(_("surname, name, patronymic of the speaker"), max_length=200, blank=True)
    #: The speaker among those enrolled, when somebody said so; the same name needs no word.
    enrolment = models.ForeignKey(
        "programmes.Enrolment", models.SET_NULL, null=True, blank=True, related_name="talks", editable=False
    )
    post = models.CharField(_("post"), max_length=200, blank=True)
    library = models.CharField(_("library"), max_length=200, blank=True)
    city = models.CharField(_("town or village"), max_length=120, blank=True)
    region = models.CharField(_("region"), max_length=120, blank=True)
    is_remote = models.BooleanField(_("speaks online"), default=False)
    needs = models.CharField(_("what is needed: projector, sound, interpreter"), max_length=300, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=2, blank=True)
    #: What the committee has asked, and what the author answered.
    asked = models.TextField(max_length=1000, blank=True, editable=False)
    answered = models.TextField(max_length=2000, blank=True, editable=False)
    token = models.CharField(max_length=24, default=_token, unique=True, editable=False)
    key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)

    hall = models.CharField(_("hall or stream"), max_length=80, blank=True)
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    moderator = models.CharField(_("moderator"), max_length=200, blank=True)
    recording_url = models.URLField(_("address of the recording"), max_length=500, blank=True)
    slides_url = models.URLField(_("address of the slides"), max_length=500, blank=True)
    recording_file = models.ForeignKey(
        "media.Asset", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("recording as a file")
    )
    slides_file = models.ForeignKey(
        "media.Asset", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("slides as a file")
    )
    #: Of a round table.
    questions_put = models.TextField(_("questions to discuss, one a line"), blank=True)
    minutes_text = models.TextField(_("minutes: what was said"), blank=True)
    recommends = models.TextField(_("recommendations, one a line"), blank=True)

    objects = TalkQuerySet.as_manager()

    class Meta:
        verbose_name = _("talk")
        verbose_name_plural = _("talks")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at=None, ends_at=None) | Q(ends_at__gt=F("starts_at"), hall__gt=""),
                name="talk_has_hall_and_hours",
            ),
            models.CheckConstraint(condition=Q(kind__in=TalkKind.values), name="talk_kind_known"),
        ]
        indexes = [
            # the programme of a seminar, and what its committee has to decide
            models.Index(fields=["seminar", "stage", "starts_at"], name="talks_of_a_seminar"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("seminars:talk", args=[self.pk])

    @property
    def begins(self) -> datetime:
        assert self.starts_at is not None
        return self.starts_at.astimezone(self.seminar.occasion.clock)

    @property
    def ends(self) -> datetime:
        assert self.ends_at is not None
        return self.ends_at.astimezone(self.seminar.occasion.clock)

    @property
    def recording(self) -> str:
        """Where the recording is watched, or nothing."""
        return self.recording_file.get_absolute_url() if self.recording_file else self.recording_url

    @property
    def slides(self) -> str:
        return self.slides_file.get_absolute_url() if self.slides_file else self.slides_url

    @property
    def place(self) -> str:
        """Post, library and town of the speaker as a line."""
        return ", ".join(part for part in (self.post, self.library, self.city) if part)

    @property
    def questions_list(self) -> list[str]:
        return [line.strip() for line in self.questions_put.splitlines() if line.strip()]

    @property
    def recommends_list(self) -> list[str]:
        return [line.strip() for line in self.recommends.splitlines() if line.strip()]


class AskedState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("a question", "to be looked at")
    SHOWN = "shown", pgettext_lazy("a question", "shown")
    HIDDEN = "hidden", pgettext_lazy("a question", "not shown")


class Asked(models.Model):
    """A question to a speaker from the hall or from afar; shown when somebody has looked at it."""

    talk = models.ForeignKey(Talk, models.CASCADE, related_name="asked_questions")
    text = models.TextField(_("question"), max_length=600)
    name = models.CharField(_("your name, if you like"), max_length=120, blank=True)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    state = models.CharField(_("state"), max_length=7, choices=AskedState.choices, default=AskedState.WAITING)
    key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("question to a speaker")
        verbose_name_plural = _("questions to speakers")
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(state__in=AskedState.values), name="asked_state_known")]
        indexes = [models.Index(fields=["talk", "state", "id"], name="questions_of_a_talk")]

    def __str__(self) -> str:
        return self.text[:60]


class ClauseKind(models.TextChoices):
    PREAMBLE = "preamble", _("having considered")
    NOTE = "note", _("the participants note")
    THANKS = "thanks", _("thanks")
    DECIDE = "decide", _("the participants decided")
    RECOMMEND = "recommend", _("recommended to libraries")
    TASK = "task", _("task with a day")


class Clause(models.Model):
    """A point of the resolution."""

    seminar = models.ForeignKey(Seminar, models.CASCADE, related_name="clauses")
    kind = models.CharField(_("kind"), max_length=9, choices=ClauseKind.choices, default=ClauseKind.DECIDE)
    text = models.TextField(_("text"), max_length=1500)
    responsible = models.CharField(_("responsible"), max_length=200, blank=True)
    due = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("point of the resolution")
        verbose_name_plural = _("points of the resolution")
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=ClauseKind.values), name="clause_kind_known")]

    def __str__(self) -> str:
        return self.text[:60]


class Presence(models.Model):
    """That somebody was there on a day; online with the minutes that the platform of the broadcast says."""

    enrolment = models.ForeignKey("programmes.Enrolment", models.CASCADE, related_name="presences")
    day = models.DateField(_("day"))
    minutes = models.PositiveIntegerField(_("minutes"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("at a seminar", "presence")
        verbose_name_plural = pgettext_lazy("at a seminar", "presence")
        constraints = [models.UniqueConstraint(fields=["enrolment", "day"], name="one_presence_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.minutes or ''}".strip()


def certificate_number() -> str:
    """Not to be guessed: whoever has the number may see whose it is."""
    return codes.made(12)


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def valid(self) -> CertificateQuerySet:
        """Not taken back, with what stands on the paper."""
        return self.filter(revoked_at=None).select_related("seminar__programme", "seminar__occasion__unit")


class Certificate(models.Model):
    """That somebody took part. Its number opens the page that says so."""

    seminar = models.ForeignKey(Seminar, models.PROTECT, related_name="certificates")
    enrolment = models.OneToOneField(
        "programmes.Enrolment", models.SET_NULL, null=True, blank=True, related_name="certificate"
    )
    talk = models.OneToOneField(Talk, models.SET_NULL, null=True, blank=True, related_name="certificate")
    number = models.CharField(_("number"), max_length=12, unique=True, default=certificate_number, editable=False)
    name = models.CharField(_("to whom"), max_length=200)
    library = models.CharField(_("library"), max_length=200, blank=True)
    is_remote = models.BooleanField(_("took part online"), default=False)
    hours: Any = models.DecimalField(_("academic hours"), max_digits=4, decimal_places=1)
    #: Days of a seminar of several days on which they were there, as dates; empty when it was the whole of it.
    days: Any = models.JSONField(default=list, blank=True, editable=False)
    issued_on = models.DateField(_("issued"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(pgettext_lazy("a certificate", "taken back"), null=True, blank=True)
    revoked_why = models.CharField(_("why"), max_length=300, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate of attendance")
        verbose_name_plural = _("certificates of attendance")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return f"{self.shown} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("seminars:certificate", args=[self.number])

    @property
    def shown(self) -> str:
        """As it is read aloud."""
        return codes.grouped(self.number)
