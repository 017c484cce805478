"""Streaks and badges, over any log there can be."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chytalnia.campaigns.reading import Entry, badges, current, longest

START = date(2026, 12, 20)
days = st.lists(st.integers(0, 60), max_size=40).map(lambda found: [START + timedelta(days=n) for n in found])
entries = st.lists(
    st.builds(
        Entry, day=st.integers(0, 60).map(lambda n: START + timedelta(days=n)), amount=st.integers(1, 200),
        books=st.integers(0, 3), knowledge=st.sampled_from(["", "fiction", "9", "5", "7"]),
    ),
    max_size=40,
)  # fmt: skip


def by_hand(found):
    """The longest run, counted the slow way: from each day on, as far as it goes."""
    known = set(found)
    runs = []
    for day in known:
        n = 0
        while day + timedelta(days=n) in known:
            n += 1
        runs.append(n)
    return max(runs, default=0)


@given(days)
def test_the_longest_streak_is_what_counting_by_hand_gives(found):
    assert longest(found) == by_hand(found)


@given(days, st.integers(0, 61).map(lambda n: START + timedelta(days=n)))
def test_a_streak_goes_on_until_a_whole_day_is_missed(found, today):
    found = [day for day in found if day <= today]
    run = current(found, today)
    assert run <= longest(found)
    if today in found:
        assert run == current([*found, today], today + timedelta(days=1))
    assert current(found, today + timedelta(days=70)) == 0


@given(entries, st.randoms(), st.sampled_from([0, 100, 1000]))
def test_badges_depend_on_the_log_alone_and_never_go_when_more_is_read(log, shuffle, goal):
    earned = badges(log, finish_at=goal)
    other = list(log)
    shuffle.shuffle(other)
    assert badges(other, finish_at=goal) == earned
    assert len({(badge.code, badge.n) for badge in earned}) == len(earned)
    more = badges([*log, Entry(START + timedelta(days=61), 50, 1)], finish_at=goal)
    assert set(earned) <= set(more)
    assert [badge.day for badge in earned] == sorted(badge.day for badge in earned)


def test_the_new_year_does_not_break_a_streak():
    found = [date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 1)]
    assert longest(found) == 3
    earned = badges([Entry(day, 10) for day in found])
    assert [(badge.code, badge.n) for badge in earned] == [("first", 1), ("streak", 3)]
    assert earned[-1].day == date(2027, 1, 1)
