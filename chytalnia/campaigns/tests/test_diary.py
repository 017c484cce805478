"""The log: what is written, mended and removed adds up, whatever was done; the rules of a day hold."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from chytalnia.campaigns import errors, queries
from chytalnia.campaigns.models import Campaign, Letter, Line, Member, Participant
from chytalnia.campaigns.services import counting, diary, inviting, libraries, loans, night, people
from chytalnia.campaigns.services.diary import Row, book_of, write
from chytalnia.journal.models import Fact, Tally
from chytalnia.lending import services as lending
from chytalnia.lending.tests import factories as stock
from chytalnia.network import services as network
from chytalnia.network.models import Contact

from .factories import campaign, fresh, of, over, participant

pytestmark = pytest.mark.usefixtures("english")

HERE = timezone.localdate


def counted(kind):
    return sum(Tally.objects.filter(kind=kind).values_list("quantity", flat=True))


step = st.tuples(
    st.sampled_from(["write", "again", "correct", "remove"]), st.integers(0, 9), st.integers(0, 5), st.integers(1, 60)
)


class AnyHistory(TestCase):
    @settings(max_examples=15)
    @given(st.lists(step, max_size=14), st.sampled_from([0, 90]))
    def test_tallies_are_the_sums_of_the_log_after_anything(self, steps, limit):
        units = stock.network()
        made = campaign(units["north"], joined=[units["one"], units["two"]], day_limit=limit, finish_at=100)
        people = [participant(made, units[code]) for code in ("one", "one", "two")]
        keys = [uuid.uuid4() for _n in range(10)]
        for act, n, back, amount in steps:
            one = people[n % 3]
            day = HERE() - timedelta(days=back)
            lines = Line.objects.live().filter(participant=one).order_by("pk")
            line = lines[n % lines.count()] if lines else None
            try:
                if act == "write":
                    write(participant=one, day=day, amount=amount)
                elif act == "again":
                    write(participant=one, day=day, amount=amount, key=keys[n])
                elif line and act == "correct":
                    diary.correct(line=line, day=day, amount=amount)
                elif line:
                    diary.remove(line=line)
            except errors.OverTheLimit:
                assert limit
        assert counting.drift() == []
        live = sum(Line.objects.live().values_list("amount", flat=True))
        assert sum(Member.objects.values_list("total", flat=True)) == live == counted("campaigns.pages")
        for one in Participant.objects.all():
            assert (one.finished_at is not None) == (one.total >= 100)
        if limit:
            days = {}
            for line in Line.objects.live():
                days[line.participant_id, line.day] = days.get((line.participant_id, line.day), 0) + line.amount
            assert max(days.values(), default=0) <= limit


@pytest.fixture
def running(units, one):
    return campaign(units["north"], joined=[one, units["two"]], day_limit=200, finish_at=300)


@pytest.fixture
def reads(running, one):
    return participant(running, one)


def test_a_line_sent_twice_or_after_its_removal_counts_once(reads):
    key = uuid.uuid4()
    first = write(participant=reads, day=HERE(), amount=40, key=key)
    assert write(participant=reads, day=HERE(), amount=40, key=key) == first
    assert of(reads) == (40, 1, 40)
    diary.remove(line=first)
    diary.remove(line=first)
    assert of(reads) == (0, 0, 0)
    assert write(participant=reads, day=HERE(), amount=40, key=key).removed_at
    assert of(reads) == (0, 0, 0)
    assert [fact.quantity for fact in Fact.objects.filter(kind="campaigns.pages").order_by("pk")] == [40, -40]


def test_days_and_limits_of_the_rules(running, reads, one):
    today = HERE()
    with pytest.raises(errors.TooLongAgo):
        write(participant=reads, day=today - timedelta(days=8), amount=10)
    assert write(participant=reads, day=today - timedelta(days=8), amount=10, source="desk").amount == 10
    for day in (running.first_day - timedelta(days=1), today + timedelta(days=1)):
        with pytest.raises(errors.WrongDay):
            write(participant=reads, day=day, amount=10, source="desk")
    write(participant=reads, day=today, amount=150)
    with pytest.raises(errors.OverTheLimit):
        write(participant=reads, day=today, amount=51)
    line = write(participant=reads, day=today, amount=50)
    assert diary.correct(line=line, day=today, amount=50, review="Гарна").review == "Гарна"
    with pytest.raises(errors.NothingRead):
        write(participant=reads, day=today - timedelta(days=1), amount=0)
    assert of(reads)[0] == 210
    team = participant(running, one, kind="family", people=3)
    write(participant=team, day=today, amount=600)
    with pytest.raises(errors.OverTheLimit):
        write(participant=team, day=today, amount=1)


def test_after_the_end_only_paper_diaries_are_taken_in_and_after_the_results_nothing(units, one):
    made = campaign(units["north"], joined=[one])
    reads = participant(made, one)
    made = over(made)
    day = made.last_day
    with pytest.raises(errors.NotWriting):
        write(participant=reads, day=day, amount=10)
    line = write(participant=reads, day=day, amount=10, source="desk")
    made.move("tell")
    for act in (
        lambda: write(participant=reads, day=day, amount=10, source="desk"),
        lambda: diary.correct(line=line, day=day, amount=9, at_desk=True),
        lambda: diary.remove(line=line, at_desk=True),
    ):
        with pytest.raises(errors.NotWriting):
            act()
    assert of(reads) == (10, 1, 10)
    assert counted("campaigns.finishers") == 1
    assert counted("campaigns.held") == 1


def test_rows_of_a_paper_diary_are_kept_but_those_refused(running, reads):
    day = HERE()
    rows = [Row(reads, day, amount, uuid.uuid4(), title="Тореадори з Васюківки") for amount in (100, 90, 80)]
    refused = diary.write_many(rows=rows)
    assert [row.amount for row, _reason in refused] == [80]
    assert diary.write_many(rows=rows[:2]) == []
    assert of(reads) == (190, 2, 190)


def test_a_book_comes_from_the_catalogue_by_its_number_and_keeps_its_field(one, reads):
    from chytalnia.catalogue.models import RecordKey

    record = stock.record(title="Захар Беркут")
    RecordKey.objects.create(record=record, kind="isbn", value="9780306406157")
    line = write(participant=reads, day=HERE(), amount=12, book=book_of(isbn="0-306-40615-2"))
    assert (line.title, line.work, line.knowledge) == ("Захар Беркут", record.work, "9")
    assert book_of(isbn="978-0-306-40615-7", title="Своя").title == "Захар Беркут"
    assert book_of(isbn="9783161484100").title == "ISBN 9783161484100"


def test_who_joins_chooses_a_free_nick_once_and_is_of_the_right_age(running, one):
    reader = stock.reader(one)
    first = participant(running, one, reader=reader, nick="Книжкова Миша")
    assert first.audience == "age_36_55"
    with pytest.raises(errors.JoinedAlready):
        participant(running, one, reader=reader)
    with pytest.raises(errors.NickTaken):
        participant(running, one, nick="книжкова  МИША")
    write(participant=first, day=HERE(), amount=1)
    people.leave(participant=first)
    again = participant(running, one, reader=reader, nick="Книжкова миша")
    assert again.number == first.number + 1
    assert fresh(first).reader is None
    assert counting.drift() == []
    running.programme.age_to = 14
    running.programme.save()
    with pytest.raises(errors.NotForThisAge):
        participant(running, one, reader=stock.reader(one))


def test_libraries_are_invited_by_parts_of_the_tree_and_only_the_invited_join_where_it_is_so(units):
    made = campaign(units["north"], stage="announced", open_to_all_libraries=False)
    assert inviting.invite(campaign=made, under=[units["north"]]) == 2
    assert inviting.invite(campaign=made, under=[units["region"]]) == 1
    assert inviting.invite(campaign=made, under=[units["region"]]) == 0
    Member.objects.filter(unit=units["three"]).delete()
    with pytest.raises(errors.NotInvited):
        libraries.join(campaign=made, unit=units["three"])
    member = libraries.join(campaign=made, unit=units["one"])
    assert libraries.join(campaign=made, unit=units["one"]) == member
    assert counted("campaigns.libraries") == 1
    # Thought better of, and thought better of again: one library, once.
    libraries.decline(member=member)
    assert counted("campaigns.libraries") == 0
    libraries.join(campaign=made, unit=units["one"])
    assert counted("campaigns.libraries") == 1


def test_an_invitation_is_a_letter_in_the_language_of_the_library_and_comes_once(units):
    one, two = units["one"], units["two"]
    for unit in (one, two):
        Contact.objects.create(unit=unit, kind="email", value=f"{unit.code}@library.example")
    network.set_setting(unit=two, key="network.language", value="kk")
    made = campaign(units["north"], stage="draft")
    inviting.invite(campaign=made, under=[units["north"]])
    assert not Letter.objects.exists()
    made.move("announce")
    assert inviting.invite(campaign=made, under=[units["region"]]) == 1
    letters = {letter.member.unit_id: letter for letter in Letter.objects.all()}
    assert set(letters) == {one.pk, two.pk}
    assert letters[two.pk].language == "kk"
    assert letters[two.pk].subject != letters[one.pk].subject
    assert str(made) in letters[one.pk].text
    libraries.join(campaign=made, unit=one)
    assert (inviting.remind(campaign=made), inviting.remind(campaign=made)) == (1, 0)
    fresh(made).move("cancel")
    assert set(Letter.objects.values_list("state", flat=True)) == {"called_off"}


def test_who_joins_and_leaves_with_nothing_written_is_not_counted(units, one):
    reader = stock.reader(one)
    made = campaign(units["north"], joined=[one])
    for _n in range(3):
        people.leave(participant=participant(made, one, reader=reader))
    assert (counted("campaigns.participants"), made.members.get().participants) == (0, 0)
    line = participant(made, one, reader=reader)
    diary.write(participant=line, day=timezone.localdate(), amount=5)
    people.leave(participant=line)
    assert (counted("campaigns.participants"), made.members.get().participants) == (1, 1)
    assert counting.drift(made) == []


def test_regions_stand_in_a_league_by_the_sum_of_their_libraries(units, one):
    made = campaign(units["north"], joined=[one, units["two"]])
    diary.write(participant=participant(made, one), day=timezone.localdate(), amount=40)
    [standing] = queries.regions(made)
    assert (standing.region, standing.score, standing.libraries, standing.mean) == (units["region"], 40, 2, 20)


def test_a_post_is_a_link_with_all_that_is_required_and_counts_until_it_is_returned(units, one):
    made = campaign(
        units["north"],
        joined=[one, units["two"]],
        score="posts",
        elements={"uk": "хештег\nфото"},
        hashtags="читаємо разом",
    )
    member = made.members.get(unit=one)
    told = {"member": member, "day": HERE(), "title": "Наша читальня"}
    for link in ("javascript:alert(1)", "https://", "http://localhost/", "просто слова", "https://user:x@site.ua/"):
        with pytest.raises(errors.NotALink):
            libraries.post(link=link, ticks=[0, 1], **told)
    with pytest.raises(errors.ElementsMissing):
        libraries.post(link="https://сайт.укр/p/1", ticks=[0], **told)
    entry = libraries.post(link="https://сайт.укр/p/1", ticks=[0, 1], **told)
    with pytest.raises(errors.PostedAlready):
        libraries.post(
            link="https://сайт.укр/p/1#top", ticks=[0, 1], **(told | {"member": made.members.get(unit=units["two"])})
        )
    assert fresh(member).posts == 1
    libraries.judge(entry=entry, good=False, answer="немає хештегу")
    libraries.judge(entry=entry, good=False, answer="немає хештегу")
    assert fresh(member).posts == 0
    libraries.post(entry=fresh(entry), link="https://сайт.укр/p/2", ticks=[0, 1], **told)
    libraries.judge(entry=entry, good=True)
    assert (fresh(member).posts, fresh(entry).state, fresh(entry).link) == (1, "good", "https://сайт.укр/p/2")
    Campaign.objects.filter(pk=made.pk).update(stage="results")
    for late in (
        lambda: libraries.judge(entry=fresh(entry), good=False),
        lambda: libraries.remove_post(entry=fresh(entry)),
    ):
        with pytest.raises(errors.SettledAlready):
            late()
    Campaign.objects.filter(pk=made.pk).update(stage="running")
    for _twice in range(2):
        libraries.remove_post(entry=entry)
    assert fresh(member).posts == 0
    assert counting.drift() == []


def test_loans_write_themselves_down_for_those_who_asked_once_and_undo_takes_them_back(units, one):
    made = campaign(units["north"], joined=[one], score="books", counts_loans=True, day_limit=2)
    asked, silent = stock.reader(one), stock.reader(one)
    mine = participant(made, one, reader=asked)
    participant(made, one, reader=silent)
    lending.lend(item=stock.item(one), reader=asked, unit=one)
    assert Line.objects.count() == 0
    people.count_loans(participant=mine, counts=True)
    act = lending.lend(item=stock.item(one), reader=asked, unit=one)
    lending.lend(item=stock.item(one), reader=silent, unit=one)
    line = Line.objects.get()
    assert (line.title, line.source, line.loan, of(mine)) == ("Кобзар", "loan", act.loan, (1, 1, 1))
    # The night finds nothing new; what the limit of a day refuses holds nobody up at the desk.
    for _n in range(2):
        lending.lend(item=stock.item(one), reader=asked, unit=one)
    assert of(mine)[0] == 2
    assert loans.catch_up(HERE()) == 0
    lending.undo(act=act)
    assert of(mine)[0] == 1
    people.count_loans(participant=mine, counts=False)
    lending.lend(item=stock.item(one), reader=asked, unit=one)
    assert of(mine)[0] == 1


def test_the_night_begins_and_ends_campaigns_by_their_days_and_forgets_in_time(units, one):
    made = campaign(units["north"], stage="announced", days=(0, 5), joined=[one])
    day = HERE()
    assert night.nightly(day)["moved"] == 1
    reader = stock.reader(one)
    mine = participant(made, one, reader=reader)
    write(participant=mine, day=day, amount=5, review="Таємне", book=book_of(title="Щоденник"))
    over(made)
    fresh(made).move("tell")
    assert night.nightly(day)["forgotten"] == 0
    assert night.nightly(day + timedelta(days=400))["forgotten"] == 1
    line, mine = Line.objects.get(), fresh(mine)
    assert (mine.reader, line.title, line.review, mine.total) == (None, "", "", 5)


def test_parts_of_a_combo_are_collected_once_by_their_word(units, one):
    from chytalnia.campaigns.models import Part

    made = campaign(units["north"], stage="draft", score="parts")
    with pytest.raises(Exception, match="parts"):
        made.move("announce")
    day = HERE()
    parts = [
        Part.objects.create(
            campaign=made, number=n, title={"uk": f"Частина {n}"}, opens_on=day + timedelta(days=n - 2), word=word
        )
        for n, word in ((1, "Незнайко"), (2, ""), (3, ""))
    ]
    made.move("announce")
    libraries.join(campaign=made, unit=one)
    made.move("begin")
    mine = participant(made, one)
    with pytest.raises(errors.WrongWord):
        diary.collect(participant=mine, part=parts[0], word="Знайко")
    first = diary.collect(participant=mine, part=parts[0], word=" незнайко! ")
    assert diary.collect(participant=mine, part=parts[0]) == first
    diary.collect(participant=mine, part=parts[1])
    with pytest.raises(errors.PartClosed):
        diary.collect(participant=mine, part=parts[2])
    assert of(mine) == (2, 2, 2)
    assert fresh(mine).finished_at is None


def test_a_reader_who_closes_the_account_is_forgotten_and_what_was_read_stays(running, one):
    from chytalnia.people.readers import services as readers

    reader = stock.reader(one)
    mine = participant(running, one, reader=reader, nick="Сова")
    write(participant=mine, day=HERE(), amount=5)
    assert any(part[0] == "campaigns" for part in readers.parts_of(reader))
    readers.close(reader=reader)
    assert (fresh(mine).reader, fresh(mine).nick == "Сова", of(mine)[0]) == (None, False, 5)
