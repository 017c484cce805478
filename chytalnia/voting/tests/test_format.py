"""The published file: a golden one recounts to what it says, and whatever is changed in it is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chytalnia.wire import ballots

GOLDEN = Path(__file__).parent / "data" / "golden-election.json"


@pytest.fixture
def text():
    return GOLDEN.read_text(encoding="utf-8")


def changed(text, change, *, sign=True):
    """The file with something changed, its digest made anew by whoever changed it."""
    election = json.loads(text)
    change(election)
    if not sign:
        return json.dumps(election, ensure_ascii=False)
    return ballots.write(election)


def test_the_golden_file_agrees_with_itself(text):
    told = ballots.verify(text)
    assert told.as_dict() == {
        "ballots": 9, "valid": 7, "invalid": 2, "result": {"1": 4, "2": 2, "3": 1}, "winners": [1],
        "heroes": {"1": "Мавка", "2": "Том Сойєр", "3": "Захар Беркут"}, "agrees": True, "problems": [],
        "sha256": "1d7a8f9abc01925d99855dc2c64c8d6a512054208510cfd20842c2cd09111ae8",
    }  # fmt: skip


def test_written_again_it_is_the_same_byte_for_byte(text):
    assert ballots.write(json.loads(text)) == text


def _ballot(n, choice):
    def change(election):
        election["ballots"][n][1] = choice

    return change


def _swap(election):
    election["ballots"][0], election["ballots"][1] = election["ballots"][1], election["ballots"][0]


def _twice(election):
    election["ballots"].insert(1, election["ballots"][0])
    election["counts"]["ballots"] += 1
    election["counts"]["valid"] += 1
    election["result"]["1"] += 1


def _set(*path, to):
    def change(election):
        at = election
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = to

    return change


@pytest.mark.parametrize(
    "change",
    [
        _ballot(0, 2), _ballot(0, 7), _ballot(0, True), _ballot(0, "1"), _swap, _twice,
        _set("ballots", 0, 0, to="not a code"), _set("result", "3", to=5), _set("counts", "invalid", to=0),
        _set("winners", to=[2]), _set("stations", 0, "votes", "1", to=3), _set("stations", 0, "found", to=9),
        _set("stations", 0, "unused", to=99), _set("stations", 0, "invalid", to=-1), _set("roll", "size", to=3),
        _set("roll", "marks", "online", to=2), _set("roll", "marks", "paper", to=1), _set("draw", "seed", to="another"),
        _set("draw", "keys", to=["a", "b", "c"]), _set("candidates", 0, "number", to=2), _set("candidates", to=[]),
        _set("stations", to="none"), _set("rules", "quorum_percent", to=100),
    ],
)  # fmt: skip
def test_whatever_is_changed_is_told_even_with_a_new_digest(text, change):
    told = ballots.verify(changed(text, change))
    assert not told.agrees
    assert told.problems


def test_a_change_without_a_new_digest_is_told_by_the_digest_alone(text):
    told = ballots.verify(changed(text, _set("title", "uk", to="Інші вибори"), sign=False))
    assert told.problems == ["The digest at the end of the file is not the digest of the file."]


def test_a_file_made_to_agree_again_is_told_by_the_digest_on_the_protocol(text):
    def forged(election):
        election["ballots"][0][1] = 2
        election["result"] = {"1": 3, "2": 3, "3": 1}
        election["winners"] = [1, 2]

    forgery = changed(text, forged)
    assert ballots.verify(forgery).agrees
    assert not ballots.verify(forgery, sha256=ballots.verify(text).sha256).agrees


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("abcd-efgh-jkmn-0123", "ABCD-EFGH-JKMN-0123"), ("ABCD EFGH JKMN OI23", "ABCD-EFGH-JKMN-0123"),
        ("авсd efgh", "ABCD-EFGH"),
    ],
)  # fmt: skip
def test_codes_are_read_as_people_type_them(typed, code):
    assert ballots.as_written(typed) == code


def test_the_draw_is_the_same_for_the_same_seed_whatever_the_order_it_is_given():
    keys = ["mavka", "tom", "zakhar", "abai"]
    assert ballots.drawn("seed", keys) == ballots.drawn("seed", reversed(keys))
    assert len({tuple(ballots.drawn(f"seed {n}", keys)) for n in range(200)}) == 24
