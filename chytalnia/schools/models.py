"""Course: something is taught in groups, lesson by lesson. A course is a programme, a lesson an occasion of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.core import codes


class Subject(models.TextChoices):
    LANGUAGE = "language", pgettext_lazy("a subject", "language")
    MEDIA = "media", pgettext_lazy("a subject", "media literacy")
    COMPUTER = "computer", pgettext_lazy("a subject", "computer literacy")
    ESERVICES = "eservices", pgettext_lazy("a subject", "e-services")
    OTHER = "other", pgettext_lazy("a subject", "other")


class Course(models.Model):
    programme = models.OneToOneField(
        "programmes.Programme", models.CASCADE, primary_key=True, related_name="course", verbose_name=_("programme")
    )
    subject = models.CharField(
        pgettext_lazy("at school", "subject"), max_length=10, choices=Subject.choices, default=Subject.LANGUAGE
    )
    level = models.CharField(_("level"), max_length=100, blank=True)
    lessons = models.PositiveSmallIntegerField(_("lessons"), default=10)
    minutes = models.PositiveSmallIntegerField(_("length in minutes"), default=60)
    #: Themes of the lessons, one a line.
    plan = models.TextField(_("plan of the lessons"), blank=True)

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        constraints = [
            models.CheckConstraint(condition=Q(lessons__gte=1, lessons__lte=100), name="course_has_lessons"),
            models.CheckConstraint(condition=Q(minutes__gte=10, minutes__lte=480), name="lesson_lasts_a_while"),
        ]

    def __str__(self) -> str:
        return str(self.programme.title)

    def get_absolute_url(self) -> str:
        return reverse("programmes:programme", args=[self.pk])

    @property
    def themes(self) -> list[str]:
        return [line.strip() for line in self.plan.splitlines() if line.strip()]


class Group(models.Model):
    course = models.ForeignKey(Course, models.CASCADE, related_name="groups")
    name = models.CharField(_("group"), max_length=100)
    size = models.PositiveSmallIntegerField(_("places"), default=10)
    teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("at school", "teacher"),
    )
    teacher_name = models.CharField(_("teacher, when it is no colleague"), max_length=200, blank=True)
    is_volunteer = models.BooleanField(_("a volunteer"), default=False)

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["course", "name"], name="one_group_of_a_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def taught_by(self) -> str:
        return self.teacher_name or ((self.teacher.get_full_name() or str(self.teacher)) if self.teacher else "")


class Lesson(models.Model):
    occasion = models.OneToOneField("programmes.Occasion", models.CASCADE, primary_key=True, related_name="lesson")
    group = models.ForeignKey(Group, models.CASCADE, related_name="lessons")
    number = models.PositiveSmallIntegerField(_("number"))
    theme = models.CharField(_("theme"), max_length=300, blank=True)
    homework = models.TextField(_("homework"), blank=True)
    homework_due = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["group", "number"], name="one_lesson_of_a_number")]

    def __str__(self) -> str:
        return f"{self.number}. {self.theme}"


class Learner(models.Model):
    """Who learns in a group. Comes from an enrolment, and keeps the name until the course is over and longer than enrolments."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="learners")
    enrolment = models.OneToOneField(
        "programmes.Enrolment", models.SET_NULL, null=True, blank=True, related_name="learner"
    )
    reader = models.ForeignKey(
        "people.Reader", models.SET_NULL, null=True, blank=True, related_name="courses", verbose_name=_("reader")
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    left_on = models.DateField(pgettext_lazy("at school", "left"), null=True, blank=True)
    before = models.PositiveSmallIntegerField(_("test before"), null=True, blank=True)
    after = models.PositiveSmallIntegerField(_("test after"), null=True, blank=True)
    rating = models.PositiveSmallIntegerField(_("how it was, 1–5"), null=True, blank=True)
    feedback = models.TextField(_("words at the end"), blank=True)

    class Meta:
        verbose_name = _("learner")
        verbose_name_plural = _("learners")
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rating=None) | Q(rating__gte=1, rating__lte=5), name="rating_is_one_to_five"
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(_("a learner whose data were removed"))


class Attended(models.Model):
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="attended")
    learner = models.ForeignKey(Learner, models.CASCADE, related_name="attended")

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [models.UniqueConstraint(fields=["lesson", "learner"], name="one_attendance_a_lesson")]

    def __str__(self) -> str:
        return f"{self.learner} – {self.lesson}"


class HandedIn(models.Model):
    """Homework that a learner handed in, with the teacher's mark and word."""

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="handed_in")
    learner = models.ForeignKey(Learner, models.CASCADE, related_name="handed_in")
    text = models.TextField(_("answer"), blank=True)
    asset = models.ForeignKey("media.Asset", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    mark = models.CharField(_("mark"), max_length=20, blank=True)
    comment = models.TextField(_("word of the teacher"), blank=True)
    marked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("homework handed in")
        verbose_name_plural = _("homework handed in")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["lesson", "learner"], name="one_homework_a_learner"),
            models.CheckConstraint(condition=~Q(text="") | Q(asset__isnull=False), name="homework_is_something"),
        ]

    def __str__(self) -> str:
        return f"{self.learner} – {self.lesson}"


def _number() -> str:
    """Cannot be guessed from another: whoever has one certificate does not find the others."""
    return codes.grouped(codes.made(10), 5)


class Certificate(models.Model):
    learner = models.OneToOneField(Learner, models.CASCADE, related_name="certificate")
    number = models.CharField(_("number"), max_length=11, default=_number, unique=True, editable=False)
    issued_on = models.DateField(_("issued"))
    attended = models.PositiveSmallIntegerField(_("lessons attended"))
    held = models.PositiveSmallIntegerField(_("lessons held"))
    minutes = models.PositiveIntegerField(_("minutes of learning"))
    #: The holder agrees that a stranger who checks the number reads the whole name.
    shows_name = models.BooleanField(_("the whole name is shown to whoever checks"), default=False)
    withdrawn_on = models.DateField(pgettext_lazy("at school", "withdrawn"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [models.CheckConstraint(condition=Q(attended__lte=F("held")), name="attended_no_more_than_held")]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("schools:check", args=[self.number])

    @property
    def hours(self) -> float:
        return round(self.minutes / 60, 1)
