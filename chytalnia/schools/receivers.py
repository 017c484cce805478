"""What schools hear: enrolments, counts, readers who are merged, leave, ask for their data."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.utils.translation import gettext as _

from chytalnia.core.stages import stage_moved
from chytalnia.people import signals as people
from chytalnia.programmes.models import Enrolment, Occasion
from chytalnia.programmes.signals import letter_made, occasion_counted, occasion_followed

from .models import Group, HandedIn, Learner, Lesson
from .services import record_minutes, take_back_minutes, take_in


def connect() -> None:
    post_save.connect(_enrolled, sender=Enrolment, dispatch_uid="schools.enrolled")
    letter_made.connect(_told, dispatch_uid="schools.told")
    occasion_followed.connect(_followed, dispatch_uid="schools.followed")
    occasion_counted.connect(_counted, dispatch_uid="schools.counted")
    stage_moved.connect(_moved, sender=Occasion, dispatch_uid="schools.moved")
    people.readers_merged.connect(_merged, dispatch_uid="schools")
    people.readers_unmerged.connect(_unmerged, dispatch_uid="schools")
    people.reader_anonymised.connect(_anonymised, dispatch_uid="schools")
    people.reader_exported.connect(_exported, dispatch_uid="schools")


def _follow(occasion: int) -> None:
    for group in Group.objects.filter(lessons__occasion=occasion, lessons__number=1):
        take_in(group=group)


def _enrolled(instance: Enrolment, raw: bool = False, **_news: Any) -> None:
    if not raw and instance.occasion.programme_id is not None:
        _follow(instance.occasion_id)


def _told(letter: Any, **_news: Any) -> None:
    """Whoever moves up from the queue is told so; nothing else tells of it."""
    if letter.kind == "moved_up" and letter.occasion.programme_id is not None:
        _follow(letter.occasion_id)


def _followed(occasion: Occasion, **_news: Any) -> list[Enrolment]:
    """Whoever learns in a group comes to all its lessons by the place at the first."""
    learning = Learner.objects.filter(
        group__lessons__occasion=occasion.pk, left_on=None, enrolment__isnull=False
    ).exclude(enrolment__occasion=occasion.pk)  # fmt: skip
    return [each.enrolment for each in learning.select_related("enrolment__reader") if each.enrolment is not None]


def _counted(occasion: Occasion, result: Any, **_news: Any) -> None:
    if lesson := Lesson.objects.filter(pk=occasion.pk).select_related("occasion__unit").first():
        record_minutes(lesson, occasion, result.round)


def _moved(instance: Occasion, move: Any, **_news: Any) -> None:
    if move.move == "uncount" and (lesson := Lesson.objects.filter(pk=instance.pk).first()):
        take_back_minutes(lesson)


def _merged(merge: Any, kept: Any, merged: Any, **_news: Any) -> None:
    rows = Learner.objects.filter(reader=merged)
    merge.moved["schools"] = list(rows.values_list("pk", flat=True))
    rows.update(reader=kept)


def _unmerged(merge: Any, kept: Any, merged: Any, **_news: Any) -> None:
    Learner.objects.filter(pk__in=merge.moved.get("schools", []), reader=kept).update(reader=merged)


def _anonymised(reader: Any, **_news: Any) -> None:
    """What they wrote goes; that somebody learned, and the certificate without a name, stay."""
    rows = Learner.objects.filter(reader=reader)
    HandedIn.objects.filter(learner__in=rows).delete()
    rows.update(reader=None, name="", feedback="")


def _exported(reader: Any, **_news: Any) -> list[tuple[str, str, list[dict[str, Any]]]]:
    rows = Learner.objects.filter(reader=reader).select_related("group__course__programme", "certificate")
    return [
        (
            "courses", _("Courses"),
            [
                {
                    "course": str(each.group.course), "group": str(each.group), "before": each.before, "after": each.after,
                    "feedback": each.feedback, "lessons": each.attended.count(),
                    "certificate": each.certificate.number if hasattr(each, "certificate") else "",
                    "homework": [one.text for one in each.handed_in.all()],
                }
                for each in rows
            ],
        )
    ]  # fmt: skip
