"""Pages of learners and screens of the desk: the register, homework, the check of a certificate by a stranger."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from chytalnia.core.words import day_in_words
from chytalnia.lending.tests import factories as lending
from chytalnia.network import memory
from chytalnia.network.models import OpeningInterval
from chytalnia.people.models import User
from chytalnia.people.readers import services as readers
from chytalnia.programmes import services as programmes
from chytalnia.programmes.models import Letter
from chytalnia.schools import services
from chytalnia.schools.models import Certificate, Course, HandedIn, Learner

from . import factories

BACKEND = "django.contrib.auth.backends.ModelBackend"


def asked(client, address):
    client.get(address)
    memory.forget()
    with CaptureQueriesContext(connection) as told:
        page = client.get(address)
    assert page.status_code == 200
    return len(told)


@pytest.mark.django_db
def test_screens_take_as_many_queries_for_three_as_for_one(desk, one, librarian):
    group = factories.group(one, size=9, by=librarian)
    first = group.lessons.get(number=1)

    def grow():
        reader = lending.reader(one)
        enrolment = programmes.enrol(occasion=first.occasion, reader=reader, at_desk=True)
        learner = Learner.objects.get(enrolment=enrolment)
        services.hand_in(lesson=first, learner=learner, text="Лист")

    grow()
    addresses = [
        reverse("desk_schools:index"),
        reverse("desk_schools:group", args=[group.pk]),
        reverse("desk_schools:lesson", args=[first.pk]),
    ]
    before = {address: asked(desk, address) for address in addresses}
    grow()
    grow()
    factories.group(one, title="Інший", by=librarian)
    factories.group(one, title="Третій", by=librarian)
    assert {address: asked(desk, address) for address in addresses} == before


@pytest.mark.django_db
@pytest.mark.usefixtures("english")
def test_who_opens_a_group_reads_that_its_first_lesson_is_on_another_day_than_asked(desk, one, librarian):
    course = factories.group(one, by=librarian).course
    open_on = factories.AHEAD + timedelta(days=1)
    OpeningInterval.objects.create(unit=one, weekday=open_on.weekday(), opens="09:00", closes="18:00")
    form = {"name": "Друга", "begins": "10:00", "every": "7", "size": "5", "announce": "on"}
    told = desk.post(
        reverse("desk_schools:course", args=[course.pk]), form | {"first_day": factories.AHEAD.isoformat()}, follow=True
    )
    said = [str(each) for each in told.context["messages"]]
    assert "closed" in said[1]
    assert all(day_in_words(open_on) in each for each in said[:2])
    plain = desk.post(
        reverse("desk_schools:course", args=[course.pk]),
        form | {"name": "Ще", "first_day": open_on.isoformat()},
        follow=True,
    )
    assert len(plain.context["messages"]) == 1


@pytest.mark.django_db
def test_learners_are_told_that_a_later_lesson_is_moved_or_called_off(one, librarian):
    group = factories.group(one, by=librarian)
    first, second, third = (each.occasion for each in group.lessons.select_related("occasion__unit").order_by("number"))
    programmes.enrol(occasion=first, name="Коваль Олена", email="olena@example.org")
    for occasion in (second, third):
        programmes.move(
            occasion=occasion,
            starts_at=occasion.starts_at + timedelta(hours=1),
            ends_at=occasion.ends_at + timedelta(hours=1),
        )
    second.refresh_from_db()
    second.move("cancel")
    told = Letter.objects.exclude(kind="booked").order_by("pk")
    assert [(each.occasion, each.kind, each.email) for each in told] == [
        (second, "changed", "olena@example.org"), (third, "changed", "olena@example.org"),
        (second, "cancelled", "olena@example.org"),
    ]  # fmt: skip


@pytest.mark.django_db
def test_homework_goes_from_the_account_to_the_teacher_and_back(desk, client, one, librarian):
    group = factories.group(one, by=librarian)
    lesson = group.lessons.get(number=1)
    user = User.objects.create_user("learner", password="x")
    programmes.enrol(occasion=lesson.occasion, reader=lending.reader(one, user=user), at_desk=True)
    learner = group.learners.get()
    here = reverse("desk_schools:lesson", args=[lesson.pk])
    desk.post(here, {"theme": "Пошта", "homework": "Надішліть листа", "here": [learner.pk]})
    assert learner.attended.count() == 1
    client.force_login(user, backend=BACKEND)
    mine = reverse("schools:mine", args=[learner.pk])
    assert "Надішліть листа" in client.get(mine).content.decode()
    assert mine in client.get(reverse("people:me")).content.decode()
    client.post(mine, {"lesson": lesson.pk, "text": "Готово"})
    client.force_login(librarian, backend=BACKEND)
    handed = HandedIn.objects.get()
    client.post(
        reverse("desk_schools:lesson_act", args=[lesson.pk]), {"handed": handed.pk, "mark": "12", "comment": "Гарно"}
    )
    client.force_login(user, backend=BACKEND)
    assert "Гарно" in client.get(mine).content.decode()
    client.post(mine, {"lesson": lesson.pk, "text": "Інакше"})
    assert HandedIn.objects.get().text == "Готово"
    other = User.objects.create_user("other", password="x")
    lending.reader(one, user=other)
    client.force_login(other, backend=BACKEND)
    assert client.get(mine).status_code == 404


@pytest.mark.django_db
def test_a_parent_hands_in_for_a_child_and_only_reads_what_a_teenager_shows(client, one, librarian):
    group = factories.group(one, by=librarian)
    lesson = group.lessons.get(number=1)
    user = User.objects.create_user("parent", password="x", language="en")
    mother = lending.reader(one, user=user)
    today = timezone.localdate()
    learners = {}
    for name, years in (("child", 9), ("teenager", 16)):
        reader = lending.reader(one, birth_date=today - timedelta(days=366 * years))
        readers.join_household(reader=reader, of=mother, role="child")
        programmes.enrol(occasion=lesson.occasion, reader=reader, at_desk=True)
        learners[name] = group.learners.get(reader=reader)
    client.force_login(user, backend=BACKEND)
    child, teenager = (reverse("schools:mine", args=[learner.pk]) for learner in learners.values())
    me = client.get(reverse("people:me")).content.decode()
    assert (child in me, teenager in me) == (True, False)
    tickets = [learners[name].enrolment.get_absolute_url() for name in ("child", "teenager")]
    assert [ticket in me for ticket in tickets] == [True, False]
    client.post(child, {"lesson": lesson.pk, "text": "Готово"})
    assert client.get(teenager).status_code == 404
    readers.change(reader=learners["teenager"].reader, shows_parents=True)
    me = client.get(reverse("people:me")).content.decode()
    assert teenager in me
    # What is shown is seen, not acted upon: whoever has the ticket can give the place up.
    assert tickets[1] not in me
    page = client.get(teenager).content.decode()
    assert "who lets you see it" in page
    assert 'name="text"' not in page
    assert client.post(teenager, {"lesson": lesson.pk, "text": "Чуже"}).status_code == 404
    assert [each.text for each in HandedIn.objects.all()] == ["Готово"]


@pytest.mark.django_db
def test_a_stranger_checks_a_certificate_and_reads_initials(client, one, librarian):
    group = factories.group(one, by=librarian)
    programmes.enrol(occasion=group.lessons.get(number=1).occasion, name="Коваль Олена", phone="1")
    learner = group.learners.get()
    made = Certificate.objects.create(learner=learner, issued_on=factories.DAY, attended=3, held=4, minutes=270)
    page = client.get(made.get_absolute_url())
    text = page.content.decode()
    assert "К. О." in text
    assert "Коваль" not in text
    assert page["X-Robots-Tag"] == "noindex"
    Certificate.objects.update(shows_name=True)
    assert "Коваль Олена" in client.get(made.get_absolute_url()).content.decode()
    services.withdraw(certificate=made, on=factories.DAY, by=librarian)
    assert "Withdrawn" in client.get(made.get_absolute_url()).content.decode()
    assert client.get(reverse("schools:check", args=["XXXXX-XXXXX"])).status_code == 404


@pytest.mark.django_db
def test_a_course_and_a_group_are_made_at_the_desk(desk, one, librarian):
    told = {"unit": one.pk, "title_uk": "Англійська", "subject": "language", "lessons": "3", "minutes": "60",
            "audience": "adults", "plan": "Перша\nДруга", "is_public": "on"}  # fmt: skip
    assert desk.post(reverse("desk_schools:new"), told | {"age_from": "60", "age_to": "6"}).status_code == 400
    answer = desk.post(reverse("desk_schools:new"), told)
    course = Course.objects.get()
    assert answer.url == reverse("desk_schools:course", args=[course.pk])
    form = {
        "name": "Вечірня",
        "first_day": "2090-03-01",
        "begins": "18:00",
        "every": "7",
        "size": "8",
        "announce": "on",
    }
    # A slip in the year, to the end of time: no lesson is made, and nothing breaks.
    assert desk.post(answer.url, form | {"first_day": "9999-12-31"}).status_code == 400
    desk.post(answer.url, form)
    group = course.groups.get()
    assert "Вечірня" in desk.get(reverse("schools:index")).content.decode()
    assert [str(each) for each in group.lessons.all()] == ["1. Перша", "2. Друга", "3. "]
    assert desk.post(answer.url, form).status_code == 400
    assert desk.get(reverse("desk_schools:register_pdf", args=[group.pk])).content.startswith(b"%PDF")
    assert "Вечірня" in desk.get(course.get_absolute_url()).content.decode()
    assert desk.get(reverse("schools:handout", args=[group.lessons.first().pk])).status_code == 200
