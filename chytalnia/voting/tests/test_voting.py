"""One reader, one vote; secret; nothing lost, nothing twice; the list that was published is the box that was closed."""

from __future__ import annotations

import json
import uuid
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from chytalnia.catalogue.models import Work
from chytalnia.core import nights
from chytalnia.core.stages import RefusedMoveError
from chytalnia.journal import queries as journal
from chytalnia.people.readers import services as people
from chytalnia.voting import papers
from chytalnia.voting.errors import (
    AlreadyVoted,
    CodeUsed,
    KeyChanged,
    LaterVote,
    NominatedAlready,
    NotACandidate,
    NotOnRoll,
    PollsClosed,
    RollFrozen,
    SettledAlready,
    StalePage,
    UnknownCode,
    WrongTally,
)
from chytalnia.voting.models import Ballot, Box, Election, Mark, RollEntry, SealedBallot, Slip
from chytalnia.voting.services import casting, counting, nominating, preparing, rolling, stations, timely
from chytalnia.wire import ballots

from .factories import (
    at,
    called,
    closed,
    in_campaign,
    number,
    polls_open,
    reader,
    staff,
    station_of,
    token,
    vote,
)
from .factories import library as made_library

pytestmark = pytest.mark.django_db


@pytest.fixture
def library(db, tmp_path):
    return made_library(tmp_path)


@pytest.fixture
def readers(library):
    return [reader(library[1 + n % 2], n) for n in range(5)]


def test_a_ballot_and_a_mark_are_stored_together_and_tell_nothing_of_each_other(library, readers):
    election = polls_open(library[0])
    receipt = vote(election, readers[0], "Мавка")

    ballot, mark = SealedBallot.objects.get(), Mark.objects.get()
    assert (ballot.code, ballot.tie) == (receipt.code, None)
    assert {field.name for field in SealedBallot._meta.fields} == {"id", "box", "code", "sealed", "tie"}
    assert {field.name for field in Mark._meta.fields} == {"entry", "how", "station", "times"}
    assert mark.entry.reader == readers[0]


def test_one_reader_has_one_vote(library, readers):
    election = polls_open(library[0])
    vote(election, readers[0], "Мавка")
    with pytest.raises(AlreadyVoted):
        vote(election, readers[0], "Том Сойєр")
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.create(entry=Mark.objects.get().entry, how="online")
    assert SealedBallot.objects.count() == 1


def test_the_same_page_sent_again_is_the_same_receipt(library, readers):
    election = polls_open(library[0])
    page = token()
    first = vote(election, readers[0], "Мавка", by=page)
    again = vote(election, readers[0], "Мавка", by=page)
    closed(election)
    late = vote(election, readers[0], "Мавка", by=page)

    assert (first.repeated, again.repeated, late.repeated) == (False, True, True)
    assert first.code == again.code == late.code
    assert Ballot.objects.count() == 1


def test_a_page_of_somebody_else_is_not_taken_for_the_own(library, readers):
    election = polls_open(library[0])
    page = token()
    vote(election, readers[0], "Мавка", by=page)
    with pytest.raises(StalePage):
        vote(election, readers[1], "Мавка", by=page)
    assert Mark.objects.count() == 1


@pytest.mark.parametrize("choice", [99, -1])
def test_only_candidates_of_the_list_can_be_chosen(library, readers, choice):
    election = polls_open(library[0])
    entry = casting.entry_of(election, readers[0])
    with pytest.raises(NotACandidate):
        casting.cast(election=election, voter=entry, choice=choice, token=token())
    assert not Mark.objects.exists()


def test_the_last_vote_counts_where_the_rules_say_so(library, readers):
    election = polls_open(library[0], may_change=True)
    first = vote(election, readers[0], "Мавка")
    last = vote(election, readers[0], "Том Сойєр", seen=1)
    with pytest.raises(LaterVote):
        vote(election, readers[0], "Мавка", seen=1)
    closed(election)

    assert list(Ballot.objects.values_list("code", "choice")) == [(last.code, number(election, "Том Сойєр"))]
    assert first.code != last.code
    assert Mark.objects.get().times == 1


def test_after_closing_nothing_ties_a_ballot_to_a_reader(library, readers):
    election = polls_open(library[0], may_change=True)
    tied = []
    for n, one in enumerate(readers):
        vote(election, one, ("Мавка", "Том Сойєр")[n % 2])
        tied.append(SealedBallot.objects.exclude(tie__in=tied).get().tie)
    assert None not in tied
    closed(election)

    assert not Box.objects.exists()
    assert not SealedBallot.objects.exists()
    codes = list(Ballot.objects.order_by("pk").values_list("code", flat=True))
    assert codes == sorted(codes)


def test_a_copy_of_the_database_alone_opens_no_ballot(library, readers, settings):
    election = polls_open(library[0])
    vote(election, readers[0], "Мавка")
    sealed = [bytes(ballot.sealed) for ballot in SealedBallot.objects.all()]
    assert len(sealed[0]) == 12 + 2 + 16

    key, settings.SECRET_KEY = settings.SECRET_KEY, "another machine"
    at(election, closes_at=timedelta(seconds=-1))
    with pytest.raises(KeyChanged):
        election.move("close_polls")
    settings.SECRET_KEY = key
    election.refresh_from_db()
    election.move("close_polls")
    assert Ballot.objects.count() == 1


def test_votes_are_refused_with_another_key_before_any_is_lost(library, readers, settings):
    election = polls_open(library[0])
    settings.SECRET_KEY = "another machine"
    with pytest.raises(KeyChanged):
        vote(election, readers[0], "Мавка")
    assert not Mark.objects.exists()


def test_votes_are_taken_within_the_window_only(library, readers):
    election = polls_open(library[0])
    at(election, closes_at=timedelta(seconds=-1))
    with pytest.raises(PollsClosed):
        vote(election, readers[0], "Мавка")
    election = in_campaign(library[0])
    rolling.freeze(election=election)
    with pytest.raises(PollsClosed):
        vote(election, readers[0], "Мавка")


def test_who_is_not_on_the_roll_does_not_vote(library, readers):
    election = polls_open(library[0], age_from=6, age_to=14)
    old = reader(library[1], 90, born=date(1950, 1, 1))
    with pytest.raises(NotOnRoll):
        casting.entry_of(election, old)
    assert election.roll.count() == 5


def test_the_roll_is_frozen_once_and_any_change_is_seen(library, readers):
    election = in_campaign(library[0])
    frozen = rolling.freeze(election=election)
    assert (frozen.roll_size, rolling.is_as_published(frozen)) == (5, True)
    with pytest.raises(RollFrozen):
        rolling.freeze(election=election)
    RollEntry.objects.filter(election=election, reader=readers[0]).delete()
    assert rolling.is_as_published(frozen) is False


def test_a_merged_reader_votes_once(library, readers):
    election = polls_open(library[0])
    vote(election, readers[0], "Мавка")
    people.merge(keep=readers[1], gone=readers[0])
    readers[1].refresh_from_db()
    with pytest.raises(AlreadyVoted):
        vote(election, readers[1], "Мавка")


def test_a_merged_reader_nominates_once(library, readers):
    election = called(library[0])
    election.move("announce")
    work = Work.objects.order_by("pk")[0]
    nominating.nominate(election=election, work=work, hero={"uk": "Лукаш"}, reader=readers[0])
    merge = people.merge(keep=readers[1], gone=readers[0])
    readers[1].refresh_from_db()
    with pytest.raises(NominatedAlready):
        nominating.nominate(election=election, work=work, hero={"uk": "Килина"}, reader=readers[1])
    people.unmerge(merge=merge)
    assert election.candidates.get().proposer_id == readers[0].pk


def test_a_code_of_a_sheet_is_one_ballot(library):
    election = in_campaign(library[0], roll_kind="codes")
    sheet = rolling.print_sheet(
        election=election, unit=library[1], name="5-А", teacher="І. Мороз", size=3, key=uuid.uuid4()
    )
    codes = rolling.reprinted(sheet=sheet)
    assert codes == rolling.reprinted(sheet=sheet)
    assert len(set(codes)) == 3
    rolling.freeze(election=election)
    hour = timedelta(hours=1)
    at(election, nomination_until=-4 * hour, silence_from=-3 * hour, opens_at=-2 * hour, closes_at=2 * hour)
    election.move("open_polls")

    # Typed by a child: small letters, O for nought, no hyphens.
    typed = codes[0].replace("-", " ").replace("0", "o").lower()
    voter = casting.voter_of(election, typed)
    casting.cast(election=election, voter=voter, choice=1, token=token())
    with pytest.raises(AlreadyVoted):
        casting.cast(election=election, voter=voter, choice=1, token=token())
    with pytest.raises(UnknownCode):
        casting.voter_of(election, "0000-0000-0000")
    with pytest.raises(SettledAlready):
        rolling.reprinted(sheet=type(sheet).objects.get(pk=sheet.pk))


def test_a_station_marks_the_roll_and_hands_out_a_ballot_of_nobody(library, readers):
    election = polls_open(library[0], stations=[library[1]])
    station = station_of(election, library[1])
    clerk = staff(library[1], "librarian")
    entry, key = casting.entry_of(election, readers[0]), uuid.uuid4()
    code = stations.hand_out(station=station, entry=entry, how="tablet", key=key, by=clerk)
    assert stations.hand_out(station=station, entry=entry, how="tablet", key=key, by=clerk) == code
    with pytest.raises(AlreadyVoted):
        stations.hand_out(station=station, entry=entry, how="paper", key=uuid.uuid4(), by=clerk)
    with pytest.raises(AlreadyVoted):
        vote(election, readers[0], "Мавка")

    slip, page = casting.voter_of(election, code), token()
    first = casting.cast(election=election, voter=slip, choice=number(election, "Мавка"), token=page)
    assert casting.cast(election=election, voter=slip, choice=1, token=page).code == first.code
    with pytest.raises(CodeUsed):
        casting.cast(election=election, voter=slip, choice=1, token=token())
    assert (Mark.objects.count(), SealedBallot.objects.count(), Slip.objects.filter(used=True).count()) == (1, 1, 1)


def test_a_reader_who_came_later_is_added_by_card(library, readers):
    election = polls_open(library[0], stations=[library[1]])
    late = reader(library[1], 77)
    entry = rolling.add_extra(election=election, reader=late, station=station_of(election, library[1]))
    assert rolling.add_extra(election=election, reader=late, station=station_of(election, library[1])) == entry
    vote(election, late, "Мавка")
    assert rolling.is_as_published(Election.objects.get(pk=election.pk)) is True


def tallied(library, readers):
    """Two online, one empty, two on paper, counted by two people."""
    election = polls_open(library[0], stations=[library[1]])
    station = station_of(election, library[1])
    stations.bring_ballots(station=station, count=10)
    vote(election, readers[0], "Мавка")
    vote(election, readers[1], "Мавка")
    vote(election, readers[2], None)
    for one in readers[3:]:
        stations.hand_out(station=station, entry=casting.entry_of(election, one), how="paper", key=uuid.uuid4())
    return closed(election), station


def tally(election, *, mavka=0, tom=0):
    return {number(election, "Мавка"): mavka, number(election, "Том Сойєр"): tom, number(election, "Захар Беркут"): 0}


def test_paper_counts_when_two_people_have_counted_the_same(library, readers):
    election, station = tallied(library, readers)
    one, two, three = (staff(library[1], "librarian", name) for name in ("one", "two", "three"))
    with pytest.raises(RefusedMoveError):
        election.move("sign")
    counting.enter(station=station, by=one, found=2, invalid=0, unused=8, votes=tally(election, mavka=1, tom=1))
    counting.enter(station=station, by=one, found=2, invalid=0, unused=8, votes=tally(election, mavka=1, tom=1))
    assert counting.uncounted(election) == [station]
    counting.enter(station=station, by=two, found=2, invalid=1, unused=8, votes=tally(election, tom=1))
    assert counting.uncounted(election) == [station]
    counting.enter(station=station, by=three, found=2, invalid=0, unused=8, votes=tally(election, mavka=1, tom=1))
    election.move("sign")

    told = election.publication
    assert (told.ballots, told.valid, told.invalid, told.came) == (5, 4, 1, 5)
    assert told.winners == [number(election, "Мавка")]
    assert told.result[str(number(election, "Мавка"))] == 3
    recount = ballots.verify(told.text, sha256=told.sha256)
    assert (recount.agrees, recount.problems, recount.result) == (True, [], told.result)
    assert papers.protocol(election).startswith(b"%PDF")
    assert papers.station_protocol(station).startswith(b"%PDF")


def test_a_tally_that_does_not_add_up_is_refused(library, readers):
    election, station = tallied(library, readers)
    clerk = staff(library[1], "librarian")
    for wrong in (
        {"found": 2, "invalid": 0, "unused": 8, "votes": tally(election, mavka=1)},
        {"found": 3, "invalid": 1, "unused": 7, "votes": tally(election, mavka=2)},
        {"found": 2, "invalid": 0, "unused": 9, "votes": tally(election, mavka=2)},
    ):
        with pytest.raises(WrongTally):
            counting.enter(station=station, by=clerk, **wrong)


def test_what_was_published_is_never_changed(library, readers):
    election = polls_open(library[0])
    vote(election, readers[0], "Мавка")
    closed(election)
    election.move("sign")
    for statement in (
        "UPDATE voting_ballot SET choice = 2",
        "DELETE FROM voting_ballot",
        "UPDATE voting_publication SET text = ''",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_facts_tell_how_many_of_what_age_and_never_who(library, readers):
    election = polls_open(library[0])
    for one in readers:
        vote(election, one, "Мавка")
    closed(election)
    election.move("sign")
    band = election.roll.first().band
    assert journal.total("elections.voters", library[0], audience=band) == 5
    assert journal.total("elections.voters", library[1]) == 3
    assert journal.total("elections.held", library[0]) == 1


def test_equal_winners_get_a_second_round(library, readers):
    election = polls_open(library[0], tie="second")
    vote(election, readers[0], "Мавка")
    vote(election, readers[1], "Том Сойєр")
    closed(election)
    election.move("sign")
    assert len(election.publication.winners) == 2
    again = preparing.second_round(
        election=election, silence_from=election.closes_at + timedelta(days=6),
        opens_at=election.closes_at + timedelta(days=7), closes_at=election.closes_at + timedelta(days=8),
    )  # fmt: skip
    assert {c.hero["uk"] for c in again.candidates.all()} == {"Мавка", "Том Сойєр"}
    for name in ("announce", "close_nomination", "begin_campaign"):
        again.move(name)
    assert sorted(c.number for c in again.candidates.all()) == [1, 2]


def test_without_a_quorum_nobody_is_chosen(library, readers):
    election = polls_open(library[0], quorum_percent=50)
    vote(election, readers[0], "Мавка")
    closed(election)
    election.move("sign")
    assert (election.publication.winners, election.publication.quorum_met) == ([], False)


def test_the_clock_moves_what_is_due_and_no_more(library, readers):
    election = in_campaign(library[0])
    rolling.freeze(election=election)
    hour = timedelta(hours=1)
    assert timely.advance() == 0
    at(election, nomination_until=-3 * hour, silence_from=-2 * hour, opens_at=hour, closes_at=2 * hour)
    assert timely.advance() == 1
    at(election, opens_at=-hour)
    assert timely.advance() == 1
    vote(election, readers[0], "Мавка")
    at(election, closes_at=-hour / 2)
    timely.advance()
    election.refresh_from_db()
    assert (election.stage, Ballot.objects.count()) == ("counting", 1)


def test_the_order_is_drawn_by_the_seed_that_was_promised(library):
    election = called(library[0])
    promised = election.commitment
    election.move("announce")
    from .factories import stand

    for candidate in stand(election):
        candidate.move("register")
    election.move("close_nomination")
    election.move("begin_campaign")
    keys = [c.key for c in election.candidates.order_by("number")]
    assert ballots.commitment(election.seed) == promised
    assert keys == ballots.drawn(election.seed, sorted(keys))
    with pytest.raises(SettledAlready):
        nominating.change(candidate=election.candidates.first(), hero={"uk": "Інший"})


def test_a_cancelled_election_burns_its_box_unread(library, readers):
    election = polls_open(library[0])
    vote(election, readers[0], "Мавка")
    election.move("cancel")
    assert not SealedBallot.objects.exists()
    assert not Ballot.objects.exists()


def test_a_roll_long_over_forgets_its_readers(library, readers):
    election = polls_open(library[0])
    vote(election, readers[0], "Мавка")
    closed(election)
    election.move("sign")
    at(election, nomination_until=timedelta(days=-104), silence_from=timedelta(days=-103), opens_at=timedelta(days=-102),
       closes_at=timedelta(days=-101))  # fmt: skip
    assert nights.steps()["elections"](timezone.localdate()) == 1
    assert not RollEntry.objects.exclude(reader=None).exists()
    assert json.loads(election.publication.text)["roll"]["marks"]["online"] == 1
