"""What readers, children with a sheet, stations and commissions meet on screen; and what nobody may see."""

from __future__ import annotations

import json
import re
import uuid
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chytalnia.core.models import AuditEntry
from chytalnia.voting import entries, papers
from chytalnia.voting.models import Candidate, Mark, SealedBallot
from chytalnia.voting.services import casting, nominating, preparing, rolling, stations

from .factories import (
    HEROES,
    at,
    called,
    closed,
    in_campaign,
    number,
    polls_open,
    reader,
    staff,
    stand,
    station_of,
    token,
    vote,
)
from .factories import library as made_library

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture(autouse=True)
def _counted_anew():
    cache.clear()


@pytest.fixture
def library(tmp_path):
    return made_library(tmp_path)


@pytest.fixture
def somebody(library):
    return reader(library[1], 1, account=True)


def page(name, election, *more):
    return reverse(f"voting:{name}", args=[election.slug, *more])


def voted_by(client, who, election, hero="Мавка"):
    """A reader votes through the pages; returns the page of the receipt and the fields that were sent."""
    client.force_login(who.user, backend="django.contrib.auth.backends.ModelBackend")
    ballot = client.get(page("vote", election)).content.decode()
    found = {n: re.search(rf'name="{n}" value="([^"]*)"', ballot)[1] for n in ("token", "seen")}
    fields = {**found, "choice": str(number(election, hero))}
    confirm = client.post(page("vote", election), fields)
    assert hero in confirm.content.decode()
    assert not Mark.objects.exists()
    return client.post(page("vote", election), {**fields, "sure": "1"}), fields


def test_a_reader_votes_and_the_receipt_is_kept_nowhere(client, library, somebody):
    election = polls_open(library[0])
    answer, fields = voted_by(client, somebody, election)
    code = SealedBallot.objects.get().code

    assert code in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert code not in str([session.get_decoded() for session in Session.objects.all()])
    assert not AuditEntry.objects.filter(act__startswith="voting.", by_id=somebody.user_id).exists()
    again = client.post(page("vote", election), {**fields, "sure": "1"})
    assert code in again.content.decode()
    assert SealedBallot.objects.count() == 1


def test_a_receipt_is_checked_after_closing_and_tells_no_choice(client, library, somebody):
    election = polls_open(library[0])
    voted_by(client, somebody, election)
    code = SealedBallot.objects.get().code
    before = client.post(page("receipt", election), {"code": code}).content.decode()
    closed(election)
    election.move("sign")
    after = client.post(page("receipt", election), {"code": code.lower()}).content.decode()
    wrong = client.post(page("receipt", election), {"code": "0000-0000-0000-0000"}).content.decode()

    assert "Your ballot is counted." not in before
    assert "Your ballot is counted." in after
    assert "Мавка" not in after
    assert "This code is not on the list." in wrong
    assert code in client.get(page("list", election)).content.decode()


SECRET_PAGES = ("list", "file", "protocol")


def test_nobody_sees_a_result_before_the_protocol_is_signed(client, admin_client, library, somebody):
    election = polls_open(library[0], stations=[library[1]])
    vote(election, somebody, "Мавка")
    for _stage in ("voting", "counting"):
        for name in SECRET_PAGES:
            assert client.get(page(name, election)).status_code == 404
        shown = client.get(page("election", election)).content.decode()
        assert "The result" not in shown
        desk = admin_client.get(reverse("desk_voting:election", args=[election.pk])).content.decode()
        assert "Result" not in desk.replace("Result published", "")
        assert admin_client.get(reverse("desk_voting:protocol", args=[election.pk])).status_code == 302
        if election.stage == "voting":
            closed(election)
    assert not any("votes" in json.dumps(e.after) for e in AuditEntry.objects.filter(act__startswith="voting."))


def test_who_is_not_on_the_roll_is_told_where_to_go(client, library):
    election = polls_open_with_one(library)
    late = reader(library[1], 9, account=True)
    client.force_login(late.user, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(page("vote", election))
    assert answer.status_code == 409
    assert "You are not on the roll" in answer.content.decode()


def polls_open_with_one(library, **values):
    reader(library[1], 50)
    return polls_open(library[0], **values)


def test_a_child_votes_with_a_code_of_the_sheet_on_a_tablet(client, library):
    election = in_campaign(library[0], roll_kind="codes")
    sheet = rolling.print_sheet(
        election=election, unit=library[1], name="5-А", teacher="І. Мороз", size=2, key=uuid.uuid4()
    )
    code = rolling.codes_of(sheet)[0]
    assert papers.sheet(sheet, rolling.codes_of(sheet)).startswith(b"%PDF")
    rolling.freeze(election=election)
    hour = timedelta(hours=1)
    at(election, nomination_until=-4 * hour, silence_from=-3 * hour, opens_at=-2 * hour, closes_at=2 * hour)
    election.move("open_polls")

    kiosk = page("kiosk", election)
    assert "There is no such code" in client.post(kiosk, {"code": "AAAA-BBBB-CCCC"}).content.decode()
    ballot = client.post(kiosk, {"code": code}).content.decode()
    secret = re.search(r'name="token" value="([^"]*)"', ballot)[1]
    done = client.post(kiosk, {"code": code, "token": secret, "seen": "0", "choice": "0", "sure": "1"})
    assert SealedBallot.objects.get().code in done.content.decode()
    assert done["Refresh"].startswith("45;")
    assert "used already" in client.post(kiosk, {"code": code}).content.decode()


def test_a_station_marks_by_card_and_shows_a_code_once(client, library, somebody):
    election = polls_open(library[0], stations=[library[1]])
    table = reverse("desk_voting:station", args=[station_of(election, library[1]).pk])
    clerk, stranger = staff(library[1], "librarian"), staff(library[2], "librarian")
    client.force_login(stranger)
    assert client.get(table).status_code == 403
    client.force_login(clerk)
    card = somebody.cards.get().number
    assert "On the roll, has not voted." in client.post(table, {"card": card}).content.decode()
    fields = {"card": card, "act": "tablet", "key": str(uuid.uuid4())}
    first, again = (client.post(table, fields).content.decode() for _time in range(2))
    code = re.search(r"election-code\">([^<]*)<", first)[1]
    assert code in again
    assert Mark.objects.count() == 1
    assert "Has voted already" in client.post(table, {"card": card}).content.decode()


def test_a_reader_nominates_one_hero(client, library, somebody):
    election = called(library[0])
    election.move("announce")
    client.force_login(somebody.user, backend="django.contrib.auth.backends.ModelBackend")
    work = stand_work()
    fields = {"work": work.pk, "hero": "Лукаш", "slogan": "Сопілка", "programme": "", "agent": "6-А"}
    assert client.post(page("nominate", election), fields).status_code == 302
    assert (Candidate.objects.get().stage, Candidate.objects.get().hero["en"]) == ("proposed", "Лукаш")
    again = client.post(page("nominate", election), {**fields, "hero": "Інший"}).content.decode()
    assert "one reader, one nomination" in again


def stand_work():
    from chytalnia.catalogue.models import Work

    return Work.objects.order_by("pk").first()


def test_nothing_is_published_in_the_silence(client, library):
    election = in_campaign(library[0])
    nominating.add_material(election=election, title={"en": "A poster by hand"})
    assert "A poster by hand" in client.get(page("election", election)).content.decode()
    at(election, nomination_until=timedelta(hours=-2), silence_from=timedelta(hours=-1))
    assert "A poster by hand" not in client.get(page("election", election)).content.decode()


@pytest.mark.parametrize(("heroes", "elections"), [(2, 1), (3, 3)])
def test_pages_ask_as_often_for_one_row_as_for_three(client, library, heroes, elections, django_assert_num_queries):
    polls = polls_open_with_one(library, heroes=HEROES[:heroes])
    for _n in range(elections - 1):
        in_campaign(library[0])
    client.get(page("election", polls))
    for name, count in (("election", 9), ("elections", 3), ("candidate", 11)):
        cache.clear()
        more = {"candidate": [polls.candidates.first().pk]}.get(name, [])
        address = reverse("voting:elections") if name == "elections" else page(name, polls, *more)
        with django_assert_num_queries(count):
            client.get(address)


def test_the_desk_asks_as_often_for_one_election_as_for_three(client, library):
    client.force_login(staff(library[0]))
    asked = []
    for more in (0, 1, 2):
        for _n in range(more):
            in_campaign(library[0])
        client.get(reverse("desk_voting:home"))
        with CaptureQueriesContext(connection) as context:
            client.get(reverse("desk_voting:home"))
        asked.append(len(context))
    assert asked[1] == asked[2]


def test_elections_are_found_by_hero_and_book(library):
    election = in_campaign(library[0])
    entry = next(iter(entries.build([election.pk])))
    assert (entry.title, "Мавка" in entry.subjects, "Книга 0" in entry.other) == ("Вибори героя", True, True)
    assert list(entries.build([called(library[0]).pk])) == []


def test_the_commission_works_through_the_desk(client, library, somebody):
    director = staff(library[0])
    client.force_login(director)
    election = called(library[0])
    home = reverse("desk_voting:election", args=[election.pk])
    move = reverse("desk_voting:move", args=[election.pk])
    client.post(move, {"move": "announce", "seen": "decree"})
    election.refresh_from_db()
    for candidate in stand(election):
        client.post(
            reverse("desk_voting:candidate_move", args=[candidate.pk]), {"move": "register", "seen": "proposed"}
        )
    for name in ("close_nomination", "begin_campaign"):
        client.post(move, {"move": name})
    client.post(reverse("desk_voting:freeze", args=[election.pk]))
    election.refresh_from_db()
    assert (election.stage, election.is_frozen, election.is_drawn) == ("campaign", True, True)
    assert "Draw another face" in client.get(reverse("desk_voting:candidate", args=[candidate.pk])).content.decode()
    for address in (home, reverse("desk_voting:home"), reverse("desk_voting:edit", args=[election.pk]),
                    reverse("desk_voting:commission", args=[election.pk]), reverse("desk_voting:new"),
                    reverse("desk_voting:material_new", args=[election.pk]),
                    reverse("desk_voting:candidate_new", args=[election.pk])):  # fmt: skip
        assert client.get(address).status_code == 200
    assert client.get(reverse("desk_voting:ballot", args=[election.pk])).content.startswith(b"%PDF")


def test_a_clerk_of_another_system_sees_nothing_of_it(client, library, tmp_path):
    from chytalnia.catalogue.tests.factories import system

    election = in_campaign(library[0])
    client.force_login(staff(system("elsewhere")[1], "librarian"))
    assert client.get(reverse("desk_voting:election", args=[election.pk])).status_code == 404


def test_one_person_does_not_see_what_another_has_counted(client, library, somebody):
    election = polls_open(library[0], stations=[library[1]])
    station = station_of(election, library[1])
    stations.hand_out(station=station, entry=casting.entry_of(election, somebody), how="paper", key=uuid.uuid4())
    closed(election)
    address = reverse("desk_voting:count", args=[station.pk])
    fields = {"found": 1, "invalid": 0, "unused": 0, **{f"votes_{n}": int(n == 1) for n in (1, 2, 3)}}
    for name in ("one", "two"):
        client.force_login(staff(library[1], "librarian", name))
        form = client.get(address).context["form"]
        assert form.initial == {}
        client.post(address, fields)
    election.move("sign")
    assert election.publication.result["1"] == 1


def test_the_token_of_a_page_is_never_the_same(client, library, somebody):
    election = polls_open(library[0])
    client.force_login(somebody.user, backend="django.contrib.auth.backends.ModelBackend")
    seen = {
        re.search(r'name="token" value="([^"]*)"', client.get(page("vote", election)).content.decode())[1]
        for _n in range(3)
    }
    assert len(seen | {token()}) == 4


def test_a_member_of_the_commission_checks_candidates_and_counts_whatever_their_role(client, library):
    election = called(library[0])
    candidate = stand(election)[0]
    member = staff(library[2], "cataloguer", "member")
    other = staff(library[0], "cataloguer", "other")
    preparing.appoint(
        election=election, members=[("Голова", "chair", None), ("Член", "member", member), ("Ще", "member", None)]
    )
    pages = {name: reverse(f"desk_voting:{name}", args=[pk]) for name, pk in (
        ("election", election.pk), ("candidate", candidate.pk), ("material_new", election.pk), ("edit", election.pk),
    )}  # fmt: skip
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    assert [client.get(pages[name]).status_code for name in pages] == [200, 403, 403, 403]
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    assert [client.get(pages[name]).status_code for name in pages] == [200, 200, 200, 403]
    client.post(
        reverse("desk_voting:candidate_move", args=[candidate.pk]), {"move": "decline", "seen": candidate.stage}
    )
    candidate.refresh_from_db()
    assert candidate.stage == "declined"
