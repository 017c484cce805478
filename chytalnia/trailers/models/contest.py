"""A contest of trailers: a programme with submissions by age, a jury with marks, and the people's choice."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.core.translated import TranslatedField


class Contest(models.Model):
    """Title, period, library and stage are those of its programme."""

    programme = models.OneToOneField("programmes.Programme", models.CASCADE, related_name="trailer_contest")
    rules: Any = TranslatedField(_("rules"))
    submit_until = models.DateTimeField(_("trailers are taken until"))
    vote_until = models.DateTimeField(_("readers vote until"))
    results_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("contest of trailers")
        verbose_name_plural = _("contests of trailers")
        constraints = [
            models.CheckConstraint(
                condition=Q(vote_until__gte=F("submit_until")), name="contest_votes_after_it_takes",
                violation_error_message=_("The vote ends before the last trailer is taken."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.programme)

    def get_absolute_url(self) -> str:
        return reverse("trailers:contest", args=[self.pk])

    @property
    def unit(self) -> Any:
        return self.programme.unit

    @property
    def takes(self) -> bool:
        return self.results_at is None and self.programme.stage == "running" and timezone.now() < self.submit_until

    @property
    def votes(self) -> bool:
        return self.results_at is None and self.programme.stage == "running" and timezone.now() < self.vote_until


class Group(models.Model):
    """An age group: children among themselves, adults among themselves."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="groups")
    name: Any = TranslatedField(_("name of the group"), blank=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("age group")
        verbose_name_plural = _("age groups")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return str(self.name)


class Criterion(models.Model):
    contest = models.ForeignKey(Contest, models.CASCADE, related_name="criteria")
    name: Any = TranslatedField(_("criterion"), blank=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return str(self.name)


class Juror(models.Model):
    contest = models.ForeignKey(Contest, models.CASCADE, related_name="jury")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("juror")
        verbose_name_plural = _("jury")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["contest", "user"], name="juror_once_in_a_contest")]

    def __str__(self) -> str:
        return self.user.get_full_name() or self.user.get_username()


class Submission(models.Model):
    contest = models.ForeignKey(Contest, models.CASCADE, related_name="submissions")
    group = models.ForeignKey(Group, models.PROTECT, related_name="submissions", verbose_name=_("age group"))
    trailer = models.ForeignKey("trailers.Trailer", models.CASCADE, related_name="submissions")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["contest", "trailer"], name="trailer_once_in_a_contest")]

    def __str__(self) -> str:
        return str(self.trailer)


class Mark(models.Model):
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="marks")
    juror = models.ForeignKey(Juror, models.CASCADE, related_name="marks")
    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="marks")
    mark = models.PositiveSmallIntegerField(_("mark"))
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        constraints = [
            models.UniqueConstraint(fields=["submission", "juror", "criterion"], name="one_mark_of_a_juror"),
            models.CheckConstraint(condition=Q(mark__gte=1, mark__lte=10), name="mark_from_one_to_ten"),
        ]

    def __str__(self) -> str:
        return str(self.mark)


class Merit(models.TextChoices):
    FIRST = "first", pgettext_lazy("a diploma", "first place")
    SECOND = "second", pgettext_lazy("a diploma", "second place")
    THIRD = "third", pgettext_lazy("a diploma", "third place")
    CHOICE = "choice", pgettext_lazy("a diploma", "people’s choice")
    PARTICIPANT = "participant", pgettext_lazy("a diploma", "certificate of a participant")


class Diploma(models.Model):
    """A paper with a number for the makers of a trailer. `code` stands in its QR; whom it names is the trailer's to say."""

    contest = models.ForeignKey(Contest, models.PROTECT, related_name="diplomas", db_index=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="diplomas")
    merit = models.CharField(_("for what"), max_length=11, choices=Merit)
    number = models.PositiveIntegerField(_("number"))
    code = models.CharField(max_length=12, unique=True, editable=False)
    issued_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("diploma")
        verbose_name_plural = _("diplomas")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "number"], name="trailer_diploma_number_once"),
            models.UniqueConstraint(fields=["submission", "merit"], name="one_trailer_diploma_a_merit"),
        ]

    def __str__(self) -> str:
        return self.written

    def get_absolute_url(self) -> str:
        return reverse("trailers:diploma", args=[self.code])

    @property
    def written(self) -> str:
        """The number as it is printed."""
        return f"{self.contest_id}-{self.number:04}"


class Vote(models.Model):
    """A reader's choice in a group. Counted openly, changeable until the end; it is no secret ballot."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="votes")
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="votes")
    reader = models.ForeignKey("people.Reader", models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [models.UniqueConstraint(fields=["group", "reader"], name="one_vote_in_a_group")]

    def __str__(self) -> str:
        return str(self.submission)
