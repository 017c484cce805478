"""What is asked about courses. Lists take the same few queries whatever their length."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from chytalnia.core import codes
from chytalnia.core.certificates import Paper
from chytalnia.people.models import Reader

from .models import Attended, Certificate, Course, Group, HandedIn, Learner, Lesson
from .rules import initials


def courses() -> QuerySet[Course]:
    return Course.objects.select_related("programme__unit").annotate(
        group_number=Count("groups", distinct=True),
        learner_number=Count("groups__learners", filter=Q(groups__learners__left_on=None), distinct=True),
    )


def groups(course: Course) -> list[Group]:
    """Groups with their lessons, first lesson and how many learn."""
    lessons = (
        Lesson.objects.select_related("occasion__unit", "occasion__zone")
        .prefetch_related("occasion__seats")
        .order_by("number")
    )
    rows = course.groups.select_related("teacher").prefetch_related(Prefetch("lessons", lessons))
    return list(
        rows.annotate(learning=Count("learners", filter=Q(learners__left_on=None), distinct=True)).order_by("pk")
    )


def register(group: Group) -> tuple[list[Lesson], list[tuple[Learner, list[tuple[Lesson, bool]], int]]]:
    """The register: lessons across, learners down, who was where, and how many held lessons each attended."""
    lessons = list(group.lessons.select_related("occasion__unit").order_by("number"))
    learners = list(group.learners.filter(left_on=None).select_related("reader", "certificate"))
    there = set(Attended.objects.filter(lesson__group=group).values_list("lesson", "learner"))
    rows = [
        (learner, [(lesson, (lesson.pk, learner.pk) in there) for lesson in lessons],
         sum((lesson.pk, learner.pk) in there for lesson in lessons))
        for learner in learners
    ]  # fmt: skip
    return lessons, rows


def of_reader(people: list[Reader]) -> list[Learner]:
    rows = Learner.objects.filter(reader__in=people, left_on=None)
    return list(rows.select_related("group__course__programme__unit", "certificate").order_by("-pk")[:20])


def own_lessons(learner: Learner) -> list[tuple[Lesson, HandedIn | None, bool]]:
    """Lessons as a learner sees them: theme, homework, what was handed in, whether they were there."""
    lessons = learner.group.lessons.select_related("occasion__unit").prefetch_related(
        "occasion__links__asset", "occasion__links__work"
    )
    handed = {each.lesson_id: each for each in learner.handed_in.select_related("asset")}
    there = set(learner.attended.values_list("lesson", flat=True))
    return [(lesson, handed.get(lesson.pk), lesson.pk in there) for lesson in lessons.order_by("number")]


def paper(code: str) -> Paper | None:
    """What a stranger reads of a certificate: initials, unless the holder agreed to more."""
    rows = Certificate.objects.select_related("learner__group__course__programme__unit")
    found = rows.filter(number=codes.grouped(code, 5)).first()
    if found is None:
        return None
    who, course = found.learner, found.learner.group.course
    gone = found.withdrawn_on
    return Paper(
        title=_("Certificate"), number=found.number, holder=who.name if found.shows_name else initials(who.name),
        organisation=str(course.programme.unit), issued=found.issued_on, address=found.get_absolute_url(),
        facts=[
            (pgettext("at school", "Course"), str(course)), (pgettext("of learning", "Hours"), number_format(found.hours)),
            (_("Lessons"), f"{found.attended} / {found.held}"),
        ],
        gone=_("Withdrawn %(day)s.") % {"day": date_format(gone, "DATE_FORMAT")} if gone else "",
    )  # fmt: skip


def open_now() -> QuerySet[Lesson]:
    """First lessons of groups that one can enrol in."""
    return Lesson.objects.filter(
        number=1, occasion__stage="registration", occasion__is_public=True, occasion__starts_at__gte=timezone.now()
    ).select_related("occasion__unit", "group__course")


def shown() -> QuerySet[Course]:
    """Courses that readers see: those with a group that takes people first."""
    taking = open_now().filter(group__course=OuterRef("pk"))
    rows = courses().filter(programme__stage="running", programme__is_public=True).annotate(takes=Exists(taking))
    return rows.order_by("-takes", "programme__unit__path", "-pk")


def with_open_groups(found: Iterable[Course]) -> list[tuple[Course, list[Lesson]]]:
    """Courses with the first lessons of their groups that take people."""
    rows = list(found)
    firsts: dict[int, list[Lesson]] = {}
    for lesson in open_now().filter(group__course__in=rows).order_by("occasion__starts_at"):
        firsts.setdefault(lesson.group.course_id, []).append(lesson)
    return [(course, firsts.get(course.pk, [])) for course in rows]
