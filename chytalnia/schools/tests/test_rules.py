"""What a school promises: enrolment with a queue, a register that counts itself, certificates for whoever came enough."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chytalnia.journal.models import Fact
from chytalnia.lending.tests import factories as lending
from chytalnia.programmes import services as programmes
from chytalnia.schools import services
from chytalnia.schools.errors import SchoolError
from chytalnia.schools.models import Learner, Lesson
from chytalnia.schools.rules import earns, initials

from . import factories


@given(st.integers(0, 400), st.integers(0, 400), st.integers(1, 100))
def test_a_certificate_is_earned_by_the_share_exactly(attended, held, share):
    assert earns(attended, held, share) == (held > 0 and Fraction(attended, held) >= Fraction(share, 100))
    assert not earns(attended, held, share) or earns(attended + 1, held, share)


def test_a_stranger_reads_initials():
    assert initials("Коваль Олена Петрівна") == "К. О. П."
    assert initials("") == ""


def names(group):
    return sorted(group.learners.filter(left_on=None).values_list("name", flat=True))


@pytest.mark.django_db
def test_learners_follow_the_enrolment_and_its_queue(one, librarian):
    group = factories.group(one, by=librarian)
    first, second, third = (lesson.occasion for lesson in group.lessons.select_related("occasion"))
    assert [each.stage for each in (first, second, third)] == ["registration", "announced", "announced"]
    olena, _ivan, petro = (
        programmes.enrol(occasion=first, name=name, phone="1") for name in ("Олена", "Іван", "Петро")
    )
    assert petro.is_waiting
    assert names(group) == ["Іван", "Олена"]
    programmes.leave(enrolment=olena)
    assert names(group) == ["Іван", "Петро"]
    assert services.nightly(factories.DAY) == 0


@pytest.mark.django_db
def test_a_lesson_counts_heads_and_minutes_and_anew(one, librarian):
    group = factories.group(one, by=librarian)
    first = group.lessons.get(number=1).occasion
    child = lending.reader(one, birth_date=factories.DAY.replace(year=2014))
    programmes.enrol(occasion=first, reader=child, at_desk=True)
    programmes.enrol(occasion=first, name="Іван", phone="1")
    factories.let_pass(group)
    lesson = Lesson.objects.select_related("occasion__unit").get(group=group, number=1)
    with pytest.raises(SchoolError):
        services.count_lesson(lesson=lesson, by=librarian)
    learners = list(group.learners.all())
    services.note_attendance(group=group, pairs=[(lesson.pk, each.pk) for each in learners], lessons=[lesson])
    services.count_lesson(lesson=lesson, by=librarian)

    def standing(kind):
        return sorted(Fact.objects.standing().filter(kind=kind).values_list("audience", "quantity"))

    assert standing("schools.learning") == [("adults", 90), ("children", 90)]
    assert standing("schools.teaching") == [("", 90)]
    assert standing("visits.events") == [("adults", 1), ("children", 1)]
    services.note_attendance(group=group, pairs=[(lesson.pk, learners[0].pk)], lessons=[lesson])
    services.count_lesson(lesson=Lesson.objects.select_related("occasion__unit").get(pk=lesson.pk), by=librarian)
    assert sum(quantity for _band, quantity in standing("schools.learning")) == 90
    programmes.uncount(occasion=lesson.occasion, by=librarian)
    assert standing("schools.learning") == standing("schools.teaching") == []


@pytest.mark.django_db
def test_certificates_go_to_those_who_came_enough_once(one, librarian):
    group = factories.group(one, lessons=4, size=3, by=librarian)
    first = group.lessons.get(number=1).occasion
    for name in ("Часта", "Рідкісна"):
        programmes.enrol(occasion=first, name=name, phone="1")
    often, seldom = Learner.objects.get(name="Часта"), Learner.objects.get(name="Рідкісна")
    factories.let_pass(group)
    with pytest.raises(SchoolError, match="Not all"):
        services.certify(group=group, on=factories.DAY, by=librarian)
    lessons = list(group.lessons.select_related("occasion__unit"))
    pairs = [(each.pk, often.pk) for each in lessons[:3]] + [(each.pk, seldom.pk) for each in lessons[2:]]
    services.note_attendance(group=group, pairs=pairs, lessons=lessons)
    for lesson in lessons:
        services.count_lesson(lesson=lesson, by=librarian)
    made = services.certify(group=group, on=factories.DAY, by=librarian)
    assert [(each.learner, each.attended, each.held, each.hours) for each in made] == [(often, 3, 4, 4.5)]
    assert services.certify(group=group, on=factories.DAY, by=librarian) == []
