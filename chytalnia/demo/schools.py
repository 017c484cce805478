"""Courses of the demonstration network: one that is over, with certificates, and one that people enrol in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from chytalnia.core.translated import Translated
from chytalnia.network.models import Unit
from chytalnia.network.paths import under
from chytalnia.network.settings import time_zone
from chytalnia.people.models import Reader, User
from chytalnia.programmes import services as programmes
from chytalnia.programmes.models import Occasion
from chytalnia.programmes.services.starting import set_days
from chytalnia.schools import services
from chytalnia.schools.models import Course, Group, Lesson

COURSES: list[dict[str, Any]] = [
    {
        "unit": "kremenchuk-cb", "subject": "computer", "minutes": 90, "audience": "adults", "age_from": 55, "is_over": True,
        "title": {"uk": "Комп’ютер без страху", "ru": "Компьютер без страха", "kk": "Қорықпай компьютер үйрену",
                  "en": "The computer without fear"},
        "about": {"uk": "Для старших: повільно, великим шрифтом, кожен за своїм комп’ютером.",
                  "ru": "Для старших: не спеша, крупным шрифтом, каждый за своим компьютером.",
                  "en": "For elders: slowly, in large print, everybody at a computer of their own."},
        "themes": ["Миша й клавіатура", "Пошук в інтернеті", "Електронна пошта", "Державні послуги онлайн"],
    },
    {
        "unit": "kremenchuk-f1", "subject": "language", "minutes": 60, "audience": "adults", "age_from": 16, "is_over": False,
        "title": {"uk": "Розмовна англійська", "ru": "Разговорный английский", "kk": "Ағылшынша сөйлесу", "en": "Spoken English"},
        "about": {"uk": "Мала група й багато розмов.", "ru": "Малая группа и много разговоров.", "en": "A small group and much talk."},
        "themes": ["Знайомство", "Місто", "Книги", "Подорож", "Погода", "Свята"],
    },
]  # fmt: skip


def build(progress: Callable[[int, int | None], None] = lambda done, total: None) -> None:
    by = User.objects.get(username="director")
    for number, row in enumerate(COURSES, 1):
        unit = Unit.objects.filter(code=row["unit"]).first()
        if unit is not None:
            _teach(row, unit, by)
        progress(number, len(COURSES))


def _teach(row: dict[str, Any], unit: Unit, by: User) -> None:
    here = timezone.localdate()
    made = services.save_course(
        unit=unit, title=Translated(row["title"]), about=Translated(row["about"]), by=by, subject=row["subject"],
        lessons=len(row["themes"]), minutes=row["minutes"], plan="\n".join(row["themes"]), audience=row["audience"],
        age_from=row["age_from"], age_mark="0+",
    )  # fmt: skip
    course = Course.objects.select_related("programme__unit").get(pk=made.pk)
    group = services.open_group(
        course=course, name="Ранкова група", first_day=here + timedelta(days=9), begins=time(10), size=6, by=by,
        teacher_name="Ганна Мельник", is_volunteer=True,
    )  # fmt: skip
    first = group.lessons.select_related("occasion").get(number=1).occasion
    readers = (
        Reader.objects.active()
        .filter(under([unit.path[:-4]], "home_unit__path"), kind="person")
        .order_by("-user_id", "pk")
    )
    for reader in readers[: 5 if row["is_over"] else 7]:
        programmes.enrol(occasion=first, reader=reader, at_desk=True, by=by)
    lesson = group.lessons.get(number=1)
    lesson.homework = "Написати листа самому собі й надіслати його."
    lesson.save(update_fields=["homework"])
    if row["is_over"]:
        _let_pass(group, by)


def _let_pass(group: Group, by: User) -> None:
    """The lessons were in the last weeks: register, count, certificates."""
    lessons = list(Lesson.objects.filter(group=group).select_related("occasion__unit", "group").order_by("number"))
    begin = timezone.localdate() - timedelta(days=7 * len(lessons) + 3)
    learners = list(group.learners.order_by("pk"))
    for lesson in lessons:
        occasion = lesson.occasion
        starts = datetime.combine(begin + timedelta(days=7 * lesson.number), time(10), time_zone(occasion.unit))
        occasion.starts_at, occasion.ends_at = starts, starts + timedelta(minutes=group.course.minutes)
        set_days(occasion)
        Occasion.objects.filter(pk=occasion.pk).update(
            starts_at=starts, ends_at=occasion.ends_at, day=occasion.day, last_day=occasion.last_day
        )
        there = [each for number, each in enumerate(learners) if number < 3 or lesson.number % 2]
        services.note_attendance(group=group, pairs=[(lesson.pk, each.pk) for each in there], lessons=[lesson])
        services.count_lesson(lesson=lesson, by=by)
    for number, each in enumerate(learners):
        each.before, each.after = 3 + number % 3, 8 + number % 3
        each.save(update_fields=["before", "after"])
    services.certify(group=group, on=timezone.localdate(), by=by)
