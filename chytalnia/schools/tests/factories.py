"""Courses made quickly."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from chytalnia.core.translated import Translated
from chytalnia.network.settings import time_zone
from chytalnia.programmes.models import Occasion
from chytalnia.programmes.services.starting import set_days
from chytalnia.schools import services
from chytalnia.schools.models import Course

AHEAD, DAY = date(2090, 3, 1), date(2024, 3, 1)


def group(unit, *, lessons=3, size=2, title="Цифрова абетка", **fields):
    """A group whose lessons lie far ahead, so that people enrol."""
    made = services.save_course(unit=unit, title=Translated(uk=title), lessons=lessons, minutes=90, subject="computer")
    course = Course.objects.select_related("programme__unit").get(pk=made.pk)
    return services.open_group(course=course, name="Ранкова", first_day=AHEAD, begins=time(10), size=size, **fields)


def let_pass(group):
    """All lessons were long ago."""
    for lesson in group.lessons.select_related("occasion__unit"):
        occasion = lesson.occasion
        day = DAY + timedelta(days=lesson.number)
        starts = datetime.combine(day, time(10), time_zone(occasion.unit))
        occasion.starts_at, occasion.ends_at = starts, starts + timedelta(minutes=90)
        set_days(occasion)
        Occasion.objects.filter(pk=occasion.pk).update(
            starts_at=occasion.starts_at, ends_at=occasion.ends_at, day=occasion.day, last_day=occasion.last_day
        )
