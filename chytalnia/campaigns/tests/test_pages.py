"""Pages of readers and screens of staff: a campaign lived through, and lists that ask the same however long they are."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from chytalnia.campaigns.models import Campaign, Diploma, Line, Member, Participant
from chytalnia.campaigns.services import diary, diplomas, drawing, libraries
from chytalnia.lending.tests import factories as stock
from chytalnia.network import memory
from chytalnia.people.models import User
from chytalnia.wire import draws

from .factories import campaign, fresh, over, participant

pytestmark = pytest.mark.usefixtures("english")
HERE = timezone.localdate


@pytest.fixture
def reader(one):
    return stock.reader(one, user=User.objects.create_user("reader-one"), birth_date=HERE() - timedelta(days=4000))


def address(name, *args):
    return reverse(f"campaigns:{name}", args=args)


def desk(name, *args):
    return reverse(f"desk_campaigns:{name}", args=args)


def test_a_methodologist_invites_a_librarian_accepts_and_a_reader_writes(units, one, staff, signed, reader, client):
    signed(staff("methodologist", units["region"]))
    here = HERE()
    form = {
        "unit": units["region"].pk, "format_code": "reading_marathon", "title_uk": "Марафон", "score": "pages",
        "first_day": here.isoformat(), "last_day": (here + timedelta(days=20)).isoformat(), "audience": "mixed",
        "back_days": "7", "among": "all", "open_to_readers": "on", "is_public": "on", "goal": "1000", "prizes": "1",
    }  # fmt: skip
    client.post(desk("new"), form)
    made = Campaign.objects.get()
    assert client.get(made.get_absolute_url()).status_code == 404
    client.post(desk("move", made.pk), {"move": "announce"})
    assert fresh(made).stage == "draft"
    client.post(desk("edit", made.pk), form | {"goals_uk": "Читати", "task_uk": "Щодня"})
    client.post(desk("move", made.pk), {"move": "announce"})
    client.post(desk("move", made.pk), {"move": "begin"})
    inviting = desk("invite", made.pk)
    one_of_north = f"{inviting}?q={units['two'].code}&under={units['north'].pk}"
    assert [row[0] for row in client.get(one_of_north).context["rows"]] == [units["two"]]
    client.post(one_of_north, {"pk": [one.pk, units["two"].pk]})
    assert [each.unit for each in Member.objects.all()] == [units["two"]]
    client.post(desk("withdraw", Member.objects.get().pk))
    client.post(inviting)
    assert not Member.objects.exists()
    client.post(f"{inviting}?under={units['region'].pk}", {"all": "1"})
    assert fresh(made).stage == "running"
    assert Member.objects.filter(state="invited").count() == 3

    signed(staff("librarian", one))
    assert "Марафон" in client.get(desk("home")).content.decode()
    member = Member.objects.get(unit=one)
    assert client.post(desk("answer", Member.objects.get(unit=units["two"]).pk)).status_code == 403
    client.post(desk("answer", member.pk), {"answer": "yes"})
    assert fresh(member).state == "joined"

    client.force_login(reader.user, backend="django.contrib.auth.backends.ModelBackend")
    told = client.post(address("join", made.slug), {"whose": "me", "member": member.pk, "nick": "Сова"}, follow=True)
    mine = Participant.objects.get()
    assert "Сова" in told.content.decode()
    line = {"key": uuid.uuid4(), "amount": "30", "day": here.isoformat(), "book": "Тигролови"}
    for _n in range(2):
        client.post(address("own", mine.pk), line)
    again = client.post(address("own", mine.pk), line, HTTP_ACCEPT="application/json")
    assert again.json() == {"url": address("own", mine.pk)}
    assert fresh(member).total == 30
    refused = client.post(address("own", mine.pk), line | {"amount": "0"}, HTTP_ACCEPT="application/json")
    assert (refused.status_code, bool(refused.json()["refused"])) == (422, True)
    client.post(address("line", Line.objects.get().pk), line | {"amount": "40"})
    assert fresh(member).total == 40
    page = client.get(address("league", made.slug)).content.decode()
    assert ">40<" in page
    assert reader.surname not in client.get(member.get_absolute_url()).content.decode()
    other = stock.reader(one, user=User.objects.create_user("reader-two"))
    client.force_login(other.user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(address("own", mine.pk)).status_code == 403
    assert client.post(address("remove", Line.objects.get().pk)).status_code == 403


def test_the_end_an_open_draw_and_diplomas_that_are_checked(units, one, staff, signed, client, reader):
    made = campaign(units["region"], joined=[one, units["two"]], prizes=1, among="all", finish_at=50)
    mine = participant(made, one, reader=reader, nick="Сова")
    other = participant(made, units["two"], nick="Їжак")
    diary.write(participant=mine, day=HERE() - timedelta(days=1), amount=60)
    diary.write(participant=other, day=HERE() - timedelta(days=1), amount=10)
    promise = made.draw.commitment
    assert promise in client.get(address("draw", made.slug)).content.decode()
    made = over(made)
    signed(staff("methodologist", units["region"]))
    client.post(desk("move", made.pk), {"move": "tell"})
    assert fresh(made).stage == "finished"
    client.post(desk("end", made.pk), {"what": "draw", "public": "4 6 1"})
    assert not fresh(made.draw).is_drawn
    client.post(desk("end", made.pk), {"what": "freeze"})
    assert client.get(address("draw_file", made.slug)).status_code == 404
    page = client.get(address("draw", made.slug)).content.decode()
    assert fresh(made.draw).entrants_sha256 in page
    assert fresh(made.draw).seed not in page
    client.post(desk("end", made.pk), {"what": "draw", "public": "4 6 1"})
    client.post(desk("end", made.pk), {"what": "draw", "public": "1 1 1"})
    told = draws.verify(client.get(address("draw_file", made.slug)).content.decode(), promised=promise)
    assert (told.agrees, told.entrants, told.winners) == (True, 2, fresh(made.draw).winners)
    assert drawing.holds(fresh(made.draw))
    client.post(desk("end", made.pk), {"what": "diplomas"})
    assert diplomas.issue(campaign=made) == 0
    assert sorted(Diploma.objects.values_list("merit", flat=True)) == [
        "finisher",
        "library",
        "library",
        "participant",
        "winner",
    ]
    client.post(desk("move", made.pk), {"move": "tell"})
    assert fresh(made).stage == "results"
    assert client.get(desk("diplomas", Member.objects.get(unit=one).pk)).content.startswith(b"%PDF")
    assert client.get(desk("certificates", made.pk)).content.startswith(b"%PDF")
    client.force_login(reader.user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(address("own_diploma", mine.pk)).content.startswith(b"%PDF")
    client.logout()
    one_of = Diploma.objects.get(merit="finisher")
    page = client.get(address("diploma", one_of.code)).content.decode()
    assert "Сова" in page
    assert reader.surname not in page
    assert client.get(address("diploma", "0" * 10)).status_code == 404


def test_paper_diaries_posts_and_corrections_by_a_librarian(units, one, staff, signed, client):
    made = campaign(units["region"], joined=[one, units["two"]], elements={"uk": "хештег"})
    member = Member.objects.get(unit=one)
    signed(staff("librarian", one))
    client.post(
        desk("take_part", member.pk), {"nick": "3-Б клас", "kind": "group", "people": "20", "audience": "age_7_9"}
    )
    team = Participant.objects.get()
    day = HERE().isoformat()
    rows = {
        "who_0": team.pk,
        "day_0": day,
        "amount_0": "12",
        "book_0": "Енеїда",
        "day_1": day,
        "amount_1": "8",
        "day_2": day,
    }
    client.post(desk("paper", member.pk), rows | {f"key_{n}": uuid.uuid4() for n in range(3)})
    assert (fresh(team).total, fresh(team).lines, fresh(member).participants) == (20, 2, 1)
    line = Line.objects.order_by("pk")[0]
    client.post(desk("line", line.pk), {"day": day, "amount": "15"})
    client.post(desk("line", Line.objects.order_by("pk")[1].pk), {"remove": "1"})
    assert fresh(member).total == 15
    post = {"link": "https://site.ua/1", "title": "Читаємо", "day": day}
    assert client.post(desk("post", member.pk), post).status_code == 200
    assert client.post(desk("post", member.pk), post | {"ticks": ["0"]}).status_code == 302
    assert "https://site.ua/1" in client.get(made.get_absolute_url()).content.decode()
    foreign = participant(made, units["two"])
    assert client.get(desk("participant", foreign.pk)).status_code == 403
    assert client.post(desk("judge", member.entries.get().pk), {"good": "1"}).status_code == 403
    signed(staff("methodologist", units["region"]))
    client.post(desk("judge", member.entries.get().pk), {"good": "0", "answer": "Немає хештегу"})
    assert fresh(member).posts == 0


def test_the_league_by_people_and_by_readers_and_a_piece_that_has_not_changed(units, one, client):
    one.population, units["two"].population = 1000, 100
    one.save()
    units["two"].save()
    made = campaign(units["region"], joined=[one, units["two"], units["three"]])
    Member.objects.filter(unit=one).update(readers=10)
    for code, amount in (("one", 90), ("two", 30), ("three", 90)):
        diary.write(participant=participant(made, units[code]), day=HERE(), amount=amount)
    memory.forget()

    def order(by):
        return [str(line.library) for line in client.get(address("league", made.slug), {"by": by}).context["standings"]]

    assert order("") == ["One", "Three", "Two"]
    assert order("people") == ["Two", "One", "Three"]
    assert order("readers") == ["One", "Two", "Three"]
    places = [line.place for line in client.get(address("league", made.slug)).context["standings"]]
    assert places == [1, 1, 3]
    for name in ("league", "total"):
        piece = client.get(address(name, made.slug), headers={"HX-Request": "true"})
        same = client.get(address(name, made.slug), headers={"HX-Request": "true", "If-None-Match": piece["ETag"]})
        assert (piece.status_code, same.status_code) == (200, 304)
        diary.write(participant=Participant.objects.first(), day=HERE(), amount=1)
        other = client.get(address(name, made.slug), headers={"HX-Request": "true", "If-None-Match": piece["ETag"]})
        assert other.status_code == 200


def _more(made, units, n):
    for code in ("one", "two", "three")[:n]:
        libraries.join(campaign=made, unit=units[code])
        for _n in range(n):
            who = participant(made, units[code])
            for _m in range(n):
                diary.write(participant=who, day=HERE(), amount=5, book=diary.Book("Кобзар"))
        libraries.post(
            member=made.members.get(unit=units[code]), link=f"https://site.ua/{code}", day=HERE(), title="Пост"
        )


PAGES = [
    ("campaigns:campaigns", []), ("campaigns:campaign", ["slug"]), ("campaigns:league", ["slug"]),
    ("campaigns:libraries", ["slug"]), ("campaigns:library", ["slug", "unit"]), ("desk_campaigns:home", []),
    ("desk_campaigns:campaign", ["pk"]), ("desk_campaigns:libraries", ["pk"]), ("desk_campaigns:posts", ["pk"]),
    ("desk_campaigns:people", ["pk"]), ("desk_campaigns:library", ["member"]), ("desk_campaigns:participant", ["one"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_a_list_asks_the_database_the_same_for_one_row_and_for_three(name, args, units, staff, signed, client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    signed(staff("director", units["region"]))
    asked = []
    for n in (1, 3):
        made = campaign(units["region"])
        _more(made, units, n)
        if name == "desk_campaigns:home" and n == 3:
            campaign(units["region"], stage="announced")
        member = made.members.get(unit=units["one"])
        known = {"slug": made.slug, "pk": made.pk, "unit": "one", "member": member.pk, "one": member.people.first().pk}
        path = reverse(name, args=[known[each] for each in args])
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_every_other_screen_opens(units, one, staff, signed, client, reader):
    made = campaign(units["region"], score="parts", stage="draft", prizes=1)
    signed(staff("director", units["region"]))
    client.post(desk("parts", made.pk), {"title_uk": "Трейлер", "opens_on": HERE().isoformat(), "word": "Знайко"})
    made.move("announce")
    libraries.join(campaign=made, unit=one)
    made.move("begin")
    member = made.members.get()
    mine = participant(made, one, reader=reader, nick="Сова")
    for path in (
        desk("parts", made.pk), desk("ending", made.pk), desk("new") + "?format=online_combo", desk("edit", made.pk),
        desk("take_part", member.pk), desk("paper", member.pk), desk("post", member.pk), desk("rules", made.pk),
        address("rules", made.slug), address("rules_pdf", made.slug), address("draw", made.slug),
        made.programme.get_absolute_url(), reverse("desk_programmes:programme", args=[made.programme_id]),
        one.get_absolute_url(), reverse("portal:start"),
    ):  # fmt: skip
        assert client.get(path).status_code == 200, path
    client.force_login(reader.user, backend="django.contrib.auth.backends.ModelBackend")
    client.post(address("collect", mine.pk, made.parts.get().pk), {"word": "знайко"})
    assert fresh(mine).total == 1
    for path in (
        address("mine"),
        address("own", mine.pk),
        reverse("people:me"),
        address("join", made.slug),
        address("books") + "?book=коб",
    ):
        assert client.get(path).status_code == 200, path
    client.post(address("wish", mine.pk), {"what": "nick", "nick": "Пугач"})
    assert fresh(mine).nick == "Пугач"
    client.post(address("wish", mine.pk), {"what": "leave"})
    assert fresh(mine).reader is None


def test_who_runs_a_campaign_sees_nicks_and_not_readers_of_other_libraries(units, staff, signed):
    far = units["three"]
    made, reader = campaign(units["north"], joined=[far]), stock.reader(far)
    page = desk("participant", participant(made, far, reader=reader, nick="Сова").pk)
    assert reader.surname in signed(staff("librarian", far)).get(page).content.decode()
    seen = signed(staff("methodologist", units["north"])).get(page).content.decode()
    assert "Сова" in seen
    assert reader.surname not in seen
