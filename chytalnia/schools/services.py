"""What can be done with courses: groups and their lessons, learners, attendance, homework, certificates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chytalnia.core import audit
from chytalnia.core.stages import StageError
from chytalnia.core.translated import Translated
from chytalnia.journal import services as journal
from chytalnia.journal.models import Fact
from chytalnia.network import hours
from chytalnia.network.models import Unit
from chytalnia.network.queries import hours_of
from chytalnia.network.settings import setting, time_zone
from chytalnia.programmes import formats
from chytalnia.programmes import services as programmes
from chytalnia.programmes.models import HOLDING, Enrolment, Occasion, Result
from chytalnia.programmes.services.counting import band_of, places_of

from .errors import SchoolError
from .models import Attended, Certificate, Course, Group, HandedIn, Learner, Lesson
from .rules import earns

OF_PROGRAMME = ("about", "audience", "age_from", "age_to", "age_mark", "partners", "leader_name", "is_public")
COUNTED = ("counted", "reported", "archived")


@transaction.atomic
def save_course(
    *, course: Course | None = None, unit: Unit, title: Translated, by: Any = None, **fields: Any
) -> Course:
    """Make a course, or change one, and return it. A new one begins at once: readers see it."""
    told = {name: fields.pop(name) for name in OF_PROGRAMME if name in fields}
    programme = programmes.save_programme(
        programme=course.programme if course else None,
        unit=unit,
        title=title,
        by=by,
        kind="school",
        format_code="school",
        **told,
    )
    made = course or Course(programme=programme)
    for name, value in fields.items():
        setattr(made, name, value)
    made.full_clean(exclude=["programme"], validate_unique=False)
    made.save()
    if programme.stage == "planned":
        programme.move("begin", by=by)
    audit.log("schools.save", by=by, about=made, unit=unit, after={"title": str(title)})
    return made


@transaction.atomic
def open_group(
    *, course: Course, name: str, first_day: date, begins: time, every: int = 7, by: Any = None, announce: bool = True,
    **fields: Any,
) -> Group:  # fmt: skip
    """Open a group with all its lessons, so many days apart, without days when the library is closed. The first lesson is the
    one that people enrol for, with its queue; the rest belong to whoever has a place there. Raises SchoolError."""
    # Pressed twice, the second press waits here and finds the group of the first.
    course = Course.objects.select_for_update(of=("self",)).select_related("programme__unit").get(pk=course.pk)
    if Group.objects.filter(course=course, name=name).exists():
        raise SchoolError(_("The course has a group of this name."), "name")
    unit, programme = course.programme.unit, course.programme
    group = Group(course=course, name=name, **fields)
    group.full_clean(exclude=["course", "teacher"], validate_unique=False)
    group.save()
    card = formats.card("school")
    assert card is not None
    title = Translated({code: f"{text}: {name}" for code, text in programme.title.items() if text})
    days = lesson_days(unit, first_day, every, course.lessons)
    if len(days) < course.lessons:
        raise SchoolError(_("The library is not open on so many days from then on; look at its hours."), "first_day")
    for number, day in enumerate(days, 1):
        starts = datetime.combine(day, begins, time_zone(unit))
        occasion = programmes.start(
            card=card, unit=unit, title=title, starts_at=starts, ends_at=starts + timedelta(minutes=course.minutes),
            programme=programme, by=by, plan=number == 1, places=group.size, taking="open" if number == 1 else "desk",
            audience=programme.audience, age_from=programme.age_from, age_to=programme.age_to, most_seats=1,
            age_mark=programme.age_mark or card.age_mark, about=programme.about, groups_welcome=False,
            responsible=group.teacher,
        )  # fmt: skip
        theme = course.themes[number - 1] if number <= len(course.themes) else ""
        Lesson.objects.create(occasion=occasion, group=group, number=number, theme=theme[:300])
        if announce:
            _announce(occasion, by, enrol=number == 1)
    audit.log("schools.group", by=by, about=course, unit=unit, after={"group": name, "lessons": course.lessons})
    return group


def lesson_days(unit: Unit, first: date, every: int, number: int) -> list[date]:
    """So many days from the first on, without those on which the library is closed. The first moves to the next open day, for a
    course that is to begin on the weekday off would fall on it for ever."""
    told = hours_of([unit])[unit.pk]

    def is_open(day: date) -> bool:
        return not told.is_known or bool(hours.day_of(told, day).intervals)

    days: list[date] = []
    day = next((each for n in range(60) if is_open(each := first + timedelta(days=n))), first)
    for _n in range(number * 8):
        if len(days) == number:
            break
        if is_open(day):
            days.append(day)
        day += timedelta(days=max(1, every))
    return days


def _announce(occasion: Occasion, by: Any, *, enrol: bool) -> None:
    """A lesson that cannot be announced yet stays in the plan, where it is seen."""
    try:
        with transaction.atomic():
            occasion.move("announce", by=by)
            if enrol:
                occasion.move("open", by=by)
    except StageError:
        occasion.refresh_from_db()


@transaction.atomic
def take_in(*, group: Group) -> int:
    """Let the list of learners follow the enrolment: whoever has a place learns, whoever gave it up has left. Returns how many
    are new."""
    held = Enrolment.objects.filter(occasion__lesson__group=group, occasion__lesson__number=1).select_related("reader")
    known = {each.enrolment_id: each for each in Learner.objects.filter(group=group, enrolment__isnull=False)}
    new = 0
    for each in held:
        learner = known.get(each.pk)
        if each.state in HOLDING and learner is None:
            Learner.objects.create(group=group, enrolment=each, reader=each.reader, name=each.who[:200])
            new += 1
        elif each.state in HOLDING and learner is not None and learner.left_on is not None:
            Learner.objects.filter(pk=learner.pk).update(left_on=None)
        elif each.state not in HOLDING and learner is not None and learner.left_on is None:
            Learner.objects.filter(pk=learner.pk).update(left_on=timezone.localdate())
    return new


@transaction.atomic
def note_attendance(*, group: Group, pairs: Iterable[tuple[int, int]], lessons: Iterable[Lesson]) -> None:
    """Who was at these lessons: exactly these pairs of a lesson and a learner of the group."""
    own = set(group.learners.values_list("pk", flat=True))
    shown = {lesson.pk for lesson in lessons if lesson.group_id == group.pk}
    wanted = {(lesson, learner) for lesson, learner in pairs if lesson in shown and learner in own}
    there = {
        (row.lesson_id, row.learner_id): row.pk for row in Attended.objects.filter(lesson__in=shown, learner__in=own)
    }
    Attended.objects.filter(pk__in=[pk for pair, pk in there.items() if pair not in wanted]).delete()
    Attended.objects.bulk_create(
        Attended(lesson_id=lesson, learner_id=learner) for lesson, learner in sorted(wanted - set(there))
    )


def bands_of(lesson: Lesson) -> dict[str, int]:
    """How many were at a lesson, by the band they are counted in."""
    found: dict[str, int] = {}
    occasion = lesson.occasion
    for each in lesson.attended.select_related("learner__reader"):
        band = band_of(each.learner.reader, occasion.unit, occasion.day, occasion.audience)
        found[band] = found.get(band, 0) + 1
    return found


@transaction.atomic
def count_lesson(*, lesson: Lesson, by: Any = None) -> Result:
    """Count a lesson from the register; its minutes follow the count. Raises SchoolError, ProgrammesError."""
    bands = bands_of(lesson)
    if not bands:
        raise SchoolError(_("Nobody is on the register of this lesson yet."), "nobody")
    place = places_of(lesson.occasion)[0]
    return programmes.count(occasion=lesson.occasion, heads={(place, band): n for band, n in bands.items()}, by=by)


def take_back_minutes(lesson: Lesson) -> None:
    """Reverse the minutes that stand: the lesson is counted anew, or not at all."""
    for fact in Fact.objects.standing().filter(source_kind="schools.lesson", source_id=str(lesson.pk)):
        journal.reverse(fact, note=_("counted anew"))


def record_minutes(lesson: Lesson, occasion: Occasion, round: int) -> None:
    """Minutes of learning and teaching, in the transaction of the count and on its day."""
    take_back_minutes(lesson)
    minutes = round_minutes(occasion)
    place = occasion.counted_place

    def fact(kind: str, quantity: int, audience: str = "") -> journal.NewFact:
        return journal.NewFact(
            kind=kind, unit=occasion.unit_id, quantity=quantity, at=occasion.starts_at, source=lesson, late=True, place=place,
            audience=audience, key=f"lesson:{lesson.pk}:{round}:{kind}:{audience}",
        )  # fmt: skip

    facts = [fact("schools.learning", minutes * n, band) for band, n in sorted(bands_of(lesson).items())]
    journal.record_many([*facts, fact("schools.teaching", minutes)])


def round_minutes(occasion: Occasion) -> int:
    """How long a lesson lasts; never nothing."""
    return max(1, round((occasion.ends_at - occasion.starts_at).total_seconds() / 60))


@transaction.atomic
def hand_in(*, lesson: Lesson, learner: Learner, text: str = "", asset: Any = None) -> HandedIn:
    """Hand homework in, or anew while the teacher has not looked at it. Raises SchoolError."""
    Learner.objects.select_for_update(of=("self",)).get(pk=learner.pk)
    if learner.group_id != lesson.group_id or learner.left_on is not None:
        raise SchoolError(_("This lesson belongs to another group."), "group")
    if not text.strip() and asset is None:
        raise SchoolError(_("Write an answer, or choose a file."), "empty")
    made = HandedIn.objects.filter(lesson=lesson, learner=learner).first() or HandedIn(lesson=lesson, learner=learner)
    if made.marked_at is not None:
        raise SchoolError(_("The teacher has looked at it already."), "marked")
    made.text, made.asset = text.strip()[:20_000], asset or made.asset
    made.save()
    return made


@transaction.atomic
def mark(*, handed: HandedIn, mark: str = "", comment: str = "") -> HandedIn:
    """The teacher's mark and word; from then on the homework stays as it was looked at."""
    handed.mark, handed.comment, handed.marked_at = mark[:20], comment[:5000], timezone.now()
    handed.save(update_fields=["mark", "comment", "marked_at"])
    return handed


@transaction.atomic
def save_lesson(*, lesson: Lesson, here: Iterable[int], **fields: Any) -> Lesson:
    """Write down a lesson with who was at it."""
    for name, value in fields.items():
        setattr(lesson, name, value)
    lesson.save(update_fields=list(fields))
    note_attendance(group=lesson.group, pairs=[(lesson.pk, learner) for learner in here], lessons=[lesson])
    return lesson


@transaction.atomic
def note_tests(
    *, learners: Iterable[Learner], before: Mapping[int, int | None], after: Mapping[int, int | None]
) -> None:
    """Tests before and after the course, as numbers by learner."""
    rows = list(learners)
    for learner in rows:
        learner.before, learner.after = before.get(learner.pk), after.get(learner.pk)
    Learner.objects.bulk_update(rows, ["before", "after"])


def say(*, learner: Learner, rating: int | None, feedback: str) -> None:
    """Words of a learner at the end of the course."""
    learner.rating, learner.feedback = rating, feedback
    learner.save(update_fields=["rating", "feedback"])


def show_name(*, certificate: Certificate, shows: bool) -> None:
    """Whether a stranger who checks the number reads the whole name; the holder may think better of it at any time."""
    certificate.shows_name = shows
    certificate.save(update_fields=["shows_name"])


def attendance(group: Group) -> tuple[int, dict[int, int]]:
    """How many lessons were held, and how many of them each learner attended."""
    held = set(Lesson.objects.filter(group=group, occasion__stage__in=COUNTED).values_list("pk", flat=True))
    found: dict[int, int] = {}
    for learner in Attended.objects.filter(lesson__in=held).values_list("learner", flat=True):
        found[learner] = found.get(learner, 0) + 1
    return len(held), found


@transaction.atomic
def certify(*, group: Group, on: date, by: Any = None) -> list[Certificate]:
    """Issue certificates to everybody who was at enough of the lessons held and has none; returns the new ones. Raises
    SchoolError before the last lesson is counted."""
    if group.lessons.exclude(occasion__stage__in=(*COUNTED, "cancelled")).exists():
        raise SchoolError(_("Not all lessons are counted yet."), "early")
    # Two presses wait for each other here, before it is asked who has one.
    Group.objects.select_for_update(of=("self",), no_key=True).get(pk=group.pk)
    unit = group.course.programme.unit
    share = setting(unit, "schools.certificate_share")
    held, attended = attendance(group)
    made = []
    for learner in group.learners.filter(left_on=None, certificate=None):
        n = attended.get(learner.pk, 0)
        if earns(n, held, share):
            made.append(
                Certificate.objects.create(
                    learner=learner, issued_on=on, attended=n, held=held, minutes=n * group.course.minutes,
                    by=by if getattr(by, "pk", None) else None,
                )
            )  # fmt: skip
    if made:
        journal.record("schools.certificates", unit=unit, quantity=len(made), source=group)
        audit.log(
            "schools.certify", by=by, about=group.course, unit=unit, after={"group": group.name, "new": len(made)}
        )
    return made


@transaction.atomic
def withdraw(*, certificate: Certificate, on: date, by: Any = None) -> Certificate:
    """A certificate given by mistake: whoever checks its number reads that it holds no more."""
    certificate.withdrawn_on = on
    certificate.save(update_fields=["withdrawn_on"])
    unit = certificate.learner.group.course.programme.unit
    audit.log("schools.withdraw", by=by, about=certificate, unit=unit, after={"number": certificate.number})
    return certificate


def nightly(day: date) -> int:
    """Lists of learners follow enrolments that nobody told of: groups whose first lesson was not long ago, or is to come."""
    recent = Group.objects.filter(lessons__number=1, lessons__occasion__day__gte=day - timedelta(days=14))
    return sum(take_in(group=group) for group in recent)
