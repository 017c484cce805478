"""Pages of readers and screens of the desk: what they show, how many queries they take, whom they refuse."""

from __future__ import annotations

from datetime import timedelta

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from chytalnia.clubs import services
from chytalnia.clubs.models import Club, Membership, Wanted
from chytalnia.lending.tests import factories as lending
from chytalnia.network import memory
from chytalnia.people.models import User
from chytalnia.programmes.models import Occasion

from . import factories
from .factories import DAY

BACKEND = "django.contrib.auth.backends.ModelBackend"


def text_of(pdf):
    return "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))


def asked(client, address):
    client.get(address)
    memory.forget()
    with CaptureQueriesContext(connection) as told:
        page = client.get(address)
    assert page.status_code == 200
    return len(told)


@pytest.mark.django_db
def test_lists_take_as_many_queries_for_three_as_for_one(desk, one, units):
    def grow(title):
        club = factories.club(one, title=title)
        services.join(club=club, reader=lending.reader(one), on=DAY)
        factories.meeting(club, day=timezone.localdate() + timedelta(days=3))
        reading = services.begin_reading(club=club, work=lending.record(title).work, first_day=DAY)
        member = club.memberships.get()
        services.set_wanted(reading=reading, memberships=[member])

    def grow_inside(club):
        reader = lending.reader(one)
        member = services.join(club=club, reader=reader, on=DAY)
        services.set_present(occasion=factories.meeting(club), memberships=[member])
        reading = services.begin_reading(club=club, work=lending.record().work, first_day=DAY)
        services.set_wanted(reading=reading, memberships=[member])

    grow("Перший")
    club = Club.objects.get()
    grow_inside(club)
    meeting = Occasion.objects.filter(programme=club.pk, day=DAY).get()
    screens = ("club", "members", "plan", "reading", "passport")
    inside = [
        *(reverse(f"desk_clubs:{name}", args=[club.pk]) for name in screens),
        reverse("desk_clubs:year", args=[club.pk, DAY.year]),
        reverse("desk_clubs:protocol", args=[meeting.pk]),
        club.get_absolute_url(),
    ]
    lists = [reverse("clubs:index"), reverse("desk_clubs:index")]
    before = {address: asked(desk, address) for address in lists + inside}
    grow("Другий")
    grow("Третій")
    for _n in range(2):
        grow_inside(club)
    assert {address: asked(desk, address) for address in lists + inside} == before


@pytest.mark.django_db
def test_clubs_are_narrowed_by_library_age_and_interest(client, one, units):
    factories.club(one, title="Малеча", age_from=5, age_to=9, profile="family")
    factories.club(units["three"], title="Поліглот", profile="language", age_from=16)
    factories.club(one, title="Таємний", is_public=False)

    def shown(query):
        text = client.get(f"{reverse('clubs:index')}?{query}").content.decode()
        return [title for title in ("Малеча", "Поліглот", "Таємний") if title in text]

    assert shown("") == ["Малеча", "Поліглот"]
    assert shown("branch=north") == ["Малеча"]
    assert shown("age=20") == ["Поліглот"]
    assert shown("interest=family") == ["Малеча"]
    assert shown("interest=nothing&age=x&branch=nowhere") == ["Малеча", "Поліглот"]


@pytest.mark.django_db
def test_a_reader_joins_asks_for_a_copy_and_leaves_by_the_phone(client, one):
    club = factories.club(one)
    reading = services.begin_reading(club=club, work=lending.record("Тигролови").work, first_day=DAY)
    address = club.get_absolute_url()
    assert client.post(reverse("clubs:join", args=[club.pk])).url.startswith(reverse("account_login"))
    user = User.objects.create_user("reader", password="x")
    reader = lending.reader(one, user=user)
    client.force_login(user, backend=BACKEND)
    page = client.post(reverse("clubs:join", args=[club.pk]), follow=True).content.decode()
    member = Membership.objects.get(reader=reader)
    assert "Тигролови" in page
    assert reverse("clubs:leave", args=[club.pk]) in page
    stranger = services.join(club=club, reader=lending.reader(one), on=DAY)
    want = reverse("clubs:want", args=[club.pk])
    assert client.post(want, {"reading": reading.pk, "membership": stranger.pk, "want": "1"}).status_code == 404
    client.post(want, {"reading": reading.pk, "membership": member.pk, "want": "1"})
    assert Wanted.objects.get().membership == member
    assert str(club) in client.get(reverse("people:me")).content.decode()
    assert str(club) in client.get(reading.work.get_absolute_url()).content.decode()
    assert client.post(reverse("clubs:leave", args=[club.pk]), {"membership": member.pk}).url == address
    member.refresh_from_db()
    assert member.left_on == timezone.localdate()


@pytest.mark.django_db
def test_the_sheet_of_an_evening_and_its_papers(desk, one):
    club = factories.club(one, motto={"uk": "Читаємо разом"}, statute="Клуб збирається щомісяця.")
    members = [
        services.join(club=club, reader=lending.reader(one, surname=name), on=DAY) for name in ("Гнатюк", "Ющенко")
    ]
    meeting = factories.meeting(club)
    sheet = reverse("desk_clubs:protocol", args=[meeting.pk])
    told = {"here": [members[1].pk], "topic": "Поезія осені", "said": "Читали вголос", "decisions": "Запросити автора",
            "guest_children": "2", "count": "1"}  # fmt: skip
    assert desk.post(sheet, told).url == sheet
    assert Occasion.objects.get(pk=meeting.pk).stage == "counted"
    protocol = text_of(desk.get(reverse("desk_clubs:protocol_pdf", args=[meeting.pk])).content)
    assert "Ющенко" in protocol
    assert "Гнатюк" not in protocol
    assert "Запросити автора" in protocol
    year = reverse("desk_clubs:year", args=[club.pk, DAY.year])
    assert dict(desk.get(year).context["facts"])["Visits"] == 3
    assert "Поезія осені" in text_of(desk.get(reverse("desk_clubs:year_pdf", args=[club.pk, DAY.year])).content)
    passport = text_of(desk.get(reverse("desk_clubs:passport_pdf", args=[club.pk])).content)
    assert all(word in passport for word in ("Читаємо разом", "Гнатюк", "Клуб збирається"))


@pytest.mark.django_db
def test_a_club_is_made_at_the_desk_and_strangers_stay_out(desk, one, units):
    new = reverse("desk_clubs:new")
    assert desk.get(new).status_code == 200
    told = {"unit": one.pk, "title_uk": "Вишиванка", "profile": "craft", "rhythm": "week", "weekday": "2", "week": "1",
            "begins": "16:00", "minutes": "60", "audience": "adults", "joining": "open", "is_public": "on"}  # fmt: skip
    answer = desk.post(new, told)
    club = Club.objects.get()
    assert answer.url == reverse("desk_clubs:club", args=[club.pk])
    assert (club.programme.stage, club.weekday, str(club)) == ("running", 2, "Вишиванка")
    assert desk.post(new, told | {"age_from": "9", "age_to": "3"}).status_code == 400
    card = lending.reader(one).cards.get().number
    desk.post(reverse("desk_clubs:members", args=[club.pk]), {"card": card, "role": "leader"})
    assert club.memberships.get().role == "leader"
    abroad = factories.club(units["three"], title="Чужий")
    for name in ("club", "members", "plan", "edit", "passport"):
        assert desk.get(reverse(f"desk_clubs:{name}", args=[abroad.pk])).status_code == 403
    assert "Чужий" not in desk.get(reverse("desk_clubs:index")).content.decode()
